"""What folding costs: its processor time as a share of the language stage, on the same texts, in turns.

python benchmarks/folding.py --texts ../shared/data/quotes/dev.jsonl.xz
"""

from __future__ import annotations

import argparse
import json
import lzma
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from analysis.language import parse_many
from analysis.reading import Document
from analysis.reading.folding import fold, fold_characters

TURNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="JSONL.xz with a field text")
    parser.add_argument("--documents", type=int, default=60)
    options = parser.parse_args()
    with lzma.open(options.texts, "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for _, line in zip(range(options.documents), stream, strict=False)]
    documents = [Document.from_text(text) for text in texts]
    folded = [document.folded for document in documents]
    list(parse_many(folded[:5]))
    shares = [_seconds(lambda: _fold(documents)) / _seconds(lambda: list(parse_many(folded))) for _ in range(TURNS)]
    low, middle, high = min(shares), statistics.median(shares), max(shares)
    print(f"folding: {middle:.2%} of the language stage ({low:.2%} to {high:.2%} in {TURNS} turns, {len(texts)} texts)")


def _fold(documents: list[Document]) -> None:
    for document in documents:
        fold_characters(document.text)
        fold(document.text, [(segment.start, segment.end) for segment in document.segments])


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
