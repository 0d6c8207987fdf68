"""`iter_documents`: any source to a stream of documents, with a row for whatever could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from ...errors import ForeignTextError, ReadingError
from ..dates import parse_date
from ..decoding import decode
from ..document import Document
from ..read import MAX_BYTES
from . import tabular
from .article import Article, MissingLibraryError
from .databases import SYSTEMS, detect_system, export_paragraphs, read_export, read_marked
from .markup import docx_paragraphs, html_paragraphs, read_page, rtf_paragraphs
from .tei import read_tei

# Exports of databases hold hundreds of texts in one file.
MAX_FILE_BYTES: Final = 200 * 1024 * 1024
_ENDINGS: Final[Mapping[str, str]] = {
    ".txt": "txt", ".text": "txt", ".htm": "html", ".html": "html", ".xhtml": "html", ".docx": "docx", ".rtf": "rtf",
    ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xml": "tei", ".tei": "tei",
}  # fmt: skip
FORMATS: Final = (*dict.fromkeys(_ENDINGS.values()), *SYSTEMS)
_STREAMED: Final = frozenset({"csv", "jsonl", "parquet"})


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
    source: str | Path,
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
    source : str or path
        A file, or a folder that is read with its subfolders in the order of names; hidden files are passed over.
    format : str, optional
        One of `FORMATS`: ``txt``, ``html`` (saved pages), ``docx``, ``rtf``, ``csv``, ``xlsx``, ``jsonl``, ``parquet``,
        ``tei``, or the database that an export comes from: ``nexis``, ``factiva``, ``genios``,
        ``europresse``. By default the ending
        tells the format, and the content whether it is an export.
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
    path = Path(source)
    if format is not None and format not in FORMATS:
        raise ReadingError(f"There is no format {format!r}. Formats are: {', '.join(FORMATS)}.")
    tabular.check_mapping(mapping)
    if not path.exists():
        raise ReadingError(f"There is no file or folder {str(source)!r}; check the path.")
    return _documents(path, format, mapping, max_bytes, _Defaults(outlet, language, translated, any_language))


class _Defaults(NamedTuple):
    outlet: str | None
    language: str
    translated: bool
    any_language: bool


def _documents(
    path: Path, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int, defaults: _Defaults
) -> Iterator[Item]:
    taken: Counter[str] = Counter()
    for file in _files(path):
        for article in _articles(file, kind, mapping, max_bytes):
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


def _articles(path: Path, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int) -> Iterator[Article]:
    """Read one file; whatever goes wrong in it becomes an article with a problem, and the next file is read."""
    try:
        yield from _read(path, kind, mapping, max_bytes)
    except MissingLibraryError:
        raise
    except ReadingError as error:
        yield Article(problem=str(error))
    except Exception as error:  # readers of other people's formats raise anything on broken files
        said = " ".join(str(error).split())[:200]
        yield Article(problem=f"it is damaged ({type(error).__name__}{': ' if said else ''}{said})")


def _read(path: Path, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int) -> Iterator[Article]:
    name = repr(str(path))
    ending = _ENDINGS.get(path.suffix.lower())
    base = ending or "txt" if kind in (None, *SYSTEMS) else kind
    if ending is None and kind is None:
        known = ", ".join(_ENDINGS)
        raise ReadingError(f"{name} has no ending that we know ({known}); name the format, or move the file away.")
    if base in _STREAMED:
        if base == "csv":
            yield from tabular.read_csv(path, mapping, max_bytes=max_bytes)
        elif base == "jsonl":
            yield from tabular.read_jsonl(path, mapping, max_bytes=max_bytes)
        else:
            yield from tabular.read_parquet(path, mapping)
        return
    data = _load(path)
    if not data.strip():
        raise ReadingError("it is empty")
    if base == "xlsx":
        yield from tabular.read_xlsx(data, mapping, name=name)
    elif base == "tei":
        yield from read_tei(data, name=name)
    else:
        yield from _read_prose(base, data, kind, name)


def _read_prose(base: str, data: bytes, kind: str | None, name: str) -> Iterator[Article]:
    """Read a file of prose: an export where it is said to be one or looks like one, else one text."""
    remarks: tuple[str, ...] = ()
    plain = ""
    if base == "txt":
        plain, remarks = decode(data, name=name)
        paragraphs = export_paragraphs(plain)
    else:
        paragraphs = _PARAGRAPHS[base](data, name=name)
    if base == "html" and kind in (None, "europresse") and (marked := read_marked(decode(data, name=name)[0])):
        yield from (article._replace(remarks=("exported by Europresse", *article.remarks)) for article in marked)
        return
    system = kind if kind in SYSTEMS else detect_system(paragraphs) if kind is None else None
    if system is not None:
        for article in read_export(system, paragraphs, name=name):
            yield article._replace(remarks=(*remarks, f"exported by {system.capitalize()}", *article.remarks))
    elif base == "txt":
        yield Article(text=plain, remarks=remarks)
    elif base == "html":
        yield from read_page(data, name=name)
    else:
        yield Article(text="\n\n".join(paragraphs))


_PARAGRAPHS: Final[Mapping[str, Callable[..., list[str]]]] = {
    "html": html_paragraphs,
    "docx": docx_paragraphs,
    "rtf": rtf_paragraphs,
}


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ReadingError(f"{str(path)!r} has more than {MAX_FILE_BYTES:,} bytes; split it.")
    return data


def _item(article: Article, path: Path, max_bytes: int, defaults: _Defaults) -> Item:
    reason = article.problem
    text = article.text
    if reason is None and not text.strip():
        reason = "it is empty"
    if reason is None and len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        reason = f"its text is longer than {max_bytes:,} bytes; split it, or raise max_bytes"
    if reason is None and (broken := _broken(text)):
        reason = broken
    if reason is not None:
        return ReadingFailure(path.as_posix(), article.place, article.doc_id, reason)
    day = parse_date(article.date)
    unread = day is None and article.date not in (None, "")
    remark = (f"the date {str(article.date)[:40]!r} was not understood",) if unread else ()
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


def _broken(text: str) -> str | None:
    """Say why a text is none: control characters of a binary file, or broken characters."""
    controls = sum(character < " " and character not in "\t\n\r\x0b\x0c" for character in text)
    if controls > len(text) / 100 or "\x00" in text:
        return "it is binary, not text"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "it holds broken characters; export it again in UTF-8"
    return None


def _with_own_id(document: Document, taken: Counter[str]) -> Document:
    """Give the second copy of a text, and every further one, an id of its own: copies are data, too."""
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
