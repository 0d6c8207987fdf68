"""The folder of a server: settings with its token, connection files, whatever it and its kernels put aside for a while.

Only its owner can open it. It is gone when the server is; where both were killed, the next start removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "mittellage-"
_LOCK: Final = ".lock"


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder of mode 700, which is removed at the end with everything in it.

    Those whose owners were killed are removed first.
    """
    _sweep(Path(tempfile.gettempdir()))
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (home / _LOCK).touch(mode=0o600)
    lock = (home / _LOCK).open("r+")
    try:
        _hold(lock)
        yield home
    finally:
        lock.close()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def private() -> Iterator[None]:
    """Let all files that are made in the block be their owner's alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def environment(home: Path) -> dict[str, str]:
    """Give the environment in which a server and its kernels keep to this folder."""
    paths = {"JUPYTER_PATH": home, "JUPYTER_CONFIG_PATH": home}
    before = {name: os.environ[name] for name in paths if name in os.environ}
    joined = {
        name: os.pathsep.join([str(path), *([before[name]] if name in before else [])]) for name, path in paths.items()
    }
    folders = {"JUPYTER_RUNTIME_DIR": home / "runtime", **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), home / "tmp")}
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    named = {name: str(folder) for name, folder in folders.items()}
    return {**os.environ, **joined, **named, "PYTHONDONTWRITEBYTECODE": "1"}


def doorstep(home: Path, url: str) -> str:
    """Give the address of a file that leads to another address, whose token so stands on no browser's command line."""
    file = home / "open.html"
    file.touch(mode=0o600)
    file.write_text(
        '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0; url={escape(url)}"><title>mittellage</title>'
        f'<a href="{escape(url)}">mittellage</a>\n',
        "utf-8",
    )
    return file.as_uri()


def _sweep(folder: Path) -> None:
    """Remove folders of servers that were killed: nobody holds their lock."""
    for home in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            state = home.lstat()
            if not stat.S_ISDIR(state.st_mode) or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
                continue
            with (home / _LOCK).open("r+") as lock:
                _hold(lock)
                if sys.platform != "win32":
                    shutil.rmtree(home, ignore_errors=True)
            if sys.platform == "win32":  # which removes no open file
                shutil.rmtree(home, ignore_errors=True)


def _hold(file: IO[str]) -> None:
    """Lock a file until it is closed, or the process has ended, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
