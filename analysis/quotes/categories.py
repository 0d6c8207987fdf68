"""The categories of the words, column by column: what the vocabulary of a network numbers.

Training and analysis share this module, so that a column means the same to both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .features import Encoded

COLUMNS: Final = (
    "tag", "relation", "head_tag", "head_relation", "verb", "head_verb", "case", "outer", "inner", "size", "place",
    "entity", "segment", "cue", "head_cue", "distance", "paragraph", "sentence",
)  # fmt: skip
"""Their order; the vocabulary that a model keeps numbers the values of each."""

_PLACES: Final = ("0", "1", "2", "0e", "1e", "2e")
_STEPS: Final = (-30, -15, -8, -4, -2, -1, 0, 1, 2, 4, 8, 15, 30)
_NUMBERS: Final = tuple(map(str, range(len(_STEPS) + 1)))


class Column(NamedTuple):
    """A category of all words of a document."""

    values: Sequence[str]
    """Strings that `codes` points to; they may repeat, and not all need occur."""
    codes: NDArray[np.int64]
    """Place of each word's value among them."""


def columns_of(encoded: Encoded) -> list[Column]:
    """Categories of the words of a document, in the order of `COLUMNS`.

    Examples
    --------
    >>> from analysis.language import parse
    >>> from analysis.quotes.features import encode
    >>> tags = columns_of(encode(parse("Astana warnt Moskau.")))[COLUMNS.index("tag")]
    >>> [tags.values[code] for code in tags.codes]
    ['NE', 'VVFIN', 'NE', '$.']
    """
    named = dict(_named(encoded))
    return [named[name] for name in COLUMNS]


def _named(encoded: Encoded) -> Iterator[tuple[str, Column]]:
    heads, sentences = encoded.heads, encoded.sentences
    for name, strings in (
        ("tag", encoded.tags),
        ("relation", encoded.relations),
        ("verb", encoded.verbs),
        ("cue", encoded.cues),
    ):
        column = _column(strings)
        yield name, column
        yield f"head_{name}", Column(column.values, column.codes[heads])
    yield "case", _column(encoded.cases)
    yield "entity", _column(encoded.entities)
    yield "segment", _column(encoded.segments)
    for name, numbers in (("outer", encoded.outer), ("inner", encoded.inner), ("size", encoded.sizes)):
        yield name, Column(_NUMBERS, np.array(numbers, dtype=np.int64))
    yield "place", Column(_PLACES, encoded.places)
    yield "distance", Column(_NUMBERS, np.searchsorted(_STEPS, heads - np.arange(len(heads))))
    yield "paragraph", Column(_NUMBERS, np.array(encoded.paragraphs, dtype=np.int64)[sentences])
    yield "sentence", Column(encoded.summaries, sentences)


def _column(strings: Sequence[str]) -> Column:
    known: dict[str, int] = {}
    codes = [known.setdefault(string, len(known)) for string in strings]
    return Column(list(known), np.array(codes, dtype=np.int64))
