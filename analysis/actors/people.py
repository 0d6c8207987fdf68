"""People: persons named in a document, clustered by surname and spelling, with office, country and gender.

Leaders come from the table; everybody else from the entities of the parser, from a role noun before a name
(*Ministerin Chatuna Kalmachelidse*) and from a known first name before a capitalised word.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from ..language.view import View
from ..tables import Mention
from .apposition import country_near, is_former, office_after, office_before, office_countries
from .by_place import NamedCountries
from .gazetteer import Gazetteer
from .leaders import Leader, LeaderHit, LeaderTable, Term, choose_leader, leader_table
from .name_keys import name_keys
from .offices import label, office_of
from .organisations import OrganisationHit
from .person_names import find_names, marked, naming_at
from .persons import Naming, Person, add_naming
from .words import given_names, words

_BEARERS: Final = 40
"""Persons of one surname that are told apart: a text does not name more, but for lists of thousands."""


def find_leaders(
    view: View, *, gazetteer: Gazetteer, countries: Collection[str]
) -> list[tuple[LeaderHit, Leader, Term]]:
    """Find the leaders that a document names, settled by date and context."""
    hits = _leader_hits(leader_table(gazetteer if gazetteer.leaders else None), view.text)
    named = Counter(leader.name for hit in hits if hit.full for leader in hit.leaders)
    strangers = {key for hit in hits if hit.stranger for key in name_keys(hit.text.split()[-1])}
    result = []
    for hit in hits:
        chosen = None if hit.stranger else choose_leader(hit, view.date, named=named, countries=countries)
        if chosen is None:
            continue
        leader, term = chosen
        if hit.full or named.get(leader.name) or _supported(view, hit, leader, term, countries, strangers):
            result.append((hit, leader, term))
    return result


@lru_cache(maxsize=1)
def _leader_hits(table: LeaderTable, text: str) -> list[LeaderHit]:
    """Find the names of leaders; mentions and persons of a document ask for the same ones."""
    return table.find(text)


def _supported(
    view: View, hit: LeaderHit, leader: Leader, term: Term, countries: Collection[str], strangers: set[str]
) -> bool:
    """Whether a bare surname means the leader: an office beside it, or a telling name in a document on the country."""
    token = view.token_at(hit.start)
    before = view.before(token)
    if _has_surname_behind(view, token, view.token_at(hit.end - 1), leader):
        return False
    office = office_of(view.word(before))
    if office is not None and office.kind == "person":
        return office.office == term.kind or office.role == "official"
    if (
        view.tagged
        and view.pos[before] == "PROPN"
        and view.sentence[before] == view.sentence[token]
        and not leader.alone
    ):
        return False
    if name_keys(hit.text.split()[-1]) & strangers or _has_first_name(view, before, token):
        return False
    if view.text[hit.end : hit.end + 1] == "-":
        # "die Biden-Administration"
        rest = office_of(view.text[hit.end + 1 :].split(" ", 1)[0].strip('.,;:!?“"»)'))
        return leader.alone or (rest is not None and rest.role == "official")
    if leader.alone:
        return True
    return leader.in_office(view.date) and term.country in countries and view.entity[token] == "PER"


def _has_surname_behind(view: View, first: int, last: int, leader: Leader) -> bool:
    """Whether the surname of a leader is part of another name: *Howard Lutnick*, *Li Ming*, but not *Ban Ki Moon*."""
    after = view.after(last)
    if after >= len(view) or view.sentence[after] != view.sentence[last] or view.entity_start[after] > first:
        return False
    if view.pos[after] != "PROPN" or view.entity[after] != "PER":
        return False
    if leader.family_first:
        return not any(given.lower().startswith(view.words[after].lower()) for given in leader.given)
    return view.words[first] in given_names() or not leader.alone


def _has_first_name(view: View, before: int, token: int) -> bool:
    """Return whether a name that is not the leader's stands before the surname: *Melania Trump*."""
    if before < 0 or view.sentence[before] != view.sentence[token]:
        return False
    joined = view.entity[token] == "PER" and view.entity_start[token] <= before
    return view.words[before] in given_names() or (joined and office_of(view.words[before]) is None)


def find_people(
    view: View,
    named: NamedCountries,
    *,
    gazetteer: Gazetteer,
    organisations: Sequence[OrganisationHit],
) -> tuple[list[Person], dict[int, Person]]:
    """Find and cluster the persons of a document.

    Returns
    -------
    people : list of Person
        In order of first naming.
    by_token : dict
        Person of each token that is part of a name.
    """
    mentions = named.mentions
    countries = {mention.country for mention in mentions if mention.form != "leader"}
    cast = _Cast()
    by_token: dict[int, Person] = {}
    leaders = {
        hit.start: (hit, leader, term)
        for hit, leader, term in find_leaders(view, gazetteer=gazetteer, countries=countries)
        if view.counts(hit.start)
    }
    others: list[Mention | OrganisationHit] = [m for m in mentions if m.form not in ("leader", "demonym")]
    others += organisations
    occupied = marked(((other.start, other.end) for other in others), len(view.text))
    peoples = {mention.end for mention in mentions if mention.form == "demonym"}
    parties = {view.token_at(hit.start): hit for hit in organisations if hit.organisation.role == "party"}
    spans = [(hit.start, hit.end) for hit, _, _ in leaders.values()]
    for start, end in sorted([*spans, *find_names(view, taken=spans)]):
        naming, known = naming_at(view, start, end), leaders.get(start)
        if known is None and (end in peoples or any(occupied[start:end])):
            continue
        if any(token in by_token for token in range(naming.first, naming.last + 1)) or not view.counts(start):
            continue
        person = cast.named(naming, view) if known is None else cast.leader(known[1], known[2], view)
        person.namings.append(naming)
        by_token.update(dict.fromkeys(range(naming.first, naming.last + 1), person))
        _learn(view, person, naming, named)
        _join_party(view, person, naming, parties)
    people = cast.people
    _name_again(view, people, by_token)
    _assign_office_countries(view, people, named)
    people.sort(key=lambda person: person.namings[0].start)
    return people, by_token


def _assign_office_countries(view: View, people: Sequence[Person], countries: NamedCountries) -> None:
    """Set the country of those who hold an office of a state, as the text gives it: *Außenminister Karimow*."""
    open_ones = [p for p in people if p.country is None and p.role == "official" and p.kind in words("state_office")]
    if not open_ones:
        return
    known = office_countries(view, countries)
    named = {mention.country for mention in countries.mentions if mention.form != "language"}
    for person in open_ones:
        codes = known.get(person.kind) or (named if person.kind in words("foreign_office") else set())
        if len(codes) == 1 and len(code := next(iter(codes))) == 2:
            person.country = code


def _name_again(view: View, people: Sequence[Person], by_token: dict[int, Person]) -> None:
    """Find the bare surnames of persons whom the document names in full elsewhere."""
    by_key: dict[str, list[int]] = {}
    for number, person in enumerate(people):
        if " " in person.name and person.leader is None:
            for key in person.surname_keys:
                by_key.setdefault(key, []).append(number)
    if not by_key:
        return
    firsts = [person.namings[0].first for person in people]
    for token, word in enumerate(view.words):
        if token in by_token or not word[:1].isupper() or len(word) < 3 or office_of(word) is not None:
            continue
        bearers = [by_key[key] for key in name_keys(word) if key in by_key]
        if not bearers or (view.tagged and view.pos[token] not in ("PROPN", "NOUN", "X")):
            continue
        if not view.counts(view.starts[token]):
            continue
        if not view.tagged and view.word(view.before(token)).lower() in words("definite", "indefinite"):
            continue
        person = people[_bearer(bearers, firsts, token)]
        add_naming(person, Naming(view.starts[token], view.ends[token], token, token, word))
        by_token[token] = person


def _bearer(bearers: Sequence[Sequence[int]], firsts: list[int], token: int) -> int:
    """Return the number of the last person of a surname who is named before a token, else of the last one at all.

    The numbers rise with the first namings, so that no more than two lists are searched by halves.
    """
    places = [bisect_left(numbers, token, key=firsts.__getitem__) for numbers in bearers]
    earlier = [numbers[place - 1] for numbers, place in zip(bearers, places, strict=True) if place]
    return max(earlier) if earlier else max(numbers[-1] for numbers in bearers)


class _Cast:
    """The persons of a document while its names are read, in order of first naming, and by surname."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._leaders: dict[str, Person] = {}
        self._bearers: dict[str, list[int]] = {}

    def leader(self, leader: Leader, term: Term, view: View) -> Person:
        """Find the person of a leader, or open one with the office of the document's day."""
        known = self._leaders.get(leader.name)
        if known is not None:
            return known
        held = leader.in_office(view.date) or view.date is None
        person = Person(leader.name, leader, term, leader.gender, None, term.office, term.kind, "official")
        person.former = not held
        if len(term.country) == 2:
            person.country = term.country
        if person.country is None or term.country == "UN":
            person.country, person.role = None, "organisation"
        elif not held:
            person.role = "unknown"
        self._leaders[leader.name] = person
        self._add(person)
        return person

    def named(self, naming: Naming, view: View) -> Person:
        """Find the person that a name belongs to, or open a new one."""
        parts = naming.text.split()
        keys = name_keys(parts[-1])
        numbers = {number for key in keys for number in self._bearers.get(key, ())[-_BEARERS:]}
        for number in sorted(numbers, reverse=True):
            person = self.people[number]
            if person.surname_keys & keys and _compatible(person.name.split(), parts):
                if len(parts) > len(person.name.split()):
                    person.name = _nominative(parts, view, naming)
                    self._file(person, number)
                return person
        gender = given_names().get(parts[0], "") if len(parts) > 1 else ""
        person = Person(_nominative(parts, view, naming), gender=gender)
        self._add(person)
        return person

    def _add(self, person: Person) -> None:
        self.people.append(person)
        self._file(person, len(self.people) - 1)

    def _file(self, person: Person, number: int) -> None:
        for key in person.surname_keys:
            numbers = self._bearers.setdefault(key, [])
            if number not in numbers[-_BEARERS:]:
                insort(numbers, number)


def _compatible(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether two names of one surname can be one person: given names agree, or one has none."""
    if len(left) == 1 or len(right) == 1:
        return True
    return bool(name_keys(left[0]) & name_keys(right[0])) or (left[0][0] == right[0][0] and "." in left[0] + right[0])


def _nominative(parts: Sequence[str], view: View, naming: Naming) -> str:
    """Drop a genitive -s where the tagger or the next word tells: *Milinkewitschs Pressesprecher*."""
    last = parts[-1]
    if last.endswith("s") and len(last) > 3:
        case = view.feature(naming.last, "Case")
        after = view.word(view.after(naming.last))
        if case == "Gen" or (not case and after[:1].isupper()):
            last = last[:-1]
    return " ".join([*parts[:-1], last])


def _join_party(view: View, person: Person, naming: Naming, parties: Mapping[int, OrganisationHit]) -> None:
    """Take role and country from a party beside a name: *Otto Schily (SPD)*, *der FDP-Politiker X*."""
    if person.leader is not None:
        return
    after = view.after(naming.last)
    beside = parties.get(view.after(after)) if view.word(after) == "(" else None
    if beside is None:
        opening = view.chain(view.before(naming.first))[0] if naming.first else 0
        beside = parties.get(opening)
    if beside is None:
        return
    person.country = person.country or beside.organisation.country
    if person.role in ("unknown", "organisation"):
        person.role = "party"


def _learn(view: View, person: Person, naming: Naming, countries: NamedCountries) -> None:
    """Take office, role, country and gender from the words around a name."""
    before = view.before(naming.first)
    word = view.word(before)
    if word in ("Herr", "Herrn"):
        person.gender = person.gender or "m"
    elif word == "Frau":
        person.gender = person.gender or "f"
    found = office_before(view, before)
    if found is None:
        found = office_after(view, naming.last)
    if found is None:
        return
    token, office = found
    if person.leader is not None:
        if (office.former or is_former(view, token)) and office.office == person.kind:
            person.former, person.role = True, "unknown"
        return
    if office.gender in "mf":
        person.gender = person.gender or office.gender
    if person.office is None:
        former = office.former or is_former(view, token)
        person.office, person.kind = label(view.words[token], office), office.office
        person.role = office.role if not (former and office.role == "official") else "unknown"
        person.former = former
    if person.country is None:
        person.country = country_near(view, token, countries)
