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
_QUANTILES: Final = (0.025, 0.975)
# Ratios of a long text that are drawn at once, which take a megabyte.
_TOGETHER: Final = 32
# Sentences of a text whose weights are kept for the next text that has as many.
_SHORT: Final = 64


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
    """Draw random weights of sentences; draws are kept, since a document's indicators and short documents share them.

    Returns
    -------
    numpy.ndarray
        Shape (draws, n_sentences), mean one, exponentially distributed: normalised they are Dirichlet(1, ..., 1).
    """
    return _weights(n_sentences, seed, draws).T


def _weights(n_sentences: int, seed: int, draws: int = DRAWS) -> Array:
    """Draw those weights, one row a sentence: what is asked of some sentences then reads whole rows."""
    return (_draw_short if n_sentences <= _SHORT else _draw_long)(n_sentences, seed, draws)


def _draw(n_sentences: int, seed: int, draws: int) -> Array:
    import numpy as np

    weights = np.ascontiguousarray(np.random.default_rng(seed).standard_exponential((draws, n_sentences)).T)
    weights.setflags(write=False)
    return weights


# Articles of a corpus have few different numbers of sentences; 16 MB at most.
_draw_short: Final = lru_cache(maxsize=32)(_draw)
_draw_long: Final = lru_cache(maxsize=1)(_draw)


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
    """Draw column sums; where most sentences carry nothing, as for a rare country, those are left out of the product.

    Returns
    -------
    numpy.ndarray
        Shape (draws, quantities).
    """
    import numpy as np

    weights, carrying = _weights(len(counts), seed, draws), counts.any(axis=1)
    if 2 * np.count_nonzero(carrying) < len(counts):
        weights, counts = weights[carrying], counts[carrying]
    sums: Array = (counts.T @ weights).T
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
    distinct = dict(zip(keys, ratios, strict=True))
    if not distinct:
        return []
    trials = np.array([ratio.trials for ratio in distinct.values()])
    tried = np.asarray(trials.any(axis=1))
    hits = np.array([ratio.hits for ratio in distinct.values()])[tried]
    known = iter(_proportions(np.stack([hits, trials[tried] - hits], axis=2), seed) if len(hits) else [])
    drawn = {key: next(known) if some else UNKNOWN for key, some in zip(distinct, tried.tolist(), strict=True)}
    return [_signed(drawn[key], ratio.signed) for key, ratio in zip(keys, ratios, strict=True)]


def _signed(part: Interval, signed: bool) -> Interval:
    value, low, high = part
    if not signed or value is None:
        return part
    return Interval(2 * value - 1, 2 * (low or 0.0) - 1, 2 * (high or 0.0) - 1)


def _proportions(counts: Array, seed: int) -> list[Interval]:
    """Draw the share of the first of two categories; counts have the shape (ratios, sentences, 2)."""
    import numpy as np

    from ..language.products import product

    flat = counts.reshape(len(counts), -1)
    totals = flat.sum(axis=1)
    values = (counts[:, :, 0].sum(axis=1) / totals).tolist()
    units = totals / np.count_nonzero(flat, axis=1)
    weights, prior = _weights(counts.shape[1], seed), prior_mass(2, seed=seed).T
    step = _TOGETHER if counts.shape[1] > _SHORT else len(counts)
    found = []
    for at in range(0, len(counts), step):
        some = counts[at : at + step]
        columns = np.zeros((2 * step, counts.shape[1]))  # always as many: other products would add up in other orders
        columns[: 2 * len(some)] = some.swapaxes(1, 2).reshape(2 * len(some), -1)
        sums = product(columns, weights)[: 2 * len(some)].reshape(len(some), 2, -1)
        sums += units[at : at + step, None, None] * prior
        clouds = sums[:, 0] / sums.sum(axis=1)  # never nan: the pseudo-observations weigh more than nothing
        found += _limits(clouds)
    return [_around(value, limits) for value, limits in zip(values, found, strict=True)]


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
    return statistics([counts], function, seed=seed, least=least, drawn=[drawn])[0]


def statistics(
    counts: Sequence[Array], function: Callable[[Array], Array], *, seed: int, drawn: Sequence[bool], least: int = 3
) -> list[Interval]:
    """Give what `statistic` gives for each of several matrices of counts of the same shape."""
    import numpy as np

    if not counts:
        return []
    every = np.stack(counts)
    values = function(every.sum(axis=1))
    found = [UNKNOWN if value != value else Interval(value, None, None) for value in values.tolist()]
    enough = np.count_nonzero(every.any(axis=2), axis=1) >= least
    asked = np.flatnonzero(enough & np.asarray(drawn) & ~np.isnan(values)).tolist()
    if asked:
        sums = np.concatenate([draw_sums(counts[number], seed=seed) for number in asked])
        for number, cloud in zip(asked, function(sums).reshape(len(asked), -1), strict=True):
            found[number] = enclose(found[number].value or 0.0, cloud)
    return found


def enclose(value: float, cloud: Any) -> Interval:
    """Give the central 95 % of a cloud, widened to hold the value itself."""
    import numpy as np

    unknown = np.isnan(cloud)
    known = cloud[~unknown] if unknown.any() else cloud
    return _around(value, _limits(known[None])[0]) if known.size else Interval(value, None, None)


def _limits(clouds: Array) -> list[tuple[float, float]]:
    """Interpolate the quantiles of each row as `numpy.quantile` does, to the last bit, without sorting the rest."""
    import numpy as np

    size = clouds.shape[1]
    places = [(size - 1) * part for part in _QUANTILES]
    beside = [min(math.floor(place) + more, size - 1) for place in places for more in (0, 1)]
    ends = np.partition(clouds, sorted(set(beside)), axis=1)[:, beside]
    limits = []
    for index, place in enumerate(places):
        share, before, after = place - math.floor(place), ends[:, 2 * index], ends[:, 2 * index + 1]
        between = (after - before) * (share if share < 0.5 else 1 - share)
        limits.append((before + between if share < 0.5 else after - between).tolist())
    return list(zip(*limits, strict=True))


def _around(value: float, limits: tuple[float, float]) -> Interval:
    low, high = limits
    # Adding zero turns -0.0 into 0.0, which tables and charts would print with its sign.
    return Interval(value + 0.0, min(low, value) + 0.0, max(high, value) + 0.0)
