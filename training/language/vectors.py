"""Train subword vectors on raw text and pack them as 8-bit rows.

python training/language/vectors.py --text bundestag.txt.xz --more news.jsonl.xz --out models/vectors.npz
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'’][^\W_]+)*-?|\w+|\.{2,}|[^\w\s]")
DIGIT = re.compile(r"\d")
SEED = 2166136261


def lines_of(path: Path) -> Iterator[str]:
    """Lines of a text, or of the `text` fields of a JSONL file; `.xz` is read as it is."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if ".jsonl" in path.name:
                yield from json.loads(line)["text"].split("\n")
            elif not line.startswith(("<doc", "</doc")):
                yield line


def pack(model_path: Path, out: Path, *, minn: int, maxn: int, hash_count: int) -> None:
    """Read floret's text table and write int8 rows with one scale each."""
    with model_path.open(encoding="utf-8") as stream:
        header = stream.readline().split()
        rows = np.zeros((int(header[0]), int(header[1])), dtype=np.float32)
        for line in stream:
            number, *values = line.split()
            rows[int(number)] = [float(value) for value in values]
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-8) / 127
    packed = np.rint(rows / scale[:, None]).astype(np.int8)
    np.savez_compressed(
        out, rows=packed, scale=scale.astype(np.float32), floret=np.array([minn, maxn, hash_count, SEED])
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="further texts, counted three times")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1, help="more than one is faster and not reproducible")
    options = parser.parse_args()
    import floret

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        lines = []
        for path in [options.text, *options.more * 3]:
            for line in lines_of(path):
                tokens = TOKEN.findall(DIGIT.sub("0", line.replace("\u00ad", "").replace("\ufeff", "")))
                if len(tokens) > 2:
                    lines += [" ".join(tokens[i : i + 800]) for i in range(0, len(tokens), 800)]
        order = np.random.default_rng(0).permutation(len(lines))
        corpus.write_text("\n".join(lines[i] for i in order), encoding="utf-8")
        model = floret.train_unsupervised(
            str(corpus), model="skipgram", mode="floret", hashCount=2, bucket=100_000, minn=4, maxn=5, minCount=8,
            dim=96, epoch=2, ws=5, neg=5, lr=0.05, thread=options.threads, t=1e-4,
        )  # fmt: skip
        table = Path(folder) / "table.floret"
        model.save_floret_vectors(str(table))
        pack(table, options.out, minn=4, maxn=5, hash_count=2)


if __name__ == "__main__":
    main()
