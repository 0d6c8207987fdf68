"""Slots: who fills the holder and the target of a predicate in its clause.

German marks roles by case and preposition more reliably than by order: "Den Iran hat die Türkei brüskiert". Where case
is silent, agreement decides ("China, das die USA als Rivalen ansehen"), and order only after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ..tables import Mention
from .clauses import SEIN, WERDEN, Clause, Sentence
from .forms import participle
from .phrases import ACC, DAT, NOM, Phrase, country_of
from .predicates import head_word
from .triggers import Trigger

Holder: TypeAlias = "Phrase | Mention | Literal['voice'] | None"
AGENTS: Final = ("von", "durch")
_FROM_VERBS: Final = frozenset(
    [
        "kommen",
        "kam",
        "kamen",
        "kommt",
        "käme",
        "hagelte",
        "hagelt",
        "stammt",
        "stammen",
        "ertönte",
        "ertönten",
        "drang",
        "drangen",
    ]
)
_CONTRASTS: Final = frozenset(
    ["aber", "jedoch", "dagegen", "hingegen", "zugleich", "gleichzeitig", "allerdings", "dann"]
)
_OBJECT_CONTROL: Final = frozenset(
    [
        "auf",
        "aufgefordert",
        "forderte",
        "fordert",
        "rief",
        "ruft",
        "gebeten",
        "bat",
        "bittet",
        "drängte",
        "drängt",
        "gedrängt",
        "zwang",
        "zwingt",
        "gezwungen",
        "mahnte",
        "mahnt",
        "ermahnte",
        "gemahnt",
        "nötigte",
        "ermutigte",
        "warnte",
        "warnt",
        "gewarnt",
        "überredete",
        "verleitete",
        "brachte",
    ]
)


@dataclass(slots=True)
class Filled:
    """A predicate with its holder and its target."""

    trigger: Trigger
    holder: Holder
    target: Phrase | Mention
    phrase: Phrase | None = None


class Roles:
    """The phrases of one sentence, asked for roles; remembers subjects, because every predicate asks."""

    def __init__(self, sentence: Sentence, phrases: Sequence[Phrase]) -> None:
        self.sentence = sentence
        self.phrases = phrases
        self.by_clause: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            self.by_clause.setdefault(phrase.clause, []).append(phrase)
        self._subjects: dict[int, Phrase | None] = {}

    def arguments(self, clause: int) -> list[Phrase]:
        """Give the phrases of a clause that belong to its verb, not to another noun."""
        return [p for p in self.by_clause.get(clause, ()) if p.within is None and not p.denied]

    def at(self, word: int) -> Phrase | None:
        """Give the innermost phrase around a word."""
        around = [phrase for phrase in self.phrases if phrase.start <= word < phrase.end]
        return min(around, key=lambda phrase: phrase.end - phrase.start) if around else None

    def subject(self, index: int, *, words: tuple[int, ...] = ()) -> Phrase | None:
        """Find the subject of a clause; a coordinated or infinitive clause takes over that of its matrix.

        The words of the predicate itself are none: in "Lob erntete Usbekistan" the praise reaps nothing.
        """
        if index not in self._subjects:
            self._subjects[index] = None
            self._subjects[index] = self._find_subject(self.sentence.clauses[index], ())
        found = self._subjects[index]
        if found is not None and found.clause == index and found.head in words:
            return self._find_subject(self.sentence.clauses[index], words)
        return found

    def _find_subject(self, clause: Clause, words: tuple[int, ...]) -> Phrase | None:
        if clause.kind == "infinitive" and clause.parent is None and clause.index + 1 < len(self.sentence.clauses):
            return self.subject(clause.index + 1)  # "Um Taiwan zu isolieren, umwirbt China ..."
        if clause.kind == "infinitive" and clause.parent is not None and not clause.finite:
            parent = self.sentence.clauses[clause.parent]
            if any(self.sentence.lower[word] in _OBJECT_CONTROL for word in parent.verbs):
                return self.object(parent.index) or self.subject(parent.index)
            return self.subject(parent.index)
        if clause.previous is not None and self._starts_with_verb(clause):
            return self.subject(clause.previous)
        own = [p for p in self.arguments(clause.index) if not p.prep and p.cases & NOM and p.head not in words]
        own = [p for p in own if not _is_predicative(self, p)]
        own = [p for p in own if self.sentence.lower[p.head] != "es" or p.head == clause.words[0]] or own
        finite = clause.finite or clause.borrowed or (clause.verbs if clause.kind != "main" else [])
        if finite and len(own) > 1:
            verb = finite[0] if clause.kind == "main" else finite[-1]
            plural = _is_plural(self.sentence.lower[verb])
            agreeing = [p for p in own if p.group or plural == p.plural or (p.pronoun and not p.antecedent)]
            own = agreeing or own
        clear = [p for p in own if p.cases == NOM]
        if clear or own:
            return (clear or own)[0]
        if clause.previous is not None:
            return self.subject(clause.previous)
        return None

    def _starts_with_verb(self, clause: Clause) -> bool:
        """Whether a coordinated clause begins with its verb and leaves its subject out: "und entfremdet sich"."""
        content = [w for w in clause.words if self.sentence.tags[w] not in ("$,", "$(")]
        joined = bool(content) and self.sentence.tags[content[0]] == "KON"
        contrast = any(self.sentence.lower[word] in _CONTRASTS for word in content)
        return (joined or contrast) and len(content) > joined and content[joined] in clause.finite

    def object(self, index: int) -> Phrase | None:
        """Find the accusative object of a clause, preferring one that stands for a country."""
        subject = self.subject(index)
        found = [
            p
            for p in self.arguments(index)
            if not p.prep and p.cases & ACC and p is not subject and not _same_group(p, subject)
        ]
        known = [p for p in found if country_of(self.sentence, p) is not None]
        return next(iter(known or found), None)

    def dative(self, index: int, *, any_order: bool = False) -> Phrase | None:
        """Find the dative object of a clause that stands for a country; it may come first: "Kasachstan gebührt Lob"."""
        subject = None if any_order else self.subject(index)
        found = [
            p
            for p in self.arguments(index)
            if not p.prep and p.cases & DAT and p is not subject and not _same_group(p, subject)
        ]
        known = [p for p in found if p.pronoun or country_of(self.sentence, p) is not None]
        known.sort(key=lambda p: bool(p.cases & NOM and p.cases & ACC))
        return next(iter(known), None)

    def prepositional(self, clause: int, preposition: str, *, near: int, after: bool = False) -> Phrase | None:
        """Find the phrase with a preposition that is nearest to a word and stands for a country or a pronoun."""
        found = [
            p
            for p in self.by_clause.get(clause, ())
            if p.prep == preposition
            and (p.within is None or p.within.start <= near < p.within.end or p.prep not in ("von", "in", "aus"))
            and (p.start > near or not after)
            and not p.denied
            and (p.pronoun or country_of(self.sentence, p) is not None)
        ]
        return min(found, key=lambda p: abs(p.start - near), default=None)

    def is_passive(self, trigger: Trigger) -> bool:
        """Whether a verb stands in the passive: *wurde gerügt*, *ist isoliert*, *zu rügen*, *die gerügte Führung*."""
        clause = self.sentence.clauses[trigger.clause]
        head = trigger.head
        infinitive = head_word(trigger.predicate)
        base = infinitive.removeprefix(trigger.predicate.particle)
        if self.sentence.lower[head] != trigger.predicate.particle + participle(base):
            return False
        if head in clause.finite or (
            self.sentence.tags[head] in ("VVINF", "VVIZU") and "worden" not in self._words(clause)
        ):
            return False
        words = self._words(clause)
        if words & WERDEN and (self.sentence.tags[head] != "VVINF" or "worden" in words):
            return "haben" not in words and "habe" not in words and "hat" not in words
        return (
            bool(words & SEIN) and trigger.predicate.target == "obj" and not words & {"hat", "haben", "hatte", "hatten"}
        )

    def _words(self, clause: Clause) -> set[str]:
        return {self.sentence.lower[word] for word in [*clause.verbs, *clause.borrowed]}

    def agent(self, clause: int, trigger: Trigger) -> Phrase | None:
        """Find who acts in a passive: *von Litauen*, *durch die Regierung in Ankara*."""
        found = [p for p in self.arguments(clause) if p.prep in AGENTS and p.head not in trigger.words]
        known = [p for p in found if country_of(self.sentence, p) is not None]
        return next(iter(known or found), None)

    def source(self, clause: int) -> Phrase | None:
        """Find where words come from: "Aus dem Kreml hagelte es Schmähungen"."""
        if not any(self.sentence.lower[word] in _FROM_VERBS for word in self.sentence.clauses[clause].verbs):
            return None
        return next(
            (p for p in self.arguments(clause) if p.prep in ("aus", "von") and country_of(self.sentence, p)), None
        )


def _same_group(phrase: Phrase, other: Phrase | None) -> bool:
    return other is not None and any(member is other for member in phrase.group)


def _is_plural(finite: str) -> bool:
    return finite.endswith(("en", "eln", "ern")) or finite in ("sind", "seien")


def _is_predicative(roles: Roles, phrase: Phrase) -> bool:
    """Whether a phrase says what the subject is: after *als*, or the second nominative."""
    before = roles.sentence.lower[phrase.start - 1] if phrase.start else ""
    return before in ("als", "wie")


def expand(phrase: Phrase) -> list[Phrase]:
    """Give a phrase with those that it is coordinated with."""
    return phrase.group or [phrase]
