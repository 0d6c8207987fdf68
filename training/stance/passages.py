"""Passages of speeches that name several states, and that nobody coded: text to be labelled by a network.

    python training/stance/passages.py --text …/text/bundestag_2009_2017.txt.xz \\
        --coded …/stance_edges/documents.jsonl training/stance/coded/bundestag.jsonl.xz --out passages.jsonl

A passage that shares six words in a row with a coded document is left out, so that none is of a fold.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from examples import read_documents

from analysis.actors import load_gazetteer
from analysis.actors.forms import ADJECTIVE_ENDINGS, split_cell

SENTENCES = (4, 8)
"""Sentences of a passage, at least and at most."""
LETTERS = (40, 420)
"""Letters of its sentences."""
NAMES, NAMING = 3, 2
"""Names of states that it has at least, and sentences with one."""
SHARED = 6
"""Words in a row that no coded document may have."""
ALWAYS = ("USA", "Türkei", "Ukraine", "Iran", "Irak", "Schweiz", "Sudan")
"""States whose name the table has with an article, or as an abbreviation."""


def names() -> re.Pattern[str]:
    """Return what finds the names, capitals and adjectives of states other than Germany."""
    nouns, adjectives = set(ALWAYS), set()
    for country in load_gazetteer().countries:
        if country.code not in ("DE", "EU"):
            own = [country.name, *split_cell(country.variants)]
            nouns |= set([name for name in own if re.fullmatch("[A-ZÄÖÜ][a-zäöüß]{3,}", name)][:2])
            nouns |= {name for name in split_cell(country.capital)[:1] if re.fullmatch("[A-ZÄÖÜ][a-zäöüß]{3,}", name)}
            adjectives |= {stem for stem in split_cell(country.adjectives)[:1] if re.fullmatch("[a-zäöüß]{4,}", stem)}
    endings = "|".join(ADJECTIVE_ENDINGS)
    return re.compile(rf"\b(?:(?:{'|'.join(sorted(nouns))})s?|(?:{'|'.join(sorted(adjectives))})(?:{endings}))\b")


def runs(text: str) -> list[tuple[str, ...]]:
    """Return all runs of words of a text that are long enough to be told."""
    words = re.findall(r"\w+", text)
    return [tuple(words[place : place + SHARED]) for place in range(len(words) - SHARED + 1)]


def passages(sentences: list[str], chance: random.Random) -> Iterator[str]:
    """Yield passages of neighbouring sentences, none of which is in two."""
    pattern = names()
    lowest, highest = LETTERS
    found = [len(set(pattern.findall(one))) if lowest < len(one) < highest else -1 for one in sentences]
    begin = 0
    while begin + SENTENCES[1] <= len(sentences):
        end = begin + chance.randint(*SENTENCES)
        part = found[begin:end]
        if min(part) >= 0 and sum(part) >= NAMES and sum(count > 0 for count in part) >= NAMING:
            yield " ".join(" ".join(sentences[begin:end]).split())
            begin = end
        else:
            begin += 1


def unseen(texts: Iterable[str], coded: Iterable[str]) -> Iterator[str]:
    """Yield the texts that share no run of words with a coded one."""
    known = {run for text in coded for run in runs(text)}
    for text in texts:
        if known.isdisjoint(runs(text)):
            yield text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True, help="protocols, compressed")
    parser.add_argument("--coded", type=Path, nargs="+", required=True, help="documents none of which may be met")
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with lzma.open(options.text, "rt", encoding="utf-8") as file:
        spoken = re.sub(r"\([^()]{0,200}\)", " ", file.read())  # (Beifall bei der SPD)
    drawn = list(passages(re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", spoken), chance))
    chance.shuffle(drawn)
    coded = [record["text"] for record in read_documents(options.coded, {})]
    count = 0
    with options.out.open("w", encoding="utf-8") as out:
        for text in unseen(drawn, coded):
            record = {
                "doc": f"p{count}",
                "source": "passages",
                "text": text,
                "sentences": [[0, len(text)]],
                "edges": [],
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    print(f"{len(drawn)} passages, {count} of them unseen")


if __name__ == "__main__":
    main()
