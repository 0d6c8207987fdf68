"""From what a finder has found, in offsets, to rows of the table ``quotes``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from ..actors import ActorIndex
from ..tables import Medium, Quote, QuoteType, Spans, text_of
from .finders import Found
from .lemma import cue_lemma, reported_cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def make_rows(found: Iterable[Found], doc: Doc, *, actors: ActorIndex) -> list[Quote]:
    """Fill every column of the contract.

    Parameters
    ----------
    found : iterable of Found
        Quotes as spans of characters.
    doc : spacy.tokens.Doc
        The parsed document.
    actors : ActorIndex
        Its actors.

    Returns
    -------
    list of Quote
        In text order, an outer quote before those within it; ids q1, q2, ...
    """
    from spacy.attrs import IDX, SENT_START

    table = doc.to_array([IDX, SENT_START])
    starts: list[int] = table[:, 0].astype(int).tolist()
    begins = [start for start, mark in zip(starts, table[:, 1].tolist(), strict=True) if mark == 1]
    rows = [_row(quote, doc, actors, begins, starts) for quote in found if quote.spans]
    rows.sort(key=lambda row: (row.start, -row.end, row.type))
    rows = [row._replace(quote_id=f"q{number}") for number, row in enumerate(rows, start=1)]
    return _with_parents(rows)


def _row(found: Found, doc: Doc, actors: ActorIndex, begins: list[int], starts: list[int]) -> Quote:
    document = doc._.document
    text = document.text  # `Doc.text` would join all tokens anew for each quote
    speaker, addressee = found.speaker, found.addressee
    speaks = actors.identify(*speaker) if speaker else None
    hears = actors.identify(*addressee) if addressee else None
    cue_words = _tokens(found.cue, doc, starts)
    lemma = cue_lemma(cue_words) if cue_words else None
    if lemma is None and found.type == "reported":
        lemma = reported_cue(_tokens(found.spans, doc, starts))
    return Quote(
        doc_id=document.doc_id,
        quote_id="",
        sentence_id=max(bisect_right(begins, found.spans[0][0]) - 1, 0),
        start=found.spans[0][0],
        end=found.spans[-1][1],
        spans=found.spans,
        text=text_of(found.spans, text),
        type=cast(QuoteType, found.type),
        medium=cast(Medium, found.medium),
        speaker_start=speaker[0] if speaker else None,
        speaker_end=speaker[1] if speaker else None,
        speaker_text=text[slice(*speaker)] if speaker else None,
        speaker_actor=speaks.actor_id if speaks else None,
        speaker_name=speaks.name if speaks else None,
        speaker_kind=speaks.kind if speaks else "anonymous",
        speaker_country=speaks.country if speaks else None,
        speaker_role=speaks.role if speaks else "unknown",
        cue_spans=found.cue,
        cue_text=text_of(found.cue, text) or None,
        cue_lemma=lemma,
        frame_spans=found.frame,
        addressee_start=addressee[0] if addressee else None,
        addressee_end=addressee[1] if addressee else None,
        addressee_text=text[slice(*addressee)] if addressee else None,
        addressee_actor=hears.actor_id if hears else None,
        parent_id=None,
        score=round(found.score, 3),
    )


def _tokens(spans: Spans, doc: Doc, starts: Sequence[int]) -> list[Token]:
    return [
        doc[i] for start, end in spans for i in range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1))
    ]


def _with_parents(rows: Sequence[Quote]) -> list[Quote]:
    """Add to each quote the smallest one that holds it whole; of two alike the earlier.

    Rows come in text order, an outer one first, so that only those that are still open can hold a row.
    """
    result: list[Quote] = []
    around: list[Quote] = []
    for row in rows:
        around = [other for other in around if other.end > row.start]
        holders = [other for other in around if (other.start, other.end) != (row.start, row.end) and _holds(other, row)]
        parent = min(holders, key=lambda other: other.end - other.start, default=None)
        result.append(row._replace(parent_id=parent.quote_id if parent else None))
        around.append(row)
    return result


def _holds(other: Quote, row: Quote) -> bool:
    return all(any(a <= start and end <= b for a, b in other.spans) for start, end in row.spans)
