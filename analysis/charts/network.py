"""The signed network: who evaluates whom, as arrows around the focus."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ..framing import Perspective
from ..tables import NARRATOR
from .base import Chart, ChartKind
from .source import Source, left_out
from .stance_matrix import STANCE_MATRIX
from .style import (
    BLUE,
    GREY,
    SMALL_SIZE,
    VERMILION,
    Lang,
    axes,
    colour,
    ink_on,
    label,
    mark,
    pick,
    records,
    short_label,
    shorten,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MIXED: Final = "#8A6FB0"
Place = tuple[float, float]
_MOST_EDGES: Final = 30
_LABELLED: Final = 20
# A longer name leaves no room for the network.
_NAME: Final = 40


def _measure(source: Source) -> pd.DataFrame:
    """Return the edges of the network; what a country says of itself is left out.

    Returns
    -------
    pandas.DataFrame
        ``holder``, ``target``, ``positive``, ``negative``, ``n``, ``mean_score``, ``stances`` (ids), strongest first.
    """
    numbers = STANCE_MATRIX.chart(source).data
    edges = numbers[numbers["holder"] != numbers["target"]]
    return edges.sort_values(["n", "holder", "target"], ascending=[False, True, True], ignore_index=True)


def layout(edges: pd.DataFrame, perspective: Perspective, *, top: int = 15) -> dict[str, Place]:
    """Place the focus in the middle and all others on a circle around it, poles first, neighbours next to each other.

    Returns
    -------
    dict of str to tuple of float
        Same edges, same places: nothing is drawn by chance.
    """
    degree: dict[str, int] = {}
    for edge in records(edges):
        for node in (str(edge.holder), str(edge.target)):
            degree[node] = degree.get(node, 0) + int(edge.n)
    kept = sorted(degree, key=lambda node: (-degree[node], node))[:top]
    poles = [pole for pole in perspective.poles if pole in kept]
    ring = [*poles, *(node for node in kept if node not in poles and node != perspective.region)]
    # Every second place goes to a pole, so that the heaviest nodes do not stand side by side.
    spread = _spread(ring, len(poles))
    places: dict[str, Place] = {}
    if perspective.region in kept:
        places[perspective.region] = (0.0, 0.0)
    for index, node in enumerate(spread):
        angle = math.pi / 2 + 2 * math.pi * index / len(spread)
        places[node] = (1.25 * math.cos(angle), math.sin(angle))
    return places


def _spread(ring: list[str], leading: int) -> list[str]:
    """Set the leading nodes at even distances and fill the others in between."""
    slots: list[str | None] = [None] * len(ring)
    for index in range(leading):
        slots[round(index * len(ring) / leading) % len(ring)] = ring[index]
    rest = iter(ring[leading:])
    return [slot if slot is not None else next(rest) for slot in slots]


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw the network: solid blue arrows are friendly, dashed orange ones hostile, dotted violet ones mixed.

    The focus stands in the middle; shown are the nodes with most stances.
    """
    edges, perspective = chart.data, chart.perspective
    ax = axes(ax, (7.2, 6.2))
    if edges.empty:
        return chart.say_empty(ax, lang, "Keine belegte Bewertung.", "No stance on record.")
    places = layout(edges, perspective, top=top)
    shown = edges[edges["holder"].isin(places) & edges["target"].isin(places)].head(_MOST_EDGES)
    # In a crowded picture single pieces of evidence keep their arrow and lose their number.
    least = 1 if len(shown) <= _LABELLED else 2
    for row, edge in zip(shown.index, records(shown), strict=True):
        both = ((shown["holder"] == edge.target) & (shown["target"] == edge.holder)).any()
        start, end = places[edge.holder], places[edge.target]
        bend = _bend(start, end, both=bool(both), middle=perspective.region in places)
        _draw_edge(ax, start, end, edge, row, bend=bend, least=least)
    for node, place in places.items():
        _draw_node(ax, node, place, perspective, lang)
    ax.set_xlim(-1.62, 1.62)
    ax.set_ylim(-1.28, 1.28)
    ax.set_axis_off()
    rest = len(edges) - len(shown)
    caption = pick(
        lang,
        f"n = {int(shown['n'].sum())} Belege, gezählt am Pfeil; blau: freundlich, orange gestrichelt: ablehnend, "
        "violett gepunktet: gemischt",
        f"n = {int(shown['n'].sum())} pieces of evidence, counted on the arrow; blue: friendly, "
        "orange dashed: hostile, violet dotted: mixed",
    )
    if rest:
        caption += pick(lang, f"; {rest} schwache Pfeile weggelassen", f"; {rest} weak arrows left out")
    own = len(chart.source["stances"]) - int(edges["n"].sum())
    caption += left_out({"Aussagen einer Einheit über sich selbst|statements of a unit on itself": own}, lang)
    chart.head(ax, caption, lang)
    return ax


def _bend(start: Place, end: Place, *, both: bool, middle: bool) -> float:
    """Bend an arrow away from its answer, and around the focus where it would run through it."""
    through = middle and math.hypot(start[0] + end[0], start[1] + end[1]) < 0.5 and (0.0, 0.0) not in (start, end)
    return 0.45 if through else 0.16 if both else 0.06


def _draw_edge(ax: Axes, start: Place, end: Place, edge: object, row: int, *, bend: float, least: int) -> None:
    from matplotlib.patches import FancyArrowPatch

    positive, negative = int(edge.positive), int(edge.negative)  # type: ignore[attr-defined]
    shade, line = (MIXED, ":") if positive and negative else (BLUE, "-") if positive else (VERMILION, "--")
    width = 1.2 + 0.7 * min(positive + negative, 6)
    arrow = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-|>,head_length=6,head_width=3.4",
        shrinkA=17,
        shrinkB=19,
        color=shade,
        linewidth=width,
        linestyle=line,
        zorder=2,
    )
    ax.add_artist(arrow)
    mark(arrow, row)
    if positive + negative < least:
        return
    middle = _middle(start, end, bend)
    words = f"+{positive} −{negative}" if positive and negative else f"+{positive}" if positive else f"−{negative}"
    ax.text(
        *middle,
        words,
        fontsize=SMALL_SIZE,
        color=shade,
        ha="center",
        va="center",
        zorder=4,
        bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.12", "alpha": 0.9},
    )


def _middle(start: Place, end: Place, bend: float, *, at: float = 0.42) -> Place:
    """Give a point on the arc a little before its middle, so that labels of crossing arrows do not meet."""
    (x0, y0), (x1, y1) = start, end
    control = ((x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0))
    weights = ((1 - at) ** 2, 2 * at * (1 - at), at**2)
    points = (start, control, end)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, points, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, points, strict=True)),
    )


def _draw_node(ax: Axes, node: str, place: Place, perspective: Perspective, lang: Lang) -> None:
    known = node in (*perspective.poles, perspective.region, NARRATOR) or len(node) == 2
    shade = colour(node, default="#9A9A9A")
    code = short_label(node, lang, limit=7)
    ax.text(
        *place,
        code,
        fontsize=SMALL_SIZE,
        fontweight="bold",
        color=ink_on(shade),
        ha="center",
        va="center",
        zorder=6,
        bbox={"facecolor": shade, "edgecolor": "white", "boxstyle": "circle,pad=0.45" if known else "round,pad=0.4"},
    )
    x, y = place
    name = shorten(label(node, lang), _NAME)
    if name != code and place != (0.0, 0.0):
        below = y < -0.2
        ax.annotate(
            name,
            (x, y),
            xytext=(0, -22 if below else 22),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=SMALL_SIZE,
            color=GREY,
            zorder=5,
        )


def describe_network(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Bewertungen.", "No stances.")
    listed = "; ".join(
        f"{label(str(r.holder), lang)} → {label(str(r.target), lang)} +{r.positive} −{r.negative}"
        for r in records(numbers.head(10))
    )
    return pick(lang, f"Netz der Bewertungen: {listed}.", f"Network of stances: {listed}.")


NETWORK: Final = ChartKind("network", _measure, _paint, describe_network, top=15)
plot_network, numbers_network = NETWORK.plot, NETWORK.numbers
