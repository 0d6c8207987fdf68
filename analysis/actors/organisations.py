"""Organisations: the reviewed ones, under full names and abbreviations, with home country and role."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ..errors import LexiconError
from ..tables import SpeakerRole
from . import forms
from .gazetteer import load_gazetteer
from .lexicon import read_table

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_COLUMNS = ("name", "variants", "country", "role", "gender", "note")


class Organisation(NamedTuple):
    """A row of ``organisations.tsv``."""

    name: str
    country: str | None
    role: SpeakerRole
    gender: str


class OrganisationHit(NamedTuple):
    """Where the text names an organisation."""

    start: int
    end: int
    organisation: Organisation


@cache
def _automaton() -> tuple[AhoCorasick, list[Organisation]]:
    from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

    path = Path(__file__).parent / "organisations.tsv"
    codes = load_gazetteer().names
    patterns: dict[str, Organisation] = {}
    for row in read_table(path, columns=_COLUMNS, required=("name", "variants", "role")):
        country = row.get("country") or None
        if country is not None and country not in codes:
            raise LexiconError(f"{path.name!r}, line {row['line']}: unknown country code {country!r}.")
        organisation = Organisation(row["name"], country, cast(SpeakerRole, row["role"]), row.get("gender", ""))
        for variant in forms.split_cell(row["variants"]):
            for form in forms.expand_name(variant):
                patterns.setdefault(form, organisation)
    return AhoCorasick(list(patterns), matchkind=MATCHKIND_LEFTMOST_LONGEST), list(patterns.values())


def find_organisations(text: str) -> list[OrganisationHit]:
    """Find the known organisations in a text, in text order and without overlap.

    Examples
    --------
    >>> [hit.organisation.name for hit in find_organisations("Die EBRD und das Weiße Haus")]
    ['Europäische Bank für Wiederaufbau und Entwicklung', 'Weißes Haus']
    """
    automaton, organisations = _automaton()
    hits = []
    for index, start, end in automaton.find_matches_as_indexes(text.replace("\n", " ").replace("\xa0", " ")):
        if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
            continue
        hits.append(OrganisationHit(start, end, organisations[index]))
    return hits
