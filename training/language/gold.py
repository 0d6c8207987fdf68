"""Gold of all kinds as one kind of record: trees from the treebanks, names from the entity corpora."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from entity_data import Sentence, read_germeval, read_pud
from torch import Tensor
from treebanks import Tree, Word, read_trees

from analysis.language.entities import spans_of
from analysis.language.labels import ENTITIES, ENTITY_LABELS, FEATURES, RELATIONS, TAGS, UPOS

FILES = {
    "gsd_dev.conllu": "gsd",
    "gsd_train_excerpt_1.conllu": "excerpt",
    "gsd_train_excerpt_2.conllu": "excerpt",
    "pud.conllu": "pud",
    "lit.conllu": "lit",
}
WEIGHTS = {"gsd": 2.0, "lit": 0.7}
"""GSD alone follows the current guidelines; literary prose of 1800 is far from news."""
QUOTE_STYLES = [("„", "“"), ('"', '"'), ("‚", "‘"), ("'", "'")]
OPENING, CLOSING = {"``", "„", "»"}, {"''", "“", "«"}
NOMINAL = {"NOUN", "PROPN", "ADJ", "DET", "PRON", "ADP", "NUM"}
Names = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Record:
    """A sentence; -1 where nothing is known, features as the values that the annotation permits."""

    words: list[str]
    upos: np.ndarray
    tag: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    allowed: dict[str, np.ndarray]
    entity: np.ndarray
    source: str


def _numbers(values: Sequence[str], names: tuple[str, ...]) -> np.ndarray:
    return np.array([names.index(v) if v in names else -1 for v in values], dtype=np.int64)


def allowed_values(word: Word, source: str) -> dict[str, np.ndarray]:
    """Per feature a 0/1 vector of the values that the annotation permits."""
    finite = word.tag.endswith("FIN") or "Fin" in word.feats.get("VerbForm", ()) or "Mood" in word.feats
    result = {}
    for name, values in FEATURES.items():
        mask = np.zeros(len(values), dtype=np.float32)
        given = [values.index(v) for v in word.feats.get(name, ()) if v in values]
        verbal = name in ("Mood", "Tense", "Person") or (name == "Number" and word.upos in ("VERB", "AUX"))
        if name == "Degree" and source != "gsd" and len(given) != 1:
            mask[:] = 1 if word.upos in ("ADJ", "ADV") else 0
            mask[0] = 1
        elif given:
            mask[given] = 1
        elif source in ("excerpt", "lit") and (
            (verbal and finite)
            or (not verbal and word.upos in NOMINAL)
            or (name == "Person" and word.upos in ("PRON", "DET"))
        ):
            mask[:] = 1
        else:
            mask[0] = 1
        result[name] = mask
    return result


def of_tree(tree: Tree) -> Record:
    words = tree.words
    masks = [allowed_values(word, tree.source) for word in words]
    return Record(
        [w.text for w in words],
        _numbers([w.upos for w in words], UPOS),
        _numbers([w.tag for w in words], TAGS),
        np.array([w.head + 1 if w.relation else -1 for w in words], dtype=np.int64),
        _numbers([w.relation for w in words], RELATIONS),
        {name: np.stack([m[name] for m in masks]) for name in FEATURES},
        np.full(len(words), -1, dtype=np.int64),
        tree.source,
    )


def of_names(sentence: Sentence, source: str = "names") -> Record:
    count = len(sentence.words)
    unknown = np.full(count, -1, dtype=np.int64)
    open_ = {name: np.ones((count, len(values)), dtype=np.float32) for name, values in FEATURES.items()}
    entity = _numbers(sentence.labels, ENTITY_LABELS)
    return Record(sentence.words, unknown, unknown, unknown, unknown, open_, entity, source)


def load_gold(ud: Path, ner: Path) -> list[Record]:
    """All gold; every fifth GermEval sentence has the source ``names-held``."""
    records = [of_tree(tree) for file, source in FILES.items() for tree in read_trees(ud / file, source=source)]
    germeval = enumerate(read_germeval(ner / "germeval2014_test.tsv"))
    records += [of_names(s, "names-held" if n % 5 == 4 else "names") for n, s in germeval]
    return records + [of_names(s) for s in read_pud(ner / "pud.iob2")]


def name_pool(records: list[Record]) -> Names:
    """The names of the gold by kind, as tokens."""
    pool: Names = {kind: [] for kind in ENTITIES}
    for record in records:
        if (record.entity >= 0).any():
            for start, end, kind in spans_of(record.entity.tolist()):
                pool[kind].append(record.words[start:end])
    return pool


def swapped(record: Record, pool: Names, listed: Names, chance: random.Random) -> Record:
    """The sentence with some of its names exchanged for others of their kind, so that contexts count, not names."""
    words: list[str] = []
    labels: list[str] = []
    position = 0
    own = [ENTITY_LABELS[n] for n in record.entity]
    for start, end, kind in spans_of(record.entity.tolist()):
        words += record.words[position:start]
        labels += own[position:start]
        other = record.words[start:end]
        if kind in ("PER", "LOC", "ORG") and chance.random() < 0.6:
            other = chance.choice(pool[kind] if chance.random() < 0.7 or kind == "ORG" else listed[kind])
            if kind == "ORG" and chance.random() < 0.15:
                other = chance.choice(listed[kind])
        words += other
        labels += [f"B-{kind}", *[f"I-{kind}"] * (len(other) - 1)]
        position = end
    return of_names(Sentence(words + record.words[position:], labels + own[position:], record.source), record.source)


def restyled(words: list[str], chance: random.Random) -> list[str]:
    """The same sentence with another house's quotation marks, so that none is strange later."""
    opening, closing = chance.choice(QUOTE_STYLES)
    return [opening if w in OPENING else closing if w in CLOSING else w for w in words]


@dataclass
class Batch:
    """Padded gold, the longest sentence first."""

    ids: Tensor
    lengths: Tensor
    upos: Tensor
    tag: Tensor
    heads: Tensor
    relations: Tensor
    entity: Tensor
    allowed: dict[str, Tensor]
    weight: Tensor

    def to(self, device: str) -> Batch:
        moved = {k: v.to(device) for k, v in self.__dict__.items() if isinstance(v, Tensor) and k != "lengths"}
        return replace(self, **moved, allowed={k: v.to(device) for k, v in self.allowed.items()})


def padded(rows: list[np.ndarray], fill: float) -> Tensor:
    longest = max(len(row) for row in rows)
    result = np.full((len(rows), longest, *rows[0].shape[1:]), fill, dtype=rows[0].dtype)
    for number, row in enumerate(rows):
        result[number, : len(row)] = row
    return torch.from_numpy(result)


def batch_of(records: list[Record], index: dict[str, int]) -> Batch:
    rows = sorted(records, key=lambda r: -len(r.words))
    unknown = len(index)
    return Batch(
        padded([np.array([index.get(w, unknown - 1) for w in r.words], dtype=np.int64) for r in rows], 0),
        torch.tensor([len(r.words) for r in rows]),
        *(padded([getattr(r, key) for r in rows], -1) for key in ("upos", "tag", "heads", "relations", "entity")),
        {name: padded([r.allowed[name] for r in rows], 1) for name in FEATURES},
        torch.tensor([WEIGHTS.get(r.source, 1.0) for r in rows]),
    )


def grouped(sizes: Sequence[int], words: int, chance: random.Random | None = None) -> list[list[int]]:
    """Numbers of sentences of similar length, about so many words together; in random order if `chance` is given."""
    noise = (lambda: chance.random() * 6) if chance else (lambda: 0.0)
    order = sorted(range(len(sizes)), key=lambda n: sizes[n] + noise())
    groups: list[list[int]] = [[]]
    for n in order:
        if groups[-1] and (len(groups[-1]) + 1) * sizes[n] > words:
            groups.append([])
        groups[-1].append(n)
    if chance:
        chance.shuffle(groups)
    return [group for group in groups if group]


def epoch(
    records: list[Record], index: dict[str, int], names: tuple[Names, Names], words: int, chance: random.Random
) -> Iterator[Batch]:
    """One pass over the gold, with names and quotation marks exchanged at random."""
    varied = []
    for record in records:
        if record.source.startswith("names") and chance.random() < 0.5:
            record = swapped(record, *names, chance)
        if chance.random() < 0.4:
            record = replace(record, words=restyled(record.words, chance))
        varied.append(record)
    for group in grouped([len(r.words) for r in varied], words, chance):
        yield batch_of([varied[n] for n in group], index)
