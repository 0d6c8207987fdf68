"""The public functions of the stage: quotes as rows, and as a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import ActorIndex, link_actors, mention_rows
from ..language.noun_phrases import noun_phrases
from ..language.view import View
from ..tables import Quote, Span, Spans, frame
from .bounds import within_segments
from .decoding import Draft, draft_quotes
from .draft_corrections import corrected_drafts
from .features import Encoded, encode
from .finders import Found, QuoteFinder
from .network import propose, quote_networks
from .phrases import carried, subjects
from .rows import make_rows
from .rule_evidence import add_rule_evidence
from .rules import supports
from .turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from spacy.tokens import Doc


class NetworkFinder:
    """The packaged network with its rules."""

    def find(self, doc: Doc) -> list[Found]:
        """Find quotes; see `QuoteFinder`."""
        return _find(encode(doc))


def _find(encoded: Encoded) -> list[Found]:
    phrases = noun_phrases(encoded.tree)
    found = supports(encoded, phrases)
    candidates = propose(quote_networks(), encoded, also=[support.anchor for support in found])
    if not candidates:
        return []
    known = subjects(encoded, phrases)
    drafts = draft_quotes(
        add_rule_evidence(candidates, found, encoded, phrases),
        encoded.heads,
        phrases=phrases,
        subjects=known,
        carried=carried(encoded, known),
        continued={support.anchor: support.continues for support in found if support.continues >= 0},
    )
    return [_in_offsets(draft, encoded) for draft in corrected_drafts(drafts, encoded)]


def quote_rows(doc: Doc | View, actors: ActorIndex, *, finder: QuoteFinder | None = None) -> list[Quote]:
    """Return who says what to whom, as rows of the table ``quotes``.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        A document as `analysis.language.parse` fills it.
    actors : ActorIndex
        Its actors, from `analysis.actors.link_actors`.
    finder : QuoteFinder, optional
        Another extractor; by default the packaged network.

    Returns
    -------
    list of Quote
        In text order. Nothing in boilerplate, bylines or datelines is a quote, none crosses a segment, and an answer of
        an interview is the direct speech of its guest.
    """
    view = View.of(doc)
    found = _find(encode(view)) if finder is None else finder.find(view.doc)
    turns = find_turns(view, actors)
    return turns.name(make_rows(turns.join(within_segments(found, view)), view, actors=actors))


def find_quotes(
    doc: Doc | View, *, actors: ActorIndex | None = None, finder: QuoteFinder | None = None
) -> pd.DataFrame:
    """Find who says what to whom.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        A document as `analysis.language.parse` fills it.
    actors : ActorIndex, optional
        Its actors, from `analysis.actors.link_actors`; by default they are linked here.
    finder : QuoteFinder, optional
        Another extractor; by default the packaged network.

    Returns
    -------
    pandas.DataFrame
        Table ``quotes``: one row per quote in text order; offsets in code points.

    Examples
    --------
    >>> from analysis.language import parse
    >>> quotes = find_quotes(parse("„Wir bleiben Partner“, sagte der kasachische Präsident Tokajew."))
    >>> quotes[["type", "cue_lemma", "speaker_text"]].values.tolist()
    [['direct', 'sagen', 'der kasachische Präsident Tokajew']]

    References
    ----------
    Petersen-Frey & Biemann (2024): Dataset of quotation attribution in German news articles. LREC-COLING.
    """
    view = View.of(doc)
    actors = actors or link_actors(view, mention_rows(view))
    return frame("quotes", quote_rows(view, actors, finder=finder))


def _in_offsets(draft: Draft, encoded: Encoded) -> Found:
    return Found(
        spans=_spans(draft.words, encoded),
        speaker=_hull(draft.speaker, encoded),
        cue=_spans(draft.cue, encoded),
        frame=_spans(draft.frame, encoded),
        addressee=_hull(draft.addressee, encoded),
        type=draft.type,
        medium=draft.medium,
        score=draft.score,
    )


def _spans(positions: Sequence[int], encoded: Encoded) -> Spans:
    """Character spans of words; white space is no gap, layout that was left out is one."""
    spans: list[Span] = []
    last = -2
    for position in positions:
        start, end = int(encoded.starts[position]), int(encoded.ends[position])
        if position == last + 1 and encoded.tokens[position] - encoded.tokens[last] <= 2:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = position
    return tuple(spans)


def _hull(positions: Sequence[int], encoded: Encoded) -> Span | None:
    return (int(encoded.starts[positions[0]]), int(encoded.ends[positions[-1]])) if positions else None
