"""The user's own predicates: what is entered by hand is found wherever its slots are filled, whatever the reader says.

Slots are filled along the tree: the subject (in the passive the agent) holds, an object or a phrase with the right
preposition is the target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from ...tables import Evidence, Stance
from .predicates import Predicate

if TYPE_CHECKING:
    from ..output.rows import Context

_SUBJECTS: Final = frozenset({"nsubj", "csubj"})
_OBJECTS: Final = frozenset({"obj", "iobj", "nsubj:pass", "obl"})
_HELPERS: Final = frozenset({"aux", "aux:pass", "cop"})
_NEGATIONS: Final = frozenset({"nicht", "nie", "niemals", "kein", "keine", "keinen", "keiner"})
_STEPS: Final = 6


def own_rows(context: Context, found: Sequence[Stance]) -> list[Stance]:
    """Return the rows with those of the user's predicates, which replace what the reader says of the same words."""
    own = list(_rows(context))
    places = {(row.sentence_id, row.target) for row in own}
    return [*(row for row in found if (row.sentence_id, row.target) not in places), *own]


def _rows(context: Context) -> Iterator[Stance]:
    view = context.view
    words = {predicate for predicate in context.predicates.own if predicate.sign and not predicate.effect}
    for token, word in enumerate(view.words):
        for head in context.predicates.heads.get(word, ()):
            if head.predicate in words and not _denied(view, token):
                yield from _fill(context, token, head.predicate)


def _denied(view: Any, token: int) -> bool:
    return any(view.head[other] == token and view.words[other].lower() in _NEGATIONS for other in range(len(view)))


def _fill(context: Context, token: int, predicate: Predicate) -> Iterator[Stance]:
    view = context.view
    near = [r for r in context.references if r.party and view.sentence[r.first] == view.sentence[token]]
    slots = {id(reference): _slot(view, reference.last, token) for reference in near}
    targets = [r for r in near if slots[id(r)] == "target"]
    holders = [r for r in near if slots[id(r)] == "holder"]
    voice = context.voices.at(view.starts[token])
    for target in targets:
        if target.party in ("WEST", "CIS", "NATO", "UN"):
            continue
        start, end = view.starts[token], view.ends[token]
        holder = holders[0] if holders and predicate.holder != "voice" else None
        told = predicate.holder == "voice" and voice is None
        yield Stance(
            context.doc_id, "", view.sentence[token], start, end,
            "narrator" if told else holder.name if holder else None, holder.actor if holder else None,
            holder.party if holder else None, voice.quote_id if voice else "narrator", target.party or "",
            target.mention, predicate.sign, predicate.sign * predicate.strength, False, predicate.kind,
            f"{predicate.lemma} [{predicate.frame}]",
            (Evidence(start, end, context.text[start:end], predicate.strength),),
        )  # fmt: skip


def _slot(view: Any, word: int, predicate: int) -> str:
    """Return which slot of a predicate a word stands in, by the relation through which it hangs on it."""
    for _ in range(_STEPS):
        head = view.head[word]
        if head == word:
            return ""
        if head == predicate or (view.head[predicate] == head and view.dep[predicate] in _HELPERS):
            relation = view.dep[word]
            return "holder" if relation in _SUBJECTS else "target" if relation in _OBJECTS else ""
        word = head
    return ""
