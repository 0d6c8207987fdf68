"""Check and repair: what of a store is broken, and how its documents are analysed anew.

Nothing that a run does can break a store. A failing disk, a copy that was cut off or a hand in the wrong folder can:
every part then says by its checksums and counts whether it is whole. What is not is set aside, never deleted, and the
next run, which cuts the source as the first one did, makes it again under the same name with the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import CorpusError
from ..whole import DRAFT
from .columns import TABLES, DamageError, read_parquet, schema_of
from .failures import read_problems, write_problems
from .files import locked, unwritable
from .manifest import BROKEN, ERRORS, MANIFEST, SCHEMA, read_manifest, write_manifest
from .migration import migrate
from .store import Store, part_of, table_file

if TYPE_CHECKING:
    import pyarrow as pa

LOCK: Final = ".lock"


class Fault(NamedTuple):
    """A file of a store that is broken.

    Attributes
    ----------
    file : str
        Its path in the store.
    reason : str
        What is wrong with it, in a few words that follow the name of the file.
    part : str or None
        Partition that it belongs to; null for the manifest and the list of errors.
    """

    file: str
    reason: str
    part: str | None


class Condition(NamedTuple):
    """What `check_store` has seen.

    Attributes
    ----------
    schema, parts, documents, errors : int
        What the manifest lists; 0 where it cannot be read.
    faults : tuple of Fault
        Broken files.
    lost : int
        Documents in broken parts.
    notes : tuple of str
        What an interrupted run has left, which the next run puts in order by itself.
    """

    schema: int
    parts: int
    documents: int
    errors: int
    faults: tuple[Fault, ...]
    lost: int
    notes: tuple[str, ...]


def check_store(path: str | Path) -> Condition:
    """Return what of a store is broken; every file that its manifest lists is read to the last row, none is changed.

    Parameters
    ----------
    path : str or path
        The store; it may be on a disk that is mounted read-only, and another run may be writing it.

    Returns
    -------
    Condition
        With no ``faults`` where all is well.

    Raises
    ------
    CorpusError
        If the folder holds no store, or one of a newer version.
    """
    root = Path(path).absolute()
    try:
        manifest = read_manifest(root)
    except DamageError as error:
        return Condition(0, 0, 0, 0, (_fault(root, error),), 0, ())
    if manifest["schema"] > SCHEMA:
        raise CorpusError(
            f"{str(root)!r} has schema {manifest['schema']}, this version knows {SCHEMA}: update mittellage."
        )
    faults = [*_check_errors(root), *_check_parts(root, manifest)]
    broken = {fault.part for fault in faults} - {None}
    rows = {key: part["rows"]["documents"] for key, part in manifest["parts"].items()}
    return Condition(
        schema=manifest["schema"],
        parts=len(rows),
        documents=sum(rows.values()),
        errors=manifest.get("errors", 0),
        faults=tuple(faults),
        lost=sum(number for key, number in rows.items() if key in broken),
        notes=tuple(_notes(root, manifest)),
    )


def repair_store(path: str | Path) -> Condition:
    """Set aside what is broken, bring an older schema up to date, and return what was broken.

    Broken files, and the other tables of their partitions, move to the folder ``broken`` of the store; the next run
    analyses their documents anew. A store whose manifest is lost has nothing that says which parts count: all of it is
    set aside.

    Parameters
    ----------
    path : str or path
        The store.

    Returns
    -------
    Condition
        What `check_store` saw before the repair.

    Raises
    ------
    CorpusError
        As `check_store`; if another run is writing the store; or if it cannot be written.
    """
    root = Path(path).absolute()
    before = check_store(root)
    files = {fault.file for fault in before.faults}
    with locked(root / LOCK):
        if MANIFEST in files:
            _set_aside(root, (root / name for name in (MANIFEST, ERRORS, "tables", "journal")))
            return before
        if ERRORS in files:
            _set_aside(root, [root / ERRORS])
            write_problems(root / ERRORS, [])
        if before.faults:
            _drop(root, {fault.part for fault in before.faults if fault.part is not None})
    migrate(root)
    with locked(root / LOCK):
        Store(root, made=read_manifest(root)["made"]).recover()
    return before


def _drop(root: Path, parts: set[str]) -> None:
    """Move the files of parts, and take them off the list, in the schema that the store has.

    Their problems go with them: the next run then makes the same partition, under the same name.
    """
    _set_aside(root, (path for key in sorted(parts) for path in sorted((root / "tables").glob(f"*/part-{key}.*"))))
    manifest = read_manifest(root)
    problems = [problem for problem in read_problems(root / ERRORS) if problem.part not in parts]
    write_problems(root / ERRORS, problems)
    kept = {key: part for key, part in manifest["parts"].items() if key not in parts}
    documents = sum(part["rows"]["documents"] for part in kept.values())
    write_manifest(root, {**manifest, "documents": documents, "errors": len(problems), "parts": kept})


def _check_errors(root: Path) -> Iterator[Fault]:
    try:
        read_problems(root / ERRORS)
    except DamageError as error:
        yield _fault(root, error)


def _check_parts(root: Path, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Look at every listed file; a document that a part repeats from an earlier one counts as a fault, too."""
    seen: dict[str, str] = {}
    for key, part in manifest["parts"].items():
        known: set[str] = set()
        for table in TABLES:
            file = table_file(root, table, key, schema=manifest["schema"])
            if not part["rows"].get(table) and not file.exists() and manifest["schema"] < SCHEMA:
                continue  # an older contract did not have this table
            try:
                data = read_parquet(file)
            except DamageError as error:
                yield _fault(root, error, key)
                continue
            if table == "documents":
                known = set(data.column("doc_id").to_pylist()) if "doc_id" in data.column_names else set()
            reason = _mismatch(table, data, part["rows"].get(table), known, current=manifest["schema"] == SCHEMA)
            again = next((doc_id for doc_id in sorted(known) if seen.get(doc_id, key) != key), None)
            if not reason and again is not None and table == "documents":
                reason = f"repeats the document {again!r} of part {seen[again]}"
            if reason:
                yield Fault(file.relative_to(root).as_posix(), reason, key)
        seen.update(dict.fromkeys(known, key))


def _mismatch(table: str, data: pa.Table, rows: int | None, known: set[str], *, current: bool) -> str:
    """Return how a part that can be read differs from what its manifest and its documents say, or nothing."""
    if current and data.schema.names != schema_of(table).names:
        return f"has other columns than the table {table}"
    if data.num_rows != rows:
        return f"has {data.num_rows:,} rows, the manifest lists {rows or 0:,}"
    strangers = set(data.column("doc_id").to_pylist()) - known if "doc_id" in data.column_names and known else set()
    return f"has rows of {min(strangers)!r}, a document of another part" if strangers else ""


def _notes(root: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    finished = sum(path.stem not in manifest["parts"] for path in (root / "journal").glob("*.json"))
    if finished:
        yield f"{finished:,} finished parts are not listed yet; the next run takes them up."
    unlisted = {part_of(path) for path in (root / "tables").glob("*/part-*.parquet")} - set(manifest["parts"])
    drafts = sum(1 for _ in root.rglob(f".*{DRAFT}"))
    if len(unlisted) > finished or drafts:
        yield "An interrupted run has left unfinished files; the next run removes them."
    if manifest["schema"] < SCHEMA:
        yield f"Its schema is {manifest['schema']}, this version reads {SCHEMA}; --repair brings it up to date."
    if (root / BROKEN).is_dir():
        yield f"What an earlier repair has set aside lies in {BROKEN}/; delete it when you need it no longer."


def _fault(root: Path, error: DamageError, part: str | None = None) -> Fault:
    return Fault(error.file.relative_to(root).as_posix(), error.reason, part)


def _set_aside(root: Path, files: Iterable[Path]) -> None:
    for file in files:
        if not file.exists():
            continue
        target = root / BROKEN / file.relative_to(root)
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{file.name}.{number}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)
        except OSError as error:
            raise unwritable(target, error) from error
