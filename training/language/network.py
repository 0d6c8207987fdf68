"""The networks in PyTorch: what both read of a form, what both say of a word, the teacher and the student.

The student is what ships: two BiLSTM layers over a sentence. The teacher is a transformer that has read the raw text
with words hidden; it never leaves the training.

References
----------
Dozat & Manning (2017): Deep biaffine attention for neural dependency parsing. ICLR.
Hinton, Vinyals & Dean (2015): Distilling the knowledge in a neural network.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from analysis.language.forms import hashes_of
from analysis.language.labels import ENTITY_LABELS, FEATURES, RELATIONS, TAGS, UPOS
from analysis.language.vectors import form_vectors


@dataclass(frozen=True)
class Sizes:
    """Widths; `heads` of 0 makes a student, more a teacher with so many attention heads."""

    buckets: int = 1 << 15
    spelling: int = 96
    vector: int = 96
    hidden: int = 192
    layers: int = 2
    heads: int = 0
    arc: int = 128
    label: int = 96


class Forms:
    """Word forms, their numbers, the hashes of their spellings (-1 where a form has fewer) and their vectors."""

    def __init__(self, forms: list[str], *, device: str = "cpu") -> None:
        self.index = {form: number for number, form in enumerate(forms)}
        self.hashes = torch.from_numpy(hashes_of(forms)).to(device)
        self.vectors = torch.from_numpy(form_vectors(forms)).to(device)


class FormEncoder(nn.Module):
    """Sum of hashed spellings beside the subword vector; the whole word and the vector are dropped at random."""

    def __init__(self, sizes: Sizes, word_dropout: float) -> None:
        super().__init__()
        self.embedding = nn.Embedding(sizes.buckets + 1, sizes.spelling, padding_idx=sizes.buckets)
        nn.init.normal_(self.embedding.weight, std=0.3)
        with torch.no_grad():
            self.embedding.weight[-1].zero_()
        self.project = nn.Linear(form_vectors([]).shape[1], sizes.vector)
        self.norm = nn.LayerNorm(sizes.spelling + sizes.vector)
        self.word_dropout = word_dropout

    def forward(self, forms: Forms, ids: Tensor) -> Tensor:
        """Rows of word forms, shape (*ids, width); each form is computed once."""
        unique, inverse = torch.unique(ids, return_inverse=True)
        hashes, buckets = forms.hashes[unique], len(self.embedding.weight) - 1
        embedded = self.embedding(torch.where(hashes < 0, buckets, hashes % buckets))
        whole, parts = embedded[:, :2].sum(1)[inverse], embedded[:, 2:].sum(1)[inverse]
        vectors = forms.vectors[unique]
        if self.training:
            shape = (*ids.shape, 1)
            whole = whole * (torch.rand(shape, device=ids.device) > self.word_dropout)
            keep = torch.rand(shape, device=ids.device) > self.word_dropout / 2
            vectors = self.project(vectors[inverse] * keep)
        else:
            vectors = self.project(vectors)[inverse]
        return self.norm(torch.cat([whole + parts, vectors], dim=-1))


class Heads(nn.Module):
    """What is said of words, given their states: classes, tags, features, heads, relations, names."""

    def __init__(self, width: int, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.upos = nn.Linear(width, len(UPOS))
        self.tag = nn.Linear(width, len(TAGS))
        self.features = nn.ModuleDict({name: nn.Linear(width, len(values)) for name, values in FEATURES.items()})
        self.entity = nn.Linear(width, len(ENTITY_LABELS))
        self.arc_dependent = nn.Linear(width, sizes.arc)
        self.arc_head = nn.Linear(width, sizes.arc)
        self.arc_bilinear = nn.Parameter(torch.eye(sizes.arc) * 0.1)
        self.arc_prior = nn.Linear(sizes.arc, 1, bias=False)
        self.root_arc = nn.Parameter(torch.randn(sizes.arc) * 0.1)
        self.label_dependent = nn.Linear(width, sizes.label)
        self.label_head = nn.Linear(width, sizes.label)
        self.root_label = nn.Parameter(torch.randn(sizes.label) * 0.1)
        self.label_out = nn.Linear(3 * sizes.label, len(RELATIONS))

    def words(self, states: Tensor) -> dict[str, Tensor]:
        """Scores of the labels that each word has for itself, by name."""
        own = {"upos": self.upos(states), "tag": self.tag(states), "entity": self.entity(states)}
        return own | {name: layer(states) for name, layer in self.features.items()}

    def arcs(self, states: Tensor, lengths: Tensor) -> Tensor:
        """Scores (sentences, dependents, 1 + heads); heads beyond a sentence's end are out of question."""
        dependent = self.dropout(torch.relu(self.arc_dependent(states)))
        head = self.dropout(torch.relu(self.arc_head(states)))
        head = torch.cat([self.root_arc.to(head.dtype).expand(len(head), 1, -1), head], dim=1)
        scores = dependent @ self.arc_bilinear @ head.transpose(1, 2) + self.arc_prior(head).transpose(1, 2)
        beyond = torch.arange(scores.shape[2], device=scores.device)[None] > lengths.to(scores.device)[:, None]
        return scores.float().masked_fill(beyond[:, None], -1e4)

    def labels(self, states: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relations to the given heads (0 = root)."""
        dependent = self.dropout(torch.relu(self.label_dependent(states)))
        head = self.dropout(torch.relu(self.label_head(states)))
        head = torch.cat([self.root_label.to(head.dtype).expand(len(head), 1, -1), head], dim=1)
        chosen = torch.gather(head, 1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, head.shape[2]))
        return self.label_out(torch.cat([dependent * chosen, dependent, chosen], dim=2))


def through(first: nn.LSTM, second: nn.LSTM, dropout: nn.Dropout, rows: Tensor, lengths: Tensor) -> Tensor:
    """States of two layers over padded rows, the longest sentence first, with dropout before, between and behind."""
    below, _ = first(pack_padded_sequence(dropout(rows), lengths.cpu(), batch_first=True))
    dropped = PackedSequence(dropout(below.data), below.batch_sizes, below.sorted_indices, below.unsorted_indices)
    above, _ = second(dropped)
    return dropout(pad_packed_sequence(above, batch_first=True, total_length=rows.shape[1])[0])


class Student(nn.Module):
    """Two bidirectional LSTM layers over the words of a sentence."""

    def __init__(self, sizes: Sizes = Sizes(), dropout: float = 0.33, word_dropout: float = 0.25) -> None:
        super().__init__()
        self.sizes = sizes
        self.words = FormEncoder(sizes, word_dropout)
        self.first = nn.LSTM(sizes.spelling + sizes.vector, sizes.hidden, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(2 * sizes.hidden, sizes.hidden, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(dropout)
        self.heads = Heads(2 * sizes.hidden, sizes, dropout)

    def forward(self, forms: Forms, ids: Tensor, lengths: Tensor) -> Tensor:
        """States of padded sentences, the longest first: (sentences, words, 2 * hidden)."""
        return through(self.first, self.second, self.dropout, self.words(forms, ids), lengths)


class Block(nn.Module):
    """A layer of the transformer: attention with turned positions, then a gated layer; norms come first."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, nn.Dropout(dropout)
        self.norm_attention, self.norm_layer = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 5 * width, bias=False), nn.Linear(5 * width // 2, width, bias=False)

    def forward(self, states: Tensor, turns: Tensor, mask: Tensor | None) -> Tensor:
        batch, count, width = states.shape
        mixed = self.mix(self.norm_attention(states)).view(batch, count, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(turned(query, turns), turned(key, turns), value, mask)
        states = states + self.dropout(self.out(seen.transpose(1, 2).reshape(batch, count, width)))
        gate, value = self.up(self.norm_layer(states)).chunk(2, dim=-1)
        return states + self.dropout(self.down(nn.functional.silu(gate) * value))


def turned(rows: Tensor, turns: Tensor) -> Tensor:
    """Rotary positions (Su et al. 2021)."""
    left, right = rows.chunk(2, dim=-1)
    cos, sin = turns.to(rows.dtype)
    return torch.cat([left * cos - right * sin, left * sin + right * cos], dim=-1)


def turns_of(count: int, width: int, device: torch.device) -> Tensor:
    """Cosines and sines of positions, shape (2, count, width / 2)."""
    rates = 10_000 ** -(torch.arange(0, width, 2, device=device) / width)
    angles = torch.arange(count, device=device)[:, None] * rates[None]
    return torch.stack([angles.cos(), angles.sin()])


class Teacher(nn.Module):
    """A transformer over words; `guess` says which word stood at a place."""

    def __init__(self, sizes: Sizes, vocabulary: int = 0, dropout: float = 0.1, word_dropout: float = 0.15) -> None:
        super().__init__()
        width = sizes.hidden
        self.sizes = sizes
        self.words = FormEncoder(sizes, word_dropout)
        self.enter = nn.Linear(sizes.spelling + sizes.vector, width)
        self.hidden_word = nn.Parameter(torch.randn(width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, sizes.heads, dropout) for _ in range(sizes.layers))
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.guess = nn.Linear(width, vocabulary) if vocabulary else None
        self.heads = Heads(width, sizes, 3 * dropout)
        for name, weight in self.blocks.named_parameters():
            if weight.dim() == 2:
                nn.init.normal_(
                    weight, std=0.02 / (2 * sizes.layers) ** 0.5 if "out." in name or "down." in name else 0.02
                )

    def forward(self, forms: Forms, ids: Tensor, lengths: Tensor | None, hide: Tensor | None = None) -> Tensor:
        """States of padded sentences or of full stretches (`lengths` None); the words at `hide` are not seen."""
        states = self.enter(self.words(forms, ids))
        if hide is not None:
            states = torch.where(hide[..., None], self.hidden_word.to(states.dtype), states)
        count = ids.shape[1]
        mask = None
        if lengths is not None:
            mask = (torch.arange(count, device=ids.device)[None] < lengths.to(ids.device)[:, None])[:, None, None]
        turns = turns_of(count, self.sizes.hidden // self.sizes.heads, ids.device)
        states = self.dropout(states)
        for block in self.blocks:
            states = block(states, turns, mask)
        return self.norm(states)


def saved(model: Student | Teacher) -> dict:
    """What `restored` reads; weights in half precision, which is enough to ship and to go on from."""
    state = {k: v.detach().half().cpu() for k, v in model.state_dict().items() if not k.startswith("guess.")}
    return {"sizes": asdict(model.sizes), "state": state}


def restored(stored: dict, **options: float) -> Student | Teacher:
    sizes = Sizes(**stored["sizes"])
    model = Teacher(sizes, **options) if sizes.heads else Student(sizes, **options)
    model.load_state_dict({k: v.float() for k, v in stored["state"].items()})
    return model
