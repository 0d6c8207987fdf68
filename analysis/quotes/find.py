"""The public functions of the room: quotes as rows, and as a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import ActorIndex, link_actors, mention_rows
from ..tables import Quote, frame
from .decoding import draft_quotes
from .features import encode
from .network import quote_network
from .rows import Sources, make_rows

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc


def quote_rows(doc: Doc, actors: ActorIndex) -> list[Quote]:
    """Find who says what to whom, as rows of the table ``quotes``.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A document as `analysis.language.parse` fills it.
    actors : ActorIndex
        Its actors, from `analysis.actors.link_actors`.

    Returns
    -------
    list of Quote
        In text order. Nothing in boilerplate or datelines is a quote.
    """
    encoded = encode(doc)
    drafts = draft_quotes(quote_network().propose(encoded), len(encoded.forms))
    return make_rows(drafts, Sources(doc, encoded, actors))


def find_quotes(doc: Doc, *, actors: ActorIndex | None = None) -> pd.DataFrame:
    """Find who says what to whom.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A document as `analysis.language.parse` fills it.
    actors : ActorIndex, optional
        Its actors, from `analysis.actors.link_actors`; by default they are linked here.

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
    if actors is None:
        actors = link_actors(doc, mention_rows(doc))
    return frame("quotes", quote_rows(doc, actors))
