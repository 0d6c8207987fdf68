"""Calibrate the readers of the folds, and choose the threshold of a row.

    python training/stance/calibrate.py --examples main.pkl --weights b_fold{}.pt a_fold{}.pt --out calibration.json
    python training/stance/calibrate.py --examples main.pkl --readers training/stance/thorough/{} --out thorough.json

Each fold's documents are read by the networks that left them out, or by the readers as they were exported. Scale and
bias of the log odds (Platt 1999) and the threshold of a fold are fitted on the other four; those of the shipped reader
(``all``) on the five.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import torch
from examples import Example
from learning import Prediction, predict
from network import Reader, Sizes
from scores import Point, asked, points, summary
from torch.nn.functional import binary_cross_entropy_with_logits
from train import load

from analysis.stance.lexicon import default_predicates
from analysis.stance.reader import network as packaged
from analysis.stance.reader.network import PROMISING

PRECISION = 0.7
"""Least precision at the threshold. At .60 the fast reader would find a third more."""
LOWEST = -4.6
"""Least log odds of the edges that calibration is fitted to; below are the thousands that nobody would draw."""


def read(path: Path) -> Reader:
    saved = torch.load(path, weights_only=True)
    reader = Reader(Sizes(*saved["sizes"]), 0.0)
    reader.load_state_dict(saved["state"])
    return reader


def blend(said: Sequence[Prediction | None]) -> Prediction | None:
    """Return what several networks say together, as the package does."""
    first = said[0]
    if first is None:
        return None
    rows = first[0].max(axis=1) > PROMISING
    signs, holders = (np.mean([one[column] for one in said if one is not None], axis=0) for column in (0, 1))
    return np.where(rows[:, None], signs, first[0]), np.where(rows[:, None], holders, first[1])


def judge(reader: packaged.Reader, examples: Sequence[Example]) -> list[Prediction | None]:
    """Return what an exported reader says of documents, None for those without cells."""
    said: list[Prediction | None] = []
    for example in examples:
        if example.related is None:
            said.append(None)
            continue
        _, verdicts = reader.judge(example.encoded, example.cells, predicates=default_predicates())
        said.append((verdicts.signs, verdicts.holders))
    return said


def fit(found: Sequence[Point]) -> dict[str, object]:
    columns = [
        _platt([p for p in found if p.side == side and p.right is not None and p.odds > LOWEST]) for side in (0, 1)
    ]
    calibration = np.array(columns).T
    judged = [(float(_probability(p, calibration)), p.right) for p in found if p.right is not None]
    judged.sort(reverse=True)
    right = np.cumsum([hit for _, hit in judged])
    enough = np.flatnonzero(right / np.arange(1, len(judged) + 1) >= PRECISION)
    threshold = judged[int(enough[-1])][0] if len(enough) else 1.0
    return {"calibration": calibration.tolist(), "threshold": threshold}


def _probability(point: Point, calibration: np.ndarray) -> float:
    scale, bias = calibration[:, point.side]
    return float(1 / (1 + np.exp(-(scale * point.odds + bias))))


def _platt(found: Sequence[Point]) -> tuple[float, float]:
    odds = torch.tensor([point.odds for point in found])
    right = torch.tensor([float(bool(point.right)) for point in found])
    scale, bias = torch.ones((), requires_grad=True), torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, bias], max_iter=100)

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        cost = binary_cross_entropy_with_logits(scale * odds + bias, right)
        cost.backward()
        return cost

    optimizer.step(step)
    return float(scale.detach()), float(bias.detach())


def read_fold(options: argparse.Namespace, fold: int, held: Sequence[Example]) -> list[Point]:
    """Return what is seen of a fold by the readers that left it out."""
    torch.set_num_threads(1)
    if options.readers:
        return points(held, judge(packaged.Reader(Path(options.readers.format(fold))), held))
    said = [predict(read(Path(name.format(fold))), held) for name in options.weights]
    return points(held, [blend(one) for one in zip(*said, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--weights", nargs="*", default=[], help="of each network, {} for the number of the fold")
    parser.add_argument("--readers", help="folders of exported readers, {} for the number of the fold")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    examples = load([options.examples])
    folds = sorted({example.record["fold"] for example in examples})
    parts = [[example for example in examples if example.record["fold"] == fold] for fold in folds]
    found = []
    with ProcessPoolExecutor(options.processes) as pool:
        for fold, held, part in zip(folds, parts, pool.map(partial(read_fold, options), folds, parts), strict=True):
            found.append(part)
            print(fold, summary(part, asked(held)), flush=True)
    everything = [point for part in found for point in part]
    result = {
        str(fold): fit([p for other, part in zip(folds, found, strict=True) if other != fold for p in part])
        for fold in folds
    }
    result["all"] = fit(everything)
    options.out.write_text(json.dumps(result, indent=2) + "\n")
    print(summary(sorted(everything, reverse=True, key=lambda p: p.odds), asked(examples)))
    print(json.dumps(result["all"]))


if __name__ == "__main__":
    main()
