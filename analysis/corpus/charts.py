"""Charts of a corpus: measures over time, outlets between three poles, small multiples of groups.

They take the tables of `compare`, and give axes; the numbers that they draw are their input.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    records,
    say_empty,
    shorten,
    write_plainly,
)
from ..errors import CorpusError
from ..legible import legible_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINES: Final = ("-", "--", ":", "-.")
_MAX_LINES: Final = 6
# A longer name of a group leaves no room for what is drawn.
_NAME: Final = 40
# Half-width of a 95 % interval in standard deviations, and of a 95 % region in two dimensions.
_Z: Final = 1.96
_RADIUS: Final = 2.448
_FEW: Final = 3
# Units are countries (RU), dyads (KZ>RU), or a unit and a category (CENTRAL_ASIA:RU).
_PARTS: Final = re.compile("[:>]")


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
        shade, pole = colour(_pole(unit), default=(style.INK, style.GREY)[index % 2]), _pole(unit)
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
        title=pick(lang, "Welche Länder werden wie oft genannt?", "How often is each country named?"),
        ylabel=pick(lang, "je 1.000 Wörter", "per 1,000 words"),
        caption=caption,
    )


def plot_outlets(
    groups: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    poles: Sequence[str] = ("RU", "CN", "US"),
) -> Axes:
    """Place groups of documents, such as outlets, between three poles.

    Parameters
    ----------
    groups : pandas.DataFrame
        What `measure_groups` gives for an indicator of position (``position_combined`` with ``units`` such as
        ``CENTRAL_ASIA:RU``), or for ``attention`` with the poles as units.
    ax : mpltern.TernaryAxes, optional
        Where to draw, made with ``projection="ternary"``.
    lang : {"de", "en"}
        Language of the labels.
    poles : sequence of str
        Lower left, top, lower right.

    Returns
    -------
    matplotlib.axes.Axes
        A mark a group, its size grows with the number of documents; an ellipse is the 95 % region of its shares. A
        group of fewer than three documents is hollow and has none.
    """
    import mpltern  # noqa: F401 (registers the ternary projection)
    from matplotlib.transforms import ScaledTranslation

    title = pick(lang, "Wo stehen die Medien zwischen den Mächten?", "Where do outlets stand between the powers?")
    if len(poles) != 3:
        raise CorpusError(f"A triangle needs exactly three poles, not {len(poles)}: {', '.join(poles)}.")
    places = _places(groups, list(poles))
    if places.empty:
        sentence = pick(lang, "Keine Gruppe mit Werten für alle drei Pole.", "No group has values for all three poles.")
        return say_empty(axes(ax, (7.2, 2)), title, sentence)
    axis: Any = axes(ax, (7.2, 6.4), projection="ternary")
    for side in (axis.taxis, axis.laxis, axis.raxis):
        side.set_ticks([0.25, 0.5, 0.75])
        side.set_tick_params(length=0, labelcolor=(0, 0, 0, 0))
    axis.grid(color="#D8D8D8", linewidth=0.7)
    corners = ((-0.045, 1.09, -0.045, "top"), (1.06, -0.03, -0.03, "bottom"), (-0.045, -0.045, 1.09, "top"))
    for pole, (top, left, right, side) in zip(poles, corners, strict=True):
        axis.text(
            top, left, right, label(pole, lang), ha="center", va=side, fontsize=style.TEXT_SIZE + 1, fontweight="bold"
        )
    most = float(places["n_documents"].max())
    for row in records(places):
        _ellipse(axis, row)
        size = 30 + 90 * (row.n_documents / most) ** 0.5
        axis.scatter(
            row.share_1,
            row.share_0,
            row.share_2,
            s=size,
            zorder=5,
            clip_on=False,
            facecolor=style.INK if row.n_documents >= _FEW else "white",
            edgecolor="white" if row.n_documents >= _FEW else style.INK,
        )
        name = axis.text(
            row.share_1,
            row.share_0,
            row.share_2,
            shorten(legible_line(str(row.group)), _NAME),
            fontsize=style.SMALL_SIZE,
            color=style.INK,
            zorder=6,
        )
        name.set_transform(name.get_transform() + ScaledTranslation(7 / 72, 4 / 72, axis.figure.dpi_scale_trans))
    total = number(float(places["n_documents"].sum()), lang)
    head(
        axis,
        title,
        pick(
            lang,
            f"n = {total} Texte. Ellipsen: 95-%-Bereiche (Bootstrap über Texte), erst ab drei Texten.",
            f"n = {total} documents. Ellipses: 95% regions (bootstrap over documents), from three documents on.",
        ),
        lift=36,
    )
    write_plainly(axis)
    return axis  # type: ignore[no-any-return]


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
        name = shorten(legible_line(str(group)), _NAME)
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


def _pole(unit: str) -> str:
    """Give the country that colours a unit: the target of a dyad, the pole of a position."""
    return _PARTS.split(str(unit))[-1]


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
        name = " → ".join(label(code, lang) for code in _PARTS.split(str(unit)))
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
        f"n = {documents} Texte; Band: 95-%-Intervall (Bootstrap über Texte), Lücke: unbekannt",
        f"n = {documents} documents; band: 95 % interval (bootstrap over documents), gap: unknown",
    )


def _places(groups: pd.DataFrame, poles: list[str]) -> pd.DataFrame:
    """Give each group its three shares, which sum to one, and their intervals."""
    import pandas as pd

    known = groups.dropna(subset=["value"]).assign(
        pole=[_pole(unit) for unit in groups.dropna(subset=["value"])["unit"]]
    )
    rows = []
    for group, own in known[known["pole"].isin(poles)].groupby("group", sort=True):
        cells = {row.pole: row for row in records(own)}
        total = sum(float(cells[pole].value) for pole in poles if pole in cells)
        if len(cells) < 3 or total <= 0:
            continue
        data: dict[str, Any] = {"group": group, "n_documents": int(own["n_documents"].max())}
        for index, pole in enumerate(poles):
            cell = cells[pole]
            for name in ("value", "low", "high"):
                value = getattr(cell, name)
                column = "share" if name == "value" else name
                data[f"{column}_{index}"] = None if pd.isna(value) else float(value) / total
        rows.append(data)
    return pd.DataFrame(rows)


def _ellipse(axis: Any, row: Any) -> None:
    """Draw the region that holds the three shares with 95 % probability.

    Shares sum to one, so their variances give their covariances: cov(a, b) = (var c - var a - var b) / 2.
    """
    import numpy as np

    shares = np.array([row.share_0, row.share_1, row.share_2], dtype=float)
    bounds = np.array(
        [[getattr(row, f"{side}_{index}") for side in ("low", "high")] for index in range(3)], dtype=float
    )
    if np.isnan(bounds).any():
        return
    variances = ((bounds[:, 1] - bounds[:, 0]) / (2 * _Z)) ** 2
    covariance = np.diag(variances)
    for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        covariance[a, b] = covariance[b, a] = (variances[c] - variances[a] - variances[b]) / 2
    values, vectors = np.linalg.eigh(covariance)
    angles = np.linspace(0, 2 * np.pi, 73)
    # The smallest of the three is the direction in which the sum would change, and is none.
    axes_ = [vectors[:, index] * max(float(values[index]), 0.0) ** 0.5 * _RADIUS for index in (1, 2)]
    edge = shares + np.outer(np.cos(angles), axes_[0]) + np.outer(np.sin(angles), axes_[1])
    edge = np.clip(edge, 0, None)
    first, second, third = (edge / edge.sum(axis=1, keepdims=True)).T
    axis.fill(second, first, third, color=style.GREY, alpha=0.18, linewidth=0)
    axis.plot(second, first, third, color=style.GREY, linewidth=0.9)
