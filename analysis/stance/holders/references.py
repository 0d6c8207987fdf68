"""References: the words of a text that stand for a party, which may hold a stance or be the target of one.

A party is a state, the EU, a region, NATO or the UN. Names, capitals, seats of government, adjectives, leaders and
officials refer to a state; so do *das Land*, *die Regierung*, *der Minister* and pronouns whose antecedent is known.
Somebody who speaks for no state (an expert, a party, a company) is a reference to no party.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from ...actors.offices import office_of
from ...language.phrase_heads import phrase_end, phrase_start
from ...tables import Mention

if TYPE_CHECKING:
    from ...actors import ActorIndex, Identity
    from ...language.view import View

ReferenceKind = Literal[
    "name", "adjective", "demonym", "compound", "capital", "institution", "leader", "region", "language",
    "person", "organisation", "office", "pronoun",
]  # fmt: skip
KINDS: Final = get_args(ReferenceKind)

PRONOUNS: Final = frozenset({"PPER", "PDS", "PRELS", "PPOSAT"})


@cache
def _party_of_organisation() -> dict[str, str]:
    """Return the organisations that hold stances like a state, with their codes."""
    with Path(__file__).with_name("organisations.tsv").open(encoding="utf-8", newline="") as file:
        return {row["organisation"]: row["party"] for row in csv.DictReader(file, delimiter="\t")}


class Reference(NamedTuple):
    """Words ``first`` to ``last`` (token numbers, inclusive) that stand for a party."""

    first: int
    last: int
    party: str | None
    kind: ReferenceKind
    official: bool
    """Whether it is the state, or speaks or acts for it."""
    name: str | None
    actor: str | None
    mention: str | None


def find_references(view: View, mentions: Sequence[Mention], actors: ActorIndex) -> list[Reference]:
    """Return the references of a document in text order.

    Parameters
    ----------
    view : View
        Tokens of the document.
    mentions : sequence of Mention
        Its country mentions.
    actors : ActorIndex
        Its actors, from `link_actors`.
    """
    found: list[Reference] = []
    taken = bytearray(len(view))
    for reference in (*_people(view, actors), *_organisations(view, actors), *_mentions(view, mentions, actors)):
        if not taken[reference.last]:
            found.append(reference)
            taken[reference.first : reference.last + 1] = b"\1" * (reference.last + 1 - reference.first)
    for token, tag in enumerate(view.tag):
        if taken[token]:
            continue
        if tag in PRONOUNS:
            identity = actors.identify(view.starts[token], view.ends[token])
            if identity.country is not None or identity.name is not None:
                found.append(_reference(token, token, identity, "pronoun"))
        elif tag == "NN" and office_of(view.words[token]) is not None:
            identity = actors.identify(view.starts[phrase_start(view, token)], view.ends[phrase_end(view, token)])
            found.append(_reference(token, token, identity, "office"))
    return sorted(found, key=lambda one: (one.first, one.last))


def _reference(first: int, last: int, identity: Identity, kind: ReferenceKind) -> Reference:
    speaks = identity.role in ("official", "unknown") and identity.kind != "document"
    party = identity.country if speaks else None
    if party is None and identity.name is not None:
        party = _party_of_organisation().get(identity.name)
    return Reference(
        first, last, party, kind, identity.role == "official", identity.name, identity.actor_id, identity.mention_id
    )


def _people(view: View, actors: ActorIndex) -> Iterator[Reference]:
    for person in actors.at.people:
        first = person.namings[0]
        identity = actors.identify(view.starts[first.first], view.ends[first.last])
        for naming in person.namings:
            yield _reference(naming.first, naming.last, identity, "leader" if person.leader else "person")


def _organisations(view: View, actors: ActorIndex) -> Iterator[Reference]:
    for hit in actors.at.organisations:
        first, last = view.token_at(hit.start), view.token_at(hit.end - 1)
        identity = actors.identify(hit.start, hit.end)
        yield _reference(first, last, identity, "organisation")


def _mentions(view: View, mentions: Sequence[Mention], actors: ActorIndex) -> Iterator[Reference]:
    for mention in mentions:
        first, last = view.token_at(mention.start), view.token_at(mention.end - 1)
        yield Reference(
            first, last, mention.country, mention.form, mention.role == "actor" and mention.form != "demonym",
            mention.entity, None, mention.mention_id,
        )  # fmt: skip
