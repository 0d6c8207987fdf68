"""Context: which of its readings a country word has here, and whether it names a country at all.

Every rule looks at words of ``contexts.tsv``, at tags and entities where the parser gives them, and at capital letters
and neighbours where it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from .forms import Slot
from .gazetteer import Reading
from .matching import Match
from .view import View

Contexts = Mapping[str, frozenset[str]]

# Forms that name something else as well, and the list of words that give it away nearby.
_HOMONYMS: Mapping[str, tuple[frozenset[str], int]] = {
    "river": (
        frozenset(
            "Niger Nigers Kongo Kongos Senegal Senegals Moldau Gambia Gambias Paraguay Uruguay Sambia Jordan".split()
        ),
        6,
    ),
    "pole": (frozenset({"Pole", "Polen"}), 5),
    "fin": (frozenset({"Finne", "Finnen"}), 6),
    "carpet": (frozenset({"Perser", "Persern"}), 6),
}
# First names among the forms: "China Miéville", "Israel Epstein", "Paris Hilton"
_FIRST_NAMES = frozenset(
    {"China", "Israel", "Georgia", "Kenya", "India", "Paris", "Sofia", "London", "Chile", "Holland"}
)
_DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keiner jeder jede jeden jedem alle viele "
    "beide beiden zwei drei vier fünf sechs dieser diese diesen diesem manche einige mehrere wir uns ihr unser unsere "
    "unserer unseren wenige tausende hunderte".split()
)


def is_country(view: View, token: int, match: Match, contexts: Contexts, persons: set[str]) -> bool:
    """Whether the word names a country here, not a person, a river, a pole or a thing.

    ``persons`` collects the surnames that turned out to be persons' names, so that their later bare use is refused.
    """
    word = match.text
    if match.part is not Slot.WORD:
        return True
    for kind, (forms, reach) in _HOMONYMS.items():
        if word in forms and _near(view, token, contexts[kind], reach):
            return False
    before = view.word(view.before(token))
    if word in ("Niger", "Kongo", "Senegal") and before.lower() == "am":
        return False
    if word == "EG" and before.lower() == "im":
        return False
    if word in ("Polen",) and before.lower() == "beiden":
        return False
    if match.reading.form == "region" and match.reading.country == "WEST":
        return is_political_west(view, token, contexts)
    if " " not in word and word[:1].isupper() and not word.isupper() and _can_be_surname(match):
        if _is_surname(view, token, match, contexts, persons):
            persons.add(word)
            return False
        if word in persons and before.lower() not in _DETERMINERS and match.reading.form != "name":
            return False
    return True


def _can_be_surname(match: Match) -> bool:
    """*Schweizer, Deutsch, Pole, Israel* can be surnames, *Deutsche, Russischen* cannot."""
    return match.text == "Deutsch" or any(reading.form in ("demonym", "name", "capital") for reading in match.readings)


def _near(view: View, token: int, words: frozenset[str], reach: int) -> bool:
    return any(word in words for word in view.window(token, reach))


def _is_surname(view: View, token: int, match: Match, contexts: Contexts, persons: set[str]) -> bool:
    """Whether the word is part of a person's name: *Tobias Deutsch*, *Frau Schweizer*, *China Miéville*."""
    before = view.before(token)
    previous = view.word(before)
    if match.hyphen and view.text[match.end : match.end + 1] == "-":
        return False
    if view.entity[token] == "PER":
        start = view.entity_start[token]
        inner = start < token and view.entity[token - 1] == "PER"
        if inner and not match.reading.form == "name":
            return True
        if inner and previous[:1].isupper() and previous in contexts["name"]:
            return True
        if start == token and match.text in _FIRST_NAMES and view.word(token + 1)[:1].isupper():
            return view.entity_start[min(token + 1, len(view) - 1)] == start
    if previous in contexts["name"] and previous not in persons:
        # "die Hauptstadt von Georg Deutschland" does not occur; "mit Russland" has no given name before it
        return not _opens_apposition(view, before)
    demonym = match.text == "Deutsch" or any(reading.form == "demonym" for reading in match.readings)
    if demonym and previous in contexts["title"]:
        return match.reading.country != "US" or previous in ("Herr", "Herrn", "Frau")
    if demonym and len(previous) == 2 and previous.endswith(".") and previous[0].isupper():
        return True
    return match.text in _FIRST_NAMES and _names_person(view, token, contexts)


def _opens_apposition(view: View, given: int) -> bool:
    """Whether the given name ends a name of its own: *von Papst Benedikt Polen besucht* keeps Polen."""
    earlier = view.word(view.before(given))
    return earlier in ("Papst", "Königin", "König", "Kaiser", "Prinz")


def _names_person(view: View, token: int, contexts: Contexts) -> bool:
    """A first-name form before a capitalised word that no German noun can be: *China Miéville*."""
    after = view.word(view.after(token))
    if view.tagged:
        return False
    return after[:1].isupper() and not after.isupper() and any(letter in after for letter in "éèáñ")


def is_political_west(view: View, token: int, contexts: Contexts) -> bool:
    """Whether *Westen, westlich* is the political West and not a compass reading.

    *mit dem Westen*, *westliche Sanktionen* against *im Westen des Landes*, *nach Westen*, *der westliche Teil*.
    """
    word = view.words[token]
    before, after = view.before(token), view.after(token)
    previous, following = view.word(before).lower(), view.word(after)
    if word.lower().startswith("westlich"):
        if word.lower() == "westlich":
            return following not in ("von", "der", "des", "vom", "Kasachstans") and not following[:1].isupper()
        noun = _noun_after(view, token)
        name = noun >= 0 and (view.pos[noun] == "PROPN" or view.tag[noun] == "NE")
        return not name and view.word(noun) not in contexts["compass"]
    if word.lower().startswith("west") and not word.lower().startswith("westen"):
        return True
    if following.lower() in ("der", "des", "von", "vom", "dieses", "ihres", "seines") and previous in (
        "im",
        "am",
        "ganzen",
    ):
        return False
    if following in ("des", "der", "von") and not _clause_goes_on(view, after):
        return False
    if previous in ("im", "am"):
        # "im Westen der Stadt" is a place; "im Westen gilt Putin als ..." is the West
        return not following[:1].isupper() or following.istitle() and view.pos[after : after + 1] == ["VERB"]
    return previous in contexts["west_political"] or word.endswith("s")


def _clause_goes_on(view: View, token: int) -> bool:
    """Whether *der, des, von* after *Westen* opens a relative clause or an agent rather than a genitive."""
    return view.word(view.before(token)) == ","


def _noun_after(view: View, token: int) -> int:
    """Give the noun that an attributive adjective belongs to, -1 if none follows closely."""
    if view.parsed and view.head[token] != token and view.dep[token] == "amod":
        return view.head[token]
    index = view.after(token)
    for _ in range(5):
        word = view.word(index)
        if not word or not (word[0].isalpha() or word in ",-"):
            return -1
        if word[0].isupper():
            return index
        index = view.after(index)
    return -1


def noun_after(view: View, token: int) -> int:
    """Give the noun that an adjective before it belongs to, or -1."""
    return _noun_after(view, token)


def has_determiner(view: View, token: int) -> bool:
    """Whether an article or a number precedes, adjectives between them allowed: *die feiernden Polen*."""
    index = view.before(token)
    for _ in range(3):
        word = view.word(index).lower()
        if word in _DETERMINERS or word.isdigit():
            return True
        if not word.endswith(("en", "e", "er")) or view.word(index)[:1].isupper():
            return False
        index = view.before(index)
    return False


def prefer(matches: Sequence[Match]) -> dict[str, bool]:
    """Count which of the countries with a second reading the rest of the document speaks of.

    Returns a map from country to whether an unambiguous form of it stands in the document: *Brazzaville* makes a bare
    *Kongo* the smaller state, *Pjöngjang* a bare *Korea* the northern one.
    """
    clear: Counter[str] = Counter()
    for match in matches:
        if len({reading.country for reading in match.readings}) == 1 and match.readings:
            clear[match.readings[0].country] += 1
    return {country: count > 0 for country, count in clear.items()}


def choose(match: Match, clear: Mapping[str, bool]) -> Sequence[Reading]:
    """Keep the readings of the country that the document speaks of; in doubt the usual one.

    A reading that only a context can ask for (``second``) needs its country in the document, and the usual one missing.
    """
    usual = [reading for reading in match.readings if not reading.second]
    asked = [reading for reading in match.readings if reading.second and clear.get(reading.country)]
    if asked and not any(clear.get(reading.country) for reading in usual):
        return asked
    return usual
