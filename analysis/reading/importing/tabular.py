"""Tables: one row of a CSV, XLSX, JSONL or Parquet file is one article."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ...errors import ReadingError
from ..decoding import decode, is_damaged_utf8
from .article import Article
from .fields import join_nested, name_of
from .guard import guard_archive

FIELDS: Final = ("text", "doc_id", "title", "date", "outlet", "source", "language", "translated")
_SAMPLE: Final = 1024 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that are no characters become lone surrogates; a text that holds one is refused, the others are read.
_ERRORS: Final = "surrogateescape"
_DELIMITERS: Final = ",;\t|"
_TRUE: Final = frozenset({"true", "1", "ja", "yes", "wahr", "y", "j", "x"})
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


def read_csv(path: Path, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read a CSV file, row by row; delimiter and encoding are found."""
    encoding = _find_encoding(path)
    with path.open(encoding=encoding, errors=_ERRORS, newline="") as file:
        sample = file.read(_SAMPLE)
        file.seek(0)
        rows = _csv_rows(file, _delimiter(sample), max_bytes)
        head: list[str] = next(rows, [])
        columns = _columns(head, mapping, str(path))
        for number, row in enumerate(rows, 2):
            place = f"row {number}"
            if not row:
                continue
            if isinstance(row, str):
                yield Article(place=place, problem=row)
            elif len(row) != len(head):
                problem = f"it has {len(row)} cells, the head has {len(head)}; check quotation marks and delimiter"
                yield Article(place=place, problem=problem)
            else:
                yield _article(dict(zip(head, row, strict=True)), columns, place)


def _csv_rows(file: Iterable[str], delimiter: str, max_bytes: int) -> Iterator[Any]:
    """Give the rows; a row that is no CSV is a string that says why."""
    rows = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        # The limit is the module's own and stands at 131,072, less than a long article: ours holds for this row only.
        before = csv.field_size_limit(max_bytes)
        try:
            row: Any = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row = f"it is not CSV: {error}"
        finally:
            csv.field_size_limit(before)
        yield row


def read_xlsx(data: bytes, mapping: Columns | None, *, name: str) -> Iterator[Article]:
    """Read the first sheet of a workbook, row by row."""
    from openpyxl import load_workbook

    guard_archive(data, name=name)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
        head = [str(value) if value is not None else "" for value in next(rows, ())]
        columns = _columns(head, mapping, name)
        for number, row in enumerate(rows, 2):
            if any(value is not None for value in row):
                yield _article(dict(zip(head, row, strict=False)), columns, f"row {number}")
    finally:
        book.close()


def read_jsonl(path: Path, mapping: Columns | None, *, max_bytes: int) -> Iterator[Article]:
    """Read JSON lines; a bad line is told, the others are read."""
    encoding = _find_encoding(path)
    columns: Columns | None = None
    with path.open(encoding=encoding, errors=_ERRORS, newline="\n") as file:
        for number, line in enumerate(file, 1):
            place = f"line {number}"
            if not line.strip():
                continue
            if len(line) > 2 * max_bytes:
                yield Article(place=place, problem=f"it has {len(line):,} characters, more than any article")
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Article(place=place, problem=f"it is not JSON: {error}")
                continue
            if not isinstance(record, dict):
                yield Article(place=place, problem='it is not an object with fields, such as {"text": ...}')
                continue
            if columns is None or not set(columns.values()) & set(record):
                try:
                    columns = _columns(list(record), mapping, str(path))
                except ReadingError as error:
                    yield Article(place=place, problem=str(error))
                    continue
            yield _article(record, columns, place)


def read_parquet(path: Path, mapping: Columns | None) -> Iterator[Article]:
    """Read a Parquet file, batch by batch."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        columns = _columns(file.schema_arrow.names, mapping, str(path))
        rows = chain.from_iterable(
            batch.to_pylist() for batch in file.iter_batches(batch_size=500, columns=list(columns.values()))
        )
        for number, row in enumerate(rows, 1):
            yield _article(row, columns, f"row {number}")


def _columns(head: Sequence[str], mapping: Columns | None, name: str) -> Columns:
    """Say which column holds which field: as the user says, else by usual names.

    Raises
    ------
    ReadingError
        If a named column is missing, or none holds the text.
    """
    if mapping:
        missing = [column for column in mapping.values() if column not in head]
        if missing:
            raise ReadingError(f"{name} has no column {missing[0]!r}. Its columns are: {_listed(head)}.")
        columns = dict(mapping)
    else:
        columns = {}
    by_fold: dict[str, str] = {}
    for column in head:
        by_fold.setdefault(column.strip().casefold(), column)
    for field, usual in _usual():
        if field not in columns and usual in by_fold and by_fold[usual] not in columns.values():
            columns[field] = by_fold[usual]
    if "text" not in columns:
        raise ReadingError(
            f"{name} has no column that we take for the text; name it, as in mapping={{'text': 'Volltext'}}. "
            f"Its columns are: {_listed(head)}."
        )
    return columns


def _listed(head: Sequence[str]) -> str:
    shown = ", ".join(column[:40] for column in head[:20])
    return shown + (", …" if len(head) > 20 else "") if shown else "none"


@cache
def _usual() -> tuple[tuple[str, str], ...]:
    lines = files(__package__).joinpath("columns.tsv").read_text("utf-8").splitlines()[1:]
    return tuple((field, column.casefold()) for field, column, *_ in (line.split("\t") for line in lines))


def _article(row: Mapping[str, Any], columns: Columns, place: str) -> Article:
    data: dict[str, Any] = {field: row.get(column) for field, column in columns.items()}
    text = join_nested(data.get("text"))
    if not isinstance(text, str):
        missing = text is None
        return Article(place=place, problem="it has no text" if missing else f"its text is not a string: {text!r:.60}")
    day = data.get("date")
    return Article(
        text=text,
        title=_string(data.get("title")),
        date=day if not isinstance(day, (int, float)) else str(day),
        outlet=_string(data.get("outlet")),
        doc_id=_string(data.get("doc_id")),
        source=_string(data.get("source")),
        language=_string(data.get("language")),
        translated=_flag(data.get("translated")),
        place=place,
    )


def _string(value: Any) -> str | None:
    """Give a cell as text; 17.0 is the id 17 of a spreadsheet."""
    value = name_of(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None or str(value).strip() == "" else str(value).strip()


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool) or value is None:
        return value
    return str(value).strip().casefold() in _TRUE


def _delimiter(sample: str) -> str:
    """Choose the delimiter that stands most often in the head."""
    head = sample.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _find_encoding(path: Path) -> str:
    """Find the encoding of a file that may be long, without keeping it in memory."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" not in sample:
        if _decodes(path, "utf-8") or is_damaged_utf8(sample):
            return "utf-8"
        if _decodes(path, "cp1252"):
            return "cp1252"
    _, remarks = decode(sample, name=repr(str(path)))
    return next((remark.rpartition(" ")[2] for remark in remarks if remark.startswith("decoded as")), "utf-8")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_SAMPLE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
