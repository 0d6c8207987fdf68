"""Coding in a spreadsheet: the items as a sheet with empty cells, and the filled cells as rows."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ..charts import label as name_of
from ..errors import CodingError, MittellageError
from ..export.cells import cell, is_formula, neutralise, restore
from ..export.folder import whole_file
from ..reading.importing.guard import guard_archive
from .codebook import Lang
from .study import Coding, Study, ask, read_codings

COLUMNS: Final = ("item", "target", "question", "before", "sentence", "after", "label", "unsure", "memo")
_LARGEST: Final = 50_000_000
_MOST_ROWS: Final = 200_000
_WIDTHS: Final = {"before": 30, "sentence": 60, "after": 30, "memo": 30, "question": 34}


def export_sheet(study: Study, path: str | Path, *, coder: str | None = None, lang: Lang = "de") -> Path:
    """Write the items of a study as a sheet to fill in, and return its path.

    Parameters
    ----------
    study : Study
        The study.
    path : str or path
        ``.xlsx``, with the labels to choose from in each cell, or ``.csv``.
    coder : str, optional
        Whose codings so far are filled in; by default none.
    lang : {"de", "en"}
        Language of questions and names.

    Raises
    ------
    CodingError
        If the suffix is another one.
    ExportError
        If the file cannot be written.
    """
    place = Path(path)
    held = {} if coder is None else read_codings(study, coder)
    rows = [COLUMNS, *_rows(study, held, lang)]
    if place.suffix.lower() == ".csv":
        data = _csv_bytes(rows)
    elif place.suffix.lower() == ".xlsx":
        data = _xlsx_bytes(study, rows, lang)
    else:
        raise CodingError(f"{place.name!r} is neither .xlsx nor .csv.")
    with whole_file(place) as draft:
        draft.write_bytes(data)
    return place


def _rows(study: Study, held: Mapping[str, Coding], lang: Lang) -> Iterator[tuple[str, ...]]:
    for item in study.items:
        said = held.get(item.item_id)
        yield (
            item.item_id,
            name_of(item.target, lang) if item.target else "",
            ask(study, item, lang),
            item.text[: item.start].strip(),
            item.text[item.start : item.end],
            item.text[item.end :].strip(),
            said.label if said else "",
            "x" if said and said.unsure else "",
            said.memo if said else "",
        )


def _csv_bytes(rows: Iterable[tuple[str, ...]]) -> bytes:
    sink = io.StringIO()
    table = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerows([neutralise(str(cell(value))) for value in row] for row in rows)
    return sink.getvalue().encode("utf-8-sig")


def _xlsx_bytes(study: Study, rows: list[tuple[str, ...]], lang: Lang) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "items"
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            at = sheet.cell(number, place)
            at.value = cell(value)
            at.data_type = "s"  # a text that begins with = is a text
            at.quotePrefix = is_formula(str(value))  # also once somebody has edited the cell
            at.alignment = Alignment(wrap_text=True, vertical="top")
            at.font = Font(bold=number == 1 or COLUMNS[place - 1] == "sentence")
    sheet.freeze_panes = "B2"
    for place, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 12)
    labels = book.create_sheet("codebook")
    for number, item in enumerate(study.codebook.labels, 1):
        for place, value in enumerate((item.name, item.title[lang], item.text[lang]), 1):
            labels.cell(number, place).value = cell(value)
            labels.cell(number, place).data_type = "s"
    rules = labels.cell(len(study.codebook.labels) + 1, 2)
    rules.value, rules.data_type = cell(study.codebook.rules[lang]), "s"
    choice = DataValidation(type="list", formula1=f"=codebook!$A$1:$A${len(study.codebook.labels)}", allow_blank=True)
    sheet.add_data_validation(choice)
    choice.add(
        f"{get_column_letter(COLUMNS.index('label') + 1)}2:{get_column_letter(COLUMNS.index('label') + 1)}{len(rows)}"
    )
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def read_sheet(path: Path) -> list[dict[str, str]]:
    """Return the rows of a sheet as text, by the names of its first row.

    Raises
    ------
    CodingError
        If it cannot be read.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise CodingError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error
    if not data:
        raise CodingError(f"{str(path)!r} is empty, or larger than {_LARGEST:,} bytes.")
    table = _read_xlsx(path, data) if data[:2] == b"PK" else _read_csv(path, data)
    rows = [row for row in table if any(row)]
    if not rows:
        raise CodingError(f"{str(path)!r} has no rows.")
    head = [name.strip() for name in rows[0]]
    return [dict(zip(head, (*row, *[""] * len(head)), strict=False)) for row in rows[1:]]


def _read_csv(path: Path, data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Excel saves as CSV in Western Europe
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if number > _MOST_ROWS:
                raise CodingError(f"{str(path)!r} has more than {_MOST_ROWS:,} rows.")
            yield [restore(value) for value in row]
    except csv.Error as error:
        raise CodingError(f"{str(path)!r} is no CSV that can be read: {error}.") from error


def _read_xlsx(path: Path, data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        guard_archive(data, name=path.name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what our own sheet does not use
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book["items"] if "items" in book.sheetnames else book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=200)):
            if number > _MOST_ROWS:
                raise CodingError(f"{str(path)!r} has more than {_MOST_ROWS:,} rows.")
            yield ["" if value is None else restore(_text(value)) for value in row]
    except MittellageError:
        raise
    except Exception as error:  # the library lets through what its parsers raise
        raise CodingError(f"{str(path)!r} is no workbook that can be read: {error}.") from error


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
