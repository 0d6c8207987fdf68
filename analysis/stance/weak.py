"""Weak evidence: words that colour a country without saying who does what to whom.

"In China wurden Tausende inhaftiert und viele hingerichtet" has no predicate whose slot China fills, and yet shows
it in a bad light. Where a sentence has no stance toward a country that it names as an actor or a place of events, such
words give one of small weight, whose rule begins with ``weak``; measures can leave these rows out.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from ..tables import Mention
from .clauses import Sentence
from .phrases import NOT_TARGETS, Phrase, country_of, standing

_VICTIM: Final = frozenset({"auf", "gegen", "für", "mit", "von", "aus", "nach"})
_LIMIT: Final = 0.6
_THRESHOLD: Final = 0.24
_NEGATIONS: Final = frozenset({"nicht", "kein", "keine", "keinen", "nie", "ohne", "niemals"})


class Hint(NamedTuple):
    """Weak evidence toward one country: a signed weight and the words that carry it."""

    mention: Mention
    score: float
    words: tuple[int, ...]


class _Word(NamedTuple):
    weight: float
    scope: str


@cache
def _words() -> tuple[dict[str, _Word], dict[str, _Word]]:
    whole: dict[str, _Word] = {}
    stems: dict[str, _Word] = {}
    path = Path(__file__).with_name("weak.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        for word, sign, weight, scope, *_ in list(csv.reader(file, delimiter="\t"))[1:]:
            entry = _Word(float(weight) * (-1 if sign == "-" else 1), scope)
            (stems if word.endswith("*") else whole)[word.rstrip("*")] = entry
    return whole, stems


@cache
def _look_up(word: str) -> _Word | None:
    whole, stems = _words()
    if word in whole:
        return whole[word]
    for end in range(len(word), 2, -1):
        if word[:end] in stems:
            return stems[word[:end]]
    return None


def find_hints(
    sentence: Sentence, phrases: Sequence[Phrase], *, settled: frozenset[str], used: frozenset[int]
) -> list[Hint]:
    """Find weak evidence toward countries of a sentence that have no stance in it.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    phrases : sequence of Phrase
        Its noun phrases.
    settled : frozenset of str
        Countries toward which a predicate already gives a stance.
    used : frozenset of int
        Words of predicates whose slots are filled; what they say is already said.

    Returns
    -------
    list of Hint
        At most one a country.
    """
    coloured = []
    for word, text in enumerate(sentence.lower):
        entry = _look_up(text) if word not in used else None
        if entry is not None and not _is_negated(sentence, word):
            coloured.append((word, entry))
    if not coloured:
        return []
    hints: dict[str, Hint] = {}
    for phrase in phrases:
        mention = country_of(sentence, phrase)
        if (
            mention is None
            or mention.country in NOT_TARGETS
            or mention.country in settled
            or mention.country in hints
            or phrase.antecedent is not None
        ):
            continue
        if mention.role not in ("actor", "place") or standing(sentence.words[phrase.head]) == "private":
            continue
        words = [(w, e) for w, e in coloured if _concerns(sentence, phrase, w, e)]
        score = sum(entry.weight for _, entry in words)
        if abs(score) >= _THRESHOLD:
            score = max(-_LIMIT, min(_LIMIT, score))
            hints[mention.country] = Hint(mention, score, tuple(w for w, _ in words))
    return list(hints.values())


def _is_negated(sentence: Sentence, word: int) -> bool:
    return any(text in _NEGATIONS for text in sentence.lower[max(0, word - 2) : word])


def _concerns(sentence: Sentence, phrase: Phrase, word: int, entry: _Word) -> bool:
    """Whether a colouring word may concern a country: near it, not an act that it suffers nor a view that it holds."""
    same = sentence.clause_of[word] == phrase.clause
    if not same and sentence.clauses[sentence.clause_of[word]].parent != phrase.clause and abs(word - phrase.head) > 12:
        return False
    if phrase.start <= word < phrase.end:
        return True
    outer = phrase
    while outer.within is not None:
        outer = outer.within
    if entry.scope == "talk" and not outer.prep and sentence.tags[word][:1] == "V" and outer.start < word:
        return False  # "Das Außenministerium der USA kritisierte": it talks
    if entry.scope == "deed":
        return not (phrase.prep in _VICTIM and phrase.prep != "von")
    return bool(phrase.prep) or phrase.within is not None or word < phrase.start
