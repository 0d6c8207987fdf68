"""Replication: the numbers and pictures of a package computed again, and compared with those that it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ExportError
from ..archive import read_files
from ..figures import painters
from .numbers import document_numbers, restore_tables
from .pack import MANIFEST, Compute
from .settings import SETTINGS, Settings, read_settings

if TYPE_CHECKING:
    import pandas as pd


class Package(NamedTuple):
    """A package that was read: its settings, its tables with masks where words were, and its files."""

    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    files: Mapping[str, bytes]


class Replication(NamedTuple):
    """What came out the same, what did not, and which libraries differ from those of the package."""

    equal: tuple[str, ...]
    different: tuple[str, ...]
    missing: tuple[str, ...]
    libraries: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether every published file came out the same, byte by byte."""
        return bool(self.equal) and not self.different and not self.missing

    def __str__(self) -> str:
        lines = [f"same       {path}" for path in self.equal]
        lines += [f"DIFFERENT  {path}" for path in self.different]
        lines += [f"MISSING    {path}" for path in self.missing]
        total = len(self.equal) + len(self.different) + len(self.missing)
        lines.append(f"{len(self.equal)} of {total} files are the same, byte by byte.")
        if not self.same and self.libraries:
            lines.append(f"Libraries that differ from requirements.lock: {'; '.join(self.libraries)}.")
        return "\n".join(lines)


def read_package(path: str | Path) -> Package:
    """Read a package.

    Parameters
    ----------
    path : str or path
        The ZIP file, or the folder that it was unpacked into.

    Returns
    -------
    Package
        With every table of the contract but the tokens, ``framing`` measured anew, and the derived tables.

    Raises
    ------
    ExportError
        If it is no package.
    """
    files = read_files(path)
    if SETTINGS not in files:
        raise ExportError(f"{str(path)!r} is no package of mittellage: it has no {SETTINGS}.")
    settings = read_settings(files[SETTINGS])
    try:
        return Package(settings, restore_tables(files, settings), files)
    except KeyError as error:
        raise ExportError(f"{str(path)!r} lacks the file {error}.") from error


def replicate(path: str | Path, *, workers: int | None = None) -> Replication:
    """Compute the numbers and pictures of a package again and compare them.

    Parameters
    ----------
    path : str or path
        The ZIP file, or the folder that it was unpacked into.
    workers : int, optional
        Processes to draw in.

    Returns
    -------
    Replication
        Prints as a list of files; its attribute ``same`` says whether all are.
    """
    return compare(path, lambda tables, settings, pool: document_numbers(tables, settings, pool=pool), workers=workers)


def compare(path: str | Path, compute: Compute, *, workers: int | None = None) -> Replication:
    """Compare the files of a package with those that a function computes from its tables."""
    package = read_package(path)
    with painters(workers) as pool:
        made = compute(package.tables, package.settings, pool)
    equal = tuple(name for name, data in made.items() if package.files.get(name) == data)
    different = tuple(name for name, data in made.items() if name in package.files and package.files[name] != data)
    published = [name for name in package.files if name.startswith(("numbers/", "charts/"))]
    missing = [name for name in made if name not in package.files] + [name for name in published if name not in made]
    return Replication(equal, different, tuple(missing), _changed(package.files))


def _changed(files: Mapping[str, bytes]) -> tuple[str, ...]:
    try:
        wanted: Mapping[str, str] = json.loads(files[MANIFEST])["libraries"]
    except (KeyError, ValueError):
        return ()
    found = []
    for name, version in wanted.items():
        try:
            here = metadata.version(name)
        except metadata.PackageNotFoundError:
            here = "not installed"
        if here != version:
            found.append(f"{name} {version}, here {here}")
    return tuple(found)
