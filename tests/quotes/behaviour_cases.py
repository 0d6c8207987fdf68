"""The behavioural suite: short texts with the quotes that a careful reader finds; see `behaviour.tsv`.

Column `expected` holds quotes divided by ``;;``, each as ``type|words|speaker``. Words of a split quote are divided
by ``;``. A leading ``?`` marks what may be found and need not; ``*`` allows anything, ``-`` asks for no speaker, ``~``
for a speaker that contains the word. Anything that is found beyond that is wrong. Column `missed` says ``yes`` where
the quotes are not found yet.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from analysis.tables import Quote

TABLE = Path(__file__).parent / "behaviour.tsv"
ADVERSARIAL = Path(__file__).parent / "adversarial.tsv"
"""Texts that were written to be difficult by someone who had not seen what the system makes of any text."""


class Expected(NamedTuple):
    optional: bool
    type: str
    pieces: tuple[str, ...]
    speaker: str


class Case(NamedTuple):
    phenomenon: str
    text: str
    expected: tuple[Expected, ...]
    missed: bool


def read_cases(table: Path = TABLE) -> list[Case]:
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            row["phenomenon"],
            row["text"].replace("\\n", "\n"),
            tuple(_expected(part) for part in row["expected"].split(" ;; ") if part),
            row["missed"] == "yes",
        )
        for row in rows
    ]


def _expected(part: str) -> Expected:
    kind, words, speaker = part.split("|")
    return Expected(kind.startswith("?"), kind.lstrip("?"), tuple(words.split(";")), speaker)


def faults(case: Case, quotes: list[Quote]) -> list[str]:
    """What is wrong with the quotes found in a text; nothing if all is well."""
    left = list(quotes)
    wrong: list[str] = []
    for expected in sorted(case.expected, key=lambda e: (e.optional, e.pieces == ("*",))):
        hit = next((quote for quote in left if _fits(case, expected, quote)), None)
        if hit is not None:
            left.remove(hit)
        elif not expected.optional:
            wrong.append(f"missed {expected.type}: {' … '.join(expected.pieces)} ({expected.speaker})")
    return wrong + [f"unasked {q.type}: {q.text} ({q.speaker_text})" for q in left]


def _fits(case: Case, expected: Expected, quote: Quote) -> bool:
    return quote.type == expected.type and _words_fit(case, expected, quote) and _speaker_fits(expected, quote)


def _words_fit(case: Case, expected: Expected, quote: Quote) -> bool:
    if expected.pieces == ("*",):
        return True
    wanted: set[int] = set()
    position = 0
    for piece in expected.pieces:
        position = case.text.index(piece, position)
        wanted.update(range(position, position + len(piece)))
    found = {i for start, end in quote.spans for i in range(start, end)}
    return len(wanted & found) >= 0.85 * len(wanted | found)


def _speaker_fits(expected: Expected, quote: Quote) -> bool:
    speaker = quote.speaker_text
    if expected.speaker == "*":
        return True
    if expected.speaker == "-":
        return speaker is None
    if expected.speaker.startswith("~"):
        return speaker is not None and expected.speaker[1:] in speaker
    return speaker == expected.speaker
