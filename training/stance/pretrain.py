"""Let the first stage guess words that are hidden from it, on raw text whose names are hidden anyway.

    python training/stance/pretrain.py --text …/bundestag_2009_2017.txt.xz --news …/quotes/*.jsonl.xz --raw raw.pkl
    python training/stance/pretrain.py --raw raw.pkl --minutes 16 --out pretrained.pt

The first call runs in the run-time environment and parses the text; the second needs PyTorch. What is guessed is one of
the commonest words, and what the lexicon knows of it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import pickle
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

CHARACTERS = 9_000_000
VOCABULARY = 8000
HIDDEN = 0.18
WORDS = 4000
"""Words in a step."""
_ABROAD = re.compile(
    r"Russland|Ukraine|China|Amerika|USA|Sanktion|Afghanistan|Türkei|Israel|Iran|Usbek|Kasach|Kirgis|Tadschik|Turkmen|"
    r"Zentralasien|Georgien|Polen|Frankreich|Griechenland|Syrien|Ägypten|Saudi|Katar|Japan|Indien|Brasilien|"
    r"außenpolit|Menschenrecht|Bundeswehr|NATO"
)


def texts(path: Path, news: list[Path]) -> list[str]:
    """Return paragraphs of speeches on foreign countries, and the articles."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        paragraphs = [p for p in re.split(r"\n+", file.read()) if 300 < len(p) < 20_000 and _ABROAD.search(p)]
    random.Random(3).shuffle(paragraphs)
    chosen, size = [], 0
    for paragraph in paragraphs:
        plain = re.sub(r"\s+", " ", re.sub(r"\([^()]{0,200}\)", " ", paragraph))
        chosen.append(plain)
        size += len(plain)
        if size > CHARACTERS:
            break
    for articles in news:
        with lzma.open(articles, "rt", encoding="utf-8") as file:
            chosen += [json.loads(line)["text"] for line in file]
    return chosen


def parse(chosen: list[str]) -> dict[str, Any]:
    """Return the words of the texts as numbers, with their categories, heads and what the lexicon knows."""
    from analysis.actors import View, link_actors, mention_rows
    from analysis.language import parse_many
    from analysis.reading import Document
    from analysis.stance.holders import find_references
    from analysis.stance.lexicon import default_predicates, known_words
    from analysis.stance.reader import encode

    forms: dict[str, int] = {}
    pairs: dict[tuple[str, str], int] = {}
    columns: dict[str, list[Any]] = {name: [] for name in ("forms", "pairs", "categories", "heads", "bounds")}
    offset = 0
    for doc in parse_many([Document.from_text(text) for text in chosen]):
        view = View(doc)
        mentions = mention_rows(view)
        encoded = encode(view, mentions, [], find_references(view, mentions, link_actors(view, mentions)))
        columns["forms"] += [forms.setdefault(form, len(forms)) for form in encoded.forms]
        words = zip(encoded.forms, encoded.lemmas, strict=True)
        columns["pairs"] += [pairs.setdefault(word, len(pairs)) for word in words]
        columns["categories"].append(encoded.categories.astype(np.int16))
        columns["heads"].append(encoded.heads + offset)
        columns["bounds"] += (encoded.sentences[:-1] + offset).tolist()
        offset += len(encoded.forms)
    return {
        "spelled": list(forms), "forms": np.array(columns["forms"]), "pairs": np.array(columns["pairs"]),
        "known": known_words([f for f, _ in pairs], [lemma for _, lemma in pairs], default_predicates()),
        "categories": np.concatenate(columns["categories"]), "heads": np.concatenate(columns["heads"]),
        "bounds": np.array([*columns["bounds"], offset]),
    }  # fmt: skip


def batches(bounds: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield sentences of similar length, again and again."""
    lengths = np.diff(bounds)
    usable = np.flatnonzero((lengths > 4) & (lengths < 90))
    while True:
        order = rng.permutation(usable)
        found = []
        for block in (order[i : i + 4000] for i in range(0, len(order), 4000)):
            block = block[np.argsort(lengths[block], kind="stable")]
            cuts = np.flatnonzero(np.diff(np.cumsum(lengths[block]) // WORDS)) + 1
            found += [part for part in np.split(block, cuts) if len(part)]
        for number in rng.permutation(len(found)).tolist():
            yield found[number]


def train(raw: dict[str, Any], options: argparse.Namespace) -> None:
    import torch
    from network import Reader, Sizes
    from torch import nn
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    from analysis.language.vectors import form_vectors

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    spelled = raw["spelled"]
    table = form_vectors(spelled)
    table[[not form for form in spelled]] = 0
    counts = np.bincount(raw["forms"], minlength=len(spelled)).tolist()
    common: Counter[str] = Counter()
    for form, count in zip(spelled, counts, strict=True):
        if form[:1].isalpha():
            common[form.lower()] += count
    top = dict(common.most_common(VOCABULARY))
    index = {form: number for number, form in enumerate(top)}
    number_of = torch.tensor([index.get(form.lower(), -1) for form in spelled])
    vectors, guesses = torch.from_numpy(table), torch.from_numpy(form_vectors(list(top)))
    known = torch.from_numpy(raw["known"])
    sizes = Sizes(vector=vectors.shape[1], lexicon=known.shape[1])
    sizes = sizes._replace(**{name: int(n) for name, n in (item.split("=") for item in options.sizes)})
    reader = Reader(sizes, 0.1)
    first = [
        n
        for n, _ in reader.named_parameters()
        if n.split(".")[0] in ("form", "head", "known", "category", "norm", "lstm")
    ]
    width = 2 * sizes.states
    out = nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, vectors.shape[1]))
    lexical = nn.Linear(width, known.shape[1])
    bias = nn.Parameter(torch.log(torch.tensor(list(top.values()), dtype=torch.float)))
    scale = nn.Parameter(torch.tensor(5.0))
    parameters = [
        *(p for n, p in reader.named_parameters() if n in first),
        *out.parameters(),
        *lexical.parameters(),
        bias,
        scale,
    ]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, weight_decay=0.01)
    started = time.time()
    for steps, chosen in enumerate(batches(raw["bounds"], np.random.default_rng(options.seed))):
        spent = (time.time() - started) / 60 / options.minutes
        if spent >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, steps / 200 + 0.01) * (1 - spent) ** 0.7
        begins, ends = raw["bounds"][chosen], raw["bounds"][chosen + 1]
        words = np.concatenate([np.arange(a, b) for a, b in zip(begins, ends, strict=True)])
        offsets = np.concatenate([[0], np.cumsum(ends - begins)])
        heads = raw["heads"][words] + np.repeat(offsets[:-1] - begins, ends - begins)
        rows = np.full((len(chosen), int((ends - begins).max())), -1)
        for row, (a, b) in enumerate(pairwise(offsets)):
            rows[row, : b - a] = np.arange(a, b)
        forms = torch.from_numpy(raw["forms"][words])
        wanted = number_of[forms]
        hidden = (torch.rand(len(words)) < HIDDEN) & (wanted >= 0)
        lexicon = known[torch.from_numpy(raw["pairs"][words])]
        states = reader.first(
            vectors[forms].masked_fill(hidden[:, None], 0), lexicon.masked_fill(hidden[:, None], 0),
            torch.from_numpy(raw["categories"][words].astype(np.int64)),
            torch.from_numpy(heads.clip(0, len(words) - 1)),
            torch.from_numpy(rows),
        )[:-1][hidden]  # fmt: skip
        cost = cross_entropy(scale * (out(states) @ guesses.T) + bias, wanted[hidden])
        told = binary_cross_entropy_with_logits(lexical(states), (lexicon[hidden] != 0).float())
        optimizer.zero_grad()
        (cost + 2 * told).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if steps % 200 == 0:
            print(f"{steps} steps, {time.time() - started:.0f} s, {float(cost):.2f}, {float(told):.3f}", flush=True)
    state = {name: value for name, value in reader.state_dict().items() if name in first}
    torch.save({"state": state, "sizes": tuple(sizes)}, options.out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--news", type=Path, nargs="*", default=[])
    parser.add_argument("--raw", type=Path, required=True, help="parsed text, written with --text, else read")
    parser.add_argument("--minutes", type=float, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", nargs="*", default=[], metavar="NAME=N")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.text is not None:
        with options.raw.open("wb") as file:
            pickle.dump(parse(texts(options.text, options.news)), file)
        return
    with options.raw.open("rb") as file:
        train(pickle.load(file), options)


if __name__ == "__main__":
    main()
