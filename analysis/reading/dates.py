"""Days of publication as German pages, press databases and file formats write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

_YEAR: Final = r"(?P<y>(?:19|20)\d\d|['’]?\d\d)"
_FULL_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_PATTERNS: Final = (
    rf"(?<!\d){_FULL_YEAR}[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)",  # 2023-02-28, 2023-02-28T10:00Z
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",  # 20230228
    rf"(?<!\d)(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?{_YEAR}(?!\d)",  # 28.02.2023, 28. 2. 23
    rf"(?<!\d)(?P<d>\d\d?)(?P<sep>[/-])(?P<m>\d\d?)(?P=sep){_FULL_YEAR}(?!\d)",  # 28/02/2023
    rf"(?<!\d)(?P<d>\d\d?)\.?\s?(?P<name>[^\W\d]+)\.?,?\s{_YEAR}(?!\d)",  # 28. Februar 2023, 28 Feb. 2023
    rf"(?<!\d)(?P<d>\d\d?) de (?P<name>[^\W\d]+) del? {_FULL_YEAR}(?!\d)",  # 28 de febrero de 2023
    rf"(?P<name>[^\W\d]+)\.?\s(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s{_FULL_YEAR}(?!\d)",  # February 28, 2023
)
_DATES: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


def parse_date(value: Any) -> date | None:
    """Find the day that a text names.

    Parameters
    ----------
    value : str, datetime.date, datetime.datetime or None
        A day in ISO or in any usual German form, also inside other words, or in English as databases print it.

    Returns
    -------
    datetime.date or None
        The first day in the text; None where it names none, or one that is in no calendar. Day stands before month, as
        in German, unless only the other order is possible. Years of two digits are those from 1970 to 2069.

    Examples
    --------
    >>> [str(parse_date(text)) for text in ("28.2.23", "Dienstag, 28. Februar 2023, 14:30 Uhr", "Feb 28, 2023")]
    ['2023-02-28', '2023-02-28', '2023-02-28']
    >>> parse_date("31. Februar 2023") is None
    True
    """
    if isinstance(value, datetime):
        return value.date() if value == value else None
    if isinstance(value, date):
        return value
    return next(_dates(value), None) if isinstance(value, str) else None


def _dates(text: str) -> Iterator[date]:
    found = sorted((match for pattern in _DATES for match in pattern.finditer(text)), key=lambda match: match.start())
    for match in found:
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else _months().get(parts["name"].casefold(), 0)
        day, year = int(parts["d"]), int(parts["y"].lstrip("'’"))
        if year < 100:
            year += 2000 if year < 70 else 1900
        if month > 12 >= day and parts.get("sep"):  # 02/28/2023
            month, day = day, month
        try:
            yield date(year, month, day)
        except ValueError:
            continue


@cache
def _months() -> dict[str, int]:
    lines = files(__package__).joinpath("months.tsv").read_text("utf-8").splitlines()[1:]
    return {name.casefold(): int(number) for name, number, *_ in (line.split("\t") for line in lines)}
