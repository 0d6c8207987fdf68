"""Records: one object of a JSON file, or one row of a Parquet file, is one article."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Any

from ...errors import ReadingError
from .article import Article
from .columns import Columns, article_of, choose_columns, find_head, unread_columns
from .encodings import ERRORS, find_encoding
from .source import Source


def read_json(source: Source, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read JSON lines, or one JSON text of records; a bad line is told, the others are read."""
    encoding = find_encoding(source)
    with io.TextIOWrapper(source.open(), encoding=encoding, errors=ERRORS, newline="\n") as file:
        first = [line.strip("\ufeff \t\r\n") for line in islice((line for line in file if line.strip()), 2)]
        file.seek(0)
        start = first[0] if first else ""
        if start.startswith("[") or (start.startswith("{") and not (start.endswith("}") and len(first) > 1)):
            with suppress(ValueError, RecursionError):
                whole = json.loads(source.load().decode(encoding, ERRORS))
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
    """Yield the records of JSON lines; a line that is none is a `ReadingError`."""
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
