"""Reviewed tables of the layout: patterns of residue and bylines, towns of datelines, outlets and agencies."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final

from .words import DATE, NAME, NAMES, TOWN

_FOLDER: Final = __name__.rpartition(".layout.")[0]
_PARTS: Final = {"<name>": NAME, "<names>": NAMES, "<town>": TOWN, "<date>": DATE}


def _read(table: str) -> list[dict[str, str]]:
    lines = files(_FOLDER).joinpath(table).read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def entries(kind: str) -> tuple[str, ...]:
    """Return the patterns of one kind in ``layout.tsv``, in the order of the file."""
    return tuple(row["pattern"] for row in _read("layout.tsv") if row["kind"] == kind)


@cache
def pattern(kind: str, *, any_case: bool = True) -> re.Pattern[str]:
    """Return one expression for all patterns of a kind; ``<name>``, ``<town>`` and so on stand for what they say."""
    parts = []
    for entry in entries(kind):
        for word, meaning in (*_PARTS.items(), ("<agency>", agency())):
            entry = entry.replace(word, meaning)
        parts.append(f"(?:{entry})")
    return re.compile("|".join(parts), re.IGNORECASE if any_case else 0)


@cache
def agency() -> str:
    """Return an expression for the names by which agencies and papers sign."""
    names = sorted((row["name"] for row in _read("outlets.tsv") if row["kind"] == "agency"), key=lambda n: (-len(n), n))
    return f"(?:{'|'.join(map(re.escape, names))})"


@cache
def acronyms() -> frozenset[str]:
    """Return words in capitals that open no report: NATO, KOMMENTAR."""
    return frozenset(entries("acronym"))


@cache
def _places() -> frozenset[str]:
    return frozenset(row["place"].casefold() for row in _read("places.tsv"))


def is_place(name: str) -> bool:
    """Return whether a name is a town that reports come from, in any case.

    Examples
    --------
    >>> is_place("BRÜSSEL"), is_place("Freiheit")
    (True, False)
    """
    return name.casefold() in _places()


@cache
def outlets(*kinds: str) -> frozenset[str]:
    """Return names of outlets of some kinds (agency, paper, site, section, interviewer, guest), case folded."""
    return frozenset(row["name"].casefold() for row in _read("outlets.tsv") if row["kind"] in kinds)


def is_outlet(name: str, *kinds: str) -> bool:
    """Return whether a name is that of an outlet of one of these kinds."""
    return name.casefold() in outlets(*kinds)
