"""A file of records that is written one after the other: whole records only, kept when something stops it.

It is written as ``NAME.part`` beside its target, and becomes the target when it is done. A full disk, a crash or a
switch turned off leave the records that were finished, and the next run goes on behind them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from .errors import ExportError


class PartialFile:
    """A file under way.

    Parameters
    ----------
    target : path
        What it becomes.
    resume : bool
        Whether the records of an earlier run are kept, those of ``NAME.part`` or, where there is none, of the target.

    Attributes
    ----------
    path : path
        ``NAME.part``.
    count, size : int
        Records and bytes that are written.

    Raises
    ------
    ExportError
        If it cannot be written, or another run is writing it.
    """

    def __init__(self, target: str | Path, *, resume: bool = False) -> None:
        self.target = Path(target)
        self.path = self.target.with_name(f"{self.target.name}.part")
        self.count = self.size = 0
        try:
            if resume and not self.path.exists() and self.target.is_file():
                shutil.copyfile(self.target, self.path)
            number = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise ExportError(f"{str(target)!r} cannot be written: {error.strerror}.") from error
        self._file: IO[bytes] = open(number, "r+b", buffering=0)  # noqa: PTH123, SIM115 (closed in __exit__)
        if not _lock(self._file):
            self._file.close()
            raise ExportError(f"Another run is writing {str(self.path)!r}; wait for it, or name another file.")
        if not resume:
            self._cut()

    def __enter__(self) -> PartialFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self.count:
            self.path.unlink(missing_ok=True)

    def records(self) -> Iterator[bytes]:
        """Yield the records that are there, which counts them; what follows the last whole one is cut off."""
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.count += 1
                self.size += len(line)
                yield line
        self._cut()

    def write(self, pieces: Iterable[bytes]) -> None:
        """Write a record, which is a line; a part of one does not stay.

        Raises
        ------
        ExportError
            If the disk is full, or will not take it for another reason.
        """
        size = 0
        try:
            for piece in pieces:
                view = memoryview(piece)
                while view:
                    written = self._file.write(view) or 0
                    size += written
                    view = view[written:]
        except OSError as error:
            self._cut()
            raise self._refused(error) from error
        except BaseException:
            self._cut()
            raise
        self.count += 1
        self.size += size

    def finish(self) -> None:
        """Put it in the place of the target.

        Raises
        ------
        ExportError
            If that cannot be done.
        """
        try:
            os.fsync(self._file.fileno())
            self._file.close()  # Windows moves no open file
            self.path.replace(self.target)
        except OSError as error:
            raise self._refused(error) from error

    def _cut(self) -> None:
        self._file.truncate(self.size)
        self._file.seek(self.size)

    def _refused(self, error: OSError) -> ExportError:
        reason = error.strerror or str(error)
        return ExportError(
            f"{str(self.target)!r} cannot be written: {reason}. {self.count:,} records ({self.size:,} bytes) are kept "
            f"in {str(self.path)!r}; make room, then run the same command with --resume."
        )


def _lock(file: IO[bytes]) -> bool:
    """Return whether nobody else writes the file; where the system cannot tell, nobody does."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
