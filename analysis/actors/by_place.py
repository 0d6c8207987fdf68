"""Mentions of countries and namings of persons, asked for by place in the text.

A pronoun or a role noun looks for what stands before it. Where each of ten thousand looks at all of ten thousand
namings, a long list of names takes hours; here a look costs the same in a long document as in a short one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ..tables import Mention
from .persons import Naming, Person

HOMES: Final = ("DE", "AT", "CH")
_STATE_FORMS: Final = ("name", "adjective", "capital")


class NamedCountries:
    """The mentions of a document, by place.

    Attributes
    ----------
    mentions : list of Mention
        In text order.
    """

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self.mentions]

    def between(self, low: int, high: int) -> list[Mention]:
        """Return the mentions that start from code point ``low`` on and before ``high``."""
        return self.mentions[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def before(self, offset: int) -> Iterator[Mention]:
        """Yield the mentions that start before a code point, the last one first."""
        for place in range(bisect_left(self._starts, offset) - 1, -1, -1):
            yield self.mentions[place]

    def covering(self, low: int, high: int) -> Iterator[Mention]:
        """Yield the mentions that share a code point with a stretch, in text order."""
        first = max(bisect_left(self._starts, low) - 1, 0)
        return (m for m in self.mentions[first : bisect_left(self._starts, high)] if m.end > low)

    def state_before(self, offset: int) -> Mention | None:
        """Return the last mention of a state by name, adjective or capital before a code point: *das Land*."""
        return self._states[bisect_left(self._starts, offset)]

    @cached_property
    def _states(self) -> list[Mention | None]:
        last: list[Mention | None] = [None]
        for mention in self.mentions:
            is_state = mention.form in _STATE_FORMS and len(mention.country) == 2
            last.append(mention if is_state else last[-1])
        return last

    @cached_property
    def leaders(self) -> dict[int, Mention]:
        """Mentions of leaders by where they start."""
        return {mention.start: mention for mention in reversed(self.mentions) if mention.form == "leader"}

    @cached_property
    def homes(self) -> Counter[str]:
        """How often Germany, Austria and Switzerland are named, their councils left out."""
        return Counter(m.country for m in self.mentions if m.country in HOMES and not m.text.startswith("Bundes"))


class NamedPersons:
    """The namings of the persons of a document, by place."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._namings = [(naming, person) for person in people for naming in person.namings]
        self._namings.sort(key=lambda item: item[0].first)
        self._firsts = [naming.first for naming, _ in self._namings]

    def between(self, first: int, end: int) -> list[tuple[Naming, Person]]:
        """Return the namings that begin at a token from ``first`` on and before ``end``, in text order."""
        return self._namings[bisect_left(self._firsts, first) : bisect_left(self._firsts, end)]

    def before(self, offset: int, *, most: int) -> Iterator[tuple[Naming, Person]]:
        """Yield the namings that start before a code point, the last one first, and no more than so many."""
        stop = bisect_left(self._namings, offset, key=lambda item: item[0].start)
        for place in range(stop - 1, max(stop - 1 - most, -1), -1):
            yield self._namings[place]
