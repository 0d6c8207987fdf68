"""Replacements in a text, and the offsets before and after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ...tables import Span


class Edit(NamedTuple):
    """What stands instead of ``text[start:end]``."""

    start: int
    end: int
    new: str


class Edits:
    """Replacements in a text, in order and without overlap, and where everything is before and after them.

    Inside a replacement of the same length each character keeps its place; otherwise it is replaced as a whole.

    Examples
    --------
    >>> edits = Edits([Edit(3, 4, ""), Edit(8, 9, " ")])  # "Kas-achst·n" -> "Kasachst n"
    >>> edits.before(3, 6), edits.after(0, 3), edits.after(4, 9)
    ((4, 7), (0, 3), (3, 8))
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = list(edits)
        self._old: list[Span] = [(edit.start, edit.end) for edit in self._edits]
        self._new: list[Span] = []
        shift = 0
        for edit in self._edits:
            start = edit.start + shift
            self._new.append((start, start + len(edit.new)))
            shift += len(edit.new) - (edit.end - edit.start)
        self._old_starts = [start for start, _ in self._old]
        self._new_starts = [start for start, _ in self._new]

    def __bool__(self) -> bool:
        return bool(self._edits)

    def apply(self, text: str) -> str:
        """Return the text with all replacements."""
        pieces: list[str] = []
        position = 0
        for start, end, new in self._edits:
            pieces += (text[position:start], new)
            position = end
        pieces.append(text[position:])
        return "".join(pieces)

    def before(self, start: int, end: int) -> Span:
        """Return what a span of the new text covers in the old one."""
        return _mapped(start, end, self._new, self._new_starts, self._old)

    def after(self, start: int, end: int) -> Span:
        """Return what a span of the old text covers in the new one."""
        return _mapped(start, end, self._old, self._old_starts, self._new)


def _mapped(start: int, end: int, here: list[Span], starts: list[int], there: list[Span]) -> Span:
    """Map a span; what is deleted at its edges stays outside."""
    first = bisect_right(starts, start) - 1
    if first < 0:
        left = start
    elif start < here[first][1]:
        same = _length(here[first]) == _length(there[first])
        left = there[first][0] + (start - here[first][0] if same else 0)
    else:
        left = there[first][1] + start - here[first][1]
    if end <= start:
        return left, left
    last = bisect_left(starts, end) - 1
    if last < 0:
        right = end
    elif end <= here[last][1]:
        same = _length(here[last]) == _length(there[last])
        right = there[last][0] + end - here[last][0] if same else there[last][1]
    else:
        right = there[last][1] + end - here[last][1]
    return left, max(left, right)


def _length(span: Span) -> int:
    return span[1] - span[0]
