"""Let trained networks say of documents that did not train them what they see.

    python training/quotes/teach.py --data train.jsonl.xz varied1.jsonl.xz --encoded train.pkl varied1.pkl \
        --teachers fold0.pt fold1.pt … --out soft.pkl

Each document is read by those networks that were not trained on it, which `train.py --held-out` kept it from.
`train.py --soft` learns from what they say: the network believes the annotation of a doubtful sentence a little less.

References
----------
Hinton, Vinyals & Dean (2015): Distilling the knowledge in a neural network.
Furlanello et al. (2018): Born-again neural networks. ICML.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import numpy as np
import torch
from measure import restore
from network import QuoteNetwork
from train import Preparation, Prepared, forward, look

from analysis.quotes.decoding import sigmoid
from analysis.quotes.rules import supports
from data import Item, SoftLabels, Target, load

PROPOSE = 0.05
"""Probability from which a word is read as an anchor."""


@torch.no_grad()
def soft_labels(readers: list[tuple[QuoteNetwork, Prepared]]) -> SoftLabels:
    """What networks say of a document, on average."""
    item = readers[0][1].item
    read = []
    for network, document in readers:
        batch = [(document, 0, len(document.starts))]
        states, starts = forward(network, batch)
        read.append((network, batch, states, starts, network.tags(states)))
    starts = np.mean([torch.sigmoid(r[3][0]).numpy() for r in read], axis=0)
    tags = np.mean([torch.sigmoid(r[4][0]).numpy() for r in read], axis=0)
    anchors = {int(word) for word in np.flatnonzero(starts.max(axis=1) > PROPOSE)}
    anchors |= {annotation.anchor for annotation in item.annotations}
    anchors |= {support.anchor for support in supports(item.encoded, ())}
    targets = []
    if places := [(0, word) for word in sorted(anchors)]:
        looks = [look(network, batch, states, starts, tags, places) for network, batch, states, starts, tags in read]
        roles, verdicts = (np.mean([x[i].numpy() for x in looks], axis=0) for i in (0, 1))
        for (_, anchor), role, verdict in zip(places, sigmoid(roles).astype(np.float16), verdicts, strict=True):
            kinds = np.exp(verdict[1:6] - verdict[1:6].max())
            targets.append(Target(anchor, float(sigmoid(verdict[0])), kinds / kinds.sum(), sigmoid(verdict[6:]), role))
    return SoftLabels(starts.astype(np.float16), tags.astype(np.float16), targets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--encoded", type=Path, nargs="+", required=True)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    items: list[Item] = []
    for data, encoded in zip(options.data, options.encoded, strict=True):
        items += [item for item in load(data, encoded) if item.encoded.forms]
    teachers = [restore(path) for path in options.teachers]
    preparations = [Preparation(vocabulary, items) for _, vocabulary, _ in teachers]
    result: dict[str, SoftLabels] = {}
    for number, item in enumerate(items):
        name = item.doc_id.partition("~")[0]
        readers = [
            (network, preparation.prepare(item))
            for (network, _, saved), preparation in zip(teachers, preparations, strict=True)
            if name not in saved["trained"]
        ]
        if not readers:
            parser.error(f"every teacher was trained on {name!r}; train one with --held-out that leaves it out")
        result[item.doc_id] = soft_labels(readers)
        if number % 500 == 0:
            print(number, flush=True)
    with options.out.open("wb") as stream:
        pickle.dump(result, stream)


if __name__ == "__main__":
    main()
