"""Train the recogniser of names: first on the word classes of raw text, then on the gold.

    python training/language/train_entities.py --ud … --ner … --names names.json --tagged tagged.tsv --out entities.pt

``--labelled`` adds raw sentences that other recognisers labelled (`label_names.py`); their share of the steps shrinks
to nothing at the end. With ``--held-out`` every fifth GermEval sentence is kept out of training and scored.
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import numpy as np
import torch
from entity_data import Sentence
from entity_scores import bans, span_scores
from gold import Record, batch_of, grouped, of_names, padded
from network import FormEncoder, Forms, Sizes, through
from schedule import Course, Mean
from setting import arguments, load
from silver_text import read_tagged
from torch import Tensor, nn

from analysis.language.labels import ENTITY_LABELS, TAGS


class Recogniser(nn.Module):
    """Two bidirectional LSTM layers under a linear-chain CRF.

    References
    ----------
    Lample, Ballesteros, Subramanian, Kawakami & Dyer (2016): Neural architectures for named entity recognition. NAACL.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.5) -> None:
        super().__init__()
        self.words = FormEncoder(sizes, word_dropout=0.3)
        self.first = nn.LSTM(sizes.spelling + sizes.vector, sizes.hidden, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(2 * sizes.hidden, sizes.hidden, batch_first=True, bidirectional=True)
        self.tag = nn.Linear(2 * sizes.hidden, len(TAGS))
        self.out = nn.Linear(2 * sizes.hidden, len(ENTITY_LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(ENTITY_LABELS) + 1, len(ENTITY_LABELS)))
        self.register_buffer("forbidden", torch.from_numpy(bans()))
        self.dropout = nn.Dropout(dropout)

    def forward(self, forms: Forms, ids: Tensor, lengths: Tensor) -> Tensor:
        """States of padded sentences, the longest first."""
        return through(self.first, self.second, self.dropout, self.words(forms, ids), lengths)

    def loss(self, emissions: Tensor, gold: Tensor, lengths: Tensor) -> Tensor:
        """Negative log probability of the gold's labels, per word."""
        matrix = self.transitions + self.forbidden
        labels = gold.clamp(min=0)
        score = matrix[-1, labels[:, 0]] + emissions[:, 0].gather(1, labels[:, :1]).squeeze(1)
        alpha = matrix[-1] + emissions[:, 0]
        for step in range(1, emissions.shape[1]):
            inside = step < lengths
            here = labels[:, step]
            gain = matrix[labels[:, step - 1], here] + emissions[:, step].gather(1, here[:, None]).squeeze(1)
            score = score + gain * inside
            following = torch.logsumexp(alpha[:, :, None] + matrix[:-1], dim=1) + emissions[:, step]
            alpha = torch.where(inside[:, None], following, alpha)
        return (torch.logsumexp(alpha, dim=1) - score).sum() / lengths.sum()


def learn_tags(
    model: Recogniser, tagged: list[tuple[list[str], list[str]]], forms: Forms, chance: random.Random
) -> None:
    """Go through tagged raw text once: the encoder learns German word classes, proper names among them."""
    groups = grouped([len(words) for words, _ in tagged], 1500, chance)
    parameters = [p for name, p in model.named_parameters() if not name.startswith(("out.", "transitions"))]
    course = Course([(parameters, 2e-3, 1e-2)], len(groups))
    for step in course:
        rows = sorted((tagged[n] for n in groups[step]), key=lambda row: -len(row[0]))
        ids = padded([np.array([forms.index[w] for w in words]) for words, _ in rows], 0)
        gold = padded([np.array([TAGS.index(t) if t in TAGS else -1 for t in tags]) for _, tags in rows], -1)
        states = model(forms, ids, torch.tensor([len(words) for words, _ in rows]))
        course.learn(nn.functional.cross_entropy(model.tag(states).flatten(0, 1), gold.flatten(), ignore_index=-1))


def read_labelled(path: Path) -> list[Record]:
    with path.open(encoding="utf-8") as stream:
        columns = (line.rstrip("\n").split("\t") for line in stream)
        return [of_names(Sentence(words.split(" "), labels.split(" "), "names")) for words, labels in columns]


@torch.no_grad()
def measure(model: Recogniser, forms: Forms, records: list[Record]) -> dict[str, float]:
    """F1 in per cent of exact names on gold tokens."""
    gold, found = [], []
    for group in grouped([len(r.words) for r in records], 4000):
        batch = batch_of([records[n] for n in group], forms.index)
        emissions = model.out(model(forms, batch.ids, batch.lengths)).numpy()
        for row, length in enumerate(batch.lengths.tolist()):
            gold.append(batch.entity[row, :length].tolist())
            found.append(emissions[row, :length])
    return span_scores(gold, found, (model.transitions + model.forbidden).numpy())


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument(
        "--tagged", type=Path, help="text with HanTa's tags (silver_text.py), to learn word classes from"
    )
    parser.add_argument("--labelled", type=Path, help="sentences with the labels of label_names.py")
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of --tagged")
    parser.add_argument("--halfway", action="store_true", help="keep the mean of --start and of what comes of it")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--words", type=int, default=1200, help="words in a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    options = parser.parse_args()
    tagged = read_tagged(options.tagged) if options.tagged else []
    silver = read_labelled(options.labelled) if options.labelled else []
    setting = load(options, (word for words in [*(w for w, _ in tagged), *(r.words for r in silver)] for word in words))
    records = [record for record in setting.gold if (record.entity >= 0).any()]
    held = setting.held["names-held"]
    model = Recogniser(Sizes(hidden=options.hidden))
    if options.start:
        model = restored(options.start)
    if tagged:
        learn_tags(model, tagged, setting.forms, setting.chance)
        store(model, options.out.with_suffix(".tagger.pt"))
    course = Course([(list(model.parameters()), options.rate, 1e-2)], options.steps, options.seconds)
    mean = Mean(model, 0.99)
    gold = setting.batches(records, options.words)
    more = setting.batches(silver, options.words)
    for step in course:
        raw = silver and setting.chance.random() > step / (0.8 * options.steps)
        batch = next(more if raw else gold)
        emissions = model.out(model(setting.forms, batch.ids, batch.lengths))
        course.learn(model.loss(emissions, batch.entity, batch.lengths))
        mean.update(model, step)
        if step % 400 == 399 or step == options.steps - 1:
            print(json.dumps(measure(mean.model, setting.forms, held)), flush=True)
            store(mean.model, options.out)
    if options.halfway:
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.model.parameters()), list(restored(options.start).parameters()), 0.5)
        print(json.dumps(measure(mean.model, setting.forms, held)), flush=True)
    store(mean.model, options.out)


def restored(path: Path) -> Recogniser:
    state = {k: v.float() for k, v in torch.load(path, weights_only=True).items()}
    model = Recogniser(Sizes(hidden=state["first.weight_hh_l0"].shape[1]))
    model.load_state_dict(state)
    return model


def store(model: Recogniser, path: Path) -> None:
    torch.save({k: v.half() for k, v in model.state_dict().items()}, path)


if __name__ == "__main__":
    main()
