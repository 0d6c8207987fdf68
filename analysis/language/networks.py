"""The packaged networks: words in, tags, features, heads and relations out.

Sentences run through the graph one by one: with 8-bit weights the activations are scaled by what is in the batch, so
only a sentence alone gives the same result in every company. That costs a quarter of the speed of batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .decoding import decode_heads
from .features import hashed_features
from .labels import FEATURES, RELATIONS, TAGS, UPOS
from .vectors import MODELS, form_vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LONGEST: Final = 150
"""Longer sentences are parsed in pieces, so that memory stays flat."""

_FORMS_KEPT: Final = 40_000
_ROOT: Final = RELATIONS.index("root")
_PARATAXIS: Final = RELATIONS.index("parataxis")
_PUNCT: Final = RELATIONS.index("punct")


class Parsed(NamedTuple):
    """One sentence as label numbers; `heads` holds the index of the head, the root its own."""

    upos: NDArray[np.int64]
    tags: NDArray[np.int64]
    features: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]
    states: NDArray[np.float32]


def session(path: Path) -> InferenceSession:
    """An ONNX session on one thread."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class FormTable:
    """Input rows of word forms, computed once per form and forgotten when there are too many."""

    def __init__(self, archive: dict[str, NDArray[np.float32]]) -> None:
        self._embedding = archive["embedding"].astype(np.float32) * archive["scale"][:, None]
        self._project = archive["project"]
        self._bias = archive["project_bias"]
        self._gain = archive["gain"]
        self._shift = archive["shift"]
        self._index: dict[str, int] = {}
        self._rows = np.zeros((1024, len(self._gain)), dtype=np.float32)

    def rows(self, forms: Sequence[str]) -> NDArray[np.float32]:
        """One row per form, shape (n, width)."""
        index = self._index
        new = [form for form in dict.fromkeys(forms) if form not in index]
        if new:
            if len(index) + len(new) > _FORMS_KEPT:
                index.clear()
                new = list(dict.fromkeys(forms))
            self._add(new)
        return self._rows[[index[form] for form in forms]]

    def _add(self, forms: list[str]) -> None:
        start = len(self._index)
        needed = start + len(forms)
        if needed > len(self._rows):
            grown = np.zeros((max(needed, 2 * len(self._rows)), self._rows.shape[1]), dtype=np.float32)
            grown[:start] = self._rows[:start]
            self._rows = grown
        for begin in range(0, len(forms), 512):
            part = forms[begin : begin + 512]
            hashed = self._embedding[np.array([hashed_features(form) for form in part])].sum(axis=1)
            # row by row, so that a form's row does not depend on which others are new
            vectors = np.stack([row @ self._project for row in form_vectors(part)]) + self._bias
            joined = np.concatenate([hashed, vectors], axis=1)
            centred = joined - joined.mean(axis=1, keepdims=True)
            spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
            self._rows[start + begin : start + begin + len(part)] = centred / spread * self._gain + self._shift
        self._index.update((form, start + number) for number, form in enumerate(forms))


class ParserNetwork:
    """Tagger and dependency parser."""

    def __init__(self, folder: Path = MODELS) -> None:
        with np.load(folder / "parser.npz") as archive:
            tables = dict(archive)
        self._forms = FormTable(tables)
        self._root_label = tables["root_label"]
        self._label_out = tables["label_out"]
        self._label_bias = tables["label_bias"]
        self._session = session(folder / "parser.onnx")
        widths = [len(UPOS), len(TAGS), *(len(values) for values in FEATURES.values())]
        self._cuts = np.cumsum(widths)[:-1]

    def parse(self, sentences: Sequence[Sequence[str]]) -> Iterator[Parsed]:
        """Parse sentences given as word forms."""
        for words in sentences:
            rows = self._forms.rows(words)
            pieces = [self._parse(rows[begin:end]) for begin, end in _pieces(words)]
            yield pieces[0] if len(pieces) == 1 else _join(pieces)

    def _parse(self, rows: NDArray[np.float32]) -> Parsed:
        count = len(rows)
        lengths = np.array([count], dtype=np.int32)
        states, tags, dependent, head, arcs = self._session.run(None, {"words": rows[:, None, :], "lengths": lengths})
        outputs = np.split(tags[0], self._cuts, axis=1)
        heads = decode_heads(arcs[0])
        chosen = np.concatenate([self._root_label[None], head[0]])[heads]
        pairs = np.concatenate([dependent[0] * chosen, dependent[0], chosen], axis=1)
        scores = pairs @ self._label_out + self._label_bias
        scores[:, _ROOT] = -np.inf
        relations = scores.argmax(axis=1)
        relations[heads == 0] = _ROOT
        features = np.stack([output.argmax(axis=1) for output in outputs[2:]], axis=1)
        absolute = np.where(heads == 0, np.arange(count), heads - 1)
        return Parsed(outputs[0].argmax(axis=1), outputs[1].argmax(axis=1), features, absolute, relations, states[0])


def _pieces(words: Sequence[str]) -> list[tuple[int, int]]:
    """Cut a very long sentence, behind a comma or semicolon where there is one."""
    pieces = []
    begin = 0
    while len(words) - begin > LONGEST:
        end = begin + LONGEST
        breaks = [i + 1 for i in range(begin + LONGEST // 2, end) if words[i] in {",", ";", ":", "–"}]
        end = breaks[-1] if breaks else end
        pieces.append((begin, end))
        begin = end
    return [*pieces, (begin, len(words))]


def _join(pieces: list[Parsed]) -> Parsed:
    """Pieces of one sentence as one tree: the later roots stand beside the first."""
    offsets = np.cumsum([0, *(len(piece.upos) for piece in pieces[:-1])])
    heads = np.concatenate([piece.heads + offset for piece, offset in zip(pieces, offsets, strict=True)])
    relations = np.concatenate([piece.relations for piece in pieces])
    roots = np.flatnonzero(relations == _ROOT)
    heads[roots[1:]] = roots[0]
    relations[roots[1:]] = _PARATAXIS
    first = [np.concatenate([piece[field] for piece in pieces]) for field in range(3)]
    return Parsed(first[0], first[1], first[2], heads, relations, np.concatenate([p.states for p in pieces]))


@cache
def parser_network() -> ParserNetwork:
    """The packaged parser, loaded once."""
    return ParserNetwork()
