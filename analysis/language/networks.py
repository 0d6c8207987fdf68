"""The packaged networks: words in; classes, tags, features, heads, relations and names out.

The sentences of a document run through a graph a few at a time, never those of two documents together: with 8-bit
weights the activations are scaled by what is in the batch, and a document must give the same alone and in a corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .decoding import decode_heads
from .entities import best_path, spans_of
from .features import WIDTH, spellings
from .labels import FEATURES, RELATIONS, TAGS, UPOS
from .vectors import MODELS, form_vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Array = NDArray[np.float32]

LONGEST: Final = 150
"""Longer sentences are parsed in pieces, so that memory stays flat."""

_FORMS_KEPT: Final = 40_000
_BLOCK: Final = 200  # sentences whose scores are held at once
_TOGETHER: Final = 4  # stretches in one run of the graph; more would be padded more
_ENCODER_SHARE: Final = np.float32(0.6)
"""Weight of the encoder among the two voices for names; like the next, chosen on Europarl, which trains nothing."""
_OUTSIDE_COST: Final = np.float32(0.5)
"""What it costs to be outside any name: two voices that must agree find too few."""
_RIVALS: Final = [
    [RELATIONS.index(name) for name in names] for names in (("nsubj", "nsubj:pass", "csubj", "csubj:pass"), ("obj",))
]
_ROOT: Final = RELATIONS.index("root")
_CUTS: Final = np.cumsum([len(names) for names in (UPOS, TAGS, *FEATURES.values())])[:-1]


class Parsed(NamedTuple):
    """The words of a document as label numbers; `heads` holds the index of the head, a root its own."""

    upos: NDArray[np.int64]
    tags: NDArray[np.int64]
    features: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]
    states: Array


def session(path: Path) -> InferenceSession:
    """Open an ONNX session on one thread."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class FormInputs:
    """Hashes and vectors of word forms, shared by the networks; forgotten when there are too many."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[int], Array]] = {}

    def look_up(self, forms: list[str]) -> tuple[NDArray[np.int64], Array]:
        """Hashes, shape (n, `WIDTH`), -1 where a form has fewer, and vectors, shape (n, width)."""
        known = self._known
        new = [form for form in forms if form not in known]
        if new:
            if len(known) + len(new) > _FORMS_KEPT:
                known.clear()
                new = forms
            hashes = (spellings(form) for form in new)
            padded = (numbers + [-1] * (WIDTH - len(numbers)) for numbers in hashes)
            known.update(zip(new, zip(padded, form_vectors(new), strict=True), strict=True))
        return np.array([known[form][0] for form in forms]), np.stack([known[form][1] for form in forms])


class FormTable:
    """Input rows of word forms for one network, computed once per form and forgotten when there are too many."""

    def __init__(self, tables: dict[str, Array]) -> None:
        self._inputs = form_inputs()
        self._tables = tables
        self._embedding = tables["embedding"].astype(np.float32) * tables["scale"][:, None]
        self._index: dict[str, int] = {}
        self._rows = np.zeros((1024, len(tables["gain"])), dtype=np.float32)

    def rows(self, forms: Sequence[str]) -> Array:
        """One row per form, shape (n, width)."""
        index = self._index
        new = [form for form in dict.fromkeys(forms) if form not in index]
        if new:
            if len(index) + len(new) > _FORMS_KEPT:
                index.clear()
                new = list(dict.fromkeys(forms))
            for begin in range(0, len(new), 512):
                self._add(new[begin : begin + 512])
        return self._rows[[index[form] for form in forms]]

    def _add(self, forms: list[str]) -> None:
        start = len(self._index)
        end = start + len(forms)
        if end > len(self._rows):
            grown = np.zeros((max(end, 2 * len(self._rows)), self._rows.shape[1]), dtype=np.float32)
            grown[:start] = self._rows[:start]
            self._rows = grown
        tables, buckets = self._tables, len(self._embedding) - 1  # the last row, of zeros, fills up
        hashes, vectors = self._inputs.look_up(forms)
        embedded = self._embedding[np.where(hashes < 0, buckets, hashes % buckets)].sum(axis=1)
        # not `@`: a form's row must not depend on which others are new, and a matrix product so small gains no thread
        projected = np.einsum("nv,vw->nw", vectors, tables["project"]) + tables["project_bias"]
        joined = np.concatenate([embedded, projected], axis=1)
        centred = joined - joined.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        self._rows[start:end] = centred / spread * tables["gain"] + tables["shift"]
        self._index.update((form, start + number) for number, form in enumerate(forms))


class LanguageNetwork:
    """Tagger and dependency parser on one encoder."""

    def __init__(self, folder: Path = MODELS) -> None:
        with np.load(folder / "language.npz") as archive:
            tables = dict(archive)
        self._forms = FormTable(tables)
        self._root_label = tables["root_label"]
        self._names, self._names_bias = tables["names"], tables["names_bias"]
        self._session = session(folder / "language.onnx")
        self._relations = session(folder / "relations.onnx")
        self.width = int(tables["width"])

    def parse(self, sentences: Sequence[Sequence[str]]) -> Parsed:
        """Parse the sentences of one document, given as word forms; the result runs over all their words."""
        blocks = [self._parse(sentences[begin : begin + _BLOCK]) for begin in range(0, len(sentences), _BLOCK)]
        if not blocks:
            empty = np.zeros(0, dtype=np.int64)
            features, states = empty.reshape(0, len(FEATURES)), np.zeros((0, self.width), dtype=np.float32)
            return Parsed(empty, empty, features, empty, empty, states)
        offsets = np.cumsum([0, *(len(block.upos) for block in blocks[:-1])])
        shifted = [b._replace(heads=b.heads + offset) for b, offset in zip(blocks, offsets, strict=True)]
        return Parsed(*(np.concatenate(columns) for columns in zip(*shifted, strict=True)))

    def name_scores(self, states: Array) -> Array:
        """Scores of the labels of names that the states of words give by themselves, shape (n, labels)."""
        scores: Array = states @ self._names + self._names_bias
        return scores

    def _parse(self, sentences: Sequence[Sequence[str]]) -> Parsed:
        rows = self._forms.rows([word for words in sentences for word in words])
        cuts, firsts = _cut_all(sentences)
        heads = np.zeros(len(rows), dtype=np.int64)
        found: list[Array] = []
        for group in _groups(cuts):
            stretches = [cuts[number] for number in group]
            *words, head, arcs = self._session.run(None, _feed(rows, stretches))
            if not found:
                found = [np.empty((len(rows), part.shape[2]), dtype=np.float32) for part in (*words, head)]
            for row, (start, end) in enumerate(stretches):
                size = end - start
                local = decode_heads(arcs[row, :size, : size + 1])
                heads[start:end] = local + (start - 1)
                root = int(local.argmin())
                heads[start + root] = start + root
                for column, part in zip(found, words, strict=False):
                    column[start:end] = part[row, :size]
                chosen = found[-1][start:end]
                chosen[:] = head[row, local - 1]
                chosen[root] = self._root_label
        for number, first in enumerate(firsts):
            if first != number:  # later pieces of a very long sentence stand beside its first root
                heads[_root_of(heads, cuts[number])] = _root_of(heads, cuts[first])
        states, labels, dependents, chosen = found
        return self._label(states, labels, dependents, chosen, heads)

    def _label(
        self, states: Array, labels: Array, dependents: Array, chosen: Array, heads: NDArray[np.int64]
    ) -> Parsed:
        """Choose the best tag, values and relation of each word."""
        scores = self._relations.run(None, {"dependent": dependents, "head": chosen})[0]
        scores[:, _ROOT] = -np.inf
        relations = scores.argmax(axis=1)
        relations[heads == np.arange(len(heads))] = _ROOT
        _one_each(relations, scores, heads)
        upos, tags, *features = np.split(labels, _CUTS, axis=1)
        return Parsed(
            upos.argmax(axis=1),
            tags.argmax(axis=1),
            np.stack([values.argmax(axis=1) for values in features], axis=1),
            heads,
            relations,
            states,
        )


def _root_of(heads: NDArray[np.int64], cut: tuple[int, int]) -> int:
    return int(np.flatnonzero(heads[slice(*cut)] == np.arange(*cut))[0]) + cut[0]


def _one_each(relations: NDArray[np.int64], scores: Array, heads: NDArray[np.int64]) -> None:
    """Leave a head one subject and one object, the likeliest; the others take their next best relation.

    `Putins Sprecher wies Chinas Kritik zurück` must not have two subjects, whatever each word alone looks like.
    """
    for rivals in _RIVALS:
        members = np.flatnonzero(np.isin(relations, rivals))
        own = scores[members][:, rivals].max(axis=1)
        others = scores[members].copy()
        others[:, rivals] = -np.inf
        margin = own - others.max(axis=1)
        best: dict[int, int] = {}
        for position in np.argsort(-margin, kind="stable").tolist():
            head = int(heads[members[position]])
            if best.setdefault(head, position) != position:
                relations[members[position]] = others[position].argmax()


def pieces(words: Sequence[str]) -> list[tuple[int, int]]:
    """Cut a very long sentence into (begin, end), behind a comma or semicolon where there is one."""
    cuts = []
    begin = 0
    while len(words) - begin > LONGEST:
        end = begin + LONGEST
        breaks = [i + 1 for i in range(begin + LONGEST // 2, end) if words[i] in {",", ";", ":", "–"}]
        end = breaks[-1] if breaks else end
        cuts.append((begin, end))
        begin = end
    return [*cuts, (begin, len(words))]


class EntityNetwork:
    """Recogniser of names; its weights are its own, so that each file carries one licence.

    It has one voice of two: the encoder of the parser, which has learned names beside trees, has the other. They err
    in different places, and the second costs one small product a document.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        with np.load(folder / "entities.npz") as archive:
            tables = dict(archive)
        self._forms = FormTable(tables)
        self._transitions = tables["transitions"] * (1 - _ENCODER_SHARE)  # the other voice has none
        self._session = session(folder / "entities.onnx")

    def find(self, sentences: Sequence[Sequence[str]], scores: Array) -> list[tuple[int, int, str]]:
        """Spans (start, end, kind) over the words of one document, counted through its sentences.

        `scores` is the other voice, from `LanguageNetwork.name_scores`.
        """
        rows = self._forms.rows([word for words in sentences for word in words])
        cuts, _ = _cut_all(sentences)
        found: Array | None = None
        for group in _groups(cuts):
            stretches = [cuts[number] for number in group]
            emissions = self._session.run(None, _feed(rows, stretches))[0]
            if found is None:
                found = np.empty((len(rows), emissions.shape[2]), dtype=np.float32)
            for row, (start, end) in enumerate(stretches):
                found[start:end] = emissions[row, : end - start]
        if found is None:
            return []
        found = (1 - _ENCODER_SHARE) * found + _ENCODER_SHARE * scores
        found[:, 0] -= _OUTSIDE_COST
        path = best_path(found, self._transitions, [start for start, _ in cuts])
        return spans_of(path.tolist())


def _cut_all(sentences: Sequence[Sequence[str]]) -> tuple[list[tuple[int, int]], list[int]]:
    """Stretches (start, end) that run through the graph, and for each the number of its sentence's first stretch."""
    cuts: list[tuple[int, int]] = []
    firsts: list[int] = []
    position = 0
    for words in sentences:
        first = len(cuts)
        for begin, end in pieces(words):
            cuts.append((position + begin, position + end))
            firsts.append(first)
        position += len(words)
    return cuts, firsts


def _groups(cuts: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Numbers of stretches of similar length, longest first, a few at a time."""
    order = sorted(range(len(cuts)), key=lambda i: cuts[i][0] - cuts[i][1])
    for begin in range(0, len(order), _TOGETHER):
        yield order[begin : begin + _TOGETHER]


def _feed(rows: Array, cuts: list[tuple[int, int]]) -> dict[str, NDArray[Any]]:
    """Input of the graph, (time, stretches, width), padded with zeros."""
    lengths = np.array([end - start for start, end in cuts], dtype=np.int32)
    words = np.zeros((int(lengths.max()), len(cuts), rows.shape[1]), dtype=np.float32)
    for column, (start, end) in enumerate(cuts):
        words[: end - start, column] = rows[start:end]
    return {"words": words, "lengths": lengths}


@cache
def form_inputs() -> FormInputs:
    """Return the look-up of word forms that the networks share."""
    return FormInputs()


@cache
def language_network() -> LanguageNetwork:
    """Load the packaged network, once."""
    return LanguageNetwork()


@cache
def entity_network() -> EntityNetwork:
    """Load the packaged recogniser of names, once."""
    return EntityNetwork()
