"""Precision, recall and F1 of counts: a row per unit with how many are right, found and asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

Counts = np.ndarray[Any, Any]


def precision(counts: Counts) -> float:
    """Return the share of what is found that is right."""
    right, found, _ = counts.sum(axis=0)
    return float(right / found) if found else 0.0


def recall(counts: Counts) -> float:
    """Return the share of what is asked for that is found."""
    right, _, asked = counts.sum(axis=0)
    return float(right / asked) if asked else 0.0


def f1(counts: Counts) -> float:
    """Return the harmonic mean of both."""
    right, found, asked = counts.sum(axis=0)
    return float(2 * right / (found + asked)) if found + asked else 0.0


SHARES: Final[Mapping[str, Callable[[Counts], float]]] = {"precision": precision, "recall": recall, "F1": f1}
