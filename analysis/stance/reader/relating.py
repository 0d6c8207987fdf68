"""How the words and parties of a sentence stand to the target of a cell."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .encoding import COLUMNS, Cells, Encoded, Ints

Floats = NDArray[np.float32]

READ_BACK: Final = 2
"""Sentences before one that are read with it."""
STEPS: Final = 4
PATHS: Final = STEPS * STEPS + 1
"""Steps up and down the tree from the target to a word, 3 for more; the last for a target that the sentence lacks."""
DISTANCES: Final = 13
"""Words between a word and the nearest one of the target, before it in seven steps and after it in six; the last for
none."""
FLAGS: Final = 5
"""0 plain word, 1 target, 2 other party, 3 speaker of the sentence, 4 somebody who is no party."""
CELL_WIDTH: Final = 14
PARTY_WIDTH: Final = 14
_EDGES: Final = np.array([1, 2, 3, 5, 9, 17])


class Related(NamedTuple):
    """Everything that the second stage is told about some cells; `length` is that of the longest sentence."""

    words: Ints
    """Words of each cell's sentence, -1 behind its end, shape (cells, length)."""
    paths: Ints
    distances: Ints
    flags: Ints
    cells: Floats
    memory: Ints
    """Stretches of words (first, end) whose states are read along, (0, 0) for none, shape (cells, 4, 2)."""
    refers: NDArray[np.bool_]
    """Which words refer to which party, shape (cells, parties, length)."""
    parties: Floats
    """Shape (cells, parties, `PARTY_WIDTH`)."""

    def take(self, rows: Ints) -> Related:
        """Return some of the cells."""
        length = int((self.words[rows] >= 0).sum(axis=1).max())
        part = Related._make(column[rows] for column in self)
        return part._replace(
            words=part.words[:, :length],
            paths=part.paths[:, :length],
            distances=part.distances[:, :length],
            flags=part.flags[:, :length],
            refers=part.refers[:, :, :length],
        )


class Relator:
    """What all cells of a document need."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self.count = len(encoded.numbers)
        self.known = len(encoded.parties)
        rows = encoded.references
        self.total = np.bincount(rows[rows[:, 2] >= 0, 2], minlength=self.known).astype(np.float32)
        self.by_sentence: list[list[tuple[int, int, int, int]]] = [[] for _ in range(self.count)]
        for first, last, party, sentence, kind in rows.tolist():
            self.by_sentence[sentence].append((first, last, party, kind))
        self.counts = np.zeros((self.count, self.known), dtype=np.float32)
        for sentence, own in enumerate(self.by_sentence):
            for _, _, party, _ in own:
                if party >= 0:
                    self.counts[sentence, party] += 1
        self.last = np.full((self.count + 1, self.known), -99, dtype=np.int64)
        """Sentence before each one in which a party is referred to last."""
        self.last_words: list[list[tuple[int, int]]] = []
        recent: list[tuple[int, int]] = [(0, 0)] * self.known
        for sentence, own in enumerate(self.by_sentence):
            self.last_words.append(recent)
            self.last[sentence + 1] = np.where(self.counts[sentence] > 0, sentence, self.last[sentence])
            if own:
                recent = recent.copy()
                for first, last, party, _ in own:
                    if party >= 0:
                        recent[party] = (first, last + 1)
        bounds = encoded.sentences
        said = [self._speaker(int(bounds[i]), int(bounds[i + 1])) for i in range(self.count)]
        self.shares = np.array([share for _, share in said])
        nobody = [-1, -1, -1, 0]
        self.speakers = np.array(
            [encoded.speakers[quote] if quote >= 0 else nobody for quote, _ in said], dtype=np.int64
        ).reshape(-1, 4)
        """Who speaks in each sentence: a row of `Encoded.speakers`."""
        self.title = encoded.categories[bounds[:-1], list(COLUMNS).index("segment")] if self.count else np.zeros(0)

    def _speaker(self, first: int, end: int) -> tuple[int, float]:
        """Return the quote that most words of a sentence stand in, and their share."""
        voices = self.encoded.voices[first:end]
        inside = voices[voices >= 0]
        if not len(inside):
            return -1, 0.0
        counts = np.bincount(inside)
        best = int(counts.argmax())
        return best, float(counts[best] / len(voices))

    def speaking(self, sentence: int) -> int | None:
        """Return the party that speaks in a sentence, -1 for somebody else, None for the narrator."""
        return int(self.speakers[sentence, 2]) if self.shares[sentence] else None

    def before(self, sentence: int, target: int) -> list[int]:
        """Return what is read before a sentence: those right before it, and the last that refers to the target."""
        near = list(range(max(sentence - READ_BACK, 0), sentence))
        last = int(self.last[sentence, target])
        return [last, *near] if 0 <= last < sentence - READ_BACK else near

    def relate(self, cells: Cells) -> Related:
        """Return how words and parties stand to the targets of cells."""
        encoded = self.encoded
        bounds = encoded.sentences
        sentences, targets = cells.sentences.tolist(), cells.targets.tolist()
        lengths = bounds[cells.sentences + 1] - bounds[cells.sentences]
        length = int(lengths.max(initial=1))
        shape = (len(sentences), length)
        words = np.arange(length)[None] + bounds[cells.sentences][:, None]
        words[words >= bounds[cells.sentences + 1][:, None]] = -1
        paths = np.full(shape, PATHS - 1)
        distances = np.full(shape, DISTANCES - 1)
        flags = np.zeros(shape, dtype=np.int64)
        refers = np.zeros((len(sentences), self.known, length), dtype=bool)
        named = np.zeros(len(sentences), dtype=np.int64)
        memory = np.zeros((len(sentences), 4, 2), dtype=np.int64)
        for row, (sentence, target) in enumerate(zip(sentences, targets, strict=True)):
            first, end = int(bounds[sentence]), int(bounds[sentence + 1])
            speaker = self.speakers[sentence].tolist()
            anchors = []
            for begin, last, party, _ in self.by_sentence[sentence]:
                span = slice(begin - first, last + 1 - first)
                flags[row, span] = 4 if party < 0 else 1 if party == target else 2
                if party >= 0:
                    refers[row, party, span] = True
                if party == target:
                    anchors.append((begin - first, last - first))
            if first <= speaker[0] < end:
                flags[row, speaker[0] - first : speaker[1] + 1 - first] = 3
            if anchors:
                paths[row, : end - first], distances[row, : end - first] = self._stand(first, end, anchors)
            named[row] = len(anchors)
            before = [(int(bounds[i]), int(bounds[i + 1])) if i >= 0 else (0, 0) for i in (sentence - 1, sentence - 2)]
            says = (speaker[0], speaker[1] + 1) if speaker[0] >= 0 else (0, 0)
            memory[row] = [self.last_words[sentence][target], says, *before]
        own, parties = self._cells(cells, named), self._parties(cells)
        return Related(words, paths, distances, flags, own, memory, refers, parties)

    def _stand(self, first: int, end: int, anchors: list[tuple[int, int]]) -> tuple[Ints, Ints]:
        count = end - first
        heads = np.clip(self.encoded.heads[first:end] - first, 0, count - 1)
        above_of: list[int] = heads.tolist()
        places = np.arange(count)
        paths = np.full(count, PATHS - 2)
        nearest = np.full(count, 99)
        for begin, last in anchors:
            gap = np.minimum(places - begin, 0) + np.maximum(places - last, 0)
            nearest = np.where(np.abs(gap) < np.abs(nearest), gap, nearest)
            risen = [-1] * count
            word, step = last, 0
            while begin <= above_of[word] <= last and above_of[word] != word:
                word = above_of[word]
            while risen[word] < 0:
                risen[word] = min(step, STEPS - 1)
                word, step = above_of[word], step + 1
            up = np.array(risen)
            up[begin : last + 1] = 0
            down = np.where(up >= 0, 0, STEPS - 1)
            rise = up.copy()
            above = places
            for depth in range(1, STEPS):
                above = heads[above]
                found = (rise < 0) & (up[above] >= 0)
                rise[found] = up[above][found]
                down[found] = depth
            rise[rise < 0] = STEPS - 1
            paths = np.minimum(paths, rise * STEPS + down)
        side = np.searchsorted(_EDGES, np.abs(nearest), side="right")
        return paths, np.where(side == 0, 0, np.where(nearest < 0, side, side + 6)).clip(max=DISTANCES - 2)

    def _cells(self, cells: Cells, named: Ints) -> Floats:
        """Return what is known of cells; `named` says how often each sentence names its target."""
        sentence, target = cells.sentences, cells.targets
        gap = sentence - self.last[sentence, target]
        others = (self.counts[sentence] > 0).sum(axis=1) - (named > 0)
        speaker = self.speakers[sentence, 2]
        known = np.full(len(sentence), min(self.known, 8) / 8)
        total = max(float(self.total.sum()), 1)
        columns = (
            named > 0, np.minimum(named, 3) / 3, gap == 1, gap == 2, (gap > 2) & (gap < 6), gap >= 6,
            self.total[target] / total, np.minimum(others, 3) / 3, speaker == target, speaker >= 0,
            self.shares[sentence], self.title[sentence] == 1, sentence == 0, known,
        )  # fmt: skip
        return np.stack(columns, axis=1).astype(np.float32)

    def _parties(self, cells: Cells) -> Floats:
        """Return what is known of all parties in view of each cell."""
        sentence = cells.sentences
        table = np.zeros((len(sentence), self.known, PARTY_WIDTH), dtype=np.float32)
        gap = sentence[:, None] - self.last[sentence]
        here = self.counts[sentence]
        share = self.shares[sentence]
        table[..., 0] = here > 0
        table[..., 1] = np.minimum(here, 3) / 3
        table[..., 2] = gap == 1
        table[..., 3] = gap == 2
        table[..., 4] = (gap > 2) & (gap < 6)
        table[..., 5] = gap >= 6
        table[..., 6] = self.total / max(float(self.total.sum()), 1)
        party = self.speakers[sentence, 2]
        speaks = np.flatnonzero(party >= 0)
        table[speaks, party[speaks], 7] = 1
        table[speaks, party[speaks], 8] = share[speaks]
        table[speaks, party[speaks], 9] = self.speakers[sentence[speaks], 3]
        table[..., 10] = (party >= 0)[:, None]
        table[np.arange(len(sentence)), cells.targets, 11] = 1
        table[..., 12] = share[:, None]
        table[..., 13] = 1
        return table
