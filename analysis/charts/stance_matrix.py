"""Who takes which stance toward whom: a matrix of holders and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..framing import Perspective
from ..tables import NARRATOR
from .base import Chart, ChartKind
from .columns import column_names, letters
from .ink import tint
from .room import room, text_width
from .source import Source, counted_stances, left_out
from .style import (
    BLUE,
    GREY,
    PALE,
    TEXT_SIZE,
    VERMILION,
    Lang,
    axes,
    bare,
    hold,
    label,
    mark,
    pick,
    records,
    shorten,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

_ANONYMOUS: Final = "anonymous"


def holder_units(stances: pd.DataFrame, perspective: Perspective) -> list[str]:
    """Give each stance the unit of its holder: narrator, bloc or country, or the holder's name where it has none."""
    units = []
    for holder, country in zip(stances["holder"], stances["holder_country"], strict=True):
        if isinstance(holder, str) and holder == NARRATOR:  # an open holder is pd.NA, which has no truth
            units.append(NARRATOR)
        elif isinstance(country, str):
            units.append(perspective.unit(country) or country)
        else:
            units.append(holder if isinstance(holder, str) else _ANONYMOUS)
    return units


def _measure(source: Source) -> pd.DataFrame:
    """Return the stances counted by holder and target.

    Returns
    -------
    pandas.DataFrame
        ``holder``, ``target`` (units of the perspective), ``positive``, ``negative``, ``n``, ``mean_score``,
        ``stances`` (their ids); the loudest holder first. Pairs without evidence have no row.
    """
    import pandas as pd

    stances, perspective = counted_stances(source["stances"]), source.perspective
    table = pd.DataFrame(
        {
            "holder": pd.Series(holder_units(stances, perspective), dtype="object"),
            "target": [perspective.unit(str(code)) for code in stances["target"]],
            "sign": stances["sign"].to_numpy(dtype="int64"),
            "score": stances["score"].to_numpy(dtype="float64"),
            "id": stances["stance_id"].tolist(),
        }
    )
    rows = [
        (
            holder,
            target,
            int((g["sign"] > 0).sum()),
            int((g["sign"] < 0).sum()),
            len(g),
            g["score"].mean(),
            " ".join(g["id"]),
        )
        for (holder, target), g in table.groupby(["holder", "target"], sort=True)
    ]
    columns = ["holder", "target", "positive", "negative", "n", "mean_score", "stances"]
    numbers = pd.DataFrame(rows, columns=columns)
    loudness = numbers.groupby("holder")["n"].transform("sum")
    return (
        numbers.assign(loudness=loudness)
        .sort_values(["loudness", "holder", "target"], ascending=[False, True, True], ignore_index=True)
        .drop(columns="loudness")
    )


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw a matrix of holders and targets: sign by colour and hatch, n by number, no evidence as a dot."""
    numbers, perspective = chart.data, chart.perspective
    columns = (*perspective.poles, perspective.region)
    seen = numbers[numbers["target"].isin(columns)]
    every = list(dict.fromkeys(seen["holder"]))
    holders = every[:top]
    ax = axes(ax, (7.2, 1.7 + 0.55 * max(len(holders), 2)))
    if not holders:
        named = ", ".join(label(code, lang) for code in columns)
        return chart.say_empty(
            ax, lang, f"Keine belegte Bewertung von {named}.", f"No stance toward {named} on record."
        )
    counts = dict(zip(seen.index, zip(seen["positive"], seen["negative"], strict=True), strict=True))
    cells = {(row.holder, row.target): index for index, row in zip(seen.index, records(seen), strict=True)}
    names = [shorten(label(code, lang)) for code in holders]
    width = room(ax, beside=names) / len(columns) - 5
    for y, holder in enumerate(holders):
        for x, target in enumerate(columns):
            row = cells.get((holder, target))
            ground = _draw_cell(ax, x, y, *((0, 0) if row is None else counts[row]), width=width)
            if row is not None:
                mark(ground, row)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(holders) - 0.5, -0.5)
    ax.set_xticks(range(len(columns)), column_names(columns, lang, size=TEXT_SIZE, width=width))
    ax.set_yticks(range(len(holders)), names)
    ax.xaxis.set_label_position("bottom")
    ax.set_xlabel(pick(lang, "bewertet wird …", "target"), fontsize=TEXT_SIZE)
    bare(ax)
    hold(ax)
    own = len(chart.source["stances"]) - int(numbers["n"].sum())
    missing = left_out({"Aussagen eines Staates über sich selbst|statements of a state on itself": own}, lang)
    chart.head(ax, _caption(seen, numbers, every[top:], lang) + missing, lang, beside=names)
    return ax


def _draw_cell(ax: Axes, x: int, y: int, positive: int, negative: int, *, width: float) -> Rectangle:
    """Fill a cell left to right with its positive and its negative share, and write both counts.

    A cell is so many points wide.
    """
    from matplotlib.patches import Rectangle

    n = positive + negative
    outline = Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, facecolor="white", edgecolor=PALE, linewidth=0.8)
    ax.add_artist(outline)  # not add_patch, which looks for new limits of the axes each time
    if not n:
        ax.text(x, y, "·", ha="center", va="center", color=GREY, fontsize=TEXT_SIZE)
        return outline
    split = 0.94 * positive / n
    plain = Rectangle((x - 0.47, y - 0.45), split, 0.9, facecolor=tint(BLUE, 0.38))
    hatched = Rectangle((x - 0.47 + split, y - 0.45), 0.94 - split, 0.9, facecolor=tint(VERMILION, 0.38), hatch="////")
    for part in (plain, hatched):
        part.set(edgecolor="white", linewidth=0)
        ax.add_artist(part)
    words = [f"+{positive}"] * (positive > 0) + [f"−{negative}"] * (negative > 0)
    both = "  ".join(words)
    if text_width(both, TEXT_SIZE, bold=True) > width - 6:
        both = "\n".join(words)
    ax.text(
        x,
        y,
        both,
        ha="center",
        va="center",
        fontsize=letters([*both.split("\n")], TEXT_SIZE + 1, width - 6, bold=True),
        fontweight="bold",
        bbox={"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "boxstyle": "round,pad=0.25"},
    )
    return outline


def _caption(seen: pd.DataFrame, numbers: pd.DataFrame, others: list[str], lang: Lang) -> str:
    quiet = int(seen.loc[seen["holder"].isin(others), "n"].sum())
    shown, rest = int(seen["n"].sum()) - quiet, int(numbers["n"].sum()) - int(seen["n"].sum())
    text = pick(
        lang,
        f"n = {shown} Belege; + freundlich (glatt), − ablehnend (schraffiert), ·\u00a0kein\u00a0Beleg",
        f"n = {shown} pieces of evidence; + friendly (plain), − hostile (hatched), ·\u00a0no\u00a0evidence",
    )
    if others:
        text += pick(
            lang,
            f"; nicht gezeigt: {quiet} von {len(others)} weiteren Stimmen",
            f"; not shown: {quiet} by {len(others)} more voices",
        )
    if rest:
        text += pick(lang, f"; {rest} zu anderen Zielen", f"; {rest} toward other targets")
    return text


def describe_stance_matrix(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Bewertungen.", "No stances.")
    listed = "; ".join(
        f"{label(str(r.holder), lang)} → {label(str(r.target), lang)} +{r.positive} −{r.negative}"
        for r in records(numbers.sort_values("n", ascending=False, kind="stable").head(8))
    )
    n = int(numbers["n"].sum())
    return pick(lang, f"Matrix von {n} Bewertungen: {listed}.", f"Matrix of {n} stances: {listed}.")


STANCE_MATRIX: Final = ChartKind("stance_matrix", _measure, _paint, describe_stance_matrix, top=8)
plot_stance_matrix, numbers_stance_matrix = STANCE_MATRIX.plot, STANCE_MATRIX.numbers
