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

from ..integrity import checked

NAMES: Final = Path(__file__).parent / "models" / "names.tsv.xz"

PREFIXES: Final = 4
"""Where the prefixes of a form begin among its features; as many suffixes follow."""
AFFIX: Final = 5
_KINDS: Final = 4
WIDTH: Final = PREFIXES + 2 * AFFIX + _KINDS
"""Features of a form: two whole spellings, shape, length, prefixes, suffixes, hints of what it names."""
_WORD, _LOWER, _SHAPE, _LENGTH, _PREFIX, _SUFFIX, _KIND = (crc32(bytes([kind])) for kind in b"wlhnpsg")

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
    """Hashes of a form's spelling, shape, affixes and known kinds of name.

    Returns
    -------
    list of int
        Always `WIDTH`: the spelling, in small letters too, the shape, the length, the first and the last `AFFIX`
        letters from one on, the kinds; -1 where there is none. The first two stand for the whole word; training drops
        them at random, as if the word were unknown.

    Examples
    --------
    >>> spellings("1992") == spellings("2023"), spellings("am")[4:9].count(-1)
    (True, 3)
    """
    kinds = [crc32(kind.encode(), _KIND) for kind in name_kinds(form)]
    form = normalise(form)
    lower = form.lower()
    known = range(1, min(len(lower), AFFIX) + 1)
    gap = [-1] * (AFFIX - len(known))
    prefixes, crc = [], _PREFIX
    for letter in lower[:AFFIX]:
        crc = crc32(letter.encode("utf-8", "surrogatepass"), crc)  # the next prefix goes on from the one before
        prefixes.append(crc)
    suffixes = [crc32(lower[-n:].encode("utf-8", "surrogatepass"), _SUFFIX) for n in known]
    return [
        crc32(form.encode("utf-8", "surrogatepass"), _WORD),
        crc32(lower.encode("utf-8", "surrogatepass"), _LOWER),
        crc32(shape(form).encode("utf-8", "surrogatepass"), _SHAPE),
        crc32(b"%d" % min(len(form), 12), _LENGTH),
        *prefixes, *gap, *suffixes, *gap, *kinds, *[-1] * (_KINDS - len(kinds)),
    ]  # fmt: skip


@cache
def _known_names() -> dict[str, str]:
    with lzma.open(checked(NAMES), "rt", encoding="utf-8") as stream:
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
