"""The packaged quotation network: encoded words in, candidates for quotes out.

A document is read alone, so that its quotes do not depend on its company; a very long one in overlapping stretches, so
that memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ..language.vectors import form_vectors
from .decoding import ROLES, Candidate, sigmoid
from .features import COLUMNS, Encoded, form_ids
from .windows import AFTER, BEFORE, SENTENCES, WIDTH, relations

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODELS: Final = Path(__file__).parent / "models"
STRETCH: Final = 1400
"""Words that are read at once."""
MARGIN: Final = 200
"""Words that neighbouring stretches share; half of them serve only as context on either side."""
PROPOSE: Final = 0.03
"""Least probability at which the first stage proposes an anchor."""

_READ_AT_ONCE: Final = 32
_FORMS_KEPT: Final = 40_000


class QuoteNetwork:
    """Two graphs and the tables of the words' rows.

    Parameters
    ----------
    folder : Path, optional
        Where ``quotes.npz``, ``encoder.onnx`` and ``reader.onnx`` stand; by default the packaged ones.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        with np.load(folder / "quotes.npz") as archive:
            self._tables = {name: archive[name] for name in archive.files}
        for name in ("form", "lemma", "category", "relation"):
            self._tables[name] = self._tables[name].astype(np.float32)
        values, column_of = self._tables["values"].tolist(), self._tables["columns"].tolist()
        self._columns: list[dict[str, int]] = [{} for _ in COLUMNS]
        self._unknown = [column_of.index(column) for column in range(len(COLUMNS))]
        for number, (value, column) in enumerate(zip(values, column_of, strict=True)):
            self._columns[column].setdefault(value, number)
        self._encoder = _session(folder / "encoder.onnx")
        self._reader = _session(folder / "reader.onnx")
        self._known: dict[str, int] = {}
        self._rows = np.zeros((0, 0), dtype=np.float32)

    def propose(self, encoded: Encoded, *, also: Sequence[int] = ()) -> list[Candidate]:
        """Find the words where a quote may begin, and read around each of them.

        Parameters
        ----------
        encoded : Encoded
            A document as `analysis.quotes.features.encode` gives it.
        also : sequence of int, optional
            Words that are read as anchors in any case.

        Returns
        -------
        list of Candidate
            In text order.
        """
        if not encoded.forms:
            return []
        anchors: list[NDArray[np.int64]] = []
        conditions: list[NDArray[np.float32]] = []
        states: list[NDArray[np.float32]] = []
        projected: list[NDArray[np.float32]] = []
        for first, begin, end, last in _stretches(len(encoded.forms)):
            starts, inside, state, shortcut = self._encoder.run(
                None, {"words": self._embed(encoded, first, last)[:, None, :]}
            )
            kept = slice(begin - first, end - first)
            kinds = sigmoid(starts[kept, 0])
            proposed = kinds.max(axis=1) > PROPOSE
            proposed[[word - begin for word in also if begin <= word < end]] = True
            found = np.flatnonzero(proposed)
            anchors.append(found + begin)
            states.append(state[kept, 0][found])
            conditions.append(
                state[kept, 0][found] @ self._tables["anchor_weight"]
                + kinds[found] @ self._tables["kind_weight"]
                + self._tables["anchor_bias"]
            )
            # one array for both, since both are gathered by the same windows
            projected.append(np.concatenate([inside[kept, 0], shortcut[kept, 0]], axis=1))
        return list(
            self._read(
                encoded, np.concatenate(anchors), np.concatenate(states), np.concatenate(conditions),
                np.concatenate(projected),
            )
        )  # fmt: skip

    def _read(
        self,
        encoded: Encoded,
        anchors: NDArray[np.int64],
        states: NDArray[np.float32],
        conditions: NDArray[np.float32],
        projected: NDArray[np.float32],
    ) -> Iterator[Candidate]:
        padded = np.pad(projected, ((BEFORE, AFTER), (0, 0)))
        width = projected.shape[1] - len(ROLES)
        table = self._tables["relation"]
        for begin in range(0, len(anchors), _READ_AT_ONCE):
            part = slice(begin, begin + _READ_AT_ONCE)
            mine = anchors[part]
            relation = relations(mine, encoded.sentences, encoded.pair_ends)
            numbers = (relation[..., 0] * (2 * SENTENCES + 1) + relation[..., 1]) * 2 + relation[..., 2]
            window = padded[mine[:, None] + np.arange(WIDTH)]
            mixed, shortcut = window[..., :width], window[..., width:]
            mixed += conditions[part][:, None, :]
            mixed += table[numbers]
            np.maximum(mixed, 0, out=mixed)
            given = {"mixed": mixed.transpose(1, 0, 2), "anchors": states[part], "shortcut": shortcut}
            roles, verdicts = self._reader.run(None, {k: np.ascontiguousarray(v) for k, v in given.items()})
            for anchor, role, verdict in zip(mine.tolist(), roles, verdicts, strict=True):
                yield Candidate(anchor, verdict, role)

    def _embed(self, encoded: Encoded, first: int, last: int) -> NDArray[np.float32]:
        """Rows of the words of a stretch, shape (words, width)."""
        numbers = np.empty((last - first, len(COLUMNS)), dtype=np.int64)
        columns = zip(*encoded.values[first:last], strict=True)
        for place, (values, known, unknown) in enumerate(zip(columns, self._columns, self._unknown, strict=True)):
            numbers[:, place] = [known.get(value, unknown) for value in values]
        categories = self._tables["category"][numbers].sum(axis=1)
        lemma = self._tables["lemma"]
        own, heads = encoded.lemmas[first:last], encoded.lemmas[encoded.heads[first:last]]
        joined = np.concatenate([self._forms(encoded.forms[first:last]), lemma[own], lemma[heads], categories], axis=1)
        centred = joined - joined.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        rows: NDArray[np.float32] = centred / spread * self._tables["gain"] + self._tables["offset"]
        return rows

    def _forms(self, forms: Sequence[str]) -> NDArray[np.float32]:
        new = [form for form in dict.fromkeys(forms) if form not in self._known]
        if new:
            if len(self._known) + len(new) > _FORMS_KEPT:
                self._known, self._rows = {}, self._rows[:0]
                new = list(dict.fromkeys(forms))
            spelled = self._tables["form"][np.array([form_ids(form) for form in new])].sum(axis=1)
            # form by form, so that a row does not depend on which others are new
            vectors = np.stack([row @ self._tables["vector_weight"] for row in form_vectors(new)])
            rows = np.concatenate([spelled, vectors + self._tables["vector_bias"]], axis=1)
            known = len(self._known)
            self._known.update((form, known + number) for number, form in enumerate(new))
            self._rows = np.concatenate([self._rows, rows]) if len(self._rows) else rows
        return self._rows[[self._known[form] for form in forms]]


@cache
def quote_network() -> QuoteNetwork:
    """Load the packaged network, once."""
    return QuoteNetwork()


def _stretches(count: int) -> Iterator[tuple[int, int, int, int]]:
    """Cut a document: (first word read, first kept, word after the last kept, word after the last read)."""
    if count <= STRETCH + MARGIN:
        yield 0, 0, count, count
        return
    step = STRETCH - MARGIN
    for begin in range(0, count, step):
        end = min(begin + step, count)
        yield max(0, begin - MARGIN // 2), begin, end, min(count, end + MARGIN // 2)


def _session(path: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
