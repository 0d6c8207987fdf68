"""What a word form looks like to the networks: hashed spellings, affixes, shape, and what it is known to name.

Everything here depends on the form alone, so it is computed once per form and kept. Training and analysis share it.
"""

from __future__ import annotations

import lzma
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

NAMES: Final = Path(__file__).parent / "models" / "names.tsv.xz"

WIDTH: Final = 18
"""Most features of a form: two whole spellings, shape, length, ten affixes, four hints of what it names."""

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
    return form if form.isalpha() else _QUOTES.get(form) or _DIGIT.sub("0", form)


def shape(form: str) -> str:
    """Letters as X, x, digits as 0, with runs cut to three.

    Examples
    --------
    >>> shape("US-Außenminister"), shape("7.644")
    ('XX-Xxx', '0.00')
    """
    return _short("".join("X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in form[:40]))


@lru_cache(maxsize=1 << 14)
def _short(classes: str) -> str:
    return _RUNS.sub(r"\1\1", classes)


def spellings(form: str) -> list[int]:
    """Hashes of a form's spelling, shape, affixes and known kinds of name; at most `WIDTH`.

    The first two stand for the whole word; training drops them at random, as if the word were unknown.

    Examples
    --------
    >>> spellings("1992") == spellings("2023"), len(spellings("Außenminister"))
    (True, 14)
    """
    kinds = name_kinds(form)
    form = normalise(form)
    lower = form.lower()
    affixes = range(1, min(len(lower), 5) + 1)
    parts = [f"w{form}", f"l{lower}", f"h{shape(form)}", f"n{min(len(form), 12)}"]
    parts += [f"p{lower[:n]}" for n in affixes]
    parts += [f"s{lower[-n:]}" for n in affixes]
    parts += [f"g{kind}" for kind in kinds]
    return [crc32(part.encode("utf-8", "surrogatepass")) for part in parts]


@cache
def _known_names() -> dict[str, str]:
    with lzma.open(NAMES, "rt", encoding="utf-8") as stream:
        next(stream)
        return dict(line.rstrip("\n").split("\t") for line in stream)


def name_kinds(form: str) -> list[str]:
    """Kinds of what a form is known to name (given, family, town ...), also in the genitive; four at most.

    A hint, no verdict: `Essen` is a town and a meal, `Frank` a given name and a people.

    Examples
    --------
    >>> name_kinds("Bischkeks"), name_kinds("gestern")
    (['town'], [])
    """
    known = _known_names()
    return (known.get(form) or (known.get(form[:-1], "") if form.endswith("s") else "")).split()
