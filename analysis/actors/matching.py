"""Matching: where a text names a country, found on the plain text with one automaton over all surface forms.

The automaton reports every overlapping hit; hits are then held against the word they stand in (whole word, first part
of a compound, last part behind a checked prefix) and the longest of overlapping ones stays. Choosing the longest first
and checking the word afterwards would lose hits: in *Chinas* the longest form that starts a word is right, in
*Indienststellung* no form is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .ellipsis import find_stubs
from .forms import Slot
from .gazetteer import Gazetteer, load_gazetteer
from .surface import Entry, Reading

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_WORD_END: Final = re.compile(r"\w*")
_LETTERS: Final = re.compile(r"[^\W\d_]*")
_ADDRESS: Final = re.compile(r"www\.|://|@|\w\.(?:[a-z]{2,4})(?:/|$)|#")
# Flags of an entry as plain numbers: the loop over the hits looks at them a hundred thousand times a second.
_WORD, _TAIL, _OPENING = int(Slot.WORD), int(Slot.TAIL), int(Slot.HEAD | Slot.TRAIT | Slot.BOUND)
_LEADING = int(Slot.TRAIT | Slot.JOINED | Slot.BOUND)
_BLOCK, _BLOCK_ALL = 256, 512
# "Malipolitik" is a compound, "Maliziosa" is not: short names need a known head behind them
_SHORT: Final = 5


class Match(NamedTuple):
    """A form found in the text, with everything that it can mean there."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    part: Slot
    """`Slot.WORD` for a whole word, else the part of the compound that it is"""
    hyphen: bool
    """whether a hyphen joins it to another word"""

    @property
    def reading(self) -> Reading:
        """The first, most usual reading."""
        return self.readings[0]


class Matcher:
    """Finds the forms of one gazetteer in plain text."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        from ahocorasick_rs import MATCHKIND_STANDARD, AhoCorasick

        self.gazetteer = gazetteer
        self._entries: list[Entry] = list(gazetteer.entries.values())
        self._flags = [
            int(entry.slots) + (_BLOCK if entry.blocks else 0) + (_BLOCK_ALL if entry.blocks == "prefix" else 0)
            for entry in self._entries
        ]
        self.automaton: AhoCorasick = AhoCorasick(list(gazetteer.entries), matchkind=MATCHKIND_STANDARD)
        self._prefixes = frozenset(gazetteer.affixes["prefix"])
        self._longest = max(map(len, (*self._prefixes, *gazetteer.entries)), default=0)
        self._traits = gazetteer.affixes["trait"]
        self._heads = gazetteer.affixes["head"]
        self._derived = gazetteer.affixes["derivation"]

    def find(self, text: str) -> list[Match]:
        """Find all countries in a text, in text order and without overlap."""
        found: list[tuple[int, int, int, Slot]] = []
        flags, padded = self._flags, f" {_smooth(text)} "
        for index, begin, end in self.automaton.find_matches_as_indexes(padded, overlapping=True):
            flag, start = flags[index], begin - 1
            if not padded[start].isalnum():
                right = padded[end].isalnum()
                if flag & _BLOCK and (not right or flag & _BLOCK_ALL):
                    stop = _word_end(text, end - 1) if flag & _BLOCK_ALL else end - 1
                    found.append((start, -stop, -1, Slot.NONE))
                elif not right:
                    if flag & _WORD:
                        found.append((start, 1 - end, index, Slot.WORD))
                    elif flag & _LEADING and padded[end] == "-" and self._leads(padded, end + 1, self._entries[index]):
                        found.append((start, 1 - end, index, Slot.HEAD))
                elif flag & _OPENING and self._opens(text, start, end - 1, self._entries[index]):
                    found.append((start, 1 - end, index, Slot.HEAD))
            elif flag & _TAIL and not padded[end].isalnum() and self._closes(text, start):
                found.append((start, 1 - end, index, Slot.TAIL))
        found.sort()
        return self._with_stubs(text, padded, self._resolve(text, found))

    def _with_stubs(self, text: str, padded: str, matches: list[Match]) -> list[Match]:
        """Put the stubs of elliptic pairs among the matches: *Nord-* in *Nord- und Südkorea*."""
        stubs = list(find_stubs(padded, self.gazetteer))
        if not stubs:
            return matches
        starts = [match.start for match in matches]
        for start, end, readings, part in stubs:
            # every offset of the padded text is one too high
            start, end = start - 1, end - 1
            place = bisect_left(starts, end)
            if not place or matches[place - 1].end <= start:
                starts.insert(place, start)
                matches.insert(place, Match(start, end, text[start:end], readings, part, False))
        return matches

    def _leads(self, padded: str, begin: int, entry: Entry) -> bool:
        """Whether the word behind a hyphen makes a compound with the form before it: *kosovo-albanisch, peking-nah*."""
        if entry.slots & (Slot.JOINED | Slot.BOUND):
            # "sino-russisch" and "Anglo-Amerikaner", not "indo-pazifisch"
            behind = self.gazetteer.entries.get(padded[begin : _word_end(padded, begin)])
            return behind is not None and bool(behind.slots & Slot.WORD)
        if not padded[begin].islower():
            return False
        return entry.readings[0].form not in ("capital", "institution") or padded.startswith(self._traits, begin)

    def _resolve(self, text: str, found: list[tuple[int, int, int, Slot]]) -> list[Match]:
        """Keep the longest of overlapping hits; blockers, whose index sorts first, take the place and give nothing."""
        matches: list[Match] = []
        reached, padded = 0, f"{text}  "
        address = (0, 0, False)  # "Russland/Russland/...": the countries of one stretch share what it is
        for start, negative_end, index, part in found:
            end = -negative_end
            if start < reached:
                continue
            reached = end
            if index < 0:
                continue
            before, after = padded[start - 1], padded[end]
            if before in "./@_#:" or after in "./@_":
                if not (address[0] <= start and end <= address[1]):
                    address = _address(text, start, end)
                if address[2]:
                    continue
            readings = self._entries[index].readings
            matches.append(Match(start, end, text[start:end], readings, part, "-" in (before, after)))
        return matches

    def _opens(self, text: str, start: int, end: int, entry: Entry) -> bool:
        """Return whether the rest of the word makes a compound with the form that opens it."""
        rest = text[end : _word_end(text, end)]
        if not rest.islower() or len(rest) < 3:
            return False
        if entry.slots & Slot.TRAIT and rest.startswith(self._traits):
            return True
        if entry.slots & (Slot.TAIL | Slot.TRAIT | Slot.BOUND) and self._is_tail(rest):
            return True
        if not entry.slots & Slot.HEAD:
            return False
        if entry.tails:
            return rest.startswith(entry.tails)
        if end - start <= _SHORT and entry.readings[0].form != "institution":
            return rest.startswith(self._heads) or self._is_tail(rest)
        return not rest.startswith(self._derived) or rest.startswith(self._heads)

    def _is_tail(self, rest: str) -> bool:
        entry = self.gazetteer.entries.get(rest)
        return entry is not None and bool(entry.slots & Slot.TAIL)

    def _closes(self, text: str, start: int) -> bool:
        """Return whether what stands before the form in the word is a checked prefix or a country of its own."""
        begin = start
        while start - begin <= self._longest and begin and text[begin - 1].isalpha():
            begin -= 1
        prefix = text[begin:start]
        if prefix.lower() in self._prefixes:
            return True
        entry = self.gazetteer.entries.get(prefix)
        return entry is not None and bool(entry.slots & (Slot.HEAD | Slot.TRAIT | Slot.BOUND))


def _smooth(text: str) -> str:
    """Let line breaks, fixed spaces and typographic apostrophes pass as the plain ones; every offset stays."""
    for odd, plain in (("\n", " "), ("\xa0", " "), ("\u202f", " "), ("’", "'"), ("\u2011", "-"), ("\u2010", "-")):
        if odd in text:
            text = text.replace(odd, plain)
    return text


def _word_end(text: str, start: int) -> int:
    match = _LETTERS.match(text, start)
    return match.end() if match else start


def _address(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return what stands between two spaces around a word, and whether that is an address: *www.kasachstan.de*."""
    while start and not text[start - 1].isspace():
        start -= 1
    size = len(text)
    while end < size and not text[end].isspace():
        end += 1
    return start, end, _ADDRESS.search(text[start:end].strip("\"'“”„«».,;:!?()[]")) is not None


@cache
def matcher(gazetteer: Gazetteer) -> Matcher:
    """Build the matcher of a gazetteer, once per process."""
    return Matcher(gazetteer)


def match_countries(text: str, *, gazetteer: Gazetteer | None = None) -> list[Match]:
    """Find country words in plain text, before any look at the context.

    Parameters
    ----------
    text : str
        Any text; an empty one has no matches.
    gazetteer : Gazetteer, optional
        What `load_gazetteer` gives for a user's own table; by default the package's.

    Returns
    -------
    list of Match
        In text order, without overlap. Homonyms are still in it: `find_mentions` looks at the context.

    Examples
    --------
    >>> [(match.text, match.reading.country) for match in match_countries("Prorussische Kirgisen, Südfrankreich")]
    [('russische', 'RU'), ('Kirgisen', 'KG'), ('frankreich', 'FR')]
    """
    return matcher(gazetteer or load_gazetteer()).find(text)
