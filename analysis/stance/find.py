"""From a parsed document to the rows of the table ``stances``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..actors import ActorIndex, link_actors
from ..language.view import View
from ..tables import Mention, Quote, Stance, as_rows, frame
from ..voices import Voices
from .holders import find_references
from .lexicon import Predicates, default_predicates
from .output.own import own_rows
from .output.rows import Context, Targets, make_rows
from .reader import Reader, encode, find_cells, packaged_reader
from .reader.encoding import Cells, Encoded

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

_HELD: Final = 100_000_000
"""Bytes of what is known of the words of cells at once."""
_WORD_BYTES: Final = 32
"""Bytes of a word of a cell, and one more for each party."""


def stance_rows(
    doc: Doc | View,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    actors: ActorIndex | None,
    *,
    predicates: Predicates | None = None,
    threshold: float | None = None,
    reader: Reader | None = None,
) -> list[Stance]:
    """Return who evaluates whom in a parsed document; the fast core of `find_stances`.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        What `parse` gives.
    mentions : sequence of Mention
        Mentions of the document.
    quotes : sequence of Quote
        Quotes of the document; they give the voice.
    actors : ActorIndex, optional
        What `link_actors` gives; it says for which country a holder speaks.
    predicates : Predicates, optional
        What `load_predicates` gives; by default mittellage's own lexicon.
    threshold : float, optional
        Least probability of a row; by default one that favours precision.
    reader : Reader, optional
        Another reader than the packaged one.

    Returns
    -------
    list of Stance
        In text order, with ids ``t1``, ``t2``, ...
    """
    view = View.of(doc)
    if not mentions:
        return []
    predicates, reader = predicates or default_predicates(), reader or packaged_reader()
    actors = actors or link_actors(view, mentions)
    references = find_references(view, mentions, actors)
    encoded = encode(view, mentions, quotes, references)
    cells = find_cells(encoded)
    if not len(cells.sentences):
        return []
    context = Context(view, view.doc_id, view.text, Targets(mentions), references, Voices(quotes), actors, predicates)
    least = reader.threshold if threshold is None else threshold
    found: list[Stance] = []
    for block in _blocks(cells, encoded):
        related, verdicts = reader.read(encoded, block, predicates=predicates)
        found += make_rows(context, encoded, block, related, verdicts, threshold=least)
    if predicates.own:
        found = own_rows(context, found)
    found.sort(key=lambda row: (row.start, row.end, row.target, row.sign))
    return [row._replace(stance_id=f"t{number}") for number, row in enumerate(found, start=1)]


def _blocks(cells: Cells, encoded: Encoded) -> Iterator[Cells]:
    """Part the cells of a document where what is known of their words would fill the memory.

    Ten pages are one block; a list of all countries, said again and again, is many.
    """
    lengths = (encoded.sentences[cells.sentences + 1] - encoded.sentences[cells.sentences]).tolist()
    unit = _WORD_BYTES + len(encoded.parties)
    begin = longest = 0
    for place, length in enumerate(lengths):
        longest = max(longest, length)
        if place > begin and (place + 1 - begin) * longest * unit > _HELD:
            yield Cells(cells.sentences[begin:place], cells.targets[begin:place])
            begin, longest = place, length
    yield Cells(cells.sentences[begin:], cells.targets[begin:])


def find_stances(
    doc: Doc | View,
    mentions: pd.DataFrame | Sequence[Mention],
    *,
    quotes: pd.DataFrame | Sequence[Quote],
    actors: ActorIndex | None = None,
    predicates: Predicates | None = None,
    threshold: float | None = None,
) -> pd.DataFrame:
    """Return who evaluates whom: signed, directed edges with their evidence.

    Parameters
    ----------
    doc : spacy.tokens.Doc or View
        What `parse` gives.
    mentions, quotes : pandas.DataFrame or sequence of rows
        Tables ``mentions`` and ``quotes`` of the same document.
    actors : ActorIndex, optional
        What `link_actors` gives.
    predicates : Predicates, optional
        What `load_predicates` gives; by default mittellage's own lexicon.
    threshold : float, optional
        Least probability of a row; by default one that favours precision.

    Returns
    -------
    pandas.DataFrame
        Table ``stances``: one row per sentence, target and sign; ``score`` is the sign times the calibrated
        probability that a careful reader would draw this edge.

    Raises
    ------
    TableError
        If a table lacks a column.

    References
    ----------
    van Atteveldt, W. (2008). Semantic Network Analysis. BookSurge.
    Rashkin, H., Singh, S., & Choi, Y. (2016). Connotation Frames: A Data-Driven Investigation. ACL.
    """
    found = stance_rows(
        doc,
        as_rows("mentions", mentions),
        as_rows("quotes", quotes),
        actors,
        predicates=predicates,
        threshold=threshold,
    )
    return frame("stances", found)
