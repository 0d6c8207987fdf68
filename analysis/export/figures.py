"""Charts as files: PNG, SVG and PDF, each with its alternative text and the numbers behind it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ..charts import CHARTS, ESSENTIAL, Lang, Source, saving
from ..errors import ExportError
from ..framing import DEFAULT, Perspective
from .formats import csv_bytes

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("png", "svg", "pdf")
# What takes longer than the others to draw, by about how many times.
_COST: Final = {"sheet": 4, "position": 2}
Charts: TypeAlias = Literal["essential", "all"] | Sequence[str]


class DrawnChart(NamedTuple):
    """A chart as files.

    Attributes
    ----------
    files : dict of str to bytes
        By suffix: the pictures, ``txt`` (alternative text) and ``csv`` (numbers).
    numbers : pandas.DataFrame
        The numbers behind it.
    """

    files: dict[str, bytes]
    numbers: pd.DataFrame


Drawn: TypeAlias = dict[str, DrawnChart]


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
    for name, chart in drawn.items():
        for suffix, data in chart.files.items():
            written.append(folder / f"{name}.{suffix}")
            written[-1].write_bytes(data)
    return written


def draw_figures(
    tables: Mapping[str, pd.DataFrame],
    *,
    lang: Lang = "de",
    perspective: Perspective = DEFAULT,
    formats: Sequence[str] = FORMATS,
    charts: Charts = "all",
    pool: Executor | None = None,
) -> Drawn:
    """Return charts as files; each is drawn once, whatever the number of formats.

    Parameters
    ----------
    tables, lang, perspective, formats
        As for `save_figures`.
    charts : {"all", "essential"} or sequence of str
        All, those that one article asks for first, or names in `analysis.charts.CHARTS`.
    pool : concurrent.futures.Executor, optional
        Processes to draw in, from `painters`; by default this one.

    Returns
    -------
    dict of str to DrawnChart
        By name of the chart.

    Raises
    ------
    ExportError
        If a format or a chart is unknown.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise ExportError(f"There is no format {unknown[0]!r} for charts. Formats are: {', '.join(FORMATS)}.")
    names = _names(charts)
    paint = partial(_draw, tables=tables, lang=lang, perspective=perspective, formats=formats)
    # Each process takes one part, so that the tables travel once and what charts share is computed once.
    parts = _halves(names) if pool else [names]
    done = {name: chart for part in (pool.map if pool else map)(paint, parts) for name, chart in part.items()}
    return {name: done[name] for name in names}


def _halves(names: Sequence[str]) -> list[list[str]]:
    """Return two parts that take about the same time; the sheet stands with the position, which it shows too."""
    order = sorted(names, key=lambda name: -_COST.get(name, 1))
    spent = list(accumulate(_COST.get(name, 1) for name in order))
    parts = [name for name, cost in zip(order, spent, strict=True) if cost <= spent[-1] / 2]
    return [part for part in (parts, [name for name in order if name not in parts]) if part]


def _names(charts: Charts) -> tuple[str, ...]:
    if isinstance(charts, str):
        known = {"all": tuple(CHARTS), "essential": tuple(name for name in ESSENTIAL if name in CHARTS)}
        if charts in known:
            return known[charts]
        raise ExportError(f"There is no choice {charts!r} of charts: say 'essential', 'all', or a list of names.")
    strange = [name for name in charts if name not in CHARTS]
    if strange:
        raise ExportError(f"There is no chart {strange[0]!r}. Charts are: {', '.join(CHARTS)}.")
    return tuple(dict.fromkeys(charts))


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
    load_drawing()


def load_drawing() -> None:
    """Import what charts are drawn with, which takes a second, while another process still reads the text."""
    import matplotlib.backends.backend_pdf
    import matplotlib.backends.backend_svg
    import mpltern
    import pandas as pd

    from ..charts import recording

    del matplotlib, mpltern, pd, recording


def _draw(
    names: Sequence[str],
    *,
    tables: Mapping[str, pd.DataFrame],
    lang: Lang,
    perspective: Perspective,
    formats: Sequence[str],
) -> Drawn:
    from ..charts.recording import render

    source = Source(tables, perspective)
    drawn: Drawn = {}
    for name in names:
        chart = CHARTS[name].chart(source)
        with saving():
            files = render(chart.figure(lang), formats)
        files["txt"] = f"{chart.describe(lang)}\n".encode()
        files["csv"] = csv_bytes(chart.data)
        drawn[name] = DrawnChart(files, chart.data)
    return drawn
