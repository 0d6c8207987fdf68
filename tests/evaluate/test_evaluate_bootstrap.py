"""Bootstraps: draws with a fixed seed, and the bounds of what was drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.evaluate.bootstrap import bounds, draws, interval


def test_draws_are_units_that_come_again_and_the_same_for_a_seed():
    first, again, other = draws(5, seed=1, resamples=300), draws(5, seed=1, resamples=300), draws(5, seed=2)
    assert first.shape == (300, 5)
    assert set(first.ravel().tolist()) == set(range(5))
    assert (first == again).all()
    assert not (first == other[:300]).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 1.0], (1.0, 1.0)),
        ([float(n) for n in range(201)], (5.0, 195.0)),
        ([0.0, math.nan, 1.0], (0.025, 0.975)),
    ],
)
def test_bounds(values, expected):
    assert bounds(values) == pytest.approx(expected)


def test_an_interval_holds_its_value_and_nothing_has_none():
    data = np.arange(40.0)
    low, high = interval(data, np.mean)
    assert low < data.mean() < high
    assert all(math.isnan(end) for end in interval(np.zeros(0), np.mean))
