"""Building blocks of expressions: capitalised words, names of people and towns, dates, signs of agencies.

Every repetition is bounded and no two neighbours can match the same character, so that each expression runs in time
linear in the text.
"""

from __future__ import annotations

import re
from typing import Final

CAPITAL: Final = "A-ZÀ-ÖØ-ÞĆČĐŁŚŞŠŽŹŻİĞ"
_WORD: Final = rf"(?:St\.|[{CAPITAL}][\w'’-]+)"
TOWN: Final = rf"{_WORD}(?: (?:am |an der |im |bei |de )?{_WORD}){{0,2}}(?: a\. ?M\.|,? D\.C\.)?"
TOWNS: Final = rf"{TOWN}(?:(?: ?/ ?| und |, ){TOWN}){{0,3}}"

_PART: Final = rf"(?:[{CAPITAL}]\.-?(?:[{CAPITAL}]\.)?|[{CAPITAL}][\w'’-]+)"
_PARTICLE: Final = "(?:von der |von |van |de |der |den |zu |al-?|el-?|ter |di |da )?"
NAME: Final = rf"(?:(?:Dr|Prof)\. ){{0,2}}{_PART}(?: {_PARTICLE}{_PART}){{1,3}}"
NAMES: Final = rf"{NAME}(?:(?:, | und | & | ?/ ?| sowie ){NAME}){{0,3}}"

_MONTH: Final = (
    "(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|(?:Jan|Feb|Apr|Aug|Sept|Sep|Okt|Nov|Dez)\b\.?)"
)
WEEKDAY: Final = "(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|(?:Mo|Di|Mi|Do|Fr|Sa|So)\\.)"
DAY: Final = rf"\d{{1,2}}\. ?(?:{_MONTH}|\d{{1,2}}\.)(?: ?\d{{2,4}})?"
DATE: Final = (
    rf"(?:(?:den |am )?(?:{WEEKDAY},? (?:den )?)?{DAY}|(?:im|Anfang|Mitte|Ende) {_MONTH}(?: \d{{4}})?"
    rf"|{_MONTH} \d{{4}}|{WEEKDAY}|[A-Z][a-z]{{2}} \d{{1,2}})"
)
STOP: Final = re.compile(r"[.!?…][\"'“”«»‹›’‘)\]*_]*$")
"""A sentence is over."""
QUESTION: Final = re.compile(r"\?[\"'“”«»‹›’‘)\]*_]*$")
_SAME_WIDTH: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-"})
_UNUSUAL: Final = re.compile(f"[{''.join(map(chr, _SAME_WIDTH))}]")


def plain(text: str) -> str:
    r"""Return a text of the same length whose fixed spaces and hyphens are the usual ones, for look-ups.

    Examples
    --------
    >>> plain("3.\u00a0März")
    '3. März'
    """
    return text.translate(_SAME_WIDTH) if _UNUSUAL.search(text) else text
