"""One file, or its bytes, to a `Document`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import ReadingError
from .document import MAX_BYTES, Document, as_day

if TYPE_CHECKING:
    from .importing.source import Source

_LONG_NAME: Final = 120


def read_document(
    source: str | Path | bytes,
    *,
    name: str = "",
    doc_id: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    date: datetime.date | None = None,
    language: str | None = None,
    translated: bool | None = None,
    mapping: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    any_language: bool = False,
) -> Document:
    """Read a file that holds one text, in any format.

    Parameters
    ----------
    source : str, path or bytes
        Path of a file, or its bytes: plain text in any usual encoding, HTML, DOCX, RTF, ODT, PDF, EML, TEI, or a table
        (CSV, XLSX, JSON, Parquet) or an export of a press database with exactly one text. The content tells which. For
        a text that is already a string, use `Document.from_text`.
    name : str
        Name of the file where there are only bytes; its ending decides between formats that look alike.
    doc_id : str, optional
        By default that of the source, else the first 12 hex digits of the text's SHA-256.
    outlet, title, date, language, translated
        What is known about the text, in place of what the source says; see `Document`. The language is German where
        nobody says another.
    mapping : mapping of str to str, optional
        For tables: which column holds what; see `iter_documents`.
    max_bytes : int
        Longer texts are refused.
    any_language : bool
        Whether a text that is not German is read all the same.

    Returns
    -------
    Document
        The text as it stands, with its segments; ``remarks`` tell the encoding where it was not plain UTF-8, and what
        was left out or not understood.

    Raises
    ------
    ReadingError
        If the source is missing, a folder, empty, binary, too long, damaged, protected, an archive, or
        holds many texts, or is not German.

    Examples
    --------
    >>> read_document("Österreich schweigt.".encode("utf-16")).remarks
    ('byte order mark, decoded as utf-16',)
    """
    from .importing.readers import day_of, read_one

    article = read_one(_source(source, name), mapping=mapping, max_bytes=max_bytes)
    day, remarks = day_of(article)
    return Document.from_text(
        article.text,
        doc_id=doc_id or article.doc_id,
        source=article.source or (name or None if isinstance(source, bytes) else Path(source).as_posix()),
        outlet=outlet or article.outlet,
        title=title or article.title,
        date=date or day,
        language=language or article.language or "de",
        translated=bool(article.translated) if translated is None else translated,
        remarks=(*article.remarks, *(() if date else remarks)),
        any_language=any_language,
    )


def _source(source: str | Path | bytes, name: str) -> Source:
    """Return what is to be read, or say why it cannot be opened."""
    from .importing.source import Source

    if isinstance(source, bytes):
        return Source(repr(name) if name else "the input", name, data=source)
    path = Path(source)
    try:
        with path.open("rb") as file:
            file.read(1)
    except IsADirectoryError as error:
        raise ReadingError(
            f"{str(path)!r} is a folder; name one file. For all of its texts: mittellage corpus FOLDER --out STORE, "
            "or in Python iter_documents(FOLDER)."
        ) from error
    except FileNotFoundError as error:
        raise ReadingError(f"There is no file {_shown(path)}; check the path{_hint(source)}.") from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise ReadingError(f"{_shown(path)} cannot be read: {said}{_hint(source)}.") from error
    return Source(repr(str(path)), name or path.name, path=path)


def _shown(path: Path) -> str:
    name = str(path)
    return repr(name if len(name) <= _LONG_NAME else f"{name[:_LONG_NAME]}…")


def _hint(source: str | Path) -> str:
    """Return what reads a string that is a text: it has words and no ending of a file."""
    is_text = isinstance(source, str) and (len(source) > _LONG_NAME or (" " in source and not Path(source).suffix))
    return ", or, if this is the text itself, call read_text" if is_text else ""


def read_text(
    text: str,
    *,
    doc_id: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    date: datetime.date | str | None = None,
    language: str = "de",
    translated: bool = False,
    any_language: bool = False,
) -> Document:
    """Return a document of a text that is already a string.

    Parameters
    ----------
    text : str
        The text; it stays as it is.
    doc_id, outlet, title, date, language, translated, any_language
        What is known about it; see `read_document`.

    Returns
    -------
    Document
        The text with its segments.

    Raises
    ------
    ReadingError
        If the text is empty or not German, or the date is no day.

    Examples
    --------
    >>> read_text("Kasachstan schweigt.", date="28.2.2023").date
    datetime.date(2023, 2, 28)
    """
    if not text.strip():
        raise ReadingError("The text is empty: there is nothing to analyse.", obstacle="empty")
    return Document.from_text(
        text,
        doc_id=doc_id,
        outlet=outlet,
        title=title,
        date=as_day(date),
        language=language,
        translated=translated,
        any_language=any_language,
    )
