"""The packaged reader: an encoded document in, for each cell probabilities of signs, holders, kinds and evidence out.

A document is read alone, so that its rows do not depend on its company.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from ...errors import ModelError
from ...integrity import checked, complete
from ...language.forms import FormTable
from ...language.networks import session
from ...language.products import product
from ..lexicon import Predicates, known_words
from .encoding import Cells, Encoded, Ints
from .groups import similar
from .relating import Related, Relator
from .transformer import THOROUGH, Transformer
from .verdicts import Verdicts

Floats = NDArray[np.float32]

ReaderName: TypeAlias = Literal["fast", "thorough"]
MODELS: Final = Path(__file__).parent / "models"
PROMISING: Final = -2.0
"""Log odds of the first network below which the others are not asked: four cells of five are plain."""
_TRANSFORMER: Final = 0.5
"""Weight of the transformer beside the networks, chosen on the folds."""


class Network:
    """Two graphs and the tables of the words' rows.

    Parameters
    ----------
    folder : Path
        Where ``reader.npz``, ``words.onnx`` and ``cells.onnx`` stand.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(checked(folder / "reader.npz")) as archive:
            self._tables = {name: archive[name].astype(np.float32) for name in archive.files}
        self._words = session(folder / "words.onnx")
        self._cells = session(folder / "cells.onnx")
        self._forms = FormTable(self._project, self._tables["project"].shape[1])
        self._own = int(self._tables["own"])
        self._offsets = self._tables["offsets"].astype(np.int64)
        self._width = int(self._tables["width"])

    def _project(self, hashes: Ints, vectors: Floats) -> Floats:
        del hashes
        # not `@`: a row must not depend on which others are computed with it
        rows: Floats = np.einsum("nv,vw->nw", vectors, self._tables["project"])
        return rows

    def read(self, encoded: Encoded, related: Related, lexical: Floats) -> Verdicts:
        """Return the verdicts on cells, with log odds in the place of probabilities of the signs.

        `lexical` has what the lexicon knows of each word of the document.
        """
        states = self._read_words(encoded, lexical, np.unique(_needed(related, encoded)))
        return self._read_cells(states, related, _means(states, related.memory))

    def _read_words(self, encoded: Encoded, lexical: Floats, wanted: Ints) -> Floats:
        """Return the states of the words of some sentences, shape (words + 1, width); zeros for all others."""
        bounds = encoded.sentences
        inside = np.zeros(len(encoded.forms), dtype=bool)
        for first, end in zip(bounds[wanted].tolist(), bounds[wanted + 1].tolist(), strict=True):
            inside[first:end] = True
        inside[encoded.heads[inside]] = True
        words = np.flatnonzero(inside)
        place = np.zeros(len(encoded.forms) + 1, dtype=np.int64)
        place[words] = np.arange(len(words))
        rows = self._rows(encoded, lexical[words], words, place)
        states = np.zeros((len(encoded.forms) + 1, self._width), dtype=np.float32)
        for part in similar(bounds[wanted + 1] - bounds[wanted]):
            group = wanted[part]
            lengths = bounds[group + 1] - bounds[group]
            index = np.minimum(np.arange(int(lengths[0]))[:, None] + bounds[group][None], len(encoded.forms) - 1)
            out = self._words.run(None, {"rows": rows[place[index]], "lengths": lengths})[0]
            here = np.arange(int(lengths[0]))[:, None] < lengths[None]
            states[index[here]] = out[here]
        return states

    def _rows(self, encoded: Encoded, known: Floats, words: Ints, place: Ints) -> Floats:
        """Return what the first stage reads of some words; `place` says which row each word has."""
        tables = self._tables
        forms = [encoded.forms[word] for word in words.tolist()]
        projected = self._forms.rows(forms)
        projected[[not form for form in forms]] = 0
        heads = place[encoded.heads[words]]
        categories = tables["category"][(encoded.categories[words] + self._offsets).T].sum(axis=0)
        lexical = product(known, tables["known_own"]) + product(known, tables["known_head"])[heads]
        lexical += tables["known_bias"]
        np.maximum(lexical, 0, out=lexical)
        own, head = projected[:, : self._own], projected[heads, self._own :]
        spelled = own + tables["form_bias"], head + tables["head_bias"]
        joined: Floats = np.concatenate([*spelled, categories, lexical], axis=1)
        joined -= joined.mean(axis=1, keepdims=True)
        joined /= np.sqrt((joined**2).mean(axis=1, keepdims=True) + 1e-5)
        joined *= tables["gain"]
        joined += tables["shift"]
        return joined

    def _read_cells(self, states: Floats, related: Related, memory: Floats) -> Verdicts:
        count, length = related.words.shape
        verdicts = Verdicts.empty(count, length, related.parties.shape[1])
        lengths = (related.words >= 0).sum(axis=1)
        for group in similar(lengths):
            size = int(lengths[group[0]])
            words = related.words[group, :size]
            given = {
                "words": states[words],
                "stand": np.stack(
                    [related.paths[group, :size], related.distances[group, :size], related.flags[group, :size]], axis=2
                ),
                "cells": related.cells[group],
                "memory": memory[group],
                "absent": np.where(words >= 0, np.float32(0), np.float32(-1e4)),
                "refers": related.refers[group, :, :size].astype(np.float32),
                "parties": related.parties[group],
            }
            verdicts.write(group, size, self._cells.run(None, given))
        return verdicts


def _means(states: Floats, spans: Ints) -> Floats:
    """Return the mean state of each span of words (first, end), zeros for an empty one."""
    sums = np.zeros_like(states)
    rows, add = list(sums), np.add  # half of what `cumsum` along the first axis takes
    for before, state, after in zip(rows[:-1], states[:-1], rows[1:], strict=True):
        add(before, state, after)
    first, end = spans[..., 0], spans[..., 1]
    means: Floats = (sums[end] - sums[first]) / np.maximum(end - first, 1)[..., None].astype(np.float32)
    return means


def _needed(related: Related, encoded: Encoded) -> Ints:
    """Return the sentences that cells stand in, or that they read along."""
    spans = related.memory.reshape(-1, 2)
    words = np.concatenate([related.words[:, 0], spans[spans[:, 1] > spans[:, 0], 0]])
    found: Ints = np.searchsorted(encoded.sentences, words, side="right") - 1
    return found


class Reader:
    """Networks that were trained apart and judge together, with their calibration.

    The first reads every cell; the others only those that it does not find plain, so that they cost little.

    Parameters
    ----------
    folder : Path
        Where ``reader.json`` holds calibration and threshold, and each network has a folder. That of a thorough reader
        says where else the networks stand, and has ``own.npz`` and ``head.onnx`` beside it.
    """

    def __init__(self, folder: Path = MODELS) -> None:
        settings = json.loads(checked(folder / "reader.json").read_text(encoding="utf-8"))
        networks = complete((folder / settings.get("networks", ".")).resolve())
        self.networks = [Network(path.parent) for path in sorted(networks.glob("*/reader.npz"))]
        self.transformer = Transformer(folder) if "networks" in settings else None
        self.threshold = float(settings["threshold"])
        """Least probability at which a cell gives a row, chosen for precision."""
        self._scale, self._bias = np.array(settings["calibration"], dtype=np.float32)

    def read(self, encoded: Encoded, cells: Cells, *, predicates: Predicates) -> tuple[Related, Verdicts]:
        """Return how the words stand to the targets of cells, and the verdicts."""
        related, verdicts = self.judge(encoded, cells, predicates=predicates)
        odds = verdicts.signs * self._scale + self._bias
        return related, verdicts._replace(signs=1 / (1 + np.exp(-odds)))

    def judge(self, encoded: Encoded, cells: Cells, *, predicates: Predicates) -> tuple[Related, Verdicts]:
        """Return the same before calibration: log odds in the place of probabilities of the signs."""
        relator = Relator(encoded)
        related = relator.relate(cells)
        first, *others = self.networks
        lexical = known_words(encoded.forms, encoded.lemmas, predicates)
        verdicts = first.read(encoded, related, lexical)
        rows = np.flatnonzero(verdicts.signs.max(axis=1) > PROMISING)
        if len(rows):
            some = related.take(rows)
            if others:
                verdicts = verdicts.blend(rows, [network.read(encoded, some, lexical) for network in others])
            if self.transformer is not None:
                asked = Cells(cells.sentences[rows], cells.targets[rows])
                verdicts = verdicts.blend(
                    rows, [self.transformer.read(encoded, asked, some, relator, lexical)], _TRANSFORMER
                )
        return related, verdicts


def packaged_reader(name: ReaderName = "fast") -> Reader:
    """Return a packaged reader, loaded once.

    Parameters
    ----------
    name : {"fast", "thorough"}
        The thorough one finds more, makes an analysis take several times as long, and needs
        ``pip install 'mittellage[thorough]'``.

    Raises
    ------
    ModelError
        If what it needs is not installed, or the name is none of these.
    """
    if name not in get_args(ReaderName):
        raise ModelError(f"reader={name!r} will not do; write one of {', '.join(get_args(ReaderName))}.")
    return _load(THOROUGH if name == "thorough" else MODELS)


_load = cache(Reader)
