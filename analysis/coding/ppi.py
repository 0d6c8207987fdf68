"""PPI++ for a mean of two samples, as its paper has it: some labelled units, and others of which predictions are known.

`analysis.coding.linear` does the same for samples from a population, with probabilities, strata and clusters.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from ..errors import CodingError


class Mean(NamedTuple):
    """An estimate of a mean, its interval, and the weight of the predictions."""

    value: float
    low: float
    high: float
    power: float


def ppi_mean(
    labels: Sequence[float],
    predicted: Sequence[float],
    unlabelled: Sequence[float],
    *,
    power: float | None = None,
    level: float = 0.95,
) -> Mean:
    """Return the mean of labels with the help of predictions.

    Parameters
    ----------
    labels, predicted : sequence of float
        Labels of the labelled units, and their predictions.
    unlabelled : sequence of float
        Predictions of units without a label, drawn from the same population.
    power : float, optional
        Weight of the predictions, lambda; by default that of the least variance, between 0 and 1.
    level : float
        Of the interval.

    Raises
    ------
    CodingError
        If there are fewer than two units of a kind.

    Examples
    --------
    >>> [round(number, 3) for number in ppi_mean([1, 3], [0, 2], [1, 1, 3, 3])]
    [2.455, 1.577, 3.332, 0.455]

    References
    ----------
    Angelopoulos, Duchi and Zrnic (2023), PPI++: Efficient Prediction-Powered Inference, arXiv 2311.01453.
    """
    said, seen, other = (np.asarray(item, dtype=float) for item in (labels, predicted, unlabelled))
    if len(said) != len(seen) or len(said) < 2 or len(other) < 2:
        raise CodingError("PPI needs at least two labels with as many predictions, and two unlabelled predictions.")
    if power is None:
        shared = float(np.mean((said - said.mean()) * (seen - seen.mean())))
        spread = float(np.concatenate([seen, other]).var(ddof=1)) * (1 + len(said) / len(other))
        power = min(1.0, max(0.0, shared / spread)) if spread > 0 else 0.0
    value = float(power * other.mean() + (said - power * seen).mean())
    error = float(np.sqrt(power**2 * other.var() / len(other) + (said - power * seen).var() / len(said)))
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Mean(value, value - reach, value + reach, power)
