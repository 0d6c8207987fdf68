"""The manifest: what results were made from, so that somebody else can make them again and compare."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from ..errors import ExportError
from ..integrity import model_files, sha256_of
from ..reading import Document
from .folder import SOFTWARE

_PACKAGE: Final = Path(__file__).resolve().parents[1]
# Versions, commits and names of libraries: no blank, quotation mark, bracket or line end.
_WORD: Final = re.compile(r"[0-9A-Za-z._+!-]{1,80}")
# Stages whose word lists decide about results; labels and words of pages change none.
_STAGES: Final = ("reading", "language", "actors", "quotes", "stance", "framing")
_LIBRARIES: Final = (
    "ahocorasick-rs", "charset-normalizer", "jinja2", "matplotlib", "mpltern", "numpy", "onnxruntime",
    "openpyxl", "pandas", "pyarrow", "simplemma", "spacy", "textblob", "textblob-de",
)  # fmt: skip


def build_manifest(
    document: Document,
    *,
    options: Any = None,
    files: Mapping[str, str] | None = None,
    created: str | None = None,
) -> dict[str, Any]:
    """Return what results were made from.

    Parameters
    ----------
    document : Document
        The text that was analysed.
    options : Options, optional
        Options of the analysis.
    files : mapping of str to str, optional
        SHA-256 of each file of the results, by its path in their folder.
    created : str, optional
        A time to note. By default there is none, so that the same work gives the same bytes.

    Returns
    -------
    dict
        ``software``, ``version``, ``commit``, ``python``, ``libraries``, ``models`` and ``lexicons`` (path to
        SHA-256), ``own_lexicons`` (empty where the file is gone), ``options``, ``seed``, ``input``, ``files``.
    """
    chosen = asdict(options) if is_dataclass(options) and not isinstance(options, type) else dict(options or {})
    manifest: dict[str, Any] = {
        **describe_software(),
        "options": chosen,
        "own_lexicons": {path.as_posix(): _sha256(path) for path in chosen.values() if isinstance(path, Path)},
        "seed": chosen.get("seed"),
        "input": {
            "doc_id": document.doc_id,
            "source": document.source,
            "outlet": document.outlet,
            "title": document.title,
            "date": document.date,
            "language": document.language,
            "translated": document.translated,
            "remarks": document.remarks,
            "n_chars": len(document.text),
            "text_sha256": document.text_sha256,
        },
        "files": dict(sorted((files or {}).items())),
    }
    if created is not None:
        manifest["created"] = created
    return manifest


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """Write a manifest as JSON, with umlauts as they are."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2, default=_json)
    return (text + "\n").encode("utf-8", "backslashreplace")


def hash_files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def checked_software(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a manifest whose versions are versions.

    They become lines of ``replicate.py`` and ``requirements.lock``, which somebody runs; a result or a store that was
    made elsewhere may say anything.

    Raises
    ------
    ExportError
        If a version, the commit or the name of a library is none.
    """
    libraries = manifest.get("libraries", {})
    named = {name: manifest.get(name) for name in ("version", "commit", "python")}
    pairs = libraries.items() if isinstance(libraries, Mapping) else [("libraries", libraries)]
    for name, value in (*named.items(), *pairs):
        known = value is not None or name in ("commit", "python")
        if not known or not all(_WORD.fullmatch(str(part)) for part in (name, value) if part is not None):
            raise ExportError(
                f"The manifest gives {str(value)[:80]!r} as {str(name)[:80]!r}, which is no version: it is damaged, or "
                "not of mittellage. Analyse the texts again."
            )
    return manifest


def describe_software() -> dict[str, Any]:
    """Return what the installed software is: version, commit, libraries, and the hashes of its models and lexicons."""
    return {
        "software": SOFTWARE,
        "version": _version(),
        "commit": _commit(_PACKAGE.parent),
        "python": platform.python_version(),
        "libraries": {name: version for name in _LIBRARIES if (version := _installed(name)) is not None},
        "models": _hashes(model_files()),
        "lexicons": _hashes(file for stage in _STAGES for file in (_PACKAGE / stage).rglob("*.tsv")),
    }


def _version() -> str:
    from .. import __version__

    return __version__


def _json(value: Any) -> Any:
    if isinstance(value, Path):
        return value.as_posix()
    return value.isoformat() if hasattr(value, "isoformat") else list(value)


def _hashes(files: Iterable[Path]) -> dict[str, str]:
    return {file.relative_to(_PACKAGE).as_posix(): sha256_of(file) for file in sorted(files) if file.is_file()}


def _sha256(path: Path) -> str:
    """Return the digest of a file; none where it is no longer there, as a list of one's own beside an old project."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _commit(root: Path) -> str | None:
    """Read the git commit of a checkout of ours; an installed package in somebody else's checkout has none."""
    if not (root / "pyproject.toml").is_file() or not (root / ".git").is_dir():
        return None
    try:
        head = (root / ".git/HEAD").read_text("utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        loose = root / ".git" / name
        if loose.is_file():
            return loose.read_text("utf-8").strip()
        packed = (root / ".git/packed-refs").read_text("utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), None)
    except OSError:
        return None
