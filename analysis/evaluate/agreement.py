"""Krippendorff's alpha: agreement of any number of coders on nominal, ordinal or interval codes, with gaps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal

import numpy as np

from ..errors import MittellageError

Level = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(codes: Sequence[Sequence[Hashable | None]], *, level: Level = "nominal") -> float:
    """Measure the agreement of coders beyond chance.

    Parameters
    ----------
    codes : sequence of sequence
        One sequence a coder, one code a unit, None where the coder has none. Numbers for ``ordinal`` and ``interval``.
    level : {"nominal", "ordinal", "interval"}
        How much two different codes differ.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance, negative below; not a number if all codes are equal.

    Raises
    ------
    MittellageError
        If the coders have different numbers of units, or the level is unknown.

    Examples
    --------
    >>> krippendorff_alpha([["a", "a", "b", "b"], ["a", "a", "b", "b"]])
    1.0

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    if len({len(row) for row in codes}) > 1:
        raise MittellageError("All coders need as many codes as there are units; use None for a missing code.")
    if level not in ("nominal", "ordinal", "interval"):
        raise MittellageError(f"There is no level {level!r}; levels are nominal, ordinal, interval.")
    values = {code for row in codes for code in row if code is not None}
    order = sorted(values, key=lambda value: (str(type(value)), value))
    position = {value: index for index, value in enumerate(order)}
    coincidences = np.zeros((len(order), len(order)))
    for unit in zip(*codes, strict=True):
        present = [position[code] for code in unit if code is not None]
        if len(present) < 2:
            continue
        counts = np.bincount(present, minlength=len(order)).astype(float)
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(present) - 1)
    totals = coincidences.sum(axis=1)
    n = totals.sum()
    distance = _distances(order, totals, level)
    expected = (np.outer(totals, totals) * distance).sum() / (n - 1) if n > 1 else 0.0
    if expected == 0:
        return float("nan")
    return float(1 - (coincidences * distance).sum() / expected)


def _distances(order: Sequence[Any], totals: np.ndarray[Any, Any], level: Level) -> np.ndarray[Any, Any]:
    if level == "nominal":
        return np.asarray(1.0 - np.eye(len(order)))
    if level == "interval":
        numbers = np.array([float(value) for value in order])
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)
    ranks = np.cumsum(totals) - totals / 2
    return np.asarray((ranks[:, None] - ranks[None, :]) ** 2)
