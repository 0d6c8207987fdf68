"""Files that appear whole or not at all, and the lock that lets one process at a time write a store."""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ..errors import CorpusError

DRAFT: Final = ".draft"


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the place, make sure that it is on the disk, and move it into place.

    Parameters
    ----------
    path : pathlib.Path
        File to make or to replace.
    write : callable
        Writes the file whose name it is given.

    Raises
    ------
    CorpusError
        If the disk is full or refuses; the place then holds what it held before.
    """
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}{DRAFT}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(draft)
        _sync(draft)
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise CorpusError(
            f"{str(path)!r} cannot be written: {error.strerror or error}. What was committed before is safe; "
            "make room, then run the same command again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file by these bytes, whole or not at all."""
    write_whole(path, lambda draft: draft.write_bytes(data))


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a store's lock, which the system frees when the process ends, however it ends.

    Raises
    ------
    CorpusError
        If another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise CorpusError(
                f"Another run is writing {str(path.parent)!r}; wait for it, or name another store."
            ) from error
        yield


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
