"""Trees from scores, and label sequences from scores: against brute force."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.decoding import decode_heads, is_tree
from analysis.language.entities import best_path, spans_of
from analysis.language.labels import ENTITY_LABELS
from analysis.language.networks import entity_network, language_network


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(0, 10_000))
def test_any_scores_give_one_tree_with_one_root(lengths: list[int], seed: int) -> None:
    size = max(lengths)
    scores = np.random.default_rng(seed).normal(size=(len(lengths), size, size + 1)).astype(np.float32)
    found = decode_heads(scores, np.array(lengths))
    for length, heads, own in zip(lengths, found, scores, strict=True):
        assert is_tree(heads[None, :length]).all()
        assert (heads[length:] == 1).all()
        alone = decode_heads(own[None, :length, : length + 1], np.array([length]))
        assert alone[0].tolist() == heads[:length].tolist()  # whatever else is read


@pytest.mark.parametrize("seed", range(12))
def test_the_tree_is_the_best_one_under_its_root(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    found = decode_heads(scores[None], np.array([4]))[0]
    root = int(np.flatnonzero(found == 0)[0])
    trees = np.array(list(product(range(5), repeat=4)))
    valid = trees[is_tree(trees) & (trees[:, root] == 0)]
    best = max(float(scores[np.arange(4), heads].sum()) for heads in valid)
    assert float(scores[np.arange(4), found].sum()) == pytest.approx(best, abs=1e-5)


def test_a_cycle_is_no_tree() -> None:
    assert is_tree(np.array([[2, 1, 0], [2, 0, 2], [0, 1, 0], [0, 3, 2]])).tolist() == [False, True, False, False]


@pytest.mark.parametrize("size", [*range(1, 18), 150])
def test_a_chain_is_a_tree_however_long(size: int) -> None:
    assert is_tree(np.arange(size)[None]).all()


@pytest.mark.parametrize("seed", range(8))
def test_viterbi_finds_the_best_sequence(seed: int) -> None:
    chance = np.random.default_rng(seed)
    emissions = chance.normal(size=(5, 3)).astype(np.float32)
    transitions = chance.normal(size=(4, 3)).astype(np.float32)

    def score(path: tuple[int, ...]) -> float:
        steps = zip((3, *path), path, strict=False)
        return float(emissions[np.arange(5), path].sum() + sum(transitions[a, b] for a, b in steps))

    assert score(tuple(best_path(emissions, transitions))) == pytest.approx(
        max(map(score, product(range(3), repeat=5)))
    )


@pytest.mark.parametrize("seed", range(8))
def test_viterbi_reads_sentences_one_by_one(seed: int) -> None:
    chance = np.random.default_rng(seed)
    emissions = chance.normal(scale=3, size=(40, 5)).astype(np.float32)
    emissions[chance.random(40) < 0.5, 0] += 20  # clear words part the stretches
    transitions = chance.normal(size=(6, 5)).astype(np.float32)
    begins = sorted({0, *chance.integers(0, 40, size=4).tolist()})
    alone = [best_path(emissions[a:b], transitions) for a, b in pairwise([*begins, 40])]
    assert best_path(emissions, transitions, begins).tolist() == np.concatenate(alone).tolist()


def test_spans_end_where_the_kind_changes() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "B-ORGpart", "I-ORGpart"]
    spans = spans_of([ENTITY_LABELS.index(label) for label in labels])
    assert spans == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC"), (5, 7, "ORGpart")]


def test_of_two_voices_for_names_the_surer_one_wins() -> None:
    sentence = ["Gestern", "sprach", "Nursultan", "Achmetow", "in", "Almaty", "."]
    own = language_network().name_scores(language_network().parse([[sentence]]).states)
    assert entity_network().find([[sentence]], [own]) == [[(2, 4, "PER"), (5, 6, "LOC")]]
    silent = own.copy()
    silent[2:4] = -20.0
    silent[2:4, ENTITY_LABELS.index("O")] = 20.0
    assert entity_network().find([[sentence]], [silent]) == [[(5, 6, "LOC")]]
    other = own.copy()
    other[5] = -20.0
    other[5, ENTITY_LABELS.index("B-ORG")] = 20.0
    assert entity_network().find([[sentence]], [other]) == [[(2, 4, "PER"), (5, 6, "ORG")]]
