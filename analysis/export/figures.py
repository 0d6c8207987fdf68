"""Charts as files: PNG, SVG and PDF, each with its alternative text and the numbers behind it."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..charts import CHARTS, METADATA, Lang, saving
from ..errors import ExportError
from ..framing import DEFAULT, Perspective
from .formats import csv_bytes

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("png", "svg", "pdf")
# What one article asks for first; the others look closer at what these show.
ESSENTIAL: Final = ("mentions", "dispersion", "voice", "stance_matrix", "stance_timeline", "position")
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
    charts: Sequence[str] | None = None,
    pool: Executor | None = None,
) -> Drawn:
    """Draw charts, each once.

    Parameters
    ----------
    tables, lang, perspective, formats
        As for `save_figures`.
    charts : sequence of str, optional
        Names in `analysis.charts.CHARTS`; by default all.
    pool : concurrent.futures.Executor, optional
        Processes to draw in, from `painters`; by default this one.

    Returns
    -------
    dict of str to dict of str to bytes
        By chart and suffix: the pictures, ``txt`` (alternative text) and ``csv`` (numbers).

    Raises
    ------
    ExportError
        If a format or a chart is unknown.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise ExportError(f"There is no format {unknown[0]!r} for charts. Formats are: {', '.join(FORMATS)}.")
    strange = [name for name in charts or () if name not in CHARTS]
    if strange:
        raise ExportError(f"There is no chart {strange[0]!r}. Charts are: {', '.join(CHARTS)}.")
    paint = partial(_files, tables=tables, lang=lang, perspective=perspective, formats=formats)
    # The costly ones first, so that no process is left with one when the others are done.
    names = tuple(CHARTS) if charts is None else charts
    order = sorted(names, key=lambda name: name not in ("sheet", "position"))
    done = dict(zip(order, (pool.map if pool else map)(paint, order), strict=True))
    return {name: done[name] for name in names}


@contextmanager
def painters(workers: int | None = None) -> Iterator[Executor | None]:
    """Start processes that draw charts; they import what they need while this one still reads the text.

    Parameters
    ----------
    workers : int, optional
        How many; by default two, and none where there is only one processor.

    Yields
    ------
    concurrent.futures.Executor or None
        What `draw_figures` takes as ``pool``.
    """
    workers = min(2, os.cpu_count() or 1) if workers is None else workers
    if workers < 2:
        yield None
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare) as pool:
        for _ in range(workers):
            pool.submit(_prepare)  # a process starts with its first task
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells when to stop
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_pdf
    import matplotlib.backends.backend_svg
    import mpltern
    import pandas as pd

    del matplotlib, mpltern, pd


def _files(
    name: str, *, tables: Mapping[str, pd.DataFrame], lang: Lang, perspective: Perspective, formats: Sequence[str]
) -> dict[str, bytes]:
    chart = CHARTS[name]
    files: dict[str, bytes] = {}
    with saving():
        figure = chart.figure(tables, lang=lang, perspective=perspective)
        for form in formats:
            sink = io.BytesIO()
            more: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if form == "png" else {}
            figure.savefig(sink, format=form, metadata=dict(METADATA[form]), **more)
            figure.set_layout_engine("none")  # laid out once; the other formats keep the places
            files[form] = sink.getvalue()
    files["txt"] = (chart.alt(tables, lang=lang, perspective=perspective) + "\n").encode()
    files["csv"] = csv_bytes(chart.numbers(tables, perspective=perspective))
    return files
