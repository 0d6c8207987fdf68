"""Results that appear whole or not at all, and replace nothing that mittellage did not write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import ExportError
from ..whole import draft_file, draft_folder

MANIFEST: Final = "manifest.json"
SOFTWARE: Final = "mittellage"
# What desktops and notebooks leave in any folder that was looked at.
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory", ".ipynb_checkpoints"})


@contextmanager
def whole_folder(target: str | Path) -> Iterator[Path]:
    """Yield an empty folder to fill, which takes the place of the target when the block ends without error.

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
    try:
        with draft_folder(place) as draft:
            yield draft
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written: {error.strerror or error}.") from error


@contextmanager
def whole_file(target: str | Path) -> Iterator[Path]:
    """Yield a file name to write to, which takes the place of the target when the block ends without error.

    Raises
    ------
    ExportError
        If the target is a folder or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise ExportError(f"{str(target)!r} is a folder; name a file in it, such as {str(place / 'report.html')!r}.")
    try:
        with draft_file(place) as draft:
            draft.touch()  # a folder without rights is told here, whatever library writes the file
            yield draft
    except OSError as error:
        raise ExportError(f"{str(target)!r} cannot be written: {error.strerror or error}.") from error


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
