"""From arc scores to trees: the best head of each word where that is a tree, else the maximum spanning tree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def is_tree(heads: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether heads (0 = root, else 1 + index of the head) form one tree with one root.

    Parameters
    ----------
    heads : ndarray of int, shape (sentences, words)

    Returns
    -------
    ndarray of bool, shape (sentences,)

    Examples
    --------
    >>> is_tree(np.array([[2, 0, 2], [2, 1, 0]])).tolist()
    [True, False]
    """
    count, size = heads.shape
    roots = np.arange(0, count * (size + 1), size + 1)
    ancestors = (np.concatenate([np.zeros((count, 1), dtype=np.int64), heads], axis=1) + roots[:, None]).ravel()
    for _ in range(size.bit_length()):  # each turn doubles the way that is climbed
        ancestors = ancestors[ancestors]
    climbed = (ancestors.reshape(count, size + 1) == roots[:, None]).all(axis=1)
    trees: NDArray[np.bool_] = climbed & (np.count_nonzero(heads == 0, axis=1) == 1)
    return trees


def decode_heads(scores: NDArray[np.float32], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Heads of the words of some sentences.

    Parameters
    ----------
    scores : ndarray, shape (sentences, words, words + 1)
        Score of each head (column 0 = root, column j = word j - 1) for each word. What lies behind the end of a
        sentence is not read.
    lengths : ndarray of int, shape (sentences,)
        How many words each has, at least one.

    Returns
    -------
    ndarray of int64, shape (sentences, words)
        0 for the root, else 1 + index of the head; always one tree with one root. Behind the end stands 1.
    """
    _, size, width = scores.shape
    places = np.arange(width)
    allowed = (places <= lengths[:, None])[:, None, :] & (places != np.arange(1, width)[:, None])
    heads: NDArray[np.int64] = np.where(allowed, scores, -np.inf).argmax(axis=2)
    heads[np.arange(size) >= lengths[:, None]] = 1
    for row in np.flatnonzero(~is_tree(heads)).tolist():
        length = int(lengths[row])
        heads[row, :length] = _decode_one(scores[row, :length, : length + 1])
    return heads


def _decode_one(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Heads of the words of a sentence whose likeliest heads are no tree."""
    count = len(scores)
    scores = scores.copy()
    scores[np.arange(count), np.arange(1, count + 1)] = -np.inf
    # One root: the word that loses least by being it.
    loss = scores[:, 1:].max(axis=1, initial=-1e9) - scores[:, 0]
    root = int(loss.argmin())
    scores[:, 0] = -np.inf
    scores[root, :] = -np.inf
    scores[root, 0] = 0.0
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    return heads if is_tree(heads[None])[0] else _spanning_tree(scores)


def _find_cycle(heads: NDArray[np.int64]) -> list[int]:
    state = np.zeros(len(heads), dtype=np.int8)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        state[path] = 2
    return []


def _spanning_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Chu-Liu/Edmonds by contraction, iterative, on a dense matrix.

    References
    ----------
    McDonald, Pereira, Ribarov & Hajič (2005): Non-projective dependency parsing using spanning tree algorithms.
    """
    size = len(scores) + 1
    weight = np.full((size, size), -np.inf)  # weight[head, dependent]
    weight[:, 1:] = scores.T
    return _contract(weight)[1:]


def _contract(weight: NDArray[np.float64]) -> NDArray[np.int64]:
    size = len(weight)
    heads = np.zeros(size, dtype=np.int64)
    if size > 1:
        heads[1:] = weight[:, 1:].argmax(axis=0)
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    members = np.array(cycle)
    kept = weight[heads[members], members]
    entering = weight[np.ix_(rest, members)] - kept[None, :]
    leaving = weight[np.ix_(members, rest)]
    smaller = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    smaller[:-1, :-1] = weight[np.ix_(rest, rest)]
    smaller[:-1, -1] = entering.max(axis=1)
    smaller[-1, :-1] = leaving.max(axis=0)
    below = _contract(smaller)
    for position, node in enumerate(rest):
        if node == 0:
            continue
        head = below[position]
        heads[node] = members[leaving[:, position].argmax()] if head == len(rest) else rest[head]
    broken = int(below[-1])
    target = members[entering[broken].argmax()]
    heads[target] = rest[broken]
    return heads
