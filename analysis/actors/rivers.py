"""Rivers: whether *Moldau, Niger, Kongo, Senegal* is the river or the state.

*Die Moldau fließt durch Prag, an der Moldau, die Ufer der Moldau* against *Die Republik Moldau, in der Moldau, Russland
droht der Moldau*. What stands right beside the word decides; where nothing does, a river that the text has shown
already stays one, unless the text names the state in another way.
"""

from __future__ import annotations

from typing import Final

from ..language.view import View
from .forms import Slot
from .matching import Match
from .offices import office_of
from .words import words

_REACH: Final = 8
_PART: Final = 24
_ARTICLES: Final = ("der", "die", "den", "dem", "des")


def is_river(view: View, token: int, match: Match, *, known: bool) -> bool:
    """Whether a country word is a river here; ``known`` if the text has shown the river before and not the state."""
    if match.part is not Slot.WORD or match.hyphen:
        # "Moldaubrücke", "Niger-Delta"
        rest = view.text[match.end : match.end + _PART].lstrip("-").lower()
        return rest.startswith(tuple(words("river_part")))
    before = view.before(token)
    previous = _word(view, before, token)
    if previous in words("river_noun_before") or _word(view, view.after(token), token) in words("river_behind"):
        # "der Fluss Niger", "die Moldau entlang"
        return True
    if previous.lower() in _ARTICLES:
        return _with_article(view, token, before, known=known)
    return _bare(view, token, before, previous.lower())


def names_state(view: View, token: int) -> bool:
    """Whether the words beside show that a name, no river here, is the state: *in Niger, Regierung des Niger*."""
    before = view.before(token)
    previous = _word(view, before, token)
    if previous.lower() not in _ARTICLES:
        return True
    governor = _word(view, view.before(before), token)
    return governor in ("in", "aus", "nach") or office_of(governor) is not None


def _with_article(view: View, token: int, article: int, *, known: bool) -> bool:
    """Decide by what governs *der Niger, die Moldau*: a preposition, a noun, a verb of flowing."""
    index = view.before(article)
    governor, case = _word(view, index, token), view.words[article].lower()
    low = governor.lower()
    if low == "an" and case != "die":
        # "Prag an der Moldau" against "das Interesse an der Moldau"
        return not _minds(view, token)
    if low == "auf":
        # "auf der Moldau", "Blick auf die Moldau" against "Druck auf die Moldau"
        return case in ("der", "dem") or _word(view, view.before(index), token) in words("river_view")
    if low in words("river_preposition"):
        return True
    if low in words("state_preposition"):
        return known or _acts(view, token)
    if governor in words("river", "river_noun"):
        # "die Ufer der Moldau"
        return True
    if case in ("der", "des") and governor[:1].isupper() and not view.first(index):
        # "die Regierung des Niger meldet Hochwasser"
        return known
    return _near_river(view, token) or _flows(view, token, article) or known


def _bare(view: View, token: int, before: int, previous: str) -> bool:
    """Decide without an article, which rivers lack only in headings and lists: *Hochwasser an Moldau und Elbe*."""
    if previous in ("am", "an"):
        return not _minds(view, token)
    if previous in words("state_preposition"):
        return previous == "im" and _acts(view, token)
    after = view.after(token)
    for link, name in ((before, view.before(before)), (after, view.after(after))):
        if _word(view, link, token).lower() in words("link") and _word(view, name, token) in words("river_name"):
            return True
    return _word(view, after, token) in words("river_verb")


def _word(view: View, index: int, token: int) -> str:
    """Return a word of the token's sentence, the empty string outside it."""
    return view.words[index] if 0 <= index < len(view) and view.sentence[index] == view.sentence[token] else ""


def _near_river(view: View, token: int) -> bool:
    """Return whether a word of a river stands near, but not with another one's name: *am Fluss Dnister*."""
    for index in range(max(token - 6, 0), min(token + 7, len(view))):
        if index != token and _word(view, index, token) in words("river"):
            behind = _word(view, view.after(index), token)
            named = view.words[index] in words("river_noun_before") and behind.istitle() and not behind.endswith("s")
            if not named:
                return True
    return False


def _acts(view: View, token: int) -> bool:
    """Return whether somebody swims in it or crosses it: *in der Moldau ertrunken, eine Brücke über die Moldau*."""
    return not words("river_act").isdisjoint(view.window(token, _REACH))


def _minds(view: View, token: int) -> bool:
    """Whether *an* belongs to a word of the mind or of politics: *Kritik an der Moldau, am Kongo interessiert*."""
    beginnings = tuple(words("minds_at"))
    return any(word.lower().startswith(beginnings) for word in view.window(token, 6))


def _flows(view: View, token: int, first: int) -> bool:
    """Return whether the word is the subject of a river's verb: *fließt die Moldau*, *der Senegal ist ein Fluss*."""
    flowing, after = words("river_verb"), view.after(token)
    if _word(view, after, token) in words("copula"):
        behind = (_word(view, index, token) for index in range(after + 1, after + 7))
        predicate = next((word for word in behind if word[:1].isupper()), "")
        if predicate in words("river_noun_before"):
            return True
    if _word(view, after, token) in flowing or _word(view, view.before(first), token) in flowing:
        return True
    subject = not view.parsed or view.dep[token].startswith("nsubj")
    return subject and not flowing.isdisjoint(view.window(token, _REACH))
