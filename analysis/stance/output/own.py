"""The user's own predicates of one word: they are found wherever their slots are filled, whatever the reader says.

Slots are filled along the tree: the subject holds, in the passive the agent; an object, a genitive or a phrase with the
right preposition is the target; `voice` is the speaker of the quote, else the narrator. Other slots (`head`, `pred`,
`comp`, `sides`) and predicates of several words are features of the reader only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ...language.tree import AGENT_PREPOSITIONS
from ...language.view import View
from ...spans import Spans
from ...tables import Evidence, Stance
from ..holders import name_holder
from ..holders.naming import THE_NARRATOR, Holder
from ..lexicon.predicates import PREPOSITIONS, Predicate, is_head
from ..reader.encoding import NO_TARGETS

if TYPE_CHECKING:
    from ...tables import Quote
    from ..holders import Reference
    from .rows import Context

_OBJECTS: Final = frozenset({"obj", "iobj", "nsubj:pass", "obl"})
_HELPERS: Final = frozenset({"aux", "aux:pass", "cop"})
_STEPS: Final = 6


def own_rows(context: Context, found: Sequence[Stance]) -> list[Stance]:
    """Return the rows with those of the user's predicates, which replace what the reader says of the same words."""
    own = {(row.sentence_id, row.target, row.sign): row for row in _rows(context)}
    spans = Spans((row.start, row.end, row.target) for row in own.values())
    kept = [row for row in found if row.target not in spans.meeting(row.start, row.end)]
    return [*(row for row in kept if (row.sentence_id, row.target, row.sign) not in own), *own.values()]


def _rows(context: Context) -> Iterator[Stance]:
    view = context.view
    for token, word in enumerate(view.words):
        for head in context.predicates.heads.get(word, ()):
            predicate = head.predicate
            listed = predicate in context.predicates.own and predicate.sign and not predicate.effect
            if listed and is_head(view, token, head) and not _is_denied(view, token):
                yield from _fill(context, token, predicate)


def _is_denied(view: View, token: int) -> bool:
    return any(view.tag[child] == "PTKNEG" for child in view.children[token])


def _fill(context: Context, token: int, predicate: Predicate) -> Iterator[Stance]:
    view = context.view
    own = view.sentence_around(token)
    first = bisect_left(context.references, own.start, key=lambda reference: reference.first)
    near = [reference for reference in context.references[first : first + len(own)] if reference.first in own]
    quote = context.voices.at(view.starts[token])
    start, end = view.starts[token], view.ends[token]
    for target in near:
        if target.party is None or target.party in NO_TARGETS or not _is_in(view, target, token, predicate.target):
            continue
        holder = _holder(context, near, token, predicate, quote)
        yield Stance(
            context.doc_id, "", view.sentence[token], start, end, holder.name, holder.actor, holder.country,
            quote.quote_id if quote else "narrator", target.party, target.mention, predicate.sign,
            predicate.sign * predicate.strength, False, predicate.kind, f"{predicate.lemma} [{predicate.frame}]",
            (Evidence(start, end, context.text[start:end], predicate.strength),),
        )  # fmt: skip


def _holder(
    context: Context, near: Sequence[Reference], token: int, predicate: Predicate, quote: Quote | None
) -> Holder:
    if predicate.holder == "voice" and quote is None:
        return THE_NARRATOR
    filled = [r for r in near if predicate.holder != "voice" and _is_in(context.view, r, token, predicate.holder)]
    party = filled[0].party if filled else quote.speaker_country if quote else None
    chosen = [(0.0, reference) for reference in filled[:1]]
    voice = quote if predicate.holder == "voice" else None
    return name_holder(party, chosen, voice, view=context.view, actors=context.actors)


def _is_in(view: View, reference: Reference, token: int, slot: str) -> bool:
    """Return whether a reference stands in a slot of the predicate at a token."""
    relation, preposition, passive = _hangs(view, reference.last, token)
    if slot == "subj":
        return relation == "nsubj" or (passive and preposition in AGENT_PREPOSITIONS)
    if slot in ("obj", "dat"):
        return relation in _OBJECTS and not preposition
    if slot == "gen":
        return relation in ("nmod", "det", "amod") and (not preposition or preposition in AGENT_PREPOSITIONS)
    return slot in PREPOSITIONS and preposition == slot


def _hangs(view: View, word: int, predicate: int) -> tuple[str, str, bool]:
    """Return the relation of a word to a predicate, its preposition, and whether the predicate is passive."""
    for _ in range(_STEPS):
        head = view.head[word]
        if head == word:
            break
        if head == predicate or (view.head[predicate] == head and view.dep[predicate] in _HELPERS):
            return view.dep[word], view.preposition(word), view.is_passive(head)
        word = head
    return "", "", False
