"""Spans: things that stand in a text, asked for those at a place without a look at all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, TypeVar

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
