"""Sentences: where one ends, decided from the marks, the abbreviation before and the word after.

A closing quotation mark or bracket belongs to the sentence that it closes, and sentences inside a quotation are
sentences: ``„Ich komme. Ich bleibe.“`` are two. A mark that a running sentence goes on after ends none:
``„Was?“, fragte er.`` is one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from .tokens import Cut, abbreviations

STARTERS: Final = Path(__file__).parent / "sentence_starters.tsv"

_ENDS: Final = frozenset({".", "!", "?", "…"})
_CLOSERS: Final = frozenset("”“\"'’‘«»‹›)]}") | {"''", "``"}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029|\x0c")
_ORDINAL = re.compile(r"(?:\d{1,3}|[IVXL]+)\.")
_DOTS = re.compile(r"\.{2,}")


@cache
def starters() -> frozenset[str]:
    """Capitalised function words: after an ambiguous period they begin a sentence (`Platz 3. Der Sieger`)."""
    with STARTERS.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["form"] for row in csv.DictReader(stream, delimiter="\t"))


def _closes(tokens: Sequence[Cut], index: int) -> bool:
    """Whether the mark at `index` stands right behind the word before, as closing marks do.

    Where a machine has put a space before it, it closes if nothing can open there: `… zu gehen. "` ends a text,
    `Wozu? ", fragte er` goes on.
    """
    token = tokens[index]
    if token.text not in _CLOSERS or index == 0:
        return False
    following = tokens[index + 1].text if index + 1 < len(tokens) else "\n\n"
    if tokens[index - 1].space:
        return following in {",", ";"} or bool(_BLANK_LINE.search(following))
    return token.space or following.isspace() or following in _CLOSERS or not following[0].isalnum()


def _ends_after(tokens: Sequence[Cut], index: int, following: str, first: bool) -> bool:
    """Whether the token at `index`, an end mark or a word with a period, ends its sentence before `following`."""
    text = tokens[index].text
    if following[0].islower() or following in {",", ";", ":", ")", "]", "/", "-", "–"}:
        return False
    if text in _ENDS or _DOTS.fullmatch(text):
        return True
    if _ORDINAL.fullmatch(text):
        return following in starters() and not first
    ends = abbreviations().get(text) or abbreviations().get(text.lower())
    if ends is None and len(text) > 2:  # z.B., U.S., a name with periods
        ends = "maybe"
    return ends != "never" and following in starters() and not first


def split_sentences(tokens: Sequence[Cut]) -> tuple[list[Cut], list[int]]:
    """Find the sentences of one segment.

    Parameters
    ----------
    tokens : sequence of Cut
        Tokens of a segment, as `cut` gives them.

    Returns
    -------
    tokens : list of Cut
        The same, with a number parted from its period where the period ends a sentence (`Platz 3 .`).
    starts : list of int
        Index of the first token of each sentence; white space belongs to the sentence before.

    Examples
    --------
    >>> from .tokens import cut
    >>> tokens, starts = split_sentences(cut("Er kam am 24. Februar auf Platz 3. Danach schwieg Dr. Müller."))
    >>> [tokens[start].text for start in starts]
    ['Er', 'Danach']
    """
    result: list[Cut] = []
    starts: list[int] = []
    fresh = True
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        if token.text.isspace():
            result.append(token)
            fresh = fresh or bool(_BLANK_LINE.search(token.text))
            index += 1
            continue
        first = fresh
        if fresh:
            starts.append(len(result))
            fresh = False
        ending = token.text in _ENDS or (len(token.text) > 1 and token.text[-1] == ".")
        if not ending:
            result.append(token)
            index += 1
            continue
        end = index + 1
        while end < count and (_closes(tokens, end) or (tokens[end].text in _ENDS and not tokens[end - 1].space)):
            end += 1
        after = end
        while after < count and tokens[after].text.isspace():
            after += 1
        at_end = after == count or any(_BLANK_LINE.search(t.text) for t in tokens[end:after])
        spaced = at_end or after > end or tokens[end - 1].space
        fresh = at_end or (spaced and _ends_after(tokens, index, tokens[after].text, first))
        if fresh and end == index + 1 and _ORDINAL.fullmatch(token.text) and not first:
            result += [Cut(token.text[:-1], False), Cut(".", token.space)]
        else:
            result += tokens[index:end]
        index = end
    if starts:
        starts[0] = 0  # leading white space joins the first sentence
    elif result:
        starts = [0]
    return result, starts
