"""Columns: which row of a table is its head, which column holds what, and what a cell says as text, day or flag."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ...errors import ReadingError
from ..dates import parse_date
from .article import Article
from .fields import join_nested, name_of
from .markup import text_paragraphs

FIELDS: Final = ("text", "doc_id", "title", "date", "outlet", "source", "language", "translated")
DELIMITERS: Final = ",;\t|"
# Exports print their name, the search and the day above the table.
HEAD_ROWS: Final = 10
EPOCH: Final = date(1899, 12, 30)
_TRUE: Final = frozenset({"true", "1", "ja", "yes", "wahr", "y", "j", "x"})
_SERIAL: Final = (20_000, 60_000)  # 1954 to 2064
_SECONDS: Final = (10**8, 4 * 10**9)  # 1973 to 2096
_NUMBER: Final = re.compile(r"\d{5,13}(?:[.,]\d{1,12})?")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_END: Final = re.compile(r"_x000[dD]_(?:\r?\n|_x000[aA]_)?")
_BLOCK: Final = r"p|div|br|li|ul|ol|h[1-6]|table|tr|td|article|section|blockquote|figure|hr"
_INLINE: Final = r"b|i|u|a|em|strong|span|img|script|style|sup|sub|font|small|iframe|mark|q|cite|figcaption"
_HAS_BLOCKS: Final = re.compile(rf"</?(?:{_BLOCK})\b[^<>]{{0,2000}}>", re.IGNORECASE)
_HAS_TAGS: Final = re.compile(rf"</?(?:{_BLOCK}|{_INLINE})\b[^<>]{{0,2000}}>", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
Columns = Mapping[str, str]


def check_mapping(mapping: Columns | None) -> None:
    """Refuse a mapping of fields that we do not have.

    Raises
    ------
    ReadingError
        Naming the field.
    """
    unknown = [field for field in mapping or () if field not in FIELDS]
    if unknown:
        raise ReadingError(f"The mapping names a field {unknown[0]!r}. Fields are: {', '.join(FIELDS)}.")


def parse_columns(text: str | None) -> Columns | None:
    """Read which column holds what.

    Examples
    --------
    >>> parse_columns("text=body, date=published")
    {'text': 'body', 'date': 'published'}
    """
    if not text:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    wrong = [part for part, equals, name in pairs if not equals or not part.strip() or not name.strip()]
    if wrong:
        raise ReadingError(f"--columns {text!r} is not understood at {wrong[0]!r}; write text=body,date=published.")
    return {part.strip(): name.strip() for part, _, name in pairs}


def find_head(rows: Sequence[Sequence[str]], mapping: Columns | None) -> int | None:
    """Return the index of the row that names the columns, or None where no row names a column of texts.

    Examples
    --------
    >>> find_head([["Export vom 4. März"], ["Datum", "Volltext"], ["04.03.2023", "China wirbt."]], None)
    1
    """
    best, most = None, 0
    for index, row in enumerate(rows[:HEAD_ROWS]):
        found = known_columns(row, mapping)
        if found is not None and len(found) > most:
            best, most = index, len(found)
    return best


def known_columns(head: Sequence[str], mapping: Columns | None) -> dict[str, str] | None:
    """Return which column holds which field, as the user says, else by usual names; None without one of texts."""
    columns = dict(mapping or {})
    if any(column not in head for column in columns.values()):
        return None
    by_fold: dict[str, str] = {}
    for column in head:
        by_fold.setdefault(column.strip().casefold(), column)
    for field, usual in _usual():
        if field not in columns and usual in by_fold and by_fold[usual] not in columns.values():
            columns[field] = by_fold[usual]
    return columns if "text" in columns else None


def choose_columns(head: Sequence[str], mapping: Columns | None, label: str) -> dict[str, str]:
    """Return which column holds which field.

    Raises
    ------
    ReadingError
        If a named column is missing, or none holds the text.
    """
    columns = known_columns(head, mapping)
    if columns is not None:
        return columns
    missing = [column for column in (mapping or {}).values() if column not in head]
    if missing:
        raise ReadingError(f"{label} has no column {missing[0]!r}. Its columns are: {_listed(head)}.")
    raise ReadingError(
        f"{label} has no column that we take for the text; name it, as in mapping={{'text': 'Volltext'}}. "
        f"Its columns are: {_listed(head)}."
    )


def _listed(head: Sequence[str]) -> str:
    shown = ", ".join(column[:40] for column in head[:20])
    return shown + (", …" if len(head) > 20 else "") if shown else "none"


def looks_like_a_table(text: str) -> bool:
    r"""Tell a CSV file by another name from a text: a head that names a column of texts, and rows of as many cells.

    Examples
    --------
    >>> looks_like_a_table("Titel;Text\nGipfel;China wirbt.\n"), looks_like_a_table("Text, Bild, Ton\nChina.\n")
    (True, False)
    """
    if re.match(r'"?sep=[^\n]"?\r?\n', text, re.IGNORECASE):
        return True
    lines = text.split("\n", 41)
    whole = lines if len(lines) < 42 else lines[:-1]
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(whole, delimiter=delimiter) if row]
        except csv.Error:
            continue
        index = find_head(rows, None)
        if index is None or len(rows[index]) < 2 or len(known_columns(rows[index], None) or ()) < 2:
            continue
        body = rows[index + 1 :]
        if body and sum(len(row) == len(rows[index]) for row in body) * 2 > len(body):
            return True
    return False


@cache
def _usual() -> tuple[tuple[str, str], ...]:
    lines = files(__package__).joinpath("columns.tsv").read_text("utf-8").splitlines()[1:]
    return tuple((field, column.casefold()) for field, column, *_ in (line.split("\t") for line in lines))


@cache
def _telling() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = files(__package__).joinpath("unknown_columns.tsv").read_text("utf-8").splitlines()[1:]
    return tuple((field, re.compile(pattern)) for field, pattern, *_ in (line.split("\t") for line in lines))


def unread_columns(head: Sequence[str], columns: Columns) -> tuple[str, ...]:
    """Return a remark on each column that by its name holds a day or an outlet that no read column gives.

    Examples
    --------
    >>> unread_columns(["Artikel", "pub_day"], {"text": "Artikel"})
    ("column 'pub_day' may hold the date; it was not read: name it, as in mapping={'date': 'pub_day'}",)
    """
    taken = set(columns.values())
    remarks = []
    for field in ("date", "outlet", "title"):
        if field in columns:
            continue
        patterns = [pattern for name, pattern in _telling() if name == field]
        found = [
            name for name in head if name not in taken and any(pattern.search(_words(name)) for pattern in patterns)
        ]
        if found:
            remarks.append(
                f"column {found[0][:60]!r} may hold the {field}; it was not read: "
                f"name it, as in mapping={{{field!r}: {found[0][:60]!r}}}"
            )
    return tuple(remarks)


def _words(name: str) -> str:
    """Write a name of a column as words: ``PublishDate`` and ``publish-date`` as ``publish date``."""
    return " ".join(re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])|[\W_]+", " ", name).casefold().split())


def article_of(
    row: Mapping[str, Any], columns: Columns, place: str, *, epoch: date = EPOCH, remarks: tuple[str, ...] = ()
) -> Article:
    """Return the article that a row holds."""
    data: dict[str, Any] = {field: row.get(column) for field, column in columns.items()}
    text = join_nested(data.get("text"))
    if not isinstance(text, str):
        missing = text is None
        return Article(place=place, problem="it has no text" if missing else f"its text is not a string: {text!r:.60}")
    clean, noted = clean_text(text)
    return Article(
        text=clean,
        title=_line(data.get("title")),
        date=read_day(data.get("date"), epoch=epoch),
        outlet=_line(data.get("outlet")),
        doc_id=_string(data.get("doc_id")),
        source=_string(data.get("source")),
        language=_string(data.get("language")),
        translated=_flag(data.get("translated")),
        place=place,
        remarks=(*remarks, *noted),
    )


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return a cell's text without the markup of pages and of Excel, and a remark where there was any.

    Examples
    --------
    >>> clean_text("<p>China &amp; Russland</p><p>schweigen.</p>")
    ('China & Russland\n\nschweigen.', ('HTML in the cell was read as text',))
    >>> clean_text("Eins._x000D_\nZwei.")
    ('Eins.\nZwei.', ())
    """
    text = _ESCAPE.sub(_unescape, _LINE_END.sub("\n", text))
    if not _HAS_TAGS.search(text):
        plain = html.unescape(text) if _ENTITY.search(text) else text
        return plain, () if plain == text else ("HTML in the cell was read as text",)
    # Line ends mean nothing in HTML; in a text with a few <b> they part its paragraphs.
    marked = text if _HAS_BLOCKS.search(text) else re.sub(r"\r\n?|\n", "<br>", text)
    return "\n\n".join(text_paragraphs(marked)), ("HTML in the cell was read as text",)


def _unescape(match: re.Match[str]) -> str:
    """Return the character that Excel writes as ``_x0009_``; other numbers are left as they stand."""
    code = int(match[1], 16)
    return chr(code) if code in (9, 10) or code == 0x5F else "\n" if code == 13 else match[0]


def read_day(value: Any, *, epoch: date = EPOCH) -> Any:
    """Return the day of a cell; serial numbers of spreadsheets and seconds since 1970 are days, too.

    Examples
    --------
    >>> [str(read_day(value)) for value in (45000, "45000,5", 1677542400, "1677542400000", "4. März 2023")]
    ['2023-03-15', '2023-03-15', '2023-02-28', '2023-02-28', '4. März 2023']
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        return value.strip() or None
    if not isinstance(value, (int, float, str)):
        return value
    text = str(value).strip()
    if isinstance(value, float):
        text = f"{value:.0f}" if value == value and abs(value) < 10**15 else text
    whole = (
        int(text)
        if text.isdecimal() and len(text) < 20
        else int(re.split(r"[.,]", text)[0])
        if _NUMBER.fullmatch(text)
        else None
    )
    if whole is None or parse_date(text) is not None:  # 20230304
        return text
    if _SERIAL[0] <= whole < _SERIAL[1]:
        return epoch + timedelta(days=int(float(value)) if isinstance(value, float) else whole)
    seconds = whole / 1000 if whole >= 100 * _SECONDS[0] else whole
    if _SECONDS[0] <= seconds < _SECONDS[1]:
        return datetime.fromtimestamp(seconds, UTC).date()
    return text


def _line(value: Any) -> str | None:
    text = _string(value)
    return " ".join(clean_text(text)[0].split()) or None if text is not None else None


def _string(value: Any) -> str | None:
    """Return a cell as text; 17.0 is the id 17 of a spreadsheet."""
    value = name_of(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None or value != value or str(value).strip() == "" else str(value).strip()


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool) or value is None:
        return value
    return str(value).strip().casefold() in _TRUE
