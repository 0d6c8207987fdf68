"""Quotation marks: which mark opens, which closes, and what stands between, in every style and with dirt.

German papers write „so“, »so« or "so", Swiss ones «so», agencies mix them, and OCR gives ,,so'' or loses one mark.
Which way a mark points is read from its surroundings and from the marks that are open, not from its glyph alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

_MARK = re.compile(r",,(?=\w)|''|``|´´|[\"„“”‟»«‚‘’'‹›`´]")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_STOP = re.compile(r"[.!?…](?=\s+[A-ZÄÖÜ„»«\"]|\s*$)")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|\n)(?=\S)")

_OPENERS: Final = frozenset({"„", "‚", ",,", "``"})
_GUILLEMETS: Final = frozenset("»«‹›")
_SINGLE: Final = frozenset("‚‘’'‹›`´")
_BEFORE_OPENING: Final = frozenset(" \t\n\r\u00a0\u202f([{–—-/:;,.…*>„“\"»«‚‘'‹›")
_AFTER_CLOSING: Final = frozenset(" \t\n\r\u00a0\u202f)]}–—-/:;,.!?…*<“”\"»«‘’'‹›")
_BLANK: Final = frozenset(" \t\n\r\u00a0\u202f")
_NO_BEGINNING: Final = _BLANK | frozenset(",.;:!?)")


class Pair(NamedTuple):
    """A stretch in quotation marks, the marks included."""

    start: int
    end: int
    inner_start: int
    """After the opening mark; equals `start` where that mark is lost."""
    inner_end: int
    """Before the closing mark; equals `end` where that mark is lost."""
    depth: int
    """0 for the outermost, 1 for a quotation within it."""

    @property
    def balanced(self) -> bool:
        """Whether both marks are there."""
        return self.start < self.inner_start and self.inner_end < self.end


class _Mark(NamedTuple):
    start: int
    end: int
    glyph: str

    @property
    def family(self) -> tuple[bool, bool]:
        return self.glyph in _SINGLE, self.glyph in _GUILLEMETS


def pair_marks(text: str) -> list[Pair]:
    """Find what stands in quotation marks.

    Parameters
    ----------
    text : str
        Any text; a pair never crosses a blank line.

    Returns
    -------
    list of Pair
        In text order, an outer pair before the inner one. A lost closing mark ends the pair with its sentence (or
        with its paragraph, where the next one opens again), a lost opening mark begins it at the start of the sentence.

    Examples
    --------
    >>> text = "«Er sagte ‹Nein›», schrieb sie."
    >>> [(text[p.inner_start:p.inner_end], p.depth) for p in pair_marks(text)]
    [('Er sagte ‹Nein›', 0), ('Nein', 1)]
    """
    pairs: list[Pair] = []
    begin = 0
    bounds = [(match.start(), match.end()) for match in _BREAK.finditer(text)] + [(len(text), len(text))]
    for end, following in bounds:
        pairs += _pair_paragraph(text, begin, end, following)
        begin = following
    pairs.sort(key=lambda pair: (pair.start, -pair.end))
    return _with_depth(pairs)


def _pair_paragraph(text: str, begin: int, end: int, following: int) -> list[Pair]:
    opened: list[_Mark] = []
    pairs: list[Pair] = []
    for match in _MARK.finditer(text, begin, end):
        mark = _Mark(match.start(), match.end(), match[0])
        if _is_apostrophe(text, mark, opened):
            continue
        partner = next((other for other in reversed(opened) if other.family == mark.family), None)
        if _opens(text, mark, partner):
            opened.append(mark)
        elif partner is not None:
            del opened[opened.index(partner) :]
            pairs.append(Pair(partner.start, mark.end, partner.end, mark.start, 0))
        elif not mark.family[0] and not text[mark.start - 1 : mark.start].isdigit():
            start = _sentence_start(text, begin, mark.start, pairs)
            pairs.append(Pair(start, mark.end, start, mark.start, 0))
    for mark in opened:
        if not mark.family[0]:
            stop = _lost_end(text, mark, end, following)
            pairs.append(Pair(mark.start, stop, mark.end, stop, 0))
    return pairs


def _is_apostrophe(text: str, mark: _Mark, opened: list[_Mark]) -> bool:
    """“Wie geht's” and “Hans' Haus” hold no quotation marks."""
    if mark.glyph not in {"'", "’", "´", "`", "‘"}:
        return False
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    if before.isalnum() and after.isalnum():
        return True
    closing = any(other.family == mark.family for other in opened)
    return before.isalnum() and not closing


def _opens(text: str, mark: _Mark, partner: _Mark | None) -> bool:
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    if mark.glyph in _OPENERS:
        return True
    can_open = (not before or before in _BEFORE_OPENING) and bool(after) and after not in _NO_BEGINNING
    can_close = bool(before) and before not in _BLANK and (not after or after in _AFTER_CLOSING)
    if partner is None:
        # a lone `"` between blanks opens; “ or « at the end of a word closes what lost its opening mark
        return (can_open and not (can_close and after in ",.;:!?")) or not can_close
    if can_open and can_close:
        # »Er sagte: »Nein«: as often as not a mark after `(` or before `-`; close what is open
        return False
    if can_open:
        # the open mark never closed, and this one begins another quotation: an inner pair needs another family
        return mark.glyph in _GUILLEMETS or mark.glyph != partner.glyph or partner.start + 1 == mark.start
    return False


def _sentence_start(text: str, begin: int, stop: int, pairs: list[Pair]) -> int:
    floor = max([begin, *(pair.end for pair in pairs if pair.end <= stop)])
    start = floor
    for match in _SENTENCE_START.finditer(text, floor, stop):
        start = match.end()
    # „… gut. Das geht“: if the mark follows at once upon a full stop, the sentence before it is meant
    while start < stop and text[start] in _BLANK:
        start += 1
    return start


def _lost_end(text: str, mark: _Mark, end: int, following: int) -> int:
    if text[following : following + len(mark.glyph)] == mark.glyph:
        return end  # the quotation goes on in the next paragraph, which opens again
    stop = _STOP.search(text, mark.end, end)
    return stop.end() if stop else end


def _with_depth(pairs: list[Pair]) -> list[Pair]:
    result: list[Pair] = []
    ends: list[int] = []
    for pair in pairs:
        while ends and ends[-1] <= pair.start:
            ends.pop()
        if ends and pair.end > ends[-1]:
            continue  # crosses another pair: dirt
        result.append(pair._replace(depth=min(len(ends), 1)))
        ends.append(pair.end)
    return result


def mark_states(starts: list[int], pairs: list[Pair]) -> tuple[list[int], list[int], list[int]]:
    """Say of each token how it stands to the quotation marks.

    Parameters
    ----------
    starts : list of int
        Offsets of the tokens, ascending.
    pairs : list of Pair
        As `pair_marks` finds them.

    Returns
    -------
    tuple of three lists of int
        Outer state (0 outside, 1 opening mark, 2 inside, 3 closing mark, 4 inside with a mark lost), inner state (0 to
        3), and the number of tokens between the outer marks in steps (0 none, 1, 2, 3 to 4, 5 to 8, more).
    """
    outer, inner, size = [0] * len(starts), [0] * len(starts), [0] * len(starts)
    for pair in pairs:
        first, last = bisect_left(starts, pair.start), bisect_left(starts, pair.end)
        within = sum(pair.inner_start <= starts[i] < pair.inner_end for i in range(first, last))
        step = within if within < 3 else 3 if within < 5 else 4 if within < 9 else 5
        for i in range(first, last):
            opening, closing = starts[i] < pair.inner_start, starts[i] >= pair.inner_end
            state = 1 if opening else 3 if closing else 2 if pair.balanced or pair.depth else 4
            if pair.depth:
                inner[i] = state
            else:
                outer[i], size[i] = state, step
    return outer, inner, size
