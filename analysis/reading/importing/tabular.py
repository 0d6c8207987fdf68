"""Tables: one row of a CSV or XLSX file is one article."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, islice
from typing import Any, Final

from ...errors import ReadingError
from .article import Article
from .columns import (
    DELIMITERS,
    EPOCH,
    HEAD_ROWS,
    Columns,
    article_of,
    choose_columns,
    find_head,
    known_columns,
    unread_columns,
)
from .encodings import ERRORS, SAMPLE, find_encoding
from .guard import guard_archive
from .source import Source

# Excel writes the delimiter into a first line of its own.
_SEPARATOR: Final = re.compile(r"(\ufeff?\"?sep=(?P<delimiter>[^\r\n])\"?[^\S\r\n]*(?:\r\n?|\n))", re.IGNORECASE)
_CSV_REMARK: Final = "quotation marks inside a cell are not doubled in the file"


def read_csv(source: Source, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read a CSV file, row by row; delimiter, encoding and head are found."""
    encoding = find_encoding(source)
    with io.TextIOWrapper(source.open(), encoding=encoding, errors=ERRORS, newline="") as file:
        sample = file.read(SAMPLE)
        file.seek(0)
        told = _SEPARATOR.match(sample)
        if told:
            file.readline()
            sample = sample[told.end() :]
        delimiter = told["delimiter"] if told else _delimiter(sample, mapping)
        rows = enumerate(_csv_rows(file, delimiter, max_bytes), 1 + bool(told))
        first = list(islice(rows, HEAD_ROWS))
        index = find_head([row for _, (row, _) in first if isinstance(row, list)], mapping)
        heads = [item for item in first if isinstance(item[1][0], list)]
        number, (head, _) = heads[index or 0] if heads else (0, ([], ()))
        columns = choose_columns(head, mapping, source.label)
        unread = unread_columns(head, columns)
        empty = True
        for place, (row, remarks) in chain((item for item in first if item[0] > number), rows):
            if row:
                yield _csv_article(row, head, columns, f"row {place}", (*remarks, *unread))
                empty = False
        if empty:
            yield Article(problem="it has a head and no row under it")


def _csv_article(
    row: list[str] | str, head: Sequence[str], columns: Columns, place: str, remarks: tuple[str, ...]
) -> Article:
    if isinstance(row, str):
        return Article(place=place, problem=row)
    if len(row) > len(head) and not any(row[len(head) :]):  # a spreadsheet ends every row with its delimiter
        row = row[: len(head)]
    if len(row) != len(head):
        problem = f"it has {len(row)} cells, the head has {len(head)}; check quotation marks and delimiter"
        return Article(place=place, problem=problem)
    return article_of(dict(zip(head, row, strict=True)), columns, place, remarks=remarks)


class _Remembering:
    """Lines of a file, of which those of the row under way are kept, to read them again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.kept: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.kept.append(line)
        return line


def _csv_rows(file: Iterable[str], delimiter: str, max_bytes: int) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield the rows with remarks; a row that is no CSV is a string that says why."""
    lines = _Remembering(file)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        # The limit is the module's own and stands at 131,072, less than a long article: ours holds for this row only.
        before = csv.field_size_limit(max_bytes)
        lines.kept.clear()
        remarks: tuple[str, ...] = ()
        try:
            row: Any = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # "Der Minister sagte: "Russland bleibt", und ging.": a mark closes a cell before a delimiter only.
            row, remarks = _lenient("".join(lines.kept), delimiter), (_CSV_REMARK,)
            if row is None:
                row, remarks = f"it is not CSV: {error}", ()
        finally:
            csv.field_size_limit(before)
        yield row, remarks


def _lenient(line: str, delimiter: str) -> list[str] | None:
    """Read a row in which marks inside cells are not doubled; None where it still makes no sense."""
    body = line.rstrip("\r\n")
    cells: list[str] = []
    start = 0
    while True:
        if body.startswith('"', start):
            end = start + 1
            while True:
                end = body.find('"', end)
                if end < 0:
                    return None
                if end + 1 == len(body) or body[end + 1] == delimiter:
                    break
                end += 2 if body[end + 1] == '"' else 1
            cells.append(body[start + 1 : end].replace('""', '"'))
            stop = end + 1
        else:
            stop = body.find(delimiter, start)
            stop = len(body) if stop < 0 else stop
            cells.append(body[start:stop])
        if stop >= len(body):
            return cells
        start = stop + 1


def read_xlsx(data: bytes, mapping: Columns | None, *, name: str) -> Iterator[Article]:
    """Read the sheets of a workbook that hold texts, row by row."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    guard_archive(data, name=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not keep
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        epoch = date(1904, 1, 1) if book.epoch == CALENDAR_MAC_1904 else EPOCH
        try:
            sheets = [(sheet, _sheet_head(sheet, mapping, name)) for sheet in book.worksheets]
            held = [(sheet, head) for sheet, head in sheets if head is not None and sheet.sheet_state == "visible"]
            held = held or [(sheet, head) for sheet, head in sheets if head is not None]
            if not held:
                choose_columns(_first_row(book, name), mapping, name)
                raise ReadingError(f"{name} has no sheet with a column of texts.")
            skipped = [sheet.title for sheet, _ in sheets if all(sheet is not other for other, _ in held)]
            remarks = (f"sheets without a column of texts: {', '.join(skipped)[:200]}",) if skipped else ()
            for sheet, number in held:
                place = f"sheet {sheet.title} " if len(held) > 1 else ""
                yield from _sheet_articles(sheet, number, mapping, name, place, epoch, remarks)
        finally:
            book.close()


def _names(row: Iterable[Any]) -> list[str]:
    return [str(value) if value is not None else "" for value in row]


def _first_rows(sheet: Any, name: str) -> list[tuple[int, list[str]]]:
    from .sheets import sheet_rows

    return [(number, _names(row)) for number, row in islice(sheet_rows(sheet, name=name), HEAD_ROWS)]


def _sheet_head(sheet: Any, mapping: Columns | None, name: str) -> int | None:
    """Return the number of the row that names the columns."""
    rows = _first_rows(sheet, name)
    place = find_head([row for _, row in rows], mapping)
    return None if place is None else rows[place][0]


def _first_row(book: Any, name: str) -> list[str]:
    """Return the first row of a workbook that names more than one thing, for a message."""
    rows = [row for sheet in book.worksheets for _, row in _first_rows(sheet, name)]
    return max(rows, key=lambda row: sum(map(bool, row)), default=[])


def _sheet_articles(
    sheet: Any,
    number: int,
    mapping: Columns | None,
    name: str,
    place: str,
    epoch: date,
    remarks: tuple[str, ...],
) -> Iterator[Article]:
    from .sheets import Formula, sheet_rows

    rows = ((index, row) for index, row in sheet_rows(sheet, name=name) if index >= number)
    head = _names(next(rows, (0, []))[1])
    columns = choose_columns(head, mapping, name)
    remarks = (*remarks, *unread_columns(head, columns))
    empty = True
    for index, row in rows:
        empty = False
        where = f"{place}row {index}"
        data = dict(zip(head, row, strict=False))
        text = data.get(columns["text"])
        if isinstance(text, Formula):
            problem = (
                f"its text is a formula ({str(text)[:60]}) whose value was not saved; open the table in its program "
                "and save it there"
            )
            yield Article(place=where, problem=problem)
            continue
        plain = {key: None if isinstance(value, Formula) else value for key, value in data.items()}
        yield article_of(plain, columns, where, epoch=epoch, remarks=remarks)
    if empty:
        yield Article(place=place.strip(), problem="it has a head and no row under it")


def _delimiter(sample: str, mapping: Columns | None) -> str:
    """Choose the delimiter by which a row near the top names columns, else the one that the first row has most of."""
    lines = sample.split("\n", 4 * HEAD_ROWS)[: 4 * HEAD_ROWS]
    order = sorted(DELIMITERS, key=lambda mark: (-lines[0].count(mark), DELIMITERS.index(mark)))
    return max(order, key=lambda mark: _named(lines, mark, mapping))


def _named(lines: Sequence[str], delimiter: str, mapping: Columns | None) -> int:
    """Count the columns that we know if a table is parted by a delimiter."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(row for row in csv.reader(lines, delimiter=delimiter) if row)
    index = find_head(rows, mapping)
    return 0 if index is None else len(known_columns(rows[index], mapping) or ())
