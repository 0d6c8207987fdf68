"""Projects: a working state (texts, tables, options, filters, memos) as one folder that opens again years later.

The folder holds ``project.json`` (format version, options, choice, memos), ``texts/`` (each text byte for byte in
UTF-8) and ``tables/`` (one JSON record a line, as in ``mittellage annotate``). Tables are stored, not computed
again: a memo on row t7 must find the same row t7 under a later version of mittellage.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from .. import tables as contract
from ..errors import MittellageError
from ..pipeline import Options
from ..whole import draft_file, draft_folder
from .judging import judge_rows
from .state import Choice, Explorer, Key, Lang
from .words import say

FORMAT: Final = 3
NAME: Final = "project.json"
# From a version to the next: takes the description as read, gives it as the next version writes it.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _with_verdicts_apart(description: dict[str, Any]) -> dict[str, Any]:
    """Return a description of format 2: until then a verdict was a choice, and changed no row."""
    choice = dict(description["choice"])
    return {**description, "verdicts": choice.pop("verdicts", []), "choice": choice}


def _with_options(description: dict[str, Any]) -> dict[str, Any]:
    """Return a description of format 3: until then only the perspective of the options was kept, and the frames."""
    options = {**description["perspective"], "frames": description.get("frames")}
    translated = options.pop("translated")
    return {**description, "options": options, "translated": translated}


MIGRATIONS.update({1: _with_verdicts_apart, 2: _with_options})


class ProjectError(MittellageError):
    """A project that cannot be saved or opened."""


def save_project(explorer: Explorer, folder: str | Path) -> Path:
    """Save a working state.

    Parameters
    ----------
    explorer : Explorer
        Texts, tables, perspective, choice and memos.
    folder : str or path
        Folder to write. It appears whole or not at all; an earlier project there is replaced.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    ProjectError
        If the folder holds something else, or cannot be written.
    """
    target = Path(folder).expanduser().resolve()
    if target.exists() and any(target.iterdir() if target.is_dir() else [target]) and not (target / NAME).is_file():
        raise _refused("project.taken", target)
    try:
        with draft_folder(target) as fresh:
            _write(explorer, fresh)
    except OSError as error:
        raise _refused("project.unwritable", target, reason=error.strerror) from error
    return target


def _refused(key: str, path: Path, **values: object) -> ProjectError:
    """Return an error that a page says in its own language."""
    error = ProjectError(say(key, "en", path=repr(str(path)), **values))
    error.german = say(key, "de", path=path, **values)
    return error


def open_project(folder: str | Path, *, lang: Lang = "en") -> Explorer:
    """Open a working state as it was saved, filters, evidence and memos included.

    Parameters
    ----------
    folder : str or path
        What `save_project` wrote.
    lang : {"de", "en"}
        Language of the error, if there is one.

    Raises
    ------
    ProjectError
        If the folder is no project, is damaged, or was saved by a later version.
    """
    source = Path(folder).expanduser()
    place = repr(str(source))
    try:
        found = json.loads((source / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProjectError(say("project.none", lang, path=place, file=NAME)) from error
    try:
        description = _migrated(found, source, lang)
        texts = {
            doc_id: (source / "texts" / file).read_bytes().decode("utf-8")
            for doc_id, file in description["texts"].items()
        }
        frames = {name: _read_table(source / "tables" / f"{name}.jsonl", name) for name in contract.ROWS}
        by_hand = [name for name in contract.BY_HAND if (source / "tables" / f"{name}.jsonl").is_file()]
        made_with = Options.of(description["options"])
        frames |= {name: _read_table(source / "tables" / f"{name}.jsonl", name) for name in by_hand}
        explorer = Explorer(frames, texts, made_with=made_with, translated=bool(description["translated"]))
        explorer.choice = _choice(description["choice"])
        said = [(Key(*key), verdict) for key, verdict in description.get("verdicts", ())]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProjectError(say("project.damaged", lang, path=place, error=error)) from error
    judge_rows(explorer, said)
    return explorer


def _write(explorer: Explorer, folder: Path) -> None:
    (folder / "texts").mkdir(parents=True)
    (folder / "tables").mkdir()
    files = {
        doc_id: f"{number:03d}-{re.sub(r'[^A-Za-z0-9_-]+', '_', doc_id)[:60]}.txt"
        for number, doc_id in enumerate(explorer.texts, start=1)
    }
    for doc_id, file in files.items():
        (folder / "texts" / file).write_bytes(explorer.texts[doc_id].encode("utf-8"))
    for name, data in explorer.whole.items():
        (folder / "tables" / f"{name}.jsonl").write_text(_lines(name, data), encoding="utf-8", newline="\n")
    _describe(explorer, folder, files)


def _lines(name: str, data: Any) -> str:
    """Return a table as a JSON record a line; nothing where there is none."""
    records = () if data is None else (contract.record(row) for row in contract.rows(name, data))
    # A column of pandas gives numbers and truth values of numpy, which know their plain value.
    lines = (json.dumps(record, ensure_ascii=False, default=lambda value: value.item()) for record in records)
    return "".join(f"{line}\n" for line in lines)


def save_choice(explorer: Explorer, folder: str | Path) -> bool:
    """Write anew what the reader has chosen and written; False where the folder holds other texts or corrections."""
    target = Path(folder)
    try:
        found = json.loads((target / NAME).read_text(encoding="utf-8"))
        files = dict(found["texts"])
        shas = [hashlib.sha256((target / "texts" / file).read_bytes()).hexdigest() for file in files.values()]
        made = target / "tables" / "corrections.jsonl"
        corrections = made.read_text(encoding="utf-8") if made.is_file() else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    own = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in explorer.texts.values()]
    if list(files) != list(explorer.texts) or shas != own or found.get("version") != FORMAT:
        return False
    # Another page may have corrected the same text, and kept its own tables there.
    if corrections != _lines("corrections", explorer.whole.get("corrections")):
        return False
    _describe(explorer, target, files)
    return True


def _describe(explorer: Explorer, folder: Path, files: Mapping[str, str]) -> None:
    from .. import __version__

    description = {
        "format": "mittellage-project",
        "version": FORMAT,
        "mittellage": __version__,
        "options": asdict(explorer.made_with),
        "translated": explorer.perspective.translated,
        "choice": asdict(explorer.choice),
        "texts": files,
    }
    text = json.dumps(description, ensure_ascii=False, indent=2, default=str)  # paths
    # In one step, so that no reader and no crash meets half a file.
    with draft_file(folder / NAME) as draft:
        draft.write_text(text + "\n", encoding="utf-8", newline="\n")


def _read_table(path: Path, name: str) -> Any:
    import pandas as pd

    columns = contract.columns(name)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    data = pd.DataFrame([[record[column] for column in columns] for record in records], columns=columns, dtype=object)
    if "date" in data:
        data["date"] = pd.to_datetime(data["date"])
    return contract.check(name, contract.frame(name, contract.rows(name, data)))


def _choice(found: Mapping[str, Any]) -> Choice:
    """Read the choice back: JSON knows lists alone, the choice holds tuples."""
    values = _with_tuples(found) | {"revision": 0}
    values["evidence"] = tuple(Key(*key) for key in values["evidence"])
    values["memos"] = tuple((Key(*key), memo) for key, memo in values["memos"])
    return Choice(**values)


def _with_tuples(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}


def _migrated(found: Any, source: Path, lang: Lang) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("format") != "mittellage-project":
        raise ProjectError(say("project.foreign", lang, path=repr(str(source / NAME))))
    version = found.get("version")
    told = {"path": repr(str(source)), "version": repr(version), "most": FORMAT, "by": found.get("mittellage", "?")}
    if not isinstance(version, int) or version > FORMAT:
        raise ProjectError(say("project.later", lang, **told))
    description: dict[str, Any] = found
    while version < FORMAT:
        if version not in MIGRATIONS:
            raise ProjectError(say("project.earlier", lang, **told))
        description = MIGRATIONS[version](description)
        version += 1
    return description
