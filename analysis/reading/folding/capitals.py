"""Lines in capital letters: given the letters that the words have in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from ..dictionary import is_form
from .edits import Edit

_LETTERS: Final = "A-ZÄÖÜẞ"
# Words of at least two capitals, one after the other; an end mark or a line end ends the run.
_RUN: Final = re.compile(rf"(?<!\w)[{_LETTERS}]{{2,}}(?:[^\w\n\r.!?:;(]+(?:[{_LETTERS}]+(?!\w)|\d+(?!\w)))+")
_WORD: Final = re.compile(rf"[{_LETTERS}]{{2,}}")
_ACRONYM: Final = 4  # letters
# Lexicons have no adjective of every country: KIRGISISCHE.
_ADJECTIVE: Final = re.compile(rf"[{_LETTERS}]{{3,}}ISCHE?[NMRS]?")
_VOWELS: Final = frozenset("AEIOUYÄÖÜ")
_FEWEST: Final = 3  # words
_OPENING: Final = frozenset("„“»«\"'‚›")


def capital_edits(text: str) -> Iterator[Edit]:
    """Yield the replacements of words in lines of capitals; acronyms and datelines ("KIEW/MOSKAU") stay.

    Examples
    --------
    >>> [edit.new for edit in capital_edits("WASHINGTON. DIE USA LOBTEN KASACHSTAN. Die EU und die NATO nicht.")]
    ['Die', 'lobten', 'Kasachstan']
    """
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        if _is_prose([word.group() for word in words]):
            yield from _run_edits(text, words)


def _run_edits(text: str, words: Sequence[re.Match[str]]) -> Iterator[Edit]:
    for number, word in enumerate(words):
        new = _written(word.group())
        if number == 0 or text[word.start() - 1] in _OPENING:
            new = new[0].upper() + new[1:]
        if new != word.group():
            yield Edit(*word.span(), new)


def _is_prose(words: Sequence[str]) -> bool:
    """Tell words of a sentence or a title from a list of acronyms (CDU/CSU/FDP) and from names of towns."""
    running = sum(map(_is_running, words))
    long = sum(len(word) > _ACRONYM and not _is_running(word) for word in words)
    return len(words) >= _FEWEST and running > 0 and 2 * (running + long) >= len(words)


@cache
def _names() -> frozenset[str]:
    """Return the names that mean something else in small letters."""
    lines = files(__package__).joinpath("capital_names.tsv").read_text("utf-8").splitlines()[1:]
    return frozenset(line.partition("\t")[0] for line in lines)


def _is_running(word: str) -> bool:
    """Return whether a word is none that names are made of: a verb, an adjective, a function word."""
    return (is_form(word.lower()) and not is_form(word)) or _ADJECTIVE.fullmatch(word) is not None


@cache
def _written(word: str) -> str:
    """Return the word as it stands in running text."""
    if is_form(word):
        return word  # USA, EU, CDU
    lower, title = word.lower(), word.capitalize()
    if title in _names():
        return title
    for form in (lower, title):
        if is_form(form):
            return form
    for form in (lower.replace("ss", "ß"), title.replace("ss", "ß")):  # GROSSBRITANNIEN
        if "ß" in form and is_form(form):
            return form
    if _ADJECTIVE.fullmatch(word):
        return lower
    return word if len(word) <= _ACRONYM or not _VOWELS & set(word) else title
