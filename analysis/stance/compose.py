"""Composition: what negation, shifters, carriers and hedges make of a predicate.

A negated support is a rejection ("haben sich nicht hinter Moskau gestellt"); a negated attack is no stance ("Eine
Drohung habe es nie gegeben"), because absence of criticism is not praise. Who lifts sanctions turns them round, who
denies an attack removes it, who demands sanctions holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from .clauses import Clause
from .fillers import owners
from .markers import HEDGED_FORMS, is_hedged_by_words
from .phrases import Phrase, country_of
from .slots import Filled, Holder, Roles, expand
from .triggers import Trigger

_NEGATIONS: Final = frozenset(
    ["nicht", "nie", "niemals", "keineswegs", "keinesfalls", "mitnichten", "kaum", "weder", "nichts", "niemand"]
)
_NO_NEGATION: Final = frozenset({"nur", "allein", "zuletzt", "ohne", "umsonst", "zu"})
_ALLEGING: Final = (
    *("beschuldig", "bezichtig", "verdächtig", "vorgeworf", "vorwerf", "vorwirft", "wirft", "warf", "werfen"),
    *("unterstell", "aufgeforder", "fordert", "auffordert", "gefordert", "verlangt", "mahn", "ermahn", "drängt"),
    *("aufgerufen", "rief", "ruft", "appellier", "warnt", "gewarnt", "verbot", "verbiet", "angeklagt"),
    *("bat", "bittet", "gebeten"),
)
_OMITTING: Final = ("versäum", "unterlass", "unterließ", "unterlässt", "vermeid", "vermied", "vergess", "vergaß")
_CONDITIONS: Final = frozenset({"wenn", "falls", "sofern", "ob"})
_NEGATED_WEIGHT: Final = 0.7


class Judgement(NamedTuple):
    """A filled predicate after composition."""

    filled: Filled
    holder: Holder
    sign: int
    weight: float
    hedged: bool
    rule: str
    support: tuple[int, ...]


def judge(roles: Roles, filled: Filled, triggers: Sequence[Trigger], *, quoted: bool) -> list[Judgement]:
    """Compose one filled predicate with its surroundings; it may vanish, turn round, or gain a holder."""
    trigger = filled.trigger
    predicate = trigger.predicate
    clause = roles.sentence.clauses[trigger.clause]
    if _is_alleged(roles, clause):
        return []
    hedged = is_hedged(roles, clause, quoted=quoted)
    rule = f"{predicate.lemma} [{predicate.frame}]"
    sign, holder = predicate.sign, filled.holder
    if predicate.pos in ("NOUN", "COMPOUND") and filled.phrase is not None and predicate.target != "pred":
        return _judge_noun(roles, filled, triggers, hedged, rule)
    negations = negations_of(roles, trigger, filled)
    if negations:
        if sign < 0:
            return []
        return [
            Judgement(filled, holder, -1, predicate.strength * _NEGATED_WEIGHT, hedged, rule + " negated", negations)
        ]
    return [Judgement(filled, holder, sign, predicate.strength, hedged, rule, ())]


def _judge_noun(roles: Roles, filled: Filled, triggers: Sequence[Trigger], hedged: bool, rule: str) -> list[Judgement]:
    predicate = filled.trigger.predicate
    phrase = filled.phrase
    holder = filled.holder
    if phrase is None:
        return []
    sign, weight, outer = predicate.sign, predicate.strength, phrase
    support: tuple[int, ...] = ()
    for operator in _noun_operators(roles, phrase, triggers):
        if operator.predicate.effect == "shift":
            sign, rule, support = -sign, f"{rule} shifted by {operator.predicate.lemma}", (*support, operator.head)
            outer = roles.at(operator.head) or outer
            others = [owner for owner in owners(roles, outer) if owner is not phrase]
            if holder is None and others:
                holder = others[0]
    negative = phrase.determiner[:4] == "kein" or phrase.prep == "ohne" or phrase.determiner == "weder"
    own = holder
    kept: list[Judgement] = []
    for operator in _verb_operators(roles, outer, triggers):
        subject = _operator_subject(roles, operator)
        negated = bool(negations_of(roles, operator, None)) and operator.predicate.pos == "VERB"
        effect = operator.predicate.effect
        if effect == "deny" and not negated:
            return []
        if effect == "carry":
            negative = negative or negated
            if _takes_over(roles, own, subject) and predicate.holder in ("gen", "sides"):
                holder = subject
            if subject is not None or operator.predicate.holder == "subj":
                support = (*support, *operator.words)
            continue
        turn = -1 if effect == "shift" else operator.predicate.sign
        if turn == 0 or (effect == "shift" and predicate.holder == "voice"):
            continue
        if negated:
            turn = -turn if effect == "shift" else 0
        if own not in (None, "voice") and not _takes_over(roles, own, subject):
            kept.append(Judgement(filled, own, sign, weight, hedged, rule, support))
        acts = subject is not None and (subject.pronoun or country_of(roles.sentence, subject) is not None)
        if turn and subject is not None and predicate.holder != "voice" and (acts or effect != "shift"):
            new_rule = f"{rule} under {operator.predicate.lemma}"
            words = (*support, *operator.words)
            kept.extend(Judgement(filled, one, sign * turn, weight, hedged, new_rule, words) for one in expand(subject))
        return kept or ([Judgement(filled, own, sign, weight, hedged, rule, support)] if own == "voice" else [])
    if negative:
        if sign < 0:
            return []
        sign, weight, rule = -sign, weight * _NEGATED_WEIGHT, rule + " negated"
    taken = isinstance(holder, Phrase) and holder is not own
    holders: list[Holder] = list(expand(holder)) if taken and isinstance(holder, Phrase) else [holder]
    return [Judgement(filled, one, sign, weight, hedged, rule, support) for one in holders]


def _takes_over(roles: Roles, own: Holder, subject: Phrase | None) -> bool:
    """Whether the carrier's subject is the holder: there is no owner, or one of its own country."""
    if subject is None:
        return False
    if own is None:
        return True
    if own == "voice":
        return False
    mine = country_of(roles.sentence, own) if isinstance(own, Phrase) else own
    theirs = country_of(roles.sentence, subject)
    return mine is not None and (
        (theirs is not None and theirs.country == mine.country) or (isinstance(own, Phrase) and own is subject)
    )


def _noun_operators(roles: Roles, phrase: Phrase, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Find the nouns that turn a noun in them: *Ende der Sanktionen*, *Mangel an Vertrauen*."""
    found = []
    for trigger in triggers:
        if trigger.predicate.pos != "NOUN" or not trigger.predicate.effect:
            continue
        outer = roles.at(trigger.head)
        if outer is None or outer is phrase:
            continue
        inside = any(owner is phrase for owner in outer.owner_phrases)
        follows = (
            phrase.prep in ("auf", "an", "von") and phrase.start - outer.end in (0, 1) and phrase.start >= outer.end
        )
        if inside or follows:
            found.append(trigger)
    return found


def _verb_operators(roles: Roles, phrase: Phrase, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Find the verbs that a noun phrase is the object of, or in the passive the subject."""
    found = []
    for trigger in triggers:
        predicate = trigger.predicate
        if predicate.pos != "VERB" or trigger.clause != phrase.clause or phrase.head in trigger.words:
            continue
        evaluates = predicate.holder == "subj" and predicate.sign and predicate.target == "obj"
        if (
            not (predicate.effect in ("shift", "deny", "carry") or evaluates)
            or roles.sentence.tags[trigger.head] == "ADJA"
        ):
            continue
        subject = roles.subject(trigger.clause)
        passive = roles.is_passive(trigger)
        is_subject = subject is phrase or any(p is phrase for p in (subject.group if subject else ()))
        governed = not phrase.prep and phrase.within is None and (is_subject if passive else not is_subject)
        exists = predicate.lemma == "geben" and "es" in _words(roles, trigger)  # "Eine Drohung habe es nie gegeben"
        governed = (
            governed or (exists and not phrase.prep) or (predicate.effect == "shift" and phrase.prep in ("auf", "von"))
        )
        if governed:
            found.append(trigger)
    found.sort(key=lambda t: (t.predicate.effect == "carry", -len(t.words), t.predicate.sign))
    return found


def _words(roles: Roles, trigger: Trigger) -> list[str]:
    return [roles.sentence.lower[word] for word in roles.sentence.clauses[trigger.clause].words]


def _operator_subject(roles: Roles, operator: Trigger) -> Phrase | None:
    if roles.is_passive(operator):
        return roles.agent(operator.clause, operator)
    return roles.subject(operator.clause)


def negations_of(roles: Roles, trigger: Trigger, filled: Filled | None) -> tuple[int, ...]:
    """Find the words that negate a predicate; *nicht nur* does not, *nicht Geld, sondern* denies only the money."""
    sentence = roles.sentence
    clause = sentence.clauses[trigger.clause]
    lemma = set(trigger.predicate.lemma.split())
    attributive = sentence.tags[trigger.head] == "ADJA"
    phrase = roles.at(trigger.head) if attributive or trigger.predicate.target == "pred" else None
    found: list[int] = []
    for word in clause.words:
        text = sentence.lower[word]
        if text in lemma or not (text in _NEGATIONS or text[:4] == "kein"):
            continue
        following = sentence.lower[word + 1] if word + 1 < len(sentence.lower) else ""
        if text == "nicht" and (following in _NO_NEGATION or _is_contrastive(sentence.lower, word)):
            continue
        if phrase is not None and attributive and not phrase.start - 1 <= word <= trigger.head:
            continue
        if text[:4] == "kein" and filled is not None and _is_aside(roles, word, trigger):
            continue
        found.append(word)
    if clause.kind == "infinitive" and clause.words and sentence.lower[clause.words[0]] == "ohne":
        found.append(clause.words[0])
    return tuple(found)


def _is_contrastive(lower: Sequence[str], word: int) -> bool:
    rest = lower[word + 1 :]
    return "sondern" in rest and "," in rest[: rest.index("sondern")]


def _is_aside(roles: Roles, word: int, trigger: Trigger) -> bool:
    """Whether *kein* belongs to a phrase of time or manner and not to an argument of the predicate."""
    phrase = roles.at(word)
    return phrase is not None and phrase.prep in ("zu", "in", "unter") and phrase.head not in trigger.words


def _is_alleged(roles: Roles, clause: Clause) -> bool:
    """Whether an infinitive is alleged, demanded or left undone: "beschuldigt Kirgistan, … zu haben"."""
    if clause.kind != "infinitive" or clause.parent is None:
        return False
    parent = roles.sentence.clauses[clause.parent]
    return any(roles.sentence.lower[word].startswith((*_ALLEGING, *_OMITTING)) for word in parent.verbs)


def _is_bare_condition(roles: Roles, clause: Clause) -> bool:
    """*Würde Kenia helfen, fiele die Front nicht*: the verb comes first and a main clause follows."""
    sentence = roles.sentence
    content = [word for word in clause.words if sentence.tags[word][:1] != "$"]
    first = bool(content) and content[0] == 0 and content[0] in clause.finite
    return first and len(sentence.clauses) > 1 and sentence.words[-1] != "?"


def is_hedged(roles: Roles, clause: Clause, *, quoted: bool) -> bool:
    """Whether a clause weakens what it says: modal, hypothetical, hearsay, question, or under *erwägen*."""
    sentence = roles.sentence
    finite = [sentence.lower[word] for word in [*clause.finite, *clause.borrowed]]
    if any(word in HEDGED_FORMS or (word in ("würde", "würden") and not quoted) for word in finite):
        return True
    if clause.words and any(sentence.lower[word] in _CONDITIONS for word in clause.words[:2]):
        return True
    if is_hedged_by_words(sentence, clause) or _is_bare_condition(roles, clause):
        return True
    return sentence.words[-1] == "?" and clause.kind == "main"
