"""Choose raw text in which somebody may be quoted, for networks to label that were trained on gold.

    python training/quotes/silver.py --text bundestag.txt.xz --sentences gsd_dev.conllu germeval2014_test.tsv \
        --passages 3600 --out silver.jsonl.xz

Passages of running text are taken where others are spoken of in the third person: subjunctives, verbs and prepositions
of saying. Single sentences stand five to a document, each a paragraph.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

LONGEST = 1400
"""Characters of a passage, unless one sentence is longer."""
SENTENCES = 5
"""Of single sentences in a document."""
STAGE = re.compile(r"\([^()]{0,200}(?:Beifall|Heiterkeit|Zuruf|Lachen|Widerspruch)[^()]{0,300}\)")
SENTENCE_END = re.compile(r"(?:(?<=[a-zäöüß]{3}[.!?])|(?<=[a-zäöüß]{3}[.!?][“\"]))\s+(?=[A-ZÄÖÜ„])")
QUOTED = re.compile(
    r"\b(?:sei|seien|werde|könne|müsse|solle|dürfe|sagte|erklärte|betonte|warnte|forderte|kritisierte|meinte|fügte|"
    r"berichtete|behauptete|schrieb|bezeichnete|kündigte|nannte|laut|zufolge|Angaben|Ansicht|Auffassung)\b|[„»]"
)
PROTOCOL = re.compile(r"\b(?:Drucksache|Tagesordnungspunkt|Abgeordnete[nr]?|Anlage|Fraktion)\b|\d{2}/\d{3,}")


def passages(path: Path) -> Iterator[str]:
    """Stretches of whole sentences."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            sentences = SENTENCE_END.split(STAGE.sub(" ", line.replace("\u00ad", "").replace("\ufeff", "")))
            passage = ""
            for sentence in sentences:
                if passage and len(passage) + len(sentence) > LONGEST:
                    yield passage
                    passage = ""
                passage = f"{passage} {sentence.strip()}".strip()
            if passage:
                yield passage


def promising(passage: str) -> float:
    """How often others may be quoted, by characters; what belongs to the protocol counts against."""
    return (len(QUOTED.findall(passage)) - 2 * len(PROTOCOL.findall(passage))) / (len(passage) + 400)


def sentences(path: Path) -> Iterator[str]:
    """Texts of a treebank, or the joined words of a table of names."""
    with path.open(encoding="utf-8") as stream:
        if path.suffix == ".conllu":
            yield from (line.partition("=")[2].strip() for line in stream if line.startswith("# text ="))
            return
        words: list[str] = []
        for line in stream:
            cells = line.split("\t")
            if len(cells) > 1 and not line.startswith("#"):
                words.append(cells[1])
            elif words:
                yield joined(words)
                words = []
        if words:
            yield joined(words)


def joined(words: list[str]) -> str:
    """Words with blanks where German has them: Er (Kurz) sagte: „Nein“."""
    text = re.sub(r" ([.,;:!?)\]“‘])", r"\1", " ".join(words))
    return re.sub(r"([(\[„‚]) ", r"\1", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, nargs="*", default=[])
    parser.add_argument("--passages", type=int, default=3600)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = sorted({p for p in passages(options.text) if len(p) > LONGEST // 2}, key=lambda p: (-promising(p), p))
    texts = found[: options.passages]
    for path in options.sentences:
        single = sentences(path)
        texts += ["\n\n".join(some) for some in iter(lambda: list(islice(single, SENTENCES)), [])]  # noqa: B023
    with lzma.open(options.out, "wt", encoding="utf-8", preset=1) as stream:
        for number, text in enumerate(texts):
            record = {"doc_id": f"silver {number}", "text": text, "annotations": []}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
