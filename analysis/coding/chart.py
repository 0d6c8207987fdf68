"""Naive against corrected: what the analysis found in each group, and what the coded items make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..charts.style import (
    BLUE,
    GREY,
    INK,
    PALE,
    SMALL_SIZE,
    Lang,
    axes,
    bare,
    head,
    known,
    label,
    mark,
    number,
    pick,
    records,
    say_empty,
    shorten,
    write_plainly,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_COLUMNS: Final = (
    "measure", "group", "versus", "naive", "naive_low", "naive_high", "corrected", "low", "high", "n_coded",
)  # fmt: skip
_MOST: Final = 30
_KINDS: Final = {
    "level": ("Gefunden und korrigiert", "As found, and corrected"),
    "difference": ("Unterschiede: gefunden und korrigiert", "Differences: as found, and corrected"),
    "trend": ("Veränderung im Jahr: gefunden und korrigiert", "Change a year: as found, and corrected"),
}


def numbers_corrections(estimates: pd.DataFrame, *, kind: str = "level") -> pd.DataFrame:
    """Return the rows that the chart shows, in its order.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `correct_estimates`.
    kind : {"level", "difference", "trend"}
        Which rows.

    Returns
    -------
    pandas.DataFrame
        ``measure, group, versus, naive, naive_low, naive_high, corrected, low, high, n_coded``; the largest corrected
        value first, groups that are not known last; periods stay in order.
    """
    rows = estimates.loc[estimates["kind"] == kind, list(_COLUMNS)]
    periods = rows["group"].str.fullmatch(r"\d{4}(-\d\d(-\d\d/.*)?|Q\d)?|–").fillna(False).all()
    if periods and kind == "level":
        return rows.reset_index(drop=True)
    shown = rows["corrected"].fillna(rows["naive"])
    unknown = rows["corrected"].isna()
    order = shown.to_frame("value").assign(unknown=unknown).sort_values(
        ["unknown", "value"], ascending=[True, False], kind="stable"
    )  # fmt: skip
    return rows.loc[order.index].reset_index(drop=True)


def plot_corrections(
    estimates: pd.DataFrame, *, kind: str = "level", lang: Lang = "de", ax: Axes | None = None, top: int = _MOST
) -> Axes:
    """Return axes with a row for each group: the naive value hollow and grey, the corrected one full, with intervals.

    Parameters
    ----------
    estimates, kind
        As for `numbers_corrections`.
    lang : {"de", "en"}
        Language of the labels.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default new axes on a figure of their own.
    top : int
        How many rows.
    """
    shown = numbers_corrections(estimates, kind=kind).head(top)
    ax = axes(ax, (7.2, 1.9 + 0.5 * max(len(shown), 2)))
    title = pick(lang, *_KINDS[kind])
    if shown.empty:
        return say_empty(ax, title, pick(lang, "Keine Schätzungen dieser Art.", "No estimates of this kind."))
    for row, item in enumerate(records(shown)):
        _draw(ax, row, item, lang)
    if kind != "level" or _crosses_zero(shown):
        ax.axvline(0, color=GREY, linewidth=1, zorder=1)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_yticks(range(len(shown)), [name_row(item, lang) for item in records(shown)])
    ax.xaxis.set_major_formatter(lambda value, _: number(value, lang, digits=2))
    ax.margins(x=0.1)
    ax.grid(axis="x", color=PALE, linewidth=0.8)
    ax.set_axisbelow(True)
    bare(ax, "bottom")
    head(ax, title, _caption(shown, lang))
    write_plainly(ax)
    return ax


def _draw(ax: Axes, row: int, item: Any, lang: Lang) -> None:
    above, below = row - 0.13, row + 0.13
    if known(item.naive):
        ax.plot([item.naive_low, item.naive_high], [above, above], color=GREY, linewidth=1.2, linestyle=(0, (3, 2)))
        ax.plot(item.naive, above, "o", color=GREY, markerfacecolor="white", markersize=6)
    if known(item.corrected):
        ax.plot([item.low, item.high], [below, below], color=BLUE, linewidth=2.2, solid_capstyle="butt")
        (point,) = ax.plot(item.corrected, below, "o", color=BLUE, markersize=6.5)
        mark(point, row)
        words = f"{number(item.corrected, lang, digits=2)}"
        ax.annotate(
            words, (item.high, below), xytext=(5, 0), textcoords="offset points", va="center", fontsize=SMALL_SIZE,
            color=INK,
        )  # fmt: skip
    elif known(item.naive):
        few = pick(lang, f"nur {item.n_coded} codiert", f"only {item.n_coded} coded")
        ax.annotate(
            few, (item.naive, below), xytext=(0, 0), textcoords="offset points", va="center", ha="center",
            fontsize=SMALL_SIZE, color=GREY,
        )  # fmt: skip


def _crosses_zero(shown: pd.DataFrame) -> bool:
    return bool((shown[["naive_low", "low"]].min().min() < 0) and (shown[["naive_high", "high"]].max().max() > 0))


def name_row(item: Any, lang: Lang) -> str:
    """Return the name of a row: its group, or two; a country by its name; a share with its label."""
    group = pick(lang, "alle", "all") if item.group == "all" else label(item.group, lang)
    if known(item.versus):
        group = f"{group} − {label(item.versus, lang)}"
    share = item.measure.partition(":")[2]
    if share:
        group = label(share, lang) if item.group == "all" else f"{label(share, lang)}, {group}"
    return shorten(group, 34)


def _caption(shown: pd.DataFrame, lang: Lang) -> str:
    coded = int(shown["n_coded"].max())
    measures = ", ".join(dict.fromkeys(name.partition(":")[0] for name in shown["measure"]))
    return pick(
        lang,
        f"Maß: {measures}; grau und hohl: wie gefunden, blau: korrigiert, mit 95-%-Intervallen; bis zu {coded} "
        "codierte Einheiten je Zeile",
        f"Measure: {measures}; grey and hollow: as found, blue: corrected, with 95% intervals; up to {coded} coded "
        "units a row",
    )


def describe_corrections(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Schätzungen.", "No estimates.")
    listed = "; ".join(_words(item, lang) for item in records(numbers.head(12)))
    return pick(lang, f"Gefunden und korrigiert: {listed}.", f"As found, and corrected: {listed}.")


def _words(item: Any, lang: Lang) -> str:
    naive = number(item.naive, lang, digits=2) if known(item.naive) else pick(lang, "unbekannt", "unknown")
    if not known(item.corrected):
        return pick(
            lang, f"{name_row(item, lang)} {naive}, nicht korrigiert", f"{name_row(item, lang)} {naive}, not corrected"
        )
    return f"{name_row(item, lang)} {naive} → {span_of(item.corrected, item.low, item.high, lang)}"


def span_of(value: float, low: float, high: float, lang: Lang) -> str:
    """Return a value with its interval in words.

    Examples
    --------
    >>> span_of(-0.31, -0.4, -0.22, "de")
    '−0,31 [−0,40; −0,22]'
    """
    ends = "; ".join(number(end, lang, digits=2) for end in (low, high))
    return f"{number(value, lang, digits=2)} [{ends}]"
