"""From drafts over words to rows of the table ``quotes``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from ..actors import ActorIndex
from ..tables import Medium, Quote, QuoteType, Span, Spans
from .decoding import Draft
from .features import Encoded
from .lemma import cue_lemma, reported_cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Sources(NamedTuple):
    """What rows are made from."""

    doc: Doc
    encoded: Encoded
    actors: ActorIndex


def make_rows(drafts: Sequence[Draft], sources: Sources) -> list[Quote]:
    """Fill every column of the contract.

    Parameters
    ----------
    drafts : sequence of Draft
        Quotes as positions of words.
    sources : Sources
        The parsed document, its words, and its actors.

    Returns
    -------
    list of Quote
        In text order, an outer quote before those within it; ids q1, q2, ...
    """
    begins = [sentence.start_char for sentence in sources.doc.sents]
    rows = [_row(draft, sources, begins) for draft in drafts]
    rows.sort(key=lambda row: (row.start, -row.end, row.type))
    rows = [row._replace(quote_id=f"q{number}") for number, row in enumerate(rows, start=1)]
    return [row._replace(parent_id=_parent(row, rows)) for row in rows]


def spans_of(positions: Sequence[int], encoded: Encoded) -> Spans:
    """Character spans of words; a gap of white space is none."""
    spans: list[Span] = []
    last = -2
    for position in positions:
        start, end = int(encoded.starts[position]), int(encoded.ends[position])
        if position == last + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = position
    return tuple(spans)


def _row(draft: Draft, sources: Sources, begins: list[int]) -> Quote:
    doc, encoded, actors = sources
    text = doc.text
    spans, cue, frame = (spans_of(part, encoded) for part in (draft.words, draft.cue, draft.frame))
    speaker, addressee = _hull(draft.speaker, encoded), _hull(draft.addressee, encoded)
    speaks = actors.identify(*speaker) if speaker else None
    hears = actors.identify(*addressee) if addressee else None
    cue_words = _tokens(draft.cue, sources)
    return Quote(
        doc_id=doc._.document.doc_id,
        quote_id="",
        sentence_id=max(bisect_right(begins, spans[0][0]) - 1, 0),
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans,
        text=_text(spans, text),
        type=cast(QuoteType, draft.type),
        medium=cast(Medium, draft.medium),
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speaker_text=text[slice(*speaker)] if speaker else None,
        speaker_actor=speaks.actor_id if speaks else None,
        speaker_name=speaks.name if speaks else None,
        speaker_kind=speaks.kind if speaks else "anonymous",
        speaker_country=speaks.country if speaks else None,
        speaker_role=speaks.role if speaks else "unknown",
        cue_spans=cue,
        cue_text=_text(cue, text) or None,
        cue_lemma=cue_lemma(cue_words) if cue_words else reported_cue(_tokens(draft.words, sources)) if draft.type == "reported" else None,
        frame_spans=frame,
        addressee_start=addressee[0] if addressee else None,
        addressee_end=addressee[1] if addressee else None,
        addressee_text=text[slice(*addressee)] if addressee else None,
        addressee_actor=hears.actor_id if hears else None,
        parent_id=None,
        score=round(draft.score, 3),
    )


def _hull(positions: Sequence[int], encoded: Encoded) -> Span | None:
    return (int(encoded.starts[positions[0]]), int(encoded.ends[positions[-1]])) if positions else None


def _tokens(positions: Sequence[int], sources: Sources) -> list[Token]:
    return [sources.doc[int(sources.encoded.tokens[position])] for position in positions]


def _text(spans: Spans, text: str) -> str:
    return " … ".join(text[start:end] for start, end in spans)


def _parent(row: Quote, rows: list[Quote]) -> str | None:
    """The smallest quote that holds this one whole; of two alike the earlier."""
    best: Quote | None = None
    for other in rows:
        if other is row or (other.start, other.end) == (row.start, row.end):
            continue
        if all(any(a <= start and end <= b for a, b in other.spans) for start, end in row.spans) and (
            best is None or other.end - other.start < best.end - best.start
        ):
            best = other
    return best.quote_id if best else None
