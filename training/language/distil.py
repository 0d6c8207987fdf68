"""Train the student on what the teacher says of raw text, and on the gold.

    python training/language/distil.py --teacher teacher.pt … --out student.pt --held-out

The student learns the teacher's doubts, not only its choices, and to foretell the teacher's states: what those know of
the words around helps the quotation network later.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import torch
from learning import FEATURE_WEIGHT, gold_loss, measure, soft
from network import Sizes, Student, Teacher, restored, saved
from schedule import Course, Mean
from setting import Setting, arguments, load
from torch import Tensor, nn

from analysis.language.labels import FEATURES

NEWS, GOLD = 20, 20
"""How often the few texts nearest to news are read in an epoch."""
LONGEST = 60


class Sentences:
    """Raw and gold sentences, to be drawn in groups of like length."""

    def __init__(self, setting: Setting) -> None:
        corpus, index = setting.corpus, setting.forms.index
        gold = [np.array([index[w] for w in record.words], dtype=np.int32) for record in setting.gold]
        ids = np.concatenate([corpus.ids, *gold])
        sizes = np.concatenate([np.diff(corpus.starts), [len(words) for words in gold]])
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        raw = len(corpus.starts) - 1
        numbers = np.concatenate(
            [
                np.repeat(np.arange(corpus.news), NEWS),
                np.arange(corpus.news, raw),
                np.repeat(np.arange(raw, len(sizes)), GOLD),
            ]
        )
        self.numbers = numbers[sizes[numbers] <= LONGEST]
        self.ids, self.starts, self.sizes = torch.from_numpy(ids).to(setting.device), starts, sizes
        self.random = np.random.default_rng(setting.chance.randrange(1 << 30))

    def groups(self, words: int):
        """(ids, lengths) of padded sentences, once through all of them."""
        order = self.numbers[np.argsort(self.sizes[self.numbers] + self.random.random(len(self.numbers)) * 3)]
        ends = np.cumsum(self.sizes[order])
        cuts = np.searchsorted(ends, np.arange(words, ends[-1], words))
        parts = [part for part in np.split(order, cuts) if len(part)]
        for number in self.random.permutation(len(parts)):
            part = parts[number]
            part = part[np.argsort(-self.sizes[part], kind="stable")]
            lengths = torch.from_numpy(self.sizes[part])
            inside = torch.arange(int(lengths[0]))[None] < lengths[:, None]
            places = torch.from_numpy(self.starts[part])[:, None] + torch.arange(int(lengths[0]))
            places = torch.where(inside, places, places[0, 0]).to(self.ids.device)
            yield self.ids[places].long(), lengths, inside.to(self.ids.device)


def lesson(student: Student, teacher: Teacher, regress: nn.Linear, setting: Setting, group: tuple) -> Tensor:
    """Loss of the student against the teacher on raw sentences."""
    ids, lengths, inside = group
    with torch.no_grad():
        taught = teacher(setting.forms, ids, lengths)
        words, arcs = teacher.heads.words(taught), teacher.heads.arcs(taught, lengths)
        heads = arcs.argmax(2)
        labels = teacher.heads.labels(taught, heads)
    states = student(setting.forms, ids, lengths)
    own = student.heads.words(states)
    weights = {"upos": 1.0, "tag": 1.0, "entity": 2.0} | dict.fromkeys(FEATURES, FEATURE_WEIGHT)
    total = sum(weight * soft(own[name], words[name], inside) for name, weight in weights.items())
    total = total + soft(student.heads.arcs(states, lengths), arcs, inside)
    total = total + soft(student.heads.labels(states, heads), labels, inside)
    near = 1 - torch.cosine_similarity(regress(states).float(), taught.float(), dim=-1)
    return total + (near * inside).sum() / inside.sum()


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--words", type=int, default=12_000, help="words in a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--hidden", type=int, default=192)
    options = parser.parse_args()
    setting = load(options)
    teacher = restored(torch.load(options.teacher, weights_only=True)).to(setting.device).eval()
    student = Student(Sizes(hidden=options.hidden), dropout=0.1, word_dropout=0.1).to(setting.device)
    regress = nn.Linear(2 * options.hidden, teacher.sizes.hidden).to(setting.device)
    sentences = Sentences(setting)
    parameters = [*student.parameters(), *regress.parameters()]
    course = Course([(parameters, options.rate, 0.001)], options.steps, options.seconds)
    mean = Mean(student, 0.998)
    groups, batches = iter(()), setting.batches(setting.gold, 4000)
    for step in course:
        group = next(groups, None)
        if group is None:
            groups = sentences.groups(options.words)
            group = next(groups)
        with torch.autocast(setting.device, dtype=torch.bfloat16):
            loss = lesson(student, teacher, regress, setting, group)
            if step % 2:
                loss = loss + 0.3 * gold_loss(student, setting.forms, next(batches).to(setting.device))
        course.learn(loss)
        mean.update(student, step)
        if step % 1000 == 999:
            report(mean, setting)
    report(mean, setting)
    torch.save(saved(mean.model), options.out)


def report(mean: Mean, setting: Setting) -> None:
    found = {name: measure(mean.model, setting.forms, held, setting.device) for name, held in setting.held.items()}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
