"""Train a network on the gold: the teacher from its reading, or a student with nothing but the gold.

python training/language/teach.py --start read.pt … --out teacher.pt --held-out
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from learning import gold_loss, measure
from network import Sizes, Student, Teacher, restored, saved
from schedule import Course, Mean
from setting import arguments, load


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--start", type=Path, help="weights to go on from; without it a new student")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--words", type=int, default=3000, help="words in a step")
    parser.add_argument("--hidden", type=int, default=192, help="width of a new student")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    options = parser.parse_args()
    setting = load(options)
    model: Student | Teacher
    if options.start:
        model = restored(torch.load(options.start, weights_only=True))
    else:
        model = Student(Sizes(hidden=options.hidden))
    model.to(setting.device).train()
    own = [p for n, p in model.named_parameters() if not n.startswith(("heads.", "guess."))]
    course = Course(
        [(own, options.rate, 0.01), (list(model.heads.parameters()), options.head_rate, 0.01)],
        options.steps,
        options.seconds,
    )
    mean = Mean(model, 0.99)
    batches = setting.batches(setting.gold, options.words)
    for step in course:
        batch = next(batches).to(setting.device)
        with torch.autocast(setting.device, dtype=torch.bfloat16, enabled=setting.device != "cpu"):
            loss = gold_loss(model, setting.forms, batch)
        course.learn(loss)
        mean.update(model, step)
        if step % 500 == 499:
            report(mean, setting)
            torch.save(saved(mean.model), options.out)
    report(mean, setting)
    torch.save(saved(mean.model), options.out)


def report(mean: Mean, setting) -> None:
    found = {name: measure(mean.model, setting.forms, held, setting.device) for name, held in setting.held.items()}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
