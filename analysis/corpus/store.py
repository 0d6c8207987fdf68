"""The store: a folder of immutable parts, and one file that says which of them count.

A worker writes the parts of a partition, then its record into the journal; the client takes records from the
journal into ``manifest.json``, which is replaced in one step. Whoever reads a store reads the manifest first and
then only what it lists, so that a store which is being written looks like an earlier, whole one. After any
interruption the journal tells what was finished and not yet listed; everything else is removed and done again.

    store/
      manifest.json                  schema, what made it, the committed parts
      errors.parquet                 documents that could not be read or analysed, and why
      tables/<name>/part-<key>.parquet
      journal/<key>.json             finished, not yet listed
      broken/                        what `mittellage corpus --repair` has set aside
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import CorpusError
from ..whole import DRAFT
from .columns import TABLES, read_parquet
from .failures import Problem, read_problems, write_problems
from .files import unwritable
from .manifest import ERRORS, KIND, MANIFEST, SCHEMA, has_counts, read_manifest, require_schema, write_manifest
from .partition import document_key

Record = dict[str, Any]


def table_file(root: Path, table: str, key: str, *, schema: int = SCHEMA) -> Path:
    """Name the file of a part; a part rewritten by a migration has another name than the one it replaces."""
    generation = "" if schema == 1 else f".v{schema}"
    return root / "tables" / table / f"part-{key}{generation}.parquet"


def journal_file(root: Path, key: str) -> Path:
    """Name the file in which a worker says that a partition is finished."""
    return root / "journal" / f"{key}.json"


class Store:
    """The writing side of a store; hold `files.locked` while using it.

    Parameters
    ----------
    root : pathlib.Path
        Its folder; made if missing.
    made : mapping
        What makes the results: version, models, lexicons, options. A store never mixes two of them.
    noted : mapping, optional
        What else to note when the store is begun: Python, libraries.

    Raises
    ------
    CorpusError
        If the folder holds something else, another schema, or results that something else made.
    """

    def __init__(self, root: Path, *, made: Mapping[str, Any], noted: Mapping[str, Any] | None = None) -> None:
        self.root = root
        self.parts: dict[str, Record] = {}
        self.problems: dict[str, Problem] = {}
        self._made = json.loads(json.dumps(made))
        self._noted = json.loads(json.dumps(noted or {}))
        if (root / MANIFEST).exists():
            self._open()
        else:
            self.commit([])
        for table in TABLES:
            folder = root / "tables" / table
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unwritable(folder, error) from error

    def _open(self) -> None:
        manifest = read_manifest(self.root)
        require_schema(manifest, self.root)
        for name, value in self._made.items():
            if manifest["made"].get(name) != value:
                raise CorpusError(
                    f"{str(self.root)!r} was made with {_difference(name, manifest['made'].get(name), value)}. "
                    "One store holds results of one method: name another store, or go back to what made this one."
                )
        self._noted = manifest["noted"]
        self.parts = manifest["parts"]
        # Those of a part that was not listed before the last run ended: its record says them again.
        self.problems = {
            item.key: item for item in read_problems(self.root / ERRORS) if item.part is None or item.part in self.parts
        }

    @property
    def documents(self) -> int:
        """How many documents are committed."""
        return sum(part["rows"]["documents"] for part in self.parts.values())

    def done(self) -> Iterator[tuple[str, str]]:
        """Yield doc_id and key of every committed document."""
        for part in self.parts:
            yield from _document_keys(table_file(self.root, "documents", part))

    def recover(self) -> None:
        """Take up what was finished when the last run ended, and remove what was not."""
        records = [record for path in sorted((self.root / "journal").glob("*.json")) if (record := _load(path))]
        records = [record for record in records if _is_whole(self.root, record)]
        if records:
            known = {key for _, key in self.done()} | set(self.problems)
            fresh = []
            for record in records:
                keys = {key for _, key in _document_keys(table_file(self.root, "documents", record["part"]))}
                keys |= {row["key"] for row in record["errors"]}
                # A worker cut off from an earlier client may finish after its documents were done anew.
                if record["part"] not in self.parts and not keys & known:
                    fresh.append(record)
                    known |= keys
            self.commit(fresh)
        for path in [*(self.root / "journal").glob("*.json"), *self.root.rglob(f".*{DRAFT}")]:
            _remove(path)
        for path in (self.root / "tables").glob("*/part-*.parquet"):
            if part_of(path) not in self.parts:
                _remove(path)

    def commit(self, records: Iterable[Record], *, problems: Iterable[Problem] = ()) -> None:
        """List finished parts and the problems of their documents, in one step.

        Parameters
        ----------
        records : iterable of dict
            What the workers wrote into the journal.
        problems : iterable of Problem
            Sources that could not be read, and documents that contradict the store.
        """
        added = list(problems)
        finished = []
        for record in records:
            self.parts[record["part"]] = {name: record[name] for name in ("rows", "tokens")}
            added.extend(Problem(**row) for row in record["errors"])
            finished.append(record["part"])
        if added or not (self.root / ERRORS).exists():
            self.problems.update({problem.key: problem for problem in added})
            # First the errors, then the manifest: whoever reads an old manifest leaves out the errors of newer parts.
            write_problems(self.root / ERRORS, self.problems.values())
        manifest = {
            "software": "mittellage",
            "kind": KIND,
            "schema": SCHEMA,
            "made": self._made,
            "noted": self._noted,
            "documents": self.documents,
            "errors": len(self.problems),
            "parts": dict(sorted(self.parts.items())),
        }
        write_manifest(self.root, manifest)
        for key in finished:
            with contextlib.suppress(OSError):
                journal_file(self.root, key).unlink(missing_ok=True)

    def forget(self, kinds: Iterable[str]) -> None:
        """Drop problems of some kinds, so that their documents are taken up again."""
        dropped = set(kinds)
        self.problems = {key: item for key, item in self.problems.items() if item.kind not in dropped}
        write_problems(self.root / ERRORS, self.problems.values())
        self.commit([])


def _difference(name: str, old: Any, new: Any) -> str:
    """Name the first entry in which two descriptions differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        key = next(key for key in [*old, *new] if old.get(key) != new.get(key))
        return _difference(f"{name} {key}", old.get(key), new.get(key))
    return f"{name} {str(old)[:60]!r}, this run has {str(new)[:60]!r}"


def part_of(path: Path) -> str:
    """Return the key in the name of a part's file.

    Examples
    --------
    >>> part_of(Path("part-00ff.v2.parquet"))
    '00ff'
    """
    return path.name.removeprefix("part-").removesuffix(".parquet").partition(".")[0]


def _document_keys(path: Path) -> Iterator[tuple[str, str]]:
    columns = ["doc_id", "outlet", "title", "date", "language", "translated", "text_sha256"]
    for row in read_parquet(path, columns=columns).to_pylist():
        yield row["doc_id"], document_key(**row)


def _load(path: Path) -> Record | None:
    """Read a record; one of an older program, or damaged by hand, counts as not there."""
    try:
        record: Record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(record, dict) and {"part", "rows", "tokens", "errors"} <= set(record)
    return record if known and record["part"] == path.stem and has_counts(record) else None


def _is_whole(root: Path, record: Record) -> bool:
    """Return whether every table that a record names is there to its last row; what is not is done again."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return all(
            pq.read_metadata(table_file(root, table, record["part"])).num_rows == record["rows"].get(table)
            for table in TABLES
        )
    except (OSError, pa.ArrowException):
        return False


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
