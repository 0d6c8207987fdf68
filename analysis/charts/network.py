"""The signed network: who evaluates whom, as arrows around the focus."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..framing import Perspective
from . import style
from .base import Chart, ChartKind
from .ink import ink_of, ink_on
from .network_key import draw_key, key_height, look_of
from .network_plan import OTHERS, Curve, Gathered, curve, gather, layout, point_at, spacing, trimmed
from .placing import Ground, Point, along, closest
from .room import cell, laid_out, text_box, text_width, wrap
from .source import Source, left_out
from .stance_matrix import STANCE_MATRIX
from .style import SMALL_SIZE, Lang, axes, colour, label, mark, pick, records, short_label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_MOST_EDGES: Final = 30
_NAME: Final = 92.0  # a longer line of a name leaves no room for the network, in points
_NODE: Final = 12.5
# Where on an arrow its number may stand; not in its middle first, where arrows cross.
_NUMBER_AT: Final = sorted((round(0.12 + 0.03 * step, 2) for step in range(26)), key=lambda t: abs(t - 0.41))


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


@dataclass
class _Plan:
    """Sizes and places in points; nothing of it depends on what is drawn later."""

    width: float
    height: float
    middle: Point
    places: dict[str, Point]
    radii: dict[str, float]
    names: dict[str, str]
    most: int

    def line(self, n: int) -> float:
        """Return the width of an arrow of n stances."""
        return 0.9 + 4.6 * n / max(self.most, 6)


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw the network: solid blue arrows are friendly, dashed orange ones hostile, dotted violet ones mixed.

    The focus stands in the middle; shown are the nodes with most stances, and one for all others.
    """
    edges, perspective = chart.data, chart.perspective
    if edges.empty:
        return chart.say_empty(ax, lang, "Keine belegte Bewertung.", "No stance on record.")
    found = gather(edges, perspective, top=top)
    places = layout(found.edges, perspective, top=len(edges) * 2)
    ax = axes(ax, (7.2, 6.2 + 0.1 * max(len(places) - 16, 0)))
    shown = _strongest(found.edges, max(_MOST_EDGES, 2 * len(places)))
    caption = _caption(chart, found, shown, lang)
    # Written with room for what is known only when all numbers have been tried.
    above = chart.head(ax, caption + _unnumbered(len(shown), lang), lang)
    plan = _plan(ax, above, places, found, shown, perspective, lang)
    ax.set_xlim(0, plan.width)
    ax.set_ylim(0, plan.height)
    ax.set_axis_off()
    curves = list(_curves(shown, plan, perspective))
    ground = Ground(plan.width, plan.height, lines=[along(each) for each in curves], boxes=_taken(plan))
    draw_key(ax, shown, lang, width=plan.width, line=plan.line)
    _draw_nodes(ax, plan, perspective, lang, found.nodes)
    _draw_names(ax, plan, ground)
    caption += _unnumbered(_draw_edges(ax, plan, ground, shown, curves), lang)
    ax.texts[0].remove()
    for artist in (*ax.texts, *ax.patches, *ax.lines, *ax.collections):
        artist.set_in_layout(False)  # all lie within the axes, but not in the smaller ones that a layout begins with
    chart.head(ax, caption, lang)
    return ax


def _unnumbered(arrows: int, lang: Lang) -> str:
    if not arrows:
        return ""
    return pick(lang, f"; ohne Platz für die Zahl: {arrows}", f"; without room for their number: {arrows}")


def _strongest(edges: pd.DataFrame, most: int) -> pd.DataFrame:
    """Give the strongest edges, and for each node without one its own strongest."""
    kept = set(edges.index[:most])
    reached = {node for row in records(edges.iloc[:most]) for node in (row.holder, row.target)}
    for index, row in zip(edges.index[most:], records(edges.iloc[most:]), strict=True):
        if not {row.holder, row.target} <= reached:
            kept.add(index)
            reached |= {row.holder, row.target}
    return edges[edges.index.isin(kept)]


def _plan(
    ax: Axes, above: float, places: dict[str, Point], found: Gathered, shown: pd.DataFrame, perspective: Perspective,
    lang: Lang,
) -> _Plan:  # fmt: skip
    width, height = cell(ax)
    if laid_out(ax):
        width, height = width - 6, height - above - 6
    width, height = max(width, 120.0), max(height, 120.0)
    names = {node: _name(node, found.nodes, lang) for node in places if places[node] != (0.0, 0.0)}
    names = {node: name for node, name in names.items() if name != _code(node, lang)}
    beside = max((text_width(name, SMALL_SIZE) for name in names.values()), default=0.0)
    strip = key_height(width, shown, lang)
    across = max(width / 2 - beside - _NODE - 10, width / 5)
    up = max((height - strip) / 2 - _NODE - 2 * SMALL_SIZE * 1.3 - 6, height / 5)
    middle = (width / 2, strip + (height - strip) / 2)
    spots = {node: (middle[0] + across * x / 1.25, middle[1] + up * y) for node, (x, y) in places.items()}
    ring = [spot for spot in spots.values() if spot != middle]
    usual = min(_NODE, 0.43 * spacing(ring))
    radii = {node: min(18.0, 1.5 * usual) if spot == middle else usual for node, spot in spots.items()}
    return _Plan(width, height, middle, spots, radii, names, int(shown["n"].max()))


def _name(node: str, others: int, lang: Lang) -> str:
    if node == OTHERS:
        return pick(lang, f"andere ({others})", f"others ({others})")
    return wrap(label(node, lang), SMALL_SIZE, _NAME, lines=2)


def _code(node: str, lang: Lang) -> str:
    """Give what stands in a node: a code, or nothing, since the name stands beside it."""
    if node == OTHERS:
        return "…"
    short = short_label(node, lang, limit=7)
    return short if len(node) == 2 or short != style.shorten(label(node, lang), 7) else ""


def _curves(shown: pd.DataFrame, plan: _Plan, perspective: Perspective) -> Iterator[Curve]:
    pairs = set(zip(shown["holder"], shown["target"], strict=True))
    clear = plan.radii.get(perspective.region, 0.0) + 16 if perspective.region in plan.places else 0.0
    for edge in records(shown):
        start, end = plan.places[edge.holder], plan.places[edge.target]
        whole = curve(
            start, end, middle=plan.middle, clear=clear, answered=(edge.target, edge.holder) in pairs,
            first=edge.holder < edge.target,
        )  # fmt: skip
        yield trimmed(whole, plan.radii[edge.holder] + 1, plan.radii[edge.target] + 2)


def _taken(plan: _Plan) -> list[tuple[float, float, float, float]]:
    nodes = ((x, y, plan.radii[node]) for node, (x, y) in plan.places.items())
    return [(x - r, y - r, x + r, y + r) for x, y, r in nodes]


def _draw_nodes(ax: Axes, plan: _Plan, perspective: Perspective, lang: Lang, others: int) -> None:
    for node, (x, y) in plan.places.items():
        radius, shade = plan.radii[node], "white" if node == OTHERS else colour(node, default="#9A9A9A")
        edge = style.GREY if node == OTHERS else "white"
        ax.scatter([x], [y], s=(2 * radius) ** 2, facecolor=shade, edgecolor=edge, linewidth=1, zorder=6)
        code = _code(node, lang)
        size = min(SMALL_SIZE, 1.7 * radius * SMALL_SIZE / max(text_width(code, SMALL_SIZE, bold=True), 1))
        if code and size >= 6:
            ax.text(
                x, y, code, fontsize=size, fontweight="bold", color=ink_on("#FFFFFF" if node == OTHERS else shade),
                ha="center", va="center", zorder=7,
            )  # fmt: skip


def _draw_names(ax: Axes, plan: _Plan, ground: Ground) -> None:
    """Write names outside of the ellipse; where many stand close together, a line leads to the node."""
    from matplotlib.lines import Line2D

    # Names above and below compete for the same height, so they come first.
    order = sorted(plan.names, key=lambda node: -abs(plan.places[node][1] - plan.middle[1]))
    for node in order:
        (x, y), name = plan.places[node], plan.names[node]
        size = text_box(name, SMALL_SIZE)
        angle = math.atan2(y - plan.middle[1], x - plan.middle[0])
        spot = ground.around((x, y), size, radius=plan.radii[node], angle=angle, farthest=160)
        if spot.far:
            at = closest((spot.x, spot.y), size, (x, y))
            ax.add_artist(Line2D((x, at[0]), (y, at[1]), color=style.GREY, linewidth=0.5, zorder=1))
        ax.text(
            spot.x, spot.y, name, fontsize=SMALL_SIZE, color=style.GREY, ha="center", va="center", zorder=5,
            linespacing=1.1,
        )  # fmt: skip


def _draw_edges(ax: Axes, plan: _Plan, ground: Ground, shown: pd.DataFrame, curves: list[Curve]) -> int:
    """Draw the arrows and, where it touches nothing, the number of each; return how many have none."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    bare = 0
    for index, edge in enumerate(records(shown.assign(row=shown.index))):
        (shade, line), arc = look_of(edge), curves[index]
        width = plan.line(int(edge.n))
        arrow = FancyArrowPatch(
            path=Path(list(arc), [Path.MOVETO, Path.CURVE3, Path.CURVE3]),
            arrowstyle=f"-|>,head_length={4 + 0.8 * width:.1f},head_width={2.4 + 0.55 * width:.1f}",
            color=shade, linewidth=width, linestyle=line, zorder=2,
        )  # fmt: skip
        ax.add_artist(arrow)
        if edge.row >= 0:
            mark(arrow, int(edge.row))
        signs = (("+", int(edge.positive)), ("−", int(edge.negative)))
        words = " ".join(f"{sign}{count}" for sign, count in signs if count)
        size = text_width(words, SMALL_SIZE) + 2, SMALL_SIZE + 1
        spot = ground.first((point_at(arc, t) for t in _NUMBER_AT), size, own=index)
        if spot is None:
            bare += 1
            continue
        box = {"facecolor": "white", "edgecolor": "none", "boxstyle": "square,pad=0.05"}
        ax.text(
            *spot, words, fontsize=SMALL_SIZE, color=ink_of(shade), ha="center", va="center", zorder=4, bbox=box
        )  # fmt: skip
    return bare


def _caption(chart: Chart, found: Gathered, shown: pd.DataFrame, lang: Lang) -> str:
    n, own = int(shown["n"].sum()), len(chart.source["stances"]) - int(chart.data["n"].sum())
    caption = pick(lang, f"n = {n} Belege, gezählt am Pfeil", f"n = {n} pieces of evidence, counted on the arrow")
    if found.nodes:
        caption += pick(
            lang,
            f"; andere: {found.nodes} mit je höchstens {found.most} Belegen",
            f"; others: {found.nodes} with at most {found.most} stances each",
        )
    rest = found.edges[~found.edges.index.isin(shown.index)]
    if len(rest):
        weak = int(rest["n"].sum())
        caption += pick(
            lang,
            f"; weggelassen: {len(rest)} schwache Pfeile ({weak})",
            f"; left out: {len(rest)} weak arrows ({weak})",
        )
    missing = {
        "Aussagen einer Einheit über sich selbst|statements of a unit on itself": own,
        "Belege unter den anderen|stances among the others": found.within,
    }
    return caption + left_out(missing, lang)


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
