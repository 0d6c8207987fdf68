"""Sheets of a workbook as rows of values, whatever their file says of its size.

openpyxl fills what a file leaves out: a row with the number 9,999,999,999,999 makes it yield empty rows without end. So
its own loop over a sheet is replaced by one that counts; what a cell holds is still read by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from ...errors import ReadingError

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet that programs can make."""
MOST_COLUMNS: Final = 16_384
MOST_CELLS: Final = 5_000_000
"""Cells of a sheet: 100,000 texts with fifty columns."""
_MOST_INSIDE: Final = 8 * MOST_COLUMNS
_DEEPEST: Final = 50
_ROW, _CELL, _VALUE, _FORMULA = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "f"))
# Relationships and styles may be damaged in a file whose texts are whole.
_DAMAGED: Final = (ValueError, TypeError, IndexError, OverflowError, CellCoordinatesException)


class Formula(NamedTuple):
    """A cell whose value was not saved, only how it is computed."""

    text: str

    def __str__(self) -> str:
        return f"={self.text}"


def sheet_rows(sheet: Any, *, name: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a sheet that hold something, with their numbers.

    Parameters
    ----------
    sheet : openpyxl.worksheet._read_only.ReadOnlyWorksheet
        A sheet of a workbook opened with ``read_only`` and ``data_only``.
    name : str
        What errors call the file.

    Raises
    ------
    ReadingError
        If it has more rows, columns or cells than a program can make or we read.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        number = 0
        for row in _row_elements(source, f"{name}, sheet {sheet.title!r},"):
            number = _row_number(row, number)
            if number > MOST_ROWS:
                raise _refuse(f"{name}, sheet {sheet.title!r},", f"a row numbered {number:,}", f"{MOST_ROWS:,} rows")
            parser.row_counter, parser.col_counter = number, 0
            values = _values(parser, row)
            if values:
                yield number, values


def _refuse(sheet: str, found: str, most: str) -> ReadingError:
    return ReadingError(
        f"{sheet} has {found}; no more than {most} are read. Save what you need as CSV.", obstacle="large"
    )


def _row_elements(source: Any, sheet: str) -> Iterator[Element]:
    """Yield the rows; while one is still being read, what is in it is counted."""
    cells = inside = 0
    parents: list[Element] = []
    for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 (entities are refused before)
        if event == "start":
            parents.append(element)
            inside += 1
            cells += element.tag == _CELL
            if cells > MOST_CELLS:
                raise _refuse(sheet, f"more than {MOST_CELLS:,} cells", "that")
            if inside > _MOST_INSIDE or len(parents) > _DEEPEST:
                raise _refuse(sheet, f"a row of more than {MOST_COLUMNS:,} cells", f"{MOST_COLUMNS:,}")
            continue
        parents.pop()
        if element.tag == _ROW:
            yield element
        if not any(parent.tag == _ROW for parent in parents):
            inside = 0
            element.clear()
            for parent in parents[-1:]:
                parent.clear()


def _row_number(row: Element, last: int) -> int:
    """Return the number of a row, the next one where it has none that makes sense."""
    try:
        number = int(row.get("r", ""))
    except ValueError:
        return last + 1
    return number if number > last else last + 1


def _values(parser: WorkSheetParser, row: Element) -> list[Any]:
    """Return the values of a row, by column; empty where no cell holds one."""
    values: list[Any] = []
    for cell in row:
        if cell.tag != _CELL:
            continue
        before = parser.col_counter
        try:
            found = parser.parse_cell(cell)
            column, value = found["column"], found["value"]
        except _DAMAGED:
            # a formula that gives a text, written as if it were a number; or a column that is none
            parser.col_counter = column = max(parser.col_counter, before + 1)
            value = cell.findtext(_VALUE)
        if value is None and (formula := cell.find(_FORMULA)) is not None:
            value = Formula(formula.text or "")
        if value is not None and 0 < column <= MOST_COLUMNS:
            values += [None] * (column - len(values))
            values[column - 1] = value
    return values
