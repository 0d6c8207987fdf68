"""People: persons named in a document, clustered by surname and spelling, with office, country and gender.

Leaders come from the table; everybody else from the entities of the parser, from a role noun before a name
(*Ministerin Chatuna Kalmachelidse*) and from a known first name before a capitalised word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..tables import Mention, SpeakerRole
from .gazetteer import Gazetteer, load_gazetteer
from .leaders import Leader, LeaderHit, Term, choose_leader, leader_table
from .names import name_keys
from .offices import Office, label, office_of
from .organisations import OrganisationHit, find_organisations
from .view import View
from .words import given_names, words


@dataclass(slots=True)
class Naming:
    """One place where a person is named: code points of the name and its first and last token."""

    start: int
    end: int
    first: int
    last: int
    text: str


@dataclass(slots=True)
class Person:
    """A person of the document under all spellings."""

    name: str
    leader: Leader | None = None
    term: Term | None = None
    gender: str = ""
    country: str | None = None
    office: str | None = None
    kind: str = ""
    """class of the office"""
    role: SpeakerRole = "unknown"
    former: bool = False
    namings: list[Naming] = field(default_factory=list)

    @property
    def surname_keys(self) -> frozenset[str]:
        """Keys of the last word of the name."""
        return name_keys(self.name.split()[-1])


def find_leaders(
    view: View, *, gazetteer: Gazetteer, countries: Collection[str]
) -> list[tuple[LeaderHit, Leader, Term]]:
    """Find the leaders that a document names, settled by date and context."""
    hits = leader_table(gazetteer if gazetteer.leaders else None).find(view.text)
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


def _supported(
    view: View, hit: LeaderHit, leader: Leader, term: Term, countries: Collection[str], strangers: set[str]
) -> bool:
    """Whether a bare surname means the leader: an office beside it, or a telling name in a document on the country."""
    token = view.token_at(hit.start)
    before = view.before(token)
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
    if name_keys(hit.text.split()[-1]) & strangers or _has_first_name(view, before):
        return False
    if view.text[hit.end : hit.end + 1] == "-":
        # "die Biden-Administration"
        rest = office_of(view.text[hit.end + 1 :].split(" ", 1)[0].strip('.,;:!?“"»)'))
        return leader.alone or (rest is not None and rest.role == "official")
    if leader.alone:
        return True
    return leader.in_office(view.date) and term.country in countries and view.entity[token] == "PER"


def _has_first_name(view: View, before: int) -> bool:
    """Whether the entity starts before the surname with a name that is not the leader's: *Melania Trump*."""
    return before >= 0 and view.words[before] in given_names()


def find_people(
    view: View,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer | None = None,
    organisations: Sequence[OrganisationHit] | None = None,
) -> tuple[list[Person], dict[int, Person]]:
    """Find and cluster the persons of a document.

    Returns
    -------
    people : list of Person
        In order of first naming.
    by_token : dict
        Person of each token that is part of a name.
    """
    gazetteer = gazetteer or load_gazetteer()
    countries = {mention.country for mention in mentions if mention.form != "leader"}
    people: list[Person] = []
    by_token: dict[int, Person] = {}
    organisations = find_organisations(view.text) if organisations is None else organisations
    leaders = {
        hit.start: (hit, leader, term)
        for hit, leader, term in find_leaders(view, gazetteer=gazetteer, countries=countries)
    }
    others: list[Mention | OrganisationHit] = [m for m in mentions if m.form not in ("leader", "demonym")]
    others += organisations
    for start, end, known in sorted(_namings(view, leaders)):
        naming = _naming(view, start, end)
        if known < 0 and any(other.start < end and start < other.end for other in others):
            continue
        if any(token in by_token for token in range(naming.first, naming.last + 1)):
            continue
        person = _cluster(people, naming, leaders[known] if known >= 0 else None, view)
        if person is None:
            continue
        person.namings.append(naming)
        by_token.update(dict.fromkeys(range(naming.first, naming.last + 1), person))
        _learn(view, person, naming, mentions)
    _name_again(view, people, by_token)
    people.sort(key=lambda person: person.namings[0].start)
    return people, by_token


def _name_again(view: View, people: Sequence[Person], by_token: dict[int, Person]) -> None:
    """Find the bare surnames of persons whom the document names in full elsewhere."""
    by_key: dict[str, list[Person]] = {}
    for person in people:
        if " " in person.name and person.leader is None:
            for key in person.surname_keys:
                by_key.setdefault(key, []).append(person)
    if not by_key:
        return
    for token, word in enumerate(view.words):
        if token in by_token or not word[:1].isupper() or len(word) < 3 or office_of(word) is not None:
            continue
        found = [person for key in name_keys(word) for person in by_key.get(key, ())]
        if not found or (view.tagged and view.pos[token] not in ("PROPN", "NOUN", "X")):
            continue
        if not view.tagged and view.word(view.before(token)).lower() in (
            "der",
            "die",
            "das",
            "den",
            "dem",
            "ein",
            "eine",
        ):
            continue
        earlier = [person for person in found if person.namings[0].first < token] or found
        person = earlier[-1]
        person.namings.append(Naming(view.starts[token], view.ends[token], token, token, word))
        person.namings.sort(key=lambda naming: naming.start)
        by_token[token] = person


def _naming(view: View, start: int, end: int) -> Naming:
    return Naming(start, end, view.token_at(start), view.token_at(end - 1), view.text[start:end])


def _namings(view: View, leaders: Mapping[int, tuple[LeaderHit, Leader, Term]]) -> list[tuple[int, int, int]]:
    """Collect the spans of names: start, end, start of the leader's hit or -1."""
    spans = [(hit.start, hit.end, hit.start) for hit, _, _ in leaders.values()]
    taken = [(start, end) for start, end, _ in spans]
    for start, end in [*_entity_spans(view), *_pattern_spans(view)]:
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        spans.append((start, end, -1))
    return spans


def _entity_spans(view: View) -> list[tuple[int, int]]:
    spans = []
    for entity in view.doc.ents:
        if entity.label_ != "PER":
            continue
        first, last = entity.start, entity.end - 1
        while first <= last and (view.words[first] in words("salutation") or office_of(view.words[first]) is not None):
            first += 1
        if first <= last and view.words[first][:1].isalpha() and view.words[last][:1].isupper():
            spans.append((view.starts[first], view.ends[last]))
    return spans


def _pattern_spans(view: View) -> list[tuple[int, int]]:
    """*Ministerin Chatuna Kalmachelidse*, *Christine Strobl*: names that the parser's entities may have missed."""
    spans, token, given = [], 0, given_names()
    while token < len(view):
        word = view.words[token]
        office = office_of(word)
        titled = word in words("salutation") or (office is not None and office.kind == "person" and not office.plural)
        first = view.after(token) if titled else token
        last = _name_end(view, first)
        size = last - first + 1
        if (titled and size >= 1 and _looks_like_name(view, first, office)) or (
            word in given and not titled and size >= 2
        ):
            spans.append((view.starts[first], view.ends[last]))
            token = last + 1
        else:
            token += 1
    return spans


def _name_end(view: View, first: int) -> int:
    """Give the last token of a run of capitalised words and name particles from a token on, or the token before it."""
    last, index = first - 1, first
    while index < len(view) and index - first < 5 and view.sentence[index] == view.sentence[min(first, len(view) - 1)]:
        word = view.words[index]
        if word[:1].isupper() and word[:1].isalpha() and not word.isupper() | (office_of(word) is not None):
            if index > first and view.tagged and view.pos[index] not in ("PROPN", "NOUN", "X"):
                break
            last = index
        elif word not in words("name_particle") or (index == first and word not in ("von", "van", "de")):
            break
        index += 1
    return last


def _looks_like_name(view: View, first: int, office: Office | None) -> bool:
    """Whether the capitalised word behind a role noun is a name and not another noun: *Sprecher Polizei*."""
    word = view.words[first]
    if view.tagged:
        return view.pos[first] == "PROPN" or view.entity[first] == "PER"
    return word in given_names() or (
        office is not None
        and office_of(word) is None
        and not word.endswith(
            ("ung", "keit", "heit", "schaft", "tion", "tag", "woche", "ich", "Sie", "ums", "abend", "morgen")
        )
    )


def _cluster(
    people: list[Person], naming: Naming, known: tuple[LeaderHit, Leader, Term] | None, view: View
) -> Person | None:
    """Find the person that a name belongs to, or open a new one."""
    if known is not None:
        _, leader, term = known
        for person in people:
            if person.leader is not None and person.leader.name == leader.name:
                return person
        held = leader.in_office(view.date) or view.date is None
        person = Person(
            leader.name,
            leader,
            term,
            leader.gender,
            term.country if len(term.country) == 2 else None,
            term.office,
            term.kind,
            "official" if held else "unknown",
            former=not held,
        )
        if len(term.country) > 2 or term.kind == "secretary_general":
            person.role = "organisation"
        people.append(person)
        return person
    parts = naming.text.split()
    keys = name_keys(parts[-1])
    for person in reversed(people):
        if person.surname_keys & keys and _compatible(person.name.split(), parts):
            if len(parts) > len(person.name.split()):
                person.name = _nominative(parts, view, naming)
            return person
    if len(parts) == 1:
        for person in reversed(people):
            if len(person.name.split()) == 1 and name_keys(person.name) & keys:
                return person
    person = Person(_nominative(parts, view, naming), gender=given_names().get(parts[0], "") if len(parts) > 1 else "")
    people.append(person)
    return person


def _compatible(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names of one surname can be one person: given names agree, or one has none."""
    if len(left) == 1 or len(right) == 1:
        return True
    return bool(name_keys(left[0]) & name_keys(right[0])) or (left[0][0] == right[0][0] and "." in left[0] + right[0])


def _nominative(parts: Sequence[str], view: View, naming: Naming) -> str:
    """Drop a genitive -s where the tagger or the next word tells: *Milinkewitschs Pressesprecher*."""
    last = parts[-1]
    if last.endswith("s") and len(last) > 3:
        case = view.doc[naming.last].morph.get("Case", [])
        after = view.word(view.after(naming.last))
        if case == ["Gen"] or (not case and after[:1].isupper()):
            last = last[:-1]
    return " ".join([*parts[:-1], last])


def _learn(view: View, person: Person, naming: Naming, mentions: Sequence[Mention]) -> None:
    """Take office, role, country and gender from the words around a name."""
    before = view.before(naming.first)
    word = view.word(before)
    if word in ("Herr", "Herrn"):
        person.gender = person.gender or "m"
    elif word == "Frau":
        person.gender = person.gender or "f"
    found = _office_before(view, before)
    if found is None:
        found = _office_after(view, naming.last)
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
        person.country = country_near(view, token, naming.last, mentions)


def _office_before(view: View, token: int) -> tuple[int, Office] | None:
    """*Außenminister X*; *Premierminister des Kosovos X*; *der Präsident der Republik, X*."""
    for steps in range(6):
        office = office_of(view.word(token))
        if office is not None and office.kind == "person":
            return (token, office) if not office.plural else None
        word = view.word(token)
        if steps == 0 and word == ",":
            token = view.before(token)
            continue
        if not word or not (
            word[0].isupper() or word.lower() in ("des", "der", "von", "für", "im", "in", "und", "vom", "(", ")")
        ):
            return None
        token = view.before(token)
    return None


def _office_after(view: View, last: int) -> tuple[int, Office] | None:
    """*Erkki Tuomioja, Präsident des Rats*; *X, der Sprecher der Partei*."""
    token = view.after(last)
    if view.word(token) == "(":
        for _ in range(6):
            token = view.after(token)
            if view.word(token) == ")":
                token = view.after(token)
                break
    if view.word(token) != ",":
        return None
    token = view.after(token)
    for _ in range(4):
        word = view.word(token)
        last = view.chain(token)[1] if token < len(view) else token
        office = office_of(view.word(last))
        if office is not None and office.kind == "person" and not office.plural:
            return last, office
        if word[:1].isupper() or not word.isalpha() or word in ("dass", "weil", "wenn", "hat", "ist", "sagte"):
            return None
        token = view.after(token)
    return None


def is_former(view: View, token: int) -> bool:
    """Whether a word for *former* stands before a role noun: *die frühere georgische Präsidentin*."""
    beginnings = tuple(words("former"))
    before = view.before(token)
    return any(view.word(near).lower().startswith(beginnings) for near in (before, view.before(before)))


def country_near(view: View, noun: int, last: int, mentions: Sequence[Mention]) -> str | None:
    """Give the country that a role noun belongs to: *US-Außenminister, russischer Sprecher, Präsident der Türkei*."""
    opening = view.chain(noun)[0]
    inside = [m for m in mentions if view.starts[opening] <= m.start < view.ends[noun] and m.form != "leader"]
    if inside:
        return inside[-1].country
    before = view.before(opening)
    for _ in range(3):
        start, end = (view.starts[before], view.ends[before]) if before >= 0 else (-1, -1)
        near = [
            m
            for m in mentions
            if start <= m.start and m.end <= end and m.form in ("adjective", "name", "compound", "region")
        ]
        if near and (near[0].form != "name" or view.words[before].endswith("s")):
            return near[0].country
        if before < 0 or not view.words[before].islower() or view.words[before] in ("und", "in", "von", "mit"):
            break
        before = view.before(before)
    after = view.after(noun)
    if after < len(view) and view.words[after].endswith("s"):
        # "der Ministerpräsident Thailands"
        beside = [m for m in mentions if m.start == view.starts[after] and m.form == "name"]
        if beside:
            return beside[0].country
    if view.word(after).lower() in ("des", "der", "von", "vom", "im", "in"):
        stop = view.starts[min(after + 4, len(view) - 1)]
        near = [m for m in mentions if view.ends[after] <= m.start <= stop and m.form != "leader"]
        if near and view.sentence[after] == view.sentence[view.token_at(near[0].start)]:
            return near[0].country
    if view.words[noun].startswith("Bundes"):
        return _federation(mentions)
    return None


def _federation(mentions: Sequence[Mention]) -> str:
    """Say whose *Bundeskanzler* it is: Germany's, unless the document speaks of Austria or Switzerland alone."""
    named = Counter(m.country for m in mentions if m.country in ("DE", "AT", "CH") and not m.text.startswith("Bundes"))
    return named.most_common(1)[0][0] if named and not named["DE"] else "DE"
