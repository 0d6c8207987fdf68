"""Which sentences, passages or cells run through a graph at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from .encoding import Ints

_TOGETHER: Final = 64
"""Sentences or cells of similar length that run through a graph at once."""
_SIMILAR: Final = 0.7
"""Least length of the shortest of them, as a share of the longest, which all are padded to; a few words always pass."""
_SLACK: Final = 3
_PAIRS: Final = 1 << 19
"""Pairs of words or pieces that are held at once, so that a sentence of thousands of words does not fill the memory."""


def similar(lengths: Ints) -> Iterator[Ints]:
    """Yield the numbers of sequences of similar length, the longest first."""
    order = np.argsort(-lengths, kind="stable")
    begin = 0
    while begin < len(order):
        size = int(lengths[order[begin]])
        group = order[begin : begin + max(1, min(_TOGETHER, _PAIRS // max(size, 1) ** 2))]
        group = group[lengths[group] >= _SIMILAR * size - _SLACK]
        begin += len(group)
        yield group
