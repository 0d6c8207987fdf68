"""Scan: whether any file of a package holds a sequence of words of the texts.

A package is scanned before it is written, whatever the policy says: a column that somebody adds, a label that a chart
writes into the comments of an SVG, a text in the metadata of a picture. Words are compared without case and marks.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

LENGTH: Final = 5
WORD: Final = re.compile(r"\w+")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_TEXT_CHUNKS: Final = (b"tEXt", b"zTXt", b"iTXt")
# Five numbers in a row are no words of a text; a table has many of them.
_LEASTWORDS: Final = 3

Words = tuple[str, ...]


def sequences(text: str, *, length: int = LENGTH) -> Iterator[Words]:
    """Yield every sequence of words of a text, without case.

    Examples
    --------
    >>> list(sequences("Russland schweigt dazu.", length=2))
    [('russland', 'schweigt'), ('schweigt', 'dazu')]
    """
    words = [word.casefold() for word in WORD.findall(text)]
    for start in range(len(words) - length + 1):
        found = tuple(words[start : start + length])
        if sum(not word.isdigit() for word in found) >= min(_LEASTWORDS, length):
            yield found


def known_sequences(texts: Iterable[str]) -> set[Words]:
    """Return the sequences of all texts."""
    return {found for text in texts for found in sequences(text)}


def find_leaks(files: Mapping[str, bytes], known: set[Words]) -> list[tuple[str, str]]:
    """Find files that hold a sequence of the texts.

    Parameters
    ----------
    files : mapping of str to bytes
        Files by path; Parquet tables and metadata of PNG pictures are opened.
    known : set of tuple of str
        What `known_sequences` gives.

    Returns
    -------
    list of (str, str)
        Path and first sequence, a pair a file.
    """
    found = []
    for path, data in files.items():
        for text in texts_of(path, data):
            hit = next((item for item in sequences(text) if item in known), None)
            if hit is not None:
                found.append((path, " ".join(hit)))
                break
    return found


def texts_of(path: str, data: bytes) -> Iterator[str]:
    """Yield every text that a file holds."""
    if path.endswith(".parquet"):
        yield from _texts_of_parquet(data)
    elif data.startswith(_PNG):
        yield from _texts_of_png(data)
    else:
        yield data.decode("utf-8", "replace")


def _texts_of_parquet(data: bytes) -> Iterator[str]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    yield str(table.schema.metadata)
    for name in table.column_names:
        field, column = table.schema.field(name), table.column(name)
        yield f"{name} {field.metadata}"
        yield from (str(value) for value in column.to_pylist() if value is not None)
        yield " ".join(str(value) for value in column.to_pylist())  # a sequence may run down a column


def _texts_of_png(data: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in _TEXT_CHUNKS:
            chunk = data[at + 8 : at + 8 + size]
            yield chunk.decode("latin-1")
            _, _, packed = chunk.partition(b"\0")
            try:
                yield zlib.decompressobj().decompress(packed[1:], 1_000_000).decode("utf-8", "replace")
            except zlib.error:
                continue
        at += 12 + size
