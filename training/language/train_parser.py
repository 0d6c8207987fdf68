"""Train the tagger and parser.

python training/language/train_parser.py --ud shared/data/ud --out parser.pt [--held-out gsd] [--silver s.tsv]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from network import Batch, Forms, Parser, Sizes, loss_of, padded
from treebanks import Tree, Word, read_trees

from analysis.language.decoding import decode_heads
from analysis.language.labels import FEATURES, RELATIONS, TAGS, UPOS

FILES = {
    "gsd_dev.conllu": "gsd",
    "gsd_train_excerpt_1.conllu": "excerpt",
    "gsd_train_excerpt_2.conllu": "excerpt",
    "pud.conllu": "pud",
    "lit.conllu": "lit",
}
QUOTE_STYLES = [("„", "“"), ("»", "«"), ("«", "»"), ('"', '"'), ("“", "”"), ("``", "''"), ("‚", "‘"), ("'", "'")]
OPENING, CLOSING = {"``", "„"}, {"''", "“"}
UPOS_NUMBER = {name: number for number, name in enumerate(UPOS)}
TAG_NUMBER = {name: number for number, name in enumerate(TAGS)}
RELATION_NUMBER = {name: number for number, name in enumerate(RELATIONS)}
NOMINAL = {"NOUN", "PROPN", "ADJ", "DET", "PRON", "ADP", "NUM"}


def allowed_values(word: Word, source: str) -> dict[str, np.ndarray]:
    """Per feature a 0/1 vector of the values that the annotation permits."""
    finite = word.tag.endswith("FIN") or "Fin" in word.feats.get("VerbForm", ()) or "Mood" in word.feats
    result = {}
    for name, values in FEATURES.items():
        mask = np.zeros(len(values), dtype=np.float32)
        given = [values.index(v) for v in word.feats.get(name, ()) if v in values]
        verbal = name in ("Mood", "Tense", "Person") or (name == "Number" and word.upos in ("VERB", "AUX"))
        if name == "Degree" and not source.startswith("gsd") and len(given) != 1:
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


def _mask(mask: np.ndarray | tuple[np.ndarray, list[int]]) -> np.ndarray:
    return mask if isinstance(mask, np.ndarray) else mask[0][mask[1]]


class Sentences:
    """Trees as arrays."""

    def __init__(self, trees: list[Tree], forms: Forms, *, weights: dict[str, float]) -> None:
        self.rows = []
        for tree in trees:
            words = tree.words
            masks = [allowed_values(w, tree.source) for w in words]
            self.rows.append(
                {
                    "text": [w.text for w in words],
                    "form": np.array([forms.index[w.text] for w in words]),
                    "upos": np.array([UPOS.index(w.upos) if w.upos in UPOS else -1 for w in words]),
                    "tag": np.array([TAGS.index(w.tag) if w.tag in TAGS else -1 for w in words]),
                    "heads": np.array([w.head + 1 if w.relation else -1 for w in words]),
                    "relations": np.array(
                        [RELATIONS.index(w.relation) if w.relation in RELATIONS else -1 for w in words]
                    ),
                    "masks": {name: np.stack([m[name] for m in masks]) for name in FEATURES},
                    "weight": weights.get(tree.source, 1.0),
                    "source": tree.source,
                }
            )
        self.forms = forms

    def add_silver(self, sentences: list[list[list[str]]], *, weight: float) -> None:
        """Add automatic trees; `_` stands for what is open."""
        tables = [{v or "-": n for n, v in enumerate(values)} for values in FEATURES.values()]
        # one shared matrix per feature value: what is given as one row, what is open as ones
        rows_of = [np.concatenate([np.eye(len(t)), np.ones((1, len(t)))]).astype(np.float32) for t in tables]
        for words, tags, upos, heads, relations, *features in sentences:
            codes = [[t.get(v, len(t)) for v in column] for t, column in zip(tables, features, strict=True)]
            self.rows.append(
                {
                    "text": words,
                    "form": np.array([self.forms.index[w] for w in words]),
                    "upos": np.array([UPOS_NUMBER.get(v, -1) for v in upos]),
                    "tag": np.array([TAG_NUMBER.get(v, -1) for v in tags]),
                    "heads": np.array([int(v) if v != "_" else -1 for v in heads]),
                    "relations": np.array([RELATION_NUMBER.get(v, -1) for v in relations]),
                    "masks": {name: (rows, c) for name, rows, c in zip(FEATURES, rows_of, codes, strict=True)},
                    "weight": weight,
                    "source": "silver",
                }
            )

    def batch(self, numbers: list[int], restyle: random.Random | None = None) -> Batch:
        numbers = sorted(numbers, key=lambda n: -len(self.rows[n]["form"]))
        rows = [self.rows[n] for n in numbers]
        forms = padded([self.restyled(r, restyle) if restyle else r["form"] for r in rows], 0)
        allowed = {name: padded([_mask(r["masks"][name]) for r in rows], 1) for name in FEATURES}
        return Batch(
            self.forms.hashed[forms],
            self.forms.vectors[forms],
            torch.tensor([len(r["form"]) for r in rows]),
            *(padded([r[key] for r in rows], -1) for key in ("upos", "tag", "heads", "relations")),
            allowed,
            torch.tensor([r["weight"] for r in rows], dtype=torch.float32),
        )

    def restyled(self, row: dict, chance: random.Random) -> np.ndarray:
        """The same sentence with another house's quotation marks, so that none is strange later."""
        if not any(t in OPENING or t in CLOSING for t in row["text"]) or chance.random() < 0.4:
            return row["form"]
        opening, closing = chance.choice(QUOTE_STYLES)
        index = self.forms.index
        marks = {**dict.fromkeys(OPENING, opening), **dict.fromkeys(CLOSING, closing)}
        return np.array([index[marks.get(t, t)] for t in row["text"]])

    def batches(self, size: int, chance: random.Random | None) -> list[list[int]]:
        """Lists of sentence numbers of similar length, about `size` words each."""
        noise = (lambda: chance.random() * 6) if chance else (lambda: 0.0)
        order = sorted(range(len(self.rows)), key=lambda n: len(self.rows[n]["form"]) + noise())
        result, current, words = [], [], 0
        for n in order:
            current.append(n)
            words += len(self.rows[n]["form"])
            if words >= size:
                result.append(current)
                current, words = [], 0
        if current:
            result.append(current)
        if chance:
            chance.shuffle(result)
        return result


@torch.no_grad()
def scores(model: Parser, data: Sentences) -> dict[str, float]:
    """Accuracies on gold tokens."""
    model.eval()
    count = dict.fromkeys(("n", "upos", "tag_n", "tag", "uas", "las", "mood_n", "mood", "case_n", "case"), 0.0)
    for numbers in data.batches(3000, None):
        batch = data.batch(numbers)
        states = model.encode(batch.hashed, batch.vectors, batch.lengths)
        arcs = model.arcs(states).numpy()
        heads = torch.full_like(batch.heads, -1)
        for i, length in enumerate(batch.lengths.tolist()):
            heads[i, :length] = torch.from_numpy(decode_heads(arcs[i, :length, : length + 1]))
        relations = model.labels(states, heads).argmax(2)
        inside = batch.heads >= 0
        right = (heads == batch.heads) & inside
        count["n"] += inside.sum().item()
        count["uas"] += right.sum().item()
        count["las"] += (right & (relations == batch.relations)).sum().item()
        count["upos"] += ((model.upos(states).argmax(2) == batch.upos) & inside).sum().item()
        known = batch.tag >= 0
        count["tag_n"] += known.sum().item()
        count["tag"] += ((model.tag(states).argmax(2) == batch.tag) & known).sum().item()
        for name in ("Mood", "Case"):
            allowed = batch.allowed[name]
            definite = (allowed.sum(2) == 1) & (allowed[:, :, 0] == 0) & inside
            guess = model.features[name](states)[:, :, 1:].argmax(2) + 1
            hit = torch.gather(allowed, 2, guess.unsqueeze(2)).squeeze(2) > 0
            count[name.lower() + "_n"] += definite.sum().item()
            count[name.lower()] += (hit & definite).sum().item()
    model.train()
    result = {key: count[key] / max(count["n"], 1) for key in ("upos", "uas", "las")}
    for key in ("tag", "mood", "case"):
        result[key] = count[key] / max(count[key + "_n"], 1)
    return {key: round(100 * value, 2) for key, value in result.items()}


def load_gold(folder: Path) -> list[Tree]:
    return [tree for name, source in FILES.items() for tree in read_trees(folder / name, source=source)]


def all_forms(trees: list[Tree], more: set[str]) -> Forms:
    marks = {mark for pair in QUOTE_STYLES for mark in pair}
    return Forms(sorted({w.text for t in trees for w in t.words} | marks | more))


def read_silver(path: Path) -> list[list[list[str]]]:
    """Columns of the sentences that `silver_trees.py` wrote."""
    with path.open(encoding="utf-8") as stream:
        return [[column.split(" ") for column in line.rstrip("\n").split("\t")] for line in stream]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ud", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", nargs="*", default=[], choices=["gsd", "gsd-odd", "pud", "lit", "excerpt"])
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--silver-epochs", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--hidden", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lit-weight", type=float, default=0.7, help="literary prose of 1800 is far from news")
    parser.add_argument("--gsd-weight", type=float, default=1.0, help="of the only part in the current guidelines")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    chance = random.Random(options.seed)

    gold = load_gold(options.ud)
    if "gsd-odd" in options.held_out:
        for number, tree in enumerate([t for t in gold if t.source == "gsd"]):
            tree.source = "gsd-odd" if number % 2 else "gsd"
    silver = [columns for path in options.silver for columns in read_silver(path)]
    forms = all_forms(gold, {w for columns in silver for w in columns[0]})
    train = [tree for tree in gold if tree.source not in options.held_out]
    weights = {"lit": options.lit_weight, "gsd": options.gsd_weight}
    data = Sentences(train, forms, weights=weights)
    tests = {
        source: Sentences([t for t in gold if t.source == source], forms, weights={}) for source in options.held_out
    }
    model = Parser(Sizes(hidden=options.hidden))
    if options.start:
        model.load_state_dict(torch.load(options.start)["state"])
    stages = [(data, options.epochs, 1200)]
    if silver:
        both = Sentences(train * 2, forms, weights={**weights, "silver": 0.7})
        both.add_silver(silver, weight=0.7)
        stages.insert(0, (both, options.silver_epochs, 2700))
    steps = sum(len(stage.batches(size, None)) * epochs for stage, epochs, size in stages)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, betas=(0.9, 0.95), weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps + 1, pct_start=0.08)
    started = time.time()
    for stage, epochs, size in stages:
        for epoch in range(epochs):
            total = 0.0
            batches = stage.batches(size, chance)
            for step, numbers in enumerate(batches):
                optimiser.zero_grad()
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    loss = loss_of(model, stage.batch(numbers, chance))
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
                optimiser.step()
                schedule.step()
                total += loss.item()
                if step % 100 == 99:
                    print(
                        f"  step {step + 1}/{len(batches)} loss {total / (step + 1):.3f} {time.time() - started:.0f}s",
                        flush=True,
                    )
            report = (
                {source: scores(model, test) for source, test in tests.items()}
                if epoch % 2 or epoch == epochs - 1
                else {}
            )
            print(
                epoch + 1,
                f"loss {total / len(batches):.3f} {time.time() - started:.0f}s",
                json.dumps(report),
                flush=True,
            )
            torch.save({"state": model.state_dict(), "sizes": vars(model.sizes)}, options.out)


if __name__ == "__main__":
    main()
