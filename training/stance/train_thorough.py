"""Train the thorough reader: the upper half of multilingual e5-small, and a second stage.

    python training/stance/train_thorough.py --examples more.pkl --rounds 3 --out teacher.pt
    python training/stance/train_thorough.py --examples main.pkl --fold 0 --start teacher.pt --rounds 1 --rate 1e-4 \\
        --head-rate 5e-4 --cells 40 --out teacher_0.pt

It reads the cells whose sentence refers to the target. States of the lower half never change and are kept, so that
each further round takes little more than half the time.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from batches import group_cells
from encoder import Inputs, Teacher
from examples import Example
from learning import Prediction, cell_loss
from scores import asked, points, summary
from torch import Tensor, nn
from train import load

from analysis.stance.reader import Relator
from analysis.stance.reader.encoder_file import EncoderFile, encoder_file
from analysis.stance.reader.renaming import Renamed, lay_out, rename

UNREAD = -9.0
"""Log odds of the cells that are not read."""
BLOCK = 40
"""Steps whose cells are sorted by length together."""


class Item(NamedTuple):
    """A cell as it is read."""

    example: Example
    cell: int
    sentence: Renamed


Weighted = tuple[Item, float]


def read_items(examples: Sequence[Example], file: EncoderFile) -> Iterator[Item]:
    """Yield the cells whose sentence refers to the target."""
    for example in examples:
        if example.related is None:
            continue
        relator = Relator(example.encoded)
        for cell in np.flatnonzero(example.related.cells[:, 0] > 0).tolist():
            sentence, target = int(example.cells.sentences[cell]), int(example.cells.targets[cell])
            yield Item(example, cell, rename(example.encoded, file, sentence, target, relator.speaking(sentence)))


class Feeder:
    """Makes the inputs of steps, and keeps the states of the fixed layers."""

    def __init__(self, teacher: Teacher, padding: int) -> None:
        self._encoder, self._padding = teacher.encoder, padding
        self._kept: dict[tuple[int, int], Tensor] = {}

    def inputs(self, chosen: Sequence[Weighted]) -> Inputs:
        items = [item for item, _ in chosen]
        group = group_cells(
            [(int((i.example.related.words[i.cell] >= 0).sum()), i.example, 0, i.cell, w) for i, w in chosen]
        )
        count, length = group.words.shape
        laid = lay_out([item.sentence for item in items], group.flags.numpy(), self._padding)
        categories = np.zeros((count, length, items[0].example.encoded.categories.shape[1]), dtype=np.int64)
        known = np.zeros((count, length, items[0].example.known.shape[1]), dtype=np.float32)
        for row, (item, words) in enumerate(zip(items, group.words.numpy(), strict=True)):
            there = words >= 0
            categories[row, there] = item.example.encoded.categories[words[there]]
            known[row, there] = item.example.known[words[there]]
        ids, here, flags, first = map(torch.from_numpy, laid)
        below = self._below(items, ids, here)
        return Inputs(group, below, flags, here, first, torch.from_numpy(known), torch.from_numpy(categories))

    def _below(self, items: Sequence[Item], ids: Tensor, here: Tensor) -> Tensor:
        keys = [(id(item.example), item.cell) for item in items]
        new = [row for row, key in enumerate(keys) if key not in self._kept]
        if new:
            longest = int(here[new].sum(1).max())
            states = self._encoder.below(ids[new, :longest], here[new, :longest]).half()
            for row, own in zip(new, states, strict=True):
                self._kept[keys[row]] = own[: len(items[row].sentence.pieces)].clone()
        below = torch.zeros(*ids.shape, self._kept[keys[0]].shape[1])
        for row, key in enumerate(keys):
            below[row, : len(items[row].sentence.pieces)] = self._kept[key]
        return below


def steps(chosen: list[Weighted], cells: int) -> Iterator[list[Weighted]]:
    """Yield cells of similar length, in random order."""
    random.shuffle(chosen)
    parts = []
    for begin in range(0, len(chosen), BLOCK * cells):
        by_length = sorted(chosen[begin : begin + BLOCK * cells], key=lambda pair: len(pair[0].sentence.pieces))
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
        out = teacher(feeder.inputs([(item, 1.0) for item in part]))
        for item, signs, holders in zip(part, out.signs.numpy(), out.holders.softmax(1).numpy(), strict=True):
            own = said[id(item.example)]
            own[0][item.cell], own[1][item.cell] = signs, holders[: own[1].shape[1]]
    teacher.train()
    return [said[id(example)] if example.related is not None else None for example in examples]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--fold", type=int, help="fold to leave out")
    parser.add_argument("--tests", type=Path, help="examples to measure on after each round, of the fold left out")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="of the second stage")
    parser.add_argument("--debatable", type=float, default=0.4)
    parser.add_argument("--cells", type=int, default=48, help="cells in a step")
    parser.add_argument("--share", type=float, default=0.45, help="share of the cells without a sign read in a round")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    file = encoder_file()
    examples = [e for e in load(options.examples) if options.fold is None or e.record.get("fold") != options.fold]
    tests = [e for e in load([options.tests]) if e.record["fold"] == options.fold] if options.tests else []
    items, measured = list(read_items(examples, file)), list(read_items(tests, file))
    signed = [item for item in items if item.example.signs[item.cell].any()]
    plain = [item for item in items if not item.example.signs[item.cell].any()]
    print(f"{len(signed)} cells with a sign, {len(plain)} without, {len(measured)} to measure on", flush=True)
    teacher = Teacher(file, examples[0].known.shape[1])
    if options.start is not None:
        teacher.load_state_dict(torch.load(options.start, weights_only=True))
    feeder = Feeder(teacher, file.padding)
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
    read = len(signed) + int(options.share * len(plain))
    count = options.rounds * (read // options.cells + 2)
    rates = [options.rate, options.head_rate]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=count, pct_start=0.08)
    mean = torch.optim.swa_utils.AveragedModel(teacher, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    started = time.time()
    for number in range(options.rounds):
        chosen = [(item, item.example.weight) for item in signed]
        others = random.sample(plain, int(options.share * len(plain)))
        chosen += [(item, item.example.weight / options.share) for item in others]
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
        line = f"round {number}: loss {total / done:.3f}, {time.time() - started:.0f} s"
        if tests:
            line += "; " + summary(points(tests, predict(mean.module, feeder, tests, measured)), asked(tests))
        print(line, flush=True)
        torch.save(mean.module.state_dict(), options.out)


if __name__ == "__main__":
    main()
