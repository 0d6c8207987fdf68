"""Stretches of a document in quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ..tables import UNSPOKEN
from .marks import Pair, pair_marks

if TYPE_CHECKING:
    from ..tables import Segment

_SAYING: Final = ("verb-speech-clause", "verb-writing-clause")


def document_pairs(text: str, layout: Sequence[Segment]) -> list[Pair]:
    """Return what stands in quotation marks within the segments of a document, outside its residue."""
    skipped = sorted((segment.start, segment.end) for segment in layout if segment.kind in UNSPOKEN)
    # a segment may begin without a blank line: a headline, a ticker's entry
    pairs = pair_marks(text, breaks=[segment.start for segment in layout])
    if not skipped:
        return pairs
    places = [bisect_right(skipped, (pair.start, len(text))) - 1 for pair in pairs]
    return [pair for pair, place in zip(pairs, places, strict=True) if place < 0 or skipped[place][1] <= pair.start]


def until_said(
    pair: Pair, starts: Sequence[int], forms: Sequence[str], verbs: Sequence[str], cues: Sequence[str]
) -> Pair:
    """End a pair that lost its closing mark at its verb: „Das Abkommen ist tot, sagte die Botschafterin."""
    if pair.inner_end < pair.end:
        return pair
    first, last = bisect_left(starts, pair.inner_start), bisect_left(starts, pair.end)
    for number in range(first + 1, last - 1):
        if forms[number] == "," and says(cues, verbs, number + 1):
            return pair._replace(inner_end=starts[number], end=starts[number])
    return pair


def pair_ends(pairs: list[Pair], starts: list[int]) -> NDArray[np.int64]:
    """Return for a word that opens a stretch in quotation marks the position after that stretch, else 0."""
    ends = np.zeros(len(starts), dtype=np.int64)
    for pair in pairs:
        first = bisect_left(starts, pair.start)
        if first < len(starts) and not ends[first]:
            ends[first] = bisect_left(starts, pair.end)
    return ends


def says(cues: Sequence[str], verbs: Sequence[str], number: int) -> bool:
    """Return whether a word is a finite verb of saying or writing."""
    return cues[number].startswith(_SAYING) and verbs[number].startswith("Fin")
