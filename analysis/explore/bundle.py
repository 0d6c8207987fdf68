"""What a reader takes away: a chart with its numbers, caption and citation, or everything, as one ZIP file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..charts import CHARTS, saving
from ..errors import ExportError
from ..export import citation, csv_bytes
from ..export.archive import zip_bytes
from .evidence import evidence_table
from .figures import caption, tables_for
from .state import Explorer
from .words import say

FORMATS: Final = ("png", "svg", "pdf")


def pack_chart(explorer: Explorer, name: str) -> tuple[str, bytes]:
    """Pack a chart of what the filters keep.

    Returns
    -------
    tuple of (str, bytes)
        Name of the file, and a ZIP with the chart as PNG (300 dpi), SVG and PDF, its numbers as CSV, the rows that it
        counts, caption, alternative text and citation.

    Raises
    ------
    ExportError
        If there is no such chart.
    """
    if name not in CHARTS:
        raise ExportError(f"There is no chart {name!r}. Charts are: {', '.join(CHARTS)}.")
    members = [*_chart_files(explorer, name), ("citation.txt", f"{citation()}\n".encode())]
    if explorer.choice.evidence:
        members.append(("evidence.csv", csv_bytes(evidence_table(explorer))))
    return f"{_stem(explorer)}-{name}.zip", zip_bytes(members)


def pack_all(explorer: Explorer) -> tuple[str, bytes]:
    """Pack every table that the filters keep, and every chart.

    Returns
    -------
    tuple of (str, bytes)
        Name of the file, and a ZIP with ``tables/``, ``charts/`` and the citation.
    """
    members = [(f"tables/{name}.csv", csv_bytes(data)) for name, data in explorer.tables.items()]
    for name in CHARTS:
        members.extend((f"charts/{file}", data) for file, data in _chart_files(explorer, name))
    members.append(("citation.txt", f"{citation()}\n".encode()))
    return f"{_stem(explorer)}.zip", zip_bytes(members)


def write_chart(explorer: Explorer, name: str, folder: str | Path) -> Path:
    """Write a chart of what the filters keep into a folder, with its numbers, caption and citation.

    Returns
    -------
    pathlib.Path
        The folder ``<folder>/<name>``.

    Raises
    ------
    ExportError
        If there is no such chart, or the folder cannot be written.
    """
    _, data = pack_chart(explorer, name)
    target = Path(folder) / name
    try:
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(target)
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written ({error.strerror}); choose another folder.") from error
    return target


def _chart_files(explorer: Explorer, name: str) -> Iterator[tuple[str, bytes]]:
    from ..charts.recording import render

    lang = explorer.choice.lang
    chart = CHARTS[name].of(tables_for(explorer, name), perspective=explorer.perspective)
    with saving():
        files = render(chart.figure(lang), FORMATS)
    yield from ((f"{name}.{form}", data) for form, data in files.items())
    yield f"{name}.csv", csv_bytes(chart.data)
    alt = chart.describe(lang)
    yield f"{name}.txt", f"{caption(explorer, name)}\n\n{say('export.alt', lang)}: {alt}\n".encode()


def _stem(explorer: Explorer) -> str:
    name = explorer.choice.document if len(explorer.texts) == 1 else "corpus"
    return "mittellage-" + (re.sub(r"[^\w-]+", "_", name).strip("_")[:60] or "text")
