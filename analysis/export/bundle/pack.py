"""Packing: rows in, one ZIP file out, checked before it is written.

Three checks stand between the rows and the file: the tables are read back from their bytes and measured again, and the
table ``framing`` has to be the one that the author published; every file is scanned for words of the texts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ... import tables as contract
from ...charts import CHARTS
from ...errors import ExportError
from ...framing import Frames, load_frames
from ..archive import zip_bytes
from ..cite import cite
from ..folder import whole_file
from ..formats import csv_bytes
from ..manifest import checked_software, manifest_bytes
from ..measurement import describe_measurement
from ..protocol import protocol_text
from .linking import Linking, leader_names, state_names
from .lock import lock_text
from .metadata import About, crate, datapackage, json_bytes
from .numbers import framing_bytes, restore_tables
from .packed import Rows, pack_by_hand, pack_part, sort_documents, table_bytes
from .policy import PACKED, packed_columns
from .prose import codebook, left_out, methods, own_texts, readme, script
from .scan import WORD, Words, find_leaks, known_sequences
from .settings import SETTINGS, Settings, settings_bytes

if TYPE_CHECKING:
    import pandas as pd

Compute = Callable[["Mapping[str, pd.DataFrame]", Settings, "Executor | None"], dict[str, bytes]]
FRAMES: Final = "lexicons/frames.tsv"
MANIFEST: Final = "manifest.json"
_NOT_DESCRIBED: Final = "ro-crate-metadata.json"


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a package is made from.

    Attributes
    ----------
    parts : callable
        Gives the tables of whole documents as rows, ``framing`` among them, part by part; called more than once.
    manifest : mapping
        What made them.
    frames : pathlib.Path or None
        The user's own vocabulary of frames.
    by_hand : mapping of str to pandas.DataFrame
        Codings and corrections, where there are any.
    failures : mapping of str to int
        How many documents are missing, by reason.
    """

    parts: Callable[[], Iterator[Rows]]
    manifest: Mapping[str, Any]
    frames: Path | None = None
    by_hand: Mapping[str, Any] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)


def pack(
    material: Material, path: str | Path, *, settings: Settings, about: About, compute: Compute, pool: Executor | None
) -> Path:
    """Write a replication package.

    Parameters
    ----------
    material : Material
        What it is made from.
    path : str or path
        ZIP file to write; it appears whole or not at all.
    settings : Settings
        What is kept, measured and drawn.
    about : About
        Title, authors, licence and day.
    compute : callable
        Gives the published files from the tables of the package.
    pool : concurrent.futures.Executor or None
        Processes to draw in.

    Returns
    -------
    pathlib.Path
        The package.

    Raises
    ------
    ExportError
        If the numbers cannot be computed again, if a file holds words of the texts, or if the file cannot be written.
    """
    files = build(material, settings=settings, about=about, compute=compute, pool=pool)
    leaks = find_leaks(files, secret_sequences(material, settings))
    titles = "titles" in settings.keep
    leaks = [leak for leak in leaks if not (titles and _is_title(leak[1], material))]
    if leaks:
        where, words = leaks[0]
        raise ExportError(f"{where} would hold words of the text ({words!r}), so no package was written.")
    with whole_file(path) as draft:
        draft.write_bytes(zip_bytes(files.items()))
    return Path(path)


def build(
    material: Material, *, settings: Settings, about: About, compute: Compute, pool: Executor | None
) -> dict[str, bytes]:
    """Return the files of a package by path; see `pack`."""
    if material.frames is not None:
        if not material.frames.is_file():
            raise ExportError(
                f"The result was made with the frames of {str(material.frames)!r}, which is not there; put it back."
            )
        settings = replace(settings, frames=FRAMES)
    vocabulary = load_frames(material.frames)
    documents = [row for part in material.parts() for row in part["documents"]]
    linking = Linking(
        (row.text_sha256 for row in documents),
        (row.doc_id for row in documents),
        keep=settings.kept,
        public=_states(material),
    )
    files, framing = _tables(material, linking, settings, vocabulary)
    by_hand = {name: pack_by_hand(name, data, linking) for name, data in material.by_hand.items()}
    files |= {f"tables/{name}.csv": csv_bytes(data) for name, data in by_hand.items()}
    tables = restore_tables(files, settings)
    _require_same(framing, tables["framing"])
    files |= compute(tables, settings, pool)
    files[SETTINGS] = settings_bytes(settings)
    manifest = public_manifest(material.manifest, failures=material.failures)
    measurement = describe_measurement(tables, manifest, by_hand=by_hand)
    if settings.kind == "corpus":
        measurement = replace(measurement, copies=sum(len(family) - 1 for family in settings.families))
    pages = {
        "README.md": readme(
            settings, manifest, title=about.title, salt=linking.salt, documents=len(documents), by_hand=list(by_hand)
        ),
        "LEFT_OUT.md": left_out(settings),
        "CODEBOOK.md": codebook(settings, {name: list(data.columns) for name, data in by_hand.items()}),
        "METHODS.md": methods(),
        "PROTOCOL.md": protocol_text(measurement, lang=settings.lang),
        "CITATION.cff": cite("cff", manifest=manifest) + "\n",
        "citation.bib": cite("bibtex", manifest=manifest) + "\n",
        "requirements.lock": lock_text(manifest),
        "replicate.py": script(settings, manifest),
    }
    files |= {name: text.encode() for name, text in pages.items()}
    files[MANIFEST] = manifest_bytes(manifest)
    files["datapackage.json"] = json_bytes(datapackage(about, settings, files))
    files = dict(sorted(files.items()))
    return files | {_NOT_DESCRIBED: json_bytes(crate(about, manifest, files))}


def _tables(
    material: Material, linking: Linking, settings: Settings, vocabulary: Frames
) -> tuple[dict[str, bytes], bytes]:
    """Return the files of the tables, and the framing that was published, under the ids of the package."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in (*PACKED, *contract.DERIVED)}
    framing: list[Any] = []
    for part in material.parts():
        for name, found in pack_part(part, linking, frames=vocabulary).items():
            rows[name].extend(found)
        framing.extend(row._replace(doc_id=linking.document(row.doc_id)) for row in part["framing"])
    files = {}
    for name, found in rows.items():
        columns = packed_columns(name, settings.kept)
        files[f"tables/{name}.{settings.tables}"] = table_bytes(columns, sort_documents(found), settings.tables)
    if material.frames is not None:
        files[FRAMES] = _without_notes(material.frames)
    return files, framing_bytes(contract.frame("framing", sort_documents(framing)))


def _without_notes(path: Path) -> bytes:
    """Return a vocabulary without its notes, which may cite the texts that it was made for."""
    lines = [line.split("\t") for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    head, *rows = lines
    body = [head, *([*cells[:-1], ""] for cells in rows)]
    return "".join("\t".join(cells) + "\n" for cells in body).encode()


def _require_same(published: bytes, measured: Any) -> None:
    again = framing_bytes(measured)
    if again == published:
        return
    old, new = (list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) for data in (published, again))
    differing = next((a for a, b in zip(old, new, strict=False) if a != b), (old + new)[-1])
    raise ExportError(
        f"The published numbers cannot be computed again: {' '.join(differing[1:3])} comes out otherwise. They were "
        "made by another version of mittellage; analyse the texts again with this one, or package them with that one."
    )


def _states(material: Material) -> set[str]:
    return {row.name for part in material.parts() for row in part["actors"] if row.kind == "state"}


def _texts(material: Material) -> Iterator[str]:
    """Yield the words of each document in one piece, so that sequences across sentences are known as well."""
    for part in material.parts():
        texts: dict[str, list[str]] = {}
        for row in part["sentences"]:
            texts.setdefault(row.doc_id, []).append(row.text)
        for row in part["documents"]:
            texts.setdefault(row.doc_id, []).append(row.title or "")
        yield from (" ".join(pieces) for pieces in texts.values())


def secret_sequences(material: Material, settings: Settings) -> set[Words]:
    """Return the sequences of words of the texts that no file may hold.

    What this software says by itself is no secret: its pages, and titles such as „Zentralasien zwischen Russland,
    China und USA“, which a headline may say as well. Nor are outlets, and lists of nothing but states and leaders.
    """
    ours = [*own_texts(), *(chart.titles(settings.perspective, settings.lang) for chart in CHARTS.values())]
    ours += [row.outlet or "" for part in material.parts() for row in part["documents"]]
    names = {word.casefold() for name in state_names() | leader_names() for word in WORD.findall(name)}
    known = known_sequences(_texts(material)) - known_sequences(ours)
    return {words for words in known if not names.issuperset(words)}


def _is_title(words: str, material: Material) -> bool:
    titles = (row.title or "" for part in material.parts() for row in part["documents"])
    return tuple(words.split()) in known_sequences(titles)


def public_manifest(manifest: Mapping[str, Any], *, failures: Mapping[str, int]) -> dict[str, Any]:
    """Return what made the results, without the text's name and place and without paths of the author's machine."""
    kept = ("software", "version", "commit", "python", "libraries", "models", "lexicons", "seed")
    manifest = checked_software(manifest)
    found = {name: manifest[name] for name in kept if name in manifest}
    options = dict(manifest.get("options", {}))
    found["options"] = {name: _bare(value) for name, value in options.items()}
    found["own_lexicons"] = {Path(path).name: digest for path, digest in manifest.get("own_lexicons", {}).items()}
    found["failures"] = dict(sorted(failures.items()))
    return found


def _bare(value: Any) -> Any:
    if isinstance(value, Path) or (isinstance(value, str) and ("/" in value or "\\" in value)):
        return Path(str(value).replace("\\", "/")).name
    return list(value) if isinstance(value, (tuple, list)) else value


def rows_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, Sequence[Any]]:
    """Return tables of the contract as rows."""
    return {name: list(contract.rows(name, tables[name])) for name in contract.ROWS if name in tables}
