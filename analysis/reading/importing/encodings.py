"""Encodings of files that may be too long for the memory."""

from __future__ import annotations

import codecs
from typing import Final

from ..decoding import decode, is_damaged_utf8
from .source import Source

SAMPLE: Final = 1024 * 1024
# Bytes that are no characters become lone surrogates; a text that holds one is refused, the others are read.
ERRORS: Final = "surrogateescape"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def find_encoding(source: Source) -> str:
    """Find the encoding of a file that may be long, without keeping it in memory."""
    sample = source.head(SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" not in sample:
        if _decodes(source, "utf-8") or is_damaged_utf8(sample):
            return "utf-8"
        if _decodes(source, "cp1252"):
            return "cp1252"
    _, remarks = decode(sample, name=source.label)
    return next((remark.rpartition(" ")[2] for remark in remarks if remark.startswith("decoded as")), "utf-8")


def _decodes(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.open() as file:
        try:
            while piece := file.read(SAMPLE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
