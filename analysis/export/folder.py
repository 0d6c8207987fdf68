"""Whole or not at all: results are written beside their place and moved into it when they are complete."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import ExportError

MANIFEST: Final = "manifest.json"
SOFTWARE: Final = "mittellage"
# What desktops and notebooks leave in any folder that was looked at.
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".ipynb_checkpoints"})


@contextmanager
def whole_folder(target: str | Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of the target when the block ends without error.

    Parameters
    ----------
    target : str or path
        Folder to write. It may be missing, empty, or hold earlier results of ours and nothing else.

    Yields
    ------
    pathlib.Path
        A temporary folder beside the target; after an error it is gone, and the target is as it was.

    Raises
    ------
    ExportError
        If the target holds anything else, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    _refuse(place, target)
    draft: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        draft.chmod(0o777 & ~_umask())
        yield draft
        _move(draft, place)
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written: {error.strerror or error}.") from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def whole_file(target: str | Path) -> Iterator[Path]:
    """Give a file name to write to, which takes the place of the target when the block ends without error.

    Raises
    ------
    ExportError
        If the target is a folder or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise ExportError(f"{str(target)!r} is a folder; name a file in it, such as {str(place / 'report.html')!r}.")
    draft: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        os.close(handle)
        draft = Path(name)
        draft.chmod(0o666 & ~_umask())
        yield draft
        draft.replace(place)
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written: {error.strerror or error}.") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def _refuse(place: Path, target: str | Path) -> None:
    """Refuse every place where something would be lost that we did not write."""
    name = repr(str(target))
    if Path.cwd().is_relative_to(place):
        raise ExportError(f"{name} is the folder that you work in, or above it; name a folder of its own for results.")
    if not place.exists():
        return
    if not place.is_dir():
        raise ExportError(f"{name} is a file; name a folder for the results.")
    found = sorted(
        path.relative_to(place).as_posix()
        for path in place.rglob("*")
        if not path.is_dir() and not _LITTER.intersection(path.relative_to(place).parts)
    )
    foreign = sorted(set(found) - _written_by_us(place))
    if foreign:
        raise ExportError(
            f"{name} holds {foreign[0]!r}{' and more' if len(foreign) > 1 else ''}, which mittellage did not write; "
            "move it away, or name another folder."
        )


def _written_by_us(place: Path) -> set[str]:
    try:
        manifest: Any = json.loads((place / MANIFEST).read_text("utf-8"))
        if manifest["software"] == SOFTWARE:
            return {MANIFEST, *manifest["files"]}
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return set()


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


def _umask() -> int:
    """Read the mask of new files; reading it means setting it."""
    mask = os.umask(0o022)
    with contextlib.suppress(OSError):
        os.umask(mask)
    return mask
