"""Train the reader.

    python training/stance/train.py --examples more.pkl predicates.pkl --out shared.pt
    python training/stance/train.py --examples main.pkl more.pkl --start shared.pt --fold 0 --out fold0.pt

With ``--fold`` the documents of that fold of ``main.pkl`` are left out, and measured after every second round. The
weights that are written are the mean over the last steps, which is steadier than the last ones.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from pathlib import Path

import torch
from batches import collate, split
from examples import Example
from learning import loss, predict
from network import Reader, Sizes
from scores import asked, points, summary


def load(paths: list[Path]) -> list[Example]:
    examples: list[Example] = []
    for path in paths:
        with path.open("rb") as file:
            examples += pickle.load(file)
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--fold", type=int, help="fold to leave out")
    parser.add_argument(
        "--sample", type=float, default=1.0, help="share of the documents without a fold read in a round"
    )
    parser.add_argument("--part", type=float, default=1.0, help="share of the documents with a fold read in a round")
    parser.add_argument("--whole", nargs="*", default=[], metavar="SOURCE", help="sources of which a round reads all")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--dropout", type=float, default=0.35)
    parser.add_argument("--debatable", type=float, default=0.5)
    parser.add_argument("--words", type=int, default=3000, help="words in a step")
    parser.add_argument("--mean", type=float, default=0.998, help="how slowly the mean of the weights moves")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sizes", nargs="*", default=[], metavar="NAME=N")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)

    examples = load(options.examples)
    held = [e for e in examples if options.fold is not None and e.record.get("fold") == options.fold]
    own = [e for e in examples if e.related is not None and e.record.get("fold", -1) not in (-1, options.fold)]
    more = [e for e in examples if e.related is not None and e.record.get("fold", -1) == -1]
    whole = [e for e in more if e.record["source"] in options.whole]
    more = [e for e in more if e.record["source"] not in options.whole]
    saved = torch.load(options.start, weights_only=True) if options.start is not None else None
    if saved is not None:
        sizes = Sizes(*saved["sizes"])
    else:
        sizes = Sizes(vector=examples[0].vectors.shape[1], lexicon=examples[0].known.shape[1])
        sizes = sizes._replace(**{name: int(n) for name, n in (item.split("=") for item in options.sizes)})
    reader = Reader(sizes, options.dropout)
    if saved is not None:
        reader.load_state_dict(saved["state"], strict=False)
    mean = torch.optim.swa_utils.AveragedModel(
        reader, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(options.mean)
    )
    optimizer = torch.optim.AdamW(reader.parameters(), lr=options.rate, weight_decay=options.decay)
    size = options.part * sum(len(e.vectors) for e in own) + options.sample * sum(len(e.vectors) for e in more)
    size += sum(len(e.vectors) for e in whole)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.rate, total_steps=int(options.rounds * size / options.words * 1.05) + 50, pct_start=0.1
    )
    started = time.time()
    print(f"{len(own)} and {len(more)} documents, {len(held)} left out", flush=True)
    for number in range(options.rounds):
        total = steps = 0.0
        chosen = random.sample(own, int(options.part * len(own)))
        chosen += random.sample(more, int(options.sample * len(more))) + whole
        for batch in split(chosen, options.words, shuffle=True):
            words, groups = collate(batch, train=True)
            cost = loss(reader, words, groups, debatable=options.debatable)
            optimizer.zero_grad()
            cost.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(reader)
            total, steps = total + float(cost.detach()), steps + 1
        line = f"round {number}: loss {total / steps:.3f}, {time.time() - started:.0f} s"
        if held and (number % 2 or number == options.rounds - 1):
            line += "; " + summary(points(held, predict(mean.module, held)), asked(held))
        print(line, flush=True)
        torch.save({"state": mean.module.state_dict(), "sizes": tuple(sizes)}, options.out)


if __name__ == "__main__":
    main()
