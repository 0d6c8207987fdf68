"""The reader as a PyTorch module: words in, for each cell the probability of each sign, its holder, kind and evidence.

Two stages. The first reads each sentence alone, without knowing what is asked. The second reads it again for each cell:
every word is told how it stands to the target, and a few states of the context are read along.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from analysis.stance.reader.encoding import COLUMNS
from analysis.stance.reader.relating import CELL_WIDTH, DISTANCES, FLAGS, PARTY_WIDTH, PATHS

SIGNS = 2
KINDS = 4
MEMORY = 4


class Sizes(NamedTuple):
    """Widths of the layers."""

    vector: int = 96
    lexicon: int = 0
    form: int = 96
    head: int = 40
    category: int = 56
    known: int = 40
    states: int = 96
    second: int = 128
    feed: int = 256
    heads: int = 4
    layers: int = 2


class Block(nn.Module):
    """Attention and a feed-forward step, each behind a normalisation."""

    def __init__(self, width: int, heads: int, feed: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.rise = nn.Linear(width, feed)
        self.fall = nn.Linear(feed, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        rows, length, width = x.shape
        query, key, value = (
            self.mix(self.before(x)).reshape(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        )
        scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5 + hidden[:, None, None, :]
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        x = x + self.dropout(self.out(mixed))
        return x + self.dropout(self.fall(torch.relu(self.rise(self.between(x)))))


class Reader(nn.Module):
    """Both stages."""

    def __init__(self, sizes: Sizes, dropout: float = 0.3) -> None:
        super().__init__()
        self.sizes = sizes
        s = sizes
        self.form = nn.Linear(s.vector, s.form)
        self.head = nn.Linear(s.vector, s.head)
        self.known = nn.Linear(2 * s.lexicon, s.known)
        self.offsets = [sum(list(COLUMNS.values())[:i]) for i in range(len(COLUMNS))]
        self.category = nn.Embedding(sum(COLUMNS.values()), s.category)
        nn.init.normal_(self.category.weight, std=0.3)
        width = s.form + s.head + s.category + s.known
        self.norm = nn.LayerNorm(width)
        self.lstm = nn.LSTM(width, s.states, num_layers=2, bidirectional=True, batch_first=True, dropout=dropout)
        self.dropout = nn.Dropout(dropout)
        self.light = nn.Dropout(0.1)
        self.enter = nn.Linear(2 * s.states, s.second)
        self.path = nn.Embedding(PATHS, s.second)
        self.distance = nn.Embedding(DISTANCES, s.second)
        self.flag = nn.Embedding(FLAGS, s.second)
        for table in (self.path, self.distance, self.flag):
            nn.init.normal_(table.weight, std=0.1)
        self.cell = nn.Linear(CELL_WIDTH, s.second)
        self.memory = nn.Linear(2 * s.states, s.second)
        self.slot = nn.Parameter(torch.randn(MEMORY + 1, s.second) * 0.1)
        self.blocks = nn.ModuleList(Block(s.second, s.heads, s.feed, dropout) for _ in range(s.layers))
        self.last = nn.LayerNorm(s.second)
        self.pool = nn.Linear(s.second, SIGNS)
        self.verdict = nn.Sequential(
            nn.Linear(s.second * (1 + SIGNS), 96),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(96, SIGNS + SIGNS * KINDS + SIGNS),
        )
        self.evidence = nn.Linear(s.second, SIGNS)
        self.plain = nn.Linear(s.second * (1 + SIGNS), 2)
        self.bearer = nn.Linear(s.second, 1)
        self.party = nn.Sequential(nn.Linear(PARTY_WIDTH, 32), nn.ReLU(), nn.Linear(32, 1))
        self.asked = nn.Linear(s.second, 24)
        self.offered = nn.Linear(PARTY_WIDTH, 24)

    def first(self, vectors: Tensor, lexicon: Tensor, categories: Tensor, heads: Tensor, index: Tensor) -> Tensor:
        """States of the words, shape (words + 1, width), the last row zero; `index` (sentences, length) ends in -1."""
        offsets = torch.tensor(self.offsets, device=categories.device)
        rows = torch.cat(
            [
                self.form(vectors),
                self.head(vectors[heads]),
                self.category(categories + offsets).sum(1),
                torch.relu(self.known(torch.cat([lexicon, lexicon[heads]], 1))),
            ],
            1,
        )
        rows = self.light(self.norm(rows))
        rows = pad(rows, (0, 0, 0, 1))
        lengths = (index >= 0).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(rows[index], lengths.cpu(), batch_first=True, enforce_sorted=False)
        out, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        states = out.new_zeros(len(vectors) + 1, out.shape[2])
        here = index >= 0
        states[index[here]] = out[here]
        return states

    def second(
        self,
        words: Tensor,
        paths: Tensor,
        distances: Tensor,
        flags: Tensor,
        cells: Tensor,
        memory: Tensor,
        absent: Tensor,
    ) -> Tensor:
        """Read sentences again; shape (cells, 1 + memory + length, width). `words` (cells, length, width)."""
        x = self.enter(words) + self.path(paths) + self.distance(distances) + self.flag(flags)
        own = self.cell(cells)[:, None] + self.slot[:1]
        context = self.memory(memory) + self.slot[1:]
        x = self.dropout(torch.cat([own, context, x], 1))
        for block in self.blocks:
            x = block(x, absent)
        return self.last(x)

    def verdicts(self, x: Tensor, absent: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Log odds: signs, kinds, hedges, evidence; and the summary that the holder is asked of."""
        words = x[:, 1 + MEMORY :]
        weights = (self.pool(words) + absent[:, 1 + MEMORY :, None]).softmax(1)
        pooled = (weights.transpose(1, 2) @ words).flatten(1)
        summary = torch.cat([x[:, 0], pooled], 1)
        out = self.verdict(summary)
        return out, summary, self.evidence(words), self.bearer(words)[..., 0]

    def holders(self, x: Tensor, summary: Tensor, bearers: Tensor, refers: Tensor, parties: Tensor) -> Tensor:
        """Log odds of the holders, shape (cells, 2 + parties): narrator, nobody known, each party.

        `refers` (cells, parties, length) tells which words refer to a party, `parties` (cells, parties, width) what
        else is known of it.
        """
        scores = bearers[:, None, :] + torch.where(refers > 0, 0.0, -1e4)
        best = scores.logsumexp(2).clamp(min=-4)
        asked = self.asked(x[:, 0])
        offered = self.party(parties)[..., 0] + (self.offered(parties) @ asked[..., None])[..., 0]
        return torch.cat([self.plain(summary), best + offered], 1)
