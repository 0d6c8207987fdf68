"""What a word form looks like to the networks: hashed spellings, affixes and shape, and its subword vector.

Everything here depends on the form alone, so it is computed once per form and kept. Training and analysis share it.
"""

from __future__ import annotations

import lzma
import re
from functools import cache
from pathlib import Path
from typing import Final
from zlib import crc32

NAMES: Final = Path(__file__).parent / "models" / "names.tsv.xz"
HINTS: Final = 4
"""Number of hints that a form may carry, beside its `WIDTH` features, where a network wants them."""

BUCKETS: Final = 1 << 15
WIDTH: Final = 14
"""Number of hashed features of a form; unused places hold `BUCKETS`, whose embedding is zero."""

_DIGIT = re.compile(r"\d")
_RUNS = re.compile(r"(.)\1{2,}")
# Marks differ between houses (“, », ", ``); which way they point is what the networks may know.
_QUOTES: Final = {
    "``": "„", "''": "“", "”": "“", "«": "“", "»": "„", "“": "“", "„": "„", "‚": "‚", "‘": "‘", "’": "‘",
    "‹": "‘", "›": "‚", "`": "‚", "--": "–", "---": "–", "—": "–", "‑": "-", "....": "...", "…": "...",
}  # fmt: skip


def normalise(form: str) -> str:
    """Form under which a word is looked up: digits are 0, quotation marks and dashes of all houses alike.

    Examples
    --------
    >>> normalise("1992"), normalise("«"), normalise("Außenminister")
    ('0000', '“', 'Außenminister')
    """
    return _QUOTES.get(form) or _DIGIT.sub("0", form)


def shape(form: str) -> str:
    """Letters as X, x, digits as 0, with runs cut to three.

    Examples
    --------
    >>> shape("US-Außenminister"), shape("7.644")
    ('XX-Xxx', '0.00')
    """
    classes = "".join("X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in form)
    return _RUNS.sub(r"\1\1", classes[:40])


def hashed_features(form: str) -> list[int]:
    """Bucket numbers of a form: its spelling, its affixes, its shape; `WIDTH` numbers.

    The first two stand for the whole word; training drops them at random, as if the word were unknown.
    """
    form = normalise(form)
    lower = form.lower()
    parts = [f"w{form}", f"l{lower}", f"h{shape(form)}", f"n{min(len(form), 12)}"]
    parts += [f"p{lower[:n]}" for n in (1, 2, 3, 4, 5) if n <= len(lower)]
    parts += [f"s{lower[-n:]}" for n in (1, 2, 3, 4, 5) if n <= len(lower)]
    numbers = [crc32(part.encode("utf-8", "surrogatepass")) % BUCKETS for part in parts]
    return numbers + [BUCKETS] * (WIDTH - len(numbers))


@cache
def _known_names() -> dict[str, str]:
    with lzma.open(NAMES, "rt", encoding="utf-8") as stream:
        next(stream)
        return dict(line.rstrip("\n").split("\t") for line in stream)


def name_hints(form: str) -> list[int]:
    """Bucket numbers of what a form is known to name (given, family, town ...), also in the genitive; `HINTS` numbers.

    A hint, no verdict: `Essen` is a town and a meal, `Frank` a given name and a people.
    """
    known = _known_names()
    kinds = known.get(form) or (known.get(form[:-1], "") if form.endswith("s") else "")
    numbers = [crc32(f"g{kind}".encode()) % BUCKETS for kind in kinds.split()]
    return numbers + [BUCKETS] * (HINTS - len(numbers))
