"""What a reader takes away: a chart with its numbers, caption and citation, or everything, as one ZIP file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Final, NamedTuple, cast

from ..charts import CHARTS, saving
from ..errors import ExportError
from ..export import build_manifest, citation, csv_bytes, workbook_bytes
from ..export.archive import zip_bytes
from ..export.figures import Drawn, DrawnChart
from ..export.report import report_bytes
from .concordance import concordance
from .documents import document_of, own_tables
from .evidence import evidence_table, table_of
from .explain import verdicts
from .figures import caption, chart_of
from .state import Explorer
from .words import say

FORMATS: Final = ("png", "svg", "pdf")
# A report of each of more texts than these would take minutes; then there is one of the text on show.
MOST_REPORTS: Final = 20
# A report whose charts have to be drawn takes about as long as so many charts.
_REPORT_COST: Final = 4


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


class Step(NamedTuple):
    """How far packing has come: the share that is done, and what comes next, as a key of the labels."""

    share: float
    what: str


def pack_all(explorer: Explorer, *, watch: Callable[[Step], None] | None = None) -> tuple[str, bytes]:
    """Pack everything that the app promises, in one go.

    Parameters
    ----------
    explorer : Explorer
        Its filters hold for tables and charts; reports show whole texts.
    watch : callable, optional
        Called before each step.

    Returns
    -------
    tuple of (str, bytes)
        Name of the file, and a ZIP with ``report.html`` (of several texts ``reports/``), ``tables.xlsx``, ``tables/``,
        ``charts/`` (PNG, SVG, PDF, numbers, caption), ``concordance.csv`` of the word that is looked for,
        ``verdicts.csv`` where the reader has judged or written on rows, and the citation.
    """
    packing = pack_steps(explorer)
    while True:
        try:
            step = next(packing)
        except StopIteration as end:
            return cast("tuple[str, bytes]", end.value)
        if watch is not None:
            watch(step)


def pack_steps(explorer: Explorer) -> Generator[Step, None, tuple[str, bytes]]:
    """Do what `pack_all` does, step by step, so that a page can show how far it is; the result is what it returns."""
    documents = (
        list(explorer.texts)[:MOST_REPORTS] if len(explorer.texts) <= MOST_REPORTS else [explorer.choice.document]
    )
    total = len(CHARTS) + 3 + len(documents) * _REPORT_COST
    done = 0
    yield Step(0.0, "export.tables")
    members = [(f"tables/{name}.csv", csv_bytes(data)) for name, data in explorer.tables.items()]
    members.extend(_own_words(explorer))
    done += 1
    yield Step(done / total, "export.workbook")
    members.append(("tables.xlsx", workbook_bytes(explorer.tables)))
    done += 1
    drawn: Drawn = {}
    for name in CHARTS:
        yield Step(done / total, f"chart.{name}")
        drawn[name] = _drawn(explorer, name)
        members.extend((f"charts/{file}", data) for file, data in _chart_files(explorer, name, drawn[name]))
        done += 1
    for doc_id in documents:
        yield Step(done / total, "export.report")
        same = len(explorer.texts) == 1 and not explorer.choice.filtered
        file = "report.html" if len(explorer.texts) == 1 else f"reports/{_file_name(doc_id)}.html"
        members.append((file, _report(explorer, doc_id, drawn if same else None)))
        done += _REPORT_COST
    yield Step(done / total, "export.pack")
    members.append(("citation.txt", f"{citation()}\n".encode()))
    return f"{_stem(explorer)}.zip", zip_bytes(members)


def _own_words(explorer: Explorer) -> Iterator[tuple[str, bytes]]:
    """Yield what the reader has asked and said: the concordance, verdicts and memos."""
    import pandas as pd

    if explorer.choice.word.strip():
        yield "concordance.csv", concordance_bytes(explorer)
    said = []
    for key, verdict, memo in verdicts(explorer):
        passages = evidence_table(explorer, [key])["passage"]
        said.append((key.doc_id, table_of(key.row_id), key.row_id, " … ".join(passages), verdict, memo))
    if said:
        columns = ["doc_id", "table", "row_id", "passage", "verdict", "memo"]
        yield "verdicts.csv", csv_bytes(pd.DataFrame(said, columns=columns))


def concordance_bytes(explorer: Explorer) -> bytes:
    """Return the concordance of the word that is looked for, as CSV.

    Raises
    ------
    MittellageError
        If the word holds no letter or digit.
    """
    return csv_bytes(concordance(explorer))


def _report(explorer: Explorer, doc_id: str, drawn: Drawn | None) -> bytes:
    document = document_of(explorer, doc_id)
    return report_bytes(
        own_tables(explorer, doc_id),
        document,
        lang=explorer.choice.lang,
        perspective=explorer.perspective,
        drawn=drawn,
        manifest=build_manifest(document, options=explorer.made_with),
    )


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


def _drawn(explorer: Explorer, name: str) -> DrawnChart:
    from ..charts.recording import render

    lang = explorer.choice.lang
    chart = chart_of(explorer, name)
    with saving():
        files = render(chart.figure(lang), FORMATS)
    files["txt"] = f"{chart.describe(lang)}\n".encode()
    files["csv"] = csv_bytes(chart.data)
    return DrawnChart(files, chart.data)


def _chart_files(explorer: Explorer, name: str, drawn: DrawnChart | None = None) -> Iterator[tuple[str, bytes]]:
    drawn = drawn or _drawn(explorer, name)
    alt = drawn.files["txt"].decode().strip()
    for form, data in drawn.files.items():
        words = f"{caption(explorer, name)}\n\n{say('export.alt', explorer.choice.lang)}: {alt}\n"
        yield f"{name}.{form}", words.encode() if form == "txt" else data


def _stem(explorer: Explorer) -> str:
    return "mittellage-" + (_file_name(explorer.choice.document) if len(explorer.texts) == 1 else "corpus")


def _file_name(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name).strip("_")[:60] or "text"
