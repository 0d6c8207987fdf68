"""Intervals of scores by the bootstrap."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

import numpy as np

RESAMPLES: Final = 2000


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
    draws = np.random.default_rng(seed).integers(0, len(data), size=(resamples, len(data)))
    values = np.array([float(score(data[draw])) for draw in draws])
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return float(low), float(high)
