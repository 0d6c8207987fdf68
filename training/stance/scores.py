"""Edges of predictions against the coders': the points of the precision-recall curve, and its best F1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from examples import Example


class Point(NamedTuple):
    """An edge that a reader sees, with its log odds; `right` is null where it may be found or not."""

    odds: float
    side: int
    right: bool | None
    held: bool | None
    source: str


def points(examples: Sequence[Example], predictions: Sequence[tuple[np.ndarray, np.ndarray] | None]) -> list[Point]:
    found = []
    for example, prediction in zip(examples, predictions, strict=True):
        if prediction is None:
            continue
        gold = _gold(example)
        best: dict[tuple[int, str, int], tuple[float, str | None]] = {}
        parties = example.encoded.parties
        for cell, (sentence, target) in enumerate(
            zip(example.cells.sentences.tolist(), example.cells.targets.tolist(), strict=True)
        ):
            holder = int(prediction[1][cell].argmax())
            name = ("narrator", None)[holder] if holder < 2 else parties[holder - 2]
            for side in (0, 1):
                key = (_coded_sentence(example, sentence), parties[target], side)
                odds = float(prediction[0][cell, side])
                if len(key[1]) == 2 and (key not in best or odds > best[key][0]):
                    best[key] = odds, name
        for key, (odds, name) in best.items():
            edge = gold.get(key)
            right = (edge[0] or None) if edge is not None else False
            held = None if edge is None else name in edge[1]
            found.append(Point(odds, key[2], right, held, example.record["source"]))
    return sorted(found, reverse=True, key=lambda point: point.odds)


def asked(examples: Sequence[Example]) -> int:
    """Return how many edges have to be found."""
    return sum(must for example in examples for must, _ in _gold(example).values())


def _gold(example: Example) -> dict[tuple[int, str, int], tuple[bool, set[str | None]]]:
    gold: dict[tuple[int, str, int], tuple[bool, set[str | None]]] = {}
    for edge in example.record["edges"]:
        must, holders = gold.get(key := (edge["s"], edge["target"], "+-".index(edge["sign"])), (False, set()))
        holders.add("narrator" if edge["holder"] == "narrator" else edge["holder_country"])
        gold[key] = must or edge["must"], holders
    return gold


def _coded_sentence(example: Example, sentence: int) -> int:
    start, end = example.spans[sentence]
    shares = [min(end, b) - max(start, a) for a, b in example.record["sentences"]]
    return 1 + max(range(len(shares)), key=shares.__getitem__)


def summary(found: Sequence[Point], gold: int) -> str:
    """Return the best F1 with its precision, recall and holders, and recall and holders where precision is .70."""
    best, precise = (0.0,), (0.0,)
    right = wrong = held = coded = 0
    for point in found:
        right += point.right is True
        wrong += point.right is False
        held += point.held is True
        coded += point.held is not None
        precision, recall = right / max(right + wrong, 1), right / gold
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        now = f1, precision, recall, held / max(coded, 1), point.odds
        best = max(best, now)
        if precision >= 0.7:
            precise = now
    show = ", ".join
    return f"best {show(f'{v:.3f}' for v in best)}; at P .70 {show(f'{v:.3f}' for v in precise)}"
