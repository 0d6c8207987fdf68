"""What networks say of cells, and what several say together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .encoding import Ints

Floats = NDArray[np.float32]


class Verdicts(NamedTuple):
    """What the reader says of cells; words are those of the cell's sentence."""

    signs: Floats
    """Calibrated probabilities that the sentence evaluates the target positively and negatively, shape (cells, 2)."""
    kinds: Floats
    """Scores of speech, act, relation and conduct for either sign, shape (cells, 2, 4)."""
    hedges: Floats
    """Log odds that the evaluation is hedged, shape (cells, 2)."""
    evidence: Floats
    """Log odds that a word carries the sign, shape (cells, words, 2)."""
    bearers: Floats
    """How much a word speaks for its party as the holder, shape (cells, words)."""
    holders: Floats
    """Probabilities of the narrator, of somebody who is no party, and of each party, shape (cells, 2 + parties)."""

    @classmethod
    def empty(cls, cells: int, words: int, parties: int) -> Verdicts:
        """Return verdicts to be written; a word that a sentence lacks speaks for nothing."""
        return cls(
            np.empty((cells, 2), dtype=np.float32),
            np.empty((cells, 2, 4), dtype=np.float32),
            np.empty((cells, 2), dtype=np.float32),
            np.full((cells, words, 2), -99, dtype=np.float32),
            np.full((cells, words), -99, dtype=np.float32),
            np.empty((cells, 2 + parties), dtype=np.float32),
        )

    def write(self, cells: Ints, words: int, outputs: Sequence[Floats]) -> None:
        """Write what a graph says of some cells, whose sentences have at most so many words."""
        out, evidence, bearers, holders = outputs
        self.signs[cells] = out[:, :2]
        self.kinds[cells] = out[:, 2:10].reshape(-1, 2, 4)
        self.hedges[cells] = out[:, 10:]
        self.evidence[cells, :words] = evidence
        self.bearers[cells, :words] = bearers
        self.holders[cells] = holders

    def blend(self, rows: Ints, others: Sequence[Verdicts], share: float | None = None) -> Verdicts:
        """Return the verdicts with those on some cells averaged with what other networks say of them.

        The others have `share` of the weight together; without it, all count the same.
        """
        if share is None:
            share = len(others) / (1 + len(others))
        columns = []
        for own, *theirs in zip(self, *others, strict=True):
            mixed = own.copy()
            width = theirs[0].shape[1]  # the longest of some sentences may be shorter than that of all
            mixed[rows, :width] = (1 - share) * own[rows, :width] + share * np.mean(theirs, axis=0)
            columns.append(mixed)
        return Verdicts(*columns)
