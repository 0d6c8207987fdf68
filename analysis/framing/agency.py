"""Agency: who acts in the text, who is acted on, who gains, and where the doer is left out.

The grammatical role of each mention is read from the dependency tree in `tokens`: through the noun phrase that
the mention stands for (die zentralasiatischen Nationen) to the verb, or to a noun that names an act (Russlands
Angriff auf die Ukraine).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from ..language.tree import AGENT_PREPOSITIONS, Tree
from ..tables import GrammaticalRole, Mention, Token
from .view import DocumentTables

Role: TypeAlias = GrammaticalRole
ROLES: Final[tuple[Role, ...]] = ("agent", "patient", "beneficiary", "bearer", "possessor", "other")
# Bearers of a state neither act nor are acted on; possessors and the rest stand outside the clause's process.
ACTIVE: Final[frozenset[Role]] = frozenset({"agent"})
PASSIVE: Final[frozenset[Role]] = frozenset({"patient", "beneficiary"})

_INSIDE: Final = frozenset({"flat", "appos", "compound", "conj", "goeswith", "fixed"})
_OBLIQUE: Final[Mapping[str, Role]] = {"für": "beneficiary", "zugunsten": "beneficiary", "gegen": "patient"}


class Played(NamedTuple):
    """The role that a mention plays, the verb or noun of which it plays it, and its token; without words the role."""

    mention: Mention
    role: Role
    process: str
    token: int | None


class _Noun(NamedTuple):
    kind: str
    genitive: str
    prepositions: Mapping[str, str]


@cache
def nouns() -> Mapping[str, _Noun]:
    """Read the nouns that stand for a state, and those that name an act with its participants."""
    table = {}
    for line in (files(__package__) / "nouns.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        noun, kind, genitive, prepositions, _ = line.split("\t")
        table[noun] = _Noun(kind, genitive, dict(pair.split(":") for pair in prepositions.split()))
    return table


@cache
def subject_roles() -> Mapping[str, str]:
    """Read the verbs whose subject does not act."""
    lines = (files(__package__) / "verbs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {verb: role for verb, role, _ in (line.split("\t") for line in lines)}


@cache
def find_noun(lemma: str) -> _Noun | None:
    """Find a noun by itself or, where the list allows compounds, by its end: Außenminister is a ``*minister``.

    Ends are not free: Kombination is no nation, Preise are no reise.
    """
    word = lemma.lower()
    exact = nouns().get(word)
    if exact is not None:
        return exact
    return next((entry for cut in range(len(word) - 3) if (entry := nouns().get("*" + word[cut:])) is not None), None)


class Clauses(Tree):
    """The dependency tree above the tokens of one document, numbered by their place in the table.

    Parameters
    ----------
    tokens : sequence of Token
        In text order; what hangs on a token that is left out is a root.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        _, sentence, ids, starts, ends, words, lemmas, upos, feats, heads, deprel, entity = (
            map(list, zip(*tokens, strict=True)) if tokens else ([] for _ in Token._fields)
        )
        place = {token_id: number for number, token_id in enumerate(ids)}
        super().__init__(
            words=words,
            starts=starts,
            ends=ends,
            lemmas=lemmas,
            pos=upos,
            tag=[""] * len(tokens),
            morphs=[each or "" for each in feats],
            dep=deprel,
            head=[place.get(head, number) for number, head in enumerate(heads)],
            sentence=sentence,
            entity=[each or "" for each in entity],
        )

    def covering(self, start: int, end: int) -> range:
        """Return the tokens that a span touches: a span may be a part of a word (US in US-Außenminister)."""
        first = bisect_left(self.starts, start)
        if first and self.ends[first - 1] > start:
            first -= 1
        return range(first, bisect_left(self.starts, end, lo=first))

    def separated(self) -> Iterable[int]:
        """Return the verbs whose particle stands apart."""
        return self._particles.keys()

    def heads_of(self, relation: str) -> set[int]:
        """Return the words on which a dependent hangs by a relation."""
        heads = self.head
        return {heads[number] for number, each in enumerate(self.dep) if each == relation and heads[number] != number}

    def second_subject(self, token: int) -> bool:
        """Tell whether a verb has a subject before this one: names have no case, and German puts the subject first."""
        return any(other < token for other in self.below(self.head[token], "nsubj"))


def clauses(view: DocumentTables) -> Clauses:
    """Give the dependency tree of a view."""
    return Clauses(view.tokens)


def roles(view: DocumentTables) -> list[Played]:
    """Give the role of every mention whose words are in the tree, in text order."""
    if view.wording:
        known = view.agency
        return [Played(each, known[each.mention_id], "", None) for each in view.named if each.mention_id in known]
    tree = view.once(clauses)
    played = []
    for mention in view.named:
        inside = tree.covering(mention.start, mention.end)
        top = next((token for token in inside if tree.head[token] not in inside or tree.head[token] == token), None)
        if top is not None:
            role, process = _role(tree, top, mention)
            played.append(Played(mention, role, process, top))
    return played


def _role(tree: Clauses, token: int, mention: Mention) -> tuple[Role, str]:
    lemmas = tree.lemmas
    if mention.end < tree.ends[token] or mention.start > tree.starts[token]:
        # Russlandbesuch is an act; a word that only contains the name (Russlandkenner) is another topic.
        noun = find_noun(lemmas[token])
        if noun is None or noun.kind == "event":
            return ("agent" if noun else "other"), lemmas[token]
    for _ in range(12):  # a tree has no cycles, but a table may
        head, relation = tree.head[token], tree.dep[token]
        if head == token:
            break
        if head == token + 2 <= tree.chain(token)[1]:  # US-Unterstützung is US, hyphen, Unterstützung
            noun = find_noun(lemmas[head])
            if noun is None or noun.kind == "event":
                return ("agent" if noun else "other"), lemmas[head]
            token = head
        elif relation in _INSIDE:
            token = head
        elif relation in ("amod", "nmod", "det"):
            noun = find_noun(lemmas[head])
            if noun is None:
                return _in_phrase(tree, token), lemmas[head]
            if noun.kind == "event":
                return _of_event(tree, token, noun), lemmas[head]
            if relation == "nmod" and tree.preposition(token):
                return "other", lemmas[head]  # der Botschafter in Russland does not act for Russia
            token = head
        else:
            return _in_clause(tree, token, head), tree.verb_lemma(head)
    return "other", lemmas[token]


def _in_phrase(tree: Clauses, token: int) -> Role:
    genitive = tree.dep[token] == "nmod" and not tree.preposition(token)
    return "possessor" if genitive else "other"


def _of_event(tree: Clauses, token: int, noun: _Noun) -> Role:
    if tree.dep[token] != "nmod":
        return "agent"  # die russische Invasion, die westlichen Sanktionen
    preposition = tree.preposition(token)
    name = noun.prepositions.get(preposition, "other") if preposition else noun.genitive
    if preposition == "von" and "von" not in noun.prepositions:
        name = noun.genitive  # der Angriff von Russland stands for the genitive
    return _as_role(name)


def _in_clause(tree: Clauses, token: int, head: int) -> Role:
    relation, preposition = tree.dep[token], tree.preposition(token)
    if relation == "nsubj" and tree.second_subject(token):
        return "patient"
    if relation == "nsubj":
        if tree.has(head, "cop"):
            return "bearer"
        acts = "agent" if tree.pos[head] in ("VERB", "AUX") else "bearer"
        return _as_role(subject_roles().get(tree.verb_lemma(head), acts))
    if relation == "nsubj:pass" and tree.feature(head, "VerbForm") == "Inf":
        return "agent"  # wird Usbekistan besuchen is future, which parsers take for a passive
    if relation in ("nsubj:pass", "obj"):
        return "patient"
    if relation == "iobj" or (relation == "obl" and not preposition and tree.feature(token, "Case") == "Dat"):
        return "beneficiary"
    if relation == "obl" and preposition:
        if preposition in AGENT_PREPOSITIONS and tree.is_passive(head):
            return "agent"
        return _OBLIQUE.get(preposition, "other")
    return "other"


def _as_role(name: str) -> Role:
    return next((role for role in ROLES if role == name), "other")
