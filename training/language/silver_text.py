"""Choose sentences of raw text for self-training and let HanTa tag them.

    python training/language/silver_text.py --text bundestag.txt.xz --more news.jsonl.xz --out tagged.tsv

One sentence a line: tokens, STTS tags and lemmas, each separated by spaces, in three tab-separated columns.
HanTa tags whole words, so parts before a hyphen get no tag (`_`).

References
----------
Wartena (2019): A probabilistic morphology model for German lemmatization. KONVENS.
(HanTa; it teaches, it is not part of the package.)
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from vectors import lines_of

from analysis.language.sentences import split_sentences
from analysis.language.tokens import cut

STAGE = re.compile(r"\([^()]{0,200}(?:Beifall|Heiterkeit|Zuruf|Lachen|Widerspruch)[^()]{0,300}\)")


def sentences_of(path: Path) -> Iterator[list[str]]:
    """Token lists of well-formed sentences."""
    for line in lines_of(path):
        line = STAGE.sub(" ", line.replace("\u00ad", "").replace("\ufeff", ""))
        tokens, starts = split_sentences(cut(line))
        for start, end in zip(starts, [*starts[1:], len(tokens)], strict=False):
            words = [t.text for t in tokens[start:end] if not t.text.isspace()]
            whole = 4 <= len(words) <= 45 and words[0][0].isupper() and any(w in ".!?" for w in words[-2:])
            odd = sum(not w[0].isalpha() and w not in ",.!?-–„“:" for w in words)
            if whole and odd <= len(words) // 6:
                yield words


def rejoined(words: list[str]) -> tuple[list[str], list[int]]:
    """Words with hyphenated compounds in one piece, and for each token the number of its word, or -1."""
    result: list[str] = []
    owner = [-1] * len(words)
    index = 0
    while index < len(words):
        end = index
        while end + 2 < len(words) and words[end + 1] == "-" and words[end + 2][0].isalnum():
            end += 2
        result.append("".join(words[index : end + 1]))
        owner[end] = len(result) - 1
        index = end + 1
    return result, owner


def read_tagged(path: Path) -> list[tuple[list[str], list[str]]]:
    """Sentences with HanTa's tags, as this script wrote them."""
    with path.open(encoding="utf-8") as stream:
        columns = (line.rstrip("\n").split("\t") for line in stream)
        return [(words.split(" "), tags.split(" ")) for words, tags, _ in columns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="texts taken whole")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=70_000)
    options = parser.parse_args()
    from HanTa import HanoverTagger

    tagger = HanoverTagger.HanoverTagger("morphmodel_ger.pgz")
    chance = random.Random(0)
    chosen = [words for path in options.more for words in sentences_of(path)]
    pool = list({tuple(w) for w in sentences_of(options.text) if chance.random() < 0.12})
    pool.sort()
    chosen += [list(w) for w in chance.sample(pool, min(len(pool), options.sentences))]
    chance.shuffle(chosen)
    with options.out.open("w", encoding="utf-8") as stream:
        for words in chosen:
            whole, owner = rejoined(words)
            tagged = tagger.tag_sent(whole)
            tags = [tagged[o][2] if o >= 0 else "$(" if w == "-" else "_" for w, o in zip(words, owner, strict=True)]
            lemmas = [tagged[o][1] if o >= 0 else w for w, o in zip(words, owner, strict=True)]
            stream.write(
                " ".join(words) + "\t" + " ".join(tags) + "\t" + " ".join(x.replace(" ", "") for x in lemmas) + "\n"
            )


if __name__ == "__main__":
    main()
