"""The tagger and parser as a PyTorch module, and its batches. `export.py` turns it into an ONNX graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from analysis.language.features import BUCKETS, hashed_features, name_hints
from analysis.language.labels import FEATURES, RELATIONS, TAGS, UPOS
from analysis.language.vectors import form_vectors


@dataclass(frozen=True)
class Sizes:
    """Widths of the layers."""

    vector: int = 96
    hashed: int = 96
    hidden: int = 200
    arc: int = 160
    label: int = 96


class Forms:
    """Word forms of the training data with their features, as tensors."""

    def __init__(self, forms: list[str], *, hints: bool = False) -> None:
        self.index = {form: number for number, form in enumerate(forms)}
        rows = [hashed_features(form) + (name_hints(form) if hints else []) for form in forms]
        self.hashed = torch.tensor(rows, dtype=torch.long)
        self.vectors = torch.from_numpy(form_vectors(forms))


class WordEncoder(nn.Module):
    """Sum of hashed embeddings beside the subword vector; the whole word is dropped at random in training."""

    def __init__(self, sizes: Sizes, word_dropout: float = 0.2) -> None:
        super().__init__()
        self.embedding = nn.Embedding(BUCKETS + 1, sizes.hashed, padding_idx=BUCKETS)
        nn.init.normal_(self.embedding.weight, std=0.3)
        with torch.no_grad():
            self.embedding.weight[BUCKETS].zero_()
        self.project = nn.Linear(sizes.vector, sizes.vector)
        self.norm = nn.LayerNorm(sizes.hashed + sizes.vector)
        self.word_dropout = word_dropout

    def forward(self, hashed: Tensor, vectors: Tensor) -> Tensor:
        embedded = self.embedding(hashed)
        whole, parts = embedded[:, :2].sum(1), embedded[:, 2:].sum(1)
        if self.training:
            keep = (torch.rand(len(hashed), 1) > self.word_dropout).float()
            whole = whole * keep
            vectors = vectors * (torch.rand(len(hashed), 1) > self.word_dropout / 2).float()
        return self.norm(torch.cat([whole + parts, self.project(vectors)], dim=1))


class Parser(nn.Module):
    """Two bidirectional LSTM layers with linear taggers and a biaffine parser.

    References
    ----------
    Dozat & Manning (2017): Deep biaffine attention for neural dependency parsing. ICLR.
    """

    def __init__(self, sizes: Sizes = Sizes(), dropout: float = 0.33) -> None:
        super().__init__()
        self.sizes = sizes
        self.words = WordEncoder(sizes)
        width = 2 * sizes.hidden
        self.first = nn.LSTM(sizes.hashed + sizes.vector, sizes.hidden, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(width, sizes.hidden, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(dropout)
        self.upos = nn.Linear(width, len(UPOS))
        self.tag = nn.Linear(width, len(TAGS))
        self.features = nn.ModuleDict({name: nn.Linear(width, len(values)) for name, values in FEATURES.items()})
        self.arc_dependent = nn.Linear(width, sizes.arc)
        self.arc_head = nn.Linear(width, sizes.arc)
        self.arc_bilinear = nn.Parameter(torch.eye(sizes.arc) * 0.1)
        self.arc_prior = nn.Linear(sizes.arc, 1, bias=False)
        self.root_arc = nn.Parameter(torch.randn(sizes.arc) * 0.1)
        self.label_dependent = nn.Linear(width, sizes.label)
        self.label_head = nn.Linear(width, sizes.label)
        self.root_label = nn.Parameter(torch.randn(sizes.label) * 0.1)
        self.label_out = nn.Linear(3 * sizes.label, len(RELATIONS))

    def encode(self, hashed: Tensor, vectors: Tensor, lengths: Tensor) -> Tensor:
        """States of padded sentences: (sentences, words, 2 * hidden)."""
        batch, longest = hashed.shape[:2]
        words = self.words(hashed.reshape(batch * longest, -1), vectors.reshape(batch * longest, -1))
        states = self.dropout(words).reshape(batch, longest, -1)
        packed = pack_padded_sequence(states, lengths, batch_first=True)
        first, _ = self.first(packed)
        dropped = torch.nn.utils.rnn.PackedSequence(
            self.dropout(first.data), first.batch_sizes, first.sorted_indices, first.unsorted_indices
        )
        second, _ = self.second(dropped)
        padded, _ = pad_packed_sequence(second, batch_first=True)
        return self.dropout(padded)

    def arcs(self, states: Tensor) -> Tensor:
        """Scores (sentences, dependents, 1 + heads)."""
        dependent = self.dropout(torch.relu(self.arc_dependent(states)))
        head = self.dropout(torch.relu(self.arc_head(states)))
        head = torch.cat([self.root_arc.expand(len(head), 1, -1), head], dim=1)
        return dependent @ self.arc_bilinear @ head.transpose(1, 2) + self.arc_prior(head).transpose(1, 2)

    def labels(self, states: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relations to the given heads (0 = root)."""
        dependent = self.dropout(torch.relu(self.label_dependent(states)))
        head = self.dropout(torch.relu(self.label_head(states)))
        head = torch.cat([self.root_label.expand(len(head), 1, -1), head], dim=1)
        chosen = torch.gather(head, 1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, head.shape[2]))
        return self.label_out(torch.cat([dependent * chosen, dependent, chosen], dim=2))


@dataclass
class Batch:
    """Padded gold; -1 where nothing is known."""

    hashed: Tensor
    vectors: Tensor
    lengths: Tensor
    upos: Tensor
    tag: Tensor
    heads: Tensor
    relations: Tensor
    allowed: dict[str, Tensor]
    weight: Tensor


def padded(rows: list[np.ndarray], fill: float) -> Tensor:
    longest = max(len(row) for row in rows)
    result = np.full((len(rows), longest, *rows[0].shape[1:]), fill, dtype=rows[0].dtype)
    for number, row in enumerate(rows):
        result[number, : len(row)] = row
    return torch.from_numpy(result)


def loss_of(model: Parser, batch: Batch) -> Tensor:
    """Sum of the mean losses of all outputs; open values count as any of their values."""
    states = model.encode(batch.hashed, batch.vectors, batch.lengths)
    ignore = nn.CrossEntropyLoss(ignore_index=-1, reduction="none", label_smoothing=0.03)

    def mean(losses: Tensor, gold: Tensor) -> Tensor:
        known = (gold >= 0).float() * batch.weight.unsqueeze(1)
        return (losses.reshape(gold.shape) * known).sum() / known.sum().clamp(min=1.0)

    total = mean(ignore(model.upos(states).flatten(0, 1), batch.upos.flatten()), batch.upos)
    total = total + mean(ignore(model.tag(states).flatten(0, 1), batch.tag.flatten()), batch.tag)
    inside = (batch.upos >= 0) | (batch.heads >= 0)
    for name, allowed in batch.allowed.items():
        log = torch.log_softmax(model.features[name](states), dim=2)
        losses = -torch.logsumexp(log.masked_fill(allowed == 0, -1e4), dim=2)
        weight = inside.float() * batch.weight.unsqueeze(1)
        total = total + 0.4 * (losses * weight).sum() / weight.sum().clamp(min=1.0)
    if (batch.heads >= 0).any():
        scores = model.arcs(states)
        columns = torch.arange(scores.shape[2]).expand(len(scores), -1) > batch.lengths.unsqueeze(1)
        scores = scores.masked_fill(columns.unsqueeze(1), -1e4)
        total = total + mean(
            nn.functional.cross_entropy(scores.flatten(0, 1), batch.heads.flatten(), ignore_index=-1, reduction="none"),
            batch.heads,
        )
        total = total + mean(
            ignore(model.labels(states, batch.heads).flatten(0, 1), batch.relations.flatten()), batch.relations
        )
    return total
