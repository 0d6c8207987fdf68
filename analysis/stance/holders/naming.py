"""Names of holders: from the party that the reader chose to a name, an actor and a country.

A holder is never a bare pronoun: it is named by whom the pronoun means, or left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ...actors import country_name
from ...actors.words import words
from ...tables import NARRATOR, Quote
from .references import PRONOUNS, Reference

if TYPE_CHECKING:
    from ...actors import ActorIndex
    from ...language.view import View

_STATES: Final = frozenset({"name", "adjective", "demonym", "compound", "capital", "region", "institution"})
_STEPS: Final = 4
_NAMES: Final = {"NATO": "NATO", "UN": "Vereinte Nationen"}


class Holder(NamedTuple):
    """Who holds a stance: the columns ``holder``, ``holder_actor`` and ``holder_country``."""

    name: str | None
    actor: str | None
    country: str | None


THE_NARRATOR: Final = Holder(NARRATOR, None, None)


def party_name(party: str) -> str:
    """Return the German name of a party.

    Examples
    --------
    >>> party_name("KZ"), party_name("UN")
    ('Kasachstan', 'Vereinte Nationen')
    """
    return _NAMES.get(party) or country_name(party)


def name_holder(
    party: str | None, near: Sequence[tuple[float, Reference]], quote: Quote | None, *, view: View, actors: ActorIndex
) -> Holder:
    """Return the holder that stands for a party, or somebody who stands for none.

    Parameters
    ----------
    party : str or None
        Code of the party.
    near : sequence of (float, Reference)
        References of the sentence with how much they speak for a holder.
    quote : Quote or None
        The quote that the evidence stands in; its speaker goes first.
    view, actors
        Tokens and actors of the document.
    """
    if quote is not None and (quote.speaker_name or quote.speaker_text) and _speaks_for(quote, party):
        name = quote.speaker_name or _without_article(quote.speaker_text or "")
        if quote.speaker_name or not _is_pronoun(name, view):
            return Holder(name, quote.speaker_actor, party)
    fitting = [(score, reference) for score, reference in near if reference.party == party]
    if not fitting:
        return Holder(party_name(party), _state(actors, party), party) if party else Holder(None, None, None)
    if party is None:  # whoever is only named beside evaluates nothing: "zum Schutz russischer Minderheiten"
        fitting = [(score, reference) for score, reference in fitting if _is_subject(view, reference)]
        if not fitting:
            return Holder(None, None, None)
    _, best = max(fitting, key=lambda item: (item[0], -item[1].first))
    if party is None:
        own = best.name or (None if best.kind == "pronoun" else _words(view, best))
        return Holder(own, best.actor, None)
    if best.kind in _STATES:
        return Holder(
            best.name if best.kind == "institution" and best.name else party_name(party), _state(actors, party), party
        )
    if best.name is None and best.kind == "pronoun":
        return Holder(party_name(party), _state(actors, party), party)
    return Holder(best.name or _words(view, best), best.actor, party)


def _is_subject(view: View, reference: Reference) -> bool:
    """Return whether a reference is the subject of its clause, or the name beside it."""
    word = reference.last
    for _ in range(_STEPS):
        if view.dep[word].startswith("nsubj"):
            return True
        if view.dep[word] not in ("flat", "appos", "compound") or view.head[word] == word:
            break
        word = view.head[word]
    return False


def _speaks_for(quote: Quote, party: str | None) -> bool:
    if party is None:
        return quote.speaker_country is None or quote.speaker_role != "official"
    return quote.speaker_country == party


def _state(actors: ActorIndex, party: str | None) -> str | None:
    return actors.state_id(party)


def _words(view: View, reference: Reference) -> str:
    return view.text[view.starts[reference.first] : view.ends[reference.last]]


def _is_pronoun(name: str, view: View) -> bool:
    """Whether a name is one word that the text uses as a pronoun, at the beginning of a sentence or elsewhere."""
    tags = view.tags_of(name)
    return bool(tags) and tags <= PRONOUNS


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in words("definite", "indefinite") else text
