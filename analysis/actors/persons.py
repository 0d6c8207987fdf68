"""Persons of a document, and the places where it names them."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field

from ..tables import SpeakerRole
from .leaders import Leader, Term
from .name_keys import name_keys


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


def add_naming(person: Person, naming: Naming) -> None:
    """Put a naming among those of a person, which stay in text order."""
    insort(person.namings, naming, key=lambda one: one.start)


def naming_of(person: Person, token: int) -> Naming | None:
    """Return the naming of a person that a token is part of."""
    place = bisect_right(person.namings, token, key=lambda naming: naming.first) - 1
    if place < 0 or person.namings[place].last < token:
        return None
    return person.namings[place]
