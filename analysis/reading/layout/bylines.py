"""Bylines: who wrote a text, and from where; they count in no measure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from .tables import is_place, pattern
from .words import CAPITAL, DATE, NAME, TOWN, plain

_LONGEST: Final = 160
_PLACED: Final = re.compile(rf"(?P<name>{NAME}), (?P<town>{TOWN})(?:,? {DATE})?")


@cache
def _whole() -> re.Pattern[str]:
    end = rf"(?:,? ?[|/·–-]? ?(?:{DATE}|\d{{1,2}}[:.]\d{{2}} Uhr)[\w:., ]{{0,20}})?[.:]?"
    return re.compile(rf"[*_]{{0,2}}(?:{pattern('byline').pattern}){end}[*_]{{0,2}}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('byline').pattern})(?P<mark>\.|:| ?[–—|·-])\s+(?=[{CAPITAL}„»«\"])")


def is_byline(block: str) -> bool:
    """Return whether a block names its authors and nothing else.

    Examples
    --------
    >>> is_byline("Von Eva Muster, Washington"), is_byline("Von Astana nach Almaty")
    (True, False)
    """
    return len(block) <= _LONGEST and _whole().fullmatch(" ".join(plain(block).split())) is not None


def is_placed_name(block: str) -> bool:
    """Return whether a block is a name and a known town, a byline above or below a text: *Eva Muster, Moskau*."""
    match = _PLACED.fullmatch(plain(block)) if len(block) <= _LONGEST else None
    return match is not None and is_place(match["town"]) and not is_place(match["name"])


def byline_end(text: str, start: int, end: int) -> int:
    """Return where a byline ends that opens a paragraph, or its start: *Aus Astana berichtet Eva Muster. Die …*."""
    seen = plain(text[start : min(end, start + _LONGEST)])
    match = _opening().match(seen)
    if match is None:
        return start
    return start + match.end("mark")
