"""Entity gold as tokens of our kind with one label each: GermEval 2014 (outer spans) and Universal NER on PUD."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.language.labels import ENTITIES
from analysis.language.tokens import cut

NAMES = {"OTH": "MISC", "OTHderiv": "MISCderiv", "OTHpart": "MISCpart"}


@dataclass
class Sentence:
    """Tokens and their BIO labels."""

    words: list[str]
    labels: list[str]
    source: str


def _renamed(label: str) -> str:
    if label in ("O", "-", "_", ""):
        return "O"
    position, name = label.split("-", 1)
    name = NAMES.get(name, name)
    return f"{position}-{name}" if name in ENTITIES else "O"


def _sentence(rows: list[tuple[str, str]], source: str) -> Sentence:
    """Part words as the tokenizer does; the later parts go on with the label of the first."""
    words: list[str] = []
    labels: list[str] = []
    for word, label in rows:
        label = _renamed(label)
        for number, part in enumerate(cut(word)):
            words.append(part.text)
            labels.append(label if number == 0 or label == "O" else "I" + label[1:])
    return Sentence(words, labels, source)


def _rows(path: Path) -> list[list[list[str]]]:
    blocks: list[list[list[str]]] = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            blocks.append([])
        elif not line.startswith("#"):
            blocks[-1].append(line.rstrip("\n").split("\t"))
    return [block for block in blocks if block]


def read_germeval(path: Path) -> list[Sentence]:
    """GermEval 2014: number, token, outer label, inner label."""
    return [_sentence([(row[1], row[2]) for row in block], "germeval") for block in _rows(path)]


CONTRACTED = {
    ("an", "dem"): "am", ("in", "dem"): "im", ("zu", "dem"): "zum", ("zu", "der"): "zur",
    ("von", "dem"): "vom", ("bei", "dem"): "beim", ("in", "das"): "ins", ("an", "das"): "ans",
}  # fmt: skip


def read_pud(path: Path) -> list[Sentence]:
    """Universal NER on PUD; its syntactic words `an dem` become the surface `am` where they are one in German."""
    result = []
    for block in _rows(path):
        rows: list[tuple[str, str]] = []
        for row in block:
            previous = rows[-1][0] if rows else ""
            joined = CONTRACTED.get((previous.lower(), row[1]))
            if joined and rows[-1][1] == "O":
                rows[-1] = (joined.capitalize() if previous[0].isupper() else joined, "O")
            else:
                rows.append((row[1], row[2]))
        result.append(_sentence(rows, "pud"))
    return result
