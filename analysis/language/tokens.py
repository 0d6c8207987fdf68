"""Tokens: a text cut into words, numbers, marks and white space, in the manner of UD German-GSD.

Tokens tile the text: joined, they are the text. Hyphens part words, as UD 2 has it: `US-Präsident` is `US`, `-` and
`Präsident`, so that the head noun is found as any other. A period stays with abbreviations (`Dr.`), initials (`J.`) and
ordinals (`24.`); whether it also ends the sentence is decided in `sentences`.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

ABBREVIATIONS: Final = Path(__file__).parent / "abbreviations.tsv"

_CHUNK = re.compile(r"\S+ ?|\s+")  # one space belongs to what it follows
# Lengths are bounded: "Russland-Russland-..." would be looked through for an @ at each hyphen.
_PIECE = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"„“”»«]*[\w/&=]                 # addresses
  | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}
  | [\w-]{1,64}(?:\.[\w-]{1,64}){0,8}\.(?:de|at|ch|com|org|net|eu|info|ru|kz)(?:/[^\s<>"„“”»«]*[\w/])?(?![.-]*\w)
  | [@\#]\w+
  | [:;8]-?[)(DPp](?!\w)                                       # :-)
  | \d+(?:[.,:/-]\d+)*[^\W\d_]*                                # 7.644  28.02.2023  1:0  70er
  | (?:[^\W\d_]\.){2,9}(?=$|\W)                                # z.B.  U.S.
  | [^\W\d_]&[^\W\d_]+                                         # H&R
  | \w+(?:['’]\w+|[*:_]innen?\b)*                              # geht's  Bürger*innen; hyphens part words, as in UD
  | \.{2,} | -{2,} | \+{2,} | ``|''                            # marks that go together
  | [\s\S]
    """,
    re.VERBOSE,
)
_ORDINAL = re.compile(r"\d{1,3}\.|(?=[IVXL])(?:X{0,3}(?:IX|IV|V?I{0,3})|XL)\.")
_INNER = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+\.")  # h.c.  röm.kath.
_INITIAL = re.compile(r"[^\W\d_]\.|(?:Ch|St|Th|Ph|Sch|Yu|Ju|Ya|Ja|Dsch)\.")


class Cut(NamedTuple):
    """A token before spaCy knows it: its text, and whether one space follows."""

    text: str
    space: bool


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations with a period, and what may follow: `never` or `maybe` the end of a sentence."""
    with ABBREVIATIONS.open(encoding="utf-8", newline="") as stream:
        return {row["form"]: row["ends"] for row in csv.DictReader(stream, delimiter="\t")}


def keeps_period(word: str) -> bool:
    """Whether a word with its final period is one token by its looks.

    Examples
    --------
    >>> [keeps_period(word) for word in ("Dr.", "24.", "J.", "Ende.", "2023.")]
    [True, True, True, False, False]
    """
    known = abbreviations()
    if word in known or word.lower() in known:
        return True
    return bool(_ORDINAL.fullmatch(word) or _INITIAL.fullmatch(word) or _INNER.fullmatch(word))


_KEPT: Final = 200
"""Characters of the longest stretch whose tokens are remembered."""


@lru_cache(maxsize=100_000)
def _remembered(chunk: str) -> tuple[Cut, ...]:
    return cut_chunk(chunk)


def cut_chunk(chunk: str) -> tuple[Cut, ...]:
    """Cut a stretch without white space but one space that may follow.

    Examples
    --------
    >>> [token.text for token in cut_chunk("„US-Präsident“,")], [token.text for token in cut_chunk("(Dr. ")]
    (['„', 'US', '-', 'Präsident', '“', ','], ['(', 'Dr.'])
    >>> cut_chunk("7.644"), cut_chunk("24. ")
    ((Cut(text='7.644', space=False),), (Cut(text='24.', space=True),))
    """
    pieces: list[str] = []
    solid = chunk.removesuffix(" ")
    for piece in _PIECE.findall(solid):
        # a period right after a word that keeps it: Dr + . -> Dr.
        if piece == "." and pieces and pieces[-1][-1].isalnum() and keeps_period(pieces[-1] + "."):
            pieces[-1] += "."
        else:
            pieces.append(piece)
    return (*(Cut(piece, False) for piece in pieces[:-1]), Cut(pieces[-1], solid != chunk))


def cut(text: str) -> list[Cut]:
    """Cut a text into tokens.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Cut
        Tokens with their spaces: ``"".join(t.text + " " * t.space for t in cut(text)) == text``. White space other
        than one space between tokens is a token of its own.

    Examples
    --------
    >>> [token.text for token in cut("Am 24. Februar sagte Dr. Müller: „Nein.“")]
    ['Am', '24.', 'Februar', 'sagte', 'Dr.', 'Müller', ':', '„', 'Nein', '.', '“']
    """
    tokens: list[Cut] = []
    for chunk in _CHUNK.findall(text):
        if chunk[0].isspace():
            tokens.append(Cut(chunk, False))
        else:
            tokens += _remembered(chunk) if len(chunk) <= _KEPT else cut_chunk(chunk)
    return tokens
