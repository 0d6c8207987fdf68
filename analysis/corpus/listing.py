"""The options ``--copies`` and ``--edits`` of the command: families of a store and their edits, in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import CorpusError
from ..export.folder import whole_file
from ..export.formats import csv_bytes
from ..legible import legible
from ..tables import each
from .corpus import Corpus
from .families import save_families

if TYPE_CHECKING:
    import pandas as pd

# So many families, documents of a family and edits of a document are shown; a table holds all.
_FAMILIES: Final = 20
_EDITS: Final = 20
_CHARS: Final = 100


def run_copies(store: Path, window: int, table: Path | None = None) -> int:
    """List the families of a store, and write them into it, so that measures need not look for them again.

    Parameters
    ----------
    store : pathlib.Path
        Its folder.
    window : int
        Days that may lie between a copy and the next.
    table : pathlib.Path, optional
        CSV file to write the whole list to.

    Returns
    -------
    int
        Exit code 0.

    Raises
    ------
    CorpusError
        If the folder is no store or cannot be written.
    """
    with Corpus.open(store) as corpus:
        families = corpus.families(window=window)
        found = corpus.copies(window=window)
        save_families(corpus, families)
        total = len(corpus)
    _say(describe_copies(found, total))
    _write(found, table)
    return 0


def run_edits(store: Path, family: str, window: int, table: Path | None = None) -> int:
    """Print what each document of a family changed; parameters are those of `run_copies`.

    Raises
    ------
    CorpusError
        If the document is not in the store or has no copies.
    """
    with Corpus.open(store) as corpus:
        found = corpus.edits(family, window=window)
        members = corpus.copies(window=window)
    own = members[members["family"] == corpus.families(window=window).of(family)]
    _say(describe_family(found, own))
    _write(found, table)
    return 0


def describe_copies(found: pd.DataFrame, total: int) -> list[str]:
    """Say in some lines which families a store has."""
    names = list(dict.fromkeys(found["family"]))
    if not names:
        return [f"None of {total:,} documents is a copy of another."]
    plural = "families" if len(names) > 1 else "family"
    lines = [f"{len(found):,} of {total:,} documents stand in {len(names):,} {plural} of copies."]
    for name in names[:_FAMILIES]:
        own = found[found["family"] == name]
        days = own["date"].dropna()
        when = "" if days.empty else f", {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
        title = next((str(value) for value in own["title"].dropna()), "")
        outlets = own["outlet"].dropna().nunique()
        lines.append(
            f"  {_short(name)}  {len(own)} documents, {_count(outlets, 'outlet')}{when}  {_short(title)}".rstrip()
        )
    if len(names) > _FAMILIES:
        lines.append(f"  and {len(names) - _FAMILIES:,} more; --table FILE.csv writes all.")
    return lines


def describe_family(found: pd.DataFrame, members: pd.DataFrame) -> list[str]:
    """Say in some lines what each document changed of the first."""
    rows = list(each(members))
    first, *others = rows
    lines = [f"{len(rows)} documents; the others are held against {_name(first)}."]
    for row in others:
        own = list(each(found[found["doc_id"] == row.doc_id]))
        lines.append(f"{_name(row)}: {_count(len(own), 'change') if own else 'nothing changed'}")
        lines += [f"  - {edit.kind}: {_change(edit)}" for edit in own[:_EDITS]]
        if len(own) > _EDITS:
            lines.append(f"  - and {len(own) - _EDITS} more; --table FILE.csv writes all.")
    return lines


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _name(row: Any) -> str:
    return _short(f"{row.doc_id} ({row.outlet})" if row.outlet else str(row.doc_id))


def _change(edit: Any) -> str:
    parts = [_short(str(value)) for value in (edit.before, edit.after) if value is not None]
    return " → ".join(parts)


def _short(text: str) -> str:
    line = legible(" ".join(text.split()))
    return line if len(line) <= _CHARS else f"{line[: _CHARS - 1]}…"


def _say(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _write(found: pd.DataFrame, table: Path | None) -> None:
    if table is None:
        return
    if table.suffix.lower() != ".csv":
        raise CorpusError(f"--table {str(table)!r}: the list is written as CSV; name a .csv file.")
    with whole_file(table) as draft:
        draft.write_bytes(csv_bytes(found))
