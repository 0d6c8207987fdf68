"""The dictionary form of a cue: separable verbs whole, auxiliaries dropped, fixed phrases kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..language.view import View
from .features import cue_lexicon

_AUXILIARIES: Final = frozenset(
    {"haben", "sein", "werden", "lassen", "können", "müssen", "wollen", "sollen", "dürfen", "mögen"}
)
_VERBAL: Final = frozenset({"VERB", "AUX"})
_PARTS: Final = frozenset({"NOUN", "ADJ", "ADP", "PROPN"})


def cue_lemma(view: View, tokens: Sequence[int]) -> str | None:
    """Return the dictionary form of the words of a cue, given as numbers of tokens.

    A full verb stands for itself; with a noun or adjective at its side it is a fixed phrase, and the phrase is kept:
    "brachte zum Ausdruck" is *zum Ausdruck bringen*, "gab bekannt" *bekannt geben*, "hat ... zugesagt" *zusagen*.
    """
    pos, words, lemmas = view.pos, view.words, view.lemmas
    whole = [token for token in tokens if view.dep[token] != "compound:prt"]
    verbs = [view.verb_lemma(token) for token in whole if pos[token] in _VERBAL]
    full = [lemma for lemma in verbs if lemma not in _AUXILIARIES]
    if not verbs:
        alphabetic = [token for token in tokens if words[token].isalpha()]
        parts = [lemmas[token] if pos[token] in {"NOUN", "ADP"} else words[token].lower() for token in alphabetic]
        return " ".join(parts) or None
    lemma = (full or verbs)[-1]
    if lemma in cue_lexicon() and full:
        return lemma
    beside = [words[token].lower() if pos[token] == "ADP" else lemmas[token] for token in whole if pos[token] in _PARTS]
    return " ".join([*beside, lemma])


def reported_cue(view: View, tokens: Sequence[int]) -> str | None:
    """Return the verb of saying of a reported act; its annotation marks no cue, for the whole sentence is the quote.

    "Merkel sprach von einem Erfolg" gives *sprechen*; the verb nearest to the root of the sentence counts.
    """
    found: list[tuple[int, int, str]] = []
    for token in tokens:
        lemma = view.verb_lemma(token)
        entry = cue_lexicon().get(lemma)
        if view.pos[token] == "VERB" and entry is not None and entry.pos == "verb":
            found.append((view.depth(token), token, lemma))
    return min(found)[2] if found else None
