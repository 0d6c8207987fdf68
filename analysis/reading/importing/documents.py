"""`iter_documents`: any source to a stream of documents, with a row for whatever could not be read."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from ...errors import ReadingError
from ..dates import parse_date
from ..decoding import decode
from ..document import Document
from ..read import MAX_BYTES
from ..segments import is_wrapped
from . import tabular
from .article import Article, MissingLibraryError, Prose
from .columns import check_mapping
from .databases import detect_system, read_export
from .kinds import ENDINGS, KINDS, find_kind, is_marked
from .mail import read_mail
from .markup import html_paragraphs, read_page
from .opendocument import read_odt
from .pdf import read_pdf
from .richtext import read_rtf
from .source import Source
from .tei import read_tei
from .word import read_docx

_SYSTEMS: Final = ("nexis", "factiva", "genios")
FORMATS: Final = (*KINDS, *_SYSTEMS)
_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
# More texts than this in one file are not counted for a message.
_COUNTED: Final = 1000


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
) -> Iterator[Document | ReadingFailure]:
    """Read every document of a source, in a fixed order and one at a time.

    Parameters
    ----------
    source : str or path
        A file, or a folder that is read with its subfolders in the order of names; hidden files are passed over.
    format : str, optional
        One of `FORMATS`: ``txt``, ``html`` (saved pages), ``docx``, ``rtf``, ``odt``, ``pdf``, ``eml``, ``csv``,
        ``xlsx``, ``jsonl``, ``parquet``, ``tei``, or the database that an export comes from: ``nexis``, ``factiva``,
        ``genios``. By default the content tells the format, and whether it is an export.
    mapping : mapping of str to str, optional
        For tables: which column holds ``text``, ``doc_id``, ``title``, ``date``, ``outlet``, ``source``, ``language``
        or ``translated``. Fields that are left out are looked for under usual names.
    outlet, language, translated
        What holds for texts whose source does not say it.
    max_bytes : int
        Longer texts are refused.

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
    _check(format, mapping)
    if not path.exists():
        raise ReadingError(f"There is no file or folder {str(source)!r}; check the path.")
    return _documents(path, format, mapping, max_bytes, _Defaults(outlet, language, translated))


def read_one(
    source: Source,
    *,
    format: str | None = None,  # noqa: A002
    mapping: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Article:
    """Return the text of a file that holds exactly one.

    Parameters
    ----------
    source : Source
        A file or bytes.
    format, mapping, max_bytes
        As for `iter_documents`.

    Raises
    ------
    ReadingError
        If it holds none or many, or cannot be read.
    """
    _check(format, mapping)
    found = list(islice(_articles(source, format, mapping, max_bytes), _COUNTED + 1))
    if len(found) > 1:
        raise ReadingError(_many(source.label, found), obstacle="many")
    if not found:
        raise ReadingError(f"{source.label} is empty: there is nothing to analyse.", obstacle="empty")
    article = found[0]
    reason = _reason(article, max_bytes)
    if reason is None:
        return article
    if reason.startswith("it is empty"):
        raise ReadingError(f"{source.label} is empty: there is nothing to analyse.", obstacle="empty")
    place = f" ({article.place})" if article.place else ""
    known = reason.startswith((source.label, "The ", "the fonts", "There "))
    raise ReadingError(
        reason if known else f"{source.label}{place} cannot be read: {reason}.", obstacle=article.obstacle
    )


def _many(label: str, found: list[Article]) -> str:
    count = f"more than {_COUNTED:,}" if len(found) > _COUNTED else str(len(found))
    failed = [article for article in found if article.problem is not None]
    said = f"{count} texts"
    if failed and len(failed) == len(found):
        said = f"{count} pieces, of which none can be read ({failed[0].place}: {failed[0].problem})"
    elif failed:
        said = f"{count} pieces, of which {len(failed)} cannot be read ({failed[0].place}: {failed[0].problem})"
    return (
        f"{label} holds {said}, and one at a time is analysed here. For all of them: "
        "mittellage corpus FILE --out STORE, or in Python iter_documents(FILE)."
    )


def _check(form: str | None, mapping: Mapping[str, str] | None) -> None:
    if form is not None and form not in FORMATS:
        raise ReadingError(f"There is no format {form!r}. Formats are: {', '.join(FORMATS)}.")
    check_mapping(mapping)


class _Defaults(NamedTuple):
    outlet: str | None
    language: str
    translated: bool


def _documents(
    path: Path, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int, defaults: _Defaults
) -> Iterator[Item]:
    taken: Counter[str] = Counter()
    alone = not path.is_dir()
    for file in _files(path):
        source = Source(repr(str(file)), file.name, path=file)
        for article in _articles(source, kind, mapping, max_bytes, known=not alone):
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


def _articles(
    source: Source, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int, *, known: bool = False
) -> Iterator[Article]:
    """Read one file; whatever goes wrong in it becomes an article with a problem, and the next file is read."""
    try:
        yield from _read(source, kind, mapping, max_bytes, known)
    except MissingLibraryError:
        raise
    except ReadingError as error:
        yield Article(problem=str(error), obstacle=error.obstacle)
    except Exception as error:  # readers of other people's formats raise anything on broken files
        said = " ".join(str(error).split())[:200]
        yield Article(problem=f"it is damaged ({type(error).__name__}{': ' if said else ''}{said})")


def _read(
    source: Source, kind: str | None, mapping: Mapping[str, str] | None, max_bytes: int, known: bool
) -> Iterator[Article]:
    if known and kind is None and source.suffix and source.suffix not in ENDINGS and not is_marked(source):
        endings = ", ".join(ENDINGS)
        raise ReadingError(
            f"{source.label} has no ending that we know ({endings}); name the format, as in format='txt', "
            "or move the file away."
        )
    base = find_kind(source) if kind in (None, *_SYSTEMS) else kind
    if base == "csv":
        yield from tabular.read_csv(source, mapping, max_bytes=max_bytes)
    elif base == "jsonl":
        yield from tabular.read_json(source, mapping, max_bytes=max_bytes)
    elif base == "parquet":
        yield from tabular.read_parquet(source, mapping)
    elif base == "xlsx":
        yield from tabular.read_xlsx(source.load(), mapping, name=source.label)
    elif base == "tei":
        yield from read_tei(source.load(), name=source.label)
    elif base == "eml":
        yield from read_mail(source.load(), name=source.label)
    else:
        yield from _read_prose(base, source.load(), kind, source.label)


def _read_prose(base: str, data: bytes, kind: str | None, name: str) -> Iterator[Article]:
    """Read a file of prose: an export where it is said to be one or looks like one, else one text."""
    plain = ""
    if base == "txt":
        plain, remarks = decode(data, name=name)
        prose = Prose(_text_paragraphs(plain), remarks)
    elif base == "html":
        prose = Prose(html_paragraphs(data, name=name))
    else:
        prose = _PROSE[base](data, name=name)
    system = kind if kind in _SYSTEMS else detect_system(prose.paragraphs) if kind is None else None
    if system is not None:
        for article in read_export(system, prose.paragraphs, name=name):
            noted = (*prose.remarks, f"exported by {system.capitalize()}", *article.remarks)
            yield article._replace(remarks=noted)
    elif base == "txt":
        yield Article(text=plain, remarks=prose.remarks)
    elif base == "html":
        yield from read_page(data, name=name)
    else:
        yield Article(text="\n\n".join(prose.paragraphs), title=prose.title, remarks=prose.remarks)


_PROSE: Final[Mapping[str, Callable[..., Prose]]] = {
    "docx": read_docx,
    "odt": read_odt,
    "pdf": read_pdf,
    "rtf": read_rtf,
}


def _text_paragraphs(text: str) -> list[str]:
    """Give the paragraphs of an export as text: lines wrapped by hand are joined, lines of data stand alone."""
    paragraphs: list[str] = []
    for block in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
        paragraphs.extend([" ".join(lines)] if is_wrapped(lines) else lines)
    return paragraphs


def _reason(article: Article, max_bytes: int) -> str | None:
    """Say why an article cannot be used; None where it can."""
    if article.problem is not None:
        return article.problem
    if not article.text.strip():
        return "it is empty"
    if len(article.text.encode("utf-8", "surrogatepass")) > max_bytes:
        return f"its text is longer than {max_bytes:,} bytes; split it, or raise max_bytes"
    return _broken(article.text)


def _item(article: Article, path: Path, max_bytes: int, defaults: _Defaults) -> Item:
    reason = _reason(article, max_bytes)
    if reason is not None:
        return ReadingFailure(path.as_posix(), article.place, article.doc_id, reason)
    text = article.text
    day, remark = day_of(article)
    place = f"#{article.place.replace(' ', '-')}" if article.place else ""
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
    )


def day_of(article: Article) -> tuple[datetime.date | None, tuple[str, ...]]:
    """Return the day of an article, and a remark where it was not understood."""
    day = parse_date(article.date)
    unread = day is None and article.date not in (None, "")
    return day, (f"the date {str(article.date)[:40]!r} was not understood",) if unread else ()


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
