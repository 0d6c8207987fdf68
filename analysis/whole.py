"""Files and folders that appear whole or not at all: written beside their place, and moved into it when done."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

DRAFT: Final = ".draft"


@contextmanager
def draft_file(place: Path, *, durable: bool = False) -> Iterator[Path]:
    """Yield a name to write a file to, which takes the place when the block ends without error.

    Parameters
    ----------
    place : pathlib.Path
        File to make or to replace; its folder is made where it is missing.
    durable : bool
        Whether the file has to survive a power cut as soon as the block has ended.

    Raises
    ------
    OSError
        If the disk is full or refuses; the place then holds what it held before, and the draft is gone.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{uuid.uuid4().hex[:8]}{DRAFT}")
    try:
        yield draft
        if durable:
            _sync(draft)
        draft.replace(place)
        if durable:
            _sync(place.parent)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def draft_folder(place: Path) -> Iterator[Path]:
    """Yield an empty folder to fill, which takes the place when the block ends without error.

    Raises
    ------
    OSError
        If the disk is full or refuses; the place then holds what it held before, and the draft is gone.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        draft.chmod(0o777 & ~_umask())
        yield draft
        _move(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, place: Path) -> None:
    """Put the draft in its place; what stood there comes back if that fails."""
    if not place.exists():
        draft.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        place.rename(old / "old")
        try:
            draft.rename(place)
        except OSError:
            (old / "old").rename(place)
            raise
    finally:
        if not (old / "old").exists() or place.exists():
            shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """Return the mask of new files; reading it means setting it."""
    mask = os.umask(0o022)
    with suppress(OSError):
        os.umask(mask)
    return mask
