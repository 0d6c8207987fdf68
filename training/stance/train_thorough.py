"""Train the thorough reader: the upper half of multilingual e5-small, and a second stage.

    python training/stance/train_thorough.py --examples more.pkl --rounds 4 --out teacher.pt
    python training/stance/train_thorough.py --examples main.pkl --folds 0 1 2 3 4 none --start teacher.pt --rounds 1 \\
        --rate 1e-4 --head-rate 5e-4 --cells 40 --out teacher_{}.pt

It reads the cells that have a sign, and of the others those that the fast reader does not find plain: the more often
the more it hesitates. States of the lower half never change and are kept.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from batches import group_cells
from encoder import Encoder, Inputs, Teacher
from examples import Example
from learning import Prediction, cell_loss
from scores import asked, points, summary
from torch import Tensor, nn
from train import load

from analysis.stance.lexicon import default_predicates
from analysis.stance.reader import Relator
from analysis.stance.reader.encoder_file import EncoderFile, encoder_file
from analysis.stance.reader.network import MODELS, PROMISING, Reader
from analysis.stance.reader.renaming import CONTEXT, Renamed, lay_context, lay_pieces, lay_words, rename

FOLDS = Path(__file__).parent / "folds"
UNREAD = -9.0
"""Log odds of the cells that are not read."""
DOUBTFUL, STEEPNESS, LEAST = -2.0, 0.9, 0.08
"""Log odds of the fast reader below which a cell without a sign is read less often, how fast that goes, and the end."""
BLOCK = 40
"""Steps whose cells are sorted by length together."""


class Item(NamedTuple):
    """A cell as it is read."""

    example: Example
    cell: int
    sentence: Renamed
    before: list[tuple[Renamed, int]]
    """The sentences before it, with their places."""
    odds: float
    """What the fast reader says of it: the greater of the log odds of both signs."""
    share: float
    """How often it is read, per round."""

    @property
    def weight(self) -> float:
        return self.example.weight / self.share


def read_items(examples: Sequence[Example], file: EncoderFile, most: float) -> Iterator[Item]:
    """Yield the cells that have a sign or are not plain; of these, at most a share of `most` is read per round."""
    for example in examples:
        if example.related is None:
            continue
        relator, odds = Relator(example.encoded), fast_odds(example)
        read = renamer(relator, file)
        share = np.where(example.signs.any(axis=1), 1.0, most * np.exp(STEEPNESS * np.minimum(odds - DOUBTFUL, 0)))
        for cell in np.flatnonzero(share > LEAST).tolist():
            sentence, target = int(example.cells.sentences[cell]), int(example.cells.targets[cell])
            before = [(read(at, target), place) for at, place in relator.before(sentence, target)]
            yield Item(example, cell, read(sentence, target), before, float(odds[cell]), float(share[cell]))


def renamer(relator: Relator, file: EncoderFile) -> Callable[[int, int], Renamed]:
    """Return a function that gives a sentence renamed for a target, each time the same one."""
    return cache(lambda sentence, target: rename(relator, file, sentence, target))


def fast_odds(example: Example) -> np.ndarray:
    """Return the greater of the log odds of both signs for each cell; the gold is read by the readers of the folds."""
    fold = example.record.get("fold")
    reader = fast_reader(MODELS if fold is None else FOLDS / str(fold))
    _, verdicts = reader.judge(example.encoded, example.cells, predicates=default_predicates())
    odds: np.ndarray = verdicts.signs.max(axis=1)
    return odds


fast_reader = cache(Reader)


class Feeder:
    """Makes the inputs of steps, and keeps the states of the fixed layers."""

    def __init__(self, encoder: Encoder, padding: int) -> None:
        self._encoder, self._padding = encoder, padding
        self._kept: dict[tuple[int, ...], Tensor] = {}

    def inputs(self, items: Sequence[Item]) -> Inputs:
        group = group_cells(
            [(int((i.example.related.words[i.cell] >= 0).sum()), i.example, 0, i.cell, i.weight) for i in items]
        )
        count, length = group.words.shape
        sentences = [item.sentence for item in items]
        words = lay_words(sentences, group.flags.numpy())
        _, here = lay_pieces(sentences, self._padding)
        context = lay_context([item.before for item in items])
        self._keep([one for item in items for one in (item.sentence, *(earlier for earlier, _ in item.before))])
        below, before = (torch.zeros(count, n, self._encoder.width) for n in (here.shape[1], context.places.shape[1]))
        categories = np.zeros((count, length, items[0].example.encoded.categories.shape[1]), dtype=np.int64)
        known = np.zeros((count, length, items[0].example.known.shape[1]), dtype=np.float32)
        for row, (item, own) in enumerate(zip(items, group.words.numpy(), strict=True)):
            there = own >= 0
            categories[row, there] = item.example.encoded.categories[own[there]]
            known[row, there] = item.example.known[own[there]]
            below[row, : len(item.sentence.pieces)] = self._kept[tuple(item.sentence.pieces)]
            if item.before:
                states = torch.cat([self._kept[tuple(earlier.pieces)][:CONTEXT] for earlier, _ in item.before])
                before[row, : len(states)] = states
        tensor = torch.from_numpy
        return Inputs(
            group=group, below=below, flags=tensor(words.flags), here=tensor(here), before=before,
            before_flags=tensor(context.flags), places=tensor(context.places), first=tensor(words.first),
            known=tensor(known), categories=tensor(categories),
        )  # fmt: skip

    def _keep(self, sentences: Sequence[Renamed]) -> None:
        """Read what has not been read yet, in parts of similar length."""
        new = {tuple(sentence.pieces): sentence for sentence in sentences}
        left = sorted((key for key in new if key not in self._kept), key=len)
        for part in (left[place : place + 48] for place in range(0, len(left), 48)):
            ids, here = map(torch.from_numpy, lay_pieces([new[key] for key in part], self._padding))
            states = self._encoder.below(ids, here).half()
            for key, own in zip(part, states, strict=True):
                self._kept[key] = own[: len(key)].clone()


def steps(chosen: list[Item], cells: int) -> Iterator[list[Item]]:
    """Yield cells of similar length, in random order."""
    random.shuffle(chosen)
    parts = []
    for begin in range(0, len(chosen), BLOCK * cells):
        by_length = sorted(chosen[begin : begin + BLOCK * cells], key=lambda item: len(item.sentence.pieces))
        parts += [by_length[place : place + cells] for place in range(0, len(by_length), cells)]
    random.shuffle(parts)
    yield from parts


@torch.no_grad()
def predict(
    teacher: Teacher, feeder: Feeder, examples: Sequence[Example], items: Sequence[Item]
) -> list[Prediction | None]:
    """Return the predictions for documents, None for those without cells."""
    teacher.eval()
    said = {
        id(e): (np.full((len(e.signs), 2), UNREAD, np.float32), np.zeros(e.holders.shape, np.float32)) for e in examples
    }
    order = sorted(items, key=lambda item: len(item.sentence.pieces))
    for part in (order[place : place + 64] for place in range(0, len(order), 64)):
        out = teacher(feeder.inputs(part))
        for item, signs, holders in zip(part, out.signs.numpy(), out.holders.softmax(1).numpy(), strict=True):
            own = said[id(item.example)]
            own[0][item.cell], own[1][item.cell] = signs, holders[: own[1].shape[1]]
    teacher.train()
    return [said[id(example)] if example.related is not None else None for example in examples]


def train(
    teacher: Teacher, feeder: Feeder, items: Sequence[Item], options: argparse.Namespace
) -> Iterator[tuple[float, Teacher]]:
    """Yield, after each round, its loss and the mean of the weights."""
    encoder = list(teacher.encoder.layers.parameters())
    inner = {id(parameter) for parameter in encoder}
    outer = [parameter for parameter in teacher.parameters() if id(parameter) not in inner]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": options.rate, "weight_decay": 0.01},
            {"params": outer, "lr": options.head_rate, "weight_decay": 0.02},
        ],
        betas=(0.9, 0.98),
    )
    read = sum(item.share for item in items)
    count = options.rounds * (int(1.05 * read) // options.cells + 2)
    rates = [options.rate, options.head_rate]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=count, pct_start=0.08)
    mean = torch.optim.swa_utils.AveragedModel(teacher, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    for _ in range(options.rounds):
        chosen = [item for item in items if random.random() < item.share]
        total = done = 0.0
        for part in steps(chosen, options.cells):
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--folds", nargs="+", default=["none"], help="folds to leave out, one after the other")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="of the second stage")
    parser.add_argument("--debatable", type=float, default=0.4)
    parser.add_argument("--cells", type=int, default=48, help="cells in a step")
    parser.add_argument("--share", type=float, default=0.5, help="of the most doubtful cells without a sign")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True, help="{} stands for the fold that was left out")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    file = encoder_file()
    examples = load(options.examples)
    items = list(read_items(examples, file, options.share))
    feeder = Feeder(Encoder(file), file.padding)
    there = {str(example.record["fold"]) for example in examples if "fold" in example.record}
    if wrong := set(options.folds) - {*there, "none"}:
        parser.error(f"--folds {' '.join(sorted(wrong))}: there are {', '.join(sorted(there))} and none.")
    if len(options.folds) > 1 and "{}" not in options.out:
        parser.error(f"--out {options.out}: write {{}} where the fold is to stand.")
    for fold in options.folds:
        torch.manual_seed(options.seed)
        random.seed(options.seed)
        own = [item for item in items if str(item.example.record.get("fold")) != fold]
        held = [example for example in examples if str(example.record.get("fold")) == fold]
        signed = sum(item.example.signs[item.cell].any() for item in own)
        read = sum(item.share for item in own)
        print(f"without fold {fold}: {signed} cells with a sign, {read - signed:.0f} without per round", flush=True)
        teacher = Teacher(file, examples[0].known.shape[1])
        if options.start is not None:
            teacher.load_state_dict(torch.load(options.start, weights_only=True))
        started = time.time()
        for number, (cost, mean) in enumerate(train(teacher, feeder, own, options)):
            line = f"round {number}: loss {cost:.3f}, {time.time() - started:.0f} s"
            if held:
                rest = [item for item in items if str(item.example.record.get("fold")) == fold]
                measured = [item for item in rest if item.odds > PROMISING]
                line += "; " + summary(points(held, predict(mean, feeder, held, measured)), asked(held))
            print(line, flush=True)
            torch.save(mean.state_dict(), options.out.format(fold))


if __name__ == "__main__":
    main()
