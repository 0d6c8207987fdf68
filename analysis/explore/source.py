"""Input from the page: pasted text, an uploaded file, or a file of the data folder, as a `Document`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from ..errors import ForeignTextError, ReadingError
from ..reading import Document, read_document
from ..reading.function_words import german_name
from .state import Lang
from .words import say

LIMIT: Final = 5_000_000
# What the page offers; the content of a file decides how it is read.
SUFFIXES: Final = (
    ".txt", ".html", ".htm", ".docx", ".odt", ".rtf", ".pdf", ".eml", ".mhtml", ".csv", ".xlsx", ".jsonl", ".json",
    ".xml",
)  # fmt: skip
# Files of a data folder that hold a text each; tables there belong to something else.
_TEXTS: Final = (".txt", ".html", ".htm", ".docx", ".odt", ".rtf", ".pdf", ".eml", ".mhtml")


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
        Name of the file; its ending decides only where the content leaves it open.
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
    if isinstance(data, str):
        return Document.from_text(data, source=name or None, outlet=outlet or None, date=day, translated=translated)
    try:
        return read_document(
            data, name=name, outlet=outlet or None, date=day, translated=translated or None, max_bytes=limit
        )
    except ReadingError as error:
        raise ReadingError(_worded(error, name, lang), obstacle=error.obstacle) from error


def _worded(error: ReadingError, name: str, lang: Lang) -> str:
    """Say in the language of the page why a file cannot be read; what only a file can have, in the reader's words."""
    key = {"empty": "no_text", "kind": "suffix", "large": "swollen"}.get(error.obstacle, error.obstacle)
    sentence = say(f"app.{key}", lang, name=name, allowed=", ".join(SUFFIXES))
    return f"{sentence} ({error})" if key in ("unreadable", "suffix", "library") else sentence


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
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _TEXTS and path.is_file())
