"""Input from the page: pasted text, an uploaded file, or a file of the data folder, as a `Document`."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from ..errors import ForeignTextError, ReadingError
from ..reading import Document, read_document
from ..reading.function_words import german_name
from .state import Lang
from .words import say

LIMIT: Final = 5_000_000
SUFFIXES: Final = (".txt", ".html", ".htm", ".docx")
_MOST_UNPACKED: Final = 100_000_000


def read_input(
    data: str | bytes,
    *,
    name: str = "",
    published: str = "",
    outlet: str = "",
    translated: bool = False,
    lang: Lang = "de",
    limit: int = LIMIT,
) -> Document:
    """Read what a reader has pasted or uploaded; it is kept in memory alone.

    Parameters
    ----------
    data : str or bytes
        Pasted text, or the bytes of a file.
    name : str
        Name of the file; its suffix says how to read it.
    published : str
        Day of publication as ``YYYY-MM-DD``, or nothing.
    outlet : str
        Who published it, or nothing.
    translated : bool
        Whether a translator chose the wording.
    lang : {"de", "en"}
        Language of error messages.
    limit : int
        Most bytes.

    Returns
    -------
    Document
        With ``source`` set to the name of the file.

    Raises
    ------
    ReadingError
        If there is no text, too much of it, it cannot be read, or it is not German.
    """
    try:
        return _read(data, name, published, outlet, translated, lang, limit)
    except ForeignTextError as error:
        language = german_name(error.language) if lang == "de" else error.language
        raise ReadingError(say("app.foreign", lang, language=language)) from error


def _read(
    data: str | bytes, name: str, published: str, outlet: str, translated: bool, lang: Lang, limit: int
) -> Document:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if not raw.strip():
        raise ReadingError(say("app.nothing", lang))
    if len(raw) > limit:
        raise ReadingError(too_large(len(raw), lang=lang, limit=limit))
    day = read_date(published, lang=lang)
    if isinstance(data, bytes):
        suffix = Path(name).suffix.lower()
        if suffix not in SUFFIXES:
            raise ReadingError(say("app.suffix", lang, name=name, allowed=", ".join(SUFFIXES)))
        if suffix == ".txt":
            read = read_document(data, outlet=outlet or None, date=day, translated=translated, max_bytes=limit)
            return replace(read, source=name)
        data = _text_of_docx(data, name, lang) if suffix == ".docx" else _text_of_html(data, lang)
        if not data.strip():
            raise ReadingError(say("app.no_text", lang, name=name))
        if len(data) > limit:
            raise ReadingError(too_large(len(data), lang=lang, limit=limit))
    return Document.from_text(data, source=name or None, outlet=outlet or None, date=day, translated=translated)


def _text_of_docx(data: bytes, name: str, lang: Lang) -> str:
    """Give the paragraphs of a Word document, a blank line between them."""
    try:
        import docx
    except ImportError:
        raise ReadingError(say("app.press", lang, package="python-docx")) from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # A few kilobytes of zeros can unpack to gigabytes.
            if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
                raise ReadingError(too_large(_MOST_UNPACKED, lang=lang))
        return "\n\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text)
    except ReadingError:
        raise
    except Exception as error:
        raise ReadingError(say("app.unreadable", lang, name=name)) from error


def _text_of_html(data: bytes, lang: Lang) -> str:
    """Give the article of a saved web page, without menus and scripts."""
    try:
        import trafilatura
    except ImportError:
        raise ReadingError(say("app.press", lang, package="trafilatura")) from None
    text = trafilatura.extract(data, include_comments=False, include_tables=False, favor_recall=True)
    return "\n\n".join((text or "").splitlines())


def read_date(text: str, *, lang: Lang = "de") -> date | None:
    """Read a day, as ``2023-02-28`` or ``28.2.2023``; nothing gives None.

    Raises
    ------
    ReadingError
        If the text is no day of the calendar.

    Examples
    --------
    >>> read_date(" 2023-02-28 "), read_date("")
    (datetime.date(2023, 2, 28), None)
    """
    if not text.strip():
        return None
    german = re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", text.strip())
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ReadingError(say("app.date_wrong", lang, value=text.strip())) from None


def too_large(size: int, *, lang: Lang = "de", limit: int = LIMIT) -> str:
    """Say that a file is too large, and what to do."""
    return say("app.large", lang, size=f"{size / 1e6:.1f}", limit=f"{limit / 1e6:g}")


def files_in(folder: Path | None) -> list[Path]:
    """List the texts of a folder that can be read, by name; none if there is no folder."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
