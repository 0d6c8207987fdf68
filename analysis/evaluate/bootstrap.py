"""Intervals of scores by the bootstrap."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RESAMPLES: Final = 2000


def draws(count: int, *, seed: int, resamples: int = RESAMPLES) -> NDArray[np.int64]:
    """Return numbers of units that are drawn again, shape (resamples, count)."""
    return np.random.default_rng(seed).integers(0, count, size=(resamples, count))


def bounds(values: Sequence[float] | NDArray[Any]) -> tuple[float, float]:
    """Return the ends of the central 95 % of values that were drawn; unknown ones (nan) are left out.

    Examples
    --------
    >>> bounds([float(n) for n in range(101)])
    (2.5, 97.5)
    """
    low, high = np.nanpercentile(np.asarray(values, dtype=float), (2.5, 97.5))
    return float(low), float(high)


def interval(
    data: np.ndarray[Any, Any], score: Callable[[Any], Any], *, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Return the ends of the 95 % percentile interval of a score over rows that are drawn again.

    Parameters
    ----------
    data : ndarray
        A row per unit.
    score : callable
        Rows to a number.
    resamples : int
        Draws; their seed follows from the number of rows.

    References
    ----------
    Efron, B., & Tibshirani, R. (1993). An Introduction to the Bootstrap. Chapman & Hall.
    """
    if not len(data):
        return float("nan"), float("nan")
    seed = int(hashlib.sha256(str(len(data)).encode()).hexdigest()[:8], 16)
    return bounds([float(score(data[draw])) for draw in draws(len(data), seed=seed, resamples=resamples)])
