"""Quotation marks: which mark opens, which closes, and what stands between, in every style and with dirt.

German papers write „so“, »so« or "so", Swiss ones «so», agencies mix them, and OCR gives ,,so'' or loses one mark.
Which way a mark points is read from its surroundings and from the marks that are open, not from its glyph alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_MARK = re.compile(r",,(?=\w)|''|``|´´|‚‚|‘‘|’’|[\"„“”‟»«‚‘’'‹›`´]")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_STOP = re.compile(r"[.!?…](?=\s+[A-ZÄÖÜ„»«\"]|\s*$)")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|\n)(?=\S)")

_OPENERS: Final = frozenset({"„", "‚", ",,", "``", "‚‚"})
_GUILLEMETS: Final = frozenset("»«‹›")
_SINGLE: Final = frozenset("‚‘’'‹›`´")
_BEFORE_OPENING: Final = frozenset(" \t\n\r\u00a0\u202f([{–—-/:;,.…*>„“\"»«‚‘'‹›")
_AFTER_CLOSING: Final = frozenset(" \t\n\r\u00a0\u202f)]}–—-/:;,.!?…*<“”\"»«‘’'‹›")
_BLANK: Final = frozenset(" \t\n\r\u00a0\u202f")
_APOSTROPHES: Final = frozenset("'’´`‘")
# „die ’90er Jahre“, „’s ist Krieg“, „so ’n Unsinn“: letters or a century are left out before it
_ELISION = re.compile(r"(?:\d\dern?|s|n|ne[mnr]?|rum|ran|raus|rein|rauf|runter|rüber)(?![\w\"“”'’‘])")
_SIBILANTS: Final = frozenset("sßxzSXZ")
_ENDED: Final = frozenset(".!?…:;,–—")
_DEEPEST: Final = 3
"""Quotations within quotations; more of them is no text: „‚„‚„‚."""
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
        """Return whether both marks are there."""
        return self.start < self.inner_start and self.inner_end < self.end


class _Mark(NamedTuple):
    start: int
    end: int
    glyph: str

    @property
    def family(self) -> tuple[bool, bool]:
        return self.glyph in _SINGLE, self.glyph in _GUILLEMETS


def pair_marks(text: str, breaks: Iterable[int] = ()) -> list[Pair]:
    """Find what stands in quotation marks.

    Parameters
    ----------
    text : str
        Any text; a pair never crosses a blank line.
    breaks : iterable of int, optional
        Further offsets that no pair crosses: where the segments of a document begin.

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
    bounds = {match.end(): match.start() for match in _BREAK.finditer(text)}
    bounds |= {offset: offset for offset in breaks if 0 < offset < len(text) and offset not in bounds}
    for following, end in [*sorted(bounds.items()), (len(text), len(text))]:
        end = begin + len(text[begin:end].rstrip())
        if begin < end:
            pairs += _Paragraph(text, begin, end, following).pairs()
        begin = following
    pairs.sort(key=lambda pair: (pair.start, -pair.end))
    return nest(pairs)


class _Paragraph:
    """The marks of a paragraph, paired from left to right in one pass."""

    def __init__(self, text: str, begin: int, end: int, following: int) -> None:
        self._text, self._begin, self._end, self._following = text, begin, end, following
        self._marks = [_Mark(m.start(), m.end(), m[0]) for m in _MARK.finditer(text, begin, end)]
        self._next = _followers(self._marks)
        self._opened: list[int] = []
        self._by_family: dict[tuple[bool, bool], list[int]] = {}
        self._floor = begin  # end of the last pair
        self._pairs: list[Pair] = []

    def pairs(self) -> list[Pair]:
        for number, mark in enumerate(self._marks):
            family = self._by_family.setdefault(mark.family, [])
            partner = family[-1] if family else None
            if self._is_apostrophe(number, partner):
                continue
            if self._opens(number, partner):
                self._opened.append(number)
                family.append(number)
                continue
            if partner is None:
                partner = self._stranger(mark)
            if partner is not None:
                self._close(partner, mark)
            elif not mark.family[0] and not self._text[mark.start - 1 : mark.start].isdigit():
                self._close_alone(mark)
        self._leave_open()
        return self._pairs

    def _is_apostrophe(self, number: int, partner: int | None) -> bool:
        """“Wie geht's”, “Hans' Haus” and “’90er” hold no quotation marks."""
        mark = self._marks[number]
        if mark.glyph not in _APOSTROPHES:
            return False
        before, after = self._around(mark)
        if not before.isalnum():
            return _ELISION.match(self._text, mark.end, self._end) is not None
        if after.isalnum() or partner is None:
            return True
        # „‚Moskaus' Haltung ist klar‘“: the mark that follows closes, so this one belongs to a name in the genitive
        if before not in _SIBILANTS or after not in _BLANK or mark.glyph == "‘":
            return False
        following = self._next[number]
        return following is not None and self._closes(self._marks[following])

    def _opens(self, number: int, partner: int | None) -> bool:
        mark = self._marks[number]
        if mark.glyph in _OPENERS:
            return True
        after = self._around(mark)[1]
        can_open, can_close = self._can_open(mark), self._can_close(mark)
        if partner is None:
            # a lone `"` between blanks opens; “ or « at the end of a word closes what lost its opening mark
            return (can_open and not (can_close and after in ",.;:!?")) or not can_close
        if can_open and can_close:
            # »Er sagte: »Nein«: as often as not a mark after `(` or before `-`; close what is open
            return False
        if not can_open:
            return False
        # the open mark never closed, and this one begins another quotation: an inner pair needs another family
        other = self._marks[partner]
        if mark.glyph in _GUILLEMETS or mark.glyph != other.glyph or other.start + 1 == mark.start:
            return True
        # '"Wir gehen, sagte sie. "Ich bleibe", sagte er': the first one is lost, the others are not
        following = self._next[number]
        return self._after_stop(mark) or (following is not None and self._closes(self._marks[following]))

    def _around(self, mark: _Mark) -> tuple[str, str]:
        return self._text[mark.start - 1 : mark.start], self._text[mark.end : mark.end + 1]

    def _can_open(self, mark: _Mark) -> bool:
        before, after = self._around(mark)
        return (not before or before in _BEFORE_OPENING) and bool(after) and after not in _NO_BEGINNING

    def _can_close(self, mark: _Mark) -> bool:
        before, after = self._around(mark)
        return bool(before) and before not in _BLANK and (not after or after in _AFTER_CLOSING)

    def _closes(self, mark: _Mark) -> bool:
        return mark.glyph not in _OPENERS and self._can_close(mark) and not self._can_open(mark)

    def _after_stop(self, mark: _Mark) -> bool:
        blank, stop = self._text[mark.start - 1 : mark.start], self._text[mark.start - 2 : mark.start - 1]
        return blank in _BLANK and stop in _ENDED

    def _stranger(self, mark: _Mark) -> int | None:
        """Find the mark of another house that this one closes: »Wir bleiben“, sagte er."""
        open_ = self._opened[-1] if self._opened else None
        fits = open_ is not None and not mark.family[0] and not self._marks[open_].family[0]
        return open_ if fits and self._closes(mark) else None

    def _close(self, partner: int, mark: _Mark) -> None:
        while self._opened[-1] >= partner:
            number = self._opened.pop()
            self._by_family[self._marks[number].family].pop()
            if not self._opened:
                break
        first = self._marks[partner]
        self._add(Pair(first.start, mark.end, first.end, mark.start, 0))

    def _close_alone(self, mark: _Mark) -> None:
        start = self._floor
        for match in _SENTENCE_START.finditer(self._text, start, mark.start):
            start = match.end()
        # „… gut. Das geht“: if the mark follows at once upon a full stop, the sentence before it is meant
        while start < mark.start and self._text[start] in _BLANK:
            start += 1
        self._add(Pair(start, mark.end, start, mark.start, 0))

    def _add(self, pair: Pair) -> None:
        self._pairs.append(pair)
        self._floor = max(self._floor, pair.end)

    def _leave_open(self) -> None:
        """End what never closed with its sentence, or with the paragraph if the next one opens again."""
        left = [self._marks[number] for number in self._opened if not self._marks[number].family[0]]
        stops = self._stops() if left else []
        for mark in left:
            place = bisect_left(stops, mark.end + 1)
            goes_on = self._text.startswith(mark.glyph, self._following)
            stop = self._end if goes_on or place == len(stops) else stops[place]
            self._add(Pair(mark.start, stop, mark.end, stop, 0))

    def _stops(self) -> list[int]:
        """List the ends of the sentences, without those in a quotation that is whole."""
        whole = sorted((pair.start, pair.end) for pair in self._pairs)
        result: list[int] = []
        place, reach = 0, 0
        for match in _STOP.finditer(self._text, self._begin, self._end):
            stop = match.end()
            while place < len(whole) and whole[place][0] < stop:
                reach = max(reach, whole[place][1])
                place += 1
            if stop >= reach:
                result.append(stop)
        return result


def _followers(marks: Sequence[_Mark]) -> list[int | None]:
    """For each mark the number of the next one of its family."""
    result: list[int | None] = [None] * len(marks)
    last: dict[tuple[bool, bool], int] = {}
    for number in range(len(marks) - 1, -1, -1):
        result[number] = last.get(marks[number].family)
        last[marks[number].family] = number
    return result


def nest(pairs: Iterable[Pair]) -> list[Pair]:
    """Return how deep pairs in text order lie; leave out those that cross another or lie too deep."""
    result: list[Pair] = []
    ends: list[int] = []
    for pair in pairs:
        while ends and ends[-1] <= pair.start:
            ends.pop()
        if ends and pair.end > ends[-1]:
            continue  # crosses another pair: dirt
        if len(ends) >= _DEEPEST:
            continue
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
    count = len(starts)
    outer, inner, size = [0] * count, [0] * count, [0] * count
    for pair in pairs:
        bounds = (pair.start, pair.inner_start, pair.inner_end, pair.end)
        first, opened, closing, last = (bisect_left(starts, offset) for offset in bounds)
        within = max(closing - opened, 0)
        step = within if within < 3 else 3 if within < 5 else 4 if within < 9 else 5
        opened, closing = min(opened, last), min(max(closing, opened), last)
        inside = 2 if pair.balanced or pair.depth else 4
        states = [1] * (opened - first) + [inside] * (closing - opened) + [3] * (last - closing)
        if pair.depth:
            inner[first:last] = states
        else:
            outer[first:last] = states
            size[first:last] = [step] * (last - first)
    return outer, inner, size
