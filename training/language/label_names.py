"""Let several recognisers label raw text together, for one that is to learn from all of them.

    python training/language/label_names.py --text bundestag.txt.xz --more news.jsonl.xz --trees gsd.conllu \
        --weights a.pt b.pt c.pt --out labelled.tsv

One sentence a line: tokens and labels, each separated by spaces, in two tab-separated columns.

References
----------
Hinton, Vinyals & Dean (2015): Distilling the knowledge in a neural network.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from entity_scores import bans
from gold import grouped, padded
from network import Forms
from silver_text import sentences_of
from train_entities import Recogniser, restored
from treebanks import read_trees

from analysis.language.entities import best_path
from analysis.language.labels import ENTITY_LABELS

BLOCK = 4000


def choose(text: Path, more: list[Path], trees: list[Path], count: int) -> list[list[str]]:
    """All sentences of `more` and of the treebanks, which are news and encyclopaedia as the gold is, some of `text`."""
    chance = random.Random(3)
    chosen = [words for path in more for words in sentences_of(path)]
    chosen += [[word.text for word in tree.words] for path in trees for tree in read_trees(path, source="raw")]
    pool = [words for words in sentences_of(text) if chance.random() < 0.12]
    chosen += chance.sample(pool, min(len(pool), count))
    chance.shuffle(chosen)
    return chosen


@torch.no_grad()
def label(models: list[Recogniser], sentences: list[list[str]]) -> list[list[str]]:
    """Labels of the best path under the mean of the models' scores."""
    forms = Forms(list(dict.fromkeys(word for words in sentences for word in words)))
    transitions = np.mean([model.transitions.numpy() for model in models], axis=0) + bans()
    result: list[list[str]] = [[] for _ in sentences]
    for group in grouped([len(words) for words in sentences], 4000):
        group = sorted(group, key=lambda n: -len(sentences[n]))
        ids = padded([np.array([forms.index[w] for w in sentences[n]]) for n in group], 0)
        lengths = torch.tensor([len(sentences[n]) for n in group])
        emissions = torch.stack([model.out(model(forms, ids, lengths)) for model in models]).mean(0).numpy()
        for row, number in enumerate(group):
            path = best_path(emissions[row, : len(sentences[number])], transitions)
            result[number] = [ENTITY_LABELS[n] for n in path]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="texts taken whole")
    parser.add_argument("--trees", type=Path, nargs="*", default=[], help="treebanks, of which only the words are read")
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=40_000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    models = [restored(path).eval() for path in options.weights]
    sentences = choose(options.text, options.more, options.trees, options.sentences)
    with options.out.open("w", encoding="utf-8") as stream:
        for begin in range(0, len(sentences), BLOCK):
            block = sentences[begin : begin + BLOCK]
            for words, labels in zip(block, label(models, block), strict=True):
                stream.write(" ".join(words) + "\t" + " ".join(labels) + "\n")
            print(f"{begin + len(block)}/{len(sentences)}", flush=True)


if __name__ == "__main__":
    main()
