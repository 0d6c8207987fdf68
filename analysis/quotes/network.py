"""The packaged quotation networks: encoded words in, candidates for quotes out.

Several networks, trained apart, read the same document and their log odds are averaged. A document is read alone, so
that its quotes do not depend on its company; a very long one in overlapping stretches, so that memory stays flat.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..integrity import checked, complete
from ..language.forms import FormTable
from ..language.networks import session
from .categories import COLUMNS, Column, columns_of
from .decoding import ROLES, Candidate, sigmoid
from .features import Encoded, form_ids
from .syntax import Tree
from .windows import AFTER, BEFORE, SENTENCES, WIDTH, relations

Array = NDArray[np.float32]

MODELS: Final = Path(__file__).parent / "models"
STRETCH: Final = 1400
"""Words that are read at once."""
MARGIN: Final = 240
"""Words that neighbouring stretches share; half of them, more than a window, serve only as context on either side."""
PROPOSE: Final = 0.16
"""Least probability at which a word is read as an anchor."""

_READ_AT_ONCE: Final = 32


class Stretch(NamedTuple):
    """Words that are read at once, and those among them whose anchors count."""

    first: int
    begin: int
    end: int
    last: int


class States(NamedTuple):
    """What the first stage of a network makes of a stretch."""

    starts: Array
    """Log odds that a quote of each type begins, shape (words, types)."""
    states: Array
    inside: Array
    """What the second stage reads of each word, with a margin of zeros on both sides."""


class QuoteNetwork:
    """Two graphs and the tables of the words' rows.

    Parameters
    ----------
    folder : Path
        Where ``quotes.npz``, ``encoder.onnx`` and ``reader.onnx`` stand.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(checked(folder / "quotes.npz")) as archive:
            self._tables = {name: archive[name] for name in archive.files}
        for name in ("form", "lemma", "category", "relation"):
            self._tables[name] = self._tables[name].astype(np.float32)
        values, column_of = self._tables["values"].tolist(), self._tables["columns"].tolist()
        self._columns: list[dict[str, int]] = [{} for _ in COLUMNS]
        self._unknown = [column_of.index(column) for column in range(len(COLUMNS))]
        for number, (value, column) in enumerate(zip(values, column_of, strict=True)):
            if number != self._unknown[column]:  # the first number of a column stands for values never seen
                self._columns[column][value] = number
        self._encoder = session(folder / "encoder.onnx")
        self._reader = session(folder / "reader.onnx")
        self._forms = _form_rows(self._tables)

    def encode(self, encoded: Encoded, stretch: Stretch, *, columns: Sequence[Column]) -> States:
        """Read a stretch of a document, given the categories of its words."""
        words = slice(stretch.first, stretch.last)
        rows = self._embed(encoded, words, columns=columns)
        given = {"rows": rows[:, None], "states_in": encoded.states[words, None]}
        starts, inside, states, shortcut = self._encoder.run(None, given)
        # one array for both, since both are gathered by the same windows
        joined = np.concatenate([inside[:, 0], shortcut[:, 0]], axis=1)
        return States(starts[:, 0], states[:, 0], np.pad(joined, ((BEFORE, AFTER), (0, 0))))

    def read(self, states: States, anchors: NDArray[np.int64], relation: NDArray[np.int64]) -> tuple[Array, Array]:
        """Read again around anchors.

        Parameters
        ----------
        states : States
            From `encode`.
        anchors : ndarray of int, shape (anchors,)
            Positions in the stretch.
        relation : ndarray of int, shape (anchors, WIDTH, 4)
            From `relations` and `Tree.relate`.

        Returns
        -------
        roles, verdicts : ndarray of float32, shapes (anchors, WIDTH, 5) and (anchors, 9)
            Log odds.
        """
        tables = self._tables
        numbers = (relation[..., 0] * (2 * SENTENCES + 1) + relation[..., 1]) * 2 + relation[..., 2]
        window = states.inside[anchors[:, None] + np.arange(WIDTH)]
        width = window.shape[2] - len(ROLES)
        related = window[..., :width] + tables["relation"][numbers]
        related += tables["syntax"][relation[..., 3]]
        given = {
            "window": related.transpose(1, 0, 2),
            "anchors": states.states[anchors],
            "kinds": sigmoid(states.starts[anchors]),
            "shortcut": window[..., width:],
        }
        roles, verdicts = self._reader.run(None, {name: np.ascontiguousarray(value) for name, value in given.items()})
        return roles, verdicts

    def _embed(self, encoded: Encoded, words: slice, *, columns: Sequence[Column]) -> Array:
        """Rows of the words of a stretch without the encoder's states, shape (words, width)."""
        lemma = self._tables["lemma"]
        own, heads = encoded.lemmas[words], encoded.lemmas[encoded.heads[words]]
        forms = self._forms.rows(encoded.forms[words])
        return np.concatenate([forms, lemma[own], lemma[heads], self._categorise(columns, words)], axis=1)

    def _categorise(self, columns: Sequence[Column], words: slice) -> Array:
        """Sum of what the network knows of the categories of words, shape (words, width)."""
        rows = []
        for column, known, unknown in zip(columns, self._columns, self._unknown, strict=True):
            numbers = np.array([known.get(value, unknown) for value in column.values], dtype=np.int64)
            rows.append(numbers[column.codes[words]])
        total: Array = self._tables["category"][np.stack(rows)].sum(axis=0)
        return total


def _form_rows(tables: dict[str, Array]) -> FormTable:
    """Rows of word forms: the sum of their spellings, and their projected vectors."""

    def compute(hashes: NDArray[np.int64], vectors: Array) -> Array:
        spelled = tables["form"][form_ids(hashes)].sum(axis=1)
        # not `@`: a row must not depend on which others are new
        projected = np.einsum("nv,vw->nw", vectors, tables["vector_weight"]) + tables["vector_bias"]
        return np.concatenate([spelled, projected], axis=1)

    return FormTable(compute, tables["form"].shape[1] + len(tables["vector_bias"]))


def propose(networks: Sequence[QuoteNetwork], encoded: Encoded, *, also: Sequence[int] = ()) -> list[Candidate]:
    """Find the words where a quote may begin, and read around each of them.

    Parameters
    ----------
    networks : sequence of QuoteNetwork
        Their log odds are averaged.
    encoded : Encoded
        A document as `analysis.quotes.features.encode` gives it.
    also : sequence of int, optional
        Words that are read as anchors in any case, ascending.

    Returns
    -------
    list of Candidate
        In text order.
    """
    tree, columns = Tree(encoded), columns_of(encoded)
    result: list[Candidate] = []
    for stretch in stretches(len(encoded.forms)):
        states = [network.encode(encoded, stretch, columns=columns) for network in networks]
        starts = _mean([state.starts for state in states])
        wanted = sigmoid(starts).max(axis=1) > PROPOSE
        near = also[bisect_left(also, stretch.first) : bisect_left(also, stretch.last)]
        wanted[[word - stretch.first for word in near]] = True
        wanted[: stretch.begin - stretch.first] = False
        wanted[stretch.end - stretch.first :] = False
        found = np.flatnonzero(wanted)
        for part in (found[i : i + _READ_AT_ONCE] for i in range(0, len(found), _READ_AT_ONCE)):
            anchors = part + stretch.first
            plain = relations(anchors, encoded.sentences, encoded.pair_ends)
            relation = np.concatenate([plain, tree.relate(anchors.tolist())[..., None]], axis=2)
            read = [network.read(state, part, relation) for network, state in zip(networks, states, strict=True)]
            roles, verdicts = (_mean(arrays) for arrays in zip(*read, strict=True))
            result += [Candidate(a, v, r) for a, v, r in zip(anchors.tolist(), verdicts, roles, strict=True)]
    return result


def _mean(arrays: Sequence[Array]) -> Array:
    if len(arrays) == 1:
        return arrays[0]
    mean: Array = np.mean(np.stack(arrays), axis=0, dtype=np.float32)
    return mean


def stretches(count: int) -> Iterator[Stretch]:
    """Cut a document of so many words.

    Examples
    --------
    >>> [tuple(stretch) for stretch in stretches(2000)]
    [(0, 0, 1160, 1280), (1040, 1160, 2000, 2000)]
    """
    if 0 < count <= STRETCH + MARGIN:
        yield Stretch(0, 0, count, count)
        return
    step = STRETCH - MARGIN
    for begin in range(0, count, step):
        end = min(begin + step, count)
        yield Stretch(max(0, begin - MARGIN // 2), begin, end, min(count, end + MARGIN // 2))


@cache
def quote_networks(folder: Path = MODELS) -> tuple[QuoteNetwork, ...]:
    """Load the packaged networks, once."""
    return tuple(QuoteNetwork(path.parent) for path in sorted(complete(folder).glob("*/quotes.npz")))
