"""All tables as one workbook: a sheet each, and a sheet that says what every column means."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .. import tables as contract
from ..errors import ExportError
from .cells import cell, is_formula, is_missing_mark

if TYPE_CHECKING:
    import pandas as pd

_ROWS: Final = 1_048_575
_CHARS: Final = 32_000
_CUT: Final = " … [gekürzt; ganz in CSV und Parquet / cut; whole in CSV and Parquet]"
_WIDTHS: Final = (8, 60)
_ABOUT: Final = ("table", "column", "type", "may be empty", "meaning", "values")
# A fixed day: the same tables give the same file, byte by byte.
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_CHANGED: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def workbook_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Write tables as one XLSX file.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the contract.

    Returns
    -------
    bytes
        First the sheet ``about`` with the meaning of each column, then a sheet per table with a fixed head. Text is
        stored as text, never as a formula; what pandas and R take for a missing value begins with an apostrophe
        (Namibia is ``'NA``); lists are JSON text; what a cell cannot hold is cut, and says so.

    Raises
    ------
    ExportError
        If a table has more rows than a sheet holds.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _fill(book.create_sheet("about"), _ABOUT, [row for name in tables for row in _describe(name)])
    for name, data in tables.items():
        if len(data) > _ROWS:
            raise ExportError(
                f"Table {name!r} has {len(data):,} rows, a sheet of a workbook holds {_ROWS:,}; "
                "choose the formats csv or parquet."
            )
        columns = [data[column].tolist() for column in data.columns]
        _fill(book.create_sheet(name), list(map(str, data.columns)), list(zip(*columns, strict=True)))
    raw = io.BytesIO()
    book.save(raw)
    return _without_dates(raw)


def _describe(table: str) -> Iterable[tuple[str, ...]]:
    for column in contract.describe(table):
        dtype = "list" if column.dtype == "object" else column.dtype
        nullable = "yes" if column.nullable else "no"
        yield table, column.name, dtype, nullable, column.meaning, ", ".join(column.allowed)


def _fill(sheet: Any, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    values = [[_limited(cell(value)) for value in row] for row in rows]
    sheet.freeze_panes = "B2"
    for index, name in enumerate(head):
        longest = max((len(str(row[index])) for row in values[:500] if row[index] is not None), default=0)
        low, high = _WIDTHS
        width = min(max(low, len(name) + 2, longest + 1), high)
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
    titles = [WriteOnlyCell(sheet, value=name) for name in head]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in values:
        sheet.append([_text_cell(sheet, value) if isinstance(value, str) else value for value in row])
    if values:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(values) + 1}"


def _text_cell(sheet: Any, text: str) -> Any:
    """Say that a text is a text: "=1+1" stays these four signs, also when somebody edits the cell.

    What pandas and R take for a missing value gets an apostrophe, as in CSV: Namibia is 'NA.
    """
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=f"'{text}" if is_missing_mark(text) else text)
    made.data_type = "s"
    if is_formula(text):
        made.quotePrefix = True
    return made


def _limited(value: Any) -> Any:
    return value[:_CHARS] + _CUT if isinstance(value, str) and len(value) > _CHARS else value


def _without_dates(raw: io.BytesIO) -> bytes:
    """Pack the workbook again without the time at which it was made."""
    clean = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return clean.getvalue()
