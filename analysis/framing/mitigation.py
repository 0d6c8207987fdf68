"""Mitigation and intensification: hedges, boosters and modal verbs, voice by voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from ..tables import NARRATOR, Marker, Quote
from ..voices import Voices
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio, statistics
from .view import DocumentTables
from .voice import ANONYMOUS, speaker_unit

if TYPE_CHECKING:
    from .resample import Array

_MODALS: Final = frozenset({"können", "müssen", "sollen", "dürfen", "wollen", "mögen"})


def _voice_unit(view: DocumentTables, perspective: Perspective, voice: str) -> str:
    if voice == NARRATOR:
        return NARRATOR
    quotes: dict[str, Quote] = view.once(_quotes_by_id)
    quote = quotes.get(voice)
    return ANONYMOUS if quote is None else speaker_unit(quote, perspective)


def _quotes_by_id(view: DocumentTables) -> dict[str, Quote]:
    return {quote.quote_id: quote for quote in view.quotes}


def _words(view: DocumentTables, perspective: Perspective) -> dict[str, Array]:
    """Count each voice's words sentence by sentence; what nobody is quoted with is the narrator's."""
    import numpy as np

    spoken: dict[str, Array] = {NARRATOR: np.asarray(view.words, dtype=np.float64)}
    for quote in view.voices:
        unit, words = speaker_unit(quote, perspective), view.said[quote.quote_id]
        spoken.setdefault(unit, view.column())[view.at(quote)] += words
        spoken[NARRATOR][view.at(quote)] -= words
    # A quote may go on into the next sentence while it is counted where it begins.
    spoken[NARRATOR] = np.maximum(spoken[NARRATOR], 0)
    return spoken


def _rate(sums: Array) -> Array:
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        result: Array = 100 * sums[:, 0] / sums[:, 1]
    return result


def _per_hundred(
    view: DocumentTables,
    perspective: Perspective,
    found: list[tuple[str, int, str]],
) -> Iterator[Value]:
    """Give rates per hundred words; `found` holds the voice's unit, the sentence and the id of each marker."""
    import numpy as np

    words = view.once(_words, perspective)
    hits = {unit: view.column() for unit in words}
    ids: dict[str, list[str]] = {}
    for unit, at, identifier in found:
        if unit in hits:
            hits[unit][at] += 1
        ids.setdefault(unit, []).append(identifier)
    speaking = [unit for unit, said in words.items() if said.any()]
    counts = [np.column_stack([hits[unit], words[unit]]) for unit in speaking]
    rates = statistics(counts, _rate, seed=perspective.seed, drawn=[unit in ids for unit in speaking])
    known = dict(zip(speaking, rates, strict=True))
    for unit in dict.fromkeys([NARRATOR, perspective.region, *perspective.poles, *sorted(words)]):
        if unit in known:
            yield Value(unit, known[unit], int(words[unit].sum()), tuple(ids.get(unit, ())))
        else:
            yield unknown(unit)


def _marked(
    view: DocumentTables, perspective: Perspective, keep: Callable[[Marker], bool]
) -> list[tuple[str, int, str]]:
    return [
        (_voice_unit(view, perspective, marker.voice), view.at(marker), marker.marker_id)
        for marker in view.markers
        if keep(marker)
    ]


@indicator("mitigation_hedges")
def mitigation_hedges(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give hedges per hundred words of each voice.

    References
    ----------
    Hyland (2005); Reisigl and Wodak (2001).
    """
    yield from _per_hundred(view, perspective, _marked(view, perspective, lambda marker: marker.kind == "hedge"))


@indicator("mitigation_boosters")
def mitigation_boosters(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give boosters per hundred words of each voice.

    References
    ----------
    Hyland (2005); Reisigl and Wodak (2001).
    """
    yield from _per_hundred(view, perspective, _marked(view, perspective, lambda marker: marker.kind == "booster"))


@indicator("mitigation_modals")
def mitigation_modals(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give modal verbs per hundred words of each voice.

    References
    ----------
    Palmer (2001).
    """
    if not view.parsed:
        yield unknown(NARRATOR)
        return
    found = [
        (_voice_unit(view, perspective, voice), at, str(view.sentences[at].sentence_id))
        for (at, voice), number in view.once(modals).items()
        for _ in range(number)
    ]
    yield from _per_hundred(view, perspective, found)


def modals(view: DocumentTables) -> dict[tuple[int, str], int]:
    """Count modal verbs by position of their sentence and voice: narrator or the quote_id that they stand in."""
    if view.wording:
        return {(view.at(row), row.unit): int(row.value) for row in view.wording if row.feature == "modal"}
    voices = Voices(view.voices)
    modal = (token for token in view.tokens if token.lemma in _MODALS and token.upos in ("AUX", "VERB"))
    return Counter((view.at(token), voices.name(token.start)) for token in modal)


@indicator("mitigation_stances")
def mitigation_stances(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of hedged stances of each holder.

    References
    ----------
    Reisigl and Wodak (2001).
    """
    holders = {
        stance.stance_id: NARRATOR if stance.holder == NARRATOR else perspective.unit(stance.holder_country)
        for stance in view.stances
    }
    named = sorted({unit for unit in holders.values() if unit is not None})
    for unit in dict.fromkeys([NARRATOR, perspective.region, *perspective.poles, *named]):
        rows = [stance for stance in view.stances if holders[stance.stance_id] == unit]
        if not rows:
            yield unknown(unit)
            continue
        hits, trials = view.column(), view.column()
        for row in rows:
            trials[view.at(row)] += 1
            hits[view.at(row)] += row.hedged
        ids = tuple(row.stance_id for row in rows if row.hedged)
        yield Value(unit, Ratio(hits, trials), len(rows), ids)
