"""Train the quotation network and the encoder below it together, so that the encoder's states serve both.

    export PYTHONPATH=.:training/quotes:training/language
    python training/quotes/train_together.py --data train.jsonl.xz --encoded train.pkl --student full.pt \
        --ud … --ner … --names names.json --device cpu --out-student told.pt --out quotes.pt

The encoder goes on from its weights and keeps learning trees from the gold in turn, so that it forgets none. What it
then says of tags and trees differs a little from what `--encoded` holds: encode anew, and let the network go on from
`quotes.pt` for some rounds (`train.py --start`), after `training/language/export.py`.
"""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from gold import epoch, padded
from learning import gold_loss, measure
from network import Student, restored, saved
from quote_network import QuoteNetwork, Sizes, Vocabulary
from schedule import Course, Mean
from setting import Setting, arguments
from setting import load as load_setting
from torch import Tensor
from train import Preparation, Prepared, batches, go_on, loss_of

from analysis.language.networks import pieces
from data import load

QUOTES_FROM = 1.0
"""Weight of the quotes' loss in what the encoder learns; the trees' loss has weight 1."""


class Sentences:
    """The sentences of documents as the encoder reads them."""

    def __init__(self, documents: list[Prepared], index: dict[str, int]) -> None:
        self.ids, self.cuts = {}, {}
        for document in documents:
            encoded = document.item.encoded
            self.ids[id(document)] = np.array([index[form] for form in encoded.forms])
            begins = [0, *(np.flatnonzero(np.diff(encoded.sentences)) + 1).tolist(), len(encoded.forms)]
            self.cuts[id(document)] = [
                (first + start, first + end)
                for first, last in pairwise(begins)
                for start, end in pieces(encoded.forms[first:last])
            ]

    def states(self, student: Student, setting: Setting, batch: list[tuple[Prepared, int, int]]) -> Tensor:
        """States of the batch's words, one document after the other; whole sentences are read."""
        wanted = [
            (number, start, end)
            for number, (document, a, b) in enumerate(batch)
            for start, end in self.cuts[id(document)]
            if start < b and end > a
        ]
        order = sorted(range(len(wanted)), key=lambda n: wanted[n][1] - wanted[n][2])
        rows = [self.ids[id(batch[wanted[n][0]][0])][wanted[n][1] : wanted[n][2]] for n in order]
        found = student(setting.forms, padded(rows, 0), torch.tensor([len(row) for row in rows]))
        inverse = np.argsort(order)
        told = []
        for place, (number, start, end) in zip(inverse.tolist(), wanted, strict=True):
            _, a, b = batch[number]
            told.append(found[place, max(a - start, 0) : min(b, end) - start])
        return torch.cat(told)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoded", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out-student", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="quotation network to go on from")
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--student-rate", type=float, default=6e-4)
    parser.add_argument("--gold-every", type=int, default=2, help="one step of trees to so many of quotes")
    parser.add_argument("--words", type=int, default=1500, help="words of trees in a step")
    parser.add_argument("--dropout", type=float, default=0.47)
    parser.add_argument("--sizes", nargs="*", default=["second=80", "hidden=144"])
    options = parser.parse_args()
    items = load(options.data, options.encoded)
    setting = load_setting(options, (form for item in items for form in item.encoded.forms))
    trees = [record for record in setting.gold if (record.heads >= 0).any()]
    vocabulary = Vocabulary(items)
    preparation = Preparation(vocabulary, items)
    documents = [preparation.prepare(item) for item in items]
    sentences = Sentences(documents, setting.forms.index)
    student = restored(torch.load(options.student, weights_only=True)).train()
    assert isinstance(student, Student)
    sizes = Sizes(**{k: int(v) for k, v in (pair.split("=") for pair in options.sizes)})
    network = QuoteNetwork(vocabulary.size, items[0].encoded.states.shape[1], sizes, dropout=options.dropout).train()
    if options.start:
        go_on(network, vocabulary, torch.load(options.start, weights_only=False))
    steps = options.epochs * len(batches(documents, setting.chance))
    course = Course([(list(network.parameters()), options.rate, 1e-3)], steps)
    below = Course([(list(student.parameters()), options.student_rate, 1e-2)], steps)
    means = Mean(network, 0.997), Mean(student, 0.997)
    quotes, gold = iter(()), iter(())
    begun = time.time()
    for step, _ in zip(course, below, strict=True):
        batch = next(quotes, None)
        if batch is None:
            quotes = iter(batches(documents, setting.chance))
            batch = next(quotes)
        loss = loss_of(network, batch, setting.chance, sentences.states(student, setting, batch))
        total = QUOTES_FROM * loss
        if step % options.gold_every == 0:
            tree = next(gold, None)
            if tree is None:
                gold = epoch(trees, setting.forms.index, setting.names, options.words, setting.chance)
                tree = next(gold)
            total = total + gold_loss(student, setting.forms, tree)
        for part in (course, below):
            part.optimiser.zero_grad()
        total.backward()
        norms = [
            float(torch.nn.utils.clip_grad_norm_(part.parameters, most)) for part, most in ((course, 2.0), (below, 1.0))
        ]
        for part in (course, below):
            part.optimiser.step()
            part.losses.append(loss.detach())
        for mean, model in zip(means, (network, student), strict=True):
            mean.update(model, step)
        if step % 20 == 0:
            print(f"{step}/{steps} loss {loss.item():.4f} norms {norms} {time.time() - begun:.0f}s", flush=True)
        if step % 400 == 399 or step == steps - 1:
            keep(means, vocabulary, options)
            held = setting.held["gsd"] if options.held_out else []
            print(json.dumps(measure(means[1].model, setting.forms, held, "cpu")) if held else "", flush=True)


def keep(means: tuple[Mean, Mean], vocabulary: Vocabulary, options) -> None:
    """Store both networks."""
    torch.save(saved(means[1].model), options.out_student)
    network = means[0].model
    sizes, state = network.sizes.__dict__, network.state_dict()
    torch.save({"state": state, "sizes": sizes, "columns": vocabulary.columns, "held": []}, options.out)


if __name__ == "__main__":
    main()
