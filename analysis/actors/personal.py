"""Personal names: whether a country word is part of a person's name, *Maja Mali, Frau Oman, Israel Katz*.

No list of such names would end, so the words around decide: a salutation or a given name before, an office before and
a surname behind, an entity of the parser that spans both, or the first place of a German main clause, which holds one
phrase only: *Iran Bek lacht*.
"""

from __future__ import annotations

from ..language.view import View
from .forms import Slot
from .gazetteer import load_gazetteer
from .leaders import leader_table
from .matching import Match, match_countries
from .name_keys import name_keys
from .offices import office_of
from .words import given_names, words


def is_surname(view: View, token: int, match: Match) -> bool:
    """Return whether the name of a country or capital is a surname: *Frau Oman, die Lehrerin Maja Mali*."""
    before = view.before(token)
    if before < 0 or view.sentence[before] != view.sentence[token]:
        return False
    previous = view.words[before]
    if previous in words("salutation_only"):
        return previous not in words("salutation_noun") or not _is_described(view, before)
    if not _may_be_given(view, before, token):
        return False
    given = previous in given_names()
    if view.entity[token] == "PER" and view.entity_start[token] <= before:
        return given or not _is_known_surname(view, before)
    joined = view.entity[token] != "" and view.entity_start[token] <= before
    if given:
        return joined or view.entity[token] in ("", "PER")
    return joined and _has_office(view, before)


def _is_described(view: View, token: int) -> bool:
    """Return whether an article or adjective stands before a noun: *weil die Frau Oman verließ, älteste Frau Malis*."""
    before = view.before(token)
    for index in (before, view.before(before)):
        if view.word(index).lower() in words("definite", "indefinite", "possessive", "quantity"):
            return True
        if not (view.word(index).islower() and view.word(index).endswith(("e", "en", "er"))):
            return False
        if index >= 0 and view.tag[index] == "ADJA":
            return True
    return False


def _may_be_given(view: View, before: int, token: int) -> bool:
    """Return whether the word before can be a given name: no country, no office, no leader, no subject of its own."""
    word = view.words[before]
    if not word.isalpha() or not word.istitle() or (view.tagged and view.pos[before] not in ("PROPN", "NOUN", "X", "")):
        return False
    if office_of(word) is not None or any(key in leader_table().by_key for key in name_keys(word)):
        return False
    if match_countries(word) or _ends_name(view, before):
        return False
    behind = view.after(token)
    last = behind >= len(view) or view.tag[behind] in ("VVFIN", "VAFIN", "VMFIN", "VVPP", "VVINF", "VVIZU")
    # "als Franziskus Kasachstan besuchte": subject and object meet before the verb of a subordinate clause
    return not (last and _in_subordinate_clause(view, before))


def _ends_name(view: View, token: int) -> bool:
    """Return whether a word ends a name already: *Ron Paul* before *Iran*, *Papst Benedikt* before *Polen*."""
    before = view.before(token)
    word = view.word(before)
    return (word in given_names() and view.sentence[before] == view.sentence[token]) or word in words("patron")


def _in_subordinate_clause(view: View, token: int) -> bool:
    for index in range(token - 1, max(token - 8, -1), -1):
        if view.sentence[index] != view.sentence[token]:
            return False
        if view.tag[index] in ("KOUS", "PRELS", "PWAV", "PWS") or view.words[index].lower() in words("subordinator"):
            return True
        if view.words[index] in (",", ";", ":"):
            return False
    return False


def _is_known_surname(view: View, token: int) -> bool:
    """Whether the document names a person in full with this surname elsewhere: *dass Muster Russland besuchte*."""
    return bool(view.surnames.get(view.words[token], set()) - {view.entity_start[token]})


def _has_office(view: View, token: int) -> bool:
    """Return whether a role noun of one person stands right before a name: *die Lehrerin Aigul Oman*."""
    word = view.word(view.before(token))
    office = office_of(word)
    return word in words("salutation_only", "title") or (
        office is not None and office.kind == "person" and not office.plural
    )


def is_given_name(view: View, token: int, match: Match) -> bool:
    """Return whether the name of a country or capital is a given name: *Israel Katz, Herr Iran Bek, China Miéville*."""
    after = view.after(token)
    if match.text.endswith("s") and match.part is Slot.WORD and match.text != match.reading.entity:
        return False
    if after >= len(view) or view.sentence[after] != view.sentence[token] or not _may_be_surname(view, after):
        return False
    joined = view.entity_start[after] == token == view.entity_start[token] and view.entity[token] != ""
    if joined and view.entity[token] == "ORG":
        return False
    if joined and (view.entity[token] == "PER" or match.text in words("first_name_form")):
        return True
    initial = len(view.words[after]) == 2 and view.words[after].endswith(".")
    name = not view.tagged or view.tag[after] == "NE" or joined or initial or match.text in words("first_name_form")
    if _has_office(view, token):
        # "der Arzt Israel Katz", "Minister Togo Muster" against "dass der Präsident Russland Waffen gab"
        described = _is_described(view, view.chain(view.before(token))[0])
        return not described or (name and not _in_subordinate_clause(view, token))
    behind = view.word(view.after(after))
    if view.first(token):
        # the first place of a main clause holds one phrase: "Iran Bek lacht", not "China Exporte steigen"
        return name and behind in words("person_verb")
    # "„…“, sagte Israel Muster."
    return view.word(view.before(token)) in words("person_verb") and behind in (".", ",", "")


def _may_be_surname(view: View, token: int) -> bool:
    word = view.words[token]
    if not word[:1].isupper() or not (word.isalpha() or word[1:] == ".") or (word.isupper() and len(word) > 1):
        return False
    if word.endswith(tuple(words("noun_ending"))) or word.lower().startswith(load_gazetteer().affixes["head"]):
        # "Ukraine Krieg eskaliert", "Iran Sanktionen": a hyphen is missing
        return False
    return office_of(word) is None and not match_countries(word)


def is_family(view: View, token: int, match: Match, persons: set[str]) -> bool:
    """Return whether a surname stands in the plural: *Die Malis wohnen hier*, after *Maja Mali*."""
    return (
        match.text[:-1] in persons
        and match.text.endswith("s")
        and view.word(view.before(token)).lower() in ("die", "der", "den", "beiden")
    )
