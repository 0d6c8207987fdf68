"""From what a finder has found, in offsets, to rows of the table ``quotes``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from ..actors import ActorIndex
from ..language.view import View
from ..tables import Medium, Quote, QuoteType, Spans, text_of
from .finders import Found
from .lemma import cue_lemma, reported_cue


def make_rows(found: Iterable[Found], view: View, *, actors: ActorIndex) -> list[Quote]:
    """Return the rows of the table ``quotes``, with every column of the contract.

    Parameters
    ----------
    found : iterable of Found
        Quotes as spans of characters.
    view : View
        The parsed document.
    actors : ActorIndex
        Its actors.

    Returns
    -------
    list of Quote
        In text order, an outer quote before those within it; ids q1, q2, ...
    """
    rows = [_row(quote, view, actors) for quote in found if quote.spans]
    rows.sort(key=lambda row: (row.start, -row.end, row.type))
    rows = [row._replace(quote_id=f"q{number}") for number, row in enumerate(rows, start=1)]
    return _with_parents(rows)


def _row(found: Found, view: View, actors: ActorIndex) -> Quote:
    text = view.text
    speaker, addressee = found.speaker, found.addressee
    speaks = actors.identify(*speaker) if speaker else None
    hears = actors.identify(*addressee) if addressee else None
    cue_words = _tokens(found.cue, view)
    lemma = cue_lemma(view, cue_words) if cue_words else None
    if lemma is None and found.type == "reported":
        lemma = reported_cue(view, _tokens(found.spans, view))
    return Quote(
        doc_id=view.doc_id,
        quote_id="",
        sentence_id=view.sentence[view.token_at(found.spans[0][0])],
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


def _tokens(spans: Spans, view: View) -> list[int]:
    return [token for start, end in spans for token in range(view.token_at(start), view.token_at(end - 1) + 1)]


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
