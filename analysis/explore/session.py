"""The last session: kept in the user's own folder, readable for nobody else, until the reader says no.

It is a project (see `project`), so that what is on disk can be opened by hand. A reader who wants none has a file
``off`` there instead, and no session.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from ..errors import MittellageError
from .project import NAME, open_project, save_choice, save_project
from .scratch import private
from .state import Explorer, Lang

_SESSION: Final = "session"
_OFF: Final = "off"


class Last(NamedTuple):
    """The session that is kept: when it was written, and the title of its text."""

    when: datetime
    title: str


def folder() -> Path:
    """Return the folder of the user's own data; ``MITTELLAGE_SESSIONS`` names another."""
    named = os.environ.get("MITTELLAGE_SESSIONS")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("mittellage", appauthor=False)


def is_kept() -> bool:
    """Tell whether sessions are kept."""
    return not (folder() / _OFF).exists()


def switch(*, on: bool) -> None:
    """Keep sessions from now on, or keep none and delete the one that is there."""
    home = _home()
    if on:
        (home / _OFF).unlink(missing_ok=True)
    else:
        shutil.rmtree(home / _SESSION, ignore_errors=True)
        with private():
            (home / _OFF).touch(mode=0o600)


def keep(explorer: Explorer, *, whole: bool) -> None:
    """Write the session; nothing happens where sessions are not kept, or the disk refuses.

    Parameters
    ----------
    explorer : Explorer
        What to keep.
    whole : bool
        Whether texts and tables are new; else only what the reader has chosen and written is.
    """
    if not is_kept():
        return
    # A session that cannot be kept must not disturb the work that it is a copy of.
    with contextlib.suppress(OSError, MittellageError), private():
        target = _home() / _SESSION
        if whole or not save_choice(explorer, target):
            save_project(explorer, target)


def last() -> Last | None:
    """Return what is known of the session that is kept without opening it, or None."""
    kept = folder() / _SESSION
    try:
        when = datetime.fromtimestamp((kept / NAME).stat().st_mtime)
        with (kept / "tables" / "documents.jsonl").open(encoding="utf-8") as file:
            documents = [json.loads(line) for line in file]
        title = str(documents[0]["title"] or documents[0]["doc_id"])
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return Last(when, title if len(documents) == 1 else f"{title} (+{len(documents) - 1})")


def restore(lang: Lang = "de") -> Explorer:
    """Open the session that is kept.

    Raises
    ------
    ProjectError
        If there is none, or it is damaged.
    """
    return open_project(folder() / _SESSION, lang=lang)


def _home() -> Path:
    """Make the folder, and close it to others also where it was there before."""
    home = folder()
    with private():
        home.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32" and stat.S_IMODE(home.stat().st_mode) & 0o077:
        home.chmod(0o700)
    return home
