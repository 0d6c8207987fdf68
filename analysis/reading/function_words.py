"""Function words and scripts: what the words of a piece of text say about its language.

The words stand in `function_words.tsv`, the scripts in `scripts.tsv`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Final, NamedTuple

# Swiss German, Low German and Bavarian count as German.
_VARIETIES: Final = ("de", "gsw", "nds", "bar")
_GERMAN: Final = frozenset(_VARIETIES)
_WORD: Final = re.compile(r"[^\W\d_]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3040-\ud7af]")
_LEAST_LETTERS: Final = 4
# With fewer words that German lacks, no paragraph is taken for another language.
LEAST_FOREIGN: Final = 3


class Evidence(NamedTuple):
    """What the function words say.

    Attributes
    ----------
    words : int
        Number of words.
    name : str or None
        The likeliest language other than German.
    foreign : int
        Its function words that German lacks.
    german : int
        Function words of German (of the variety that fits best) that it lacks.
    own : int
        All function words of that variety.
    others : int
        Function words of any language that no variety of German has.
    """

    words: int
    name: str | None
    foreign: int
    german: int
    own: int
    others: int


def find_words(text: str) -> list[str]:
    r"""Return the words in small letters; invisible marks and decomposed umlauts do not part them.

    Examples
    --------
    >>> find_words("Für\u00adsten, 11 US-Länder")
    ['fürsten', 'us', 'länder']
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    return _WORD.findall(text.lower())


def weigh(words: Sequence[str]) -> Evidence:
    """Return what the function words among some words say.

    Examples
    --------
    >>> weigh(["the", "president", "of", "the", "state"])
    Evidence(words=5, name='English', foreign=3, german=0, own=0, others=3)
    """
    known, names = _function_words()
    sets = Counter(map(known.get, words, repeat(frozenset[str]())))
    strange = sum(number for languages, number in sets.items() if languages and "de" not in languages)
    if strange < LEAST_FOREIGN:  # nearly every paragraph: nothing to compare
        own = sum(number for languages, number in sets.items() if "de" in languages)
        # "was" and "in" are English as well.
        sure = sum(number for languages, number in sets.items() if languages and languages <= _GERMAN)
        return Evidence(len(words), None, 0, sure, own, strange)
    totals: Counter[str] = Counter()
    for languages, number in sets.items():
        for language in languages:
            totals[language] += number
    variety = max(_VARIETIES, key=lambda code: totals[code])
    others = sum(number for languages, number in sets.items() if languages and languages.isdisjoint(_VARIETIES))
    best = min(totals.keys() - set(_VARIETIES), key=lambda code: (-totals[code], code), default=None)
    if best is None:
        return Evidence(len(words), None, 0, totals[variety], totals[variety], others)
    foreign = sum(number for languages, number in sets.items() if best in languages and variety not in languages)
    german = sum(number for languages, number in sets.items() if variety in languages and best not in languages)
    return Evidence(len(words), names[best], foreign, german, totals[variety], others)


def has_other_script(text: str) -> bool:
    """Return whether a text holds letters of another script."""
    return not text.isascii() and _OTHER_SCRIPT.search(text) is not None


def script_language(text: str) -> str | None:
    """Return the language of a text of which most letters are of another script.

    Examples
    --------
    >>> script_language("Мы уважаем Россию и Китай."), script_language("Ми поважаємо Україну."), script_language("Ω")
    ('Russian', 'Ukrainian', None)
    """
    if text.isascii():
        return None
    letters = Counter(_OTHER_SCRIPT.findall(text))
    if letters.total() < _LEAST_LETTERS or letters.total() * 2 < sum(map(str.isalpha, text)):
        return None
    fits: Counter[str] = Counter()
    for first, last, own, name in _scripts():
        inside = sum(number for letter, number in letters.items() if first <= letter <= last)
        # Rows of one script stand in order, those with letters of their own first: the first that fits is taken.
        if inside and (not own or any(letter in own for letter in letters)):
            fits[name] += inside
    return fits.most_common(1)[0][0] if fits else "in another script"


def german_name(language: str) -> str:
    """Return the German name of a language.

    Examples
    --------
    >>> german_name("Dutch"), german_name("Ukrainian")
    ('Niederländisch', 'Ukrainisch')
    """
    return next(
        (
            row["german"]
            for file in ("function_words.tsv", "scripts.tsv")
            for row in _rows(file)
            if row["name"] == language
        ),
        language,
    )


@cache
def _function_words() -> tuple[Mapping[str, frozenset[str]], Mapping[str, str]]:
    """Return the codes of the languages that have a word, by word, and the names of the languages, by code."""
    words: dict[str, set[str]] = {}
    rows = _rows("function_words.tsv")
    for row in rows:
        for word in find_words(row["words"]):
            words.setdefault(word, set()).add(row["language"])
    shared: dict[frozenset[str], frozenset[str]] = {}
    sets = {word: shared.setdefault(frozenset(codes), frozenset(codes)) for word, codes in words.items()}
    return sets, {row["language"]: row["name"] for row in rows}


@cache
def _scripts() -> tuple[tuple[str, str, str, str], ...]:
    rows = _rows("scripts.tsv")
    return tuple((chr(int(row["first"], 16)), chr(int(row["last"], 16)), row["letters"], row["name"]) for row in rows)


def _rows(name: str) -> list[dict[str, str]]:
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
