"""`Source`: a file, or bytes that came without one, opened anew by whoever reads them."""

from __future__ import annotations

import io
from pathlib import Path, PurePath
from typing import BinaryIO, Final, NamedTuple

from ...errors import ReadingError

# Exports of databases hold hundreds of texts in one file.
MAX_FILE_BYTES: Final = 200 * 1024 * 1024


class Source(NamedTuple):
    """One file of a corpus, or bytes of an upload or of standard input.

    Attributes
    ----------
    label : str
        What errors call it.
    name : str
        Name of the file; its ending decides where the bytes leave it open. Empty where there is none.
    path : pathlib.Path or None
        The file.
    data : bytes or None
        Its bytes, where there is no file.
    """

    label: str
    name: str
    path: Path | None = None
    data: bytes | None = None

    @property
    def suffix(self) -> str:
        """Ending of the name in small letters, with its dot."""
        return PurePath(self.name).suffix.lower()

    def open(self) -> BinaryIO:
        """Return the bytes as a new stream."""
        if self.path is None:
            return io.BytesIO(self.data or b"")
        return self.path.open("rb")

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        with self.open() as file:
            return file.read(size)

    def load(self, limit: int = MAX_FILE_BYTES) -> bytes:
        """Return all bytes.

        Raises
        ------
        ReadingError
            If there are more than `limit`, or nothing but white space.
        """
        with self.open() as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise ReadingError(f"{self.label} has more than {limit:,} bytes; split it.", obstacle="large")
        if not data.strip():
            raise ReadingError("it is empty", obstacle="empty")
        return data
