"""ZIP files that are the same bytes on every run, and ZIP files of others, read with limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from ..errors import ExportError

# A fixed day keeps the same content the same file, byte by byte.
_DAY: Final = (1980, 1, 1, 0, 0, 0)
MOST_FILES: Final = 10_000
MOST_BYTES: Final = 4 * 1024**3


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file of members, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _DAY)
            member.external_attr = 0o644 << 16  # else who unpacks it as root leaves files that nobody else can read
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def read_files(path: str | Path, *, most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """Read the files of a folder or a ZIP file, by their path in it.

    Parameters
    ----------
    path : str or path
        A folder, or a ZIP file; one folder around everything in it is taken away.
    most_bytes : int
        How much all files together may hold once they are unpacked.

    Raises
    ------
    ExportError
        If it is neither, or holds more than that.
    """
    place = Path(path)
    if place.is_dir():
        found = (file for file in sorted(place.rglob("*")) if file.is_file() and not file.is_symlink())
        return {file.relative_to(place).as_posix(): file.read_bytes() for file in found}
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(place) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES:
                raise ExportError(f"{str(path)!r} holds {len(members):,} files, more than {MOST_FILES:,}.")
            left = most_bytes
            for member in members:
                with archive.open(member) as file:
                    data = file.read(left + 1)  # the size that a member claims may be a lie
                left -= len(data)
                if left < 0:
                    raise ExportError(f"{str(path)!r} holds more than {most_bytes:,} bytes.")
                files[member.filename] = data
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ExportError(f"{str(path)!r} is no folder and no ZIP file that can be read: {error}.") from error
    return _without_folder(files)


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    tops = {PurePosixPath(name).parts[0] for name in files if name}
    if len(tops) != 1 or any("/" not in name for name in files):
        return files
    (top,) = tops
    return {name.removeprefix(f"{top}/"): data for name, data in files.items()}
