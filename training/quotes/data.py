"""The benchmark's documents, parsed and encoded, with their annotations as sets of words."""

from __future__ import annotations

import json
import lzma
import pickle
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.quotes.categories import Column, columns_of
from analysis.quotes.features import Encoded
from analysis.quotes.windows import BEFORE, WIDTH

TYPES = ("Direct", "Indirect", "Reported", "FreeIndirect", "IndirectFreeIndirect")
ROLES = ("quote", "speaker", "cue", "frame", "addressee")
MEDIA = {
    "Speech": (1, 0, 0),
    "Thought": (0, 1, 0),
    "Writing": (0, 0, 1),
    "SW": (1, 0, 1),
    "ST": (1, 1, 0),
    "TW": (0, 1, 1),
}


@dataclass
class Annotation:
    """A gold quote: positions of its words by role."""

    type: int
    medium: tuple[int, int, int]
    roles: tuple[np.ndarray, ...]

    @property
    def anchor(self) -> int:
        return int(self.roles[0][0])


@dataclass
class Item:
    """One document."""

    doc_id: str
    encoded: Encoded
    annotations: list[Annotation]

    @cached_property
    def columns(self) -> list[Column]:
        return columns_of(self.encoded)


class Target(NamedTuple):
    """What is to be said of an anchor."""

    anchor: int
    valid: float
    """Probability of a quote."""
    kinds: np.ndarray
    """Probability of each type."""
    media: np.ndarray
    roles: np.ndarray
    """Probability of each role for the words of the window, shape (WIDTH, roles)."""


class SoftLabels(NamedTuple):
    """What other networks say of a document, see `teach.py`; probabilities."""

    starts: np.ndarray
    tags: np.ndarray
    targets: list[Target]


def target_of(annotation: Annotation) -> Target:
    """A gold quote as a target."""
    roles = np.zeros((WIDTH, len(ROLES)), dtype=np.float16)
    for role, positions in enumerate(annotation.roles):
        place = positions - annotation.anchor + BEFORE
        roles[place[(place >= 0) & (place < WIDTH)], role] = 1
    kinds = np.eye(len(TYPES), dtype=np.float32)[annotation.type]
    return Target(annotation.anchor, 1.0, kinds, np.array(annotation.medium, dtype=np.float32), roles)


def read_records(path: Path) -> list[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def words_in(encoded: Encoded, spans: list[list[int]]) -> np.ndarray:
    inside = np.zeros(len(encoded.starts), dtype=bool)
    for start, end in spans:
        inside |= (encoded.starts < end) & (encoded.ends > start)
    return np.flatnonzero(inside)


def annotate(encoded: Encoded, record: dict) -> list[Annotation]:
    result = []
    for row in record["annotations"]:
        roles = tuple(words_in(encoded, row[role]["spans"]) for role in ROLES)
        if len(roles[0]):
            result.append(Annotation(TYPES.index(row["type"]), MEDIA.get(row["medium"], (0, 0, 0)), roles))
    return result


def load(path: Path, cache: Path) -> list[Item]:
    """Documents of a split; parsing is done by `encode_split.py`, in the run-time environment."""
    with cache.open("rb") as stream:
        encoded: dict[str, Encoded] = pickle.load(stream)
    return [Item(r["doc_id"], encoded[r["doc_id"]], annotate(encoded[r["doc_id"]], r)) for r in read_records(path)]
