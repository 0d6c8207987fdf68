"""Multilingual e5-small (Wang et al. 2024, MIT) as a PyTorch module, and the second stage that reads its states."""

from __future__ import annotations

from typing import NamedTuple

import torch
from batches import Group
from learning import Said
from network import MEMORY, Reader, Sizes
from torch import Tensor, nn
from torch.nn.functional import gelu, linear, pad, scaled_dot_product_attention

from analysis.stance.reader.encoder_file import EncoderFile
from analysis.stance.reader.relating import BEFORE, FLAGS
from analysis.stance.reader.renaming import AWAY

NEVER = -1e4
FROZEN = 6
"""Layers that training leaves as they are."""


class Inputs(NamedTuple):
    """Cells of a step, as the encoder and the second stage are given them."""

    group: Group
    below: Tensor
    flags: Tensor
    here: Tensor
    before: Tensor
    """States of the sentences before behind the fixed layers, with `before_flags` and `places`, -1 for padding."""
    before_flags: Tensor
    places: Tensor
    first: Tensor
    """First piece of each word."""
    known: Tensor
    categories: Tensor


class Layer(nn.Module):
    """Attention and a feed-forward step, each with a normalisation behind it."""

    def __init__(self, file: EncoderFile, number: int, dropout: float) -> None:
        super().__init__()
        width = file.width
        self.heads = file.heads
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.between = nn.LayerNorm(width, file.epsilon)
        self.rise = nn.Linear(width, file.feed)
        self.fall = nn.Linear(file.feed, width)
        self.last = nn.LayerNorm(width, file.epsilon)
        self.dropout = nn.Dropout(dropout)
        for step, parts in ((self.mix, "qkv"), (self.out, ["ao"]), (self.rise, ["fi"]), (self.fall, ["fo"])):
            weights = [file.matrix(f"l{number}.{part}.w", step.in_features) for part in parts]
            step.weight.data = torch.cat([torch.from_numpy(weight) for weight in weights])
            step.bias.data = torch.cat([torch.from_numpy(file.vector(f"l{number}.{part}.b")) for part in parts])
        for norm, part in ((self.between, "aln"), (self.last, "oln")):
            norm.weight.data = torch.from_numpy(file.vector(f"l{number}.{part}.w"))
            norm.bias.data = torch.from_numpy(file.vector(f"l{number}.{part}.b"))

    def forward(self, x: Tensor, hidden: Tensor, before: Tensor | None = None) -> Tensor:
        """Return the next states; those of `before` are looked at and stay as they are."""
        rows, length, width = x.shape
        query, key, value = self.mix(x).chunk(3, 2)
        if before is not None:
            looked = linear(before, self.mix.weight[width:], self.mix.bias[width:]).chunk(2, 2)
            key, value = torch.cat([looked[0], key], 1), torch.cat([looked[1], value], 1)
        query, key, value = (
            states.reshape(rows, -1, self.heads, width // self.heads).transpose(1, 2) for states in (query, key, value)
        )
        mixed = scaled_dot_product_attention(query, key, value, attn_mask=hidden)
        x = self.between(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(rows, length, width))))
        return self.last(x + self.dropout(self.fall(gelu(self.rise(x)))))


class Encoder(nn.Module):
    """The layers in two parts: those `below` never change, so that their states can be kept; the others are trained."""

    def __init__(self, file: EncoderFile, dropout: float = 0.1) -> None:
        super().__init__()
        self.width = file.width
        self.flag = nn.Embedding(FLAGS, file.width)
        self.earlier = nn.Embedding(BEFORE, file.width)
        nn.init.zeros_(self.flag.weight)
        nn.init.zeros_(self.earlier.weight)
        self.layers = nn.ModuleList(Layer(file, number, dropout) for number in range(FROZEN, file.layers))
        # in a list, so that what is fixed is no part of the state that is saved
        self._fixed = [nn.LayerNorm(file.width, file.epsilon), *(Layer(file, number, 0.0) for number in range(FROZEN))]
        norm = self._fixed[0]
        norm.weight.data = torch.from_numpy(file.vector("emb.ln.w"))
        norm.bias.data = torch.from_numpy(file.vector("emb.ln.b"))
        self._file = file
        places = file.vector("emb.pos").reshape(-1, file.width) + file.vector("emb.type")[: file.width]
        self._places = torch.from_numpy(places)

    @torch.no_grad()
    def below(self, ids: Tensor, here: Tensor) -> Tensor:
        """Return the states of the pieces behind the fixed layers."""
        rows = torch.from_numpy(self._file.matrix("emb.word", self._file.width, ids.numpy().ravel()))
        norm, *layers = self._fixed
        x = norm(rows.reshape(*ids.shape, -1) + self._places[: ids.shape[1]])
        for layer in layers:
            x = layer(x, _hidden(here))
        return x

    def forward(self, inputs: Inputs) -> Tensor:
        """Return the states of the pieces; flags tell which belong to the target, to others and to the speaker."""
        x = inputs.below + self.flag(inputs.flags)
        before = inputs.before + self.flag(inputs.before_flags) + self.earlier(inputs.places.clamp(min=0))
        hidden = torch.cat([torch.where(inputs.places >= 0, AWAY, NEVER)[:, None, None, :], _hidden(inputs.here)], 3)
        for layer in self.layers:
            x = layer(x, hidden, before)
        return x


def _hidden(here: Tensor) -> Tensor:
    return torch.where(here, 0.0, NEVER)[:, None, None, :]


class Head(nn.Module):
    """The second stage: the reader's, on states of the encoder, without the states of the context."""

    def __init__(self, width: int, sizes: Sizes) -> None:
        super().__init__()
        self.reader = Reader(sizes, 0.2)
        self.enter = nn.Linear(width, sizes.second)
        self.known = nn.Linear(sizes.lexicon, sizes.second)
        nn.init.zeros_(self.known.weight)
        self.category = nn.Embedding(self.reader.category.num_embeddings, sizes.second)
        nn.init.normal_(self.category.weight, std=0.02)

    def forward(
        self,
        words: Tensor,
        begin: Tensor,
        stand: Tensor,
        categories: Tensor,
        known: Tensor,
        cells: Tensor,
        absent: Tensor,
        refers: Tensor,
        parties: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return log odds of signs, kinds and hedges, of evidence, of bearers, and of holders."""
        reader = self.reader
        x = self.enter(words) + self.known(known) + self.category(categories).sum(2)
        x = x + reader.path(stand[..., 0]) + reader.distance(stand[..., 1]) + reader.flag(stand[..., 2])
        own = reader.cell(cells)[:, None] + self.enter(begin)[:, None] + reader.slot[:1]
        nothing = torch.zeros_like(own).expand(-1, MEMORY, -1)
        x = reader.dropout(torch.cat([own, nothing, x], 1))
        hidden = torch.cat([torch.zeros_like(absent[:, :1]), pad(absent, (MEMORY, 0), value=NEVER)], 1)
        for block in reader.blocks:
            x = block(x, hidden)
        x = reader.last(x)
        out, summary, evidence, bearers = reader.verdicts(x, hidden)
        return out, evidence, bearers, reader.holders(x, summary, bearers, refers, parties)


class Teacher(nn.Module):
    """Encoder and second stage."""

    def __init__(self, file: EncoderFile, lexicon: int) -> None:
        super().__init__()
        self.encoder = Encoder(file)
        self.head = Head(file.width, Sizes(vector=96, lexicon=lexicon, second=192, feed=384, layers=1))

    def forward(self, inputs: Inputs) -> Said:
        states = self.encoder(inputs)
        group = inputs.group
        out, evidence, _, holders = self.head(
            states[torch.arange(len(states))[:, None], inputs.first], states[:, 0],
            torch.stack([group.paths, group.distances, group.flags], 2),
            inputs.categories + torch.tensor(self.head.reader.offsets), inputs.known, group.cells,
            torch.where(group.words >= 0, 0.0, NEVER), group.refers, group.parties,
        )  # fmt: skip
        holders = holders.masked_fill(pad(group.parties[..., -1] == 0, (2, 0)), NEVER)
        return Said(out[:, :2], out[:, 2:10].reshape(-1, 2, 4), out[:, 10:], evidence.transpose(1, 2), holders)
