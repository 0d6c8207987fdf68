"""How often each country is named, and in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import style
from .base import Chart, ChartKind
from .ink import ink_on
from .room import reach, room, text_width
from .source import Source, counted_mentions, left_out
from .style import Lang, axes, bare, hold, label, mark, percent, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Nine forms are too many to tell apart at a glance; what names alike stands together.
_GROUPS: Final = {
    "name": ("name", "region"),
    "adjective": ("adjective", "demonym"),
    "compound": ("compound",),
    "government": ("capital", "institution"),
    "leader": ("leader",),
}
_GROUP_LABELS: Final = {
    "name": ("Name", "name"),
    "adjective": ("Adjektiv, Einwohner", "adjective, people"),
    "compound": ("Zusammensetzung", "compound"),
    "government": ("Hauptstadt, Institution", "capital, institution"),
    "leader": ("Amtsträger", "leader"),
}
_LOOKS: Final = {
    "name": (style.BLUE, ""),
    "adjective": (style.SKY, "////"),
    "compound": (style.GREEN, "----"),
    "government": (style.PURPLE, "xxx"),
    "leader": (style.ORANGE, "\\\\\\\\"),
}


def _measure(source: Source) -> pd.DataFrame:
    """Return the mentions counted by country and form.

    Returns
    -------
    pandas.DataFrame
        ``country``, one column of counts a group of forms (name, adjective, compound, government, leader),
        ``total`` and ``share`` of all mentions; most often named first.
    """
    import pandas as pd

    mentions = counted_mentions(source["mentions"])
    group_of = {form: group for group, forms in _GROUPS.items() for form in forms}
    counts = pd.crosstab(mentions["country"].astype(str), mentions["form"].astype(str).map(group_of))
    counts = counts.reindex(columns=list(_GROUPS), fill_value=0).astype("int64")
    counts["total"] = counts.sum(axis=1)
    counts["share"] = counts["total"] / max(int(counts["total"].sum()), 1)
    counts.index.name, counts.columns.name = "country", None
    return counts.reset_index().sort_values(["total", "country"], ascending=[False, True], ignore_index=True)


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw stacked bars: countries by number of mentions, divided by the form of the name."""
    numbers = chart.data
    ax = axes(ax, (7.2, 1.7 + 0.31 * max(3, min(top, len(numbers)))))
    if numbers.empty:
        return chart.say_empty(
            ax, lang, "Der Text nennt kein Land und keine Region.", "The text names no country and no region."
        )
    shown = numbers.head(top)
    rows = list(range(len(shown)))
    few = int(numbers["total"].sum()) < style.FEW
    notes = [
        str(total) if few else f"{total} · {percent(share, lang)}"
        for total, share in zip(shown["total"], shown["share"], strict=True)
    ]
    names = [label(code, lang) for code in shown["country"]]
    width = room(ax, beside=names)
    limit = reach(0, shown["total"].tolist(), notes, size=style.TEXT_SIZE, width=width)
    _draw_forms(ax, shown, width / limit, lang)
    for row, bar in enumerate(ax.barh(rows, shown["total"].tolist(), color="none", edgecolor="none")):
        mark(bar, row)
    for row, total, note in zip(rows, shown["total"], notes, strict=True):
        ax.annotate(
            note, (total, row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=style.TEXT_SIZE
        )
    ax.set_yticks(rows, names)
    ax.invert_yaxis()
    if len(shown) < 3:  # one bar must not fill the page
        ax.set_ylim(2.5, -0.5)
    ax.set_xlim(0, limit)
    ax.set_xticks([])
    bare(ax)
    hold(ax)
    longest = max(text_width(pick(lang, *words), style.TEXT_SIZE) for words in _GROUP_LABELS.values()) + 38
    ax.legend(
        loc="upper left",
        bbox_to_anchor=(0, -0.01),
        ncols=max(1, min(3, int(width / longest))),
        frameon=False,
        fontsize=style.TEXT_SIZE,
        handlelength=1.6,
        columnspacing=1.4,
        borderaxespad=0.2,
    )
    languages = len(chart.source["mentions"]) - int(numbers["total"].sum())
    missing = left_out({"Namen von Sprachen|names of languages": languages}, lang)
    chart.head(ax, _caption(numbers, len(shown), lang) + missing, lang, beside=names)
    return ax


def _draw_forms(ax: Axes, shown: pd.DataFrame, unit: float, lang: Lang) -> None:
    """Draw a bar a form of the name, with its number where the bar is as wide; a mention is so many points wide."""
    rows = list(range(len(shown)))
    left = [0] * len(shown)
    for group in _GROUPS:
        counts = shown[group].tolist()
        if not sum(counts):
            continue
        fill, hatch = _LOOKS[group]
        name = pick(lang, *_GROUP_LABELS[group])
        ax.barh(rows, counts, left=left, color=fill, hatch=hatch, edgecolor="white", linewidth=0.8, label=name)
        box = {"facecolor": fill, "edgecolor": "none", "boxstyle": "round,pad=0.15"} if hatch else None
        for row, count, start in zip(rows, counts, left, strict=True):
            if count and count * unit > text_width(str(count), style.TEXT_SIZE) + 5:
                ax.text(
                    start + count / 2, row, str(count), ha="center", va="center", fontsize=style.TEXT_SIZE,
                    color=ink_on(fill), bbox=box,
                )  # fmt: skip
        left = [start + count for start, count in zip(left, counts, strict=True)]


def _caption(numbers: pd.DataFrame, shown: int, lang: Lang) -> str:
    total = int(numbers["total"].sum())
    rest = len(numbers) - shown
    text = pick(lang, f"n = {total} Nennungen", f"n = {total} mentions")
    if rest:
        others = int(numbers["total"].iloc[shown:].sum())
        text += pick(
            lang, f", davon {others} in {rest} weiteren Ländern", f", {others} of them in {rest} more countries"
        )
    return text


def describe_mentions(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Der Text nennt kein Land.", "The text names no country.")
    listed = ", ".join(f"{label(code, lang)} {n}" for code, n in numbers[["country", "total"]].head(6).to_numpy())
    total = int(numbers["total"].sum())
    return pick(
        lang,
        f"Balkendiagramm: {total} Nennungen von {len(numbers)} Ländern und Regionen; am häufigsten {listed}.",
        f"Bar chart: {total} mentions of {len(numbers)} countries and regions; most often {listed}.",
    )


MENTIONS: Final = ChartKind("mentions", _measure, _paint, describe_mentions, top=12)
plot_mentions, numbers_mentions = MENTIONS.plot, MENTIONS.numbers
