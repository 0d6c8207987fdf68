"""The stretch of words around an anchor, and how each of its words stands to the anchor."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

BEFORE: Final = 52
"""Words before the anchor: 97 of 100 speakers stand there or later."""
AFTER: Final = 46
"""Words after it: 97 of 100 quotes end there; a longer one in quotation marks is known by its marks."""
WIDTH: Final = BEFORE + 1 + AFTER
SENTENCES: Final = 6
"""Sentences are told apart up to this distance."""
DISTANCES: Final = (-60, -40, -28, -20, -14, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 60)

_STEPS: Final = np.searchsorted(np.array(DISTANCES), np.arange(-BEFORE, AFTER + 1))


def is_beyond(anchor: int, end: int) -> bool:
    """Return whether words that end before `end` reach beyond the window of an anchor.

    Examples
    --------
    >>> is_beyond(0, AFTER + 1), is_beyond(0, AFTER + 2)
    (False, True)
    """
    return end > anchor + AFTER + 1


def relations(
    anchors: NDArray[np.int64], sentences: NDArray[np.int64], pair_ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Relate every word of a window to its anchor.

    Parameters
    ----------
    anchors : ndarray of int, shape (n,)
        Positions of the anchors in the document.
    sentences : ndarray of int, shape (words,)
        Sentence number of each word.
    pair_ends : ndarray of int, shape (words,)
        For a word that opens a stretch in quotation marks the position after it, else 0.

    Returns
    -------
    ndarray of int, shape (n, WIDTH, 3)
        Step of distance, sentence distance (clipped, never negative), and whether the word stands in the stretch in
        quotation marks that the anchor opens.
    """
    words = anchors[:, None] + np.arange(-BEFORE, AFTER + 1)
    inside = np.clip(words, 0, len(sentences) - 1)
    distance = np.clip(sentences[inside] - sentences[anchors][:, None], -SENTENCES, SENTENCES) + SENTENCES
    marked = (words >= anchors[:, None]) & (words < pair_ends[anchors][:, None])
    steps = np.broadcast_to(_STEPS, words.shape)
    return np.stack([steps, distance, marked.astype(np.int64)], axis=2)
