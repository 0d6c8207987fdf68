"""From the reader's verdicts to rows of the table ``stances``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...tables import NARRATOR, Evidence, Mention, Quote, Stance, StanceKind
from ...voices import Voices
from ..holders import Holder, Reference, name_holder
from ..holders.naming import THE_NARRATOR
from ..lexicon import Predicates
from ..lexicon.predicates import is_head
from ..reader.encoding import Cells, Encoded
from ..reader.relating import Related
from ..reader.verdicts import Verdicts
from .markers import is_hedged

if TYPE_CHECKING:
    from ...actors import ActorIndex
    from ...language.view import View

READER: Final = "reader"
KINDS: Final[tuple[StanceKind, ...]] = ("speech", "act", "relation", "conduct")
_SIGNS: Final = (1, -1)
_CARRIES: Final = 0.35
"""Least probability at which a word is evidence; the likeliest one always is."""
_GAP: Final = 2
"""Words between two pieces of evidence that are shown as one."""
_PIECES: Final = 3


class Targets:
    """The mentions of each country, by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions: dict[str, list[Mention]] = {}
        for mention in sorted(mentions, key=lambda mention: mention.start):
            self._mentions.setdefault(mention.country, []).append(mention)

    def nearest(self, country: str, *, sentence: int, start: int) -> Mention | None:
        """Return the mention of a country that is nearest to a place in its sentence, else the last one before it."""
        own = self._mentions.get(country, [])
        first = bisect_left(own, sentence, key=lambda mention: mention.sentence_id)
        end = bisect_right(own, sentence, key=lambda mention: mention.sentence_id)
        if first < end:
            return min(own[first:end], key=lambda mention: abs(mention.start - start))
        place = bisect_left(own, start, key=lambda mention: mention.start)
        return own[place - 1] if place else None


class Context(NamedTuple):
    """What rows need to know of the document."""

    view: View
    doc_id: str
    text: str
    targets: Targets
    references: Sequence[Reference]
    voices: Voices
    actors: ActorIndex
    predicates: Predicates


def make_rows(
    context: Context,
    encoded: Encoded,
    cells: Cells,
    related: Related,
    verdicts: Verdicts,
    *,
    threshold: float,
) -> Iterator[Stance]:
    """Yield a row for each cell and sign whose probability reaches the threshold."""
    by_sentence: dict[int, list[Reference]] = {}
    sentence_of = context.view.sentence
    for reference in context.references:
        by_sentence.setdefault(sentence_of[reference.first], []).append(reference)
    for cell, side in np.argwhere(verdicts.signs >= threshold).tolist():
        number = int(encoded.numbers[cells.sentences[cell]])
        words = related.words[cell]
        chosen = _evidence_words(verdicts.evidence[cell, :, side], words, encoded.forms)
        tokens = [int(encoded.tokens[words[place]]) for place in chosen]
        quote = context.voices.at(context.view.starts[tokens[0]])
        near = [
            (_speaks(reference, encoded, words, verdicts.bearers[cell]), reference)
            for reference in by_sentence.get(number, [])
        ]
        holder = _holder(verdicts.holders[cell], encoded, near, quote, context)
        turn = context.view.segment_kind(context.view.starts[tokens[0]])
        if turn in ("question", "answer"):
            if turn == "question" and _only_asks(_sentence(context, tokens[0]), holder, near):
                continue
            if (holder is THE_NARRATOR or holder.name is None) and quote is not None:
                holder = _in_turn(near, quote, context)
        target = encoded.parties[int(cells.targets[cell])]
        yield _row(
            context, number, target, _SIGNS[side], float(verdicts.signs[cell, side]), holder, quote, tokens,
            hedged=bool(verdicts.hedges[cell, side] > 0) or is_hedged(_sentence(context, tokens[0])),
            kind=KINDS[int(verdicts.kinds[cell, side].argmax())],
        )  # fmt: skip


def _only_asks(sentence: str, holder: Holder, near: Sequence[tuple[float, Reference]]) -> bool:
    """Return whether who asks says nothing of the kind: *Unterstützen Sie Moskau?*, or thanks the guest."""
    named = any(reference.party == holder.country for _, reference in near)
    return sentence.rstrip().endswith(("?", "?“", '?"', "?«", "?”")) or (holder.country is not None and not named)


def _in_turn(near: Sequence[tuple[float, Reference]], quote: Quote, context: Context) -> Holder:
    """Return who speaks in a turn of an interview: nothing there is the narrator's."""
    party = quote.speaker_country if quote.speaker_role in ("official", "unknown") else None
    return name_holder(party, near, quote, view=context.view, actors=context.actors)


def _sentence(context: Context, token: int) -> str:
    """Return the text of the sentence of a token."""
    view = context.view
    number = view.sentence[token]
    first, end = bisect_left(view.sentence, number), bisect_right(view.sentence, number)
    return context.text[view.starts[first] : view.ends[end - 1]]


def _evidence_words(scores: NDArray[np.float32], words: NDArray[np.int64], forms: Sequence[str]) -> list[int]:
    """Return places of the words that carry the sign, in order; names and marks at either end carry none."""
    count = int((words >= 0).sum())
    shares = 1 / (1 + np.exp(-scores[:count]))
    chosen = np.flatnonzero(shares >= _CARRIES).tolist() or [int(shares.argmax())]
    joined = chosen[:1]
    for place in chosen[1:]:
        if place - joined[-1] <= _GAP + 1:
            joined.extend(range(joined[-1] + 1, place))
        joined.append(place)
    runs = [_trimmed(run, words, forms) for run in _runs(joined)]
    best = sorted((run for run in runs if run), key=lambda run: -float(shares[run].max()))[:_PIECES]
    return sorted(place for run in best for place in run) or chosen


def _trimmed(run: list[int], words: NDArray[np.int64], forms: Sequence[str]) -> list[int]:
    """Return a run without the names and marks at its ends."""
    solid = [number for number, place in enumerate(run) if any(letter.isalnum() for letter in forms[words[place]])]
    return run[solid[0] : solid[-1] + 1] if solid else []


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _speaks(reference: Reference, encoded: Encoded, words: NDArray[np.int64], bearers: NDArray[np.float32]) -> float:
    first, end = np.searchsorted(encoded.tokens, [reference.first, reference.last + 1]) - words[0]
    inside = bearers[max(first, 0) : min(max(end, 0), int((words >= 0).sum()))]
    return float(inside.max()) if len(inside) else -99.0


def _holder(
    shares: NDArray[np.float32],
    encoded: Encoded,
    near: Sequence[tuple[float, Reference]],
    quote: Quote | None,
    context: Context,
) -> Holder:
    best = int(shares.argmax())
    if best == 0:
        return THE_NARRATOR
    party = encoded.parties[best - 2] if best > 1 else None
    return name_holder(party, near, quote, view=context.view, actors=context.actors)


def _row(
    context: Context,
    sentence: int,
    target: str,
    sign: int,
    probability: float,
    holder: Holder,
    quote: Quote | None,
    tokens: Sequence[int],
    *,
    hedged: bool,
    kind: StanceKind,
) -> Stance:
    view = context.view
    spans = [(view.starts[run[0]], view.ends[run[-1]]) for run in _runs(tokens)]
    mention = context.targets.nearest(target, sentence=sentence, start=spans[0][0])
    return Stance(
        doc_id=context.doc_id,
        stance_id="",
        sentence_id=sentence,
        start=spans[0][0],
        end=spans[-1][1],
        holder=holder.name,
        holder_actor=holder.actor,
        holder_country=holder.country,
        voice=quote.quote_id if quote else NARRATOR,
        target=target,
        target_mention=mention.mention_id if mention else None,
        sign=sign,
        score=sign * probability,
        hedged=hedged,
        kind=kind,
        rule=_rule(context, tokens, sign),
        evidence=tuple(Evidence(start, end, context.text[start:end], probability) for start, end in spans),
    )


def _rule(context: Context, tokens: Sequence[int], sign: int) -> str:
    """Return what spoke: the reader, and the predicate of the lexicon that agrees with it."""
    view = context.view
    for token in tokens:
        word = view.words[token]
        heads = context.predicates.heads.get(word) or context.predicates.heads.get(word[:1].lower() + word[1:]) or ()
        for head in heads:
            if head.predicate.sign == sign and is_head(view, token, head):
                return f"{READER}, {head.predicate.lemma} [{head.predicate.frame}]"
    return READER


def predicate_of(rule: str) -> str:
    """Return the predicate that a rule names, or the reader where none agrees.

    Examples
    --------
    >>> predicate_of("reader, kritisieren [subj>obj]"), predicate_of("reader")
    ('kritisieren', 'reader')
    """
    return rule.partition(" [")[0].removeprefix(f"{READER}, ")
