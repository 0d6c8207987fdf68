"""The quotation network in PyTorch: one encoder over the whole document, then one look at it per quote.

The first stage marks words where a quote begins. The second reads the words around each such anchor again, with the
anchor in mind, and says of every word whether it belongs to this quote, its speaker, cue, frame or addressee. So split
quotes, nested quotes and speakers in earlier sentences need no linking afterwards.

References
----------
He, Lee, Lewis & Zettlemoyer (2017): Deep semantic role labeling: What works and what's next. ACL.
Petersen-Frey & Biemann (2024): Dataset of quotation attribution in German news articles. LREC-COLING.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from analysis.quotes.categories import COLUMNS, Column
from analysis.quotes.features import FORM_BUCKETS, LEMMA_BUCKETS
from analysis.quotes.syntax import N_RELATIONS
from analysis.quotes.windows import AFTER, BEFORE, DISTANCES, SENTENCES, WIDTH, relations
from data import ROLES, TYPES, Item


@dataclass(frozen=True)
class Sizes:
    """Widths of the layers."""

    form: int = 64
    vector: int = 96
    lemma: int = 32
    category: int = 80
    state: int = 96
    hidden: int = 144
    conditioned: int = 112
    second: int = 96
    pooled: int = 96


class Embedder(nn.Module):
    """Rows of words: spelling, subword vector, own and head's lemma, the sum of the categories, the encoder's state."""

    def __init__(self, sizes: Sizes, n_categories: int, n_states: int) -> None:
        super().__init__()
        self.form = nn.Embedding(FORM_BUCKETS, sizes.form)
        self.vector = nn.Linear(sizes.vector, sizes.form)
        self.lemma = nn.Embedding(LEMMA_BUCKETS, sizes.lemma)
        self.category = nn.Embedding(n_categories, sizes.category)
        self.state = nn.Linear(n_states, sizes.state)
        for table in (self.form, self.lemma, self.category):
            nn.init.normal_(table.weight, std=0.3)
        self.norm = nn.LayerNorm(2 * sizes.form + 2 * sizes.lemma + sizes.category + sizes.state)

    def forward(self, words: dict[str, Tensor]) -> Tensor:
        forms = self.form(words["forms"])
        whole, parts = forms[:, :2].sum(1), forms[:, 2:].sum(1)
        vectors = self.vector(words["vectors"])
        lemma, head = self.lemma(words["lemmas"]), self.lemma(words["head_lemmas"])
        categories = self.category(words["categories"])
        states = self.state(words["states"])
        if self.training:
            count = len(forms)
            # names are dropped more often: whoever speaks next week is not in the training data
            rate = torch.where(words["names"], 0.5, 0.3)[:, None]
            keep = (torch.rand(count, 1) > rate).float()
            whole = whole * keep
            parts = parts * (torch.rand(count, 1) > 0.1).float()
            vectors = vectors * (torch.rand(count, 1) > rate / 2).float()
            lemma = lemma * keep
            head = head * (torch.rand(count, 1) > 0.2).float()
            categories = categories * (torch.rand(*categories.shape[:2], 1) > 0.08).float()
            states = states * (torch.rand(count, 1) > 0.1).float()
        return self.norm(torch.cat([whole + parts, vectors, lemma, head, categories.sum(1), states], dim=1))


class BothWays(nn.Module):
    """An LSTM from the left and one from the right, each starting at a real end: faster than packed sequences."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.forwards = nn.LSTM(width, hidden, batch_first=True)
        self.backwards = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        place = torch.arange(rows.shape[1])[None, :]
        turned = torch.where(place < lengths[:, None], lengths[:, None] - 1 - place, place)[..., None]
        left, _ = self.forwards(rows)
        right, _ = self.backwards(torch.gather(rows, 1, turned.expand(-1, -1, rows.shape[2])))
        return torch.cat([left, torch.gather(right, 1, turned.expand(-1, -1, right.shape[2]))], dim=2)


class QuoteNetwork(nn.Module):
    """Encoder, anchors, and the reading around an anchor."""

    def __init__(self, n_categories: int, n_states: int, sizes: Sizes = Sizes(), dropout: float = 0.4) -> None:
        super().__init__()
        self.sizes = sizes
        self.words = Embedder(sizes, n_categories, n_states)
        width = 2 * sizes.hidden
        self.first = BothWays(self.words.norm.normalized_shape[0], sizes.hidden)
        self.second = BothWays(width, sizes.hidden)
        self.dropout, self.light = nn.Dropout(dropout), nn.Dropout(0.7 * dropout)
        self.start = nn.Linear(width, len(TYPES))
        self.tags = nn.Linear(width, len(TYPES) + len(ROLES) - 1)
        self.cond_word = nn.Linear(width, sizes.conditioned)
        self.cond_anchor = nn.Linear(width, sizes.conditioned)
        self.cond_type = nn.Linear(len(TYPES), sizes.conditioned)
        self.cond_tags = nn.Linear(len(TYPES) + len(ROLES) - 1, sizes.conditioned, bias=False)
        self.skip = nn.Parameter(torch.full((len(ROLES),), 0.5))
        self.distance = nn.Embedding(len(DISTANCES) + 1, sizes.conditioned)
        self.sentence = nn.Embedding(2 * SENTENCES + 1, sizes.conditioned)
        self.marked = nn.Embedding(2, sizes.conditioned)
        self.syntax = nn.Embedding(N_RELATIONS, sizes.conditioned)
        self.around = nn.LSTM(sizes.conditioned, sizes.second, batch_first=True, bidirectional=True)
        self.roles = nn.Linear(2 * sizes.second, len(ROLES))
        self.pool = nn.Linear(4 * sizes.second + width, sizes.pooled)
        self.verdict = nn.Linear(sizes.pooled, 1 + len(TYPES) + 3)
        # begin where most words are nothing: else the first steps saturate the LSTMs
        for layer, prior in ((self.start, -5.0), (self.tags, -2.5), (self.roles, -2.5)):
            nn.init.normal_(layer.weight, std=0.03)
            nn.init.constant_(layer.bias, prior)
        nn.init.constant_(self.roles.bias, -1.0)

    def encode(self, words: dict[str, Tensor], lengths: Tensor) -> Tensor:
        """States of all words of the batch, documents padded: (documents, words, width)."""
        rows = self.words(words)
        documents = torch.split(rows, lengths.tolist())
        padded = nn.utils.rnn.pad_sequence(documents, batch_first=True)
        first = self.first(self.dropout(padded), lengths)
        states = self.second(self.dropout(first), lengths)
        return self.dropout(states)

    def shortcut(self, tags: Tensor) -> Tensor:
        """What the first stage says of each word's role, whichever quote it belongs to: (documents, words, roles)."""
        first = tags[..., : len(TYPES)].amax(-1, keepdim=True)
        return torch.cat([first, tags[..., len(TYPES) :]], dim=-1) * self.skip

    def look(
        self, states: Tensor, starts: Tensor, tags: Tensor, anchors: Tensor, relation: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Roles (anchors, WIDTH, roles) and verdicts (anchors, 1 + types + media) of anchors.

        `anchors` holds document and word; `relation` (anchors, WIDTH, 4) what `relations` makes of each window.
        """
        document, word = anchors[:, 0], anchors[:, 1]
        window = word[:, None] + torch.arange(WIDTH)
        projected = pad(self.cond_word(states) + self.cond_tags(torch.sigmoid(tags)), (0, 0, BEFORE, AFTER))
        shortcut = pad(self.shortcut(tags), (0, 0, BEFORE, AFTER))[document[:, None], window]
        inside = projected[document[:, None], window]
        anchor = states[document, word]
        kind = torch.sigmoid(starts[document, word]).detach()
        condition = self.cond_anchor(anchor) + self.cond_type(kind)
        mixed = (
            inside
            + condition[:, None, :]
            + self.distance(relation[..., 0])
            + self.sentence(relation[..., 1])
            + self.marked(relation[..., 2])
            + self.syntax(relation[..., 3])
        )
        around, _ = self.around(self.light(torch.relu(mixed)))
        around = self.light(around)
        roles = self.roles(around) + shortcut
        weight = torch.sigmoid(roles[..., 0]).unsqueeze(2)
        mean = (around * weight).sum(1) / (weight.sum(1) + 1e-3)
        pooled = torch.cat([mean, around[:, BEFORE], anchor], dim=1)
        return roles, self.verdict(self.light(torch.relu(self.pool(pooled))))


class Vocabulary:
    """Numbers of the categories, unknown values being 0 of their column."""

    def __init__(self, items: list[Item]) -> None:
        self.columns: list[dict[str, int]] = []
        offset = 0
        for column in range(len(COLUMNS)):
            counts: dict[str, int] = {}
            for item in items:
                for code, count in enumerate(np.bincount(item.columns[column].codes).tolist()):
                    value = item.columns[column].values[code]
                    counts[value] = counts.get(value, 0) + count
            values = sorted(value for value, count in counts.items() if count >= 5)
            self.columns.append({"\0": offset} | {value: offset + 1 + i for i, value in enumerate(values)})
            offset += 1 + len(values)
        self.size = offset

    def numbers(self, columns: list[Column]) -> np.ndarray:
        """Numbers of the categories of words, shape (words, columns)."""
        numbers = np.empty((len(columns[0].codes), len(columns)), dtype=np.int64)
        for place, (column, known) in enumerate(zip(columns, self.columns, strict=True)):
            values = np.array([known.get(value, known["\0"]) for value in column.values], dtype=np.int64)
            numbers[:, place] = values[column.codes]
        return numbers


__all__ = ["QuoteNetwork", "Sizes", "Vocabulary", "relations"]
