"""Problems: documents that could not be read or analysed, each with its reason, as rows of ``errors``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from .columns import DamageError, read_parquet, write_parquet
from .files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

    from ..reading import ReadingFailure

Kind = Literal["reading", "conflict", "error", "crash", "timeout", "memory"]

# A second run may turn out otherwise, with more time, more memory, or another machine.
WORTH_RETRYING: Final = ("error", "crash", "timeout", "memory")


class Problem(NamedTuple):
    """A document, or a piece of the source, that is not in the tables.

    Attributes
    ----------
    key : str
        Hash of the document, or of the source and the reason.
    doc_id, source : str or None
        What is known of it.
    kind : {"reading", "conflict", "error", "crash", "timeout", "memory"}
        reading: no document came of it; conflict: another document has its doc_id; error: a stage raised an error;
        crash: it ended the process; timeout, memory: it went beyond a limit.
    message : str
        One sentence.
    traceback : str or None
        Where it happened.
    tries : int
        How often it was tried.
    part : str or None
        Partition that it belongs to; null where it never reached one.
    """

    key: str
    doc_id: str | None
    source: str | None
    kind: Kind
    message: str
    traceback: str | None
    tries: int
    part: str | None


def reading_problem(failure: ReadingFailure) -> Problem:
    """Describe a piece of the source that gave no document; the same piece and reason have the same key."""
    place = f"#{failure.place.replace(' ', '-')}" if failure.place else ""
    key = hashlib.sha256("\0".join(map(str, failure)).encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return Problem(key, failure.doc_id, f"{failure.source}{place}", "reading", failure.reason, None, 1, None)


def count_reasons(problems: Iterable[Problem]) -> tuple[tuple[str, int], ...]:
    """Return why documents are missing, with how many each and the first of them, the most frequent first.

    Reasons that differ in a number or in what they cite are one: "it has 4 cells", "it has 5 cells".
    """
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        bare = re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "_", problem.message)
        groups.setdefault(f"{problem.kind}: {bare}", []).append(problem)
    found = []
    for group in groups.values():
        first = min(group, key=lambda problem: (problem.source or "", problem.doc_id or "", problem.message))
        found.append((f"{first.source or first.doc_id or first.key}: {first.message}", len(group)))
    return tuple(sorted(found, key=lambda item: (-item[1], item[0])))


def problem_schema() -> pa.Schema:
    """Return the Arrow schema of ``errors``."""
    import pyarrow as pa

    types: Mapping[str, Any] = {"tries": pa.int64()}
    needed = {"key", "kind", "message", "tries"}
    return pa.schema([pa.field(name, types.get(name, pa.string()), name not in needed) for name in Problem._fields])


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Replace the file of problems, sorted by key, so that the same problems give the same bytes."""
    import pyarrow as pa

    rows = [{name: _clean(value) for name, value in item._asdict().items()} for item in sorted(problems, key=_key)]
    table = pa.Table.from_pylist(rows, schema=problem_schema())
    write_whole(path, lambda draft: write_parquet(table, draft))


def read_problems(path: Path) -> list[Problem]:
    """Read the file of problems.

    Raises
    ------
    DamageError
        If it is missing or damaged.
    """
    return [Problem(**row) for row in problem_table(path).to_pylist()]


def problem_table(path: Path) -> pa.Table:
    """Read the file of problems as an Arrow table.

    Raises
    ------
    DamageError
        If it is missing, damaged, or something else.
    """
    table = read_parquet(path)
    if table.schema.names != problem_schema().names:
        raise DamageError(path, "has other columns than a list of problems")
    return table


def _key(problem: Problem) -> str:
    return problem.key


def _clean(value: Any) -> Any:
    """Replace half surrogate pairs, which no file can hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
