"""What every training script takes: data, device, and the forms of all of it."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import Corpus
from gold import QUOTE_STYLES, Batch, Names, Record, epoch, load_gold, name_pool
from network import Forms


@dataclass(frozen=True)
class Setting:
    """Loaded data; `held` are the records that only measure."""

    corpus: Corpus
    gold: list[Record]
    held: dict[str, list[Record]]
    names: tuple[Names, Names]
    forms: Forms
    device: str
    chance: random.Random

    def batches(self, records: list[Record], words: int) -> Iterator[Batch]:
        """Pass over records again and again, about so many words in a batch; no records give none."""
        while records:
            yield from epoch(records, self.forms.index, self.names, words, self.chance)


def arguments(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--corpus", type=Path, help="from corpus.py; needed where raw text is read")
    parser.add_argument("--ud", type=Path, required=True)
    parser.add_argument("--ner", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True, help="from name_lists.py")
    parser.add_argument("--held-out", action="store_true", help="keep GSD dev and every fifth GermEval sentence out")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1, help="more than one is faster and not reproducible")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    return parser


def load(options: argparse.Namespace, more_words: Iterable[str] = ()) -> Setting:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    torch.set_float32_matmul_precision("high")
    corpus = Corpus.read(options.corpus) if options.corpus else Corpus.empty()
    records = load_gold(options.ud, options.ner)
    names = json.loads(options.names.read_text(encoding="utf-8"))
    kept = {"gsd", "names-held"} if options.held_out else set()
    gold = [record for record in records if record.source not in kept]
    held = {source: [r for r in records if r.source == source] for source in ("gsd", "names-held")}
    marks = [mark for pair in QUOTE_STYLES for mark in pair]
    more = [w for r in records for w in r.words] + [w for n in names.values() for x in n for w in x] + marks
    forms = Forms(list(dict.fromkeys([*corpus.forms, *more, *more_words])), device=options.device)
    return Setting(corpus, gold, held, (name_pool(gold), names), forms, options.device, random.Random(options.seed))
