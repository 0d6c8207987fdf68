"""Charts as files: PNG, SVG and PDF, each with its alternative text and the numbers behind it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..charts import CHARTS, METADATA, Chart, Lang, saving
from ..errors import ExportError
from ..framing import DEFAULT, Perspective
from .formats import csv_bytes

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("png", "svg", "pdf")
Drawn: TypeAlias = dict[str, dict[str, bytes]]


def save_figures(
    tables: Mapping[str, pd.DataFrame],
    directory: str | Path,
    *,
    lang: Lang = "de",
    perspective: Perspective = DEFAULT,
    formats: Sequence[str] = FORMATS,
) -> list[Path]:
    """Save every chart: 300 dpi PNG, SVG, PDF with its fonts, alternative text, and the numbers behind it as CSV.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of one document.
    directory : str or path
        Folder to write into; made if it is missing.
    lang : {"de", "en"}
        Language of the labels.
    perspective : Perspective
        Whose position is asked for, and between whom.
    formats : sequence of {"png", "svg", "pdf"}
        Formats of the pictures.

    Returns
    -------
    list of pathlib.Path
        The files, the same bytes on every run.

    Raises
    ------
    ExportError
        If a format is unknown.
    """
    drawn = draw_figures(tables, lang=lang, perspective=perspective, formats=formats)
    return write_figures(drawn, directory)


def write_figures(drawn: Drawn, directory: str | Path) -> list[Path]:
    """Write what `draw_figures` gives into a folder."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, files in drawn.items():
        for suffix, data in files.items():
            written.append(folder / f"{name}.{suffix}")
            written[-1].write_bytes(data)
    return written


def draw_figures(
    tables: Mapping[str, pd.DataFrame],
    *,
    lang: Lang = "de",
    perspective: Perspective = DEFAULT,
    formats: Sequence[str] = FORMATS,
) -> Drawn:
    """Draw every chart once.

    Returns
    -------
    dict of str to dict of str to bytes
        By chart and suffix: the pictures, ``txt`` (alternative text) and ``csv`` (numbers).

    Raises
    ------
    ExportError
        If a format is unknown.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise ExportError(f"There is no format {unknown[0]!r} for charts. Formats are: {', '.join(FORMATS)}.")
    return {name: dict(_files(chart, tables, lang, perspective, formats)) for name, chart in CHARTS.items()}


def _files(
    chart: Chart, tables: Mapping[str, pd.DataFrame], lang: Lang, perspective: Perspective, formats: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    with saving():
        figure = chart.figure(tables, lang=lang, perspective=perspective)
        for form in formats:
            sink = io.BytesIO()
            metadata: Mapping[str, Any] = METADATA[form]
            figure.savefig(sink, format=form, metadata=dict(metadata))
            figure.set_layout_engine("none")  # laid out once; the other formats keep the places
            yield form, sink.getvalue()
    yield "txt", (chart.alt(tables, lang=lang, perspective=perspective) + "\n").encode()
    yield "csv", csv_bytes(chart.numbers(tables, perspective=perspective))
