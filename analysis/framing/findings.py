"""Findings: what the indicators say, as sentences that name their numbers and open their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..legible import legible_line
from ..tables import each
from .perspective import DEFAULT, Perspective

if TYPE_CHECKING:
    import pandas as pd

Lang = Literal["de", "en"]
# Fewer pieces of evidence than this are called thin, whatever they say.
THIN: Final = 3
# How far from even a share or a mean sign has to be before a sentence speaks of a direction.
_LEAN: Final = 0.2


class Finding(NamedTuple):
    """A sentence, the indicator and units that it rests on, and the ids of the rows behind them."""

    text: str
    indicator: str
    units: tuple[str, ...]
    evidence: tuple[str, ...]


class _Known(NamedTuple):
    value: float
    n: int
    evidence: tuple[str, ...]


class _Reader:
    """Looks values up and names units."""

    def __init__(self, framing: pd.DataFrame, perspective: Perspective, lang: Lang, name: Callable[[str], str]) -> None:
        self.perspective, self.lang, self.name = perspective, lang, name
        self._rows = {
            (str(row.indicator), str(row.unit)): _Known(float(row.value), int(row.n), tuple(row.evidence))
            for row in each(framing.dropna(subset=["value"]))
        }

    def get(self, indicator: str, unit: str) -> _Known | None:
        return self._rows.get((indicator, unit))

    def say(self, de: str, en: str) -> str:
        return en if self.lang == "en" else de

    def share(self, value: float) -> str:
        return self.say(f"{value * 100:.0f}\u00a0%", f"{value * 100:.0f}%")

    def signed(self, value: float) -> str:
        text = f"{value:+.2f}".replace("-", "−")
        return self.say(text.replace(".", ","), text)


def findings(
    framing: pd.DataFrame,
    *,
    perspective: Perspective = DEFAULT,
    lang: Lang = "de",
    name: Callable[[str], str] = str,
) -> list[Finding]:
    """Say what the indicators of one document show.

    Parameters
    ----------
    framing : pandas.DataFrame
        Table ``framing`` of one document.
    perspective : Perspective
        The focus and poles that it was measured for.
    lang : {"de", "en"}
        Language of the sentences.
    name : callable, optional
        Gives the name of a country or bloc for its code; by default the code itself.

    Returns
    -------
    list of Finding
        In the order courting, tone, hedging, voice, agency, frames; what is unknown is left out or said to be so.
    """
    read = _Reader(framing, perspective, lang, name)
    parts = (_courting, _tones, _position, _hedging, _silence, _agency, _frames)
    found = [finding for part in parts for finding in part(read)]
    return [finding._replace(text=finding.text[0].upper() + finding.text[1:]) for finding in found]


def _courting(read: _Reader) -> Iterator[Finding]:
    region = read.perspective.region
    for pole in read.perspective.poles:
        unit = f"{pole}:{region}"
        found = read.get("relation_courting", unit)
        if found is None or found.n < THIN:
            continue
        p, r = read.name(pole), read.name(region)
        if found.value > _LEAN:
            text = read.say(f"Umworben wird {r} von: {p} ({found.n} Belege).", f"{p} courts {r} (n = {found.n}).")
        elif found.value < -_LEAN:
            text = read.say(f"{r} wirbt um: {p} ({found.n} Belege).", f"{r} courts {p} (n = {found.n}).")
        else:
            text = read.say(
                f"{r} und {p}: freundlich auf beiden Seiten ({found.n} Belege).",
                f"{r} and {p} are friendly to each other (n = {found.n}).",
            )
        yield Finding(text, "relation_courting", (unit,), found.evidence)


def _tones(read: _Reader) -> Iterator[Finding]:
    for pole in read.perspective.poles:
        found, named = read.get("relation_received", pole), read.get("attention_share", pole)
        if found is None and (named is None or not named.evidence):
            continue
        if found is None or not found.n:
            tone = read.say("nicht bewertet", "not evaluated")
        elif found.n < THIN:
            tone = read.say(f"kaum bewertet (n = {found.n})", f"hardly evaluated (n = {found.n})")
        else:
            tone = f"{read.say(*_tone(found.value))} ({read.signed(found.value)}; n = {found.n})"
        evidence = () if found is None else found.evidence
        yield Finding(f"{read.name(pole)}: {tone}.", "relation_received", (pole,), evidence)


def _tone(value: float) -> tuple[str, str]:
    if value > _LEAN:
        return "überwiegend positiv bewertet", "evaluated mostly positively"
    if value < -_LEAN:
        return "überwiegend negativ bewertet", "evaluated mostly negatively"
    return "gemischt bewertet", "evaluated in mixed terms"


def _position(read: _Reader) -> Iterator[Finding]:
    region = read.perspective.region
    known = {pole: read.get("position_combined", f"{region}:{pole}") for pole in read.perspective.poles}
    placed = sorted(((found.value, pole) for pole, found in known.items() if found is not None), reverse=True)
    if placed:
        listed = ", ".join(f"{read.name(pole)} {read.share(value)}" for value, pole in placed)
        evidence = next(found.evidence for found in known.values() if found is not None)
        units = tuple(f"{region}:{pole}" for _, pole in placed)
        text = read.say(f"Lage von {read.name(region)}: {listed}.", f"Position of {read.name(region)}: {listed}.")
        yield Finding(text, "position_combined", units, evidence)


def _hedging(read: _Reader) -> Iterator[Finding]:
    region = read.perspective.region
    found = read.get("hedging", region)
    if found is None or found.n < THIN:
        return
    for pole in read.perspective.poles:
        mixed = read.get("relation_ambivalence", f"{region}>{pole}")
        if mixed is not None and mixed.value > 0:
            text = read.say(
                f"{read.name(region)} verhält sich zwiespältig zu: {read.name(pole)} ({mixed.n} Belege).",
                f"{read.name(region)} is of two minds about {read.name(pole)} (n = {mixed.n}).",
            )
            yield Finding(text, "relation_ambivalence", (f"{region}>{pole}",), mixed.evidence)


def _silence(read: _Reader) -> Iterator[Finding]:
    silent: list[str] = []
    heard: list[str] = []
    for pole in (*read.perspective.poles, read.perspective.region):
        found = read.get("voice_access", pole)
        if found is not None:
            (heard if found.value > 0 else silent).append(pole)
    if silent:
        names = ", ".join(map(read.name, silent))
        text = read.say(f"Genannt, aber nie zitiert: {names}.", f"Named but never quoted: {names}.")
        yield Finding(text, "voice_access", tuple(silent), ())
    shares = [(read.get("voice_share", unit), unit) for unit in heard]
    listed = ", ".join(f"{read.name(unit)} {read.share(found.value)}" for found, unit in shares if found is not None)
    if listed:
        evidence = tuple(piece for found, _ in shares if found is not None for piece in found.evidence)
        text = read.say(f"Anteil an den zitierten Wörtern: {listed}.", f"Share of quoted words: {listed}.")
        yield Finding(text, "voice_share", tuple(heard), evidence)


def _agency(read: _Reader) -> Iterator[Finding]:
    region = read.perspective.region
    halves = [read.get("agency_half", f"{region}:{half}") for half in ("first", "second")]
    whole = read.get("agency_activation", region)
    if whole is None or whole.n < THIN:
        return
    text = read.say(
        f"{read.name(region)} handelt in {read.share(whole.value)} der Fälle",
        f"{read.name(region)} acts in {read.share(whole.value)} of cases",
    )
    first, second = halves
    if first is not None and second is not None:
        text += read.say(
            f" (erste Hälfte {read.share(first.value)}, zweite {read.share(second.value)})",
            f" (first half {read.share(first.value)}, second {read.share(second.value)})",
        )
    yield Finding(f"{text}; n = {whole.n}.", "agency_activation", (region,), whole.evidence)


FRAME_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "security": ("Sicherheit", "security"),
    "sovereignty": ("Souveränität", "sovereignty"),
    "economy": ("Wirtschaft und Energie", "economy and energy"),
    "sanctions": ("Sanktionen und Umgehung", "sanctions and evasion"),
    "values": ("Werte und Recht", "values and rule of law"),
    "connectivity": ("Verkehrswege", "connectivity"),
    "rivalry": ("Rivalität der Mächte", "great-power rivalry"),
    "courted": ("umworbener Partner", "courted partner"),
    "backyard": ("Hinterhof", "backyard"),
    "buffer": ("Puffer", "buffer"),
    "bridge": ("Brücke", "bridge"),
    "pawn": ("Spielball", "pawn"),
    "autonomous": ("eigenständiger Akteur", "autonomous actor"),
}


def frame_name(frame: str, lang: Lang = "de") -> str:
    """Name a frame or role; one of a user's own vocabulary stands for itself.

    Examples
    --------
    >>> frame_name("rivalry"), frame_name("wasser", "en")
    ('Rivalität der Mächte', 'wasser')
    """
    pair = FRAME_NAMES.get(frame)
    return legible_line(frame) if pair is None else pair[lang == "en"]


def _frames(read: _Reader) -> Iterator[Finding]:
    region = read.perspective.region
    for indicator, prefix, de, en in (
        ("frame_share", "", "Rahmen des Textes", "Frames of the text"),
        ("role_share", f"{region}:", f"Rollen von {read.name(region)}", f"Roles of {read.name(region)}"),
    ):
        rows = [
            (found.value, unit, found)
            for (name, unit), found in read._rows.items()
            if name == indicator and unit.startswith(prefix) and found.value > 0
        ]
        rows.sort(key=lambda row: (-row[0], row[1]))
        if rows:
            listed = ", ".join(
                f"{frame_name(unit.removeprefix(prefix), read.lang)} {read.share(value)}" for value, unit, _ in rows[:3]
            )
            evidence = tuple(dict.fromkeys(piece for _, _, found in rows[:3] for piece in found.evidence))
            text = f"{read.say(de, en)}: {listed}" + read.say(" der Sätze.", " of the sentences.")
            yield Finding(text, indicator, tuple(unit for _, unit, _ in rows[:3]), evidence)
