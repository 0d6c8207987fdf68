"""Tables: one row of a CSV, XLSX, JSON or Parquet file is one article."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, islice
from typing import Any, Final

from ...errors import ReadingError
from ..decoding import decode, is_damaged_utf8
from .article import Article
from .columns import (
    DELIMITERS,
    EPOCH,
    HEAD_ROWS,
    Columns,
    article_of,
    choose_columns,
    find_head,
    unread_columns,
)
from .guard import guard_archive
from .source import Source

_SAMPLE: Final = 1024 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that are no characters become lone surrogates; a text that holds one is refused, the others are read.
_ERRORS: Final = "surrogateescape"
# Excel writes the delimiter into a first line of its own.
_SEPARATOR: Final = re.compile(r"(\ufeff?\"?sep=(?P<delimiter>[^\r\n])\"?[^\S\r\n]*(?:\r\n?|\n))", re.IGNORECASE)
_CSV_REMARK: Final = "quotation marks inside a cell are not doubled in the file"


def read_csv(source: Source, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read a CSV file, row by row; delimiter, encoding and head are found."""
    encoding = _find_encoding(source)
    with io.TextIOWrapper(source.open(), encoding=encoding, errors=_ERRORS, newline="") as file:
        sample = file.read(_SAMPLE)
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
    """Give the rows with remarks; a row that is no CSV is a string that says why."""
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
            sheets = [(sheet, _sheet_head(sheet, mapping)) for sheet in book.worksheets]
            held = [(sheet, head) for sheet, head in sheets if head is not None and sheet.sheet_state == "visible"]
            held = held or [(sheet, head) for sheet, head in sheets if head is not None]
            if not held:
                choose_columns(_first_row(book), mapping, name)
                raise ReadingError(f"{name} has no sheet with a column of texts.")
            skipped = [sheet.title for sheet, _ in sheets if all(sheet is not other for other, _ in held)]
            remarks = (f"sheets without a column of texts: {', '.join(skipped)[:200]}",) if skipped else ()
            for sheet, number in held:
                place = f"sheet {sheet.title} " if len(held) > 1 else ""
                yield from _sheet_articles(sheet, number, mapping, name, place, epoch, remarks)
        finally:
            book.close()


def _sheet_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    with suppress(AttributeError):  # some programs write a size of one cell
        sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _names(row: Iterable[Any]) -> list[str]:
    return [str(value) if value is not None else "" for value in row]


def _sheet_head(sheet: Any, mapping: Columns | None) -> int | None:
    return find_head([_names(row) for row in islice(_sheet_rows(sheet), HEAD_ROWS)], mapping)


def _first_row(book: Any) -> list[str]:
    """Return the first row of a workbook that names more than one thing, for a message."""
    rows = [_names(row) for sheet in book.worksheets for row in islice(_sheet_rows(sheet), HEAD_ROWS)]
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
    rows = islice(_sheet_rows(sheet), number, None)
    head = _names(next(rows, ()))
    columns = choose_columns(head, mapping, name)
    remarks = (*remarks, *unread_columns(head, columns))
    empty = True
    for index, row in enumerate(rows, number + 2):
        if any(value is not None for value in row):
            where = f"{place}row {index}"
            yield article_of(dict(zip(head, row, strict=False)), columns, where, epoch=epoch, remarks=remarks)
            empty = False
    if empty:
        yield Article(place=place.strip(), problem="it has a head and no row under it")


def read_json(source: Source, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read JSON lines, or one JSON text of records; a bad line is told, the others are read."""
    encoding = _find_encoding(source)
    with io.TextIOWrapper(source.open(), encoding=encoding, errors=_ERRORS, newline="\n") as file:
        start = next((line for line in islice(file, 1000) if line.strip()), "").lstrip("\ufeff").strip()
        file.seek(0)
        if start.startswith("[") or (start.startswith("{") and not start.endswith("}")):
            with suppress(ValueError, RecursionError):
                whole = json.loads(source.load().decode(encoding, _ERRORS))
                yield from _records(enumerate(_listed(whole), 1), mapping, source.label, "record")
                return
        yield from _records(_lines(file, max_bytes), mapping, source.label, "line")


def _listed(whole: Any) -> list[Any]:
    """Return the records of a JSON text: a list, a record, or a record with a list of them."""
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        return lists[0] if len(lists) == 1 and find_head([list(whole)], None) is None else [whole]
    return whole if isinstance(whole, list) else [whole]


def _lines(file: Iterable[str], max_bytes: int) -> Iterator[tuple[int, Any]]:
    """Give the records of JSON lines; a line that is none is a `ReadingError`."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        if len(line) > 2 * max_bytes:
            yield number, ReadingError(f"it has {len(line):,} characters, more than any article", obstacle="large")
            continue
        try:
            yield number, json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            yield number, ReadingError(f"it is not JSON: {error}")


def _records(records: Iterable[tuple[int, Any]], mapping: Columns | None, label: str, unit: str) -> Iterator[Article]:
    columns: Columns | None = None
    remarks: tuple[str, ...] = ()
    for number, record in records:
        place = f"{unit} {number}"
        if isinstance(record, ReadingError):
            yield Article(place=place, problem=str(record))
            continue
        if not isinstance(record, dict):
            yield Article(place=place, problem='it is not an object with fields, such as {"text": ...}')
            continue
        if columns is None or not set(columns.values()) & set(record):
            try:
                columns = choose_columns(list(record), mapping, label)
            except ReadingError as error:
                yield Article(place=place, problem=str(error))
                continue
            remarks = unread_columns(list(record), columns)
        yield article_of(record, columns, place, remarks=remarks)


def read_parquet(source: Source, mapping: Columns | None) -> Iterator[Article]:
    """Read a Parquet file, batch by batch."""
    import pyarrow.parquet as pq

    with source.open() as stream, pq.ParquetFile(stream) as file:
        head = file.schema_arrow.names
        columns = choose_columns(head, mapping, source.label)
        remarks = unread_columns(head, columns)
        rows = chain.from_iterable(
            batch.to_pylist() for batch in file.iter_batches(batch_size=500, columns=list(columns.values()))
        )
        for number, row in enumerate(rows, 1):
            yield article_of(row, columns, f"row {number}", remarks=remarks)


def _delimiter(sample: str, mapping: Columns | None) -> str:
    """Choose the delimiter by which a row near the top names columns, else the one that the first row has most of."""
    lines = sample.split("\n", 4 * HEAD_ROWS)[: 4 * HEAD_ROWS]
    order = sorted(DELIMITERS, key=lambda mark: (-lines[0].count(mark), DELIMITERS.index(mark)))
    for mark in order:
        rows: list[list[str]] = []
        with suppress(csv.Error):
            rows.extend(row for row in csv.reader(lines, delimiter=mark) if row)
        index = find_head(rows, mapping)
        if index is not None and (len(rows[index]) > 1 or not any(other in lines[0] for other in DELIMITERS)):
            return mark
    return order[0]


def _find_encoding(source: Source) -> str:
    """Find the encoding of a file that may be long, without keeping it in memory."""
    sample = source.head(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" not in sample:
        if _decodes(source, "utf-8") or is_damaged_utf8(sample):
            return "utf-8"
        if _decodes(source, "cp1252"):
            return "cp1252"
    _, remarks = decode(sample, name=source.label)
    return next((remark.rpartition(" ")[2] for remark in remarks if remark.startswith("decoded as")), "utf-8")


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open() as file:
        try:
            while piece := file.read(_SAMPLE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
