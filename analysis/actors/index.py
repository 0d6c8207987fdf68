"""The index of actors: who the document names, and who any of its noun phrases and pronouns denotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..language.view import View
from ..tables import Actor, ActorKind, Mention, as_rows
from .by_place import NamedCountries
from .councils import resolve_councils
from .gazetteer import Gazetteer, country_name, load_gazetteer
from .lookup import Lookup
from .organisations import find_organisations
from .people import find_people
from .resolve import Identity, Resolver

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc


class ActorIndex:
    """Actors of one document, and who is meant where.

    Attributes
    ----------
    rows : list of Actor
        Table ``actors``: persons, states and organisations in order of first naming.
    at : Lookup
        Mentions, organisations and people by place.
    """

    def __init__(self, doc: Doc | View, mentions: Sequence[Mention], *, gazetteer: Gazetteer | None = None) -> None:
        view = View.of(doc)
        gazetteer = gazetteer or load_gazetteer()
        # An agency in a byline, a signature or a dateline, "Washington (dpa) –", does nothing and says nothing.
        organisations = [
            hit
            for hit in find_organisations(view.text)
            if view.counts(hit.start) and view.segment_kind(hit.start) != "dateline"
        ]
        countries = NamedCountries(mentions)
        organisations = resolve_councils(view, organisations, countries)
        people, by_token = find_people(view, countries, gazetteer=gazetteer, organisations=organisations)
        self.at = at = Lookup(view, countries, organisations, people, by_token)
        self.rows: list[Actor] = []
        ids: dict[tuple[str, str], str] = {}
        for number, (_, key, actor) in enumerate(sorted(_actors(at), key=lambda found: found[:2]), start=1):
            ids[actor.kind, key] = f"a{number}"
            self.rows.append(actor._replace(doc_id=view.doc_id, actor_id=f"a{number}"))
        self._states = {row.country: row.actor_id for row in reversed(self.rows) if row.kind == "state"}
        self._resolver = Resolver(at, ids, gazetteer)

    def state_id(self, country: str | None) -> str | None:
        """Return the ``actor_id`` of a state that the document names."""
        return self._states.get(country)

    def identify(self, start: int, end: int) -> Identity:
        """Return who the noun phrase or pronoun ``text[start:end]`` denotes.

        Returns
        -------
        Identity
            ``kind`` is ``anonymous`` and ``name`` is null where the text leaves it open.
        """
        return self._resolver.resolve(start, end)


def _actors(at: Lookup) -> Iterator[tuple[int, str, Actor]]:
    """Yield every actor with the place of its first naming and its key."""
    for person in at.people:
        texts = [naming.text for naming in person.namings]
        office = person.office
        if person.leader is not None and at.view.date is None:
            # without the day of publication the table cannot say who holds what
            office = f"{office} (Datum unbekannt)"
        actor = _actor(person.name, "person", person.country, texts)._replace(office=office)
        yield person.namings[0].start, person.name, actor
    states: dict[str, list[Mention]] = {}
    for mention in at.mentions:
        if mention.form not in ("leader", "institution", "language"):
            states.setdefault(mention.country, []).append(mention)
    for code, named in states.items():
        yield named[0].start, code, _actor(country_name(code), "state", code, [mention.text for mention in named])
    bodies: dict[str, list[int]] = {}
    for number, hit in enumerate(at.organisations):
        bodies.setdefault(hit.organisation.name, []).append(number)
    for name, numbers in bodies.items():
        hits = [at.organisations[number] for number in numbers]
        texts = [at.view.text[hit.start : hit.end] for hit in hits]
        yield hits[0].start, name, _actor(name, "organisation", hits[0].organisation.country, texts)


def _actor(name: str, kind: ActorKind, country: str | None, texts: Sequence[str]) -> Actor:
    return Actor("", "", name, kind, country, None, len(texts), tuple(dict.fromkeys(texts)))


def link_actors(
    doc: Doc | View, mentions: Sequence[Mention] | pd.DataFrame, *, gazetteer: Gazetteer | None = None
) -> ActorIndex:
    """Link the namings of a document to actors.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        A parsed document.
    mentions : sequence of Mention or pandas.DataFrame
        Its country mentions, from `find_mentions` or `mention_rows`.
    gazetteer : Gazetteer, optional
        The one that the mentions were found with.

    Returns
    -------
    ActorIndex
        ``rows`` is table ``actors``; ``identify(start, end)`` resolves a noun phrase or a pronoun.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("de")
    >>> _ = nlp.add_pipe("sentencizer")
    >>> doc = nlp("Der russische Außenminister Sergej Lawrow kam. Er schwieg.")
    >>> index = link_actors(doc, [])
    >>> index.identify(0, 41).name, index.identify(47, 49).name
    ('Sergej Lawrow', 'Sergej Lawrow')
    """
    return ActorIndex(doc, as_rows("mentions", mentions), gazetteer=gazetteer)
