"""Names in a sentence: the best sequence of labels, and the spans that it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .labels import ENTITY_LABELS


def best_path(emissions: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.int64]:
    """Viterbi: the sequence of labels with the highest score.

    Parameters
    ----------
    emissions : ndarray, shape (n, labels)
    transitions : ndarray, shape (labels + 1, labels)
        Score of each label after each; the last row is the start of the sentence.

    Returns
    -------
    ndarray of int64, shape (n,)
    """
    count = len(emissions)
    guess: NDArray[np.int64] = emissions.argmax(axis=1)
    if not guess.any():
        # nearly all sentences without names: plain `O` wins wherever each word prefers it clearly
        rivals = np.partition(emissions, -2, axis=1)[:, -2]
        if (emissions[:, 0] - rivals).min() > 4.0:
            return guess
    back = np.zeros(emissions.shape, dtype=np.int64)
    score = transitions[-1] + emissions[0]
    among = transitions[:-1].T.copy()
    rows = np.arange(emissions.shape[1])
    for step in range(1, count):
        paths = among + score
        back[step] = paths.argmax(axis=1)
        score = paths[rows, back[step]] + emissions[step]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = score.argmax()
    for step in range(count - 1, 0, -1):
        path[step - 1] = back[step, path[step]]
    return path


def spans_of(labels: Sequence[int]) -> list[tuple[int, int, str]]:
    """Spans (start, end, kind) of a sequence of label numbers.

    Examples
    --------
    >>> spans_of([ENTITY_LABELS.index(label) for label in ("B-PER", "I-PER", "O", "B-LOC")])
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    spans: list[tuple[int, int, str]] = []
    begin, kind = 0, ""
    for position, number in enumerate([*labels, 0]):
        if not number and not kind:
            continue
        label = ENTITY_LABELS[number]
        if kind and label != f"I-{kind}":
            spans.append((begin, position, kind))
            kind = ""
        if label[0] == "B" or (label[0] == "I" and not kind):
            begin, kind = position, label[2:]
    return spans
