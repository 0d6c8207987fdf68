"""Appositions: the role noun that stands by a name, whether the office is held still, and whose office it is."""

from __future__ import annotations

from ..language.view import View
from .by_place import NamedCountries
from .councils import council_country, federation, office_at
from .offices import Office, office_of
from .words import words

_NAMES = ("name", "capital")
# So many words may name the field of an office: "für wirtschaftliche Zusammenarbeit und Entwicklung".
_FIELD = 6


def office_before(view: View, token: int) -> tuple[int, Office] | None:
    """Find the role noun before a name: *Außenminister X; Premierminister des Kosovos X; Präsident der Bank, X*."""
    if view.word(token) in ("Herr", "Frau"):  # "der Vizeminister für Verkehr, Herr Toktosunow"
        token = view.before(token)
    for steps in range(6):
        office = office_at(view, token)
        if office is not None and office.kind == "person":
            return (token, office) if not office.plural else None
        word = view.word(token)
        if steps == 0 and word == ",":
            token = view.before(token)
            continue
        if not word or not (
            word[0].isupper() or word.lower() in ("des", "der", "von", "für", "im", "in", "und", "vom", "(", ")")
        ):
            return None
        token = view.before(token)
    return None


def office_after(view: View, last: int) -> tuple[int, Office] | None:
    """Find the role noun behind a name: *Erkki Tuomioja, Präsident des Rats*; *X (CDU), der Sprecher der Partei*."""
    token = view.after(last)
    if view.word(token) == "(":
        for _ in range(6):
            token = view.after(token)
            if view.word(token) == ")":
                token = view.after(token)
                break
    if view.word(token) != ",":
        return None
    token = view.after(token)
    for _ in range(4):
        word = view.word(token)
        last = view.chain(token)[1] if token < len(view) else token
        office = office_of(view.word(last))
        if office is not None and office.kind == "person" and not office.plural:
            return last, office
        if word[:1].isupper() or not word.isalpha() or word in ("dass", "weil", "wenn", "hat", "ist", "sagte"):
            return None
        token = view.after(token)
    return None


def is_former(view: View, token: int) -> bool:
    """Return whether a word for *former* stands before a role noun: *die frühere georgische Präsidentin*."""
    beginnings = tuple(words("former"))
    before = view.before(token)
    return any(view.word(near).lower().startswith(beginnings) for near in (before, view.before(before)))


def country_near(view: View, noun: int, countries: NamedCountries) -> str | None:
    """Return the country that a role noun belongs to: *US-Außenminister, russischer Sprecher, Präsident der Türkei*."""
    opening = view.chain(noun)[0]
    inside = [m for m in countries.between(view.starts[opening], view.ends[noun]) if m.form != "leader"]
    if inside:
        return inside[-1].country
    before = view.before(opening)
    for _ in range(3):
        start, end = (view.starts[before], view.ends[before]) if before >= 0 else (-1, -1)
        near = [
            m
            for m in countries.between(start, end)
            if m.end <= end and m.form in ("adjective", "name", "compound", "region", "capital")
        ]
        if near and (near[0].form not in _NAMES or _is_possessor(view, before)):
            return near[0].country
        if before < 0 or not view.words[before].islower() or view.words[before] in ("und", "in", "von", "mit"):
            break
        before = view.before(before)
    after = _behind_field(view, view.after(noun))
    if after < len(view) and view.words[after].endswith("s"):
        # "der Ministerpräsident Thailands"
        beside = [m for m in countries.between(view.starts[after], view.starts[after] + 1) if m.form == "name"]
        if beside:
            return beside[0].country
    if view.word(after).lower() in ("des", "der", "von", "vom", "im", "in", "aus"):
        stop = view.starts[min(after + 4, len(view) - 1)]
        near = [m for m in countries.between(view.ends[after], stop + 1) if m.form != "leader"]
        if near and view.sentence[after] == view.sentence[view.token_at(near[0].start)]:
            return near[0].country
    if view.words[noun] in words("council_ch", "council_at", "council_open"):
        return council_country(view.words[noun], countries)
    if view.words[noun].startswith("Bundes"):
        return federation(countries)
    return None


def _is_possessor(view: View, token: int) -> bool:
    """Whether a name stands in the genitive: *Pekings Botschafter*, but not *in Paris Außenminister Lawrow*."""
    return view.words[token].endswith("s") and view.pos[view.before(token)] != "ADP"


def _behind_field(view: View, token: int) -> int:
    """Return the token behind what an office is for: *Minister für Handel und Verkehr Kirgisistans*."""
    if view.word(token) != "für":
        return token
    for _ in range(_FIELD):
        token = view.after(token)
        if view.word(token)[:1].isupper() and view.word(view.after(token)) not in ("und", ","):
            return view.after(token)
    return token


def office_countries(view: View, countries: NamedCountries) -> dict[str, set[str]]:
    """Return the countries that the text names for each class of a state's offices: *der usbekische Außenminister*."""
    found: dict[str, set[str]] = {}
    for token, word in enumerate(view.words):
        office = office_of(word) if word[:1].isupper() else None
        if office is not None and office.kind == "person" and office.office in words("state_office"):
            country = country_near(view, token, countries)
            if country is not None:
                found.setdefault(office.office, set()).add(country)
    return found
