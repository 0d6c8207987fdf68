"""`iter_documents`: any source to a stream of documents, with a row for whatever could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ...errors import ForeignTextError, ReadingError
from ..document import MAX_BYTES, Document
from .article import Article
from .readers import FORMATS, check_options, day_of, read_articles, unusable
from .source import Source

__all__ = ["FORMATS", "ReadingFailure", "iter_documents"]


class ReadingFailure(NamedTuple):
    """What could not be read, and why: a row of ``errors``.

    Attributes
    ----------
    source : str
        The file.
    place : str
        Where in the file: ``row 12``, ``line 3``, ``text 7``; empty for the whole file.
    doc_id : str or None
        The document, where the source names it.
    reason : str
        Why, and what to do.
    """

    source: str
    place: str
    doc_id: str | None
    reason: str


Item: TypeAlias = "Document | ReadingFailure"


def iter_documents(
    source: str | Path | Source,
    *,
    format: str | None = None,  # noqa: A002
    mapping: Mapping[str, str] | None = None,
    outlet: str | None = None,
    language: str = "de",
    translated: bool = False,
    max_bytes: int = MAX_BYTES,
    any_language: bool = False,
) -> Iterator[Document | ReadingFailure]:
    """Read every document of a source, in a fixed order and one at a time.

    Parameters
    ----------
    source : str, path or Source
        A file, or a folder that is read with its subfolders in the order of names; hidden files are passed over. A
        `Source` holds the bytes of an upload.
    format : str, optional
        One of `FORMATS`: ``txt``, ``html`` (saved pages), ``docx``, ``rtf``, ``odt``, ``pdf``, ``eml``, ``csv``,
        ``xlsx``, ``jsonl``, ``parquet``, ``tei``, or the database that an export comes from: ``nexis``, ``factiva``,
        ``genios``, ``europresse``. By default the content tells the format, and whether it is an export.
    mapping : mapping of str to str, optional
        For tables: which column holds ``text``, ``doc_id``, ``title``, ``date``, ``outlet``, ``source``, ``language``
        or ``translated``. Fields that are left out are looked for under usual names.
    outlet, language, translated
        What holds for texts whose source does not say it.
    max_bytes : int
        Longer texts are refused.
    any_language : bool
        Whether texts that are not German are read all the same; by default they are failures.

    Yields
    ------
    Document or ReadingFailure
        Documents have ids that no other of the run has; for what cannot be read there is a failure with its reason.

    Raises
    ------
    ReadingError
        If there is no such source or format, the mapping names no field of ours, or a library is not installed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Kasachstan schweigt.")
    ...     _ = Path(folder, "b.txt").write_text("")
    ...     [item.reason if isinstance(item, ReadingFailure) else item.text for item in iter_documents(folder)]
    ['Kasachstan schweigt.', 'it is empty']
    """
    check_options(format, mapping)
    defaults = _Defaults(outlet, language, translated, any_language)
    if isinstance(source, Source):
        return _documents([source], format, mapping, max_bytes, defaults, alone=True)
    path = Path(source)
    if not path.exists():
        raise ReadingError(f"There is no file or folder {str(source)!r}; check the path.")
    sources = (Source(repr(str(file)), file.name, path=file) for file in _files(path))
    return _documents(sources, format, mapping, max_bytes, defaults, alone=not path.is_dir())


class _Defaults(NamedTuple):
    outlet: str | None
    language: str
    translated: bool
    any_language: bool


def _documents(
    sources: Iterable[Source],
    kind: str | None,
    mapping: Mapping[str, str] | None,
    max_bytes: int,
    defaults: _Defaults,
    *,
    alone: bool,
) -> Iterator[Item]:
    taken: Counter[str] = Counter()
    for source in sources:
        file = source.path or Path(source.name)
        for article in read_articles(source, kind, mapping, max_bytes, known=not alone):
            item = _item(article, file, max_bytes, defaults)
            yield _with_own_id(item, taken) if isinstance(item, Document) else item


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*"), key=lambda file: file.relative_to(path).parts):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
        if not hidden and not file.is_dir():
            yield file


def _item(article: Article, path: Path, max_bytes: int, defaults: _Defaults) -> Item:
    reason = unusable(article, max_bytes)
    if reason is not None:
        return ReadingFailure(path.as_posix(), article.place, article.doc_id, reason)
    text = article.text
    day, remark = day_of(article)
    place = f"#{article.place.replace(' ', '-')}" if article.place else ""
    try:
        return Document.from_text(
            text,
            doc_id=article.doc_id,
            source=article.source or f"{path.as_posix()}{place}",
            outlet=article.outlet or defaults.outlet,
            title=article.title,
            date=day,
            language=article.language or defaults.language,
            translated=defaults.translated if article.translated is None else article.translated,
            remarks=(*article.remarks, *remark),
            any_language=defaults.any_language,
        )
    except ForeignTextError as error:
        return ReadingFailure(path.as_posix(), article.place, article.doc_id, str(error))


def _with_own_id(document: Document, taken: Counter[str]) -> Document:
    """Return a document; the second copy of a text, and every further one, has an id of its own: copies are data."""
    base = document.doc_id
    taken[base] += 1
    if taken[base] == 1:
        return document
    number, name = taken[base], ""
    while not name or name in taken:
        name = f"{base}-{number}"
        number += 1
    taken[name] += 1
    segments = tuple(segment._replace(doc_id=name) for segment in document.segments)
    return replace(document, doc_id=name, segments=segments)
