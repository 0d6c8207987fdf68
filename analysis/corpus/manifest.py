"""The manifest: the one file that says which parts of a store count, and what made them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ..errors import CorpusError
from .columns import DamageError
from .files import write_bytes

SCHEMA: Final = 1
KIND: Final = "corpus"
MANIFEST: Final = "manifest.json"
ERRORS: Final = "errors.parquet"
BROKEN: Final = "broken"
# A key becomes the name of a file: a manifest that was tampered with must not lead out of the store.
_KEY: Final = re.compile(r"[0-9a-z]{1,64}")


def read_manifest(root: Path) -> dict[str, Any]:
    """Read what a store lists.

    Raises
    ------
    DamageError
        If the manifest is damaged, or lost while there are parts.
    CorpusError
        If the folder holds no store.
    """
    path = root / MANIFEST
    parts = any((root / "tables").glob("*/part-*.parquet"))
    manifest: Any = None
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        if parts:
            raise DamageError(path, "is missing") from error
    except (OSError, ValueError, RecursionError) as error:
        if parts or (root / ERRORS).exists():
            raise DamageError(path, f"cannot be read: {error}") from error
    if isinstance(manifest, dict) and manifest.get("kind", KIND if parts else "") == KIND:
        if wrong := _flaw(manifest):
            raise DamageError(path, f"is damaged: {wrong}")
        return manifest
    raise CorpusError(f"{str(root)!r} is no corpus store: it has no manifest of one. Make it with `mittellage corpus`.")


def is_store(place: Path) -> bool:
    """Return whether a folder holds a store whose manifest can be read."""
    try:
        return bool(json.loads((place / MANIFEST).read_text("utf-8"))["kind"] == KIND)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_manifest(root: Path, manifest: Mapping[str, Any]) -> None:
    """Replace the manifest in one step: from then on a reader sees what it lists."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write_bytes(root / MANIFEST, text.encode("utf-8", "backslashreplace"))


def require_schema(manifest: Mapping[str, Any], root: Path) -> None:
    """Refuse a store of another schema.

    Raises
    ------
    CorpusError
        Saying whether to migrate the store or to update mittellage.
    """
    found = manifest["schema"]
    if found < SCHEMA:
        raise CorpusError(
            f"{str(root)!r} has schema {found}, this version reads {SCHEMA}. Bring it up to date with "
            f"analysis.corpus.migrate({str(root)!r})."
        )
    if found > SCHEMA:
        raise CorpusError(f"{str(root)!r} has schema {found}, this version reads {SCHEMA}: update mittellage.")


def refuse_foreign(root: Path) -> None:
    """Refuse to make a store among files that are not ours.

    Raises
    ------
    CorpusError
        Naming what is there.
    """
    if root.exists() and not root.is_dir():
        raise CorpusError(f"{str(root)!r} is a file; name a folder for the store.")
    if (root / MANIFEST).exists() or any((root / "tables").glob("*/part-*.parquet")):
        read_manifest(root)
        return
    # A run that was killed at its very start leaves these, and no manifest.
    ours = {ERRORS, "tables", "journal", BROKEN}
    foreign = sorted(path.name for path in root.glob("*") if path.name not in ours and not path.name.startswith("."))
    if foreign:
        raise CorpusError(f"{str(root)!r} holds {foreign[0]!r}, which is no part of a store; name a folder of its own.")


def has_counts(part: Any) -> bool:
    """Return whether an entry of the manifest, or a record, says how many rows and tokens it has."""
    rows = part.get("rows") if isinstance(part, dict) else None
    if not isinstance(rows, dict) or not isinstance(part.get("tokens"), int):
        return False
    return "documents" in rows and all(isinstance(number, int) for number in rows.values())


def _flaw(manifest: Mapping[str, Any]) -> str:
    """Return what a manifest lacks, or nothing."""
    for name, kind in (("schema", int), ("made", dict), ("noted", dict), ("parts", dict)):
        if not isinstance(manifest.get(name), kind):
            return f"it says no {name!r}"
    for key, part in manifest["parts"].items():
        if not _KEY.fullmatch(key):
            return f"{key[:80]!r} is no name of a part"
        if not has_counts(part):
            return f"part {key!r} has no counts of rows"
    listed = sum(part["rows"]["documents"] for part in manifest["parts"].values())
    if manifest.get("documents", listed) != listed:
        return f"it says {manifest['documents']!r:.40} documents, and its parts have {listed:,}"
    return ""
