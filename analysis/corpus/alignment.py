"""Alignment of two versions of a text: which sentence of one is which of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from ..tables import Sentence

_WORD: Final = re.compile(r"\w+")
# From this share of common words on, two sentences are versions of one.
_ALIKE: Final = 0.5
# Gaps of more pairs than this are aligned by equal sentences alone: a text is rewritten there, not edited.
_MOST: Final = 10_000


class Pair(NamedTuple):
    """A sentence of one version and its counterpart in the other; one of them is null where it was dropped or added."""

    a: Sentence | None
    b: Sentence | None

    @property
    def same(self) -> bool:
        """Return whether the words are the same, quotation marks and white space aside."""
        return self.a is not None and self.b is not None and words_of(self.a.text) == words_of(self.b.text)


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, marks and white space.

    Examples
    --------
    >>> words_of("„Wir danken“, so Tokajew.")
    ['wir', 'danken', 'so', 'tokajew']
    """
    return [word.casefold() for word in _WORD.findall(text)]


def align(a: Sequence[Sentence], b: Sequence[Sentence]) -> list[Pair]:
    """Pair the sentences of two versions, in the order of the second; what was dropped stands where it was missed.

    Equal sentences are paired first; those between two such pairs are paired by the words that they have in common,
    in order, so that the sum of what pairs have in common is greatest.

    Examples
    --------
    >>> from analysis.tables import Sentence
    >>> def cut(text):
    ...     return [Sentence("d", n, "s1", 0, 0, 0, part) for n, part in enumerate(text.split(" / "))]
    >>> pairs = align(cut("Es regnet. / Astana schweigt offenbar."), cut("Neu hier. / Es regnet. / Astana schweigt."))
    >>> [(pair.a and pair.a.text, pair.b and pair.b.text) for pair in pairs]
    [(None, 'Neu hier.'), ('Es regnet.', 'Es regnet.'), ('Astana schweigt offenbar.', 'Astana schweigt.')]
    """
    left, right = [tuple(words_of(each.text)) for each in a], [tuple(words_of(each.text)) for each in b]
    pairs: list[Pair] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += [Pair(one, other) for one, other in zip(a[a1:a2], b[b1:b2], strict=True)]
        else:
            pairs += _between(a[a1:a2], b[b1:b2], left[a1:a2], right[b1:b2])
    return pairs


def _between(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    left: Sequence[tuple[str, ...]],
    right: Sequence[tuple[str, ...]],
) -> list[Pair]:
    """Pair the sentences of a stretch in which none is equal."""
    rows, columns = len(a), len(b)
    if not rows or not columns or rows * columns > _MOST:
        return [*(Pair(one, None) for one in a), *(Pair(None, other) for other in b)]
    likeness = [[_likeness(one, other) for other in right] for one in left]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if likeness[i][j] >= _ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append(Pair(a[i], b[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append(Pair(a[i], None))
            i += 1
        else:
            pairs.append(Pair(None, b[j]))
            j += 1
    return [*pairs, *(Pair(one, None) for one in a[i:]), *(Pair(None, other) for other in b[j:])]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def share_of(words: Sequence[str], text: Sequence[str]) -> float:
    """Return the share of a passage's words that stand together, in order, somewhere in a text.

    Examples
    --------
    >>> share_of(["wir", "danken", "china"], ["gestern", "wir", "danken", "sehr"])
    0.6666666666666666
    """
    if not words:
        return 0.0
    matcher = SequenceMatcher(None, words, text, autojunk=False)
    return matcher.find_longest_match(0, len(words), 0, len(text)).size / len(words)
