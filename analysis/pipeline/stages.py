"""The stages one after the other: a parsed document in, the rows of all its tables out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from .. import tables
from ..reading import Document
from ..reading.folding import unfold
from ..tables import Segment, Sentence, Token
from ..voices import Voices

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ..language.view import View
    from ..stance import Predicates
    from ..stance.reader import Reader
    from .options import Options


class Lexicons(NamedTuple):
    """What is loaded once for a whole stream: the user's own entries, the reader of stances, and choices."""

    gazetteer: Any
    predicates: Predicates | None
    reader: Reader | None
    threshold: float | None
    tokens: bool = True


def load_lexicons(options: Options) -> Lexicons:
    """Return the user's own entries, from the files that the options name."""
    gazetteer: Any = None
    predicates: Predicates | None = None
    if options.gazetteer is not None:
        from ..actors import load_gazetteer

        gazetteer = load_gazetteer(options.gazetteer)
    if options.predicates is not None:
        from ..stance import load_predicates

        predicates = load_predicates(options.predicates)
    reader: Reader | None = None
    if options.reader != "fast":
        from ..stance.reader import packaged_reader

        reader = packaged_reader(options.reader)
    return Lexicons(gazetteer, predicates, reader, options.threshold)


Watch: TypeAlias = Callable[[str, float], object]
"""Told the stage that begins (a package), and about what share of the work is done by then."""
# Shares of the processor time of a long text; a stage begins where those before it end.
BEGINS: Final[Mapping[str, float]] = {"language": 0.0, "actors": 0.3, "quotes": 0.35, "stance": 0.55, "framing": 0.85}


def unwatched(stage: str, share: float) -> None:
    """Take no note of how far an analysis is."""


def rows_of(doc: Doc, lexicons: Lexicons, watch: Watch = unwatched) -> dict[str, Sequence[Any]]:
    """Return the tables of a parsed document; each stage takes what the stages before it have made."""
    from ..actors import link_actors, mention_rows
    from ..language.view import View
    from ..quotes import quote_rows
    from ..stance import marker_rows, stance_rows

    document: Document = doc._.document
    view = View(doc)
    watch("actors", BEGINS["actors"])
    mentions = mention_rows(view, gazetteer=lexicons.gazetteer)
    actors = link_actors(view, mentions, gazetteer=lexicons.gazetteer)
    watch("quotes", BEGINS["quotes"])
    quotes = quote_rows(view, actors)
    voices = Voices(quotes)
    mentions = [mention._replace(voice=voices.name(mention.start, mention.end)) for mention in mentions]
    watch("stance", BEGINS["stance"])
    reader, threshold = lexicons.reader, lexicons.threshold
    stances = stance_rows(
        view, mentions, quotes, actors, predicates=lexicons.predicates, reader=reader, threshold=threshold
    )
    sentences = list(_sentence_rows(doc, document))
    tokens = list(_token_rows(view)) if lexicons.tokens else []
    starts = [start for start, blank in zip(view.starts, view.blank, strict=True) if not blank]
    return {
        "documents": [_document_row(document, sentences, starts)],
        "segments": list(document.segments),
        "sentences": sentences,
        "tokens": tokens,
        "mentions": mentions,
        "actors": list(actors.rows),
        "quotes": quotes,
        "stances": stances,
        "markers": list(marker_rows(view, quotes)),
    }


def rows_in_source(rows: Mapping[str, Sequence[Any]], document: Document) -> dict[str, Sequence[Any]]:
    """Return the rows of the folded text with offsets and texts in the text as it stands."""
    (row,) = rows["documents"]
    folding, text = document.folding, document.text
    moved: dict[str, Sequence[Any]] = {name: unfold(table, folding, text) for name, table in rows.items()}
    size = {"n_chars": len(document.text), "text_sha256": document.text_sha256}
    return moved | {"documents": [row._replace(**size)], "segments": list(document.segments)}


def _document_row(document: Document, sentences: Sequence[Sentence], starts: Sequence[int]) -> tables.DocumentRow:
    uncounted = [segment for segment in document.segments if segment.kind in tables.UNCOUNTED]
    residue = {segment.segment_id for segment in uncounted}
    passed = sum(bisect_left(starts, segment.end) - bisect_left(starts, segment.start) for segment in uncounted)
    return tables.DocumentRow(
        doc_id=document.doc_id,
        source=document.source,
        outlet=document.outlet,
        title=document.title,
        date=document.date,
        language=document.language,
        translated=document.translated,
        n_chars=len(document.text),
        n_tokens=len(starts) - passed,
        n_sentences=sum(sentence.segment_id not in residue for sentence in sentences),
        text_sha256=document.text_sha256,
    )


def _sentence_rows(doc: Doc, document: Document) -> Iterator[Sentence]:
    """Yield the sentences with segment and paragraph; a dateline and the rest of its line are one paragraph."""
    text = document.text
    segments: Sequence[Segment] = document.segments
    paragraph, segment = -1, -1
    for index, span in enumerate(doc.sents):
        start, end = span.start_char, span.end_char
        piece = text[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
        while segment + 1 < len(segments) and segments[segment + 1].start <= start:
            segment += 1
            follows_dateline = segment > 0 and segments[segment - 1].kind == "dateline"
            paragraph += not follows_dateline
        if start < end:
            yield Sentence(
                document.doc_id,
                index,
                segments[max(segment, 0)].segment_id,
                max(paragraph, 0),
                start,
                end,
                text[start:end],
            )


def _token_rows(view: View) -> Iterator[Token]:
    doc_id = view.doc_id
    rows = zip(
        view.blank,
        view.sentence,
        range(len(view)),
        view.starts,
        view.ends,
        view.words,
        view.lemmas,
        view.pos,
        view.morphs,
        view.head,
        view.dep,
        view.entity,
        strict=True,
    )
    for blank, sentence, number, start, end, word, lemma, upos, morph, head, relation, entity in rows:
        if not blank:
            yield Token(
                doc_id, sentence, number, start, end, word, lemma, upos, morph or None, head, relation, entity or None
            )
