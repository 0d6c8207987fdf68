"""Train the quotation network.

    python training/quotes/train.py --data train.jsonl.xz varied1.jsonl.xz --encoded train.pkl varied1.pkl \
        --out quotes.pt

In each round one version of each document is read; `--soft` adds what teachers say of it. `--held-out 3` keeps every
tenth document, beginning with the fourth, for validation; two numbers keep a fifth; without it all documents train.
`README.md` says how the scripts follow each other.
"""

from __future__ import annotations

import argparse
import copy
import math
import pickle
import random
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from network import QuoteNetwork, Sizes, Vocabulary
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from torch.nn.functional import cross_entropy

from analysis.language.forms import hashes_of
from analysis.language.vectors import form_vectors
from analysis.quotes.features import form_ids
from analysis.quotes.syntax import Tree
from analysis.quotes.windows import BEFORE, WIDTH, relations
from data import ROLES, TYPES, Item, SoftLabels, Target, load, target_of

BATCH_WORDS = 2000
LONGEST = 700


@dataclass
class Prepared:
    """A document as tensors, with what is to be said of it: of every word, and of the anchors."""

    item: Item
    words: dict[str, Tensor]
    starts: Tensor
    tags: Tensor
    tree: Tree
    targets: list[Target]


class Preparation:
    """Tensors of documents; vectors of forms are looked up once."""

    def __init__(self, vocabulary: Vocabulary, items: list[Item]) -> None:
        self.vocabulary = vocabulary
        forms = sorted({form for item in items for form in item.encoded.forms})
        self.index = {form: number for number, form in enumerate(forms)}
        self.ids = form_ids(hashes_of(forms))
        self.vectors = form_vectors(forms)

    def prepare(self, item: Item) -> Prepared:
        e = item.encoded
        rows = np.array([self.index[form] for form in e.forms], dtype=np.int64)
        names = np.array([tag == "NE" or entity != "" for tag, entity in zip(e.tags, e.entities, strict=True)])
        words = {
            "forms": torch.from_numpy(self.ids[rows]),
            "vectors": torch.from_numpy(self.vectors[rows]),
            "lemmas": torch.from_numpy(e.lemmas),
            "head_lemmas": torch.from_numpy(e.lemmas[e.heads]),
            "categories": torch.from_numpy(self.vocabulary.numbers(item.columns)),
            "states": torch.from_numpy(e.states),
            "names": torch.from_numpy(names),
        }
        starts = np.zeros((len(rows), len(TYPES)), dtype=np.float32)
        tags = np.zeros((len(rows), len(TYPES) + len(ROLES) - 1), dtype=np.float32)
        for a in item.annotations:
            starts[a.anchor, a.type] = 1
            tags[a.roles[0], a.type] = 1
            for role in range(1, len(ROLES)):
                tags[a.roles[role], len(TYPES) + role - 1] = 1
        targets = [target_of(annotation) for annotation in item.annotations]
        return Prepared(item, words, torch.from_numpy(starts), torch.from_numpy(tags), Tree(e), targets)


def softened(document: Prepared, soft: SoftLabels, share: float) -> Prepared:
    """The document with `share` of what the teachers say in the place of its gold."""

    def mixed(gold, other):
        return (1 - share) * gold + share * other

    told = {target.anchor: target for target in soft.targets}
    targets = []
    for target in document.targets:
        other = told[target.anchor]
        # where the teachers see no quote, what they say of its parts means nothing
        trust = share * other.valid
        parts = (
            ((1 - trust) * left + trust * right).astype(left.dtype)
            for left, right in zip(target[2:], other[2:], strict=True)
        )
        targets.append(Target(target.anchor, mixed(1.0, other.valid), *parts))
    gold = {target.anchor for target in document.targets}
    targets += [t._replace(valid=share * t.valid) for t in soft.targets if t.anchor not in gold]
    return replace(
        document,
        starts=mixed(document.starts, torch.from_numpy(soft.starts.astype(np.float32))),
        tags=mixed(document.tags, torch.from_numpy(soft.tags.astype(np.float32))),
        targets=targets,
    )


def batches(documents: list[Prepared], rng: random.Random | None) -> list[list[tuple[Prepared, int, int]]]:
    """Documents (cut where very long) of like length together: (document, first word, word after the last)."""
    pieces = []
    for document in documents:
        count = len(document.starts)
        first = rng.randrange(0, LONGEST // 2) if rng and count > LONGEST else 0
        cuts = [0, *range(LONGEST - first, count, LONGEST), count] if count > LONGEST else [0, count]
        pieces += [(document, a, b) for a, b in pairwise(cuts) if b > a]
    key = (lambda p: (p[2] - p[1]) * rng.uniform(0.85, 1.15)) if rng else (lambda p: p[2] - p[1])
    pieces.sort(key=key)
    result, current, words = [], [], 0
    for piece in pieces:
        current.append(piece)
        words += piece[2] - piece[1]
        if words >= BATCH_WORDS:
            result.append(current)
            current, words = [], 0
    if current:
        result.append(current)
    if rng:
        rng.shuffle(result)
    return result


def forward(network: QuoteNetwork, batch: list[tuple[Prepared, int, int]]) -> tuple[Tensor, Tensor]:
    keys = batch[0][0].words
    words = {key: torch.cat([d.words[key][a:b] for d, a, b in batch]) for key in keys}
    lengths = torch.tensor([b - a for _, a, b in batch])
    states = network.encode(words, lengths)
    return states, network.start(states)


def look(network: QuoteNetwork, batch, states: Tensor, starts: Tensor, tags: Tensor, anchors: list[tuple[int, int]]):
    """Second stage for anchors (piece, word in the piece)."""
    tables = []
    for number, (d, a, b) in enumerate(batch):
        mine = np.array([w for n, w in anchors if n == number], dtype=np.int64)
        if len(mine):
            e = d.item.encoded
            ends = np.clip(e.pair_ends[a:b] - a, 0, None)
            related = d.tree.relate((mine + a).tolist())
            tables.append(np.concatenate([relations(mine, e.sentences[a:b], ends), related[..., None]], axis=2))
    relation = torch.from_numpy(np.concatenate(tables))
    return network.look(states, starts, tags, torch.tensor(anchors), relation)


def loss_of(network: QuoteNetwork, batch, rng: random.Random) -> Tensor:
    states, starts = forward(network, batch)
    tags = network.tags(states)
    total = torch.zeros(())
    words = sum(b - a for _, a, b in batch)
    for number, (d, a, b) in enumerate(batch):
        total = total + 3 * bce(starts[number, : b - a], d.starts[a:b], reduction="sum", pos_weight=torch.tensor(2.0))
        total = total + bce(tags[number, : b - a], d.tags[a:b], reduction="sum")
    known = [((n, t.anchor - a), t, a) for n, (d, a, b) in enumerate(batch) for t in d.targets if a <= t.anchor < b]
    near = {(n, w + k) for (n, w), _, _ in known for k in (-2, -1, 0, 1, 2)}
    with torch.no_grad():
        peak = torch.sigmoid(starts).amax(2)
        for number, (_, a, b) in enumerate(batch):
            peak[number, b - a :] = 0
        candidates = [tuple(x) for x in (peak > 0.03).nonzero().tolist()]
    negatives = [c for c in candidates if c not in near]
    negatives.sort(key=lambda c: -float(peak[c]))
    negatives = negatives[: max(12, len(known))]
    if len(negatives) < 6:
        negatives += [
            (n, w) for n, (_, a, b) in enumerate(batch) for w in rng.sample(range(b - a), 1) if (n, w) not in near
        ]
    chosen = sorted(known + [(n, None, 0) for n in negatives], key=lambda c: c[0])
    if not chosen:
        return total / words
    roles, verdict = look(network, batch, states, starts, tags, [c[0] for c in chosen])
    wanted = torch.zeros_like(roles)
    weights = torch.zeros(roles.shape[:2])
    valid = torch.tensor([c[1].valid if c[1] else 0.0 for c in chosen])
    rows = [i for i, c in enumerate(chosen) if c[1] is not None]
    for i in rows:
        (number, anchor), target, a = chosen[i]
        first, last = max(0, BEFORE - anchor), min(WIDTH, BEFORE + batch[number][2] - a - anchor)
        weights[i, first:last] = target.valid
        wanted[i, first:last] = torch.from_numpy(target.roles[first:last].astype(np.float32))
    if rows:
        by_role = torch.tensor([1.0, 2.0, 2.0, 1.0, 2.0])
        total = total + 0.4 * (bce(roles, wanted, reduction="none") * by_role * weights[..., None]).sum()
        kinds = torch.from_numpy(np.stack([chosen[i][1].kinds for i in rows]))
        total = total + 3 * (cross_entropy(verdict[rows, 1:6], kinds, reduction="none") * valid[rows]).sum()
        media = torch.from_numpy(np.stack([chosen[i][1].media for i in rows]))
        media_loss = bce(verdict[rows, 6:], media, reduction="none")
        total = total + 0.5 * (media_loss * valid[rows, None]).sum()
    total = total + 3 * bce(verdict[:, 0], valid, reduction="sum")
    return total / words


def go_on(network: QuoteNetwork, vocabulary: Vocabulary, saved: dict) -> None:
    """Take over earlier weights; categories are matched by value, layers that are new begin without effect."""
    state, fresh = saved["state"], network.state_dict()
    table = fresh["words.category.weight"]
    for known, column in zip(saved["columns"], vocabulary.columns, strict=True):
        for value, number in column.items():
            if value in known:
                table[number] = state["words.category.weight"][known[value]]
    for name, value in fresh.items():
        if name == "words.category.weight":
            continue
        if name in state:
            value.copy_(state[name])
        elif name in {"skip", "cond_tags.weight", "syntax.weight"}:
            value.zero_()
    network.load_state_dict(fresh)


def train(options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    versions: dict[str, list[Item]] = {}
    for data, encoded in zip(options.data, options.encoded, strict=True):
        for item in load(data, encoded):
            versions.setdefault(item.doc_id.partition("~")[0], []).append(item)
    names = list(versions)
    held = [name for place, name in enumerate(names) if place % 10 in options.held_out]
    names = [name for name in names if name not in set(held)]
    if options.fraction < 1:
        names = random.Random(0).sample(names, int(options.fraction * len(names)))
    train_items = [item for name in names for item in versions[name]]
    vocabulary = Vocabulary(train_items)
    preparation = Preparation(vocabulary, train_items)
    soft: dict[str, SoftLabels] = pickle.loads(options.soft.read_bytes()) if options.soft else {}

    def prepared(item: Item) -> Prepared:
        document = preparation.prepare(item)
        return softened(document, soft[item.doc_id], options.share) if item.doc_id in soft else document

    documents = [[prepared(item) for item in versions[name]] for name in names]
    sizes = Sizes(**{k: int(v) for k, v in (pair.split("=") for pair in options.sizes)})
    network = QuoteNetwork(vocabulary.size, train_items[0].encoded.states.shape[1], sizes, dropout=options.dropout)
    if options.start:
        go_on(network, vocabulary, torch.load(options.start, weights_only=False))
    average = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-3)
    per_epoch = len(batches([known[0] for known in documents], random.Random(0)))
    total, step = per_epoch * options.epochs, 0
    for epoch in range(options.epochs):
        network.train()
        begun, summed = time.time(), 0.0
        for batch in batches([rng.choice(known) for known in documents], rng):
            warm = min(1.0, (step + 1) / (per_epoch * 0.5))
            for group in optimizer.param_groups:
                group["lr"] = options.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / total)))
            optimizer.zero_grad()
            loss = loss_of(network, batch, rng)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            step += 1
            decay = min(0.997, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(average.parameters(), network.parameters(), strict=True):
                    a.lerp_(b, 1 - decay)
            summed += float(loss.detach())
        print(f"epoch {epoch} loss {summed / per_epoch:.4f} {time.time() - begun:.0f}s", flush=True)
        torch.save(
            {
                "state": average.state_dict(),
                "sizes": sizes.__dict__,
                "columns": vocabulary.columns,
                "epoch": epoch,
                "held": held,
                "trained": names,
            },
            options.out,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="documents, and versions from vary.py")
    parser.add_argument(
        "--encoded", type=Path, nargs="+", required=True, help="from encode_split.py, in the same order"
    )
    parser.add_argument("--soft", type=Path, help="what teachers say, from teach.py")
    parser.add_argument("--share", type=float, default=0.4, help="weight of the teachers beside the gold")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", type=int, nargs="*", choices=range(10), default=[])
    parser.add_argument("--start", type=Path, help="weights of the same sizes to go on from")
    parser.add_argument("--fraction", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", nargs="*", default=[])
    train(parser.parse_args())


if __name__ == "__main__":
    main()
