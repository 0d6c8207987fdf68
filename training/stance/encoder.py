"""Multilingual e5-small (Wang et al. 2024, MIT) as a PyTorch module, and the second stage that reads its states."""

from __future__ import annotations

from typing import NamedTuple

import torch
from batches import Group
from learning import Said
from network import MEMORY, Reader, Sizes
from torch import Tensor, nn
from torch.nn.functional import gelu, pad

from analysis.stance.reader.encoder_file import EncoderFile
from analysis.stance.reader.relating import FLAGS

NEVER = -1e4
FROZEN = 4
"""Layers that training leaves as they are."""


class Inputs(NamedTuple):
    """Cells of a step, and the passages that they are read in, as `lay_out` has them."""

    group: Group
    embedded: Tensor
    """States of the pieces before the first layer."""
    here: Tensor
    flags: Tensor
    passage: Tensor
    first: Tensor
    begins: Tensor
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
        self.dropout = dropout
        for step, parts in ((self.mix, "qkv"), (self.out, ["ao"]), (self.rise, ["fi"]), (self.fall, ["fo"])):
            weights = [file.matrix(f"l{number}.{part}.w", step.in_features) for part in parts]
            step.weight.data = torch.cat([torch.from_numpy(weight) for weight in weights])
            step.bias.data = torch.cat([torch.from_numpy(file.vector(f"l{number}.{part}.b")) for part in parts])
        for norm, part in ((self.between, "aln"), (self.last, "oln")):
            norm.weight.data = torch.from_numpy(file.vector(f"l{number}.{part}.w"))
            norm.bias.data = torch.from_numpy(file.vector(f"l{number}.{part}.b"))

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Return the next states."""
        rows, length, width = x.shape
        query, key, value = self.mix(x).reshape(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # written out: on a CPU, backwards, several times as fast as scaled_dot_product_attention
        scores = (query * (width // self.heads) ** -0.5) @ key.transpose(2, 3)
        mixed = scores.add_(hidden.to(query.dtype)).softmax(-1) @ value
        x = self.between(x + self._drop(self.out(mixed.transpose(1, 2).reshape(rows, length, width))))
        return self.last(x + self._drop(self.fall(gelu(self.rise(x)))))

    def _drop(self, x: Tensor) -> Tensor:
        """Leave out the same columns of all pieces of a passage: as good as single numbers, and much faster."""
        if not self.training or not self.dropout:
            return x
        kept = 1 - self.dropout
        return x * (torch.rand(len(x), 1, x.shape[2]) < kept).to(x.dtype) / kept


class Encoder(nn.Module):
    """The layers; the first `FROZEN` of them never change and are no part of the state that is saved."""

    def __init__(self, file: EncoderFile, dropout: float = 0.1) -> None:
        super().__init__()
        self.flag = nn.Embedding(FLAGS, file.width)
        nn.init.zeros_(self.flag.weight)
        self.layers = nn.ModuleList(Layer(file, number, dropout) for number in range(FROZEN, file.layers))
        self._fixed = [nn.LayerNorm(file.width, file.epsilon), *(Layer(file, number, 0.0) for number in range(FROZEN))]
        norm = self._fixed[0]
        norm.weight.data = torch.from_numpy(file.vector("emb.ln.w"))
        norm.bias.data = torch.from_numpy(file.vector("emb.ln.b"))

    def forward(self, inputs: Inputs) -> Tensor:
        """Return the states of the pieces; flags tell which refer to the target, to others, to people of no party."""
        hidden = torch.where(inputs.here, 0.0, NEVER)[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                norm, *fixed = self._fixed
                x = norm(inputs.embedded)
                for layer in fixed:
                    x = layer(x, hidden)
            x = x + self.flag(inputs.flags)
            for layer in self.layers:
                x = layer(x, hidden)
        return x.float()


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
            states[inputs.passage[:, None], inputs.first], states[inputs.passage, inputs.begins],
            torch.stack([group.paths, group.distances, group.flags], 2),
            inputs.categories + torch.tensor(self.head.reader.offsets), inputs.known, group.cells,
            torch.where(group.words >= 0, 0.0, NEVER), group.refers, group.parties,
        )  # fmt: skip
        holders = holders.masked_fill(pad(group.parties[..., -1] == 0, (2, 0)), NEVER)
        return Said(out[:, :2], out[:, 2:10].reshape(-1, 2, 4), out[:, 10:], evidence.transpose(1, 2), holders)
