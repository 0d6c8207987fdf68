"""Who is meant by an id, a code or a name: the columns that describe a holder or a speaker."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..tables import NARRATOR, Actor, Quote, SpeakerKind, SpeakerRole
from .draft import Draft

_UNIONS = {"NATO": "NATO", "UN": "Vereinte Nationen"}


class Who(NamedTuple):
    """Somebody who holds stances or speaks.

    Attributes
    ----------
    name : str or None
        Normal name.
    actor : str or None
        Id in ``actors``.
    kind, role : str
        As in ``quotes``.
    country : str or None
        Where they belong.
    """

    name: str | None
    actor: str | None
    kind: SpeakerKind
    country: str | None
    role: SpeakerRole

    @property
    def speaks_for(self) -> str | None:
        """The country that they are or speak for, as `stances.holder_country` has it."""
        return self.country if self.kind == "state" or self.role == "official" else None


NOBODY = Who(None, None, "anonymous", None, "unknown")


@cache
def states_by_name() -> dict[str, str]:
    """Return the codes of states and regions by the German names that tables hold."""
    from ..actors import country_codes, country_name

    return {country_name(code): code for code in sorted(country_codes())}


@cache
def _codes() -> dict[str, str]:
    return states_by_name() | {name: code for code, name in _UNIONS.items()}


def who_is(draft: Draft, value: str | None) -> Who:
    """Return who is meant by the id of an actor, the code of a state, or a name.

    Whom the document does not know has a name and nothing else.
    """
    from ..actors import country_codes, country_name

    if value is None:
        return NOBODY
    actors: dict[str, Actor] = draft.table("actors")
    if value == NARRATOR:
        return Who(NARRATOR, None, "anonymous", None, "unknown")
    if value in actors:
        return _as_known(draft, actors[value])
    code = value if value in country_codes() or value in _UNIONS else _codes().get(value)
    if code is not None:
        name = _UNIONS.get(code) or country_name(code)
        state = next((a for a in actors.values() if a.kind == "state" and a.country == code), None)
        named = next((a for a in actors.values() if a.name == name), None)
        known = state or named
        return Who(name, known.actor_id if known else None, "state", code, "official")
    named = next((a for a in actors.values() if value == a.name), None)
    named = named or next((a for a in actors.values() if value in a.variants), None)
    return _as_known(draft, named) if named else Who(value, None, "person", None, "unknown")


def _as_known(draft: Draft, actor: Actor) -> Who:
    """Return an actor in the role in which the document lets it speak, or in that of its office."""
    quotes: dict[str, Quote] = draft.table("quotes")
    roles = (quote.speaker_role for quote in quotes.values() if quote.speaker_actor == actor.actor_id)
    official = actor.kind == "state" or actor.office is not None
    role: SpeakerRole = next((role for role in roles if role != "unknown"), "official" if official else "unknown")
    return Who(actor.name, actor.actor_id, actor.kind, actor.country, role)


def who_speaks(draft: Draft, voice: str) -> Who:
    """Return whose voice it is: the narrator's, or that of the speaker of a quote."""
    quote: Quote | None = draft.table("quotes").get(voice)
    if quote is None:
        return who_is(draft, NARRATOR)
    return Who(
        quote.speaker_name or quote.speaker_text,
        quote.speaker_actor,
        quote.speaker_kind,
        quote.speaker_country,
        quote.speaker_role,
    )
