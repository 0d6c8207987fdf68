"""Run the stages: one document or a stream of documents in, a result for each out.

`analyse` serves researchers with one article, `analyse_many` a stream of articles; both call the same
stages in the same order.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import LanguageError, ReadingError
from ..reading import Document
from ..windows import Window, join, split
from .options import Options
from .result import Analysis
from .stages import BEGINS, Lexicons, Watch, load_lexicons, rows_in_source, rows_of, unwatched

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Enough text to fill the model's batches, little enough to keep the memory of a stream flat.
_BATCH_CHARS: Final = 60_000


def analyse(document: Document | str, *, options: Options | None = None, watch: Watch = unwatched) -> Analysis:
    """Return the result of one document that passed every stage.

    Parameters
    ----------
    document : Document or str
        What `read_document` gives, or a plain text.
    options : Options, optional
        Backend, focus, poles, own lexicons, seed.
    watch : callable, optional
        Called with the stage that begins (``language``, ``actors``, ``quotes``, ``stance``) and about what share of the
        work is done by then, 0 to 1.

    Returns
    -------
    Analysis
        All tables of the document.

    Raises
    ------
    ReadingError
        If it is something else, as a path, or not a German text.

    Examples
    --------
    >>> result = analyse("Kasachstan kritisiert Russland.")
    >>> result.stances[["holder_country", "target", "sign"]].to_numpy().tolist()
    [['KZ', 'RU', -1]]
    """
    with _collector_at_rest():
        (result,) = iter_results([document], options=options, watch=watch)
    if isinstance(result, Failure):
        raise result.error
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
    documents: Iterable[Document | str],
    *,
    options: Options | None = None,
    tokens: bool = True,
    watch: Watch = unwatched,
) -> Iterator[Analysis | Failure]:
    """Do what `analyse_many` does, but hand out failures instead of raising them, so that a stream goes on.

    Parameters
    ----------
    documents, options
        As for `analyse_many`.
    tokens : bool
        Whether there are rows of ``tokens``, which take most of the memory.
    watch : callable, optional
        As for `analyse`; told anew for each document.

    Yields
    ------
    Analysis or Failure
        One for each document, in order.
    """
    options = options or Options()
    lexicons = load_lexicons(options)._replace(tokens=tokens)
    for batch in _batches(_whole(document, options) for document in documents):
        watch("language", BEGINS["language"])
        for document, windows, doc in _parse_batch(batch, options.language):
            if isinstance(doc, Exception):
                yield Failure(document, doc)
                continue
            try:
                if doc is None:
                    rows = join(_parts(windows, options.language, lexicons, watch), document, document.folding)
                else:
                    rows = rows_in_source(rows_of(doc, lexicons, watch), document)
            except LanguageError:
                raise
            except Exception as error:
                yield Failure(document, error)
            else:
                yield Analysis(document, rows, options)


def _whole(document: Document | str, options: Options) -> Document:
    if isinstance(document, str):
        return Document.from_text(document, any_language=options.any_language)
    if not isinstance(document, Document):
        raise ReadingError(f"{document!r} is neither a text nor a Document; files are read by read_document.")
    return document


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
    from ..language import parse, parse_many

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


def _parts(
    windows: Sequence[Window], language: str, lexicons: Lexicons, watch: Watch
) -> Iterator[tuple[Window, Mapping[str, Any]]]:
    """Yield the windows of a long document with their rows; only one of them is held at once."""
    from ..language import parse

    for number, window in enumerate(windows):

        def tell(stage: str, share: float, *, done: int = number) -> None:
            watch(stage, (done + share) / len(windows))

        tell("language", BEGINS["language"])
        yield window, rows_of(parse(window.document, language=language), lexicons, tell)
