"""Agency: who acts in the text, who is acted on, who gains, and where the doer is left out.

The grammatical role of each mention is read from the dependency tree in `tokens`: through the noun phrase that
the mention stands for (die zentralasiatischen Nationen) to the verb, or to a noun that names an act (Russlands
Angriff auf die Ukraine).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from ..tables import GrammaticalRole, Mention, Token
from .view import View

Role: TypeAlias = GrammaticalRole
ROLES: Final[tuple[Role, ...]] = ("agent", "patient", "beneficiary", "bearer", "possessor", "other")
# Bearers of a state neither act nor are acted on; possessors and the rest stand outside the clause's process.
ACTIVE: Final[frozenset[Role]] = frozenset({"agent"})
PASSIVE: Final[frozenset[Role]] = frozenset({"patient", "beneficiary"})

_INSIDE: Final = frozenset({"flat", "appos", "compound", "conj", "goeswith", "fixed"})
_AGENT_PREPOSITIONS: Final = frozenset({"von", "durch"})
_OBLIQUE: Final[Mapping[str, Role]] = {"für": "beneficiary", "zugunsten": "beneficiary", "gegen": "patient"}


class Played(NamedTuple):
    """The role that a mention plays, and the verb or noun of which it plays it; without words only the role."""

    mention: Mention
    role: Role
    process: str
    token: Token | None


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
def _look_up(lemma: str) -> _Noun | None:
    """Find a noun by itself or, where the list allows compounds, by its end: Außenminister is a ``*minister``.

    Ends are not free: Kombination is no nation, Preise are no reise.
    """
    word = lemma.lower()
    exact = nouns().get(word)
    if exact is not None:
        return exact
    return next((entry for cut in range(len(word) - 3) if (entry := nouns().get("*" + word[cut:])) is not None), None)


class Clauses:
    """The dependency tree of one document."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.by_id = {token.token_id: token for token in tokens}
        self.children: dict[int, list[Token]] = {}
        self._starts = [token.start for token in tokens]
        for token in tokens:
            if token.head != token.token_id:
                self.children.setdefault(token.head, []).append(token)

    def covering(self, start: int, end: int) -> list[Token]:
        """Give the tokens that a span touches: a span may be a part of a word (US in US-Außenminister)."""
        first = bisect_left(self._starts, start)
        if first and self.tokens[first - 1].end > start:
            first -= 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < end:
            last += 1
        return self.tokens[first:last]

    def head(self, token: Token) -> Token | None:
        """Give the head, or None for a root."""
        return None if token.head == token.token_id else self.by_id.get(token.head)

    def hyphenated(self, token: Token, head: Token) -> bool:
        """Tell whether two tokens are parts of one word: US-Unterstützung is US, hyphen, Unterstützung."""
        between = [other.text for other in self.covering(token.end, head.start)]
        return between == ["-"] and head.start - token.end == 1

    def has(self, token: Token, *relations: str) -> bool:
        """Tell whether a token governs one of these relations."""
        return any(child.deprel in relations for child in self.children.get(token.token_id, ()))

    def preposition(self, token: Token) -> str | None:
        """Give the preposition of a noun, in small letters and without its article (zum: zu)."""
        cases = [child for child in self.children.get(token.token_id, ()) if child.deprel == "case"]
        return next((child.lemma.lower() or child.text.lower() for child in cases if child.upos == "ADP"), None)

    def passive(self, verb: Token) -> bool:
        """Tell whether a verb is passive, or shares the auxiliary of one: wird erpresst und von China umworben."""
        for _ in range(4):
            if self.has(verb, "aux:pass", "nsubj:pass"):
                return True
            head = self.head(verb)
            if head is None or verb.deprel != "conj" or "VerbForm=Part" not in (verb.feats or ""):
                return False
            verb = head
        return False

    def second_subject(self, token: Token) -> bool:
        """Tell whether a verb has a subject before this one: names have no case, and German puts the subject first."""
        siblings = self.children.get(token.head, ())
        return any(other.deprel == "nsubj" and other.start < token.start for other in siblings)

    def verb(self, token: Token) -> str:
        """Give the lemma of a verb with its separated particle: kündigte ... an is ankündigen."""
        particles = [c.text for c in self.children.get(token.token_id, ()) if c.deprel == "compound:prt"]
        lemma = token.lemma
        return lemma if not particles or lemma.startswith(particles[0]) else particles[0].lower() + lemma


def clauses(view: View) -> Clauses:
    """Give the dependency tree of a view."""
    return Clauses(view.tokens)


def roles(view: View) -> list[Played]:
    """Give the role of every mention whose words are in the tree, in text order."""
    if view.wording:
        known = view.agency
        return [Played(each, known[each.mention_id], "", None) for each in view.named if each.mention_id in known]
    tree = view.once(clauses)
    played = []
    for mention in view.named:
        covering = tree.covering(mention.start, mention.end)
        inside = {token.token_id for token in covering}
        top = next((token for token in covering if token.head not in inside or token.head == token.token_id), None)
        if top is not None:
            role, process = _role(tree, top, mention)
            played.append(Played(mention, role, process, top))
    return played


def _role(tree: Clauses, token: Token, mention: Mention) -> tuple[Role, str]:
    if mention.end < token.end or mention.start > token.start:
        # Russlandbesuch is an act; a word that only contains the name (Russlandkenner) is another topic.
        noun = _look_up(token.lemma)
        if noun is None or noun.kind == "event":
            return ("agent" if noun else "other"), token.lemma
    for _ in range(12):  # a tree has no cycles, but a table may
        head = tree.head(token)
        if head is None:
            return "other", token.lemma
        relation = token.deprel
        if tree.hyphenated(token, head):
            noun = _look_up(head.lemma)
            if noun is None or noun.kind == "event":
                return ("agent" if noun else "other"), head.lemma
            token = head
        elif relation in _INSIDE:
            token = head
        elif relation in ("amod", "nmod", "det"):
            noun = _look_up(head.lemma)
            if noun is None:
                return _in_phrase(tree, token), head.lemma
            if noun.kind == "event":
                return _of_event(tree, token, noun), head.lemma
            if relation == "nmod" and tree.preposition(token) is not None:
                return "other", head.lemma  # der Botschafter in Russland does not act for Russia
            token = head
        else:
            return _in_clause(tree, token, head), tree.verb(head)
    return "other", token.lemma


def _in_phrase(tree: Clauses, token: Token) -> Role:
    genitive = token.deprel == "nmod" and tree.preposition(token) is None
    return "possessor" if genitive else "other"


def _of_event(tree: Clauses, token: Token, noun: _Noun) -> Role:
    if token.deprel != "nmod":
        return "agent"  # die russische Invasion, die westlichen Sanktionen
    preposition = tree.preposition(token)
    name = noun.genitive if preposition is None else noun.prepositions.get(preposition, "other")
    if preposition == "von" and "von" not in noun.prepositions:
        name = noun.genitive  # der Angriff von Russland stands for the genitive
    return _as_role(name)


def _in_clause(tree: Clauses, token: Token, head: Token) -> Role:
    relation, preposition = token.deprel, tree.preposition(token)
    if relation == "nsubj" and tree.second_subject(token):
        return "patient"
    if relation == "nsubj":
        if tree.has(head, "cop"):
            return "bearer"
        return _as_role(subject_roles().get(tree.verb(head), "agent" if head.upos in ("VERB", "AUX") else "bearer"))
    if relation == "nsubj:pass" and "VerbForm=Inf" in (head.feats or ""):
        return "agent"  # wird Usbekistan besuchen is future, which parsers take for a passive
    if relation in ("nsubj:pass", "obj"):
        return "patient"
    if relation == "iobj" or (relation == "obl" and preposition is None and "Case=Dat" in (token.feats or "")):
        return "beneficiary"
    if relation == "obl" and preposition is not None:
        if preposition in _AGENT_PREPOSITIONS and tree.passive(head):
            return "agent"
        return _OBLIQUE.get(preposition, "other")
    return "other"


def _as_role(name: str) -> Role:
    return next((role for role in ROLES if role == name), "other")
