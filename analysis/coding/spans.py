"""Agreement on where spans are: Krippendorff's alpha for units that coders cut out of a text themselves.

Labels of items that were given are compared by `analysis.coding.coefficients`; here each coder marks spans, of quotes
for example, and two coders may differ in where a span begins, where it ends, and whether there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..errors import CodingError

Span = tuple[int, int]


class Disagreement(NamedTuple):
    """Observed and expected disagreement on one label, and alpha, which is not a number where nothing is expected."""

    observed: float
    expected: float

    @property
    def alpha(self) -> float:
        """One less observed by expected disagreement."""
        return 1 - self.observed / self.expected if self.expected > 0 else float("nan")


def alpha_spans(coders: Sequence[Mapping[str, Iterable[Span]]], length: int) -> dict[str, Disagreement]:
    """Return the agreement of coders on the spans of each label, and of ``all`` labels together.

    Parameters
    ----------
    coders : sequence of mapping of str to iterable of (int, int)
        For each coder the spans of each label: start and end, end exclusive; those of one label do not overlap.
    length : int
        Length of the text; texts are put one after another.

    Raises
    ------
    CodingError
        If there are fewer than two coders, or spans overlap or stand outside of the text.

    Examples
    --------
    >>> found = alpha_spans([{"quote": [(75, 145), (220, 250)]}, {"quote": [(70, 150), (205, 225), (250, 270)]}], 300)
    >>> round(found["quote"].alpha, 4)
    0.7286

    References
    ----------
    Krippendorff (2004), Content Analysis, 2nd ed., Sage, section 11.6.
    """
    if len(coders) < 2:
        raise CodingError("Agreement takes at least two coders.")
    labels = sorted({label for coder in coders for label in coder})
    found: dict[str, Disagreement] = {}
    for label in labels:
        cut = [_sections(coder.get(label, ()), length, label) for coder in coders]
        found[label] = Disagreement(_observed(cut, length), _expected(cut, length))
    everything = found.values()
    found["all"] = Disagreement(sum(item.observed for item in everything), sum(item.expected for item in everything))
    return found


def _sections(spans: Iterable[Span], length: int, label: str) -> np.ndarray:
    """Cut a text into spans and the gaps between them: start, length, and whether it is a span."""
    rows, at = [], 0
    for start, end in sorted(spans):
        if not at <= start < end <= length:
            raise CodingError(f"The span ({start}, {end}) of {label!r} overlaps another, is empty, or leaves the text.")
        if start > at:
            rows.append((at, start - at, 0))
        rows.append((start, end - start, 1))
        at = end
    if at < length:
        rows.append((at, length - at, 0))
    return np.array(rows, dtype=float).reshape(-1, 3)


def _observed(cut: Sequence[np.ndarray], length: int) -> float:
    total = sum(_difference(one, two) for i, one in enumerate(cut) for j, two in enumerate(cut) if i != j)
    return total / (len(cut) * (len(cut) - 1) * length**2)


def _difference(one: np.ndarray, two: np.ndarray) -> float:
    """Sum the squared differences of every section of one coder to those of another that it meets."""
    if not len(one) or not len(two):
        return 0.0
    (start, size, is_span), (other, other_size, other_is) = one.T[:, :, None], two.T[:, None, :]
    offset = start - other
    meet = (-size < offset) & (offset < other_size)
    both = meet * is_span * other_is * (offset**2 + (offset + size - other_size) ** 2)
    # A span that lies whole in a gap of the other coder differs by all of its length.
    lost = is_span * (1 - other_is) * ((offset >= 0) & (offset <= other_size - size)) * size**2
    added = (1 - is_span) * other_is * ((offset <= 0) & (-offset <= size - other_size)) * other_size**2
    return float((both + lost + added).sum())


def _expected(cut: Sequence[np.ndarray], length: int) -> float:
    sections = np.concatenate(cut)
    spans, gaps = sections[sections[:, 2] == 1, 1], sections[sections[:, 2] == 0, 1]
    if not len(spans):
        return 0.0
    room = np.maximum(gaps[None, :] - spans[:, None] + 1, 0).sum(axis=1)
    chance = (len(spans) - 1) / 3 * (2 * spans**3 - 3 * spans**2 + spans) + spans**2 * room
    whole = len(cut) * length
    return float(2 / length * chance.sum() / (whole * (whole - 1) - (spans * (spans - 1)).sum()))
