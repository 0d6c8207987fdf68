"""Nexis: the older exports ("Dokument 1 von 20", labels in capitals) and those of Nexis Uni (a line Body)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..article import Article, compose
from .lines import (
    Foot,
    cut_foot,
    day_of,
    find_day,
    has_label,
    is_data,
    is_role,
    is_sentence,
    left_out,
    split_label,
)

_LISTED: Final = re.compile(r"\d{1,4}\. (?P<title>\S.*)")
_EDITION: Final = re.compile(r".*(?:ausgabe|auflage|edition|édition|editie|edición|edizione|[ap]m gmt|gmt).*", re.I)
_BYLINE: Final = re.compile(
    r"(?:von|by|par|door|por|di) (?:[A-ZÄÖÜ][\w.'-]*,? ?(?:und |and |et |en |y |e )?){2,6}", re.I
)
_HEAD: Final = ("head", "teaser", "caption", "tail")
_TITLE_LINES: Final = 4
_HEAD_LINES: Final = 12
_GOES_ON: Final = 2


def read_articles(paragraphs: Sequence[str]) -> Iterator[Article]:
    """Return every text of an export."""
    listed = _listed_titles(paragraphs)
    for number, part in enumerate(_split(paragraphs)):
        lines = [line for line in part if not is_role(line, "nexis", "skip")]
        body = next((index for index, line in enumerate(lines) if is_role(line, "nexis", "body")), None)
        if body is None:
            yield _read_old(lines)
        else:
            wanted = listed[number] if number < len(listed) else ""
            yield _read_new(lines[:body], lines[body + 1 :], wanted)


def _split(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    starts = [index for index, line in enumerate(paragraphs) if is_role(line, "nexis", "start")]
    if starts:
        for start, stop in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
            yield [line for line in paragraphs[start + 1 : stop] if not is_role(line, "nexis", "end")]
        return
    yield from split_after(paragraphs, "nexis", sign="body")


def split_after(paragraphs: Sequence[str], system: str, *, sign: str) -> Iterator[list[str]]:
    """Cut after each foot; what follows the last foot is a text only if it has the sign of one (a file cut short)."""
    part: list[str] = []
    for line in paragraphs:
        if is_role(line, system, "end"):
            if part:
                yield part
            part = []
        else:
            part.append(line)
    if any(is_role(line, system, sign) for line in part):
        yield part


def _listed_titles(paragraphs: Sequence[str]) -> list[str]:
    """Return the titles of the list that stands above the first text of a newer export."""
    titles: list[str] = []
    for line in paragraphs:
        if is_role(line, "nexis", "body"):
            break
        found = _LISTED.fullmatch(line)
        if found and line.startswith(f"{len(titles) + 1}."):
            titles.append(found["title"])
    return titles


def _read_new(head: Sequence[str], below: Sequence[str], listed: str) -> Article:
    """Read a text of Nexis Uni: title, outlet, day, labelled lines, Body, text, data."""
    plain = [line for line in head if not has_label(line, "nexis", "head", "teaser")]
    day = find_day(plain, last=True)
    above = plain[: day if day >= 0 else len(plain)]
    titles, outlet = (above[:-1], above[-1]) if above else ([], None)
    title = _title(_own_title(titles, listed))
    remarks = () if day >= 0 else ("no date was found",)
    when = plain[day] if day >= 0 else None
    # Above the day stands what the system says about the search.
    own = head[len(head) - 1 - list(reversed(head)).index(when) :] if when is not None else head
    return _article(title, outlet, when, own, below, remarks)


def _own_title(lines: Sequence[str], listed: str) -> list[str]:
    """Return the lines of the title: above the first text's stands a list of all texts."""
    last = max((index for index, line in enumerate(lines) if _LISTED.fullmatch(line)), default=-1)
    if last < 0:
        # A title that runs over more lines than this is none; a page's running head may stand above it.
        return list(lines[-_TITLE_LINES:])
    begins = (
        index for index in range(last + 1, len(lines)) if listed.startswith(lines[index]) or lines[index] in listed
    )
    start = next(begins, max(last + 1, len(lines) - 1))
    return list(lines[start:])


def _title(lines: Sequence[str]) -> str | None:
    return " ".join(line for line in lines if not is_role(line, "nexis", "untitled")) or None


def _read_old(lines: Sequence[str]) -> Article:
    """Read a text of the older exports: outlet, day and edition, title, labels in capitals, text, labels."""
    first = next((index for index, line in enumerate(lines[:_HEAD_LINES]) if _is_head(line)), None)
    day = find_day(lines[: first if first is not None else min(len(lines), 4)])
    if first is None:
        # No label stands above the text: the line below the day is the title, if it is no sentence.
        first = day + 1
        while first < len(lines) and _EDITION.fullmatch(lines[first]) and len(lines[first].split()) <= 5:
            first += 1
        first += first < len(lines) - 1 and not is_sentence(lines[first])
    stop = first
    while stop < len(lines) and (skip := _head_at(lines, stop)):
        stop += skip
    before, after = list(lines[: max(day, 0)]), list(lines[day + 1 : first])
    titles, taken = _without_edition(after)
    if not titles and len(before) >= 2:  # title, outlet, day
        titles, before = before[:-1], before[-1:]
    if len(titles) > 1 and _BYLINE.fullmatch(titles[-1]):
        titles.pop()
    remarks = (*(() if day >= 0 else ("no date was found",)), *left_out(taken, where="head"))
    when = lines[day] if day >= 0 else None
    return _article(_title(titles), before[0] if before else None, when, lines[first:stop], lines[stop:], remarks)


def _is_head(line: str) -> bool:
    label = split_label(line)
    if label is None:
        return False
    # A dateline looks like a label ("ASTANA: Russland schweigt."), and so does a title ("Von: Putin").
    known = has_label(line, "nexis", "head", "teaser", "caption")
    return (known and label[0] == label[0].upper()) or (known and bool(label[1])) or is_data(line, below=False)


def _head_at(lines: Sequence[str], start: int) -> int:
    """Return how many lines of the head begin here: one, or more where a label's value goes on below it."""
    for count, line in enumerate(lines[start : start + _GOES_ON + 1], 1):
        if _is_head(line):
            return count
        if is_sentence(line) or split_label(line) is not None:
            return 0
    return 0


def _without_edition(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the title without the edition above it ("Gesamtausgabe"), and what was taken for one ("Bayern")."""
    rest = list(lines)
    while rest and len(rest[0].split()) <= 6 and _EDITION.fullmatch(rest[0]):
        rest.pop(0)
    # The second line of a title goes on in small letters; below "Bayern" a title begins.
    single = len(rest) > 1 and len(rest[0].split()) == 1 and rest[0][-1].isalnum() and not rest[1][:1].islower()
    return (rest[1:], rest[:1]) if single else (rest, [])


def _article(
    title: str | None,
    outlet: str | None,
    day: str | None,
    head: Sequence[str],
    below: Sequence[str],
    remarks: tuple[str, ...],
) -> Article:
    foot: Foot = cut_foot(below, "nexis")
    teasers = [
        label[1]
        for line in head
        if has_label(line, "nexis", "teaser") and (label := split_label(line)) is not None and label[1]
    ]
    unknown = [line for line in head if split_label(line) and not has_label(line, "nexis", *_HEAD)]
    return Article(
        text=with_title(title, [*teasers, *foot.text]),
        title=title,
        date=day_of(day),
        outlet=outlet,
        remarks=(*remarks, *left_out(unknown, where="head"), *left_out(foot.unknown)),
    )


def with_title(title: str | None, paragraphs: Sequence[str]) -> str:
    """Return title and text; a title without any text is no text."""
    return compose(title, paragraphs) if any(paragraph.strip() for paragraph in paragraphs) else ""
