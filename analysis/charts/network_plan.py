"""Where nodes and arrows of the network stand: an ellipse around the focus, arrows within it, labels outside.

Arrows bend inward, so that the space outside the ellipse is free for names of any number of nodes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ..framing import Perspective
from .placing import Point
from .style import records

if TYPE_CHECKING:
    import pandas as pd

# The node of those with too few stances for a node of their own; no code of a country, and no name.
OTHERS: Final = "*"
Curve = tuple[Point, Point, Point]
_BULGE: Final = 0.42
_APART: Final = 9.0


class Gathered(NamedTuple):
    """Edges of which the weakest nodes are one, how many these are, and how many stances each has at most."""

    edges: pd.DataFrame
    nodes: int
    most: int
    within: int


def degrees(edges: pd.DataFrame) -> dict[str, int]:
    """Return how many stances each node holds or meets, the most first."""
    found: dict[str, int] = {}
    for edge in records(edges):
        for node in (str(edge.holder), str(edge.target)):
            found[node] = found.get(node, 0) + int(edge.n)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def gather(edges: pd.DataFrame, perspective: Perspective, *, top: int) -> Gathered:
    """Return edges between at most so many nodes: all beyond them become one, poles and focus never do.

    Edges keep the row of the numbers that they stand for as their index; what several became has a negative one.
    """
    import pandas as pd

    degree = degrees(edges)
    always = [node for node in (perspective.region, *perspective.poles) if node in degree]
    if len(degree) <= top:
        return Gathered(edges, 0, 0, 0)
    kept = {*always, *[node for node in degree if node not in always][: max(top - 1 - len(always), 1)]}
    rest = [node for node in degree if node not in kept]
    if len(rest) < 2:
        return Gathered(edges, 0, 0, 0)
    ends = edges[["holder", "target"]].map(lambda node: node if node in kept else OTHERS)
    touched = (ends == OTHERS).any(axis=1)
    joined = edges.assign(holder=ends["holder"], target=ends["target"])[touched]
    sums = joined.groupby(["holder", "target"], as_index=False, sort=True)[["positive", "negative", "n"]].sum()
    sums.index = pd.Index(range(-1, -len(sums) - 1, -1))
    between = sums["holder"] != sums["target"]
    within = int(sums.loc[~between, "n"].sum())
    whole = pd.concat([edges[~touched], sums[between]]).sort_values(
        ["n", "holder", "target"], ascending=[False, True, True]
    )
    return Gathered(whole, len(rest), max(degree[node] for node in rest), within)


def layout(edges: pd.DataFrame, perspective: Perspective, *, top: int = 15) -> dict[str, Point]:
    """Place the focus in the middle and all others on a circle around it, poles first, neighbours next to each other.

    Returns
    -------
    dict of str to tuple of float
        Same edges, same places: nothing is drawn by chance.
    """
    kept = list(degrees(edges))[:top]
    poles = [pole for pole in perspective.poles if pole in kept]
    ring = [*poles, *(node for node in kept if node not in poles and node != perspective.region)]
    # Every second place goes to a pole, so that the heaviest nodes do not stand side by side.
    spread = _spread(ring, len(poles))
    places: dict[str, Point] = {}
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


def spacing(places: Sequence[Point]) -> float:
    """Return the smallest distance of two nodes."""
    return min((math.dist(a, b) for i, a in enumerate(places) for b in places[i + 1 :]), default=math.inf)


def curve(start: Point, end: Point, *, middle: Point, clear: float, answered: bool, first: bool) -> Curve:
    """Return the arc of an arrow: toward the middle, but around the node that stands there.

    Parameters
    ----------
    start, end, middle : (x, y)
        Nodes, and the centre of their ellipse.
    clear : float
        Distance that arcs keep from the centre; 0 where no node stands there.
    answered, first : bool
        Whether there is an arrow back, and which of both this is: they keep apart.
    """
    center = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    length = math.dist(start, end) or 1.0
    across = ((end[1] - start[1]) / length, (start[0] - end[0]) / length)
    if middle in (start, end):
        bend = 0.16 * length if answered else 0.0
        return start, (center[0] + bend * across[0], center[1] + bend * across[1]), end
    x, y = center[0] - middle[0], center[1] - middle[1]
    away = math.hypot(x, y)
    out = (x / away, y / away) if away > 1e-6 else across
    at = max(clear, away * (1 - _BULGE))
    if answered:
        at = max(clear + 2 * _APART, at + _APART) if first else max(clear, at - _APART)
    # The middle of a quadratic arc lies halfway between the middle of its chord and its control point.
    bow = 2 * at - away
    return start, (middle[0] + bow * out[0], middle[1] + bow * out[1]), end


def trimmed(whole: Curve, first: float, last: float) -> Curve:
    """Return the part of an arc that lies outside its nodes, whose radii are given."""
    start = _leaves(whole, whole[0], first)
    end = 1 - _leaves((whole[2], whole[1], whole[0]), whole[2], last)
    if end <= start:
        return whole
    return point_at(whole, start), _blossom(whole, start, end), point_at(whole, end)


def _leaves(whole: Curve, node: Point, radius: float) -> float:
    low, high = 0.0, 0.5
    for _ in range(20):
        half = (low + high) / 2
        low, high = (half, high) if math.dist(point_at(whole, half), node) < radius else (low, half)
    return high


def point_at(whole: Curve, t: float) -> Point:
    """Return a point of an arc, from its start at 0 to its end at 1."""
    return _blossom(whole, t, t)


def _blossom(whole: Curve, s: float, t: float) -> Point:
    """Give the polar form of an arc, of which de Casteljau's algorithm reads points and control points of its parts."""
    (x0, y0), (x1, y1), (x2, y2) = whole
    a, b, c = (1 - s) * (1 - t), s * (1 - t) + t * (1 - s), s * t
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2
