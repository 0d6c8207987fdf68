"""Noun phrases: which word a phrase is about, so that *die Sprecherin des Weißen Hauses* is not the house.

The parser's heads decide where they are there; without them word order does, since the head of a German noun phrase is
its first noun, but for a genitive in front (*Kasachstans Präsident*), a modifier before a hyphen and an extended
attribute (*Eine von der Bank durchgeführte Studie*).
"""

from __future__ import annotations

from typing import Final

from ..language.view import View
from .offices import office_of
from .words import words

_ADJECTIVE_ENDINGS: Final = ("e", "en", "er", "es", "em")
_NAME_TAGS: Final = frozenset({"PROPN", "NOUN"})


def tokens_of(view: View, start: int, end: int) -> tuple[int, int]:
    """Give the first and last token of a span, white space and quotation marks at its ends left out."""
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
    return not (
        view.first(token)
        and (low in _articles() or low in words("pronoun") or low in words("preposition") or low.endswith("e"))
    )


def head_of(view: View, first: int, last: int) -> int:
    """Give the token that the noun phrase from ``first`` to ``last`` is about.

    A pronoun is its own head; a phrase without a noun gives its last word.
    """
    if first >= last:
        return first
    parsed = _parsed_head(view, first, last)
    if parsed is not None:
        return _whole_word(view, parsed, last)
    start = _behind_attribute(view, first, last)
    for token in range(start, last + 1):
        if not is_noun(view, token):
            continue
        if _is_genitive_in_front(view, token, last):
            continue
        return _whole_word(view, token, last)
    return last if first != last else first


def phrase_start(view: View, head: int) -> int:
    """Walk back from a noun over its adjectives to its article: *der* of *der frühere Präsident*."""
    first = head
    for _ in range(4):
        before = view.before(first)
        word = view.word(before).lower()
        if before < 0 or view.sentence[before] != view.sentence[head]:
            break
        if word in _articles():
            return before
        if not view.words[before].islower() or not word.endswith(_ADJECTIVE_ENDINGS) or word in words("preposition"):
            break
        first = before
    return first


def _whole_word(view: View, token: int, last: int) -> int:
    """Go to the last part of a hyphenated word: the head of *US-Außenminister* is *Außenminister*."""
    end = min(view.chain(token)[1], last)
    return end if view.words[end][:1].isalpha() else token


def _parsed_head(view: View, first: int, last: int) -> int | None:
    """Give the one noun of the span whose head lies outside it, if the parse is plain."""
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
    return None if _is_genitive_in_front(view, head, last) else head


def _behind_attribute(view: View, first: int, last: int) -> int:
    """Skip an extended attribute: in *Eine von der Bank durchgeführte Studie* the search starts at *durchgeführte*."""
    token = first
    while token <= last and (view.words[token].lower() in _articles() or not is_noun(view, token)):
        if view.words[token].lower() in words("preposition") and token > first:
            for behind in range(last - 1, token, -1):
                word = view.words[behind]
                adjective = word.islower() and word.endswith(_ADJECTIVE_ENDINGS) and is_noun(view, behind + 1)
                if adjective and word not in words("preposition") | _articles():
                    return behind
            return first
        token += 1
    return first


def _is_genitive_in_front(view: View, token: int, last: int) -> bool:
    """*Kasachstans Präsident Tokajew*, *Putins Sprecher*: a name in -s directly before a noun of the same phrase."""
    word = view.words[token]
    if not word.endswith(("s", "'", "’")) or len(word) < 4:
        return False
    after = view.after(token)
    while after <= last and view.words[after].islower() and view.words[after].endswith(_ADJECTIVE_ENDINGS):
        after = view.after(after)
    if after > last or not is_noun(view, after):
        return False
    if office_of(view.words[after]) is not None and office_of(word) is None and before_is_bare(view, token):
        return True
    proper = view.tag[token] == "NE" or view.pos[token] == "PROPN" or view.entity[token] != ""
    before = view.word(view.before(token)).lower()
    if view.tagged:
        return proper and view.tag[after] != "NE" and view.pos[after] != "PROPN"
    return before not in _articles() and view.words[after][:1].isupper() and not word.endswith("ss")


def before_is_bare(view: View, token: int) -> bool:
    """Whether no article stands before a word, which a genitive in front never has: *Putins Sprecher*."""
    return view.word(view.before(token)).lower() not in _articles()


def determiner(view: View, first: int, last: int) -> str:
    """Say how a phrase opens: ``definite``, ``indefinite``, ``many`` or ``bare``."""
    word = view.words[first].lower() if first <= last else ""
    if word in words("definite", "possessive"):
        return "definite"
    if word in words("indefinite"):
        return "indefinite"
    return "many" if word in words("quantity") else "bare"


def _articles() -> frozenset[str]:
    return words("definite", "indefinite", "possessive", "quantity")
