"""One file to the articles in it, whatever its format."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from ...errors import ReadingError
from ..dates import parse_date
from ..decoding import decode
from ..document import MAX_BYTES
from . import records, tabular
from .article import Article, MissingLibraryError, Prose
from .columns import check_mapping
from .databases import SYSTEMS, detect_system, export_paragraphs, read_export, read_marked
from .kinds import ENDINGS, KINDS, find_kind, is_marked
from .mail import read_mail
from .markup import decode_page, html_paragraphs, read_page
from .opendocument import read_odt
from .pdf import read_pdf
from .richtext import read_rtf
from .source import Source
from .tei import read_tei
from .word import read_docx

FORMATS: Final = (*KINDS, *SYSTEMS)
# More texts than this in one file are not counted for a message.
_COUNTED: Final = 1000


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
    check_options(format, mapping)
    found = list(islice(read_articles(source, format, mapping, max_bytes), _COUNTED + 1))
    if len(found) > 1:
        raise ReadingError(_many(source.label, found), obstacle="many")
    if not found:
        raise ReadingError(f"{source.label} is empty: there is nothing to analyse.", obstacle="empty")
    article = found[0]
    reason = unusable(article, max_bytes)
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


def check_options(form: str | None, mapping: Mapping[str, str] | None) -> None:
    """Refuse a format that there is not, and a mapping of fields that we do not have.

    Raises
    ------
    ReadingError
        Naming what is allowed.
    """
    if form is not None and form not in FORMATS:
        raise ReadingError(f"There is no format {form!r}. Formats are: {', '.join(FORMATS)}.")
    check_mapping(mapping)


def read_articles(
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
    base = find_kind(source) if kind in (None, *SYSTEMS) else kind
    if base == "csv":
        yield from tabular.read_csv(source, mapping, max_bytes=max_bytes)
    elif base == "jsonl":
        yield from records.read_json(source, mapping, max_bytes=max_bytes)
    elif base == "parquet":
        yield from records.read_parquet(source, mapping)
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
        prose = Prose(export_paragraphs(plain), remarks)
    elif base == "html":
        prose = Prose(html_paragraphs(data, name=name))
    else:
        prose = _PROSE[base](data, name=name)
    if base == "html" and kind in (None, "europresse") and (marked := read_marked(decode_page(data, name)[0])):
        yield from (article._replace(remarks=("exported by Europresse", *article.remarks)) for article in marked)
        return
    system = kind if kind in SYSTEMS else detect_system(prose.paragraphs) if kind is None else None
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


def unusable(article: Article, max_bytes: int) -> str | None:
    """Say why an article cannot be used; None where it can."""
    if article.problem is not None:
        return article.problem
    if not article.text.strip():
        return "it is empty"
    if len(article.text.encode("utf-8", "surrogatepass")) > max_bytes:
        return f"its text is longer than {max_bytes:,} bytes; split it, or raise max_bytes"
    return _broken(article.text)


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
