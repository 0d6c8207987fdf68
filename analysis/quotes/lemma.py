"""The dictionary form of a cue: separable verbs whole, auxiliaries dropped, fixed phrases kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from .features import cue_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_AUXILIARIES: Final = frozenset(
    {"haben", "sein", "werden", "lassen", "können", "müssen", "wollen", "sollen", "dürfen", "mögen"}
)
_PARTS: Final = frozenset({"NOUN", "ADJ", "ADP", "PROPN"})


def cue_lemma(tokens: Sequence[Token]) -> str | None:
    """Give the dictionary form of the words of a cue.

    A full verb stands for itself; with a noun or adjective at its side it is a fixed phrase, and the phrase is kept:
    "brachte zum Ausdruck" is *zum Ausdruck bringen*, "gab bekannt" *bekannt geben*, "hat ... zugesagt" *zusagen*.
    """
    verbs = [t for t in tokens if t.pos_ in {"VERB", "AUX"} and t.dep_ != "compound:prt"]
    full = [t for t in verbs if t._.verb_lemma not in _AUXILIARIES]
    if not verbs:
        words = [t for t in tokens if t.is_alpha]
        return " ".join(t.lemma_ if t.pos_ in {"NOUN", "ADP"} else t.lower_ for t in words) or None
    verb = (full or verbs)[-1]
    lemma: str = verb._.verb_lemma
    if lemma in cue_lexicon() and full:
        return lemma
    beside = [
        t.lower_ if t.pos_ == "ADP" else t.lemma_ for t in tokens if t.pos_ in _PARTS and t.dep_ != "compound:prt"
    ]
    return " ".join([*beside, lemma])


def reported_cue(tokens: Sequence[Token]) -> str | None:
    """Give the verb of saying of a reported act; its annotation marks no cue, for the whole sentence is the quote.

    "Merkel sprach von einem Erfolg" gives *sprechen*; the verb nearest to the root of the sentence counts.
    """
    best: tuple[int, int, str] | None = None
    for token in tokens:
        entry = cue_lexicon().get(token._.verb_lemma)
        if token.pos_ == "VERB" and entry is not None and entry.pos == "verb":
            key = (_depth(token), token.i, token._.verb_lemma)
            if best is None or key < best:
                best = key
    return best[2] if best else None


def _depth(token: Token) -> int:
    depth = 0
    while token.head.i != token.i and depth < 30:
        token, depth = token.head, depth + 1
    return depth
