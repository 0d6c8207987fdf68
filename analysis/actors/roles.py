"""Roles: a capital as the place or as its government, a form as adjective, demonym or language."""

from __future__ import annotations

import re
from typing import Final

from ..language.view import View
from ..tables import MentionForm, MentionRole
from .context import has_determiner
from .forms import Slot
from .gazetteer import load_gazetteer
from .matching import Match
from .words import words

# "russisch- und ukrainischsprachige Bürger": the first one is a language too
_SPEAKING: Final = re.compile(r"-(?:, \w{1,30}-){0,4} (?:und|oder|sowie|bzw\.) \w{1,30}sprach")


def form_of(view: View, token: int, match: Match) -> MentionForm:
    """Choose the form among those that the word can have: *Polen siegt, die Polen feiern*; *Schweizer Käse*."""
    forms = {reading.form for reading in match.readings}
    form = match.reading.form
    if form == "region":
        return form
    rest = view.text[match.end : match.end + 8]
    if match.part is not Slot.WORD:
        if form == "adjective" and rest.startswith("sprachig"):
            return "language"
        return form if form in ("institution", "capital") else "compound"
    if match.hyphen and form == "adjective" and _SPEAKING.match(view.text, match.end):
        return "language"
    if match.hyphen and form not in ("capital", "institution"):
        return "compound"
    if form in ("capital", "institution"):
        return form
    if "adjective" in forms and _is_language(view, token, match):
        return "language"
    if "demonym" in forms and "name" in forms:
        # "die Polen feiern", "den Ungarn gefällt" against "Polen siegt", "in Ungarn"
        return "demonym" if has_determiner(view, token) and not _is_topic(view, token) else "name"
    if "demonym" in forms and "adjective" in forms:
        return "adjective" if _before_noun(view, token) else "demonym"
    return form


def _is_topic(view: View, token: int) -> bool:
    """Return whether the determiner belongs to an attribute of the name: *das heutige Polen*."""
    return view.word(view.before(token)).endswith("ige") and view.word(view.before(view.before(token))).lower() == "das"


def _before_noun(view: View, token: int) -> bool:
    if view.parsed and view.dep[token] == "amod":
        return True
    after = view.after(token)
    word = view.word(after)
    if view.tagged and view.tag[after : after + 1] in (["NN"], ["NE"]):
        return view.sentence[after] == view.sentence[token]
    return word[:1].isupper() and after < len(view) and view.sentence[after] == view.sentence[token]


def _is_language(view: View, token: int, match: Match) -> bool:
    """*auf Deutsch*, *spricht russisch*, *ins Russische übersetzt*."""
    word = match.text
    before = view.word(view.before(token)).lower()
    if word.endswith("sch"):
        if word[0].isupper() and not view.first(token):
            return not _before_noun(view, token) or before in ("auf", "in")
        return any(near in words("speech") for near in view.window(token, 6)) and not _before_noun(view, token)
    article = view.word(view.before(view.before(token))).lower()
    neuter = before in ("ins", "im") or (article, before) in (("aus", "dem"), ("in", "dem"), ("in", "das"))
    return word[0].isupper() and neuter and word.endswith(("sche", "schen")) and not _before_noun(view, token)


def role_of(view: View, token: int, match: Match, form: MentionForm) -> MentionRole:
    """Return what the country is here: an actor, a place, an origin or a language."""
    if form == "language":
        return "language"
    if form == "capital":
        return "actor" if is_government(view, token, match) else "place"
    if form == "compound" and _is_vicinity(view, token, match):
        return "place"
    if form in ("adjective", "compound", "name", "demonym") and _inside_name(view, token, match):
        return "origin"
    return "actor"


def _is_vicinity(view: View, token: int, match: Match) -> bool:
    """*in Tschad-Nähe* is a place, *ihre China-Nähe* is not."""
    near = view.text[match.end : match.end + 5].lstrip("-").lower().startswith("nähe")
    return near and view.word(view.before(token)).lower() in ("in", "aus")


def _inside_name(view: View, token: int, match: Match) -> bool:
    """Return whether the word is part of a name that is not the state's: *Deutsche Bank*, *US-Dollar*, *Air China*."""
    if match.part is not Slot.WORD:
        return False
    if match.hyphen:
        tail = view.text[match.end + 1 : match.end + 12].split(" ")[0].strip('.,;:!?)“"')
        return view.text[match.end : match.end + 1] == "-" and tail in words("money")
    following = view.word(view.after(token))
    if match.reading.form == "adjective":
        if following in words("money"):
            return True
        return (
            match.text[0].isupper()
            and not match.text.isupper()
            and not view.first(token)
            and ((following[:1].isupper() and not match.text.endswith("er")) or view.entity[token] == "ORG")
        )
    return view.entity[token] in ("ORG", "MISC") and view.entity_start[token] != token


def is_government(view: View, token: int, match: Match) -> bool:
    """Return whether a capital stands for its government: *Moskau warnt*, *hinter Moskau*, *die Achse Berlin-Paris*."""
    if match.part is not Slot.WORD or _takes_sides(view, match):
        return True
    if match.reading.attribute:
        return match.reading.seat and view.word(view.after(token)) in words("government_noun")
    if not any(reading.seat for reading in match.readings):
        return False
    if view.segment_kind(match.start) == "dateline":
        return False
    last = view.token_at(match.end - 1)
    before, after = view.before(token), view.after(last)
    previous, following = view.word(before), view.word(after)
    if match.hyphen:
        return view.word(view.before(view.chain(token)[0])) in words("axis")
    if {previous, previous.lower()} & words("place_preposition"):
        return False
    if previous == "durch" and not words("river_verb").isdisjoint(view.window(token, 8)):
        # "Die Moldau fließt durch Prag"
        return False
    if previous.lower() in ("von", "vom"):
        return view.parsed and view.dep[token] in ("obl:agent", "obl") and following.lower() not in words("after_route")
    if previous in ("(", "/", "[") or following in ("(", "/"):
        return False
    if following in words("place_verb") or following in words("place_noun"):
        return False
    if previous.lower() in words("link") and before >= 0:
        return _like_the_first(view, before)
    # a dateline in running text: "Moskau, 3. März"
    return not (following == "," and view.word(view.after(after))[:1].isdigit())


def _takes_sides(view: View, match: Match) -> bool:
    """Whether the capital is one that somebody is close to: *Moskau-treue Kräfte*, a government like *moskautreue*."""
    rest = view.text[match.end : match.end + 14]
    # "SPÖ-Wien-nahe" is close to a party
    alone = view.text[max(match.start - 1, 0) : match.start] != "-"
    return alone and rest.startswith("-") and rest[1:].startswith(load_gazetteer().affixes["trait"])


def _like_the_first(view: View, link: int) -> bool:
    """Whether a member of a list is no place: *in Kiew und Moskau* share *in*, *zwischen Kiew und Moskau* do not."""
    index = view.before(link)
    for _ in range(8):
        word = view.word(index)
        if not word or view.sentence[index] != view.sentence[link]:
            return True
        if word.lower() in words("place_preposition"):
            return False
        if not (word[0].isupper() or word.lower() in words("link")):
            return True
        index = view.before(index)
    return True
