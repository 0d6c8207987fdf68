"""Small multiples: a chart over time for each group, all on the same axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..charts import style
from ..charts.room import text_width, wrap
from ..charts.style import Lang, number, pick, shorten, write_plainly
from ..errors import CorpusError
from ..legible import legible_line
from .charts import line_look, plot_over_time, unit_in_words, with_gaps
from .units import NAME

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# Width and height of a facet in inches, without its title.
_FACET: Final = (2.5, 1.75)


def small_multiples(
    series: pd.DataFrame,
    *,
    lang: Lang = "de",
    title: str | None = None,
    ylabel: str | None = None,
    columns: int = 3,
) -> Figure:
    """Draw one small chart over time for each group, all on the same axes, with the other groups in grey behind.

    Parameters
    ----------
    series : pandas.DataFrame
        What `measure_over_time` gives with ``by``.
    lang, title, ylabel
        As for `plot_over_time`.
    columns : int
        Charts in a row.

    Returns
    -------
    matplotlib.figure.Figure
        Groups in alphabetical order.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    groups = sorted(series.dropna(subset=["value"])["group"].unique().tolist(), key=str)
    if not groups:
        raise CorpusError("No group has a value in any period; measure more documents or longer periods.")
    rows = -(-len(groups) // columns)
    columns = min(columns, len(groups))
    names = [shorten(legible_line(str(group)), NAME) for group in groups]
    titles = [_title(name, series[series["group"] == group], lang) for name, group in zip(names, groups, strict=True)]
    tall = max(title.count("\n") for title in titles)
    layout = ConstrainedLayoutEngine(w_pad=8 / 72)  # else the last date of a facet meets the first of the next
    figure = Figure(figsize=(_FACET[0] * columns + 0.6, (_FACET[1] + 0.17 * tall) * rows + 1.1), layout=layout)
    FigureCanvasAgg(figure)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for ax, group, name in zip(grid, groups, titles, strict=False):
        for _, other in series[series["group"] != group].groupby(["group", "unit"]):
            other = with_gaps(other)
            ax.plot(other["period"], other["value"], color=style.PALE, linewidth=0.9, zorder=0)
        own = series[series["group"] == group]
        plot_over_time(own, ax=ax, lang=lang, title="", ylabel="", caption=False, names=False)
        ax.set_title(name, loc="left", fontsize=style.SMALL_SIZE, color=style.INK)
    for ax in grid[len(groups) :]:
        ax.set_axis_off()
    title = legible_line(title or pick(lang, "Bewertung im Zeitverlauf", "Stance over time"))
    across = figure.get_figwidth() * 72 - 12
    figure.suptitle(wrap(title, style.TITLE_SIZE, across, bold=True), x=0.01, ha="left", weight="bold")
    up = rows * _FACET[1] * 72 - 40
    figure.supylabel(wrap(legible_line(ylabel or ""), style.TEXT_SIZE, up), fontsize=style.TEXT_SIZE)
    _write_key(figure, series.dropna(subset=["value"]), across, lang)
    write_plainly(figure)
    return figure


def _title(name: str, own: pd.DataFrame, lang: Lang) -> str:
    documents = number(float(own.groupby("period")["n_documents"].max().sum()), lang)
    return wrap(f"{name} (n\u00a0=\u00a0{documents})", style.SMALL_SIZE, _FACET[0] * 72 - 22)


def _write_key(figure: Figure, known: pd.DataFrame, across: float, lang: Lang) -> None:
    """Write under the facets which line is whose, once for all of them, and what is grey."""
    from matplotlib.lines import Line2D

    # Within one group units come in the order of its rows, which is that of all groups.
    units = list(dict.fromkeys(known["unit"]))
    names = [unit_in_words(unit, lang) for unit in units]
    looks = [line_look(unit, index) for index, unit in enumerate(units)]
    lines = [Line2D([], [], label=name, **look) for name, look in zip(names, looks, strict=True)]
    words = pick(
        lang,
        "Band: 95-%-Intervall, hell: die anderen, hohl: unter 3 Texten, Lücke: unbekannt",
        "Band: 95% interval, pale: the others, hollow: fewer than 3 documents, gap: unknown",
    )
    longest = max(text_width(name, style.SMALL_SIZE) for name in names) + 45
    figure.legend(
        handles=lines,
        loc="outside lower left",
        ncols=max(1, min(len(lines), int(across / longest))),
        frameon=False,
        fontsize=style.SMALL_SIZE,
        title=wrap(words, style.SMALL_SIZE, across),
        title_fontsize=style.SMALL_SIZE,
        alignment="left",
    )
