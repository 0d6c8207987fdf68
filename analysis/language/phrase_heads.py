"""Heads of noun phrases: which word a phrase is about, so that *die Sprecherin des Weißen Hauses* is not the house.

The parser's heads decide where they are there; without them word order does, since the head of a German noun phrase is
its first noun, but for a genitive in front (*Kasachstans Präsident*), a modifier before a hyphen and an extended
attribute (*Eine von der Bank durchgeführte Studie*).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .closed_classes import DETERMINERS, closed_class
from .view import View

_ADJECTIVE_ENDINGS: Final = ("e", "en", "er", "es", "em")
_ATTRIBUTES: Final = frozenset({"nmod", "appos", "flat", "det", "amod", "case", "compound", "punct"})
_REACH: Final = 8
"""Words behind a noun among which what belongs to it is looked for."""
_NAME_TAGS: Final = frozenset({"PROPN", "NOUN"})


def tokens_of(view: View, start: int, end: int) -> tuple[int, int]:
    """Return the first and last token of a span, white space and quotation marks at its ends left out."""
    if not len(view) or end <= start:
        return 0, -1
    first, last = view.token_at(start), view.token_at(end - 1)
    while first < last and not view.words[first][0].isalnum():
        first += 1
    while last > first and not view.words[last][-1].isalnum() and view.words[last] not in (".",):
        last -= 1
    return first, last


def is_noun(view: View, token: int) -> bool:
    """Whether a token is a noun or a name; by capital letter where there are no tags."""
    if view.tagged:
        return view.pos[token] in _NAME_TAGS or view.tag[token] in ("NN", "NE")
    word = view.words[token]
    if not word[:1].isupper():
        return False
    low = word.lower()
    function_word = low in closed_class(*DETERMINERS, "pronoun", "preposition")
    return not (view.first(token) and (function_word or low.endswith("e")))


def head_of(view: View, first: int, last: int, *, is_office: Callable[[str], bool] = lambda word: False) -> int:
    """Return the token that the noun phrase from ``first`` to ``last`` is about.

    A pronoun is its own head; a phrase without a noun gives its last word.

    Parameters
    ----------
    view : View
        The document.
    first, last : int
        First and last token of the phrase.
    is_office : callable, optional
        Whether a word is the noun of an office, which has no genitive in front of a name: *Putins Sprecher*.
    """
    if first >= last:
        return first
    parsed = _parsed_head(view, first, last, is_office)
    if parsed is not None:
        return _whole_word(view, parsed, last)
    start = _behind_attribute(view, first, last)
    for token in range(start, last + 1):
        if not is_noun(view, token):
            continue
        if _is_genitive_in_front(view, token, last, is_office):
            continue
        return _whole_word(view, token, last)
    return last if first != last else first


def phrase_start(view: View, head: int) -> int:
    """Return the article before a noun and its adjectives, or the first adjective: *der* of *der frühere Präsident*."""
    first = head
    for _ in range(4):
        before = view.before(first)
        word = view.word(before).lower()
        if before < 0 or view.sentence[before] != view.sentence[head]:
            break
        if word in closed_class(*DETERMINERS):
            return before
        if (
            not view.words[before].islower()
            or not word.endswith(_ADJECTIVE_ENDINGS)
            or word in closed_class("preposition")
        ):
            break
        first = before
    return first


def phrase_end(view: View, head: int) -> int:
    """Return the last token of what belongs to a noun on its right: *Ministerium des Landes*, *Sprecher in Kiew*."""
    last = head
    for token in range(head + 1, min(head + _REACH, len(view))):
        if view.sentence[token] != view.sentence[head]:
            break
        above = token
        while above > head and view.dep[above] in _ATTRIBUTES and view.head[above] != above:
            above = view.head[above]
        if above != head:
            break
        last = token
    return last


def _whole_word(view: View, token: int, last: int) -> int:
    """Return the last part of a hyphenated word: the head of *US-Außenminister* is *Außenminister*."""
    end = min(view.chain(token)[1], last)
    return end if view.words[end][:1].isalpha() else token


def _parsed_head(view: View, first: int, last: int, is_office: Callable[[str], bool]) -> int | None:
    """Return the one noun of the span whose head lies outside it, if the parse is plain."""
    if not view.parsed:
        return None
    outside = [
        token for token in range(first, last + 1) if not first <= view.head[token] <= last or view.head[token] == token
    ]
    nouns = [token for token in outside if is_noun(view, token) or view.pos[token] in ("PRON", "ADJ", "NUM")]
    if len(nouns) != 1:
        return None
    head = nouns[0]
    # "Kasachstans Präsident": a genitive in front is never what the phrase is about
    return None if _is_genitive_in_front(view, head, last, is_office) else head


def _behind_attribute(view: View, first: int, last: int) -> int:
    """Return where the search for the head begins: in *Eine von der Bank durchgeführte Studie* at *durchgeführte*."""
    token = first
    while token <= last and (view.words[token].lower() in closed_class(*DETERMINERS) or not is_noun(view, token)):
        if view.words[token].lower() in closed_class("preposition") and token > first:
            for behind in range(last - 1, token, -1):
                word = view.words[behind]
                adjective = word.islower() and word.endswith(_ADJECTIVE_ENDINGS) and is_noun(view, behind + 1)
                if adjective and word not in closed_class("preposition") | closed_class(*DETERMINERS):
                    return behind
            return first
        token += 1
    return first


def _is_genitive_in_front(view: View, token: int, last: int, is_office: Callable[[str], bool]) -> bool:
    """*Kasachstans Präsident Tokajew*, *Putins Sprecher*: a name in -s directly before a noun of the same phrase."""
    word = view.words[token]
    if not word.endswith(("s", "'", "’")) or len(word) < 4:
        return False
    after = view.after(token)
    while after <= last and view.words[after].islower() and view.words[after].endswith(_ADJECTIVE_ENDINGS):
        after = view.after(after)
    if after > last or not is_noun(view, after):
        return False
    if is_office(view.words[after]) and not is_office(word) and before_is_bare(view, token):
        return True
    proper = view.tag[token] == "NE" or view.pos[token] == "PROPN" or view.entity[token] != ""
    before = view.word(view.before(token)).lower()
    if view.tagged:
        return proper and view.tag[after] != "NE" and view.pos[after] != "PROPN"
    return before not in closed_class(*DETERMINERS) and view.words[after][:1].isupper() and not word.endswith("ss")


def before_is_bare(view: View, token: int) -> bool:
    """Whether no article stands before a word, which a genitive in front never has: *Putins Sprecher*."""
    return view.word(view.before(token)).lower() not in closed_class(*DETERMINERS)


def determiner(view: View, first: int, last: int) -> str:
    """Return how a phrase opens: ``definite``, ``indefinite``, ``many`` or ``bare``."""
    word = view.words[first].lower() if first <= last else ""
    if word in closed_class("definite", "possessive"):
        return "definite"
    if word in closed_class("indefinite"):
        return "indefinite"
    return "many" if word in closed_class("quantity") else "bare"
