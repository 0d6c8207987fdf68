"""Charts of a corpus: measures over time, a line for each unit.

They take the tables of `compare`, and give axes; the numbers that they draw are their input.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ..charts import style
from ..charts.ink import ink_of
from ..charts.room import LEADING, cell, laid_out, room
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
    write_plainly,
)
from ..errors import CorpusError
from ..legible import legible_line
from .units import PARTS, pole_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LINES: Final = ("-", "--", ":", "-.")
_MAX_LINES: Final = 6
# Room that the date of a tick needs, in points, and the widest number at an axis.
_TICK: Final = 40.0
_WIDEST: Final = "−0,00"


def plot_over_time(
    series: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    title: str | None = None,
    ylabel: str | None = None,
    caption: bool = True,
    names: bool = True,
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
    names : bool
        Whether to name each line at its end.

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
        own = with_gaps(series[series["unit"] == unit])
        look = line_look(unit, index)
        ax.fill_between(own["period"], own["low"], own["high"], color=look["color"], alpha=0.16, linewidth=0)
        ax.plot(own["period"], own["value"], **look)
        few = own[(own["n_documents"] < style.FEW).fillna(value=False)]
        if len(few):
            ax.plot(few["period"], few["value"], **look | {"linestyle": "none", "markerfacecolor": "white"})
        ends.append((float(own["value"].dropna().iloc[-1]), unit, look["color"]))
    if names:
        _label_ends(ax, ends, known["period"].max(), lang)
    bare(ax, "bottom", "left")
    ax.set_ylabel(legible_line(ylabel or ""), fontsize=style.TEXT_SIZE)
    _date_axis(ax, known["period"], lang)
    if caption:
        head(ax, legible_line(title), _caption(known, lang), beside=[_WIDEST])
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


def line_look(unit: str, index: int) -> dict[str, Any]:
    """Give colour, style and marker of the line of a unit."""
    pole = pole_of(unit)
    return {
        "color": colour(pole, default=(style.INK, style.GREY)[index % 2]),
        "linestyle": _LINES[index % 4],
        "linewidth": 1.6,
        "marker": style.MARKERS.get(pole, "."),
        "markersize": 4.5,
    }


def _one_group(series: pd.DataFrame) -> None:
    groups = series["group"].unique().tolist() if "group" in series else []
    if len(groups) > 1:
        listed = ", ".join(map(str, groups[:5]))
        raise CorpusError(f"These are {len(groups)} groups ({listed}): draw them with small_multiples, or choose one.")


def _zero(ax: Axes, known: pd.DataFrame) -> None:
    if float(known["value"].min()) < 0:
        ax.axhline(0, color=style.GREY, linewidth=0.8, zorder=0)


def with_gaps(own: pd.DataFrame) -> pd.DataFrame:
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


def _label_ends(ax: Axes, ends: list[tuple[float, str, str]], last: Any, lang: Lang) -> None:
    """Name each line at the right of the last period, one above the other where they would overlap."""
    low, high = ax.get_ylim()
    height = cell(ax)[1] * (0.6 if laid_out(ax) else 1.0)
    step = (high - low) * style.SMALL_SIZE * LEADING / height
    ends = sorted(ends)
    places: list[float] = []
    for value, _, _ in ends:
        places.append(max(value, places[-1] + step) if places else value)
    ceiling = max(high, low + step * len(ends))
    for index in reversed(range(len(places))):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - step
    for at, (_, unit, shade) in zip(places, ends, strict=True):
        ax.annotate(
            unit_in_words(unit, lang), (last, at), xytext=(7, 0), textcoords="offset points", va="center",
            fontsize=style.SMALL_SIZE, color=ink_of(shade), annotation_clip=False,
        )  # fmt: skip


def unit_in_words(unit: str, lang: Lang) -> str:
    """Return the name of a country, dyad or position."""
    return " → ".join(label(code, lang) for code in PARTS.split(str(unit)))


_MONTHS: Final = {
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip


def _date_axis(ax: Axes, periods: pd.Series[Any], lang: Lang) -> None:
    """Write months and numbers in the language of the chart, whatever the locale of the computer."""
    import matplotlib.dates as dates_module
    from matplotlib.ticker import FixedLocator, FuncFormatter

    dates: Any = dates_module
    most = max(3, min(8, int(room(ax, beside=[_WIDEST]) / _TICK)))
    if periods.min() == periods.max():  # a single point would stand among the years around it
        day = dates.date2num(periods.iloc[0])
        ax.set_xlim(day - 20, day + 20)
        ax.xaxis.set_major_locator(FixedLocator([day]))
    else:
        ax.xaxis.set_major_locator(dates.AutoDateLocator(minticks=min(3, most - 1), maxticks=most))

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
    few = pick(lang, ", hohl: unter 3 Texten", ", hollow: fewer than 3 documents")
    few = few if (known["n_documents"] < style.FEW).any() else ""
    return pick(
        lang,
        f"n = {documents} Texte; Band: 95-%-Intervall (Bootstrap über Texte){few}, Lücke: unbekannt",
        f"n = {documents} documents; band: 95% interval (bootstrap over documents){few}, gap: unknown",
    )
