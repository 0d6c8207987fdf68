"""Look-ups: which mention, organisation or person stands at a token of a document."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from ..language.view import View
from ..spans import Spans
from ..tables import Mention
from .by_place import NamedCountries, NamedPersons
from .offices import office_of
from .organisations import Organisation, OrganisationHit
from .persons import Person, naming_of
from .words import words


class Lookup:
    """Everything named in a document, by place.

    Attributes
    ----------
    view : View
        The tokens.
    mentions, organisations, people : list
        In text order; ``by_token`` gives the person of each token of a name.
    """

    def __init__(
        self,
        view: View,
        countries: NamedCountries,
        organisations: list[OrganisationHit],
        people: list[Person],
        by_token: dict[int, Person],
    ) -> None:
        self.view = view
        self.countries = countries
        self.mentions = countries.mentions
        self.organisations = organisations
        self.people = people
        self.by_token = by_token
        self.namings = NamedPersons(people)
        self._bodies = Spans((hit.start, hit.end, hit) for hit in organisations)

    def mention_in(self, first: int, last: int) -> Mention | None:
        """Return the first country mention of a stretch of tokens; leaders are persons, not countries."""
        low, high = self.view.starts[first], self.view.ends[last]
        for mention in self.countries.between(low, high + 1):
            if mention.end <= high and mention.form not in ("leader", "language"):
                return mention
        return None

    def organisation_beside(self, head: int) -> Organisation | None:
        """Return the organisation in apposition: *die Nachrichtenagentur Reuters, die Zeitung „The Guardian“*."""
        after = self.view.after(head)
        for _ in range(3):
            if after >= len(self.view):
                return None
            found = self.organisation_at(after)
            if found is not None:
                return found
            if self.view.words[after].isalpha() and self.view.words[after] not in ("The", "Der", "Die", "Das"):
                return None
            after = self.view.after(after)
        return None

    def mention_at(self, token: int) -> Mention | None:
        """Return the country mention that a token is part of, or that opens its hyphenated word."""
        low, high = self.view.starts[self.view.chain(token)[0]], self.view.ends[token]
        for mention in self.countries.covering(low, high):
            if mention.form not in ("leader", "language"):
                return mention
        return None

    def organisation_at(self, token: int) -> Organisation | None:
        """Return the organisation that a token ends or is part of; *SPD* does not make *SPD-Politiker* a party."""
        low, high = self.view.starts[token], self.view.ends[token]
        return next((hit.organisation for hit in self._bodies.meeting(low, high) if high <= hit.end), None)

    def organisation_in(self, low: int, high: int) -> Organisation | None:
        """Return the first organisation named inside a stretch of code points."""
        return next((hit.organisation for hit in self._bodies.inside(low, high)), None)

    def organisation_before(self, offset: int, role: str) -> Organisation | None:
        """Return the last organisation of a role that is named before a code point."""
        ends, named = self._by_role.get(role, ([], []))
        place = bisect_right(ends, offset)
        return named[place - 1] if place else None

    @cached_property
    def _by_role(self) -> dict[str, tuple[list[int], list[Organisation]]]:
        found: dict[str, tuple[list[int], list[Organisation]]] = {}
        for hit in self.organisations:
            ends, named = found.setdefault(hit.organisation.role, ([], []))
            ends.append(hit.end)
            named.append(hit.organisation)
        return found

    def named_behind(self, head: int, last: int) -> Person | None:
        """Find the name that a role noun stands in apposition to: *Präsident Xi*, *der Sprecher der Partei, X*."""
        view = self.view
        after = view.after(head)
        for token in range(after, last + 1):
            person = self.by_token.get(token)
            if person is None or (token - 1 > head and self.by_token.get(token - 1) is person):
                continue
            later = any(view.word(near) == "," and near + 1 in self.by_token for near in range(token + 1, last))
            if _is_genitive(view, token, person) or (later and view.words[token].endswith("s")):
                # "der Doktorvater Guttenbergs, Peter Häberle"
                continue
            before = view.word(view.before(token)).lower()
            if token == after or before in (",", ")"):
                return person
            if before in words("no_apposition"):
                continue
            if " " in person.name and office_of(view.word(view.before(token))) is None:
                return person
        return None


def _is_genitive(view: View, token: int, person: Person) -> bool:
    """Return whether a name stands in the genitive here: *der Arzt Lahms*."""
    naming = naming_of(person, token)
    if naming is None or not naming.text.endswith("s"):
        return False
    last = naming.text.split()[-1]
    written = any(last == word + "s" for word in person.name.split())
    return written or view.feature(naming.last, "Case") == "Gen"
