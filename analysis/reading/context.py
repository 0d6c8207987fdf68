"""Key words in context: the pattern of a word that is looked for, and what stands left and right of a place."""

from __future__ import annotations

import re

from ..errors import MittellageError
from .folding import fold_piece


def word_pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a word or phrase that respects the ends of words.

    ``*`` stands for any letters; upper and lower case are alike, and so are all kinds of white space.

    Raises
    ------
    MittellageError
        If the word holds no letter or digit.

    Examples
    --------
    >>> word_pattern("russ* Seite").findall("Die russische  Seite und Belarusse")
    ['russische  Seite']
    """
    if not re.search(r"\w", word):
        raise MittellageError(f"{word!r} holds no letter or digit; type a word, such as russ* or Kasachstan.")
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in word.split()]
    left = r"(?<!\w)" if re.match(r"\w", word.strip()) else ""
    right = r"(?!\w)" if re.search(r"\w$", word.strip()) else ""
    return re.compile(left + r"\s+".join(parts) + right, re.IGNORECASE)


def in_context(text: str, start: int, end: int, *, width: int) -> tuple[str, str, str]:
    """Return what stands left of a place, the place, and what stands right of it, in at most so many characters.

    A word that the edge would cut in two is left out; words divided at line ends are joined, white space is one blank.

    Examples
    --------
    >>> in_context("Die Regierung des Iran droht Israel.", 18, 22, width=8)
    ('des', 'Iran', 'droht')
    """
    left, right = max(start - width, 0), min(end + width, len(text))
    while 0 < left < start and text[left - 1].isalnum() and text[left].isalnum():
        left += 1
    while end < right < len(text) and text[right].isalnum() and text[right - 1].isalnum():
        right -= 1
    before, word, after = (fold_piece(text[a:b]) for a, b in ((left, start), (start, end), (end, right)))
    return " ".join(before.split()), " ".join(word.split()), " ".join(after.split())
