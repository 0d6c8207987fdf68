"""Context: which of its readings a country word has here, and whether it names a country at all.

Every rule looks at word lists of ``contexts.tsv``, at tags and entities where the parser gives them, and at capital
letters and neighbours where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..language.closed_classes import DETERMINERS
from ..language.view import View
from .forms import Slot
from .matching import Match
from .personal import is_family, is_given_name, is_surname
from .rivers import is_river, names_state
from .surface import Reading
from .west import is_political
from .words import given_names, words

# A list of words that give a homonym away, and how many tokens off they may stand.
_HOMONYMS: Final[Mapping[str, int]] = {"pole": 5, "fin": 6, "carpet": 6}


@dataclass(slots=True)
class Seen:
    """What a document has shown so far of words that can be countries."""

    forms: dict[str, set[str]] = field(default_factory=dict)
    """country to the words that can name it in the document"""
    persons: set[str] = field(default_factory=set)
    """surnames that turned out to be persons' names, so that their later bare use is refused"""
    rivers: set[str] = field(default_factory=set)
    """names that are rivers in the document and never clearly the state"""

    @classmethod
    def of(cls, view: View, matches: Sequence[Match]) -> Seen:
        """Collect the words for each country of a document, and the names that it uses of rivers."""
        seen = cls()
        for match in matches:
            seen.forms.setdefault(match.reading.country, set()).add(match.text)
        names = words("river_form")
        named = [match for match in matches if match.text in names and match.part is Slot.WORD]
        states: set[str] = set()
        for match in named:
            token, word = view.token_at(match.start), match.text.rstrip("s")
            if is_river(view, token, match, known=False):
                seen.rivers.add(word)
            elif names_state(view, token) or not seen.only_by(match.text, match.reading.country):
                states.add(word)
        seen.rivers -= states
        return seen

    def only_by(self, word: str, country: str) -> bool:
        """Whether nothing but this word, or its genitive, can name the country: then it may be a person or a river."""
        return all(form.rstrip("s") == word.rstrip("s") for form in self.forms[country])


def is_country(view: View, token: int, match: Match, seen: Seen) -> bool:
    """Whether the word names a country here, not a person, a river, a pole or a thing; ``seen`` learns from it."""
    if match.reading.country == "WEST":
        return is_political(view, token, match)
    if match.hyphen and _is_hyphened_name(view, match):
        return False
    word, before = match.text, view.word(view.before(token)).lower()
    if word in words("river_form") and is_river(view, token, match, known=word.rstrip("s") in seen.rivers):
        return False
    if match.part is not Slot.WORD:
        return True
    for kind, reach in _HOMONYMS.items():
        if word in words(f"{kind}_form") and not words(kind).isdisjoint(view.window(token, reach)):
            return False
    if word == "Islands" and _is_english(view, token):
        return False
    if word.startswith("Islamische") and (before in words("indefinite") or _before_noun(view, token, match)):
        # "sie riefen eine Islamische Republik aus", "Islamische Republik Gambia"
        return False
    if (word, before) in (("EG", "im"), ("Polen", "beiden")):
        # "Praxis im EG" is a floor; "zwischen den beiden Polen" are poles
        return False
    if word[:1].isupper() and not word.isupper() and " " not in word and _can_be_surname(match):
        if _is_surname(view, token, match):
            seen.persons.add(word)
            return False
        if is_family(view, token, match, seen.persons):
            return False
        if word in seen.persons and before not in words("preposition") | _determiners():
            return match.reading.form == "name" and not seen.only_by(word, match.reading.country)
    return True


def _is_english(view: View, token: int) -> bool:
    """Whether *Islands* is the English noun and no genitive of Island: *Aleutian Islands*, not *Präsident Islands*."""
    before = view.before(token)
    if before < 0 or view.sentence[before] != view.sentence[token]:
        return False
    joined = view.entity[token] in ("LOC", "ORG") and view.entity_start[token] <= before
    return view.words[before][:1].isupper() and (
        view.words[before] in words("english_island") or (joined and view.pos[before] in ("PROPN", "X"))
    )


def _can_be_surname(match: Match) -> bool:
    """*Schweizer, Deutsch, Pole, Israel* can be surnames, *Deutsche, Russischen* cannot."""
    return match.text == "Deutsch" or any(reading.form in ("demonym", "name", "capital") for reading in match.readings)


def _is_hyphened_name(view: View, match: Match) -> bool:
    """Return whether a first name is joined to the word: *Rosa-Luxemburg-Stiftung*."""
    joined = re.search(r"(\w+)-$", view.text[max(match.start - 20, 0) : match.start])
    return joined is not None and joined.group(1) in given_names()


def _is_surname(view: View, token: int, match: Match) -> bool:
    """Return whether the word is part of a person's name: *Tobias Deutsch*, *Frau Schweizer*, *China Miéville*."""
    if match.hyphen and view.text[match.end : match.end + 1] == "-":
        return False
    before = view.before(token)
    if before < 0 or view.sentence[before] != view.sentence[token]:
        return _is_first_name(view, token, match)
    previous = view.words[before]
    demonym = match.text == "Deutsch" or any(reading.form == "demonym" for reading in match.readings)
    named = demonym or match.text in words("surname_form")
    if view.entity[token] == "PER" and view.entity_start[token] < token and demonym:
        return True
    if view.entity[token] == "PER" and match.text in words("surname_form") and previous.endswith("-jährige"):
        # "der 32-jährige Holland"
        return True
    if named and previous in given_names():
        # "dass Papst Benedikt Polen besucht" keeps Polen
        return view.word(view.before(before)) not in words("patron")
    if demonym and previous in words("salutation", "title"):
        # "der Schauspieler, ein Amerikaner" has a comma; "Trainer Schweizer" is a name
        return previous in words("salutation") or "adjective" in {reading.form for reading in match.readings}
    if demonym and view.tag[before] == "NE" and view.pos[before] == "PROPN" and _is_word_name(view, before, token):
        # "Drafi Deutscher": a first name that no list knows
        return True
    if demonym and len(previous) == 2 and previous[0].isupper() and previous[1] == ".":
        return True
    return (not demonym and is_surname(view, token, match)) or _is_first_name(view, token, match)


def _is_word_name(view: View, before: int, token: int) -> bool:
    """Return whether a proper noun right before can be a first name: no abbreviation, no entity of its own."""
    word = view.words[before]
    return word.isalpha() and word.istitle() and view.entity[before] in ("", "PER") and not _before_noun(view, token)


def _before_noun(view: View, token: int, match: Match | None = None) -> bool:
    after = view.after(token if match is None else view.token_at(match.end - 1))
    return view.word(after)[:1].isupper() and view.sentence[after] == view.sentence[token]


def _is_first_name(view: View, token: int, match: Match) -> bool:
    """Return whether the word opens a person's name: *China Miéville*, *Israel Katz*."""
    names = any(reading.form in ("name", "capital") and not reading.attribute for reading in match.readings)
    return names and is_given_name(view, token, match)


def _determiners() -> frozenset[str]:
    return words(*DETERMINERS, "we")


def has_determiner(view: View, token: int) -> bool:
    """Return whether an article or a number precedes, adjectives between them allowed: *die feiernden Polen*."""
    index = view.before(token)
    for _ in range(3):
        word = view.word(index)
        if word.lower() in _determiners() or word.isdigit():
            return True
        if not word.islower() or not word.endswith(("en", "e", "er")):
            return False
        index = view.before(index)
    return False


def clear_countries(matches: Iterable[Match]) -> frozenset[str]:
    """Return the countries that a document names without doubt.

    *Brazzaville* makes a bare *Kongo* the smaller state, *Pjöngjang* a bare *Korea* the northern one.
    """
    return frozenset(
        match.readings[0].country
        for match in matches
        if not match.reading.second and len({reading.country for reading in match.readings}) == 1
    )


def choose(match: Match, clear: frozenset[str]) -> Sequence[Reading]:
    """Keep the readings of the country that the document speaks of; in doubt the usual one.

    A second reading, which only a context can ask for, needs its country in the document and the usual one missing.
    """
    usual = [reading for reading in match.readings if not reading.second]
    asked = [reading for reading in match.readings if reading.second and reading.country in clear]
    if asked and not any(reading.country in clear for reading in usual):
        return asked
    return usual
