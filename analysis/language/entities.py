"""Names in a sentence: the best sequence of labels, and the spans that it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .labels import ENTITY_LABELS

_CLEAR: Final = 6.0
"""A word whose `O` leads by this much is outside any name; the search runs over the stretches between."""


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
    path = np.zeros(count, dtype=np.int64)
    unclear = np.flatnonzero(emissions[:, 0] - emissions[:, 1:].max(axis=1) < _CLEAR)
    if not len(unclear):
        return path
    for stretch in np.split(unclear, np.flatnonzero(np.diff(unclear) > 1) + 1):
        begin, end = int(stretch[0]), int(stretch[-1]) + 1
        first = transitions[-1] if begin == 0 else transitions[0]
        last = transitions[:-1, 0] if end < count else np.zeros(emissions.shape[1], dtype=np.float32)
        path[begin:end] = _viterbi(emissions[begin:end], transitions[:-1], first, last)
    return path


def _viterbi(
    emissions: NDArray[np.float32], among: NDArray[np.float32], first: NDArray[np.float32], last: NDArray[np.float32]
) -> NDArray[np.int64]:
    count = len(emissions)
    back = np.zeros(emissions.shape, dtype=np.int64)
    columns = np.arange(emissions.shape[1])
    score = first + emissions[0]
    for step in range(1, count):
        paths = among + score[:, None]
        back[step] = paths.argmax(axis=0)
        score = paths[back[step], columns] + emissions[step]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = (score + last).argmax()
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
