"""One pass of the reader over a batch, and what it costs to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from batches import Group, Words, collate
from examples import Example
from network import MEMORY, Reader
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, pad

VECTORS_HIDDEN = 0.1
"""Share of words whose vector is left out while training, so that what the lexicon says of them is learned."""
WEIGHTS = {"signs": 4.0, "holders": 0.35, "kinds": 0.15, "hedges": 0.1, "evidence": 0.3}
_NEVER = -1e4


Prediction = tuple[np.ndarray, np.ndarray]
"""Log odds of the signs and probabilities of the holders of a document's cells."""


class Said(NamedTuple):
    """Log odds of the reader for a group of cells."""

    signs: Tensor
    kinds: Tensor
    hedges: Tensor
    evidence: Tensor
    holders: Tensor


def forward(reader: Reader, words: Words, groups: Sequence[Group]) -> Iterator[tuple[Group, Said]]:
    vectors = words.vectors
    if reader.training:
        vectors = vectors * (torch.rand(len(vectors), 1) > VECTORS_HIDDEN)
    states = reader.first(vectors, words.known, words.categories, words.heads, words.index)
    sums = torch.cat([states.new_zeros(1, states.shape[1]), states[:-1].cumsum(0)])
    dropped = reader.dropout(states)
    for group in groups:
        first, end = group.memory[..., 0], group.memory[..., 1]
        memory = (sums[end] - sums[first]) / (end - first).clamp(min=1)[..., None]
        absent = pad(torch.where(group.words >= 0, 0.0, _NEVER), (1 + MEMORY, 0))
        stand = (group.paths, group.distances, group.flags)
        x = reader.second(dropped[group.words], *stand, group.cells, memory, absent)
        out, summary, evidence, bearers = reader.verdicts(x, absent)
        holders = reader.holders(x, summary, bearers, group.refers, group.parties)
        holders = holders.masked_fill(pad(group.parties[..., -1] == 0, (2, 0)), _NEVER)
        yield group, Said(out[:, :2], out[:, 2:10].reshape(-1, 2, 4), out[:, 10:], evidence.transpose(1, 2), holders)


class Costs(NamedTuple):
    """Sums over some cells of what it costs to be wrong."""

    signs: Tensor
    holders: Tensor
    kinds: Tensor
    hedges: Tensor
    evidence: Tensor


def costs(said: Said, group: Group, *, debatable: float) -> Costs:
    """Return what it costs to say this of a group of cells; edges that are not ``must`` weigh `debatable`."""
    weight = torch.where((group.signs > 0) & ~group.must, debatable, 1.0) * group.weight[:, None]
    known = group.holders.sum(1) > 0
    right = torch.where(group.holders > 0, said.holders.log_softmax(1), _NEVER).logsumexp(1)
    given = group.signs > 0
    kinds = (said.kinds.log_softmax(2) * group.kinds).sum(2) / group.kinds.sum(2).clamp(min=1)
    there = (group.evidence.sum(2) > 0)[..., None] & (group.words >= 0)[:, None]
    return Costs(
        (_cost(said.signs, group.wanted) * weight).sum(), -right[known].sum(), -kinds[given].sum(),
        _cost(said.hedges, group.hedged)[given].sum(), _cost(said.evidence, group.evidence)[there].sum() / 12,
    )  # fmt: skip


def loss(reader: Reader, words: Words, groups: Sequence[Group], *, debatable: float) -> Tensor:
    """Return the loss of a batch, each cost as a mean over what it is asked of."""
    cells = sum(len(group.signs) for group in groups)
    signs = max(1, sum(int(group.signs.sum()) for group in groups))
    held = max(1, sum(int((group.holders.sum(1) > 0).sum()) for group in groups))
    counts = {"signs": cells, "holders": held, "kinds": signs, "hedges": signs, "evidence": signs}
    total = torch.zeros(())
    for group, said in forward(reader, words, groups):
        found = costs(said, group, debatable=debatable)._asdict()
        total = total + sum(WEIGHTS[name] * cost / counts[name] for name, cost in found.items())
    return total


def cell_loss(said: Said, group: Group, *, debatable: float) -> Tensor:
    """Return the loss of some cells as a mean over the cells."""
    found = costs(said, group, debatable=debatable)._asdict()
    return sum((WEIGHTS[name] * cost for name, cost in found.items()), torch.zeros(())) / len(group.signs)


def _cost(odds: Tensor, wanted: Tensor) -> Tensor:
    return binary_cross_entropy_with_logits(odds, wanted, reduction="none")


@torch.no_grad()
def predict(reader: Reader, examples: Sequence[Example]) -> list[Prediction | None]:
    """Return the predictions for documents, None for those without cells."""
    reader.eval()
    results: list[Prediction | None] = []
    for example in examples:
        if example.related is None:
            results.append(None)
            continue
        words, groups = collate([example], train=False)
        (_, said), *_ = forward(reader, words, groups)
        results.append((said.signs.numpy(), said.holders.softmax(1).numpy()))
    reader.train()
    return results
