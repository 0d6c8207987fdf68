"""Links between noun phrases: whom one belongs to, what stands side by side, what a relative pronoun means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from .clauses import Sentence
from .phrases import DAT, GEN, NOM, Phrase, is_genitive, standing

_QUOTES: Final = frozenset("„“”\"»«›‹‚‘’'")
_LINKS: Final = frozenset(
    {",", "und", "oder", "sowie", "sondern", "auch", "aber", "noch", "wie", "nur", "nicht", "weder"}
)
_TIMES: Final = frozenset(
    [
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "woche",
        "wochen",
        "wochenende",
        "monat",
        "monaten",
        "monate",
        "jahr",
        "jahre",
        "jahren",
        "jahres",
        "tag",
        "tage",
        "tagen",
        "abend",
        "morgen",
        "nacht",
        "mittag",
        "nachmittag",
        "mal",
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "uhr",
        "stunde",
        "stunden",
        "zeit",
        "jahrhundert",
        "jahrzehnt",
        "jahrzehnten",
    ]
)
_DIRECTIONS: Final = (
    "zug",
    "zugs",
    "tritt",
    "tritts",
    "reise",
    "kehr",
    "flucht",
    "fahrt",
    "weisung",
    "ausstieg",
    "ausschluss",
)
_JOINTS: Final = frozenset({"und", "oder", "sowie", "sondern", "noch", "wie"})


def link_phrases(sentence: Sentence, phrases: Sequence[Phrase]) -> None:
    """Link the phrases of a sentence, in order, to each other."""
    _link_owners(sentence, phrases)
    _link_groups(sentence, phrases)
    _link_relatives(sentence, phrases)


def _link_owners(sentence: Sentence, phrases: Sequence[Phrase]) -> None:
    """Link genitives and places of institutions: *die Führung der Ukraine*, *Regierung in Ankara*."""
    for left, right in pairwise(phrases):
        if right.pronoun or left.pronoun or right.start != left.end or right.clause != left.clause:
            continue
        noun = sentence.lower[left.head]
        kind = standing(sentence.words[left.head])
        owned = False
        if not right.prep:
            owned = _is_genitive_phrase(sentence, left, right)
        elif (
            right.prep in ("in", "aus", "von") and right.direct is not None and kind == "state" and left.direct is None
        ):
            owned = right.prep != "von" or not left.owners
        elif noun in _TIMES:
            owned = False
        elif (
            right.prep == "aus" and right.direct is not None and sentence.tags[left.head] == "NN" and kind != "private"
        ):
            owned = not noun.endswith(_DIRECTIONS) and left.direct is None
        elif right.prep == "von" and left.direct is None and not left.owners and sentence.tags[left.head] == "NN":
            owned = not _is_passive(sentence, left.clause) or _other_agent(phrases, right)
        elif right.prep == "durch" and noun.endswith("ung"):
            right.embedded = True
        if owned:
            right.embedded, right.within = True, left
            left.owner_phrases.append(right)


def _is_genitive_phrase(sentence: Sentence, left: Phrase, right: Phrase) -> bool:
    if (
        left.direct is not None
        and left.direct.form in ("name", "capital", "region")
        and sentence.tags[left.head] != "NN"
    ):
        return False
    if right.determiner:
        if right.cases & GEN == 0:
            return False
        if right.cases == GEN:
            return True
        return (
            sentence.relation(right.head) in ("nmod", "nmod:poss", "dep", "appos")
            or sentence.feature(right.head, "Case") == "Gen"
        )
    if right.direct is not None and right.head == right.start:
        return is_genitive(sentence, right.head, right.direct)
    if right.adjectives and sentence.words[right.adjectives[0]].endswith("er"):
        return sentence.relation(right.head) == "nmod"
    return False


def _is_passive(sentence: Sentence, clause: int) -> bool:
    return any(
        sentence.lower[w] in ("wird", "wurde", "wurden", "werden", "worden", "werde")
        for w in sentence.clauses[clause].words
    )


def _other_agent(phrases: Sequence[Phrase], phrase: Phrase) -> bool:
    return any(p is not phrase and p.clause == phrase.clause and p.prep in ("von", "durch") for p in phrases)


def _link_groups(sentence: Sentence, phrases: Sequence[Phrase]) -> None:
    """Link coordinated phrases: *Moskau, Peking und Brüssel*; *nicht nur Warschau, sondern auch Prag*."""
    chain: list[Phrase] = []
    joined = False
    free = [phrase for phrase in phrases if phrase.within is None]

    def close() -> None:
        if joined and len(chain) > 1:
            for phrase in chain:
                phrase.group = list(chain)

    for left, right in zip([None, *free], free, strict=False):
        between = sentence.lower[left.end : right.start] if left else []
        between = [word for word in between if word not in _QUOTES]
        fits = (
            left is not None
            and bool(between)
            and all(word in _LINKS for word in between)
            and left.clause == right.clause
            and (right.prep in ("", left.prep))
            and (bool(left.prep) or bool(left.cases & right.cases))
        )
        if fits and left is not None and "sondern" in between and _is_ruled_out(sentence, left):
            left.denied = True
            close()
            chain, joined = [], False
            continue
        if fits and left is not None:
            chain = chain or [left]
            chain.append(right)
            joined = joined or any(word in _JOINTS for word in between)
            if not right.prep and left.prep:
                right.prep, right.cases = left.prep, 0
        else:
            close()
            chain, joined = [], False
    close()


def _is_ruled_out(sentence: Sentence, phrase: Phrase) -> bool:
    """*nicht fehlendes Geld, sondern die Ukraine* rules out; *nicht nur Warschau, sondern auch Prag* does not."""
    before = sentence.lower[max(0, phrase.start - 2) : phrase.start]
    return "nicht" in before and "nur" not in before and "allein" not in before


def _link_relatives(sentence: Sentence, phrases: Sequence[Phrase]) -> None:
    """Link relative pronouns to what stands before them, and read their case from its gender."""
    for index, phrase in enumerate(phrases):
        if sentence.tags[phrase.head] not in ("PRELS",) and phrase.determiner not in ("dessen", "deren"):
            continue
        before = [p for p in phrases[:index] if not p.pronoun and p.clause != phrase.clause]
        if not before:
            continue
        antecedent = before[-1]
        word = sentence.lower[phrase.head]
        if (
            antecedent.within is not None
            and word in ("das", "dem")
            and sentence.feature(antecedent.head, "Gender") == "Fem"
        ):
            antecedent = antecedent.within
        phrase.antecedent = antecedent
        if word == "der" and not phrase.prep:
            hidden = antecedent.determiner == "der" and not antecedent.cases & NOM and not antecedent.prep
            phrase.cases = DAT if antecedent.determiner in ("die", "eine", "einer") or hidden else NOM
        phrase.plural = antecedent.plural
