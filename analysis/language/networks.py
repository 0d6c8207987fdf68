"""The packaged networks: words in; classes, tags, features, heads, relations and names out.

Documents are read some at a time, because each step is faster where it is done for many words. Yet the sentences of two
documents never run through a graph together: with 8-bit weights the activations are scaled by what is in the batch, and
a document must give the same alone and in a corpus.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..integrity import checked
from .decoding import decode_heads
from .entities import best_path, spans_of
from .forms import FormTable
from .labels import ENTITY_LABELS, FEATURES, RELATIONS, TAGS, UPOS
from .products import product
from .vectors import MODELS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Array = NDArray[np.float32]

LONGEST: Final = 150
"""Longer sentences are parsed in pieces, so that memory stays flat."""

_BLOCK: Final = 200
"""Sentences whose scores are held at once."""
_WORDS: Final = 10_000
"""Words whose scores are held at once: 200 sentences of news have half as many."""
_TOGETHER: Final = 4
"""Stretches in one run of the graph; more would be padded more."""
_ENCODER_SHARE: Final = np.float32(0.6)
"""Weight of the encoder among the two voices for names; like the next, chosen on Europarl, which trains nothing."""
_OUTSIDE_COST: Final = np.float32(0.5)
"""What it costs to be outside any name: two voices that must agree find too few."""
_RIVALS: Final = [
    np.array([name in names for name in RELATIONS])
    for names in (("nsubj", "nsubj:pass", "csubj", "csubj:pass"), ("obj",))
]
_ROOT: Final = RELATIONS.index("root")
_CUTS: Final = np.cumsum([len(names) for names in (UPOS, TAGS, *FEATURES.values())])[:-1]


Sentences = Sequence[Sequence[str]]


class Parsed(NamedTuple):
    """The words of some documents as label numbers; `heads` holds the index of the head, a root its own."""

    upos: NDArray[np.int64]
    tags: NDArray[np.int64]
    features: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]
    states: Array

    def split(self, counts: Sequence[int]) -> list[Parsed]:
        """Part documents of so many words each."""
        ends = np.cumsum(counts).tolist()
        return [
            Parsed._make(column[start:end] for column in self)._replace(heads=self.heads[start:end] - start)
            for start, end in pairwise([0, *ends])
        ]


def session(path: Path) -> InferenceSession:
    """Open an ONNX session on one thread.

    It gives memory back after each run: kept for the next one, what a long sentence took would stay taken.
    """
    onnxruntime = _runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(checked(path)), options, providers=["CPUExecutionProvider"])


def _runtime() -> Any:
    """Import onnxruntime, and keep it from reporting sessions and models to its maker, as its wheels do since 1.29.

    What is set here is read while the library is loaded, so it has to be there before, also for child processes;
    where somebody else has loaded it already, at least no further event is noted.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def word_rows(tables: dict[str, Array]) -> FormTable:
    """Rows of word forms: their hashed spellings beside their projected vectors, normalised."""
    embedding, scale = tables["embedding"], tables["scale"][:, None]
    filler = len(embedding) - 1  # the last row, of zeros

    def compute(hashes: NDArray[np.int64], vectors: Array) -> Array:
        numbers = np.where(hashes < 0, filler, hashes % filler)
        embedded = (embedding[numbers.T] * scale[numbers.T]).sum(axis=0)
        # not `@`: a form's row must not depend on which others are new
        projected = np.einsum("nv,vw->nw", vectors, tables["project"]) + tables["project_bias"]
        joined = np.concatenate([embedded, projected], axis=1)
        centred = joined - joined.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
        rows: Array = centred / spread * tables["gain"] + tables["shift"]
        return rows

    return FormTable(compute, len(tables["gain"]))


class LanguageNetwork:
    """Tagger and dependency parser on one encoder."""

    def __init__(self, folder: Path = MODELS) -> None:
        with np.load(checked(folder / "language.npz")) as archive:
            tables = dict(archive)
        self._forms = word_rows(tables)
        self._root_label = tables["root_label"]
        self._names, self._names_bias = tables["names"], tables["names_bias"]
        self._session = session(folder / "language.onnx")
        self._relations = session(folder / "relations.onnx")
        self.width = int(tables["width"])

    def parse(self, documents: Sequence[Sentences]) -> Parsed:
        """Parse documents, given as sentences of word forms; the result runs over all their words."""
        parts = [self._parse(batch) for batch in _batches(documents)]
        if not parts:
            empty = np.zeros(0, dtype=np.int64)
            features, states = empty.reshape(0, len(FEATURES)), np.zeros((0, self.width), dtype=np.float32)
            return Parsed(empty, empty, features, empty, empty, states)
        offsets = np.cumsum([0, *(len(part.upos) for part in parts[:-1])])
        shifted = [part._replace(heads=part.heads + offset) for part, offset in zip(parts, offsets, strict=True)]
        return Parsed(*(np.concatenate(columns) for columns in zip(*shifted, strict=True)))

    def name_scores(self, states: Array) -> Array:
        """Scores of the labels of names that the states of words give by themselves, shape (n, labels)."""
        scores: Array = product(states, self._names) + self._names_bias
        return scores

    def _parse(self, documents: Sequence[Sentences]) -> Parsed:
        cuts, firsts, groups = _lay_out(documents)
        rows = self._forms.rows([word for sentences in documents for words in sentences for word in words])
        runs = []  # all of them before anything is made of them: other code would drive the weights out of the cache
        for group in groups:
            given = _feed(rows, [cuts[number] for number in group])
            runs.append((group, given["lengths"], self._session.run(None, given)))
        heads = np.zeros(len(rows), dtype=np.int64)
        states, labels, dependents, chosen = (
            np.empty((len(rows), part.shape[2]), dtype=np.float32) for part in runs[0][2][:-1]
        )
        for group, lengths, (*words, head, arcs) in runs:
            for row, local in enumerate(decode_heads(arcs, lengths)):
                start, end = cuts[group[row]]
                local = local[: end - start]
                heads[start:end] = local + (start - 1)
                root = int(local.argmin())
                heads[start + root] = start + root
                for column, part in zip((states, labels, dependents), words, strict=True):
                    column[start:end] = part[row, : end - start]
                chosen[start:end] = head[row, local - 1]
                chosen[start + root] = self._root_label
        for number, first in enumerate(firsts):
            if first != number:  # later pieces of a very long sentence stand beside its first root
                heads[_root_of(heads, cuts[number])] = _root_of(heads, cuts[first])
        relations = self._relate(dependents, chosen, heads, [sum(map(len, sentences)) for sentences in documents])
        upos, tags, *features = np.split(labels, _CUTS, axis=1)
        return Parsed(
            upos.argmax(axis=1),
            tags.argmax(axis=1),
            np.stack([values.argmax(axis=1) for values in features], axis=1),
            heads,
            relations,
            states,
        )

    def _relate(
        self, dependents: Array, chosen: Array, heads: NDArray[np.int64], counts: Sequence[int]
    ) -> NDArray[np.int64]:
        """Choose the best relation of each word to its head, one document after the other."""
        borders = np.cumsum(counts)[:-1]
        pairs = zip(np.split(dependents, borders), np.split(chosen, borders), strict=True)
        scores = np.concatenate([self._relations.run(None, {"dependent": d, "head": h})[0] for d, h in pairs])
        scores[:, _ROOT] = -np.inf
        relations: NDArray[np.int64] = scores.argmax(axis=1)
        relations[heads == np.arange(len(heads))] = _ROOT
        _one_each(relations, scores, heads)
        return relations


def _root_of(heads: NDArray[np.int64], cut: tuple[int, int]) -> int:
    return int(np.flatnonzero(heads[slice(*cut)] == np.arange(*cut))[0]) + cut[0]


def _one_each(relations: NDArray[np.int64], scores: Array, heads: NDArray[np.int64]) -> None:
    """Leave a head one subject and one object, the likeliest; the others take their next best relation.

    `Putins Sprecher wies Chinas Kritik zurück` must not have two subjects, whatever each word alone looks like.
    """
    for rivals in _RIVALS:
        members = np.flatnonzero(rivals[relations])
        own = scores[members][:, rivals].max(axis=1)
        others = scores[members].copy()
        others[:, rivals] = -np.inf
        margin = own - others.max(axis=1)
        best: dict[int, int] = {}
        for position in np.argsort(-margin, kind="stable").tolist():
            head = int(heads[members[position]])
            if best.setdefault(head, position) != position:
                relations[members[position]] = others[position].argmax()


def pieces(words: Sequence[str], *, most: int = LONGEST) -> list[tuple[int, int]]:
    """Cut a very long sentence into (begin, end), behind a comma or semicolon where there is one."""
    cuts = []
    begin = 0
    while len(words) - begin > most:
        end = begin + most
        breaks = [i + 1 for i in range(begin + most // 2, end) if words[i] in {",", ";", ":", "–"}]
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
        with np.load(checked(folder / "entities.npz")) as archive:
            tables = dict(archive)
        self._forms = word_rows(tables)
        self._transitions = tables["transitions"] * (1 - _ENCODER_SHARE)  # the other voice has none
        self._session = session(folder / "entities.onnx")

    def find(self, documents: Sequence[Sentences], scores: Sequence[Array]) -> list[list[tuple[int, int, str]]]:
        """Spans (start, end, kind) over the words of each document.

        `scores` is the other voice for each, from `LanguageNetwork.name_scores`.
        """
        cuts, _, groups = _lay_out(documents)
        rows = self._forms.rows([word for sentences in documents for words in sentences for word in words])
        own = np.empty((len(rows), len(ENTITY_LABELS)), dtype=np.float32)
        for group in groups:
            stretches = [cuts[number] for number in group]
            emissions = self._session.run(None, _feed(rows, stretches))[0]
            for row, (start, end) in enumerate(stretches):
                own[start:end] = emissions[row, : end - start]
        both = (1 - _ENCODER_SHARE) * own + _ENCODER_SHARE * np.concatenate(scores)
        both[:, 0] -= _OUTSIDE_COST
        path = best_path(both, self._transitions, [start for start, _ in cuts])
        borders = np.cumsum([len(part) for part in scores])[:-1]
        return [spans_of(labels.tolist()) for labels in np.split(path, borders)]


def _batches(documents: Sequence[Sentences]) -> Iterator[list[Sentences]]:
    """Documents, or blocks of a long one, as many as are held at once."""
    batch: list[Sentences] = []
    held = 0
    for sentences in documents:
        for block in _blocks(sentences):
            if held + len(block) > _BLOCK:
                yield batch
                batch, held = [], 0
            batch.append(block)
            held += len(block)
    if batch:
        yield batch


def _blocks(sentences: Sentences) -> Iterator[Sentences]:
    """Part a document that holds more sentences or words than are read together."""
    begin = count = 0
    for place, words in enumerate(sentences):
        if place - begin == _BLOCK or (count and count + len(words) > _WORDS):
            yield sentences[begin:place]
            begin, count = place, 0
        count += len(words)
    if begin < len(sentences):
        yield sentences[begin:]


def _lay_out(documents: Sequence[Sentences]) -> tuple[list[tuple[int, int]], list[int], list[list[int]]]:
    """Stretches (start, end) of all words, for each the number of its sentence's first stretch, and which run together.

    Stretches of similar length run together, the longest first; never those of two documents.
    """
    cuts: list[tuple[int, int]] = []
    firsts: list[int] = []
    groups: list[list[int]] = []
    position = 0
    for sentences in documents:
        before = len(cuts)
        for words in sentences:
            first = len(cuts)
            for begin, end in pieces(words):
                cuts.append((position + begin, position + end))
                firsts.append(first)
            position += len(words)
        order = sorted(range(before, len(cuts)), key=lambda i: cuts[i][0] - cuts[i][1])
        groups += [order[begin : begin + _TOGETHER] for begin in range(0, len(order), _TOGETHER)]
    return cuts, firsts, groups


def _feed(rows: Array, cuts: list[tuple[int, int]]) -> dict[str, NDArray[Any]]:
    """Input of the graph, (time, stretches, width), padded with zeros."""
    lengths = np.array([end - start for start, end in cuts], dtype=np.int32)
    words = np.zeros((int(lengths.max()), len(cuts), rows.shape[1]), dtype=np.float32)
    for column, (start, end) in enumerate(cuts):
        words[: end - start, column] = rows[start:end]
    return {"words": words, "lengths": lengths}


@cache
def language_network() -> LanguageNetwork:
    """Load the packaged network, once."""
    return LanguageNetwork()


@cache
def entity_network() -> EntityNetwork:
    """Load the packaged recogniser of names, once."""
    return EntityNetwork()
