"""The pipeline: one document through every stage in order, and all its tables in one result.

`analyse` serves researchers with one article, `analyse_many` a stream of articles; both call the same
stages in the same order. Rows are built as tuples and become data frames only when somebody looks at them,
so that a stream of thousands of documents never pays for pandas.
"""

from __future__ import annotations

import gc
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from . import tables
from .corrections import corrections_in_words
from .corrections.result import Correctable
from .errors import LanguageError, MittellageError
from .frames import Frames
from .legible import legible_line
from .reading import Document
from .reading.folding import unfold
from .tables import CENTRAL_ASIA, Segment, Sentence, Token
from .voices import Voices
from .windows import Window, join, split

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

    from .export.exchange import Annotated
    from .language.view import View
    from .stance import Predicates

# Enough text to fill the model's batches, little enough to keep the memory of a stream flat.
_BATCH_CHARS: Final = 60_000
# Tables of the record that annotate writes, and how many rows are written together.
_LISTED: Final = ("segments", "sentences", "mentions", "quotes", "stances")
_ROWS: Final = 1_000
_ID_TABLES: Final = {
    "s": "segments",
    "m": "mentions",
    "a": "actors",
    "q": "quotes",
    "t": "stances",
    "k": "markers",
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """Choices of a user for an analysis; they are written into the manifest.

    Attributes
    ----------
    language : str
        Language backend, ``default`` or the name of a spaCy pipeline.
    focus : tuple of str
        Countries whose position is asked for.
    poles : tuple of str
        Three countries between which the focus is positioned.
    gazetteer, predicates, frames : pathlib.Path or None
        The user's own entries, added to those of mittellage.
    threshold : float or None
        Least probability of a stance; by default one that favours precision.
    seed : int
        Seed of every bootstrap.
    any_language : bool
        Whether texts that are not German are analysed all the same.
    """

    language: str = "default"
    focus: tuple[str, ...] = CENTRAL_ASIA
    poles: tuple[str, ...] = ("RU", "CN", "US")
    gazetteer: Path | None = None
    predicates: Path | None = None
    frames: Path | None = None
    threshold: float | None = None
    seed: int = 0
    any_language: bool = False


@dataclass(frozen=True)
class Analysis(Correctable):
    """All tables of one document.

    Every table of `analysis.tables` is an attribute that holds a `pandas.DataFrame`: ``documents``, ``segments``,
    ``sentences``, ``tokens``, ``mentions``, ``actors``, ``quotes``, ``stances``, ``markers``, ``framing``, and
    ``corrections``. Each access gives a copy: a row is corrected by `correct`, `reject` and `add`, which return a new
    result in which everything follows.

    Attributes
    ----------
    document : Document
        The text and its metadata.
    rows : mapping of str to list of tuple
        The same tables as rows, without pandas; ``framing`` only where it was saved, else in the data frames alone.
    options : Options
        Options of the analysis.
    """

    document: Document
    rows: Mapping[str, Sequence[Any]] = field(repr=False)
    options: Options = field(default_factory=Options, repr=False)

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table as a data frame, by name; ``corrections`` where there are any."""
        from .framing import measure_framing

        given = {name: rows for name, rows in self.rows.items() if rows or name not in tables.BY_HAND}
        frames = {name: tables.frame(name, rows) for name, rows in given.items()}
        if "framing" not in frames:
            frames["framing"] = measure_framing(
                self.rows,
                focus=self.options.focus,
                poles=self.options.poles,
                translated=self.document.translated,
                frames=self.options.frames,
                seed=self.options.seed,
            )
        return Frames(frames)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in tables.ROWS:
            return self.tables[name]
        if name in tables.BY_HAND:
            return tables.frame(name, self.rows.get(name, ()))  # without measuring anything
        known = ", ".join((*tables.ROWS, *tables.BY_HAND))
        raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}; tables are {known}")

    def __str__(self) -> str:
        counts = ", ".join(f"{len(self.rows[name])} {name}" for name in ("mentions", "quotes", "stances"))
        by_hand = corrections_in_words(self.n_corrected, "en")
        title = legible_line(self.document.title or self.document.doc_id)
        return f"{title}: {counts}{by_hand and f'; {by_hand}'}"

    def save(
        self,
        directory: str | Path,
        *,
        formats: Sequence[str] = ("csv",),
        charts: Literal["essential", "all"] | Sequence[str] = "all",
    ) -> Path:
        """Write every table, the charts, the report and the manifest into a folder.

        Parameters
        ----------
        directory : str or path
            Folder to write. It appears whole or not at all; an earlier result there is replaced.
        formats : sequence of {"csv", "parquet", "xlsx", "latex"}
            Formats of the tables.
        charts : {"all", "essential"} or sequence of str
            As for the command: all charts as PNG, SVG and PDF, the six essential ones as PNG and SVG, or those named in
            `analysis.charts.CHARTS`.

        Returns
        -------
        pathlib.Path
            The folder.

        Raises
        ------
        ExportError
            If the folder holds something else, or a format is unknown.
        """
        from .export import save_results

        return save_results(self.tables, self.document, directory, formats=formats, options=self.options, charts=charts)

    def report(self, path: str | Path, *, lang: Literal["de", "en"] = "de") -> Path:
        """Write one self-contained HTML page with the charts, the tables and the annotated text.

        Parameters
        ----------
        path : str or path
            File to write.
        lang : {"de", "en"}
            Language of the labels.
        """
        from .export import write_report

        return write_report(self.tables, self.document, path, lang=lang)

    def annotated(self) -> Annotated:
        """Return the text and all rows, as formats of other programs are made from them."""
        from .export.exchange import Annotated

        rows = {**self.rows, "framing": list(tables.rows("framing", self.tables["framing"]))}
        return Annotated(self.document.text, rows)

    def export(self, path: str | Path, **choices: Any) -> Path:
        """Write the result for another program; the suffix chooses it, see `analysis.export.exchange.export_file`.

        Parameters
        ----------
        path : str or path
            File to write: ``.graphml``, ``.gexf``, ``.dna``, ``.qdpx``, ``.xmi``, ``.conllu`` or ``.tei.xml``.
        **choices
            ``aggregate``, ``nodes``, ``concept``, ``lang``.

        Raises
        ------
        ExportError
            If the suffix or a choice is unknown, or the file cannot be written.
        """
        from .export.exchange import export_file

        return export_file([self.annotated()], path, **choices)

    def bundle(self, path: str | Path, **options: Any) -> Path:
        """Write a replication package: tables without words, numbers, charts, and a script that computes them again.

        Parameters
        ----------
        path : str or path
            ZIP file to write.
        **options
            As for `analysis.export.bundle.pack_result`: what to keep, charts, language, title, authors, licence.

        Returns
        -------
        pathlib.Path
            The ZIP file.

        Raises
        ------
        ExportError
            If numbers cannot be computed again, the text would be given away, or the file cannot be written.
        """
        from .export import build_manifest, pack_result

        return pack_result(self.tables, build_manifest(self.document, options=self.options), path, **options)

    def record(self) -> dict[str, Any]:
        """Give the document's record of ``mittellage annotate``: JSON types only, without tokens and framing."""
        record: dict[str, Any] = {"doc_id": self.document.doc_id}
        record.update({name: [tables.record(row) for row in self.rows[name]] for name in _LISTED})
        record["error"] = None
        return record

    def record_pieces(self) -> Iterator[str]:
        """Yield that record as a line of JSON, some rows at a time: of a long text it is too long to be held."""
        yield f'{{"doc_id":{json.dumps(self.document.doc_id, ensure_ascii=False)}'
        for name in _LISTED:
            yield f',"{name}":['
            rows = iter(self.rows[name])
            mark = ""
            while some := [tables.dumps(tables.record(row)) for row in islice(rows, _ROWS)]:
                yield mark + ",".join(some)
                mark = ","
            yield "]"
        yield ',"error":null}\n'


def analyse(document: Document | str, *, options: Options | None = None) -> Analysis:
    """Return the result of one document that passed every stage.

    Parameters
    ----------
    document : Document or str
        What `read_document` gives, or a plain text.
    options : Options, optional
        Backend, focus, poles, own lexicons, seed.

    Returns
    -------
    Analysis
        All tables of the document.

    Examples
    --------
    >>> result = analyse("Kasachstan kritisiert Russland.")
    >>> result.stances[["holder_country", "target", "sign"]].to_numpy().tolist()
    [['KZ', 'RU', -1]]
    """
    with _collector_at_rest():
        (result,) = analyse_many([document], options=options)
    return result


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Look for no garbage meanwhile.

    The first text loads lexicons of a million objects; the collector would go through them again and again, which takes
    a third of the time and finds nothing.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def analyse_many(documents: Iterable[Document | str], *, options: Options | None = None) -> Iterator[Analysis]:
    """Yield the results of a stream of documents, in batches and in constant memory.

    Yields
    ------
    Analysis
        One for each document, in order.
    """
    for result in iter_results(documents, options=options):
        if isinstance(result, Failure):
            raise result.error
        yield result


class Failure(NamedTuple):
    """A document that a stage could not handle, and the error that it raised."""

    document: Document
    error: Exception


def iter_results(
    documents: Iterable[Document | str], *, options: Options | None = None, tokens: bool = True
) -> Iterator[Analysis | Failure]:
    """Do what `analyse_many` does, but hand out failures instead of raising them, so that a stream goes on.

    Parameters
    ----------
    documents, options
        As for `analyse_many`.
    tokens : bool
        Whether there are rows of ``tokens``, which take most of the memory.

    Yields
    ------
    Analysis or Failure
        One for each document, in order.
    """
    options = options or Options()
    lexicons = _load_lexicons(options)._replace(tokens=tokens)
    whole = (
        Document.from_text(document, any_language=options.any_language) if isinstance(document, str) else document
        for document in documents
    )
    for batch in _batches(whole):
        for document, windows, doc in _parse_batch(batch, options.language):
            if isinstance(doc, Exception):
                yield Failure(document, doc)
                continue
            try:
                if doc is None:
                    rows = join(_parts(windows, options.language, lexicons), document, document.folding)
                else:
                    rows = _in_source(_collect(doc, lexicons), document)
            except LanguageError:
                raise
            except Exception as error:
                yield Failure(document, error)
            else:
                yield Analysis(document, rows, options)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parse_batch(
    batch: Sequence[Document], language: str
) -> Iterator[tuple[Document, list[Window], Doc | Exception | None]]:
    """Parse together, which is fast; where one document breaks the batch, parse one by one to find it.

    What is too long for one window is not parsed yet.
    """
    cut = [split(document.folded) for document in batch]
    whole = [windows[0].document for windows in cut if len(windows) == 1]
    docs = iter(_parsed(whole, language))
    for document, windows in zip(batch, cut, strict=True):
        yield document, windows, next(docs) if len(windows) == 1 else None


def _parsed(documents: Sequence[Document], language: str) -> list[Doc | Exception]:
    from .language import parse, parse_many

    try:
        return list(parse_many(documents, language=language))
    except LanguageError:
        raise  # the backend itself is at fault, not a document
    except Exception:
        docs: list[Doc | Exception] = []
        for document in documents:
            try:
                docs.append(parse(document, language=language))
            except Exception as error:
                docs.append(error)
        return docs


def _parts(windows: Sequence[Window], language: str, lexicons: _Lexicons) -> Iterator[tuple[Window, Mapping[str, Any]]]:
    """Yield the windows of a long document with their rows; only one of them is held at once."""
    from .language import parse

    for window in windows:
        yield window, _collect(parse(window.document, language=language), lexicons)


class _Lexicons(NamedTuple):
    """The user's own entries, loaded once for a whole stream, the threshold of stances, and whether tokens are kept."""

    gazetteer: Any
    predicates: Predicates | None
    threshold: float | None
    tokens: bool = True


def _load_lexicons(options: Options) -> _Lexicons:
    gazetteer: Any = None
    predicates: Predicates | None = None
    if options.gazetteer is not None:
        from .actors import load_gazetteer

        gazetteer = load_gazetteer(options.gazetteer)
    if options.predicates is not None:
        from .stance import load_predicates

        predicates = load_predicates(options.predicates)
    return _Lexicons(gazetteer, predicates, options.threshold)


def _collect(doc: Doc, lexicons: _Lexicons) -> dict[str, Sequence[Any]]:
    """Return the tables of a parsed document; each stage takes what the stages before it have made."""
    from .actors import link_actors, mention_rows
    from .language.view import View
    from .quotes import quote_rows
    from .stance import marker_rows, stance_rows

    document: Document = doc._.document
    view = View(doc)
    mentions = mention_rows(view, gazetteer=lexicons.gazetteer)
    actors = link_actors(view, mentions, gazetteer=lexicons.gazetteer)
    quotes = quote_rows(view, actors)
    voices = Voices(quotes)
    mentions = [mention._replace(voice=voices.name(mention.start, mention.end)) for mention in mentions]
    stances = stance_rows(view, mentions, quotes, actors, predicates=lexicons.predicates, threshold=lexicons.threshold)
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


def _in_source(rows: Mapping[str, Sequence[Any]], document: Document) -> dict[str, Sequence[Any]]:
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
    """Give each sentence its segment and paragraph; a dateline and the rest of its line are one paragraph."""
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


def evidence(result: Analysis, row: Mapping[str, Any] | pd.Series[Any]) -> pd.DataFrame:
    """Open the evidence behind any value: the rows of other tables that it was computed from, and their text.

    Parameters
    ----------
    result : Analysis
        The result that the row belongs to.
    row : mapping or pandas.Series
        A row of ``framing`` (its ``evidence`` names rows), or a row of any table with ``start`` and ``end``.

    Returns
    -------
    pandas.DataFrame
        Columns ``table, id, start, end, text``, in text order.

    Examples
    --------
    >>> result = analyse("Kasachstan kritisiert Russland.")
    >>> evidence(result, result.stances.iloc[0])["text"].tolist()
    ['kritisiert']
    """
    import pandas as pd

    found: list[tuple[str, str, int, int, str]] = []
    pieces = row.get("evidence")
    if pieces is None:
        found.append(("", "", int(row["start"]), int(row["end"]), str(row["text"])))
    elif "stance_id" in row:
        found.extend(("stances", str(row["stance_id"]), e.start, e.end, e.text) for e in pieces)
    else:
        found.extend(_look_up(result, str(identifier)) for identifier in pieces)
    found.sort(key=lambda item: (item[2], item[3], item[0]))
    return pd.DataFrame(found, columns=["table", "id", "start", "end", "text"])


def _look_up(result: Analysis, identifier: str) -> tuple[str, str, int, int, str]:
    match = re.fullmatch(r"([a-z]?)\d+", identifier)
    if match is None:
        raise MittellageError(f"{identifier!r} is not the id of a row, such as m12, q3 or t7.")
    table = _ID_TABLES[match[1]] if match[1] else "sentences"
    column = tables.ROWS[table]._fields[1]
    for row in result.rows[table]:
        data = row._asdict()
        if str(data[column]) == identifier:
            start, end = data.get("start", 0), data.get("end", 0)
            return table, identifier, start, end, result.document.text[start:end]
    raise MittellageError(f"The result has no row {identifier!r} in table {table!r}; ids are those of its own tables.")


def explain(result: Analysis, stance_id: str) -> Any:
    """Explain a stance: its holder, target, sign, predicate and the words that carry it.

    Parameters
    ----------
    result : Analysis
        The result that the stance belongs to.
    stance_id : str
        Id of a row of ``stances``, such as ``t1``.

    Returns
    -------
    Explanation
        Prints as text, and shows itself as HTML in a notebook.

    Raises
    ------
    MittellageError
        If there is no such stance.
    """
    from .stance import explain_stance

    for stance in result.rows["stances"]:
        if stance.stance_id == stance_id:
            return explain_stance(stance, result.document.text)
    known = ", ".join(stance.stance_id for stance in result.rows["stances"])
    raise MittellageError(f"There is no stance {stance_id!r}. Stances of this result: {known or 'none'}.")
