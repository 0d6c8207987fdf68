"""The benchmark's metric, on cases that can be reckoned by hand."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.evaluate.quote_metrics import Annotated, align, assign, scores, tally, token_f1


def quote(words: str, speaker: str = "", cue: str = "", kind: str = "direct") -> Annotated:
    def numbers(text: str) -> frozenset[int]:
        return frozenset(int(part) for part in text.split())

    return Annotated((numbers(words), numbers(speaker), numbers(cue), frozenset(), frozenset()), kind, "speech")


@given(hnp.arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 9).map(float)))
@settings(deadline=None)
def test_assignment_is_the_best_of_all(matrix: np.ndarray) -> None:
    pairs = assign(matrix)
    small, large = min(matrix.shape), max(matrix.shape)
    assert len(pairs) == small == len({i for i, _ in pairs}) == len({j for _, j in pairs})
    table = matrix if matrix.shape[0] == small else matrix.T
    best = max(sum(table[i, j] for i, j in enumerate(order)) for order in permutations(range(large), small))
    assert sum(matrix[i, j] for i, j in pairs) == pytest.approx(best)


def test_perfect() -> None:
    gold = [quote("1 2 3", "5", "4"), quote("8 9", kind="indirect")]
    result = scores(tally(*pair) for pair in align(gold, gold))
    assert result["quote"] == result["roles"] == result["joint"] == result["type"] == 1.0
    assert result["addressee"] == 0.0  # nobody asked, nothing found


def test_partial_credit() -> None:
    ((gold, found),) = align([quote("1 2 3 4", "6 7", "5")], [quote("3 4 5", "6 7")])
    row = tally(gold, found)
    assert row.precision == (pytest.approx(2 / 3), 1.0, None, None, None)
    assert row.recall == (0.5, 1.0, 0.0, None, None)
    result = scores([row])
    assert result["quote"] == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))
    assert result["cue"] == 0.0
    # roles: mean precision 1 (speaker), mean recall (1 + 0) / 2
    assert result["roles"] == pytest.approx(2 * 1 * 0.5 / 1.5)


def test_quotes_without_partner_count() -> None:
    result = scores(tally(*pair) for pair in align([quote("1 2")], [quote("1 2"), quote("7 8")]))
    assert result["quote"] == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert result["type"] == pytest.approx(2 * 0.5 * 1 / 1.5)
    missed = scores(tally(*pair) for pair in align([quote("1 2")], []))
    assert missed["quote"] == missed["type"] == 0.0


def test_type_breaks_ties() -> None:
    gold = [quote("1 2", kind="direct"), quote("1 2", kind="indirect")]
    found = [quote("1 2", kind="indirect"), quote("1 2", kind="direct")]
    assert all(left is not None and right is not None and left.type == right.type for left, right in align(gold, found))


def test_words() -> None:
    result = token_f1([([quote("1 2 3"), quote("2 3 4")], [quote("1 2")])])
    assert result["quote"] == pytest.approx(2 * 2 / (4 + 2))
