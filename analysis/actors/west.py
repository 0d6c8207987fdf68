"""The West: whether *Westen, westlich* means the political West or a point of the compass.

*mit dem Westen, westliche Sanktionen, prowestlich* against *im Westen des Landes, nach Westen, der westliche Teil*.
"""

from __future__ import annotations

from ..language.view import View
from .forms import Slot
from .matching import Match
from .words import words


def is_political(view: View, token: int, match: Match) -> bool:
    """Return whether a form of *Westen* or *westlich* is political here."""
    low = match.text.lower()
    if low.startswith("westlich"):
        return match.part is not Slot.WORD or _political_adjective(view, token, low)
    if low.startswith("westen"):
        return _political_noun(view, token, match)
    return True


def _political_adjective(view: View, token: int, low: str) -> bool:
    after = view.after(token)
    following = view.word(after)
    if low.startswith("westlichst") or (low == "westlicher" and following.lower() == "als"):
        return False
    if low == "westlich":
        # "westlich orientierte Parteien" against "westlich von Kiew"
        return following.lower().startswith(tuple(words("west_minded")))
    noun = _noun(view, token)
    if noun < 0:
        return following.lower() not in words("genitive_place")
    name = (view.tagged and view.tag[noun] == "NE") or (view.pos[noun] == "PROPN" and view.entity[noun] == "LOC")
    return not name and view.words[noun] not in words("compass")


def _noun(view: View, token: int) -> int:
    """Return the noun behind *westlich*, adjectives and hyphens between: *die westlichen G7-Staaten*."""
    index = view.after(token)
    for _ in range(6):
        word = view.word(index)
        if not word or not (word[0].isalnum() or word in ",-"):
            return -1
        if word[0].isupper():
            return view.chain(index)[1]
        index = view.after(index)
    return -1


def _political_noun(view: View, token: int, match: Match) -> bool:
    before, after = view.before(token), view.after(token)
    previous, following = view.word(before).lower(), view.word(after)
    if previous.startswith(tuple(words("west_named"))):
        # "der Wilde Westen", "der Mittlere Westen"
        return False
    if following.lower() in words("genitive_place") and view.sentence[after] == view.sentence[token]:
        return _speaks_on(view, after)
    if following.endswith("s") and following[:1].isupper() and view.sentence[after] == view.sentence[token]:
        # "im Westen Kasachstans"
        return not (view.entity[after] == "LOC" or _is_name(view, after))
    if following.lower() in ("und", "oder", ",") and view.word(view.after(after)) in words("compass_point"):
        return view.word(view.after(after)).startswith("Ost")
    if previous == "im":
        # "im Westen wächst die Sorge" against "im Westen etwa 2 km vom Stadtkern"
        return words("geography").isdisjoint(view.window(token, 12))
    if previous in words("west_political", "possessive") or match.text.endswith("s"):
        return True
    return previous.endswith(("e", "en", "er")) and _has_article(view, before)


def _speaks_on(view: View, token: int) -> bool:
    """Whether *von, der, des* behind *Westen* goes on with something else than a place: *vom Westen der Ukraine*."""
    return view.words[token].lower() in ("von", "vom") and not view.word(view.after(token))[:1].isupper()


def _is_name(view: View, token: int) -> bool:
    return view.tag[token] == "NE" or view.pos[token] == "PROPN" or not view.tagged


def _has_article(view: View, token: int) -> bool:
    return view.word(view.before(token)).lower() in words("west_political")
