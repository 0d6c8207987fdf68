"""Exact span F1 of names, from gold labels and scores of labels."""

from __future__ import annotations

import numpy as np

from analysis.language.entities import best_path, spans_of
from analysis.language.labels import ENTITIES, ENTITY_LABELS

KINDS = {"main": ("PER", "LOC", "ORG"), "PER": ("PER",), "LOC": ("LOC",), "ORG": ("ORG",), "all": ENTITIES}


def bans() -> np.ndarray:
    """[from, to]: nothing but a ban on I-X after anything other than B-X and I-X; the last row is the start."""
    result = np.zeros((len(ENTITY_LABELS) + 1, len(ENTITY_LABELS)), dtype=np.float32)
    for before, name in enumerate([*ENTITY_LABELS, "O"]):
        for to, label in enumerate(ENTITY_LABELS):
            if label.startswith("I-") and (name == "O" or name[1:] != label[1:]):
                result[before, to] = -1e4
    return result


def span_scores(gold: list[list[int]], scores: list[np.ndarray], transitions: np.ndarray) -> dict[str, float]:
    """F1 in per cent of PER, LOC, ORG together, each alone, and of all kinds."""
    guess = [best_path(emissions, transitions).tolist() for emissions in scores]
    result = {}
    for name, kinds in KINDS.items():
        right = found = there = 0
        for g, p in zip(gold, guess, strict=True):
            a = {s for s in spans_of(g) if s[2] in kinds}
            b = {s for s in spans_of(p) if s[2] in kinds}
            right, found, there = right + len(a & b), found + len(b), there + len(a)
        result[name] = round(200 * right / max(found + there, 1), 2)
    return result
