"""The metric of the German quotation benchmark: quotes aligned one to one, partial credit for shared words.

References
----------
Petersen-Frey & Biemann (2024): Dataset of quotation attribution in German news articles. LREC-COLING.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

PARTS: Final = ("quote", "speaker", "cue", "frame", "addressee")


class Annotated(NamedTuple):
    """A quote as sets of word numbers, one set for each of `PARTS`."""

    parts: tuple[frozenset[int], ...]
    type: str
    medium: str


class Tally(NamedTuple):
    """What an aligned or lone quote contributes: (precision, recall) of each part, null where it is not asked."""

    precision: tuple[float | None, ...]
    recall: tuple[float | None, ...]
    gold_type: str | None
    found_type: str | None


def f1(precision: float, recall: float) -> float:
    """Harmonic mean, 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def assign(scores: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair rows with columns so that the sum of their scores is greatest; min(rows, columns) pairs.

    Examples
    --------
    >>> assign(np.array([[0.9, 0.8], [0.8, 0.1]]))
    [(0, 1), (1, 0)]

    References
    ----------
    Crouse (2016): On implementing 2D rectangular assignment algorithms. IEEE Transactions on Aerospace 52(4).
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(scores, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def align(gold: Sequence[Annotated], found: Sequence[Annotated]) -> list[tuple[Annotated | None, Annotated | None]]:
    """Align the quotes of one document; quotes without a partner stand alone.

    Parameters
    ----------
    gold, found : sequence of Annotated
        Quotes of one document.

    Returns
    -------
    list of (gold or None, found or None)
    """
    scores = np.zeros((len(gold), len(found)))
    for i, left in enumerate(gold):
        for j, right in enumerate(found):
            shared = len(left.parts[0] & right.parts[0])
            if shared:
                overlap = 2 * shared / (len(left.parts[0]) + len(right.parts[0]))
                scores[i, j] = overlap + 0.01 * (left.type == right.type) + 0.001 * (left.medium == right.medium)
    pairs = assign(scores) if gold and found else []
    result: list[tuple[Annotated | None, Annotated | None]] = [(gold[i], found[j]) for i, j in pairs]
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    result += [(quote, None) for i, quote in enumerate(gold) if i not in rows]
    result += [(None, quote) for j, quote in enumerate(found) if j not in columns]
    return result


def tally(gold: Annotated | None, found: Annotated | None) -> Tally:
    """Precision and recall of each part of an aligned pair, or of a quote that stands alone."""
    empty: tuple[frozenset[int], ...] = (frozenset(),) * len(PARTS)
    right, left = found.parts if found else empty, gold.parts if gold else empty
    shared = [len(a & b) for a, b in zip(left, right, strict=True)]
    return Tally(
        tuple(n / len(b) if b else None for n, b in zip(shared, right, strict=True)),
        tuple(n / len(a) if a else None for n, a in zip(shared, left, strict=True)),
        gold.type if gold else None,
        found.type if found else None,
    )


def scores(tallies: Iterable[Tally]) -> dict[str, float]:
    """Sum up: F1 of ``quote``, ``roles``, ``joint``, ``type`` and of every part alone.

    Parameters
    ----------
    tallies : iterable of Tally
        Of all quotes of all documents.

    Returns
    -------
    dict of str to float
        F1 by name; ``type`` is micro F1 over labels, everything else the harmonic mean of macro precision and recall.
    """
    rows = list(tallies)
    precision = [[t.precision[i] for t in rows if t.precision[i] is not None] for i in range(len(PARTS))]
    recall = [[t.recall[i] for t in rows if t.recall[i] is not None] for i in range(len(PARTS))]

    def pooled(numbers: Iterable[int]) -> float:
        chosen = list(numbers)
        return f1(_mean([v for i in chosen for v in precision[i]]), _mean([v for i in chosen for v in recall[i]]))

    result = {part: pooled([i]) for i, part in enumerate(PARTS)}
    result["roles"], result["joint"] = pooled(range(1, len(PARTS))), pooled(range(len(PARTS)))
    right = sum(t.gold_type == t.found_type for t in rows)
    found, gold = sum(t.found_type is not None for t in rows), sum(t.gold_type is not None for t in rows)
    result["type"] = f1(right / found if found else 0.0, right / gold if gold else 0.0)
    return result


def token_f1(pairs: Iterable[tuple[Sequence[Annotated], Sequence[Annotated]]]) -> dict[str, float]:
    """Micro F1 of the words of each part, whichever quote they belong to, over (gold, found) of documents."""
    counts = np.zeros((len(PARTS), 3))
    for gold, found in pairs:
        for i in range(len(PARTS)):
            left = frozenset().union(*(quote.parts[i] for quote in gold))
            right = frozenset().union(*(quote.parts[i] for quote in found))
            counts[i] += len(left & right), len(left), len(right)
    return {part: float(2 * both / (a + b)) if a + b else 0.0 for part, (both, a, b) in zip(PARTS, counts, strict=True)}


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0
