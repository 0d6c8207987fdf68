"""Filling: the holder and the target of a verb, an adjective or a noun, by its frame."""

from __future__ import annotations

from typing import Final

from ..tables import Mention
from .phrases import Phrase, country_of
from .slots import Filled, Holder, Roles, expand
from .triggers import Trigger

_MANNER: Final = frozenset({"aus", "voller", "voll"})


def fill_verb(roles: Roles, trigger: Trigger) -> list[Filled]:
    """Fill the slots of a verb, active or passive, or of a participle before its noun."""
    predicate, clause = trigger.predicate, trigger.clause
    if roles.sentence.tags[trigger.head] == "ADJA":
        return _fill_attribute(roles, trigger)
    passive = roles.is_passive(trigger)
    agent = roles.agent(clause, trigger) if passive else None
    subject = roles.subject(clause, words=trigger.words)
    holder: Holder = subject
    target: Phrase | Mention | None
    if predicate.holder == "voice":
        holder = "voice"
    elif predicate.holder == "von":
        holder = roles.prepositional(clause, "von", near=trigger.head)
    elif passive:
        holder = agent
    if predicate.target == "subj":
        target = agent if passive else subject
    elif predicate.target == "obj":
        target = subject if passive else roles.object(clause)
        if passive and isinstance(target, Phrase) and not target.pronoun and country_of(roles.sentence, target) is None:
            target = None
    elif predicate.target == "dat":
        target = roles.dative(clause, any_order=predicate.holder == "voice")
    elif predicate.target == "gen":
        target = _owner_of_fixed(roles, trigger)
    else:
        target = roles.prepositional(clause, predicate.target, near=trigger.head)
        if target is None and predicate.target == "zu" and "Beziehungen" in predicate.lemma:
            target = _counterpart(roles, clause)
    if target is None:
        return []
    targets = expand(target) if isinstance(target, Phrase) else [target]
    return [Filled(trigger, one, other) for one in _expand_holder(holder) for other in targets]


def _expand_holder(holder: Holder) -> list[Holder]:
    return list(expand(holder)) if isinstance(holder, Phrase) else [holder]


def _counterpart(roles: Roles, clause: int) -> Phrase | None:
    """Find whom relations are with if only the matrix says it: "besuchte Putin, um die Beziehungen zu bekräftigen"."""
    parent = roles.sentence.clauses[clause].parent
    if roles.sentence.clauses[clause].kind != "infinitive" or parent is None:
        return None
    found = roles.object(parent)
    return found if found is not None and country_of(roles.sentence, found) is not None else None


def _fill_attribute(roles: Roles, trigger: Trigger) -> list[Filled]:
    """Fill a participle before its noun: *die von Kiew gerügte Führung in Minsk* is passive, *drohende* active."""
    phrase = roles.at(trigger.head)
    if phrase is None or trigger.predicate.target not in ("obj", "subj"):
        return []
    present = roles.sentence.lower[trigger.head].rstrip("emnrs").endswith("end")
    if present == (trigger.predicate.target == "subj"):
        if country_of(roles.sentence, phrase) is None:
            return []
        inner = phrase.agents
        holder: Holder = "voice" if present else (inner[0] if inner else None)
        if not present and not inner:
            return []
        return [Filled(trigger, holder, phrase)]
    return []


def _owner_of_fixed(roles: Roles, trigger: Trigger) -> Phrase | Mention | None:
    for word in trigger.words:
        phrase = roles.at(word)
        if phrase is not None and (phrase.owners or phrase.owner_phrases) and word != trigger.head:
            return owners(roles, phrase)[0]
    return None


def fill_adjective(roles: Roles, trigger: Trigger) -> list[Filled]:
    """Fill an adjective of attitude: *ist auf die USA wütend*, *der Türkei wohlgesinnt*."""
    predicate = trigger.predicate
    subject = roles.subject(trigger.clause)
    if predicate.target == "dat":
        target = roles.dative(trigger.clause)
    else:
        target = roles.prepositional(trigger.clause, predicate.target, near=trigger.head)
    if target is None or subject is None or target is subject:
        return []
    return [Filled(trigger, one, other) for one in _expand_holder(subject) for other in expand(target)]


def owners(roles: Roles, phrase: Phrase, *, exclude: Mention | None = None) -> list[Phrase | Mention]:
    """Give everybody that a noun belongs to: genitive, possessive, adjective, part of a compound, *von*."""
    head_start, head_end = roles.sentence.starts[phrase.head], roles.sentence.ends[phrase.head]
    found: list[Phrase | Mention] = [
        m
        for m in phrase.owners
        if m is not exclude and not (m.start == head_start and m.end <= head_end - 3 and not m.text.isupper())
    ]
    for owner in phrase.owner_phrases:
        found.extend(expand(owner))
    if not found and phrase.group and phrase.group[0] is not phrase and not phrase.determiner:
        found.extend(phrase.group[0].owners)  # "Italiens Beileid und Solidarität"
    if not found and phrase.possessive and phrase.possessive[:2] in ("se", "si", "ih", "de"):
        subject = roles.subject(phrase.clause)
        if subject is not None and subject is not phrase:
            found.append(subject)
    return found


def fill_noun(roles: Roles, trigger: Trigger) -> list[Filled]:
    """Fill a noun: *Pekings Kritik an Canberra*, *die Verurteilung Israels durch Ankara*, *Chinas Willkür*."""
    predicate = trigger.predicate
    phrase = roles.at(trigger.head)
    if phrase is None or (phrase.head != trigger.head and roles.sentence.tags[phrase.head] == "NN"):
        return []
    if predicate.holder == "voice":
        found = owners(roles, phrase)
        if not found and phrase.prep in _MANNER:  # "Dieser handle aus Verblendung"
            subject = roles.subject(phrase.clause)
            found = list(expand(subject)) if subject is not None else []
        return [Filled(trigger, "voice", other, phrase) for other in found]
    if predicate.holder == "durch":
        agent = roles.prepositional(phrase.clause, "durch", near=trigger.head, after=True)
        if agent is None:
            return []
        return [
            Filled(trigger, one, t, phrase) for one in expand(agent) for t in owners(roles, phrase) if t is not agent
        ]
    target = roles.prepositional(
        phrase.clause, predicate.target, near=trigger.head, after=predicate.holder != "sides"
    )  # fmt: skip
    if target is not None and target.start < phrase.start and phrase.prep:
        target = None  # "mit dem er seit dem Krieg telefoniert" is no war with him
    if target is None:
        return _between(roles, trigger, phrase) if predicate.holder == "sides" else []
    holders: list[Phrase | Mention] = list(owners(roles, phrase))
    if not holders:
        origin = next(
            (
                p
                for p in roles.by_clause.get(phrase.clause, ())
                if p.prep == "von" and trigger.head < p.start < target.start
            ),
            None,
        )
        holders = [origin] if origin is not None else []
    if not holders and predicate.holder == "sides":
        subject = roles.subject(phrase.clause)
        holders = [p for p in expand(subject) if p is not phrase] if subject is not None else []
    if not holders:
        source = roles.source(phrase.clause)
        holders = [source] if source is not None else []
    pairs: list[Filled] = []
    for other in expand(target):
        pairs.extend(Filled(trigger, one, other, phrase) for one in holders)
        if not holders and not (predicate.kind == "act" and predicate.target == "auf"):
            pairs.append(Filled(trigger, None, other, phrase))  # "die Sanktionen gegen Russland", but no raid of nobody
        if predicate.holder == "sides":
            pairs.extend(Filled(trigger, other, one, phrase) for one in holders)
    return pairs


def _between(roles: Roles, trigger: Trigger, phrase: Phrase) -> list[Filled]:
    """Fill a mutual noun with both parties: *der Streit zwischen Warschau und Vilnius*."""
    sides = next((p for p in roles.by_clause.get(phrase.clause, ()) if p.prep == "zwischen" and len(p.group) > 1), None)
    if sides is None:
        return []
    members = expand(sides)
    return [Filled(trigger, one, other, phrase) for one in members for other in members if one is not other]
