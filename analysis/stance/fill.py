"""All predicates of a sentence, filled; where several share a word, one of them speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..tables import Mention
from .clauses import Sentence
from .events import redirect
from .fillers import fill_adjective, fill_noun, fill_verb
from .phrases import Phrase, country_of
from .predication import fill_predication
from .slots import Filled, Roles
from .triggers import Trigger
from .voice import is_first_person


def fill_all(roles: Roles, triggers: Sequence[Trigger]) -> Iterable[Filled]:
    """Fill all predicates; of several that share a word, the one with most words wins if its slots are filled.

    "Wort halten" is not "halten", "sich täuschen" not "täuschen"; but "Panzer liefern an" leaves *liefern* a dative.
    """
    naming = [trigger for trigger in triggers if trigger.predicate.effect == "name"]
    taken = frozenset(
        t.head for t in triggers if t.predicate.pos == "NOUN" and t.predicate.holder != "voice" and t.predicate.sign
    )
    used: dict[int, Trigger] = {}
    longest: dict[int, int] = {}
    for trigger in triggers:
        if trigger.predicate.lemma.endswith(" sein"):
            continue
        longest.update((word, max(longest.get(word, 0), len(trigger.words))) for word in trigger.words)
    spoken: set[tuple[int, str]] = set()
    for trigger in sorted(
        triggers, key=lambda t: (-len(t.words), t.predicate.pos != "ADJ", t.predicate.holder == "voice")
    ):
        if trigger.predicate.effect or any(_outdone(trigger, used.get(word)) for word in trigger.words):
            continue
        if trigger.predicate.pos == "ADJ" and len(trigger.words) < longest.get(trigger.head, 0):
            continue
        filled = [one for one in _fill_one(roles, trigger, naming, taken) if _is_known(roles.sentence, one.target)]
        if trigger.predicate.holder == "voice" and (trigger.head, trigger.predicate.lemma) in spoken:
            continue  # who is mistaken in Putin speaks of Putin, not of itself
        if filled and trigger.predicate.kind == "speech":
            spoken.add((trigger.head, trigger.predicate.lemma))
        if filled or trigger.predicate.reflexive:
            used.update((word, trigger) for word in trigger.words if word not in used)
        yield from filled


def _is_known(sentence: Sentence, target: Phrase | Mention) -> bool:
    """Whether a target stands for a country, or is *uns*, which accuses the other side."""
    if isinstance(target, Mention):
        return True
    return country_of(sentence, target) is not None or is_first_person(sentence, target)


def _outdone(trigger: Trigger, other: Trigger | None) -> bool:
    if other is None:
        return False
    return len(other.words) > len(trigger.words) or (other.predicate.pos == "ADJ" and trigger.predicate.pos == "VERB")


def _fill_one(roles: Roles, trigger: Trigger, naming: Sequence[Trigger], taken: frozenset[int]) -> Iterable[Filled]:
    predicate = trigger.predicate
    if predicate.target in ("pred", "head"):
        return fill_predication(roles, trigger, naming, taken=taken)
    if predicate.pos == "VERB":
        return fill_verb(roles, trigger)
    if predicate.pos == "ADJ":
        return fill_adjective(roles, trigger)
    return redirect(roles, fill_noun(roles, trigger))
