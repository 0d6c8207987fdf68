"""Are the model files the ones that were published? Each is hashed once, when it is loaded.

A copy that was cut off, an editor that changed line ends or a half-finished update gives wrong numbers or a crash deep
inside a library. `models.sha256` lists what was published, as ``sha256sum`` writes it, so that anybody can check it
without this program: ``cd analysis && sha256sum --check models.sha256``. Models that lie elsewhere, which somebody has
trained for themselves, are not listed and not held against it.

After training new ones, write the list, and the hashes in the model cards, anew: ``python -m analysis.integrity``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from .errors import ModelError

_PACKAGE: Final = Path(__file__).resolve().parent
LIST: Final = _PACKAGE / "models.sha256"
_KINDS: Final = frozenset({".npz", ".onnx", ".xz", ".json"})
_FOLDERS: Final = ("language/models", "quotes/models", "stance/reader/models", "stance/reader/thorough")
_SINGLE: Final = ("reading/lemma_index.npz",)
# Model cards, and what their table of hashes stands between.
_CARDED: Final = (
    "language/models/MODEL_CARD.md",
    "quotes/models/README.md",
    "stance/reader/models/README.md",
    "stance/reader/thorough/README.md",
)
CARDS: Final = tuple(_PACKAGE / name for name in _CARDED)
_BEGIN: Final = "<!-- SHA-256, written by python -m analysis.integrity -->"
_END: Final = "<!-- end -->"


def checked(path: Path) -> Path:
    """Return the path of a model file whose content is what was published; files outside the package pass.

    Raises
    ------
    ModelError
        If the file is missing or differs, saying how to get it back.
    """
    wanted = _listed(LIST).get(_name(path))
    if wanted is not None and (found := sha256_of(path)) != wanted:
        state = f"has SHA-256 {found[:12]}…, {wanted[:12]}… was published" if found else "is missing"
        raise ModelError(
            f"The model file {str(path)!r} {state}. Install mittellage again (pip install --force-reinstall "
            "mittellage, or git checkout -- analysis); if you have trained it yourself, write the list of hashes "
            "anew: python -m analysis.integrity."
        )
    return path


def complete(folder: Path) -> Path:
    """Return a folder of models from which no published file is missing.

    Raises
    ------
    ModelError
        If one is, which would else be a reader less, and other results.
    """
    inside = _name(folder) + "/"
    for name in _listed(LIST):
        if name.startswith(inside) and not (_PACKAGE / name).is_file():
            checked(_PACKAGE / name)
    return folder


def model_files() -> Iterator[Path]:
    """Yield the model files of the package, sorted by name."""
    single = [_PACKAGE / name for name in _SINGLE]
    found = [path for folder in _FOLDERS for path in (_PACKAGE / folder).rglob("*") if path.suffix in _KINDS]
    yield from sorted([*single, *found])


def list_models() -> str:
    """Return the list of published hashes, as ``sha256sum`` writes it."""
    return "".join(f"{sha256_of(path)}  {_name(path)}\n" for path in model_files())


def card_text(card: Path) -> str:
    """Return the text of a model card with the hashes of the files that lie beside it, and below."""
    head, _, rest = card.read_text("utf-8").partition(_BEGIN)
    files = [path for path in model_files() if path.is_relative_to(card.parent)]
    rows = [f"| `{path.relative_to(card.parent).as_posix()}` | `{sha256_of(path)}` |" for path in files]
    table = "\n".join(["| file | SHA-256 |", "| --- | --- |", *rows])
    return f"{head}{_BEGIN}\n\n{table}\n\n{_END}{rest.partition(_END)[2]}"


@cache
def _listed(path: Path) -> Mapping[str, str]:
    try:
        lines = path.read_text("ascii").splitlines()
        return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The list of model hashes {str(path)!r} cannot be read: {error}. Install mittellage again."
        ) from error


@cache
def sha256_of(path: Path) -> str:
    """Return the hash of a file of the package, made once a process; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _name(path: Path) -> str:
    """Name a file by its path in the package; one outside keeps its own, which no list has."""
    whole = path.absolute()
    return whole.relative_to(_PACKAGE).as_posix() if whole.is_relative_to(_PACKAGE) else whole.as_posix()


if __name__ == "__main__":
    LIST.write_text(list_models(), "ascii")
    for each in CARDS:
        each.write_text(card_text(each), "utf-8")
