"""Analysis within limits: what the command and the notebooks call, who have one document or some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from . import pipeline
from .limits import COPIES, Limits, limited
from .pipeline import Analysis, Options
from .reading import Document

_WARM = "Kasachstan und Russland unterzeichneten am Dienstag ein Abkommen."


@contextmanager
def analyse_limited(
    documents: Sequence[Document],
    *,
    options: Options | None = None,
    limits: Limits | None = None,
    names: Sequence[str] | None = None,
    keep: bool = False,
) -> Iterator[Iterator[Analysis]]:
    """Analyse documents in another process, which is ended when one of them costs too much time or memory.

    Parameters
    ----------
    documents : sequence of Document
        What `read_document` gives.
    options : Options, optional
        As for `analysis.pipeline.analyse`.
    limits : Limits, optional
        What each may cost; by default 120 seconds and 3 GB.
    names : sequence of str, optional
        What errors call them; by default their ``doc_id``.
    keep : bool
        Whether this process loads the models itself, so that its next call finds them; on Linux only.

    Yields
    ------
    iterator of Analysis
        One for each document, in order; it can be waited for later, the work has begun.

    Raises
    ------
    LimitError
        If a document costs too much; the message names the limit and how to raise it.

    Examples
    --------
    >>> with analyse_limited([Document.from_text("Kasachstan kritisiert Russland.")]) as results:
    ...     [len(result.rows["stances"]) for result in results]
    [1]
    """
    chosen = options or Options()
    if keep and COPIES:
        warm(chosen)
    called = [repr(document.doc_id) for document in documents] if names is None else names
    with limited(
        partial(_rows, options=chosen), documents, names=called, limits=limits, prepare=partial(warm, chosen)
    ) as tables:
        yield (Analysis(document, rows, chosen) for document, rows in zip(documents, tables, strict=True))


def warm(options: Options) -> None:
    """Load models and lexicons before any document's time is taken."""
    pipeline.analyse(Document.from_text(_WARM), options=options)


def _rows(document: Document, options: Options) -> Mapping[str, Sequence[Any]]:
    return pipeline.analyse(document, options=options).rows
