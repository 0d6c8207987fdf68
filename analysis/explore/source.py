"""Input from the page: pasted text, uploaded files, or a file of the data folder, as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ..charts.style import number
from ..errors import ForeignTextError, LimitKind, ReadingError
from ..limits import Limits
from ..reading import Document, read_document
from ..reading.function_words import german_name
from ..reading.importing import ReadingFailure, iter_documents
from ..reading.importing.source import Source
from .state import Lang
from .words import say

LIMIT: Final = 5_000_000
# Of more texts than these a page would show nothing but a wait.
MOST_TEXTS: Final = 300
_NAME: Final = re.compile(r"(?P<outlet>.+?)_(?P<date>\d{4}-\d{2}-\d{2})(?:_.*)?")
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


class Inputs(NamedTuple):
    """Documents that were read, what could not be read and why, and whether there was more than the page takes."""

    documents: tuple[Document, ...]
    failures: tuple[str, ...] = ()
    cut: bool = False


def read_inputs(
    files: Sequence[tuple[str, bytes]],
    *,
    published: str = "",
    outlet: str = "",
    translated: bool = False,
    lang: Lang = "de",
    most: int = MOST_TEXTS,
) -> Inputs:
    """Read one or more files, each with one text or, as tables and exports of databases, with many.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Name and content.
    published, outlet, translated, lang
        As for `read_input`; what a file says of itself, or its name (``taz_2023-02-28_astana.txt``), goes before.
    most : int
        How many texts to take; the rest is for ``mittellage corpus``.

    Returns
    -------
    Inputs
        Documents with ids of their own: that of the source, else the name of the file.

    Raises
    ------
    ReadingError
        If a single file cannot be read, or no text is left.
    """
    if len(files) == 1:
        name, data = files[0]
        named, day = outlet_and_date(Path(name).stem)
        when, by = published or (f"{day:%Y-%m-%d}" if day else ""), outlet or named or ""
        try:
            one = read_input(data, name=name, published=when, outlet=by, translated=translated, lang=lang)
            return Inputs((one,))
        except ReadingError as error:
            if error.obstacle != "many":
                raise
    found: dict[str, Document] = {}
    failures: list[str] = []
    for document in _stream(files, failures, published=published, outlet=outlet, translated=translated, lang=lang):
        if len(found) >= most:
            return Inputs(tuple(found.values()), tuple(failures), cut=True)
        name, number = document.doc_id, 1
        while name in found:
            number += 1
            name = f"{document.doc_id}-{number}"
        found[name] = with_id(document, name)
    if not found:
        raise ReadingError("; ".join(failures) or say("app.nothing", lang))
    return Inputs(tuple(found.values()), tuple(failures))


def _stream(
    files: Sequence[tuple[str, bytes]],
    failures: list[str],
    *,
    published: str,
    outlet: str,
    translated: bool,
    lang: Lang,
) -> Iterator[Document]:
    day = read_date(published, lang=lang)
    for name, data in files:
        named, dated = outlet_and_date(Path(name).stem)
        source = Source(repr(name), name, data=data)
        items = list(iter_documents(source, outlet=outlet or named, translated=translated, max_bytes=LIMIT))
        for item in items:
            if isinstance(item, ReadingFailure):
                place = f" ({item.place})" if item.place else ""
                failures.append(f"{name}{place}: {item.reason}")
                continue
            document = replace(item, date=item.date or dated or day, source=item.source or name)
            yield with_id(document, Path(name).stem) if len(items) == 1 and _is_hash(item) else document


def _is_hash(document: Document) -> bool:
    """Tell whether an id is only the beginning of the text's hash, which tells a reader nothing."""
    return document.text_sha256.startswith(document.doc_id)


def with_id(document: Document, doc_id: str) -> Document:
    """Return a document under another id."""
    segments = tuple(segment._replace(doc_id=doc_id) for segment in document.segments)
    return replace(document, doc_id=doc_id, segments=segments)


def outlet_and_date(name: str) -> tuple[str | None, date | None]:
    """Read outlet and date from the name of a file.

    Examples
    --------
    >>> outlet_and_date("taz_2023-02-28_astana"), outlet_and_date("notizen")
    (('taz', datetime.date(2023, 2, 28)), (None, None))
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None, None
    try:
        return match["outlet"], date.fromisoformat(match["date"])
    except ValueError:
        return match["outlet"], None


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
    return say("app.large", lang, size=number(size / 1e6, lang, digits=1), limit=number(limit / 1e6, lang))


def too_much(kind: LimitKind, limits: Limits, *, lang: Lang = "de") -> str:
    """Say that a text took too much time or memory, how much it may take, and how to allow more."""
    if kind == "timeout":
        return say("app.timeout", lang, limit=f"{limits.timeout:g}", more=f"{2 * limits.timeout:g}")
    return say(
        "app.memory", lang, limit=number(limits.memory / 1e9, lang, digits=1), more=f"{2 * limits.memory / 1e9:g}GB"
    )


def files_in(folder: Path | None) -> list[Path]:
    """List the texts of a folder that can be read, by name; none if there is no folder."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _TEXTS and path.is_file())
