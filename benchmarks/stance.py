"""Speed of the stage alone: tokens a second on one core, on texts that the other stages have read before.

Run: ``python benchmarks/stance.py [--reader thorough] [FILE ...]``; without files it reads the article of the project.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from analysis.actors import link_actors, mention_rows
from analysis.language import parse_many
from analysis.quotes import quote_rows
from analysis.reading import Document
from analysis.stance import marker_rows, stance_rows
from analysis.stance.reader import Reader, packaged_reader

ROUNDS = 5


def main(paths: list[Path], reader: Reader) -> None:
    texts = [path.read_text(encoding="utf-8") for path in paths]
    documents = [Document.from_text(text) for text in texts]
    prepared = []
    for doc in parse_many(documents):
        mentions = mention_rows(doc)
        actors = link_actors(doc, mentions)
        prepared.append((doc, mentions, quote_rows(doc, actors), actors))
    tokens = sum(len(doc) for doc, *_ in prepared)
    speeds = []
    for number in range(ROUNDS + 1):
        start = time.process_time()
        rows = sum(
            len(stance_rows(doc, m, q, a, reader=reader)) + len(marker_rows(doc, q)) for doc, m, q, a in prepared
        )
        if number:  # the first round loads the lexicons
            speeds.append(tokens / (time.process_time() - start))
    speed = statistics.median(speeds)
    print(f"{len(texts)} texts, {tokens} tokens, {rows} rows: {speed:,.0f} tokens/s of CPU time, median of {ROUNDS}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--reader", choices=("fast", "thorough"), default="fast")
    options = parser.parse_args()
    article = Path(__file__).resolve().parent.parent / "data" / "blinken_astana_2023.txt"
    main(options.files or [article], packaged_reader(options.reader))
