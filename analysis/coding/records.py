"""Lines of JSON that survive a kill: each is appended whole and is on the disk before the call returns."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from .problems import problem

# No line of ours is longer; one that is was not written by us.
_LONGEST: Final = 1_000_000
_MOST: Final = 2_000_000


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Append a record as one line, and wait until it would survive a power cut.

    A line that an earlier kill cut off is closed first, so that it cannot swallow this one.

    Raises
    ------
    CodingError
        If the file cannot be written.
    """
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    try:
        made = not path.exists()
        with path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = "\n" + line
            file.write(line.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        if made:
            _sync_folder(path.parent)
    except OSError as error:
        raise problem("file.write", path=str(path), reason=error) from error


def write_records(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write a new file of records; the caller sees to it that its folder appears as a whole."""
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for record in records)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def read_records(path: Path, *, log: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the records of a file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    log : bool
        Whether it is appended to: then a line that is no record is what a kill left of one, and is passed over.

    Raises
    ------
    CodingError
        If it cannot be read, or a line is no record.
    """
    try:
        with path.open("rb") as file:
            for number in range(1, _MOST):
                line = file.readline(_LONGEST)
                if not line:
                    return
                record = _record(line)
                if record is not None:
                    yield record
                elif not log or len(line) >= _LONGEST:
                    raise problem("file.record", path=str(path), line=number)
    except OSError as error:
        raise problem("file.read", path=str(path), reason=error) from error
    raise problem("file.lines", path=str(path), most=f"{_MOST:,}")


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # Windows opens no folders
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
