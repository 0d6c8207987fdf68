"""Guards: archives that swell and markup that expands itself are refused before anything reads them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from ...errors import ReadingError

_ENTRIES: Final = 5_000
_UNPACKED: Final = 300 * 1024 * 1024
# Text packs ten to twenty times; a bomb packs a thousand times.
_RATIO: Final = 200
_SMALL: Final = 1024 * 1024
_DOCTYPE: Final = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def guard_archive(data: bytes, *, name: str) -> None:
    """Refuse a DOCX or XLSX that is no archive, swells beyond measure, or declares entities.

    Raises
    ------
    ReadingError
        With the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _ENTRIES:
                raise ReadingError(f"{name} holds {len(entries):,} parts; no document needs more than {_ENTRIES:,}.")
            unpacked = 0
            for entry in entries:
                unpacked += entry.file_size
                swollen = entry.file_size > _SMALL and entry.file_size > _RATIO * max(1, entry.compress_size)
                if swollen or unpacked > _UNPACKED:
                    raise ReadingError(f"{name} swells on unpacking like an archive made to fill the memory.")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    guard_markup(archive.read(entry), name=name)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadingError(f"{name} is damaged, or not of the format that its ending says: {error}.") from error


def guard_markup(data: bytes, *, name: str) -> None:
    """Refuse XML that declares entities, which can grow without end or read other files.

    Raises
    ------
    ReadingError
        If there is a document type declaration, in whatever encoding.
    """
    if _DOCTYPE.search(data.replace(b"\x00", b"")):
        raise ReadingError(f"{name} declares a document type; XML with entities of its own is not read.")
