"""One file, or its bytes, to a `Document`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from ..errors import ReadingError
from .decoding import decode
from .document import Document

MAX_BYTES: Final = 5 * 1024 * 1024


def read_document(
    source: str | Path | bytes,
    *,
    doc_id: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    date: date | None = None,
    language: str = "de",
    translated: bool = False,
    max_bytes: int = MAX_BYTES,
    any_language: bool = False,
) -> Document:
    """Read one plain text.

    Parameters
    ----------
    source : str, path or bytes
        Path of a text file in any usual encoding, or its bytes. For a text that is already a string, use
        `Document.from_text`.
    doc_id : str, optional
        By default the first 12 hex digits of the text's SHA-256.
    outlet, title, date, language, translated
        What is known about the text; see `Document`.
    max_bytes : int
        Longer files are refused.
    any_language : bool
        Whether a text that is not German is read all the same.

    Returns
    -------
    Document
        The text as it stands, with its segments; ``remarks`` tell the encoding where it was not plain UTF-8.

    Raises
    ------
    ReadingError
        If the source is missing, a folder, empty, binary, too long, cannot be decoded, or is not German.

    Examples
    --------
    >>> read_document("Österreich schweigt.".encode("utf-16")).remarks
    ('byte order mark, decoded as utf-16',)
    """
    name = "the input" if isinstance(source, bytes) else repr(str(source))
    data = source if isinstance(source, bytes) else _load(Path(source), max_bytes)
    if len(data) > max_bytes:
        raise ReadingError(
            f"{name} has {len(data):,} bytes, more than the limit of {max_bytes:,}; split it, or raise max_bytes."
        )
    text, remarks = decode(data, name=name)
    if not text.strip():
        raise ReadingError(f"{name} is empty: there is nothing to analyse.")
    return Document.from_text(
        text,
        doc_id=doc_id,
        source=None if isinstance(source, bytes) else Path(source).as_posix(),
        outlet=outlet,
        title=title,
        date=date,
        language=language,
        translated=translated,
        remarks=remarks,
        any_language=any_language,
    )


def _load(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except IsADirectoryError as error:
        raise ReadingError(f"{str(path)!r} is a folder; name one file.") from error
    except FileNotFoundError as error:
        raise ReadingError(f"There is no file {str(path)!r}; check the path.") from error
    except (OSError, ValueError) as error:
        raise ReadingError(f"{str(path)!r} cannot be read: {error}.") from error
