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
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

DRAWS = 1000
PRIOR = 0.5
# Longer products are added up in blocks; leaving out the sentences that carry nothing then changes the last digit.
_TOGETHER: Final = 256
# Multiplications of one product; a larger one is spread over all processors, which then wait for each other.
_PRODUCT: Final = 200_000


class Interval(NamedTuple):
    """A value with its 95 % interval; all None where nothing is known."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Interval(None, None, None)


class Ratio(NamedTuple):
    """Hits among trials, sentence by sentence, from which `draw_intervals` draws the intervals of a text together.

    Attributes
    ----------
    hits, trials : numpy.ndarray
        Shape (sentences,).
    signed : bool
        Whether the value is (hits - misses) / trials, between -1 and 1.
    """

    hits: Array
    trials: Array
    signed: bool = False


def signs_of(positive: Array, negative: Array) -> Ratio:
    """Give the mean of signs as a ratio."""
    return Ratio(positive, positive + negative, signed=True)


def weigh(n_sentences: int, *, seed: int, draws: int = DRAWS) -> Array:
    """Draw random weights of sentences; the last draw is kept, since a document's indicators share it.

    Returns
    -------
    numpy.ndarray
        Shape (draws, n_sentences), mean one, exponentially distributed: normalised they are Dirichlet(1, ..., 1).
    """
    return _weigh(n_sentences, seed, draws)


@lru_cache(maxsize=1)
def _weigh(n_sentences: int, seed: int, draws: int) -> Array:
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
    prior = _unit(counts) * prior_mass(counts.shape[1], seed=seed, draws=draws)
    return draw_sums(counts, seed=seed, draws=draws) + prior


def _unit(counts: Array) -> float:
    """Weigh a pseudo-observation as much as one typical observation, whatever the unit (words, rows)."""
    observed = counts[counts > 0]
    return float(observed.mean()) if observed.size else 1.0


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
    return draw_intervals([Ratio(hits, trials)], seed=seed)[0]


def mean_sign(positive: Array, negative: Array, *, seed: int) -> Interval:
    """Give the mean of signs, (positive - negative) / (positive + negative), between -1 and 1."""
    return draw_intervals([signs_of(positive, negative)], seed=seed)[0]


def draw_intervals(ratios: Sequence[Ratio], *, seed: int) -> list[Interval]:
    """Draw the intervals of ratios over the same sentences, as matrix products.

    Parameters
    ----------
    ratios : sequence of Ratio
        Of one text; equal ones are drawn once.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    list of Interval
        One for each ratio, in order; unknown where there are no trials.
    """
    import numpy as np

    keys = [ratio.hits.tobytes() + ratio.trials.tobytes() for ratio in ratios]
    distinct: dict[bytes, Array] = {}
    for key, (hits, trials, _) in zip(keys, ratios, strict=True):
        if key not in distinct and trials.any():
            distinct[key] = np.column_stack([hits, trials - hits])
    drawn = dict(zip(distinct, _proportions(list(distinct.values()), seed), strict=True))
    return [_signed(drawn.get(key, UNKNOWN), ratio.signed) for key, ratio in zip(keys, ratios, strict=True)]


def _signed(part: Interval, signed: bool) -> Interval:
    value, low, high = part
    if not signed or value is None:
        return part
    return Interval(2 * value - 1, 2 * (low or 0.0) - 1, 2 * (high or 0.0) - 1)


def _proportions(counts: Sequence[Array], seed: int) -> list[Interval]:
    """Draw the share of the first of two categories for each matrix of counts."""
    import numpy as np

    values = [float(each[:, 0].sum()) / float(each.sum()) for each in counts]
    if not counts or len(counts[0]) > _TOGETHER:
        masses = (_draw_mass(each, seed=seed).T for each in counts)
        return [enclose(value, hits / (hits + misses)) for value, (hits, misses) in zip(values, masses, strict=True)]
    weights = weigh(len(counts[0]), seed=seed)
    columns, drawn = np.concatenate([each.T for each in counts]), np.ascontiguousarray(weights.T)
    step = max(1, _PRODUCT // (2 * weights.size)) * 2
    sums = np.concatenate([columns[at : at + step] @ drawn for at in range(0, len(columns), step)])
    sums = sums.reshape(len(counts), 2, -1)
    units = np.array([_unit(each) for each in counts])
    hits, misses = (sums + units[:, None, None] * prior_mass(2, seed=seed).T).swapaxes(0, 1)
    clouds = np.sort(hits / (hits + misses), axis=1)  # never nan: the pseudo-observations weigh more than nothing
    return [_around(value, cloud) for value, cloud in zip(values, clouds, strict=True)]


def statistic(
    counts: Array, function: Callable[[Array], Array], *, seed: int, least: int = 3, drawn: bool = True
) -> Interval:
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
    drawn : bool
        Whether the interval is wanted at all.
    """
    value = float(function(counts.sum(axis=0, keepdims=True))[0])
    if value != value:
        return UNKNOWN
    if not drawn or int((counts != 0).any(axis=1).sum()) < least:
        return Interval(value, None, None)
    return enclose(value, function(draw_sums(counts, seed=seed)))


def enclose(value: float, cloud: Any) -> Interval:
    """Give the central 95 % of a cloud, widened to hold the value itself."""
    import numpy as np

    known = np.sort(cloud)  # nan comes last
    known = known[: len(known) - np.count_nonzero(np.isnan(known))]
    if not known.size:
        return Interval(value, None, None)
    return _around(value, known)


def _around(value: float, ordered: Array) -> Interval:
    low, high = _quantile(ordered, 0.025), _quantile(ordered, 0.975)
    # Adding zero turns -0.0 into 0.0, which tables and charts would print with its sign.
    return Interval(value + 0.0, float(min(low, value)) + 0.0, float(max(high, value)) + 0.0)


def _quantile(ordered: Array, part: float) -> float:
    """Interpolate as `numpy.quantile` does, to the last bit, at a tenth of its cost for a thousand draws."""
    place = (len(ordered) - 1) * part
    before = math.floor(place)
    low, high = float(ordered[before]), float(ordered[min(before + 1, len(ordered) - 1)])
    share = place - before
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share)
