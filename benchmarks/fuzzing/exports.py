"""Exports: every format is written from the analysis of an input, and read back by another program's reader."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.export import csv_bytes, latex_bytes, parquet_bytes, read_table, workbook_bytes
from analysis.export.cells import cell
from analysis.export.exchange import export_file, read_dna, read_xmi
from analysis.pipeline import Analysis, Failure, iter_results
from analysis.reading import Document
from analysis.tables import rows

from .checks import Fault, check_rows, crash
from .inputs import Input
from .targets import ANY, BOUND, Outcome, TooSlow, bounded, guarded

CHECKED = ("segments", "sentences", "tokens", "mentions", "quotes", "stances", "markers")


def run_exports(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Analyse texts together, and write each in its format."""
    documents = [_document(item) for item in items]
    try:
        with bounded(BOUND + 0.5 * len(items)):
            results = iter(list(iter_results([item for item in documents if item is not None], options=ANY)))
    except (TooSlow, Exception) as error:
        yield Outcome(items[0].number, None, (crash(error),))
        return
    for item, document in zip(items, documents, strict=True):
        if document is None:
            yield Outcome(item.number, "the text is empty")
            continue
        result = next(results)
        if isinstance(result, Failure):
            yield Outcome(item.number, None, (crash(result.error),))
            continue
        yield guarded(lambda item, result=result: (None, list(_exported(item, result, folder))), item)  # type: ignore[misc]


def _document(item: Input) -> Document | None:
    data = json.loads(item.data)
    known = {name: data[name] for name in ("doc_id", "title", "outlet", "date") if name in data}
    return Document.from_text(data["text"], any_language=True, **known) if data["text"].strip() else None


def _exported(item: Input, result: Analysis, folder: Path) -> Iterator[Fault]:
    tables = {name: [row._asdict() for row in result.rows[name]] for name in CHECKED}
    yield from check_rows(result.document.text, tables)
    if item.form.startswith("."):
        yield from _exchanged(item, result, folder / f"e{item.number}{item.form}")
        return
    names = [name for name in result.tables if len(result.tables[name])]
    if item.form == "xlsx":
        yield from _workbook(result)
    for name in names if item.form != "xlsx" else ():
        yield from _table(item.form, name, result.tables[name], folder / f"{name}.csv")


def _table(form: str, name: str, frame: pd.DataFrame, path: Path) -> Iterator[Fault]:
    if form == "latex":
        text = latex_bytes(name, frame).decode()
        if text.count("{") - text.count("\\{") != text.count("}") - text.count("\\}"):
            yield Fault("unequal", f"latex {name}: braces do not match")
        return
    if form == "parquet":
        again = pd.read_parquet(io.BytesIO(parquet_bytes(name, frame)))
    else:
        path.write_bytes(csv_bytes(frame))
        again = read_table(path)
        path.unlink()
    wanted, found = (repr([_plain(row) for row in rows(name, data)]) for data in (frame, again))
    if wanted != found:
        at = next((n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), 0)
        yield Fault(
            "unequal", f"{form} {name}: {wanted[max(0, at - 40) : at + 40]} is {found[max(0, at - 40) : at + 40]}"
        )


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(_value(value) for value in row)


def _value(value: Any) -> Any:
    """Return a value as a cell can hold it: characters that no XML can hold are replaced in every format."""
    if isinstance(value, str):
        return cell(value)
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        value = tuple(value.values())
    return tuple(_value(item) for item in value) if isinstance(value, (list, tuple)) else value


def _workbook(result: Analysis) -> Iterator[Fault]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook_bytes(result.tables)))
    for sheet in book:
        for row in sheet.iter_rows():
            for found in row:
                if found.data_type == "f" or found.hyperlink is not None:
                    yield Fault("unequal", f"xlsx {sheet.title}: a formula or a link, {str(found.value)[:60]!r}")
        wanted = result.tables.get(sheet.title)
        if wanted is not None and sheet.max_row != len(wanted) + 1:
            yield Fault("lost", f"xlsx {sheet.title}: {sheet.max_row - 1} of {len(wanted)} rows")


def _exchanged(item: Input, result: Analysis, path: Path) -> Iterator[Fault]:
    once = result.export(path).read_bytes()
    try:
        yield from _read_back(item.form, path, once, result)
        if item.form not in (".dna",) and export_file([result.annotated()], path).read_bytes() != once:
            yield Fault("unequal", f"{item.form}: two exports")
    finally:
        for left in path.parent.glob(f"e{item.number}*"):
            left.unlink()


def _read_back(form: str, path: Path, data: bytes, result: Analysis) -> Iterator[Fault]:
    if form == ".dna":
        read_dna(path)
        return
    if form == ".conllu":
        import conllu

        words = sum(len(sentence) for sentence in conllu.parse(data.decode()))
        if words != len(result.rows["tokens"]):
            yield Fault("lost", f"conllu: {words} of {len(result.rows['tokens'])} words")
        return
    if form in (".xmi", ".xmi.zip"):
        (curated,) = read_xmi(path)
        if len(curated.stances) > len(result.rows["stances"]):
            yield Fault("lost", "xmi: more stances than there are")
        return
    if form == ".qdpx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                if name.endswith(".qde"):
                    ET.fromstring(packed.read(name))
        return
    ET.fromstring(data)
