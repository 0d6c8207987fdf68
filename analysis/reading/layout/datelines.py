"""Datelines: the place, date and agency that open a report.

Some forms can be nothing else (*Peking/Moskau (dpa/AFP) –*, *ASTANA taz |*). Others look like the first words of a
sentence (*Washington. Die USA …*): they need a town that is known, a new sentence after it, and a place where
datelines stand, which is the top of a text or, in a text of several reports, the top of each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from .tables import acronyms, agency, is_place, pattern
from .words import CAPITAL, DATE, TOWNS, plain

Grade = Literal["sure", "likely", "lead"]
_REACH: Final = 120
_SURE: Final = 2
"""Paragraphs at the top of a text among which a likely dateline is one."""
_ARTICLES: Final = frozenset({"DIE", "DER", "DAS", "DEN", "DEM", "EIN", "EINE", "Die", "Der", "Das", "Ein", "Eine"})
_SHORT_WORDS: Final = frozenset(
    {"in", "aus", "von", "nach", "bei", "zu", "um", "an", "auf", "für", "mit", "über", "der", "die"}
)
_CODES: Final = re.compile(r"\(?(?:[a-zäöü]{2,5}|[A-Z]{2,4})(?:[/, ]{1,2}[a-zA-Z]{2,5}){0,3}\)?")
_ASIDE: Final = re.compile(r"[^.!?]{0,200} [–—-] [a-zäöüß]")
_BEGINS: Final = re.compile(rf"[{CAPITAL}\d„»«\"“‚›‹']")


class Dateline(NamedTuple):
    """A dateline in offsets of the text."""

    end: int
    body: int
    """Where the report begins."""
    grade: Grade


@cache
def _form() -> re.Pattern[str]:
    signs = rf"{agency()}(?:(?:/|, ?|-){{1}}(?:{agency()}|[a-zA-Z]{{2,4}})){{0,3}}"
    return re.compile(
        rf"(?:(?P<before>\({signs}\)|{signs}|[a-zäöü]{{2,5}}\.?)[,:]? )?(?P<place>{TOWNS})"
        rf"(?P<date>,? {DATE})?(?P<paren>,? ?\([A-Za-zÄÖÜäöü][\w/., +&-]{{1,40}}\))?(?P<late>,? {DATE})?"
        rf"(?:,? (?P<agency>{signs}))?(?:(?P<mark>:|(?:\.| ?[–—]| ?-{{1,2}}| ?[|·•])(?=\s|$))|(?<=\)))"
    )


def find_dateline(text: str, start: int, end: int, *, timed: bool = False) -> Dateline | None:
    """Return the dateline that opens a block, with how sure it is one.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The block.
    timed : bool
        Whether a time stands before it, as in a ticker: *13:05 Peking: China …*.

    Returns
    -------
    Dateline or None
        ``sure`` anywhere, ``likely`` at the top of a text or among other datelines, ``lead`` only at the very top.

    Examples
    --------
    >>> text = "ASTANA taz | Die Kasachen wählen."
    >>> text[: find_dateline(text, 0, len(text)).end]
    'ASTANA taz |'
    >>> find_dateline("Moskau – das war klar – schweigt.", 0, 33) is None
    True
    """
    seen = plain(text[start : min(end, start + _REACH + 300)])
    match = _form().match(seen, 0, _REACH)
    if match is None:
        return None
    rest = seen[match.end() :].lstrip()
    grade = _grade(match, rest, timed=timed)
    if grade is None:
        return None
    return Dateline(start + match.end(), start + len(seen) - len(rest), grade)


def _grade(match: re.Match[str], rest: str, *, timed: bool) -> Grade | None:
    place, mark = match["place"], (match["mark"] or "").strip()
    if place.split()[0] in _ARTICLES or place in acronyms() or not (not rest or _BEGINS.match(rest)):
        return None
    towns = re.split(r" ?/ ?| und |, ", place)
    known = any(map(is_place, towns))
    capitals = towns[0].isupper() and (known or len(place) >= 4)
    signed = bool(match["agency"] or (match["paren"] and _is_agency(match["paren"])))
    if match["before"]:
        return _with_sign_before(match["before"], known=known, capitals=capitals, marked=bool(mark))
    if signed and (known or capitals or mark):
        return "sure"
    if not rest:
        return "sure" if known and (match["date"] or match["late"]) else None
    if match["paren"] and not mark:
        return "lead" if _CODES.fullmatch(match["paren"].strip(" ,")) else None
    if match["paren"] or match["date"] or match["late"]:
        return "sure" if known else "lead"
    return _by_mark(mark, towns, rest, known=known, capitals=capitals, timed=timed)


def _with_sign_before(sign: str, *, known: bool, capitals: bool, marked: bool) -> Grade | None:
    """Grade what an agency or a reporter signs in front: *(dpa) Washington –*, *mrc WASHINGTON.*."""
    if not marked or sign in _SHORT_WORDS:
        return None
    if _is_agency(sign):
        return "sure" if known or capitals else None
    return "sure" if known and capitals else None


def _by_mark(mark: str, towns: list[str], rest: str, *, known: bool, capitals: bool, timed: bool) -> Grade | None:
    """Grade a bare place by the mark behind it."""
    if mark == "·":
        return "sure" if known or capitals else "likely" if len(towns) == 1 else None
    if known and capitals:
        return "sure"
    if mark == ":":
        return "sure" if known and (timed or len(towns) > 1) else "lead" if capitals else None
    if known and (mark in {".", "|"} or not _is_aside(rest)):
        return "likely"
    return "lead" if capitals and mark in {"–", "—", "-", "--"} else None


def _is_aside(rest: str) -> bool:
    """Return whether a second dash closes an aside: *Moskau – Hauptstadt eines Reiches – schweigt*."""
    first = rest.split(maxsplit=1)[0] if rest else ""
    return _ASIDE.match(rest) is not None and pattern("starter", any_case=False).fullmatch(first) is None


def _is_agency(sign: str) -> bool:
    bare = sign.strip(" ,()")
    return (
        re.search(rf"(?<!\w){agency()}(?!\w)", bare) is not None
        or re.fullmatch(r"[a-z]{2,4}(?:/[a-z]{2,4})*", bare) is not None
    )


def chosen_datelines(found: Mapping[int, Dateline], bodies: list[int]) -> dict[int, Dateline]:
    """Return those that are datelines where they stand.

    Parameters
    ----------
    found : mapping of int to Dateline
        What opens the blocks, by number.
    bodies : list of int
        Numbers of the blocks that are paragraphs, in text order.
    """
    likely = sum(line.grade != "lead" for line in found.values())
    kept = {}
    for number, line in found.items():
        place = bodies.index(number) if number in bodies else len(bodies)
        several = likely >= 2
        if line.grade == "sure" or place == 0 or (line.grade == "likely" and (several or place < _SURE)):
            kept[number] = line
    return kept
