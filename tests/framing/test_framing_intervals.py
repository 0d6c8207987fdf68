"""Intervals and comparisons: what they cover, and what so little data allows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import MittellageError
from analysis.framing import compare
from analysis.framing.compare import cliffs_delta, permutation_p
from analysis.framing.resample import mean_sign, proportion, share_cloud, shares, statistic

Column = st.lists(st.integers(0, 5), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(Column, st.integers(0, 3))
def test_shares_sum_to_one_and_lie_in_their_intervals(first: list[int], seed: int) -> None:
    counts = np.column_stack([first, list(reversed(first)), np.ones(len(first))]).astype(float)
    found = shares(counts, seed=seed)
    assert sum(each.value or 0 for each in found) == pytest.approx(1)
    for each in found:
        assert 0 <= each.low <= each.value <= each.high <= 1


def test_three_of_three_is_not_certainty() -> None:
    ones = np.ones(3)
    few, many = (proportion(np.ones(n), np.ones(n), seed=0) for n in (3, 300))
    assert few.value == many.value == 1.0
    assert few.low < 0.75
    assert many.low > 0.98
    assert mean_sign(ones, ones * 0, seed=0).low < 0.5


def test_nothing_is_unknown() -> None:
    assert shares(np.zeros((4, 2)), seed=0)[0].value is None
    assert statistic(np.zeros((4, 2)), lambda s: s[:, 0] / np.where(s[:, 1], s[:, 1], np.nan), seed=0).value is None


def test_too_few_sentences_give_no_interval() -> None:
    counts = np.array([[1.0, 2.0], [0.0, 0.0], [2.0, 2.0]])
    assert statistic(counts, lambda s: s[:, 0] / s[:, 1], seed=0) == (0.75, None, None)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Draw texts of 30 sentences from a known share; 95 % intervals have to hold it in 90 to 99 of 100 texts."""
    generator = np.random.default_rng(1)
    held = 0
    for _ in range(300):
        trials = generator.poisson(2, 30).astype(float)
        hits = generator.binomial(trials.astype(int), 0.3).astype(float)
        interval = proportion(hits, trials, seed=0)
        held += interval.low <= 0.3 <= interval.high
    assert 0.90 <= held / 300 <= 0.99


def test_clouds_are_compositions() -> None:
    cloud = share_cloud(np.array([[1.0, 0, 0], [0, 0, 2.0]]), seed=3, draws=50)
    assert cloud.shape == (50, 3)
    assert np.allclose(cloud.sum(axis=1), 1)
    assert (cloud > 0).all()


@pytest.mark.parametrize(
    ("a", "b", "p", "least"),
    [
        ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0], 0.1, 0.1),
        ([0.0, 0.0], [1.0, 1.0, 1.0], 0.1, 0.1),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 1.0, 0.1),
        ([0.0, 1.0], [0.0, 1.0], 1.0, 1 / 3),
    ],
)
def test_exact_permutation(a, b, p, least) -> None:
    assert permutation_p(a, b) == pytest.approx((p, least))


def test_sampled_permutation_is_never_zero() -> None:
    a, b = [0.0] * 12, [1.0] * 12
    p, least = permutation_p(a, b, seed=2)
    assert p == least == pytest.approx(1 / 10_001)
    assert permutation_p(a, b, seed=2) == (p, least)


@pytest.mark.parametrize(("a", "b", "delta"), [([1, 2], [3, 4], 1.0), ([3], [1], -1.0), ([1, 2], [1, 2], 0.0)])
def test_cliffs_delta(a, b, delta) -> None:
    assert cliffs_delta(a, b) == delta


@pytest.fixture
def corpus() -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = pd.DataFrame({"doc_id": list("abcdef"), "outlet": ["X"] * 3 + ["Y"] * 3})
    rows = [(d, "attention_share", "RU", v) for d, v in zip("abcdef", [0.1, 0.2, 0.3, 0.7, 0.8, 0.9], strict=True)]
    rows += [
        (d, "relation_sign", "US>RU", v) for d, v in zip("abcdef", [None, None, 1.0, -1.0, 0.0, None], strict=True)
    ]
    framing = pd.DataFrame(rows, columns=["doc_id", "indicator", "unit", "value"]).astype({"value": "Float64"})
    return framing, documents


def test_compare_groups(corpus) -> None:
    found = compare(*corpus, "outlet").set_index("indicator")
    share = found.loc["attention_share"]
    assert (share["group_a"], share["group_b"], share["n_a"], share["n_b"]) == ("X", "Y", 3, 3)
    assert share["difference"] == pytest.approx(0.6)
    assert (share["delta"], share["p"], share["p_least"]) == (1.0, 0.1, 0.1)


def test_unknown_values_are_left_out_and_one_document_tests_nothing(corpus) -> None:
    sign = compare(*corpus, "outlet").set_index("indicator").loc["relation_sign"]
    assert (sign["n_a"], sign["n_b"], sign["mean_a"], sign["mean_b"]) == (1, 2, 1.0, -0.5)
    assert sign[["difference", "delta", "p", "p_least"]].isna().all()


@pytest.mark.parametrize(("by", "complaint"), [("ort", "no column 'ort'"), ("doc_id", "must make two groups")])
def test_compare_says_what_it_needs(corpus, by, complaint) -> None:
    with pytest.raises(MittellageError, match=complaint):
        compare(*corpus, by)
