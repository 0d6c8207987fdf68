"""Intervals: a proper Bayesian bootstrap over sentences.

Every ratio here is a function of column sums of a matrix *sentences x quantities*. The bootstrap gives each
sentence a random weight (a sentence is drawn with everything in it, because what stands in one sentence goes
together) and computes the function again. Where the quantity is a share of categories, each category also gets a
pseudo-observation of weight one half: three positive statements out of three are then no proof of "always",
and the interval stays open where a plain bootstrap would collapse to a point.

References
----------
Rubin (1981), The Bayesian Bootstrap, Annals of Statistics 9(1). Muliere and Secchi (1996), Bayesian nonparametric
predictive inference and bootstrap techniques, Annals of the Institute of Statistical Mathematics 48(4).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

DRAWS = 1000
PRIOR = 0.5


class Interval(NamedTuple):
    """A value with its 95 % interval; all None where nothing is known."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Interval(None, None, None)


@lru_cache(maxsize=1)
def weigh(n_sentences: int, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw random weights of sentences; the last draw is kept, since a document's indicators share it.

    Returns
    -------
    numpy.ndarray
        Shape (draws, n_sentences), mean one, exponentially distributed: normalised they are Dirichlet(1, ..., 1).
    """
    import numpy as np

    weights = np.random.default_rng(seed).standard_exponential((draws, n_sentences))
    weights.setflags(write=False)
    return weights


@lru_cache(maxsize=4)
def prior_mass(n_categories: int, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw the weights of the pseudo-observations, gamma distributed with mean one half.

    Returns
    -------
    numpy.ndarray
        Shape (draws, n_categories).
    """
    import numpy as np

    mass = np.random.default_rng([seed, 1]).standard_gamma(PRIOR, (draws, n_categories))
    mass.setflags(write=False)
    return mass


def draw_sums(counts: Array, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw column sums; sentences that carry nothing are left out of the product, which for a rare country is most.

    Returns
    -------
    numpy.ndarray
        Shape (draws, quantities).
    """
    carrying = (counts != 0).any(axis=1)
    sums: Array = weigh(len(counts), seed=seed, draws=draws)[:, carrying] @ counts[carrying]
    return sums


def _draw_mass(counts: Array, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw column sums with their pseudo-observations."""
    # The pseudo-observation weighs as much as one typical observation, whatever the unit (words, rows).
    observed = counts[counts > 0]
    unit = float(observed.mean()) if observed.size else 1.0
    return draw_sums(counts, seed=seed, draws=draws) + unit * prior_mass(counts.shape[1], seed=seed, draws=draws)


def share_cloud(counts: Array, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw shares of categories.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (sentences, categories), non-negative.

    Returns
    -------
    numpy.ndarray
        Shape (draws, categories); rows sum to one.
    """
    mass = _draw_mass(counts, seed=seed, draws=draws)
    shares: Array = mass / mass.sum(axis=1, keepdims=True)
    return shares


def shares(counts: Array, *, seed: int, draws: int = DRAWS) -> list[Interval]:
    """Give each category's share of the total with its interval; unknown where the total is zero.

    Examples
    --------
    >>> import numpy as np
    >>> half, _ = shares(np.array([[1.0, 0.0], [0.0, 1.0]]), seed=0)
    >>> half.value, half.low < 0.2, half.high > 0.8
    (0.5, True, True)
    """
    total = float(counts.sum())
    if total == 0:
        return [UNKNOWN] * counts.shape[1]
    cloud = share_cloud(counts, seed=seed, draws=draws)
    return [enclose(float(column.sum()) / total, cloud[:, index]) for index, column in enumerate(counts.T)]


def proportion(hits: Array, trials: Array, *, seed: int) -> Interval:
    """Give the share of hits among trials; both are per sentence.

    Examples
    --------
    >>> import numpy as np
    >>> proportion(np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0]), seed=0).value
    1.0
    """
    import numpy as np

    counts = np.column_stack([hits, trials - hits])
    total = float(counts.sum())
    if total == 0:
        return UNKNOWN
    within, without = _draw_mass(counts, seed=seed).T
    return enclose(float(counts[:, 0].sum()) / total, within / (within + without))


def mean_sign(positive: Array, negative: Array, *, seed: int) -> Interval:
    """Give the mean of signs, (positive - negative) / (positive + negative), between -1 and 1."""
    value, low, high = proportion(positive, positive + negative, seed=seed)
    return UNKNOWN if value is None else Interval(2 * value - 1, 2 * (low or 0.0) - 1, 2 * (high or 0.0) - 1)


def statistic(counts: Array, function: Callable[[Array], Array], *, seed: int, least: int = 3) -> Interval:
    """Give any function of column sums, with its interval.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (sentences, quantities).
    function : callable
        Takes column sums, shape (draws, quantities), and gives a value a draw; nan is unknown.
    least : int
        Below this many sentences that carry anything the interval is unknown: without pseudo-observations a
        bootstrap of one or two sentences claims a certainty that it does not have.
    """
    value = float(function(counts.sum(axis=0, keepdims=True))[0])
    if value != value:
        return UNKNOWN
    if int((counts != 0).any(axis=1).sum()) < least:
        return Interval(value, None, None)
    return enclose(value, function(draw_sums(counts, seed=seed)))


def enclose(value: float, cloud: Any) -> Interval:
    """Give the central 95 % of a cloud, widened to hold the value itself."""
    import numpy as np

    known = np.sort(cloud)  # nan comes last
    known = known[: len(known) - np.count_nonzero(np.isnan(known))]
    if not known.size:
        return Interval(value, None, None)
    low, high = (_quantile(known, part) for part in (0.025, 0.975))
    # Adding zero turns -0.0 into 0.0, which tables and charts would print with its sign.
    return Interval(value + 0.0, float(min(low, value)) + 0.0, float(max(high, value)) + 0.0)


def _quantile(ordered: Array, part: float) -> float:
    """Interpolate as `numpy.quantile` does, to the last bit, at a tenth of its cost for a thousand draws."""
    place = (len(ordered) - 1) * part
    before = math.floor(place)
    low, high = float(ordered[before]), float(ordered[min(before + 1, len(ordered) - 1)])
    share = place - before
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share)
