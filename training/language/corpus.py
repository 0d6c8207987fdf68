"""Cut raw text into tokens and sentences, once, for pretraining and distillation.

    python training/language/corpus.py --text bundestag.txt.xz --more news.jsonl.xz --out corpus.npz

Lines that stand more than once (page headers, formulas of procedure) are kept once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from vectors import lines_of

from analysis.language.sentences import split_sentences
from analysis.language.tokens import cut

STAGE = re.compile(r"\([^()]{0,200}(?:Beifall|Heiterkeit|Zuruf|Lachen|Widerspruch)[^()]{0,300}\)")
LINES_AT_ONCE = 4000
Cut = tuple[list[str], np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Corpus:
    """Sentence after sentence as numbers of forms; the first `news` sentences are those of ``--more``."""

    forms: list[str]
    ids: np.ndarray
    starts: np.ndarray
    news: int

    @classmethod
    def empty(cls) -> Corpus:
        return cls([], np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64), 0)

    @classmethod
    def read(cls, path: Path) -> Corpus:
        with np.load(path) as archive:
            forms = archive["forms"].tobytes().decode("utf-8", "surrogatepass").split("\n")
            return cls(forms, archive["ids"], archive["starts"], int(archive["news"]))

    def write(self, path: Path) -> None:
        forms = np.frombuffer("\n".join(self.forms).encode("utf-8", "surrogatepass"), dtype=np.uint8)
        np.savez(path, forms=forms, ids=self.ids, starts=self.starts, news=self.news)


def sentences_of(line: str) -> Iterator[list[str]]:
    """Sentences of a line as tokens; what is too short or too long to be one is left out."""
    line = STAGE.sub(" ", line.replace("\u00ad", "").replace("\ufeff", ""))
    tokens, starts = split_sentences(cut(line))
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
        words = [t.text for t in tokens[start:end] if not t.text.isspace()]
        if 3 <= len(words) <= 120:
            yield words


def cut_lines(lines: list[str]) -> Cut:
    """Forms, their numbers in text order, and the length of each sentence."""
    index: dict[str, int] = {}
    ids: list[int] = []
    lengths: list[int] = []
    for line in lines:
        for words in sentences_of(line):
            ids += [index.setdefault(word, len(index)) for word in words]
            lengths.append(len(words))
    return list(index), np.array(ids, dtype=np.int32), np.array(lengths, dtype=np.int64)


def batches(path: Path) -> Iterator[list[str]]:
    seen: set[int] = set()
    batch: list[str] = []
    for line in lines_of(path):
        if len(line) < 20 or hash(line) in seen:
            continue
        seen.add(hash(line))
        batch.append(line)
        if len(batch) == LINES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def joined(parts: Iterator[Cut], index: dict[str, int]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    ids, lengths = [], []
    for forms, numbers, sizes in parts:
        table = np.array([index.setdefault(form, len(index)) for form in forms], dtype=np.int32)
        ids.append(table[numbers] if len(numbers) else numbers)
        lengths.append(sizes)
    return ids, lengths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    index: dict[str, int] = {}
    ids: list[np.ndarray] = []
    lengths: list[np.ndarray] = []
    news = 0
    with ProcessPoolExecutor(options.processes) as pool:
        for path in [*options.more, options.text]:
            found = joined(pool.map(cut_lines, batches(path)), index)
            ids += found[0]
            lengths += found[1]
            news += 0 if path == options.text else sum(map(len, found[1]))
    sizes = np.concatenate(lengths)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    Corpus(list(index), np.concatenate(ids), starts, news).write(options.out)
    print(f"{starts[-1]:,} tokens, {len(sizes):,} sentences ({news:,} of news), {len(index):,} forms", flush=True)


if __name__ == "__main__":
    main()
