"""Coefficients of agreement, and their intervals from a bootstrap over items.

Krippendorff's alpha leads: it takes any number of coders, gaps, and ordered labels. Percent agreement, Cohen's kappa
and Gwet's AC1 stand beside it, because reviewers ask for them; AC1 hardly falls where one label is far more frequent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import numpy as np

from ..errors import CodingError
from .codebook import Level

if TYPE_CHECKING:
    import numpy.typing as npt

Array: TypeAlias = "npt.NDArray[np.float64]"
Coefficient = Literal["alpha", "percent", "kappa", "ac1"]
DRAWS: Final = 1000
_QUANTILES: Final = (2.5, 97.5)


class Counts(NamedTuple):
    """How often each item got each label, and the labels, in order; `pairs` holds the labels of two coders, else None.

    Attributes
    ----------
    table : numpy.ndarray
        Shape (items, labels).
    numbers : numpy.ndarray or None
        Number behind each label, for intervals; None where labels are only ordered or named.
    pairs : numpy.ndarray or None
        Shape (items, 2): places of the labels of two coders; -1 where there is none.
    """

    table: Array
    numbers: Array | None = None
    pairs: npt.NDArray[np.int64] | None = None


def count(
    codes: Sequence[Sequence[Hashable | None]], order: Sequence[Hashable], numbers: Array | None = None
) -> Counts:
    """Return counts of codes.

    Parameters
    ----------
    codes : sequence of sequence
        One sequence a coder, one code an item, None where there is none.
    order : sequence
        All labels, in their order.
    numbers : numpy.ndarray, optional
        Number behind each label.
    """
    place = {label: number for number, label in enumerate(order)}
    places = np.array([[-1 if code is None else place[code] for code in row] for row in codes], dtype=np.int64)
    table = np.zeros((places.shape[1], len(order)))
    for row in places:
        known = np.flatnonzero(row >= 0)
        table[known, row[known]] += 1
    return Counts(table, numbers, places.T if len(codes) == 2 else None)


def alpha(counts: Counts, level: Level = "nominal", weights: Array | None = None) -> Array:
    """Return Krippendorff's alpha; with weights, shape (draws, items), one for each draw of items.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
    """
    table = counts.table
    pairable = table.sum(axis=1) >= 2
    table = table[pairable]
    drawn = np.ones((1, len(table))) if weights is None else weights[:, pairable]
    sizes = table.sum(axis=1, keepdims=True) - 1
    totals = drawn @ table
    n = totals.sum(axis=1)
    result = np.full(len(drawn), np.nan)
    # Pairs within an item, all but a value with itself, which is at no distance anyway.
    pairs = table[:, :, None] * table[:, None, :] / sizes[:, :, None]
    together = (drawn @ pairs.reshape(len(table), pairs.shape[1] ** 2)).reshape(len(drawn), *pairs.shape[1:])
    for number in np.flatnonzero(n > 1):
        distance = _distances(level, totals[number], counts.numbers)
        expected = totals[number] @ distance @ totals[number] / (n[number] - 1)
        if expected > 0:
            result[number] = 1 - (together[number] * distance).sum() / expected
    return result


def _distances(level: Level, totals: Array, numbers: Array | None) -> Array:
    if level == "nominal":
        return np.asarray(1.0 - np.eye(len(totals)))
    if level == "interval":
        if numbers is None:
            raise CodingError("The level interval needs numbers behind the labels.")
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)
    ranks = np.cumsum(totals) - totals / 2
    return np.asarray((ranks[:, None] - ranks[None, :]) ** 2)


def percent(counts: Counts, weights: Array | None = None) -> Array:
    """Return the mean share of pairs of coders that agree on an item."""
    table = counts.table[counts.table.sum(axis=1) >= 2]
    size = table.sum(axis=1)
    same = (table * (table - 1)).sum(axis=1) / (size * (size - 1))
    return _mean(same, _taken(counts, weights))


def ac1(counts: Counts, weights: Array | None = None) -> Array:
    """Return Gwet's AC1.

    References
    ----------
    Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British Journal
    of Mathematical and Statistical Psychology 61(1).
    """
    rated = counts.table.sum(axis=1) >= 1
    table = counts.table[rated]
    drawn = np.ones((1, len(table))) if weights is None else weights[:, rated]
    shares = drawn @ (table / table.sum(axis=1, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        prevalence = shares / drawn.sum(axis=1, keepdims=True)
        chance = (prevalence * (1 - prevalence)).sum(axis=1) / max(1, table.shape[1] - 1)
        return np.asarray((percent(counts, weights) - chance) / (1 - chance))


def kappa(counts: Counts, weights: Array | None = None) -> Array:
    """Return Cohen's kappa of two coders, on the items that both have coded.

    References
    ----------
    Cohen (1960), A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20(1).
    """
    if counts.pairs is None:
        return np.full(1 if weights is None else len(weights), np.nan)
    both = (counts.pairs >= 0).all(axis=1)
    first, second = counts.pairs[both].T
    drawn = np.ones((1, int(both.sum()))) if weights is None else weights[:, both]
    labels = np.arange(counts.table.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        total = drawn.sum(axis=1)
        observed = (drawn @ (first == second)) / total
        shares = [(drawn @ (side[:, None] == labels)) / total[:, None] for side in (first, second)]
        chance = (shares[0] * shares[1]).sum(axis=1)
        return np.asarray((observed - chance) / (1 - chance))


def _taken(counts: Counts, weights: Array | None) -> Array:
    pairable = counts.table.sum(axis=1) >= 2
    return np.ones((1, int(pairable.sum()))) if weights is None else weights[:, pairable]


def _mean(values: Array, weights: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(weights @ values / weights.sum(axis=1))


COEFFICIENTS: Final[Mapping[Coefficient, Callable[..., Array]]] = {
    "alpha": alpha,
    "percent": percent,
    "kappa": kappa,
    "ac1": ac1,
}


def coefficient(
    counts: Counts, name: Coefficient, *, level: Level = "nominal", seed: int = 0, draws: int = DRAWS
) -> tuple[float, float, float]:
    """Return a coefficient with the ends of its 95 % interval, from a bootstrap over items.

    Parameters
    ----------
    counts : Counts
        What was coded.
    name : {"alpha", "percent", "kappa", "ac1"}
        The coefficient.
    level : {"nominal", "ordinal", "interval"}
        How much two labels differ, for alpha.
    seed, draws : int
        Of the bootstrap.
    """
    more = {"level": level} if name == "alpha" else {}
    function = COEFFICIENTS[name]
    value = float(function(counts, **more)[0])
    usable = int((counts.table.sum(axis=1) >= 2).sum())
    if not np.isfinite(value) or usable < 3:
        return value, float("nan"), float("nan")
    items = len(counts.table)
    weights = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), size=draws).astype(float)
    cloud = function(counts, weights=weights, **more)
    cloud = cloud[np.isfinite(cloud)]
    if not len(cloud):
        return value, float("nan"), float("nan")
    low, high = np.percentile(cloud, _QUANTILES)
    return value, min(float(low), value), max(float(high), value)
