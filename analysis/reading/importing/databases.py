"""Exports of press databases: Nexis, Factiva and WISO/GENIOS, from the paragraphs of a TXT, HTML, RTF or DOCX file.

Each system prints data about a text around it, in lines that `databases.tsv` describes. A line that is not described
belongs to the text: better a line too much than a sentence lost.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from ...errors import ReadingError
from ..dates import parse_date
from .article import Article, compose

Role = str
_TEXT_FIELDS: Final = ("LP", "TD", "CT")
# A title is short; a line of data with a day in it is too ("28. Februar 2023 Dienstag, Münchner Ausgabe").
_DAY_CHARS: Final = 80


def read_export(system: str, paragraphs: Sequence[str], *, name: str) -> Iterator[Article]:
    """Read the texts of an export.

    Parameters
    ----------
    system : {"nexis", "factiva", "genios"}
        The database.
    paragraphs : sequence of str
        The file, paragraph by paragraph.
    name : str
        What errors call it.

    Raises
    ------
    ReadingError
        If nothing in the file looks like a text of that database.
    """
    parts = list(_SPLIT[system](paragraphs))
    if not parts:
        raise ReadingError(f"{name} holds no text as {system.capitalize()} exports them; check the format.")
    for number, part in enumerate(parts, 1):
        article = _READ[system](part)
        place = f"text {number}" if len(parts) > 1 else ""
        yield article._replace(place=place, problem=None if article.text else "it has no text")


def detect_system(paragraphs: Sequence[str]) -> str | None:
    """Tell from which database an export comes; None where it looks like none.

    Examples
    --------
    >>> detect_system(["Gipfel in Astana", "512 Wörter", "28. Februar 2023", "Dokument NZZ0000020230228ej2s00001"])
    'factiva'
    """
    for system, roles in (("factiva", ("end",)), ("genios", ("source", "end")), ("nexis", ("start", "end"))):
        hits = {role for role in roles for line in paragraphs if _is(line, system, role)}
        if hits and (system != "genios" or len(hits) == 2):
            return system
    loaded = any(line.casefold().startswith("load-date:") for line in paragraphs)
    return "nexis" if loaded and any(_is(line, "nexis", "body") for line in paragraphs) else None


@cache
def _roles() -> Mapping[tuple[str, Role], re.Pattern[str]]:
    lines = files(__package__).joinpath("databases.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {(row["system"], row["role"]): re.compile(row["pattern"]) for row in rows}


def _match(line: str, system: str, role: Role) -> re.Match[str] | None:
    return _roles()[system, role].fullmatch(line.strip())


def _is(line: str, system: str, role: Role) -> bool:
    return _match(line, system, role) is not None


def _without_run(lines: Sequence[str], system: str, *roles: Role) -> list[str]:
    """Cut off the run of data at the foot: "Update: ..." inside a text is the text's own."""
    stop = len(lines)
    while stop and any(_is(lines[stop - 1], system, role) for role in roles):
        stop -= 1
    return list(lines[:stop])


def _split_after(paragraphs: Sequence[str], system: str, *, sign: Role) -> Iterator[list[str]]:
    """Cut after each foot; what follows the last foot is a text only if it has the sign of one (a file cut short)."""
    part: list[str] = []
    for line in paragraphs:
        if _is(line, system, "end"):
            if part:
                yield part
            part = []
        else:
            part.append(line)
    if any(_is(line, system, sign) for line in part):
        yield part


def _split_nexis(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    starts = [index for index, line in enumerate(paragraphs) if _is(line, "nexis", "start")]
    if starts:
        for start, stop in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
            yield [line for line in paragraphs[start + 1 : stop] if not _is(line, "nexis", "end")]
        return
    yield from _split_after(paragraphs, "nexis", sign="body")


def _read_nexis(part: Sequence[str]) -> Article:
    """Read one text: data above (labelled lines, or a line Body), text, data below."""
    lines = [line for line in part if not _is(line, "nexis", "skip")]
    body = next((index for index, line in enumerate(lines) if _is(line, "nexis", "body")), None)
    if body is None:
        labelled = {i for i, line in enumerate(lines) if _is(line, "nexis", "head") or _is(line, "nexis", "teaser")}
        # Labels under the text may look like those above it: only a first run of them ends the head.
        body = min(labelled, default=_day_at(lines))
        while body + 1 in labelled:
            body += 1
    head, text = lines[: body + 1], lines[body + 1 :]
    text = _without_run(text, "nexis", "tail", "head")
    teasers = [match["text"] for line in head if (match := _match(line, "nexis", "teaser")) and match["text"]]
    plain = [line for line in head if not any(_is(line, "nexis", role) for role in ("head", "teaser", "body"))]
    day = _day_at(plain)
    before, after = plain[: max(day, 0)], plain[day + 1 :]
    title: str | None
    outlet: str | None
    if len(before) >= 2:  # title, outlet, day
        # Above the title of a file's first text stands a list of all its texts.
        title, outlet = before[-2], before[-1]
    else:  # outlet, day, perhaps an edition, title
        title, outlet = (after[-1] if after else None), (before[0] if before else None)
    when = parse_date(plain[day]) if day >= 0 else None
    return Article(text=_text(title, [*teasers, *text]), title=title, date=when, outlet=outlet)


def _day_at(lines: Sequence[str]) -> int:
    return next((i for i, line in enumerate(lines) if len(line) <= _DAY_CHARS and parse_date(line)), -1)


def _split_factiva(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    if any(_is(line, "factiva", "code") and line.startswith("HD") for line in paragraphs):
        heads = [index for index, line in enumerate(paragraphs) if _code(line) == "HD"]
        # A section (SE) may stand above the head; it belongs to the text below it.
        for start, stop in zip(heads, [*heads[1:], len(paragraphs)], strict=True):
            yield list(paragraphs[start:stop])
        return
    yield from _split_after(paragraphs, "factiva", sign="words")


def _code(line: str) -> str | None:
    match = _match(line, "factiva", "code")
    return match["code"] if match else None


def _read_factiva(part: Sequence[str]) -> Article:
    return _read_fields(part) if _code(part[0]) == "HD" else _read_lines(part)


def _read_fields(part: Sequence[str]) -> Article:
    """Read the display with indexing: HD title, SN outlet, PD day, LP and TD text."""
    fields: dict[str, list[str]] = {}
    current: str = ""
    for line in part:
        match = _match(line, "factiva", "code")
        if match:
            current = str(match["code"])
        rest = match["text"] if match else line
        if rest and not _is(line, "factiva", "end"):
            fields.setdefault(current, []).append(rest.strip())
    title = " ".join(fields.get("HD", ())) or None
    text = [line for field in _TEXT_FIELDS for line in fields.get(field, ())]
    outlet = " ".join(fields.get("SN", ())) or None
    return Article(text=_text(title, text), title=title, date=parse_date(" ".join(fields.get("PD", ()))), outlet=outlet)


def _read_lines(part: Sequence[str]) -> Article:
    """Read the full text: title, author, number of words, day, outlet, code, page, language, rights, text."""
    words = next((index for index, line in enumerate(part) if _is(line, "factiva", "words")), None)
    if words is None:
        return Article(problem="it has no line with the number of words")
    title = " ".join(
        line for line in part[:words] if not _is(line, "factiva", "byline") and not _is(line, "factiva", "skip")
    )
    below = [line for line in part[words + 1 :] if not _is(line, "factiva", "time")]
    day = next((index for index, line in enumerate(below[:4]) if len(line) <= _DAY_CHARS and parse_date(line)), None)
    outlet = below[day + 1] if day is not None and day + 1 < len(below) else None
    start = 0 if day is None else day + 2
    marks = [
        index
        for index, line in enumerate(below[: start + 6])
        if _is(line, "factiva", "language") or _is(line, "factiva", "skip")
    ]
    start = max([start, *(index + 1 for index in marks)])
    when = parse_date(below[day]) if day is not None else None
    return Article(text=_text(title, below[start:]), title=title or None, date=when, outlet=outlet)


def _split_genios(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    yield from _split_after(paragraphs, "genios", sign="source")


def _read_genios(part: Sequence[str]) -> Article:
    """Read one text: outlet and day above or under "Quelle:", title, text, labelled data below."""
    source = next((match for line in part if (match := _match(line, "genios", "source"))), None)
    lines = [line for line in part if not _is(line, "genios", "skip")]
    above = _match(lines[0], "genios", "headline") if lines else None
    said = source["text"] if source else above[0] if above else ""
    named = _match(said, "genios", "headline")
    outlet = named["text"].strip() if named else said or None
    body = lines[1:] if above else lines
    body = _without_run(body[::-1], "genios", "tail", "source")[::-1]
    body = _without_run(body, "genios", "tail", "source")
    title = body[0] if body else None
    return Article(text=_text(title, body[1:]), title=title, date=parse_date(said), outlet=outlet)


def _text(title: str | None, paragraphs: Sequence[str]) -> str:
    """Give title and text; a title without any text is no text."""
    return compose(title, paragraphs) if any(paragraph.strip() for paragraph in paragraphs) else ""


_SPLIT: Final[Mapping[str, Callable[[Sequence[str]], Iterator[list[str]]]]] = {
    "nexis": _split_nexis,
    "factiva": _split_factiva,
    "genios": _split_genios,
}
_READ: Final[Mapping[str, Callable[[Sequence[str]], Article]]] = {
    "nexis": _read_nexis,
    "factiva": _read_factiva,
    "genios": _read_genios,
}
