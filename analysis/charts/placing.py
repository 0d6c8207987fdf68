"""Where labels can stand: the first of several places around a point that touches no other label, mark or line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Box = tuple[float, float, float, float]
Point = tuple[float, float]
# Angles at which a label is tried, from the one that is asked for.
_TURNS: Final = (0, 25, -25, 50, -50, 75, -75, 100, -100, 130, -130, 160, -160)
# Farther than this, a line has to say which point a label belongs to.
NEAR: Final = 9.0


class Spot(NamedTuple):
    """Where a label stands: its middle, whether a line must lead to its point, and whether it touches nothing."""

    x: float
    y: float
    far: bool
    free: bool


class Ground:
    """What is taken: boxes of labels and marks, and points along lines; all lengths in points.

    Parameters
    ----------
    width, height : float
        Labels stay between 0 and these.
    boxes : iterable of (x0, y0, x1, y1)
        What is taken from the start.
    lines : iterable of sequence of (x, y)
        Points along lines, close together.
    gap : float
        Distance that a label keeps from what is taken.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        boxes: Iterable[Box] = (),
        lines: Iterable[Sequence[Point]] = (),
        gap: float = 2.0,
    ) -> None:
        import numpy as np

        self.width, self.height, self.gap = width, height, gap
        self._boxes = [tuple(map(float, box)) for box in boxes]
        owned = [(*point, number) for number, line in enumerate(lines) for point in line]
        self._points: Array = np.array(owned, dtype=float).reshape(-1, 3)

    def touched(self, box: Box, *, own: int = -2) -> float:
        """Return how much is touched: 0 where a box is free, else a number of boxes and of points on lines.

        A label may touch its own line, whose place among the lines is given.
        """
        import numpy as np

        x0, y0, x1, y1 = box
        if x0 < 0 or y0 < 0 or x1 > self.width or y1 > self.height:
            return 1000.0
        gap, found = self.gap, 0.0
        if self._boxes:
            b: Array = np.array(self._boxes)
            apart = (b[:, 2] <= x0 - gap) | (b[:, 0] >= x1 + gap) | (b[:, 3] <= y0 - gap) | (b[:, 1] >= y1 + gap)
            found += 10.0 * float((~apart).sum())
        p = self._points
        inside = (p[:, 0] > x0 - gap) & (p[:, 0] < x1 + gap) & (p[:, 1] > y0 - gap) & (p[:, 1] < y1 + gap)
        return found + float((inside & (p[:, 2] != own)).sum())

    def _crossed(self, start: Point, end: Point, radius: float) -> float:
        """Return how many boxes a straight line crosses once it has left the mark at its start."""
        import numpy as np

        length = math.dist(start, end)
        if not self._boxes or length <= radius + 1:
            return 0.0
        b, part = np.array(self._boxes), (radius + 1) / length
        out = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        p: Array = np.array(between(out, end))[:, :, None]
        inside = (p[:, 0] > b[:, 0]) & (p[:, 0] < b[:, 2]) & (p[:, 1] > b[:, 1]) & (p[:, 1] < b[:, 3])
        return 0.5 * float(inside.any(axis=0).sum())  # a line under a label is better than a label on a label

    def take(self, box: Box) -> None:
        """Say that a box is taken."""
        self._boxes.append(box)

    def take_line(self, points: Iterable[Point]) -> None:
        """Say that a line is taken, by points along it."""
        import numpy as np

        new: Array = np.array([(*point, -1) for point in points], dtype=float)
        self._points = np.concatenate([self._points, new])

    def around(
        self,
        point: Point,
        size: tuple[float, float],
        *,
        radius: float,
        angle: float = math.pi / 2,
        farthest: float = 90,
    ) -> Spot:
        """Return the nearest free place of a label around a point, and take it.

        Parameters
        ----------
        point : (x, y)
            What is labelled.
        size : (width, height)
            Of the label.
        radius : float
            Of the mark at the point.
        angle : float
            Direction in which the label stands best, in radians.
        farthest : float
            How far from the mark it may stand.
        """
        best, least = None, math.inf
        distance = radius + 2.0
        while distance <= radius + farthest and least > 0:
            for turn in _TURNS:
                spot = _beside(point, size, distance, angle + math.radians(turn))
                found = self.touched(_box(spot, size))
                if not found and distance > radius + NEAR:
                    found = self._crossed(point, closest(spot, size, point), radius)
                if found < least:
                    best, least = (*spot, distance), found
                if not found:
                    break
            distance += 6.0
        assert best is not None  # noqa: S101 (there is always a first place, which touches less than infinity)
        x, y, distance = best
        self.take(_box((x, y), size))
        far = distance > radius + NEAR
        if far:
            self.take_line(between(point, closest((x, y), size, point)))
        return Spot(x, y, far, least < 1)

    def first(self, spots: Iterable[Point], size: tuple[float, float], *, own: int = -2) -> Point | None:
        """Return the first free of several middles for the label of a line, and take it; None where none is free."""
        for spot in spots:
            if not self.touched(_box(spot, size), own=own):
                self.take(_box(spot, size))
                return spot
        return None


def _box(middle: Point, size: tuple[float, float]) -> Box:
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _beside(point: Point, size: tuple[float, float], distance: float, angle: float) -> Point:
    """Give the middle of a label whose edge is so far from a point, in a direction."""
    across, up = math.cos(angle), math.sin(angle)
    # Between straight above and straight beside, the label slides along the mark instead of jumping.
    return (
        point[0] + distance * across + size[0] / 2 * max(-1.0, min(1.0, across * 1.6)),
        point[1] + distance * up + size[1] / 2 * max(-1.0, min(1.0, up * 1.6)),
    )


def closest(middle: Point, size: tuple[float, float], point: Point) -> Point:
    """Return the point of a label's edge that is closest to another point."""
    x0, y0, x1, y1 = _box(middle, size)
    return min(max(point[0], x0), x1), min(max(point[1], y0), y1)


def between(start: Point, end: Point, *, step: float = 2.0) -> list[Point]:
    """Return points on a straight line, close together."""
    n = max(int(math.dist(start, end) / step), 1)
    return [
        (start[0] + (end[0] - start[0]) * index / n, start[1] + (end[1] - start[1]) * index / n)
        for index in range(n + 1)
    ]


def along(curve: Any, *, n: int = 60) -> list[Point]:
    """Return points on a quadratic Bézier curve of three points."""
    (x0, y0), (x1, y1), (x2, y2) = curve
    found = []
    for index in range(n + 1):
        t = index / n
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        found.append((a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2))
    return found
