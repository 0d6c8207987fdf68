"""Train the thorough reader: the upper layers of multilingual e5-small, and a second stage.

    python training/stance/train_thorough.py --examples more.pkl --rounds 4 --thin --out teacher.pt
    python training/stance/train_thorough.py --examples main.pkl --folds 0 1 2 3 4 none --start teacher.pt --rounds 1 \\
        --rate 1e-4 --head-rate 5e-4 --mean 0.98 --out teacher_{}.pt

It reads the cells that have a sign, and of the others those that the fast reader does not find plain: the more often
the more it hesitates. Cells of a target that stand near one another are read in one passage.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from batches import group_cells
from calibrate import judge
from encoder import Inputs, Teacher
from examples import Example
from export_thorough import thinned
from learning import Prediction, cell_loss
from scores import asked, points, summary
from torch import nn
from train import load

from analysis.stance.reader import Relator
from analysis.stance.reader.encoder_file import EncoderFile, encoder_file
from analysis.stance.reader.network import MODELS, PROMISING, Reader
from analysis.stance.reader.renaming import Passage, find_passages, lay_out, rename

FOLDS = Path(__file__).parent / "folds"
UNREAD = -9.0
"""Log odds of the cells that are not read."""
DOUBTFUL, STEEPNESS, LEAST = -2.0, 0.9, 0.08
"""Log odds of the fast reader below which a cell without a sign is read less often, how fast that goes, and the end."""
LOWER = 0.9
"""Rate of a layer as a share of that of the layer above it."""
BLOCK = 40
"""Steps whose passages are sorted by length together."""
USUAL = 150
"""Pieces of a passage, roughly."""


class Document:
    """A document, its cells that may be read, and its sentences as they are read."""

    def __init__(self, example: Example, file: EncoderFile, most: float) -> None:
        self.example = example
        self.relator = Relator(example.encoded)
        self.renamed = cache(partial(rename, self.relator, file))
        self.odds = fast_odds(example)
        share = most * np.exp(STEEPNESS * np.minimum(self.odds - DOUBTFUL, 0))
        self.share = np.where(example.signs.any(axis=1), 1.0, np.where(share > LEAST, share, 0))
        """How often each cell is read, per round."""

    def weight(self, cell: int) -> float:
        """Return how much a cell counts where it is read: the more, the less often that is."""
        return float(self.example.weight / max(self.share[cell], LEAST))

    def passages(self, cells: np.ndarray) -> Iterator[Read]:
        """Yield the passages in which cells are read."""
        sentences, targets = self.example.cells.sentences[cells].tolist(), self.example.cells.targets[cells].tolist()
        for passage in find_passages(self.relator, sentences, targets, self.renamed):
            yield Read(self, passage, [int(cells[number]) for number, _ in passage.cells])


class Read(NamedTuple):
    """A passage, and the cells of the document that are read in it."""

    document: Document
    passage: Passage
    cells: list[int]


def fast_odds(example: Example) -> np.ndarray:
    """Return the greater of the log odds of both signs for each cell; the gold is read by the readers of the folds."""
    fold = example.record.get("fold")
    (said,) = judge(fast_reader(MODELS if fold is None else FOLDS / str(fold)), [example])
    assert said is not None  # it has cells
    odds: np.ndarray = said[0].max(axis=1)
    return odds


fast_reader = cache(Reader)


class Feeder:
    """Makes the inputs of steps."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._places = file.vector("emb.pos").reshape(-1, file.width) + file.vector("emb.type")[: file.width]

    def inputs(self, read: Sequence[Read]) -> Inputs:
        cells = [(one.document, cell) for one in read for cell in one.cells]
        group = group_cells(
            [
                (int((own.example.related.words[cell] >= 0).sum()), own.example, 0, cell, own.weight(cell))
                for own, cell in cells
            ]
        )
        count, length = group.words.shape
        laid = lay_out([one.passage for one in read], length, self._file.padding)
        rows = self._file.matrix("emb.word", self._file.width, laid.ids.ravel()).reshape(*laid.ids.shape, -1)
        categories = np.zeros((count, length, cells[0][0].example.encoded.categories.shape[1]), dtype=np.int64)
        known = np.zeros((count, length, cells[0][0].example.known.shape[1]), dtype=np.float32)
        for row, ((document, _), own) in enumerate(zip(cells, group.words.numpy(), strict=True)):
            there = own >= 0
            categories[row, there] = document.example.encoded.categories[own[there]]
            known[row, there] = document.example.known[own[there]]
        tensor = torch.from_numpy
        return Inputs(
            group, tensor(rows + self._places[: rows.shape[1]]), tensor(laid.here), tensor(laid.flags),
            tensor(laid.rows), tensor(laid.first), tensor(laid.begins), tensor(known), tensor(categories),
        )  # fmt: skip


def steps(read: list[Read], pieces: int) -> Iterator[list[Read]]:
    """Yield passages of similar length, in random order, with about so many pieces."""
    random.shuffle(read)
    parts = []
    block = BLOCK * pieces // USUAL
    for begin in range(0, len(read), block):
        parts += list(fill(sorted(read[begin : begin + block], key=lambda one: one.passage.length), pieces))
    random.shuffle(parts)
    yield from parts


def fill(read: Sequence[Read], pieces: int) -> Iterator[list[Read]]:
    """Yield passages, the shortest first, so many that, padded, they have no more pieces."""
    part: list[Read] = []
    for one in read:
        if part and one.passage.length * (len(part) + 1) > pieces:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


@torch.no_grad()
def predict(teacher: Teacher, feeder: Feeder, documents: Sequence[Document]) -> list[Prediction]:
    """Return the predictions for documents."""
    teacher.eval()
    said = {
        id(own): (np.full((len(own.odds), 2), UNREAD, np.float32), np.zeros(own.example.holders.shape, np.float32))
        for own in documents
    }
    read = [one for own in documents for one in own.passages(np.flatnonzero(own.odds > PROMISING))]
    for part in fill(sorted(read, key=lambda one: one.passage.length), 8192):
        out = teacher(feeder.inputs(part))
        cells = [(said[id(one.document)], cell) for one in part for cell in one.cells]
        for (own, cell), signs, holders in zip(cells, out.signs.numpy(), out.holders.softmax(1).numpy(), strict=True):
            own[0][cell], own[1][cell] = signs, holders[: own[1].shape[1]]
    teacher.train()
    return [said[id(own)] for own in documents]


def train(
    teacher: Teacher, feeder: Feeder, documents: Sequence[Document], options: argparse.Namespace
) -> Iterator[tuple[float, Teacher]]:
    """Yield, after each round, its loss and the mean of the weights."""
    layers = list(teacher.encoder.layers)
    rates = [options.rate * LOWER ** (len(layers) - 1 - number) for number in range(len(layers))]
    outer = [*teacher.encoder.flag.parameters(), *teacher.head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            *({"params": list(layer.parameters()), "weight_decay": 0.01} for layer in layers),
            {"params": outer, "weight_decay": 0.02},
        ],
        betas=(0.9, 0.98),
    )
    first = list(parts_of(documents, options.pieces))
    count = int(options.rounds * len(first) * 1.05) + 20
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [*rates, options.head_rate], total_steps=count, pct_start=0.08
    )
    mean = torch.optim.swa_utils.AveragedModel(
        teacher, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(options.mean)
    )
    for number in range(options.rounds):
        total = done = 0.0
        for part in first if not number else parts_of(documents, options.pieces):
            inputs = feeder.inputs(part)
            cost = cell_loss(teacher(inputs), inputs.group, debatable=options.debatable)
            optimizer.zero_grad()
            cost.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(teacher)
            total, done = total + float(cost.detach()), done + 1
        yield total / done, mean.module


def parts_of(documents: Sequence[Document], pieces: int) -> Iterator[list[Read]]:
    """Yield the steps of a round."""
    read = []
    for own in documents:
        read += own.passages(np.flatnonzero([random.random() < share for share in own.share.tolist()]))
    return steps(read, pieces)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--folds", nargs="+", default=["none"], help="folds to leave out, one after the other")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-4, help="of the last layer")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="of the second stage")
    parser.add_argument("--debatable", type=float, default=0.4)
    parser.add_argument("--pieces", type=int, default=4096, help="pieces in a step")
    parser.add_argument("--mean", type=float, default=0.99, help="how slowly the mean of the weights moves")
    parser.add_argument("--share", type=float, default=0.5, help="of the most doubtful cells without a sign")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--thin", action="store_true", help="write the weights as export_thorough.py will share them")
    parser.add_argument("--out", required=True, help="{} stands for the fold that was left out")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    file = encoder_file()
    examples = load(options.examples)
    documents = [Document(example, file, options.share) for example in examples if example.related is not None]
    print(f"{len(documents)} documents", flush=True)
    feeder, known = Feeder(file), examples[0].known.shape[1]
    there = {str(example.record["fold"]) for example in examples if "fold" in example.record}
    if wrong := set(options.folds) - {*there, "none"}:
        parser.error(f"--folds {' '.join(sorted(wrong))}: there are {', '.join(sorted(there))} and none.")
    if len(options.folds) > 1 and "{}" not in options.out:
        parser.error(f"--out {options.out}: write {{}} where the fold is to stand.")
    for fold in options.folds:
        torch.manual_seed(options.seed)
        random.seed(options.seed)
        own = [one for one in documents if str(one.example.record.get("fold")) != fold]
        held = [one for one in documents if str(one.example.record.get("fold")) == fold]
        signed = sum(int(one.example.signs.any(axis=1).sum()) for one in own)
        read = sum(float(one.share.sum()) for one in own)
        print(f"without fold {fold}: {signed} cells with a sign, {read - signed:.0f} without per round", flush=True)
        teacher, out = Teacher(file, known), options.out.format(fold)
        if options.start is not None:
            teacher.load_state_dict(torch.load(options.start, weights_only=True))
        started = time.time()
        for number, (cost, mean) in enumerate(train(teacher, feeder, own, options)):
            line = f"round {number}: loss {cost:.3f}, {time.time() - started:.0f} s"
            if held:
                line += "; " + measure(mean, feeder, examples, held, fold)
            print(line, flush=True)
            state = mean.state_dict()
            torch.save(thinned(state, Teacher(file, known).state_dict()) if options.thin else state, out)


def measure(teacher: Teacher, feeder: Feeder, examples: Sequence[Example], held: Sequence[Document], fold: str) -> str:
    """Return how well a fold is read."""
    said = predict(teacher, feeder, held)
    gold = asked([example for example in examples if str(example.record.get("fold")) == fold])
    return summary(points([one.example for one in held], said), gold)


if __name__ == "__main__":
    main()
