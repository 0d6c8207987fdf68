"""Train the recogniser of names.

    python training/language/train_entities.py --ner shared/data/ner --out entities.pt [--measure]

With ``--measure`` every fifth GermEval sentence is kept out of training and scored.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from entity_data import Sentence, read_germeval, read_pud
from name_lists import pools
from network import Forms, Sizes, WordEncoder, padded
from silver_text import read_tagged
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from analysis.language.entities import best_path, spans_of
from analysis.language.labels import ENTITIES, ENTITY_LABELS, TAGS


def forbidden() -> Tensor:
    """[from, to] = 1 where I-X follows neither B-X nor I-X; the last row is the start."""
    size = len(ENTITY_LABELS)
    result = torch.zeros(size + 1, size)
    for to, label in enumerate(ENTITY_LABELS):
        if label.startswith("I-"):
            for start in range(size + 1):
                before = ENTITY_LABELS[start] if start < size else "O"
                result[start, to] = float(before[1:] != label[1:] or before == "O")
    return result


class Recogniser(nn.Module):
    """Two bidirectional LSTM layers under a linear-chain CRF.

    References
    ----------
    Lample, Ballesteros, Subramanian, Kawakami & Dyer (2016): Neural architectures for named entity recognition. NAACL.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.4) -> None:
        super().__init__()
        self.words = WordEncoder(sizes, word_dropout=0.3)
        self.first = nn.LSTM(sizes.hashed + sizes.vector, sizes.hidden, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(2 * sizes.hidden, sizes.hidden, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * sizes.hidden, len(ENTITY_LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(ENTITY_LABELS) + 1, len(ENTITY_LABELS)))
        self.register_buffer("forbidden", forbidden() * -1e4)
        self.dropout = nn.Dropout(dropout)
        self.sizes = sizes

    def emissions(self, hashed: Tensor, vectors: Tensor, lengths: Tensor) -> Tensor:
        return self.out(self.states(hashed, vectors, lengths))

    def states(self, hashed: Tensor, vectors: Tensor, lengths: Tensor) -> Tensor:
        batch, longest = hashed.shape[:2]
        words = self.words(hashed.reshape(batch * longest, -1), vectors.reshape(batch * longest, -1))
        states = self.dropout(words).reshape(batch, longest, -1)
        first, _ = self.first(pack_padded_sequence(states, lengths, batch_first=True))
        dropped = PackedSequence(
            self.dropout(first.data), first.batch_sizes, first.sorted_indices, first.unsorted_indices
        )
        second, _ = self.second(dropped)
        return self.dropout(pad_packed_sequence(second, batch_first=True)[0])

    def loss(self, emissions: Tensor, gold: Tensor, lengths: Tensor, weight: Tensor) -> Tensor:
        matrix = self.transitions + self.forbidden
        score = matrix[-1, gold[:, 0].clamp(min=0)] + emissions[:, 0].gather(1, gold[:, :1].clamp(min=0)).squeeze(1)
        alpha = matrix[-1] + emissions[:, 0]
        for step in range(1, emissions.shape[1]):
            inside = step < lengths
            here = gold[:, step].clamp(min=0)
            step_score = matrix[gold[:, step - 1].clamp(min=0), here] + emissions[:, step].gather(
                1, here.unsqueeze(1)
            ).squeeze(1)
            score = score + step_score * inside
            following = torch.logsumexp(alpha.unsqueeze(2) + matrix[:-1].unsqueeze(0), dim=1) + emissions[:, step]
            alpha = torch.where(inside.unsqueeze(1), following, alpha)
        return ((torch.logsumexp(alpha, dim=1) - score) * weight).sum() / lengths.sum()


Pool = dict[str, list[list[str]]]


def swapped(sentence: Sentence, pool: Pool, listed: Pool, chance: random.Random) -> Sentence:
    """The sentence with some of its names exchanged for others of their kind, so that contexts count, not names."""
    words: list[str] = []
    labels: list[str] = []
    position = 0
    for start, end, kind in spans_of([ENTITY_LABELS.index(x) for x in sentence.labels]):
        words += sentence.words[position:start]
        labels += sentence.labels[position:start]
        other = sentence.words[start:end]
        if kind in ("PER", "LOC", "ORG") and chance.random() < 0.6:
            other = chance.choice(pool[kind] if chance.random() < 0.7 or kind == "ORG" else listed[kind])
            if kind == "ORG" and chance.random() < 0.15:
                other = chance.choice(listed[kind])
        words += other
        labels += [f"B-{kind}", *[f"I-{kind}"] * (len(other) - 1)]
        position = end
    return Sentence(words + sentence.words[position:], labels + sentence.labels[position:], sentence.source)


def f_scores(gold: list[list[int]], guess: list[list[int]]) -> dict[str, float]:
    """Exact span F1 of PER, LOC, ORG together, each alone, and of all kinds."""
    result = {}
    for name, kinds in {
        "main": ("PER", "LOC", "ORG"),
        "PER": ("PER",),
        "LOC": ("LOC",),
        "ORG": ("ORG",),
        "all": ENTITIES,
    }.items():
        right = found = there = 0
        for g, p in zip(gold, guess, strict=True):
            a = {s for s in spans_of(g) if s[2] in kinds}
            b = {s for s in spans_of(p) if s[2] in kinds}
            right, found, there = right + len(a & b), found + len(b), there + len(a)
        result[name] = round(200 * right / max(found + there, 1), 2)
    return result


class Data:
    """Sentences as batches."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms

    def batch(self, sentences: list[Sentence]) -> tuple[Tensor, Tensor, Tensor, Tensor, list[int]]:
        order = sorted(range(len(sentences)), key=lambda n: -len(sentences[n].words))
        rows = [sentences[n] for n in order]
        forms = padded([np.array([self.forms.index[w] for w in s.words]) for s in rows], 0)
        gold = padded([np.array([ENTITY_LABELS.index(x) for x in s.labels]) for s in rows], -1)
        lengths = torch.tensor([len(s.words) for s in rows])
        return self.forms.hashed[forms], self.forms.vectors[forms], lengths, gold, order


@torch.no_grad()
def predict(model: Recogniser, data: Data, sentences: list[Sentence]) -> list[list[int]]:
    model.eval()
    matrix = (model.transitions + model.forbidden).numpy()
    result: list[list[int]] = [[] for _ in sentences]
    by_length = sorted(range(len(sentences)), key=lambda n: len(sentences[n].words))
    for begin in range(0, len(by_length), 64):
        part = by_length[begin : begin + 64]
        hashed, vectors, lengths, _, order = data.batch([sentences[n] for n in part])
        emissions = model.emissions(hashed, vectors, lengths).numpy()
        for row, (number, length) in enumerate(zip(order, lengths.tolist(), strict=True)):
            result[part[number]] = best_path(emissions[row, :length], matrix).tolist()
    model.train()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ner", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument(
        "--silver", type=Path, nargs="*", default=[], help="TSV of token and label, as write_silver gives"
    )
    parser.add_argument("--silver-epochs", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument(
        "--tagged", type=Path, help="text with HanTa's tags (silver_text.py), to learn word classes from first"
    )
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    chance = random.Random(options.seed)
    germeval = read_germeval(options.ner / "germeval2014_test.tsv")
    held = germeval[4::5] if options.measure else []
    gold = [s for n, s in enumerate(germeval) if not options.measure or n % 5 != 4] + read_pud(options.ner / "pud.iob2")
    silver = [s for path in options.silver for s in read_silver(path)]
    tagged = read_tagged(options.tagged) if options.tagged else []
    listed = pools(options.seed)
    names = {w for kind in listed.values() for name in kind for w in name}
    forms = Forms(
        sorted({w for s in gold + held + silver for w in s.words} | names | {w for words, _ in tagged for w in words}),
        hints=True,
    )
    data = Data(forms)
    pool: dict[str, list[list[str]]] = {kind: [] for kind in ENTITIES}
    for s in gold:
        for start, end, kind in spans_of([ENTITY_LABELS.index(x) for x in s.labels]):
            pool[kind].append(s.words[start:end])
    model = Recogniser(Sizes(hidden=options.hidden), dropout=options.dropout)
    if options.start:
        model.load_state_dict(torch.load(options.start)["state"])
    if tagged:
        pretrain(model, tagged, forms, chance)
        torch.save({"state": model.state_dict(), "sizes": vars(model.sizes)}, options.out.with_suffix(".tagger.pt"))
    stages = [(gold, options.epochs)]
    if silver:
        stages.insert(0, (gold + silver, options.silver_epochs))
    steps = sum((sum(len(s.words) for s in part) // 700 + 2) * epochs for part, epochs in stages)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, betas=(0.9, 0.95), weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options.rate, total_steps=int(steps * 1.15) + 50, pct_start=0.05
    )
    started = time.time()
    for part, epochs in stages:
        for epoch in range(epochs):
            sentences = [
                swapped(s, pool, listed, chance) if s.source != "silver" and chance.random() < 0.5 else s for s in part
            ]
            order = sorted(range(len(sentences)), key=lambda n: len(sentences[n].words) + chance.random() * 5)
            batches, current, words = [], [], 0
            for n in order:
                current.append(sentences[n])
                words += len(sentences[n].words)
                if words > 700:
                    batches.append(current)
                    current, words = [], 0
            if current:
                batches.append(current)
            chance.shuffle(batches)
            total = 0.0
            for group in batches:
                hashed, vectors, lengths, tags, _ = data.batch(group)
                optimiser.zero_grad()
                weight = torch.ones(len(group))
                loss = model.loss(model.emissions(hashed, vectors, lengths), tags, lengths, weight)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
                optimiser.step()
                schedule.step()
                total += loss.item()
            report = {}
            if held and (epoch % 4 == 3 or epoch == epochs - 1):
                report = f_scores(
                    [[ENTITY_LABELS.index(x) for x in s.labels] for s in held], predict(model, data, held)
                )
            print(
                epoch + 1,
                f"loss {total / len(batches):.4f} {time.time() - started:.0f}s",
                json.dumps(report),
                flush=True,
            )
            torch.save({"state": model.state_dict(), "sizes": vars(model.sizes)}, options.out)


def pretrain(model: Recogniser, tagged: list[tuple[list[str], list[str]]], forms: Forms, chance: random.Random) -> None:
    """One pass over tagged raw text: the encoder learns German word classes, proper names among them."""
    head = nn.Linear(2 * model.sizes.hidden, len(TAGS))
    parameters = [*model.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=2e-3, betas=(0.9, 0.95), weight_decay=1e-2)
    order = sorted(range(len(tagged)), key=lambda n: len(tagged[n][0]) + chance.random() * 3)
    groups: list[list[int]] = [[]]
    words = 0
    for n in order:
        groups[-1].append(n)
        words += len(tagged[n][0])
        if words > 1200:
            groups.append([])
            words = 0
    groups = [group for group in groups if group]
    chance.shuffle(groups)
    started, total = time.time(), 0.0
    for step, group in enumerate(groups):
        rows = sorted((tagged[n] for n in group), key=lambda row: -len(row[0]))
        ids = padded([np.array([forms.index[w] for w in row[0]]) for row in rows], 0)
        gold = padded([np.array([TAGS.index(t) if t in TAGS else -1 for t in row[1]]) for row in rows], -1)
        lengths = torch.tensor([len(row[0]) for row in rows])
        for option in optimiser.param_groups:
            option["lr"] = 2e-3 * min(1.0, (step + 1) / 100) * (1 - 0.8 * step / len(groups))
        optimiser.zero_grad()
        states = model.states(forms.hashed[ids], forms.vectors[ids], lengths)
        loss = nn.functional.cross_entropy(head(states).flatten(0, 1), gold.flatten(), ignore_index=-1)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 2.0)
        optimiser.step()
        total += loss.item()
        if step % 100 == 99:
            print(f"  tagger {step + 1}/{len(groups)} loss {total / 100:.3f} {time.time() - started:.0f}s", flush=True)
            total = 0.0


def read_silver(path: Path) -> list[Sentence]:
    """Sentences of token TAB label, parted by empty lines."""
    blocks = [block.split("\n") for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    rows = [[line.split("\t") for line in block if line] for block in blocks]
    return [Sentence([r[0] for r in block], [r[1] for r in block], "silver") for block in rows]


if __name__ == "__main__":
    main()
