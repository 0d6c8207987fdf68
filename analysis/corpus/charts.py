"""Charts over time: measures of a corpus period by period, and small multiples of groups.

They take the tables of `compare`, and give axes; the numbers that they draw are their input. The chart of outlets is
in `outlets`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..charts import style
from ..charts.style import (
    Lang,
    axes,
    bare,
    colour,
    head,
    label,
    number,
    pick,
    say_empty,
    shorten,
    write_plainly,
)
from ..errors import CorpusError
from ..legible import legible_line
from .units import NAME, PARTS, pole_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINES: Final = ("-", "--", ":", "-.")
_MAX_LINES: Final = 6


def plot_over_time(
    series: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    title: str | None = None,
    ylabel: str | None = None,
    caption: bool = True,
) -> Axes:
    """Draw a measure over time: a line and a band of its 95 % interval a unit; periods without a value are gaps.

    Parameters
    ----------
    series : pandas.DataFrame
        What `measure_over_time` gives, of one group.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    lang : {"de", "en"}
        Language of the labels.
    title, ylabel : str, optional
        What is drawn, and its unit.
    caption : bool
        Whether to write how many documents there are.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CorpusError
        If the table holds several groups, or more units than lines can be told apart.
    """
    title = title or pick(lang, "Bewertung im Zeitverlauf", "Stance over time")
    ax = axes(ax, (7.2, 3.6))
    _one_group(series)
    known = series.dropna(subset=["value"])
    if known.empty:
        return say_empty(ax, title, pick(lang, "In keinem Zeitraum ein Wert.", "No period has a value."))
    units = list(dict.fromkeys(known["unit"]))
    if len(units) > _MAX_LINES:
        raise CorpusError(f"{len(units)} lines cannot be told apart; choose up to {_MAX_LINES} with units=[...].")
    _zero(ax, known)
    ends = []
    for index, unit in enumerate(units):
        own = _with_gaps(series[series["unit"] == unit])
        shade, pole = colour(pole_of(unit), default=(style.INK, style.GREY)[index % 2]), pole_of(unit)
        ax.fill_between(own["period"], own["low"], own["high"], color=shade, alpha=0.16, linewidth=0)
        ax.plot(
            own["period"], own["value"], color=shade, linestyle=_LINES[index % 4], linewidth=1.6,
            marker=style.MARKERS.get(pole, "."), markersize=4.5,
        )  # fmt: skip
        last = own.dropna(subset=["value"]).iloc[-1]
        ends.append((float(last["value"]), last["period"], unit, shade))
    _label_ends(ax, ends, lang)
    bare(ax, "bottom", "left")
    ax.set_ylabel(legible_line(ylabel or ""), fontsize=style.TEXT_SIZE)
    _date_axis(ax, lang)
    if caption:
        head(ax, legible_line(title), _caption(known, lang))
    write_plainly(ax)
    return ax


def plot_mentions_over_time(
    series: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "de", caption: bool = True
) -> Axes:
    """Draw how often countries are named, period by period.

    Parameters
    ----------
    series : pandas.DataFrame
        ``measure_over_time(corpus, "mentions", units=[...])``.
    ax, lang, caption
        As for `plot_over_time`.
    """
    return plot_over_time(
        series,
        ax=ax,
        lang=lang,
        title=pick(lang, "Wie oft werden Länder genannt?", "How often are countries named?"),
        ylabel=pick(lang, "je 1.000 Wörter", "per 1,000 tokens"),
        caption=caption,
    )


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

    groups = sorted(series.dropna(subset=["value"])["group"].unique().tolist(), key=str)
    if not groups:
        raise CorpusError("No group has a value in any period; measure more documents or longer periods.")
    rows = -(-len(groups) // columns)
    figure = Figure(figsize=(2.5 * min(columns, len(groups)) + 0.6, 2.0 * rows + 0.7), layout="constrained")
    FigureCanvasAgg(figure)
    grid = figure.subplots(rows, min(columns, len(groups)), sharex=True, sharey=True, squeeze=False).ravel()
    for ax, group in zip(grid, groups, strict=False):
        for _, other in series[series["group"] != group].groupby(["group", "unit"]):
            other = _with_gaps(other)
            ax.plot(other["period"], other["value"], color=style.PALE, linewidth=0.9, zorder=0)
        own = series[series["group"] == group]
        plot_over_time(own, ax=ax, lang=lang, title="", ylabel="", caption=False)
        documents = number(float(own.groupby("period")["n_documents"].max().sum()), lang)
        name = shorten(legible_line(str(group)), NAME)
        ax.set_title(f"{name} (n = {documents})", loc="left", fontsize=style.TEXT_SIZE, color=style.INK)
    for ax in grid[len(groups) :]:
        ax.set_axis_off()
    title = legible_line(title or pick(lang, "Bewertung im Zeitverlauf", "Stance over time"))
    figure.suptitle(title, x=0.01, ha="left", weight="bold")
    figure.supylabel(legible_line(ylabel or ""), fontsize=style.TEXT_SIZE)
    write_plainly(figure)
    return figure


def _one_group(series: pd.DataFrame) -> None:
    groups = series["group"].unique().tolist() if "group" in series else []
    if len(groups) > 1:
        listed = ", ".join(map(str, groups[:5]))
        raise CorpusError(f"These are {len(groups)} groups ({listed}): draw them with small_multiples, or choose one.")


def _zero(ax: Axes, known: pd.DataFrame) -> None:
    if float(known["value"].min()) < 0:
        ax.axhline(0, color=style.GREY, linewidth=0.8, zorder=0)


def _with_gaps(own: pd.DataFrame) -> pd.DataFrame:
    """Put empty rows where periods are missing, so that no line bridges what is unknown."""
    import pandas as pd

    own = own.sort_values("period").astype({"value": float, "low": float, "high": float})
    periods = own["period"].sort_values().unique()
    steps = pd.Series(periods).diff().dropna()
    if steps.empty:
        return own
    usual = steps.min()
    holes = [
        periods[index] + usual
        for index, step in enumerate(steps)
        if step > usual * 1.2  # months differ by three days
    ]
    gaps = pd.DataFrame({"period": pd.Series(holes, dtype=own["period"].dtype)})
    return pd.concat([own, gaps], ignore_index=True).sort_values("period") if holes else own


def _label_ends(ax: Axes, ends: list[tuple[float, Any, str, str]], lang: Lang) -> None:
    """Name each line at its end, one above the other where they would overlap."""
    low, high = ax.get_ylim()
    room = (high - low) * 0.07
    at = low - room
    for value, period, unit, shade in sorted(ends, key=lambda end: (end[0], end[2])):
        at = max(value, at + room)
        name = " → ".join(label(code, lang) for code in PARTS.split(str(unit)))
        ax.annotate(
            name, (period, at), xytext=(7, 0), textcoords="offset points", va="center", fontsize=style.SMALL_SIZE,
            color=shade, annotation_clip=False,
        )  # fmt: skip


_MONTHS: Final = {
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip


def _date_axis(ax: Axes, lang: Lang) -> None:
    """Write months and numbers in the language of the chart, whatever the locale of the computer."""
    import matplotlib.dates as dates_module
    from matplotlib.ticker import FuncFormatter

    dates: Any = dates_module
    locator = dates.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)

    def write(value: float, position: int | None = None) -> str:
        day = dates.num2date(value)
        ticks = ax.get_xticks()
        steps = [b - a for a, b in pairwise(ticks)]
        if steps and min(steps) > 360:
            return str(day.year)
        month = _MONTHS[lang][day.month - 1]
        first = position == 0 or day.month == 1
        if not steps or min(steps) >= 27:
            return f"{month}\n{day.year}" if first else month
        return f"{day.day}. {month}" if lang == "de" else f"{day.day} {month}"

    ax.xaxis.set_major_formatter(FuncFormatter(write))
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:g}".replace(".", "," if lang == "de" else "."))
    )
    ax.tick_params(axis="both", labelsize=style.SMALL_SIZE)


def _caption(known: pd.DataFrame, lang: Lang) -> str:
    documents = number(float(known.groupby("period")["n_documents"].max().sum()), lang)
    return pick(
        lang,
        f"n = {documents} Dokumente; Band: 95-%-Intervall (Bootstrap über Dokumente), Lücke: unbekannt",
        f"n = {documents} documents; band: 95 % interval (bootstrap over documents), gap: unknown",
    )
