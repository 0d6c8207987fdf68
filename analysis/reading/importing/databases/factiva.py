"""Factiva: the full text (title, number of words, day, outlet, text) and the display with two-letter codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ...dates import parse_date
from ..article import Article
from .lines import DAY_CHARS, cut_loose, day_of, is_role, left_out, match
from .nexis import split_after, with_title

_TEXT_FIELDS: Final = ("LP", "TD", "CT")
_NAMES: Final = re.compile(r"(?:[A-ZÄÖÜ][\w.'’-]*)(?:,? (?:[Uu]nd |UND |and |von |van |de )?[A-ZÄÖÜ][\w.'’-]*){1,5}")
_HEAD_LINES: Final = 8


def read_articles(paragraphs: Sequence[str]) -> Iterator[Article]:
    """Return every text of an export."""
    if any(_code(line) == "HD" for line in paragraphs):
        heads = [index for index, line in enumerate(paragraphs) if _code(line) == "HD"]
        # A section (SE) may stand above the head; it is dropped with the end of the text above.
        for start, stop in zip(heads, [*heads[1:], len(paragraphs)], strict=True):
            yield _read_fields(paragraphs[start:stop])
        return
    for part in split_after(paragraphs, "factiva", sign="words"):
        yield _read_lines(part)


def has_codes(lines: Sequence[str]) -> bool:
    """Tell the display with two-letter codes: title, day and text."""
    codes = {_code(line) for line in lines}
    return {"HD", "PD", "SN"} <= codes and not codes.isdisjoint(_TEXT_FIELDS)


def _code(line: str) -> str | None:
    found = match(line, "factiva", "code")
    return found["code"] if found else None


def _read_fields(part: Sequence[str]) -> Article:
    """Read the display with indexing: HD title, SN outlet, PD day, LP and TD text."""
    # In a table every code has its own cell; a paragraph "IN ASTANA ..." is then no code.
    alone = part[0].strip() == "HD"
    fields: dict[str, list[str]] = {}
    current = ""
    for line in part:
        found = match(line, "factiva", "code")
        if found and not (alone and found["text"]):
            current = str(found["code"])
            line = found["text"] or ""
        if line and not is_role(line, "factiva", "end"):
            fields.setdefault(current, []).append(line.strip())
    title = " ".join(fields.get("HD", ())) or None
    text = [line for field in _TEXT_FIELDS for line in fields.get(field, ())]
    return Article(
        text=with_title(title, text),
        title=title,
        date=day_of(" ".join(fields.get("PD", ()))),
        outlet=" ".join(fields.get("SN", ())) or None,
        remarks=() if fields.get("PD") else ("no date was found",),
    )


def _read_lines(part: Sequence[str]) -> Article:
    """Read the full text: section, title, author, number of words, day, outlet, code, page, language, rights, text."""
    lines = [line for line in part if not (is_role(line, "factiva", "skip") and not _is_rights(line))]
    words = next((index for index, line in enumerate(lines) if is_role(line, "factiva", "words")), None)
    if words is None:
        return Article(problem="it has no line with the number of words")
    title = _title([line for line in lines[:words] if not _is_rights(line)])
    below = [line for line in lines[words + 1 :] if not is_role(line, "factiva", "time")]
    day = next((index for index, line in enumerate(below[:3]) if len(line) <= DAY_CHARS and parse_date(line)), None)
    start = 1 if day is None else day + 2
    outlet = below[start - 1] if start - 1 < len(below) else None
    marks = [
        index
        for index, line in enumerate(below[: start + _HEAD_LINES])
        if is_role(line, "factiva", "language") or _is_rights(line)
    ]
    start = max([start, *(index + 1 for index in marks)])
    while not marks and start < len(below) and is_role(below[start], "factiva", "edition"):
        start += 1
    # The publisher's name stands between text and number.
    foot = cut_loose([line for line in below[start:] if not _is_rights(line)])
    remarks = () if day is not None else ("no date was found",)
    return Article(
        text=with_title(title, foot.text),
        title=title,
        date=day_of(below[day]) if day is not None else None,
        outlet=outlet,
        remarks=(*remarks, *left_out(foot.unknown)),
    )


def _is_rights(line: str) -> bool:
    return is_role(line, "factiva", "skip") and line[:1] in "©(CcATt"


def _title(lines: Sequence[str]) -> str | None:
    """Return the title among section, title and author, which stand in this order."""
    rest = [line for line in lines if not is_role(line, "factiva", "byline")]
    if len(rest) > 1 and _NAMES.fullmatch(rest[-1]):
        # "Kasachstan geht auf Distanz", "Eva Muster" - but "Politik", "Neue Seidenstraße".
        longer = len(rest[-2].split()) > len(rest[-1].split())
        rest = rest[:-1] if longer or len(rest) > 2 else rest
    return rest[-1] if rest else None
