"""Parse raw text with trained parsers, to train the next one on it.

    python training/language/silver_trees.py --tagged tagged.tsv --parsers a.pt b.pt --out silver.tsv

Reads what `silver_text.py` wrote; the parsers vote with their probabilities, HanTa's tag with half a vote.
Each line holds tab-separated columns of tokens: words, tags, universal tags, heads, relations and one column per
feature. What the parsers doubt (probability under one half) is left open (``_``); sentences that they doubt
altogether are left out.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from network import Forms, Parser, Sizes, padded
from silver_text import read_tagged

from analysis.language.decoding import decode_heads
from analysis.language.labels import FEATURES, RELATIONS, TAGS, UPOS


def load(path: Path) -> Parser:
    """A trained parser, ready to predict."""
    stored = torch.load(path)
    model = Parser(Sizes(**stored["sizes"]))
    model.load_state_dict(stored["state"])
    return model.eval()


@torch.no_grad()
def vote(models: list[Parser], forms: Forms, sentences: list[list[str]]) -> list[dict[str, np.ndarray]]:
    """Mean probabilities of the models; sentences in descending order of length."""
    ids = padded([np.array([forms.index[w] for w in words]) for words in sentences], 0)
    lengths = torch.tensor([len(words) for words in sentences])
    hashed, vectors = forms.hashed[ids], forms.vectors[ids]
    states = [model.encode(hashed, vectors, lengths) for model in models]
    columns = torch.arange(int(lengths[0]) + 1).expand(len(sentences), -1) > lengths.unsqueeze(1)

    def mean(parts: list[torch.Tensor]) -> np.ndarray:
        return torch.stack([torch.softmax(part, 2) for part in parts]).mean(0).numpy()

    pairs = list(zip(models, states, strict=True))
    arcs = mean([m.arcs(s).masked_fill(columns.unsqueeze(1), -1e4) for m, s in pairs])
    heads = np.zeros(ids.shape, dtype=np.int64)
    for row, length in enumerate(lengths.tolist()):
        heads[row, :length] = decode_heads(np.log(arcs[row, :length, : length + 1] + 1e-9))
    chosen = torch.from_numpy(heads)
    result = {
        "upos": mean([m.upos(s) for m, s in pairs]),
        "tag": mean([m.tag(s) for m, s in pairs]),
        "relations": mean([m.labels(s, chosen) for m, s in pairs]),
        **{name: mean([m.features[name](s) for m, s in pairs]) for name in FEATURES},
    }
    sure = np.take_along_axis(arcs, heads[:, :, None], 2)[:, :, 0]
    return [
        {"heads": heads[row, :n], "sure": sure[row, :n], **{key: value[row, :n] for key, value in result.items()}}
        for row, n in enumerate(lengths.tolist())
    ]


def columns_of(found: dict[str, np.ndarray], hanta: list[str]) -> list[str] | None:
    """The output columns of a sentence, or None if it is too doubtful."""
    sure = found["sure"]
    if np.log(sure + 1e-6).mean() < -0.35:
        return None
    tags = found["tag"].copy()
    for row, tag in enumerate(hanta):
        if tag in TAGS:
            tags[row, TAGS.index(tag)] += 0.5
    heads = [str(h) if p > 0.5 else "_" for h, p in zip(found["heads"].tolist(), sure.tolist(), strict=True)]

    def best(scores: np.ndarray, names: tuple[str, ...]) -> str:
        return " ".join(names[i] if p > 0.5 else "_" for i, p in zip(scores.argmax(1), scores.max(1), strict=True))

    rest = [best(found[name], tuple(v or "-" for v in values)) for name, values in FEATURES.items()]
    return [best(tags, TAGS), best(found["upos"], UPOS), " ".join(heads), best(found["relations"], RELATIONS), *rest]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tagged", type=Path, required=True)
    parser.add_argument("--parsers", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--part", type=int, nargs=2, default=(0, 1), metavar=("K", "N"), help="only every N-th sentence, from K"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    models = [load(path) for path in options.parsers]
    tagged = read_tagged(options.tagged)[options.part[0] :: options.part[1]]
    forms = Forms(sorted({w for words, _ in tagged for w in words}))
    order = sorted(range(len(tagged)), key=lambda n: -len(tagged[n][0]))
    lines: dict[int, str] = {}
    started = time.time()
    for begin in range(0, len(order), 48):
        part = order[begin : begin + 48]
        for number, found in zip(part, vote(models, forms, [tagged[n][0] for n in part]), strict=True):
            columns = columns_of(found, tagged[number][1])
            if columns is not None:
                lines[number] = "\t".join([" ".join(tagged[number][0]), *columns])
        if begin % 9600 == 0:
            print(f"{begin}/{len(order)} kept {len(lines)} {time.time() - started:.0f}s", flush=True)
    options.out.write_text("\n".join(lines[n] for n in sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
