"""Triggers: where a sentence holds a predicate of the lexicon, with all its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from .clauses import Clause, Sentence
from .predicates import Predicate, Predicates, head_word

_REFLEXIVES: Final = frozenset({"sich", "mich", "mir", "uns", "dich", "dir", "euch"})
_VERB_TAGS: Final = frozenset({"ADJA", "ADJD"})
_ADJECTIVE_TAGS: Final = frozenset({"ADJA", "ADJD", "ADV", "VVPP", "PTKVZ", "VVFIN", "VVINF", "PIAT", "PIDAT"})
_SHORTEST_PART: Final = 5


class Trigger(NamedTuple):
    """A predicate in a sentence: its head word and all its words, in order."""

    predicate: Predicate
    head: int
    words: tuple[int, ...]
    clause: int


def find_triggers(sentence: Sentence, predicates: Predicates) -> list[Trigger]:
    """Find all predicates of a sentence, those of several words first."""
    found: list[Trigger] = []
    for word in range(len(sentence.words)):
        found.extend(_simple(sentence, word, predicates))
        found.extend(_phrasal(sentence, word, predicates))
    for clause in sentence.clauses:
        if clause.gapped:
            repeated = [t for word in clause.borrowed for t in _simple(sentence, word, predicates)]
            found.extend(trigger._replace(clause=clause.index) for trigger in repeated)
    return sorted(set(found), key=lambda t: (-len(t.words), t.words, t.predicate.lemma, t.predicate.frame))


def _simple(sentence: Sentence, word: int, predicates: Predicates) -> Iterator[Trigger]:
    tag = sentence.tags[word]
    if tag[:1] not in "VANPT" or tag in ("ART", "APPR", "APPRART", "PPER", "PRELS"):
        return
    text = sentence.words[word]
    heads = predicates.heads.get(text, ())
    if not heads or word == 0 or sentence.words[word - 1] in '„“»«"':
        heads = (*heads, *predicates.heads.get(sentence.lower[word], ())) if text[:1].isupper() else heads
    if not heads and tag in ("NN", "NE") and text[:1].isupper():
        heads = tuple(h for h in predicates.heads.get(_last_part(text, predicates), ()) if h.predicate.pos == "NOUN")
    clause = sentence.clause(word)
    particle = _particle(sentence, clause) if tag[:1] == "V" else None
    for head in heads:
        predicate = head.predicate
        if not _fits(predicate, tag, text):
            continue
        words = [word]
        if head.split:
            if particle is None or sentence.lower[particle] != predicate.particle:
                continue
            words.append(particle)
        elif predicate.pos == "VERB" and particle is not None and tag in ("VVFIN", "VVIMP"):
            continue  # "wies die Vorwürfe zurück" holds no "weisen"
        if predicate.reflexive:
            pronoun = _reflexive(sentence, clause)
            if pronoun is None:
                continue
            words.append(pronoun)
        yield Trigger(predicate, word, tuple(sorted(words)), clause.index)


def _fits(predicate: Predicate, tag: str, text: str) -> bool:
    if predicate.pos == "VERB":
        return tag[:2] == "VV" or tag in _VERB_TAGS or (predicate.effect != "" and tag[:1] == "V")
    if predicate.pos == "NOUN":
        return text[:1].isupper() and tag[:1] != "V"
    return tag in _ADJECTIVE_TAGS and not (text[:1].isupper() and tag == "NN")


def _last_part(text: str, predicates: Predicates) -> str:
    """Find the known second part of a compound: *Raketenangriffe*, *Mullah-Regime*."""
    last = text.rsplit("-", 1)[-1]
    if last != text:
        return last
    for cut in range(3, len(text) - _SHORTEST_PART + 1):
        part = text[cut:].capitalize()
        if part in predicates.heads:
            return part
    return ""


def _particle(sentence: Sentence, clause: Clause) -> int | None:
    """Find the particle that the finite verb has left at the end of its clause."""
    for word in reversed(clause.words):
        if sentence.tags[word] == "PTKVZ":
            return word
    content = [word for word in clause.words if sentence.tags[word][:1] != "$"]
    if content and clause.kind == "main" and sentence.lower[content[-1]] in _PARTICLES and len(clause.verbs) == 1:
        return content[-1]
    return None


_PARTICLES: Final = frozenset(
    [
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "bereit",
        "bloß",
        "ein",
        "entgegen",
        "fest",
        "gegenüber",
        "gut",
        "heraus",
        "herab",
        "her",
        "hin",
        "hoch",
        "los",
        "nach",
        "nieder",
        "über",
        "vor",
        "vorn",
        "voran",
        "weg",
        "wert",
        "zu",
        "zurück",
        "zurecht",
        "zusammen",
    ]
)


def _reflexive(sentence: Sentence, clause: Clause) -> int | None:
    return next((word for word in clause.words if sentence.lower[word] in _REFLEXIVES), None)


def _phrasal(sentence: Sentence, word: int, predicates: Predicates) -> Iterator[Trigger]:
    text = sentence.words[word]
    candidates = predicates.phrases.get(text, ())
    if not candidates and text[:1].isupper() and word == 0:
        candidates = predicates.phrases.get(sentence.lower[word], ())
    for predicate in candidates:
        clause = sentence.clause(word)
        words = _match_fixed(sentence, clause, word, predicate, predicates)
        if words is None:
            continue
        head = _match_head(sentence, clause, words, predicate, predicates)
        if head is None:
            continue
        if predicate.reflexive:
            pronoun = _reflexive(sentence, clause)
            if pronoun is None:
                continue
            words.append(pronoun)
        yield Trigger(predicate, head[0], tuple(sorted({*words, *head})), clause.index)


def _match_fixed(
    sentence: Sentence, clause: Clause, word: int, predicate: Predicate, predicates: Predicates
) -> list[int] | None:
    """Find the fixed words near the first one; adjectives may stand between (*mit großem Lob bedenken*)."""
    words = []
    for part in predicate.fixed:
        forms = predicates.fixed[part]
        near = [
            other
            for other in clause.words
            if (sentence.words[other] in forms or sentence.lower[other] in forms or f"{part}m" == sentence.lower[other])
            and abs(other - word) <= 6
        ]
        if not near:
            return None
        words.append(min(near, key=lambda other: abs(other - word)))
    return words


def _match_head(
    sentence: Sentence, clause: Clause, words: list[int], predicate: Predicate, predicates: Predicates
) -> list[int] | None:
    joined, split = predicates.verbs[head_word(predicate), predicate.particle]
    places = [*clause.words, *clause.borrowed] if predicate.pos == "VERB" else clause.words
    if predicate.pos != "VERB":
        places = [word for word in places if abs(word - words[0]) <= 4]
    auxiliary = head_word(predicate) in ("haben", "sein") and any(
        sentence.tags[word] == "VVPP" and word not in words for word in clause.words
    )
    for place in places:
        if place in words or auxiliary:  # "hat Vertrauen verloren" is no "Vertrauen haben"
            continue
        if sentence.lower[place] in joined or sentence.words[place] in joined:
            return [place]
        if predicate.pos == "NOUN" and sentence.lower[place].endswith(head_word(predicate).lower()):
            return [place]  # "langjährige Wirtschaftsbeziehungen"
        if split and sentence.lower[place] in split:
            for other in clause.words:
                if other > place and sentence.lower[other] == predicate.particle:
                    return [place, other]
    return None
