"""Word forms that have been met: numbers for them, and what a network reads of each, computed once per form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from .features import WIDTH, spellings
from .state_names import read_as
from .vectors import form_vectors

Array = NDArray[np.float32]
Number = TypeVar("Number", np.float32, np.int64)

KEPT: Final = 40_000
"""Forms that are remembered; when there are more, all are forgotten."""
_BLOCK: Final = 512  # forms whose rows are computed at once


class Forms:
    """Word forms in the order in which they were met, with the hashes of their spellings and their vectors.

    Those of names of states are the same for all of them (`read_as`).
    """

    def __init__(self, kept: int = KEPT) -> None:
        self.age = 0
        """How often all was forgotten."""
        self._kept = kept
        self._numbers: dict[str, int] = {}
        self._last: tuple[list[str], NDArray[np.int64]] = [], np.zeros(0, dtype=np.int64)
        self._hashes = np.zeros((0, WIDTH), dtype=np.int64)
        self._vectors = np.zeros((0, form_vectors([]).shape[1]), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, forms: Sequence[str]) -> NDArray[np.int64]:
        """Give forms their numbers; those that are new get one.

        Several networks ask for the same words, one after the other.
        """
        last, known = self._last
        if forms == last:
            return known
        numbers = self._numbers
        new = [form for form in dict.fromkeys(forms) if form not in numbers]
        if new and len(numbers) + len(new) > self._kept:
            numbers.clear()
            self.age += 1
            new = list(dict.fromkeys(forms))
        if new:
            first = len(numbers)
            numbers.update(zip(new, range(first, first + len(new)), strict=True))
            self._hashes = grown(self._hashes, len(numbers))
            self._vectors = grown(self._vectors, len(numbers))
            read = [read_as(form) for form in new]
            self._hashes[first : len(numbers)] = hashes_of(read)
            self._vectors[first : len(numbers)] = form_vectors(read)
        found = np.fromiter(map(numbers.__getitem__, forms), dtype=np.int64, count=len(forms))
        self._last = list(forms), found
        return found

    def inputs(self, first: int, last: int) -> tuple[NDArray[np.int64], Array]:
        """Hashes, shape (n, `WIDTH`), -1 where a form has fewer, and vectors, shape (n, width), of the n forms."""
        return self._hashes[first:last], self._vectors[first:last]


class FormTable:
    """What one network reads of each form: rows that are computed when a form is first met.

    Parameters
    ----------
    compute : callable
        Hashes and vectors of forms to their rows. A row must not depend on which others are computed with it.
    width : int
        Of a row.
    """

    def __init__(self, compute: Callable[[NDArray[np.int64], Array], Array], width: int) -> None:
        self._compute = compute
        self._rows = np.zeros((0, width), dtype=np.float32)
        self._done, self._age = 0, 0

    def rows(self, forms: Sequence[str]) -> Array:
        """One row per form, shape (n, width)."""
        known = known_forms()
        numbers = known.number(forms)
        if self._age != known.age:
            self._done, self._age = 0, known.age
        self._rows = grown(self._rows, len(known))
        while self._done < len(known):
            last = min(self._done + _BLOCK, len(known))
            self._rows[self._done : last] = self._compute(*known.inputs(self._done, last))
            self._done = last
        return self._rows[numbers]


def hashes_of(forms: Sequence[str]) -> NDArray[np.int64]:
    """Hashes of the spellings of forms, shape (n, `WIDTH`), -1 where a form has fewer."""
    hashes = (number for form in forms for number in spellings(form))
    return np.fromiter(hashes, dtype=np.int64, count=len(forms) * WIDTH).reshape(len(forms), WIDTH)


def grown(rows: NDArray[Number], count: int) -> NDArray[Number]:
    """Make room for `count` rows: twice as much as before, where there was too little."""
    if count <= len(rows):
        return rows
    result = np.zeros((max(count, 2 * len(rows), 1024), rows.shape[1]), dtype=rows.dtype)
    result[: len(rows)] = rows
    return result


@cache
def known_forms() -> Forms:
    """Return the forms that the networks share."""
    return Forms()
