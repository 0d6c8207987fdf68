"""Spans: things that stand in a text, asked for by place, and a text that is cut where any of them begins or ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Spans(Generic[T]):
    """Things with a place in a text, which may overlap and stand inside each other.

    A text of a thousand quotes and ten thousand mentions must not compare each with each: every question takes the
    logarithm of their number, and as much again for each answer.

    Parameters
    ----------
    items : iterable of (int, int, object)
        Start, end (exclusive) and the thing.

    Examples
    --------
    >>> spans = Spans([(0, 9, "outer"), (2, 4, "inner"), (12, 15, "later")])
    >>> spans.meeting(3, 13), spans.around(2, 4), spans.inside(1, 20)
    (['outer', 'inner', 'later'], ['inner', 'outer'], ['inner', 'later'])
    """

    def __init__(self, items: Iterable[tuple[int, int, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[:2])
        self._starts = [item[0] for item in self._items]
        self._leaves = 1 << max(len(self._items) - 1, 0).bit_length()
        # A node of this tree knows the last end below it; node 1 is the root, node n has the children 2n and 2n + 1.
        self._last = [-1] * (2 * self._leaves)
        self._last[self._leaves : self._leaves + len(self._items)] = [item[1] for item in self._items]
        for node in range(self._leaves - 1, 0, -1):
            self._last[node] = max(self._last[2 * node], self._last[2 * node + 1])

    def __len__(self) -> int:
        return len(self._items)

    def meeting(self, start: int, end: int) -> list[T]:
        """Return what shares a character with ``text[start:end]``, in text order."""
        return [item[2] for item in self._meeting(start, end)]

    def around(self, start: int, end: int) -> list[T]:
        """Return what has all of ``text[start:end]`` inside it, the shortest first."""
        found = [item for item in self._meeting(start, start + 1) if item[1] >= end]
        return [item[2] for item in sorted(found, key=lambda item: (item[1] - item[0], item[0]))]

    def inside(self, start: int, end: int) -> list[T]:
        """Return what stands inside ``text[start:end]``, in text order."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [item[2] for item in self._items[first:stop] if item[1] <= end]

    def _meeting(self, start: int, end: int) -> list[tuple[int, int, T]]:
        stop = bisect_left(self._starts, end)
        found: list[tuple[int, int, T]] = []
        nodes = [(1, 0, self._leaves)]
        while nodes:
            node, first, count = nodes.pop()
            if first >= stop or self._last[node] <= start:
                continue
            if count == 1:
                found.append(self._items[first])
            else:
                half = count // 2
                nodes += ((2 * node + 1, first + half, half), (2 * node, first, half))
        return found


class Cut(NamedTuple):
    """A stretch of a text without any border inside; `covering` are positions in the list of spans."""

    start: int
    end: int
    covering: tuple[int, ...]


def cut_at_borders(length: int, spans: Sequence[tuple[int, int]], *, bounds: Iterable[int] = ()) -> Iterator[Cut]:
    """Yield the stretches of a text between the places where spans begin or end, without gap or overlap.

    Parameters
    ----------
    length : int
        Length of the text.
    spans : sequence of (int, int)
        In any order; they may overlap, touch, repeat, be empty and reach beyond the text.
    bounds : iterable of int
        More places to cut at.

    Examples
    --------
    >>> [tuple(piece) for piece in cut_at_borders(7, [(0, 4), (2, 6)])]
    [(0, 2, (0,)), (2, 4, (0, 1)), (4, 6, (1,)), (6, 7, ())]
    """
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(spans):
        first, last = max(start, 0), min(end, length)
        if first < last:
            opening.setdefault(first, []).append(index)
            closing.setdefault(last, []).append(index)
    covering: set[int] = set()
    places = sorted({0, length, *opening, *closing, *(place for place in bounds if 0 < place < length)})
    for left, right in pairwise(places):
        covering.difference_update(closing.get(left, ()))
        covering.update(opening.get(left, ()))
        yield Cut(left, right, tuple(sorted(covering)))
