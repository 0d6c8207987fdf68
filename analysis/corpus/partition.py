"""Partitions: a stream of documents cut by volume of text, each named by the content of its documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from ..reading import Document

# A task costs Dask milliseconds, a document alone would cost it as much: so a task holds this much text, or documents.
CHARS: Final = 1_000_000
DOCUMENTS: Final = 200
# A corpus of some hundred articles is cut finer, so that a machine of many cores has work for all of them.
_LEAST: Final = 20
_TASKS: Final = 32


def documents_of_a_task(total: int | None) -> int:
    """Return how many documents a task holds at most; it depends on the source alone, so that a second run cuts alike.

    Examples
    --------
    >>> [documents_of_a_task(total) for total in (300, 3200, 100_000, None)]
    [20, 100, 200, 200]
    """
    return DOCUMENTS if total is None else min(DOCUMENTS, max(_LEAST, total // _TASKS))


class Keyed(NamedTuple):
    """A document and the hash of what its analysis depends on."""

    key: str
    document: Document


class Partition(NamedTuple):
    """Documents that are analysed, written and committed together.

    Attributes
    ----------
    key : str
        16 hex digits, the hash of the documents' keys: the same documents always make the same files.
    documents : tuple of Keyed
        In the order of the source.
    """

    key: str
    documents: tuple[Keyed, ...]


def document_key(
    *,
    doc_id: str,
    outlet: str | None,
    title: str | None,
    date: date | None,
    language: str,
    translated: bool,
    text_sha256: str,
    **other: Any,
) -> str:
    """Hash what the analysis of a document depends on; a row of ``documents`` gives the same key as the document.

    The path is left out, so that a corpus may move to another disk between two runs.

    Examples
    --------
    >>> document_key(doc_id="a", outlet=None, title=None, date=None, language="de", translated=False, text_sha256="0")
    '757ca16fcecfe578'
    """
    day = None if date is None else date.isoformat()[:10]
    identity = json.dumps([doc_id, outlet, title, day, language, translated, text_sha256])
    return _hash(identity.encode())


def keyed(document: Document) -> Keyed:
    """Put its key beside a document."""
    key = document_key(
        doc_id=document.doc_id,
        outlet=document.outlet,
        title=document.title,
        date=document.date,
        language=document.language,
        translated=document.translated,
        text_sha256=document.text_sha256,
    )
    return Keyed(key, document)


def partition_of(documents: Sequence[Keyed]) -> Partition:
    """Name some documents by their content."""
    return Partition(_hash("".join(item.key for item in documents).encode()), tuple(documents))


def cut(documents: Iterable[Keyed], *, chars: int = CHARS, most: int = DOCUMENTS) -> Iterator[tuple[Keyed, ...]]:
    """Cut a stream into groups of at least ``chars`` code points or ``most`` documents.

    Yields
    ------
    tuple of Keyed
        In order; only the last one may be smaller.
    """
    group: list[Keyed] = []
    size = 0
    for item in documents:
        group.append(item)
        size += len(item.document.text)
        if size >= chars or len(group) >= most:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
