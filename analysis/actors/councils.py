"""Councils: *Bundesrat Cassis* is a member of the Swiss government, *der Bundesrat* a chamber or that government.

German, Austrian and Swiss texts use one word for different bodies, and for the body and its member alike; an article
and a name tell the member, the other countries of the text tell whose body it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..language.view import View
from .by_place import HOMES, NamedCountries
from .offices import Office, office_of
from .organisations import OrganisationHit
from .words import given_names, words


def office_at(view: View, token: int) -> Office | None:
    """Look up the role noun of a token; a council before a name is its member: *Bundesrat Ignazio Cassis*."""
    word = view.word(token)
    if word in words("council") and is_member(view, token):
        member = office_of(word[:-2] + "ätin")
        return None if member is None else member._replace(noun=word, gender="m")
    return office_of(word)


def is_member(view: View, token: int) -> bool:
    """Whether a council's word stands before the name of a person: not *weil der Bundesrat Russland verurteilt*."""
    after = view.after(token)
    if after >= len(view) or view.sentence[after] != view.sentence[token] or not view.words[after].istitle():
        return False
    if view.entity[after] == "PER" or view.words[after] in given_names():
        return True
    bare = view.word(view.before(token)).lower() not in words("definite", "indefinite")
    noun = view.tagged and view.tag[after] not in ("NE", "NN")
    return bare and not noun and view.entity[after] == "" and office_of(view.words[after]) is None


def council_country(word: str, countries: NamedCountries) -> str | None:
    """Return the country of a council's member, null where the text leaves it open: *Nationalrat Muster*."""
    named = countries.homes
    if word in words("council_at") or (named["AT"] and not named["CH"]):
        return "AT"
    if word in words("council_ch") or (named["CH"] and not named["AT"]):
        return "CH"
    return None


def federation(countries: NamedCountries) -> str:
    """Return whose *Bundeskanzler* it is: Germany's, unless the document speaks of Austria or Switzerland alone."""
    named = countries.homes
    return named.most_common(1)[0][0] if named and not named["DE"] else "DE"


def resolve_councils(view: View, hits: Sequence[OrganisationHit], countries: NamedCountries) -> list[OrganisationHit]:
    """Leave out the councils that are a member's title, and give *der Bundesrat* the country that the text is about."""
    councils = {hit for hit in hits if hit.organisation.name in words("council")}
    if not councils:
        return list(hits)
    members = {hit for hit in councils if is_member(view, view.token_at(hit.start))}
    named = countries.homes
    home = "CH" if members and not named["AT"] else max(HOMES, key=lambda code: named[code])
    return [
        hit._replace(organisation=hit.organisation._replace(country=home)) if hit in councils else hit
        for hit in hits
        if hit not in members
    ]
