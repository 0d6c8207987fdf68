"""Everything of one document in one folder: tables, charts, report, text, manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .. import tables as contract
from ..charts import Lang
from ..charts.source import perspective_for
from ..errors import ExportError
from ..reading import Document
from .figures import FORMATS as PICTURES
from .figures import Charts, draw_figures, write_figures
from .folder import MANIFEST, whole_folder
from .formats import csv_bytes, parquet_bytes
from .latex import latex_bytes
from .manifest import build_manifest, hash_files, manifest_bytes
from .report import report_bytes
from .workbook import workbook_bytes

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("csv", "parquet", "xlsx", "latex")


def save_results(
    tables: Mapping[str, pd.DataFrame],
    document: Document,
    directory: str | Path,
    *,
    formats: Sequence[str] = ("csv",),
    options: Any = None,
    lang: Lang = "de",
    created: str | None = None,
    charts: Charts = "all",
    pictures: Sequence[str] | None = None,
    pool: Executor | None = None,
) -> Path:
    """Save everything that was found in a document.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of one document.
    document : Document
        Where they come from.
    directory : str or path
        Folder to write: ``report.html``, ``text.txt``, ``tables/``, ``charts/`` and ``manifest.json``. It appears whole
        or not at all; earlier results of ours are replaced, anything else is left alone.
    formats : sequence of {"csv", "parquet", "xlsx", "latex"}
        Formats of the tables.
    options : Options, optional
        Options of the analysis; gives the perspective of charts and report.
    lang : {"de", "en"}
        Language of charts and report.
    created : str, optional
        A time to note in the manifest; by default none, so that the same work gives the same bytes.
    charts : {"all", "essential"} or sequence of str
        All, those that one article asks for first, or names in `analysis.charts.CHARTS`.
    pictures : sequence of {"png", "svg", "pdf"}, optional
        Formats of the charts; the report needs ``svg``. By default PNG and SVG of the essential charts, else all.
    pool : concurrent.futures.Executor, optional
        Processes to draw the charts in, from `painters`; by default this one.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    ExportError
        If the folder holds something else or cannot be written, or a format is unknown.
    """
    perspective = perspective_for(document, options)
    _known(formats)
    if pictures is None:
        pictures = ("png", "svg") if charts == "essential" else PICTURES
    with whole_folder(directory) as draft:
        save_tables(tables, draft / "tables", formats=formats)
        drawn = draw_figures(tables, lang=lang, perspective=perspective, formats=pictures, charts=charts, pool=pool)
        write_figures(drawn, draft / "charts")
        (draft / "text.txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
        manifest = build_manifest(document, options=options, created=created)
        report = report_bytes(tables, document, lang=lang, perspective=perspective, drawn=drawn, manifest=manifest)
        (draft / "report.html").write_bytes(report)
        manifest["files"] = hash_files(draft)
        (draft / MANIFEST).write_bytes(manifest_bytes(manifest))
    return Path(directory)


def save_tables(
    tables: Mapping[str, pd.DataFrame], directory: str | Path, *, formats: Sequence[str] = ("csv",)
) -> list[Path]:
    """Save tables of the contract, one file a table and format; XLSX is one workbook with a sheet each.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables by name.
    directory : str or path
        Folder to write into; made if it is missing.
    formats : sequence of {"csv", "parquet", "xlsx", "latex"}
        See `csv_bytes`, `parquet_bytes`, `workbook_bytes` and `latex_bytes`.

    Returns
    -------
    list of pathlib.Path
        The files, the same bytes on every run.

    Raises
    ------
    ExportError
        If a format is unknown, or a table too long for a sheet.
    TableError
        If a table is not of the contract.
    """
    _known(formats)
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    ordered = {name: tables[name] for name in (*contract.ROWS, *contract.BY_HAND) if name in tables}
    for name in tables:
        contract.describe(name)
    files: dict[str, bytes] = {}
    for name, data in ordered.items():
        if "csv" in formats:
            files[f"{name}.csv"] = csv_bytes(data)
        if "parquet" in formats:
            files[f"{name}.parquet"] = parquet_bytes(name, data)
        if "latex" in formats:
            files[f"{name}.tex"] = latex_bytes(name, data)
    if "xlsx" in formats:
        files["tables.xlsx"] = workbook_bytes(ordered)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in files]


def _known(formats: Sequence[str]) -> None:
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise ExportError(f"There is no format {unknown[0]!r} for tables. Formats are: {', '.join(FORMATS)}.")
