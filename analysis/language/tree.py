"""Dependency trees as lists: what hangs on what, and the German grammar that every stage asks of a tree.

Separable verbs, passives and their agents, and prepositions are read here and nowhere else. A tree stands above the
tokens of a document (`analysis.language.view.View`), the words that a network reads, or rows of the table ``tokens``.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Final

AGENT_PREPOSITIONS: Final = frozenset({"von", "durch"})
"""What names the agent of a passive; *vom* has the lemma *von*."""
_VERBAL: Final = frozenset({"VERB", "AUX"})
_COORDINATED: Final = 4
"""Verbs that may share one auxiliary: *wird erpresst, umworben und gelobt*."""
_DEEPEST: Final = 30


@lru_cache(maxsize=1 << 14)
def parse_features(morph: str) -> dict[str, str]:
    """Return universal features by name; not to be changed, it is shared.

    Examples
    --------
    >>> parse_features("Case=Gen|Number=Sing"), parse_features("")
    ({'Case': 'Gen', 'Number': 'Sing'}, {})
    """
    return dict(part.split("=", 1) for part in morph.split("|") if "=" in part)


def with_particle(lemma: str, particle: str, pos: str) -> str:
    """Return the lemma of a verb with the particle that stands apart from it; some parsers have joined them already.

    Examples
    --------
    >>> with_particle("kündigen", "an", "VERB"), with_particle("ankündigen", "an", "VERB")
    ('ankündigen', 'ankündigen')
    """
    joined = not particle or pos not in _VERBAL or lemma.startswith(particle)
    return lemma if joined else particle + lemma


class Tree:
    """Words and the dependency tree above them; everything is indexed by the number of the word.

    Parameters
    ----------
    words, lemmas, pos, tag, morphs, dep : list of str
        Forms, dictionary forms, universal parts of speech, STTS tags, universal features joined by ``|`` and universal
        relations; empty strings where a parser gave none.
    starts, ends : list of int
        Code points at which each word starts and ends, end exclusive.
    head : list of int
        Number of each word's head; a root is its own.
    sentence : list of int
        Number of the sentence of each word, ascending.
    entity : list of str
        Kind of the name that each word stands in: PER, LOC, ORG, MISC or the empty string.

    Examples
    --------
    >>> tree = Tree(
    ...     words=["Sie", "kündigte", "Wahlen", "an"],
    ...     starts=[0, 4, 13, 20],
    ...     ends=[3, 12, 19, 22],
    ...     lemmas=["sie", "kündigen", "Wahl", "an"],
    ...     pos=["PRON", "VERB", "NOUN", "ADP"],
    ...     tag=["PPER", "VVFIN", "NN", "PTKVZ"],
    ...     morphs=["", "", "", ""],
    ...     dep=["nsubj", "root", "obj", "compound:prt"],
    ...     head=[1, 1, 1, 1],
    ...     sentence=[0, 0, 0, 0],
    ...     entity=["", "", "", ""],
    ... )
    >>> tree.verb_lemma(1), tree.below(1, "nsubj", "obj"), tree.is_passive(1)
    ('ankündigen', [0, 2], False)
    """

    def __init__(
        self,
        *,
        words: list[str],
        starts: list[int],
        ends: list[int],
        lemmas: list[str],
        pos: list[str],
        tag: list[str],
        morphs: list[str],
        dep: list[str],
        head: list[int],
        sentence: list[int],
        entity: list[str],
    ) -> None:
        self.words = words
        self.starts = starts
        self.ends = ends
        self.lemmas = lemmas
        self.pos = pos
        self.tag = tag
        self.morphs = morphs
        self.dep = dep
        self.head = head
        self.sentence = sentence
        self.entity = entity

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def children(self) -> list[list[int]]:
        """Numbers of the dependents of each word, in text order."""
        children: list[list[int]] = [[] for _ in self.words]
        for number, head in enumerate(self.head):
            if head != number:
                children[head].append(number)
        return children

    def below(self, number: int, *relations: str) -> list[int]:
        """Return the dependents of a word that hang on it by one of these relations."""
        return [child for child in self.children[number] if self.dep[child] in relations]

    def has(self, number: int, *relations: str) -> bool:
        """Return whether a dependent hangs on a word by one of these relations."""
        return any(self.dep[child] in relations for child in self.children[number])

    def feature(self, number: int, name: str) -> str:
        """Return the value of a universal feature (``Case``, ``Number``), the empty string where a word has none."""
        return parse_features(self.morphs[number]).get(name, "")

    def depth(self, number: int) -> int:
        """Return how many heads stand above a word."""
        depth = 0
        while self.head[number] != number and depth < _DEEPEST:
            number, depth = self.head[number], depth + 1
        return depth

    @cached_property
    def _particles(self) -> dict[int, str]:
        particles: dict[int, str] = {}
        for number, relation in enumerate(self.dep):
            if relation == "compound:prt":
                particles.setdefault(self.head[number], self.words[number].lower())
        return particles

    def particle(self, number: int) -> str:
        """Return the particle that a verb has left at the end of its clause: *an* of *kündigte … an*; else empty."""
        return self._particles.get(number, "")

    def verb_lemma(self, number: int) -> str:
        """Return the lemma of a verb with its separated particle; of other words the lemma."""
        return with_particle(self.lemmas[number], self._particles.get(number, ""), self.pos[number])

    def preposition(self, number: int) -> str:
        """Return the preposition of a noun without its article, *zu* of *zum Westen*; the empty string for none."""
        cases = (child for child in self.below(number, "case") if self.pos[child] == "ADP")
        return next((self.lemmas[child].lower() or self.words[child].lower() for child in cases), "")

    def is_passive(self, number: int) -> bool:
        """Return whether a verb is passive, or shares the auxiliary of one: *wird erpresst und von China umworben*."""
        for _ in range(_COORDINATED):
            if self.has(number, "aux:pass", "nsubj:pass"):
                return True
            head = self.head[number]
            if head == number or self.dep[number] != "conj" or self.feature(number, "VerbForm") != "Part":
                return False
            number = head
        return False

    def agents(self, number: int) -> list[int]:
        """Return the words that say by whom something is done: *von Umweltverbänden* in *wird von … gefordert*."""
        return [child for child in self.children[number] if self.preposition(child) in AGENT_PREPOSITIONS]

    def chain(self, number: int) -> tuple[int, int]:
        """Return the first and last part of a word whose hyphens the tokenizer split off: *US - Außenminister*."""
        first = last = number
        while first and self._joined(first - 1):
            first -= 1
        while last + 1 < len(self.words) and self._joined(last):
            last += 1
        return first, last

    def _joined(self, number: int) -> bool:
        """Return whether a hyphen joins a word to the next one."""
        hyphen = self.words[number] == "-" or self.words[number + 1] == "-"
        return hyphen and self.ends[number] == self.starts[number + 1]
