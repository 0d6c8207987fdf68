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
# A tag takes little in a file and a hundred bytes in the memory. A text of 300,000 words in runs of one word has three
# millions; sheets are read row by row.
_TAGS: Final = 6_000_000
_SHEET_TAGS: Final = 25_000_000
_STRINGS: Final = 1_000_000
_STRING: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?si[\s/>]")
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
            if any(entry.flag_bits & 1 for entry in entries):
                raise ReadingError(
                    f"{name} is protected by a password; open it in its program and save it without one.",
                    obstacle="locked",
                )
            for entry in entries:
                if entry.filename in parts if parts else entry.filename.endswith((".xml", ".rels")):
                    markup = archive.read(entry)
                    guard_markup(markup, name=name)
                    _guard_size(markup, entry.filename, name=name)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadingError(f"{name} is damaged, or not of the format that its ending says: {error}.") from error


def _guard_size(markup: bytes, part: str, *, name: str) -> None:
    """Refuse a part of more tags or strings than its reader can take in some seconds."""
    tags, most = markup.count(b"<"), _SHEET_TAGS if "worksheets/" in part else _TAGS
    found = f"{tags:,} tags, and no more than {most:,}" if tags > most else ""
    if not found and part.endswith("sharedStrings.xml") and tags > _STRINGS:
        strings = sum(1 for _ in _STRING.finditer(markup))
        found = f"{strings:,} strings, and no more than {_STRINGS:,}" if strings > _STRINGS else ""
    if found:
        size = f"{len(markup) / 1024**2:,.0f} MB"
        raise ReadingError(
            f"{name} has a part {part!r} of {size} unpacked with {found} are read. Split it, or save what you need as "
            "text or CSV.",
            obstacle="large",
        )


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
