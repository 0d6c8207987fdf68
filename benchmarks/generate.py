"""Make a realistic corpus of any size from real German texts: paragraphs of many sources, recombined into articles.

    python benchmarks/generate.py ../shared/data/quotes/train.jsonl.xz --number 5000 --out corpus.jsonl

Sources are JSONL files with a field ``text``, or protocols with ``<doc ...>`` lines, both plain or packed with xz.
An article takes its number of paragraphs from a real one, and its paragraphs from five, so that lengths, words and
quotes are those of the sources while no two articles are alike. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

OUTLETS = ("Abendpost", "Morgenblatt", "Neue Rundschau", "Tageskurier", "Volksbote", "Wochenspiegel")
FIRST = date(2015, 1, 1)
DAYS = 3650
# Longer stretches of a protocol than this are cut into articles of that many paragraphs.
SPEECH = 12


def read_texts(path: Path) -> Iterator[list[str]]:
    """Give the paragraphs of each text."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        first = file.readline()
        file.seek(0)
        if first.lstrip().startswith("{"):
            for line in file:
                yield paragraphs(json.loads(line)["text"])
            return
        block: list[str] = []
        for line in file:
            if line.startswith(("<doc", "</doc")) or len(block) == SPEECH:
                yield block
                block = []
            if line.strip() and not line.startswith("<"):
                block.append(" ".join(line.split()))
        yield block


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def articles(texts: list[list[str]], *, number: int, seed: int) -> Iterator[dict[str, str]]:
    """Recombine texts into articles."""
    chance = random.Random(seed)
    for index in range(number):
        size = len(chance.choice(texts))
        title, *donors = (chance.choice(texts) for _ in range(6))
        pool = [paragraph for donor in donors for paragraph in donor[1:] or donor]
        body = [title[0], *chance.sample(pool, min(size, len(pool)))]
        yield {
            "doc_id": f"g{index:07}",
            "text": "\n\n".join(body),
            "outlet": chance.choice(OUTLETS),
            "date": (FIRST + timedelta(days=chance.randrange(DAYS))).isoformat(),
        }


def write_corpus(sources: list[Path], out: Path, *, number: int, seed: int = 0) -> int:
    """Write a corpus as JSONL and give its number of characters."""
    texts = [text for source in sources for text in read_texts(source) if text]
    chars = 0
    with out.open("w", encoding="utf-8") as file:
        for article in articles(texts, number=number, seed=seed):
            chars += len(article["text"])
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    return chars


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    chars = write_corpus(chosen.sources, chosen.out, number=chosen.number, seed=chosen.seed)
    print(f"{chosen.number} articles, {chars:,} characters")


if __name__ == "__main__":
    main()
