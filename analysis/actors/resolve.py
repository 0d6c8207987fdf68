"""Resolution: who a noun phrase or a pronoun denotes, from names, offices, countries and organisations around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..language.phrase_heads import determiner, head_of, is_noun, phrase_start, tokens_of
from ..language.view import View
from ..tables import Mention, SpeakerKind, SpeakerRole
from .apposition import country_near, is_former
from .coreference import find_antecedent
from .councils import office_at
from .gazetteer import Gazetteer, country_name
from .leaders import Leader, leader_table
from .lookup import Lookup
from .offices import Office, is_office, office_of
from .organisations import Organisation
from .persons import Person
from .words import words

_NAMINGS: Final = 300
"""Namings before *der Minister* among which his is looked for: some pages of news."""


class Identity(NamedTuple):
    """Who a noun phrase or a pronoun denotes."""

    actor_id: str | None
    name: str | None
    kind: SpeakerKind
    country: str | None
    role: SpeakerRole
    office: str | None
    mention_id: str | None


NOBODY = Identity(None, None, "anonymous", None, "unknown", None, None)


def _compound(office: Office) -> str:
    """Return the nominative of a compound: *Gesundheitsministeriums* becomes *Gesundheitsministerium*."""
    if office.modifier and not office.modifier.endswith("-"):
        return office.modifier + office.noun.lower()
    return office.noun


def _role(office: Office, view: View, head: int) -> SpeakerRole:
    """Return the role that a noun shows; who has left an office does not speak for the state any more."""
    if office.modifier.startswith("Oppositions"):
        return "party"
    former = office.former or is_former(view, head)
    return "unknown" if former and office.role == "official" else office.role


def _covers(mention: Mention, view: View, token: int) -> bool:
    """Return whether a name of a state covers a whole word: *Staaten* in *Vereinigte Staaten* is no role noun."""
    whole = mention.start <= view.starts[token] and view.ends[token] <= mention.end
    return whole and mention.form in ("name", "region", "capital", "institution")


def _holds(person: Person, office: Office, country: str | None) -> bool:
    """Return whether a person can be whom *die Ministerin*, *der russische Präsident* means."""
    if office.gender in "mf" and person.gender and person.gender != office.gender:
        return False
    if country is not None and person.country is not None and person.country != country:
        return False
    known = office_of(person.office) if person.office else None
    if known is not None and (known.noun == office.noun or (bool(office.office) and known.office == office.office)):
        return True
    if person.kind == office.office != "":
        return True
    if office.office == "minister" and person.kind in ("foreign_minister", "defence_minister"):
        return True
    return office.noun in words("any_politician") and person.role in ("official", "party")


class Resolver:
    """Resolves the noun phrases and pronouns of one document.

    ``ids`` gives the actor_id of a kind and name (of a state: its code).
    """

    def __init__(self, at: Lookup, ids: Mapping[tuple[str, str], str], gazetteer: Gazetteer) -> None:
        self._at = at
        self._view = at.view
        self._ids = ids
        self._gazetteer = gazetteer
        self._mentions: dict[int, Mention | None] = {}

    def resolve(self, start: int, end: int) -> Identity:
        """Return who the noun phrase or pronoun ``text[start:end]`` denotes."""
        first, last = tokens_of(self._view, start, end)
        if last < first:
            return NOBODY
        if first == last and self._view.words[first].lower() in words("pronoun"):
            return self._antecedent(first)
        return self._phrase(first, last)

    def _id(self, kind: str, key: str) -> str | None:
        return self._ids.get((kind, key))

    def _phrase(self, first: int, last: int) -> Identity:
        view = self._view
        head = head_of(view, first, last, is_office=is_office)
        person = self._at.by_token.get(head)
        if person is not None:
            return self._person(person)
        organisation = self._at.organisation_at(head)
        mention = self._at.mention_at(head)
        if mention is not None and organisation is None and _covers(mention, view, head):
            return self._country(mention, head, first)
        office = office_at(view, head)
        if office is not None and office.office == "saying":
            return self._source(office, head, last)
        if office is not None and organisation is None:
            named = self._at.named_behind(head, last) if office.kind == "person" else None
            if named is not None and (not office.plural or self._at.by_token.get(view.after(head)) is named):
                return self._person(named)
            return self._office(office, head, first, last)
        if organisation is not None and not (office and office.kind == "document"):
            return self._body(organisation, self._at.mention_at(head))
        if mention is not None:
            return self._country(mention, head, first)
        named = self._at.named_behind(head, last)
        if named is not None:
            return self._person(named)
        return self._other(head)

    def _source(self, office: Office, head: int, last: int) -> Identity:
        """*Angaben der Polizei*, *Polizeiangaben*, *eigenen Angaben*: whose words they are."""
        if self._view.word(self._view.before(head)).lower().startswith("eigen"):
            return self._own(head)
        after = self._view.after(head)
        if after <= last:
            found = self._phrase(after, last)
            if found != NOBODY:
                return found
        source = office_of(office.modifier.rstrip("s-").capitalize()) if office.modifier else None
        if source is None or source.kind == "document":
            return NOBODY
        return NOBODY._replace(name=source.noun, kind=source.kind, role=source.role)

    def _antecedent(self, token: int) -> Identity:
        found = find_antecedent(self._view, token, self._at.namings, self._at.countries)
        if isinstance(found, Person):
            return self._person(found)
        if isinstance(found, Mention):
            return self._state(found.country, found)
        if isinstance(found, tuple):
            return self._phrase(phrase_start(self._view, found[0]), found[1])
        return NOBODY

    def _person(self, person: Person) -> Identity:
        mention = self._first_mention(person)
        return Identity(
            self._id("person", person.name),
            person.name,
            "person",
            person.country,
            person.role,
            person.office,
            mention.mention_id if mention else None,
        )

    def _first_mention(self, person: Person) -> Mention | None:
        """Return the first mention of a leader as such; it is looked for once."""
        if id(person) not in self._mentions:
            leaders = self._at.countries.leaders
            found = (leaders[naming.start] for naming in person.namings if naming.start in leaders)
            self._mentions[id(person)] = next(found, None)
        return self._mentions[id(person)]

    def _state(self, code: str, mention: Mention | None) -> Identity:
        return Identity(
            self._id("state", code),
            country_name(code),
            "state",
            code,
            "official",
            None,
            mention.mention_id if mention else None,
        )

    def _body(self, organisation: Organisation, mention: Mention | None = None) -> Identity:
        country = organisation.country if organisation.role in ("official", "party", "media", "company") else None
        return Identity(
            self._id("organisation", organisation.name),
            organisation.name,
            "organisation",
            country,
            organisation.role,
            None,
            mention.mention_id if mention else None,
        )

    def _country(self, mention: Mention, head: int, first: int) -> Identity:
        if mention.form == "institution":
            entity = Organisation(mention.entity or mention.text, mention.country, "official", "")
            return self._body(entity, mention)
        entry = self._gazetteer.entries.get(mention.text)
        citizen = entry is not None and any(reading.attribute for reading in entry.readings)
        if (
            citizen
            or mention.form in ("demonym", "adjective")
            or (mention.form == "compound" and mention.text[:1].islower())
        ):
            plural = determiner(self._view, first, head) in ("many", "bare") or self._view.words[head].endswith(
                ("n", "s")
            )
            kind: SpeakerKind = "group" if plural else "anonymous"
            return Identity(None, None, kind, mention.country, "citizen", None, mention.mention_id)
        return self._state(mention.country, mention)

    def _office(self, office: Office, head: int, first: int, last: int) -> Identity:
        opening = determiner(self._view, first, last)
        if opening == "definite" and office.gender == "m" and self._view.words[first].lower() == "die":
            # "die Wissenschaftler": singular and plural look alike
            office = office._replace(plural=True)
        country = country_near(self._view, head, self._at.countries)
        mention = self._at.mention_in(first, last)
        if office.kind == "state":
            if country is not None:
                return self._state(country, mention)
            alone = self._antecedent_state(head) if opening == "definite" and not office.plural else None
            return alone or NOBODY._replace(kind="group", role="official")
        body = self._body_of(office, head, first, last)
        if body is not None and country is None:
            country = body.country
        some = NOBODY._replace(country=country, mention_id=mention.mention_id if mention else None)
        if office.kind == "document":
            return some._replace(name=(body.name or None) if body else None, kind="document", country=None)
        if office.kind in ("organisation", "group"):
            return self._collective(office, head, first, last, some)
        return self._somebody(office, head, first, some, body, opening)

    def _collective(self, office: Office, head: int, first: int, last: int, some: Identity) -> Identity:
        """Resolve an institution or a crowd: *die russische Regierung*, *die Agentur Reuters*."""
        beside = self._at.organisation_beside(head) if office.kind == "organisation" else None
        if beside is not None:
            return self._body(beside)
        if office.kind == "organisation" and some.country is None and head == last and not office.plural:
            same = self._at.organisation_before(self._view.starts[head], office.role)
            definite = determiner(self._view, first, head) == "definite" and first == self._view.before(head)
            if same is not None and definite and office.role != "official":
                return self._body(same)
        name = None
        if office.kind == "organisation":
            name = _compound(office)
            if some.country is not None:
                name = f"{name} ({country_name(some.country)})"
            elif office.plural or office.role != "official":
                name = None
        return some._replace(name=name, kind=office.kind, role=_role(office, self._view, head))

    def _somebody(
        self, office: Office, head: int, first: int, some: Identity, body: Organisation | None, opening: str
    ) -> Identity:
        """Resolve a person without a name: *ein Sprecher des Weißen Hauses*, *die Ministerin*, *Experten*."""
        role = _role(office, self._view, head)
        if body is not None and (role == "organisation" or office.office in ("speaker", "adviser")):
            role = body.role
        elif role == "organisation" and some.country is not None and office.office in ("speaker", "official"):
            role = "official"
        some = some._replace(role=role, office=office.noun)
        if opening == "definite" and not office.plural:
            known = self._holder(office, some.country, head)
            if known is not None:
                return self._person(known)
            holder = self._holder_by_date(office, some.country)
            if holder is not None and not is_former(self._view, head):
                return some._replace(name=holder.name, kind="person", actor_id=self._id("person", holder.name))
        if body is not None and body.name and office.office in ("speaker", "official", "staff"):
            return some._replace(actor_id=self._id("organisation", body.name), name=body.name, kind="organisation")
        genitive = is_noun(self._view, first) and first != head
        if (opening == "definite" and not office.plural) or genitive:
            return some._replace(kind="person")
        plural = office.plural or (opening in ("many", "bare") and office.gender != "f")
        return some._replace(kind="group" if plural and role not in ("expert", "unknown") else "anonymous")

    def _holder(self, office: Office, country: str | None, head: int) -> Person | None:
        """Find the person whom *die Ministerin*, *der russische Präsident* means: the last one named that fits."""
        tried: set[int] = set()
        for _, person in self._at.namings.before(self._view.starts[head], most=_NAMINGS):
            if id(person) not in tried and _holds(person, office, country):
                return person
            tried.add(id(person))
        return None

    def _holder_by_date(self, office: Office, country: str | None) -> Leader | None:
        """Find who held the office on the document's day: *der russische Präsident* in 2023."""
        day = self._view.date
        if day is None or country is None or not office.office or office.former:
            return None
        if office.modifier.lower().startswith(tuple(words("deputy"))):
            return None
        return leader_table(self._gazetteer if self._gazetteer.leaders else None).holder(country, office.office, day)

    def _antecedent_state(self, head: int) -> Identity | None:
        """Find the state that *das Land* means: the last one named before."""
        mention = self._at.countries.state_before(self._view.starts[head])
        return None if mention is None else self._state(mention.country, mention)

    def _body_of(self, office: Office, head: int, first: int, last: int) -> Organisation | None:
        """Find whom a role noun belongs to: *Sprecher des Weißen Hauses*, *NATO-Generalsekretär*, *Putins Sprecher*."""
        view = self._view
        opening = min(first, view.chain(head)[0])
        body = self._at.organisation_in(view.starts[opening], view.ends[last])
        if body is not None:
            return body
        for token in range(opening, last + 1):
            person = self._at.by_token.get(token)
            if person is not None:
                return Organisation("", person.country, person.role, "")
            inner = office_of(view.words[token]) if token > head else None
            if inner is not None and inner.kind in ("organisation", "person"):
                country = country_near(view, token, self._at.countries)
                name = f"{_compound(inner)} ({country_name(country)})" if country else _compound(inner)
                return Organisation(name if inner.kind == "organisation" else "", country, inner.role, inner.gender)
        mention = self._at.mention_in(head, last)
        if mention is not None and mention.form == "institution":
            return Organisation(mention.entity or mention.text, mention.country, "official", "")
        return None

    def _other(self, head: int) -> Identity:
        """Whoever no table knows: an entity of the parser, or nobody in particular."""
        view = self._view
        if view.entity[head] == "ORG":
            last = head
            while last + 1 < len(view) and view.entity_start[last + 1] == view.entity_start[head]:
                last += 1
            name = view.text[view.starts[view.entity_start[head]] : view.ends[last]]
            company = name.split()[-1] in words("company_form")
            return NOBODY._replace(name=name, kind="organisation", role="company" if company else "organisation")
        if view.tagged and view.pos[head] == "PROPN" and view.entity[head] in ("", "PER"):
            # a name that the parser did not see as a person's: "Chen Qigang"
            first = last = head
            while first and view.pos[first - 1] == "PROPN" and view.sentence[first - 1] == view.sentence[head]:
                first -= 1
            while (
                last + 1 < len(view)
                and view.pos[last + 1] == "PROPN"
                and view.sentence[last + 1] == view.sentence[head]
            ):
                last += 1
            name = view.text[view.starts[first] : view.ends[last]]
            if last > first or view.entity[head] == "PER":
                return NOBODY._replace(name=name, kind="person")
        return NOBODY

    def _own(self, token: int) -> Identity:
        """*eigenen Angaben zufolge*: the words are those of the subject."""
        found = find_antecedent(self._view, token, self._at.namings, self._at.countries, anyone=True)
        return self._person(found) if isinstance(found, Person) else NOBODY
