"""Intervals drawn together: the same to the last bit as drawn one by one, and equal ones drawn once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from analysis.framing import resample
from analysis.framing.resample import (
    UNKNOWN,
    Interval,
    Ratio,
    draw_intervals,
    enclose,
    prior_mass,
    proportion,
    signs_of,
    statistic,
    weigh,
)


def alone(hits: npt.NDArray[np.float64], trials: npt.NDArray[np.float64], *, seed: int) -> Interval:
    """The definition: only sentences that carry something, a product of their own, a whole sort by numpy."""
    counts = np.column_stack([hits, trials - hits])
    carrying = (counts != 0).any(axis=1)
    sums = weigh(len(counts), seed=seed)[:, carrying] @ counts[carrying]
    sums = sums + float(counts[counts > 0].mean()) * prior_mass(2, seed=seed)
    cloud = sums[:, 0] / sums.sum(axis=1)
    value = float(counts[:, 0].sum() / counts.sum())
    low, high = np.quantile(cloud, [0.025, 0.975])
    return Interval(value, min(low, value), max(high, value))


def ratios(sentences: int, *, number: int, whole: bool) -> list[Ratio]:
    generator = np.random.default_rng(sentences)
    found = []
    for _ in range(number):
        trials = generator.poisson(0.7, sentences).astype(float)
        trials[0] += 1
        hits = generator.binomial(trials.astype(int), 0.4).astype(float)
        discount = 1.0 if whole else 1 / np.log2(np.arange(sentences) + 2)
        found.append(Ratio(hits * discount, trials * discount))
    return found


@pytest.mark.parametrize("whole", [True, False], ids=["counts", "discounted"])
@pytest.mark.parametrize("sentences", [1, 2, 20, 150, 256, 257, 400])
def test_drawn_together_is_drawn_alone(sentences: int, whole: bool) -> None:
    asked = ratios(sentences, number=30, whole=whole)
    assert draw_intervals(asked, seed=3) == [proportion(hits, trials, seed=3) for hits, trials, _ in asked]
    for found, (hits, trials, _) in zip(draw_intervals(asked, seed=3), asked, strict=True):
        assert tuple(found) == pytest.approx(tuple(alone(hits, trials, seed=3)), abs=1e-12)


def test_the_order_of_ratios_changes_none() -> None:
    asked = ratios(20, number=12, whole=True)
    assert draw_intervals(asked[::-1], seed=0) == draw_intervals(asked, seed=0)[::-1]


def test_equal_ratios_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = resample._proportions
    monkeypatch.setattr(resample, "_proportions", lambda counts, seed: drawn.append(len(counts)) or draw(counts, seed))
    first, second = ratios(10, number=2, whole=True)
    found = draw_intervals([first, second, Ratio(first.hits.copy(), first.trials.copy()), first], seed=0)
    assert drawn == [2]
    assert found[0] == found[2] == found[3] != found[1]


def test_signs_go_from_minus_one_to_one() -> None:
    positive, negative = np.array([2.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    (signed,) = draw_intervals([signs_of(positive, negative)], seed=0)
    part = proportion(positive, positive + negative, seed=0)
    assert part.low is not None and part.high is not None  # noqa: PT018
    assert signed == (0.5, 2 * part.low - 1, 2 * part.high - 1)


def test_no_trials_are_unknown_among_others() -> None:
    nothing, (something,) = Ratio(np.zeros(5), np.zeros(5)), ratios(5, number=1, whole=True)
    assert draw_intervals([nothing, something, nothing._replace(signed=True)], seed=0)[::2] == [UNKNOWN, UNKNOWN]
    assert draw_intervals([], seed=0) == []


def test_an_interval_that_is_not_wanted_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resample, "draw_sums", None)
    counts = np.array([[0.0, 2.0], [0.0, 1.0], [0.0, 2.0]])
    assert statistic(counts, lambda s: s[:, 0] / s[:, 1], seed=0, drawn=False) == (0.0, None, None)


def test_quantiles_are_those_of_numpy() -> None:
    cloud = np.random.default_rng(0).random(1000)
    assert enclose(0.5, cloud)[1:] == tuple(np.quantile(cloud, [0.025, 0.975]))
