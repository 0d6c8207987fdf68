"""Files of a store, whole and safe from a power cut, and the lock that lets one process at a time write it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ..errors import CorpusError
from ..whole import draft_file

# What to do about it; a folder of another owner, or one that is mounted read-only, lacks no room.
_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_RIGHTS: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_HELD: Final = frozenset({errno.EAGAIN, errno.EACCES, getattr(errno, "EDEADLK", errno.EAGAIN)})
# Windows locks bytes, and lets nobody read them: this one lies behind what the file says.
_LOCKED_BYTE: Final = 1 << 20


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
        If the disk is full or refuses, naming the file and how much of it was written; the place then holds what it
        held before.
    """
    written = 0
    try:
        with draft_file(path, durable=True) as draft:
            try:
                write(draft)
            finally:
                written = _size(draft)
    except OSError as error:
        raise unwritable(path, error, written=written) from error


def unwritable(path: Path, error: OSError, *, written: int = 0) -> CorpusError:
    """Return the error that says which file or folder cannot be written, and how to go on.

    Examples
    --------
    >>> str(unwritable(Path("part"), OSError(28, "No space left on device"), written=512)).partition(").")[0]
    "'part' cannot be written: No space left on device (512 bytes of it were"
    """
    remedy = "mend that"
    if error.errno in _ROOM:
        remedy = "make room"
    elif error.errno in _RIGHTS:
        remedy = "let your account write there, or name another folder"
    reason = os.strerror(error.errno) if error.errno else str(error)
    done = f" ({written:,} bytes of it were)" if written else ""
    return CorpusError(
        f"{str(path)!r} cannot be written: {reason}{done}. What was committed before is safe; {remedy}, then run the "
        "same command again."
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file by these bytes, whole or not at all."""
    write_whole(path, lambda draft: draft.write_bytes(data))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a store's lock, which the system frees when the process ends, however it ends.

    Raises
    ------
    CorpusError
        If another process holds it, naming that process; or if the store's folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise unwritable(path.parent, error) from error
    with file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _HELD:  # a network drive without locks
                raise unwritable(path, error) from error
            raise CorpusError(
                f"Another run{_holder(path)} is writing {str(path.parent)!r}; wait for it, or name another store."
            ) from error
        # Nobody is refused for want of this note: on a full disk the next write says so.
        with contextlib.suppress(OSError):
            file.truncate(0)
            file.write(json.dumps({"process": os.getpid(), "host": socket.gethostname()}).encode())
            file.flush()
        yield


def _holder(path: Path) -> str:
    """Name the process that holds a lock, and its machine where that is another one."""
    try:
        held = json.loads(path.read_bytes())
        process, host = int(held["process"]), str(held["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f" (process {process}" + (f" on {host!r}" if host != socket.gethostname() else "") + ")"


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
