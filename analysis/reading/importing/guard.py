"""Guards: archives that swell and markup that expands itself are refused before anything reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from typing import Any, Final

from ...errors import ReadingError
from .article import library

_ENTRIES: Final = 5_000
_UNPACKED: Final = 300 * 1024 * 1024
# Text packs ten to twenty times; a bomb packs a thousand times.
_RATIO: Final = 200
_SMALL: Final = 1024 * 1024
_DOCTYPE: Final = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def guard_archive(data: bytes, *, name: str, parts: Collection[str] = ()) -> None:
    """Refuse a DOCX, ODT or XLSX that is no archive, swells beyond measure, or declares entities.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        What errors call it.
    parts : collection of str
        The only parts that are read; by default every part in XML.

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
                    raise ReadingError(
                        f"{name} swells on unpacking like an archive made to fill the memory.", obstacle="large"
                    )
            for entry in entries:
                if entry.filename in parts if parts else entry.filename.endswith((".xml", ".rels")):
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


def parse_guarded(data: bytes, *, name: str) -> Any:
    """Return the root of a piece of XML, read without entities, document types and network.

    Raises
    ------
    ReadingError
        If it is no XML or declares a document type.
    """
    guard_markup(data, name=name)
    etree = library("lxml.etree", use="XML")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError(f"{name} is damaged: {error}.") from error
