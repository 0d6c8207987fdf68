"""Examples as batches of tensors: the words of some documents, and their cells in groups of similar length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from examples import Example
from network import MEMORY
from torch import Tensor

from analysis.stance.reader.relating import CELL_WIDTH, DISTANCES, PARTY_WIDTH, PATHS

HERE, AWAY = 0.7, 0.25
"""Shares of the cells without an edge that a round reads: where the sentence names the target, and elsewhere."""
DOUBTED = 0.08
"""Probability of a sign from which on a cell is read in each round; it is 1 or 0 where somebody coded the cell."""


class Words(NamedTuple):
    """Words of a batch, and the sentences that they form, padded with -1."""

    vectors: Tensor
    known: Tensor
    categories: Tensor
    heads: Tensor
    index: Tensor


class Group(NamedTuple):
    """Cells of similar length."""

    words: Tensor
    paths: Tensor
    distances: Tensor
    flags: Tensor
    cells: Tensor
    memory: Tensor
    refers: Tensor
    parties: Tensor
    signs: Tensor
    wanted: Tensor
    must: Tensor
    kinds: Tensor
    hedged: Tensor
    evidence: Tensor
    holders: Tensor
    weight: Tensor


def split(examples: Sequence[Example], words: int, *, shuffle: bool) -> Iterator[list[Example]]:
    """Yield batches of documents with about so many words."""
    order = list(examples)
    if shuffle:
        random.shuffle(order)
    batch: list[Example] = []
    size = 0
    for example in order:
        batch.append(example)
        size += len(example.vectors)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def collate(batch: Sequence[Example], *, train: bool) -> tuple[Words, list[Group]]:
    offsets = np.cumsum([0, *(len(example.vectors) for example in batch)])
    bounds = [
        (int(first) + offset, int(end) + offset)
        for example, offset in zip(batch, offsets.tolist(), strict=False)
        for first, end in zip(example.encoded.sentences[:-1], example.encoded.sentences[1:], strict=True)
    ]
    index = np.full((len(bounds), max(end - first for first, end in bounds)), -1)
    for row, (first, end) in enumerate(bounds):
        index[row, : end - first] = np.arange(first, end)
    words = Words(
        torch.from_numpy(np.concatenate([example.vectors for example in batch]).astype(np.float32)),
        torch.from_numpy(np.concatenate([example.known for example in batch]).astype(np.float32)),
        torch.from_numpy(np.concatenate([example.encoded.categories for example in batch])),
        torch.from_numpy(np.concatenate([e.encoded.heads + o for e, o in zip(batch, offsets, strict=False)])),
        torch.from_numpy(index),
    )
    chosen = list(_choose(batch, offsets.tolist(), train=train))
    if train:
        chosen.sort(key=lambda item: item[0])
    groups = []
    begin = 0
    while begin < len(chosen):
        end = begin + 1
        while end < len(chosen) and (not train or chosen[end][0] <= chosen[begin][0] * 1.35 + 3):
            end += 1
        groups.append(group_cells(chosen[begin:end]))
        begin = end
    return words, groups


Chosen = tuple[int, Example, int, int, float]
"""Length, document, its first word in the batch, cell, weight."""


def _choose(batch: Sequence[Example], offsets: Sequence[int], *, train: bool) -> Iterator[Chosen]:
    for example, offset in zip(batch, offsets, strict=False):
        if example.related is None:
            continue
        lengths = (example.related.words >= 0).sum(axis=1).tolist()
        said = example.wanted > DOUBTED
        for cell, length in enumerate(lengths):
            weight = example.weight
            if train and not said[cell].any():
                share = HERE if example.related.cells[cell, 0] > 0 else AWAY
                if random.random() > share:
                    continue
                weight /= share
            yield length, example, offset, cell, weight


def group_cells(chosen: Sequence[Chosen]) -> Group:
    count, length = len(chosen), max(item[0] for item in chosen)
    known = max(len(item[1].encoded.parties) for item in chosen)
    words = np.full((count, length), -1)
    paths, distances = np.full((count, length), PATHS - 1), np.full((count, length), DISTANCES - 1)
    flags = np.zeros((count, length), dtype=np.int64)
    cells, memory = np.zeros((count, CELL_WIDTH), np.float32), np.zeros((count, MEMORY, 2), dtype=np.int64)
    refers, parties = np.zeros((count, known, length), np.float32), np.zeros((count, known, PARTY_WIDTH), np.float32)
    evidence, holders = np.zeros((count, 2, length), np.float32), np.zeros((count, 2 + known), np.float32)
    for row, (_, example, offset, cell, _) in enumerate(chosen):
        related = example.related
        assert related is not None
        size = min(related.words.shape[1], length)
        own = related.words[cell, :size]
        words[row, :size] = np.where(own >= 0, own + offset, -1)
        paths[row, :size], distances[row, :size] = related.paths[cell, :size], related.distances[cell, :size]
        flags[row, :size], cells[row] = related.flags[cell, :size], related.cells[cell]
        mine = len(example.encoded.parties)
        refers[row, :mine, :size], parties[row, :mine] = related.refers[cell, :, :size], related.parties[cell]
        memory[row] = [(a + offset, b + offset) if b > a else (0, 0) for a, b in related.memory[cell]]
        evidence[row, :, :size], holders[row, : 2 + mine] = example.evidence[cell, :, :size], example.holders[cell]

    def stack(name: str) -> Tensor:
        return torch.from_numpy(np.stack([getattr(item[1], name)[item[3]] for item in chosen]))

    arrays = (words, paths, distances, flags, cells, memory, refers, parties)
    return Group(
        *map(torch.from_numpy, arrays), stack("signs"), stack("wanted"), stack("must"), stack("kinds"), stack("hedged"),
        torch.from_numpy(evidence), torch.from_numpy(holders), torch.tensor([item[4] for item in chosen]),
    )  # fmt: skip
