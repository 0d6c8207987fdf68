"""Offices and role nouns: what *Außenminister, Ministerium, Experten, Studie, Staaten* say of who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple, cast

from ..errors import LexiconError
from ..tables import SpeakerKind, SpeakerRole
from .lexicon import read_table

_UMLAUTS: Final = {"a": "ä", "o": "ö", "u": "ü"}
_KINDS: Final = ("person", "organisation", "group", "state", "document")
_ROLES: Final = ("official", "party", "organisation", "expert", "media", "company", "citizen", "unknown")
# "Ex-Präsident", "Altkanzler"
_FORMER: Final = ("ex-", "alt", "ex")


class Office(NamedTuple):
    """A noun for somebody who may speak."""

    noun: str
    gender: str
    """m, f, n, p (plural only) or a (inflects like an adjective, so the article tells)"""
    kind: SpeakerKind
    role: SpeakerRole
    office: str
    """class of the office, to match *die Ministerin* with *Außenministerin*; empty for none"""
    plural: bool
    former: bool
    modifier: str
    """what stands before the noun in the compound: *US-* in *US-Außenminister*"""


def _forms(noun: str, gender: str) -> Iterator[tuple[str, str, bool]]:
    """Inflect a noun: form, gender, plural."""
    stem = noun[:-1] if gender == "a" else noun
    if gender == "a":
        for ending in ("e", "en", "er", "em"):
            yield stem + ending, "a", False
        return
    if gender in "fp":
        yield noun, gender, gender == "p"
        if noun.endswith("in"):
            yield noun + "nen", "f", True
        elif gender == "f":
            yield from ((noun + ending, "f", True) for ending in ("n", "en"))
        else:
            yield noun + "n", "p", True
        return
    yield noun, gender, False
    yield from ((noun + ending, gender, False) for ending in ("s", "es"))
    if noun.endswith("e"):
        yield noun + "n", gender, True
        yield from ((noun[:-1] + ending, "f", ending == "innen") for ending in ("in", "innen"))
        return
    weak = noun.endswith(("t", "d", "r", "f", "g", "h"))
    rounded = _umlaut(noun)
    for base in dict.fromkeys((noun, rounded)):
        plurals = ("n",) if noun.endswith(("er", "el")) else ("e", "en", "er", "ern")
        yield from ((base + ending, gender, True) for ending in plurals)
        if gender == "m":
            yield from ((base + ending, "f", ending == "innen") for ending in ("in", "innen"))
        if base != noun:
            yield base, gender, True
    if weak and noun.endswith(("ent", "ant", "ist", "at", "mat")):
        yield noun + "en", gender, False


def _umlaut(noun: str) -> str:
    for index in range(len(noun) - 1, -1, -1):
        if noun[index] in _UMLAUTS and (index == 0 or noun[index - 1] not in "aeä"):
            return noun[:index] + _UMLAUTS[noun[index]] + noun[index + 1 :]
    return noun


@cache
def _table() -> dict[str, Office]:
    path = Path(__file__).parent / "offices.tsv"
    columns = ("noun", "gender", "kind", "role", "class", "note")
    forms: dict[str, Office] = {}
    for row in read_table(path, columns=columns, required=columns[:4]):
        if row["kind"] not in _KINDS or row["role"] not in _ROLES or row["gender"] not in "mfnpa":
            raise LexiconError(f"{path.name!r}, line {row['line']}: bad gender, kind or role in {row!r}.")
        for form, gender, plural in _forms(row["noun"], row["gender"]):
            office = Office(
                row["noun"],
                gender,
                cast(SpeakerKind, row["kind"]),
                cast(SpeakerRole, row["role"]),
                row.get("class", ""),
                plural,
                False,
                "",
            )
            key = form.lower()
            # a listed noun beats an inflection of another: "Mitteilungen"; a singular beats a plural
            if (
                key not in forms
                or form == row["noun"]
                or (forms[key].plural and not plural and forms[key].noun != forms[key].noun)
            ):
                forms[key] = office
    return forms


@cache
def _longest() -> int:
    return max(map(len, _table()))


def _only_whole(office: Office, size: int) -> bool:
    """Whether a noun is too short or too plain to end other words: *Karrenbauer* is no farmer, *Finnland* no state."""
    return size < 4 or office.kind == "state" or (size < 6 and office.role in ("citizen", "company"))


def label(word: str, office: Office) -> str:
    """Return the nominative of a role noun as the text has it: *Fraktionsvorsitzenden* becomes *Fraktionsvorsitzende*.

    Examples
    --------
    >>> label("Staatspräsidentin", office_of("Staatspräsidentin")), label("Botschafters", office_of("Botschafters"))
    ('Staatspräsidentin', 'Botschafter')
    """
    if office.gender == "f" and word.endswith("in"):
        return word
    joined = office.modifier and not office.modifier.endswith("-")
    return office.modifier + (office.noun.lower() if joined else office.noun)


def is_office(word: str) -> bool:
    """Return whether a word is a role noun, or a compound of one."""
    return office_of(word) is not None


@lru_cache(maxsize=16384)
def office_of(word: str) -> Office | None:
    """Look up the role noun that a word is, or that its compound ends in.

    Examples
    --------
    >>> office = office_of("US-Außenministerin")
    >>> office.noun, office.gender, office.role, office.modifier
    ('Außenminister', 'f', 'official', 'US-')
    >>> office_of("Exkanzler").former, office_of("Fahrrad")
    (True, None)
    """
    if not word[:1].isupper():
        return None
    table, low = _table(), word.lower()
    for start in range(max(0, len(low) - _longest()), len(low) - 2):
        found = table.get(low[start:])
        if found is None:
            continue
        modifier = word[:start]
        if (
            start
            and not modifier.endswith("-")
            and ((start < 3 and modifier != "Ex") or _only_whole(found, len(low) - start))
        ):
            continue
        former = modifier.lower() in _FORMER or modifier.lower().startswith("ex-")
        return found._replace(former=former, modifier=modifier)
    return None
