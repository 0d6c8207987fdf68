"""Evaluations that are said of somebody: *ein verlässlicher Nachbar*, *schäbig*, *als Bedrohung einstufen*.

An evaluative noun or adjective reaches its target in one of five ways: it modifies or heads a phrase that stands for
a country (*Washingtons sprunghafte Zollpolitik*), follows a copula (*ist unser Partner*), follows a verb of naming
(*nannte ihn einen Lügner*, *sieht in China eine Gefahr*), stands in apposition, or describes how somebody acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .clauses import SEIN, Clause
from .fillers import owners
from .phrases import FIRST_PERSON, NOM, Phrase, country_of
from .slots import Filled, Holder, Roles, expand
from .triggers import Trigger

_COPULAS: Final = SEIN | frozenset(
    [
        "bleibt",
        "bleiben",
        "blieb",
        "blieben",
        "bleibe",
        "geblieben",
        "wird",
        "werden",
        "wurde",
        "wurden",
        "heißt",
        "gilt",
        "gelten",
        "galt",
        "galten",
        "gelte",
        "erweist",
        "erwiesen",
        "erwies",
        "erweise",
        "wirkt",
        "wirken",
        "wirkte",
        "scheint",
        "scheinen",
        "schien",
        "zeigt",
        "zeigte",
        "gezeigt",
        "erscheint",
    ]
)
_AUXILIARIES: Final = frozenset(
    ["hat", "haben", "habe", "hatte", "hatten", "hätte", "hätten", "worden", "wird", "wurde", "wurden", "werden"]
)
_MANNER: Final = frozenset({"aus", "voller", "voll"})
# "stark", "gut", "offen" describe an action far more often than they judge who acts.
_JUDGING: Final = 0.7


def fill_predication(
    roles: Roles, trigger: Trigger, naming: Sequence[Trigger], *, taken: frozenset[int]
) -> list[Filled]:
    """Find whom an evaluative noun or adjective is said of, and by whom.

    Parameters
    ----------
    roles : Roles
        Roles of the sentence.
    trigger : Trigger
        A noun with target ``pred``, or an adjective with target ``head``.
    naming : sequence of Trigger
        Verbs of naming in the sentence.
    taken : frozenset of int
        Heads of other predicates: an adjective before one of them describes that predicate, not the country.
    """
    sentence = roles.sentence
    phrase = roles.at(trigger.head)
    clause = sentence.clauses[trigger.clause]
    is_noun = trigger.predicate.pos == "NOUN"
    if phrase is not None and (trigger.head in phrase.adjectives or phrase.head == trigger.head or is_noun):
        if is_noun and phrase.head != trigger.head and trigger.head not in range(phrase.start, phrase.end):
            return []
        if not is_noun and phrase.head in taken:
            return []
        if _stands_for_country(roles, phrase, trigger):
            return [Filled(trigger, "voice", phrase, phrase)]
        return _predicative(roles, trigger, phrase, clause, naming)
    if is_noun:
        return []
    return _adverbial(roles, trigger, clause, naming)


def _stands_for_country(roles: Roles, phrase: Phrase, trigger: Trigger) -> bool:
    if trigger.predicate.pos == "ADJ" or trigger.predicate.kind == "conduct":
        return country_of(roles.sentence, phrase) is not None
    if phrase.direct is not None:
        return phrase.head == trigger.head and phrase.direct.start != roles.sentence.starts[phrase.start]
    return any(mention.form == "adjective" for mention in phrase.owners)


def _predicative(
    roles: Roles, trigger: Trigger, phrase: Phrase, clause: Clause, naming: Sequence[Trigger]
) -> list[Filled]:
    sentence = roles.sentence
    before = sentence.lower[phrase.start - 1] if phrase.start else ""
    words = {sentence.lower[word] for word in [*clause.verbs, *clause.borrowed]}
    verb = next((t for t in naming if t.clause == clause.index), None)
    if verb is not None and (not phrase.prep or phrase.prep in ("für", "zu")):
        found = _named(roles, trigger, phrase, verb)
        if found:
            return found
    if (words & _COPULAS) and (before == "als" or not phrase.prep):
        others = [
            p
            for p in roles.arguments(clause.index)
            if p is not phrase and not p.prep and p.cases & NOM and (p.pronoun or country_of(sentence, p) is not None)
        ]
        if not others and clause.previous is not None:
            subject = roles.subject(clause.index)
            others = [subject] if subject is not None and subject is not phrase else []
        if others:
            return [Filled(trigger, _viewpoint(roles, phrase, clause), other, phrase) for other in expand(others[0])]
    if phrase.prep in _MANNER and trigger.predicate.pos == "ADJ":
        return _of_subject(roles, trigger, clause, phrase)
    return _apposition(roles, trigger, phrase)


def _named(roles: Roles, trigger: Trigger, phrase: Phrase, verb: Trigger) -> list[Filled]:
    """*nannte Trump einen Möchtegernkaiser*, *stuft die Armee als Bedrohung ein*, *sieht in China eine Gefahr*."""
    sentence, clause = roles.sentence, verb.clause
    inside = roles.prepositional(clause, "in", near=verb.head)
    if verb.predicate.target == "dat":  # "bescheinigte Estland eine vorbildliche Haushaltsführung"
        target, holder = roles.dative(clause), roles.subject(clause)
    elif roles.is_passive(verb):
        target, holder = roles.subject(clause), roles.agent(clause, verb)
    else:
        holder = roles.subject(clause)
        target = roles.object(clause)
        if target is phrase or target is None or (country_of(sentence, target) is None and not target.pronoun):
            target = inside
    if target is None or target is phrase:
        return []
    return [Filled(trigger, holder, other, phrase) for other in expand(target)]


def _viewpoint(roles: Roles, phrase: Phrase, clause: Clause) -> Holder:
    """Find for whom it is so: *Für Polen ist Litauen ein Partner*, *Kasachstans wichtigster Partner ist Russland*."""
    for other in roles.arguments(clause.index):
        if (
            other.prep == "für"
            and roles.sentence.lower[other.head] not in FIRST_PERSON
            and country_of(roles.sentence, other)
        ):
            return other
    if phrase.owners or phrase.owner_phrases:
        return owners(roles, phrase)[0]
    return "voice"


def _of_subject(roles: Roles, trigger: Trigger, clause: Clause, phrase: Phrase | None) -> list[Filled]:
    subject = roles.subject(clause.index)
    if subject is None or subject is phrase:
        return []
    return [Filled(trigger, "voice", other, phrase) for other in expand(subject)]


def _apposition(roles: Roles, trigger: Trigger, phrase: Phrase) -> list[Filled]:
    """Find whom an apposition describes: *Usbekistan, ein verlässlicher Partner*."""
    before = [p for p in roles.phrases if p.end == phrase.start - 1]
    if not before or roles.sentence.words[phrase.start - 1] != "," or phrase.group or phrase.prep:
        return []
    return [Filled(trigger, "voice", before[-1], phrase)] if country_of(roles.sentence, before[-1]) else []


def _adverbial(roles: Roles, trigger: Trigger, clause: Clause, naming: Sequence[Trigger]) -> list[Filled]:
    """*ist schäbig*, *nannte den Vorstoß mutig*, *handelte verantwortungslos*."""
    sentence = roles.sentence
    words = {sentence.lower[word] for word in [*clause.verbs, *clause.borrowed]}
    if sentence.tags[trigger.head] == "VVPP" and words & _AUXILIARIES:
        return []  # "hat Russland isoliert": a verb, not a property of the subject
    verb = next((t for t in naming if t.clause == clause.index and t.head != trigger.head), None)
    if verb is not None:
        if roles.is_passive(verb):
            target, holder = roles.subject(clause.index), roles.agent(clause.index, verb)
        else:
            target, holder = roles.object(clause.index), roles.subject(clause.index)
        if target is not None and (target.pronoun or country_of(sentence, target) is not None):
            if trigger.predicate.strength < _JUDGING and not _is_object_complement(sentence.lower, verb):
                return []  # "wird offen kritisiert"
            return [Filled(trigger, holder, other) for other in expand(target)]
    copula = bool(words & _COPULAS) and not any(sentence.tags[word] == "VVPP" for word in clause.verbs)
    if not copula and (trigger.predicate.strength < _JUDGING or _is_comparative(sentence.lower[trigger.head], trigger)):
        return []
    found = _of_subject(roles, trigger, clause, None)
    if any(
        isinstance(one.target, Phrase) and (country_of(sentence, one.target) or _is_personal(roles, one.target))
        for one in found
    ):
        return found
    return _of_free_relative(roles, trigger, clause)


def _is_personal(roles: Roles, phrase: Phrase) -> bool:
    return roles.sentence.tags[phrase.head] in ("PPER", "PDS")


def _is_object_complement(lower: list[str], verb: Trigger) -> bool:
    """Whether the verb of naming says what its object is: *nennt den Vorschlag gut*, *hält ihn für gut*."""
    return verb.predicate.lemma in ("nennen", "finden", "bezeichnen", "halten", "einstufen") or "als" in lower


def _is_comparative(form: str, trigger: Trigger) -> bool:
    return form.endswith("er") and not trigger.predicate.lemma.endswith("er")


def _of_free_relative(roles: Roles, trigger: Trigger, clause: Clause) -> list[Filled]:
    """*Was Kanada da tut, ist schäbig*: the subject clause's own subject is meant."""
    if (
        clause.index == 0
        or clause.words[:1] == []
        or roles.sentence.lower[0].strip('„“»«"') not in ("was", "wie", "dass")
    ):
        first = [word for word in roles.sentence.lower[:2] if word not in '„“»«"']
        if not first or first[0] not in ("was", "wie", "dass"):
            return []
    subject = roles.subject(0)
    if subject is None or country_of(roles.sentence, subject) is None:
        others = [p for p in roles.arguments(0) if country_of(roles.sentence, p) is not None and not p.prep]
        subject = others[0] if others else None
    return [Filled(trigger, "voice", subject)] if subject is not None else []
