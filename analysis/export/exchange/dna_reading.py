"""A database of Discourse Network Analyzer back as a table, of the versions 2 and 3, and beside our own rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...errors import ExportError
from ..cells import plain
from .dna import statements_of, stored
from .items import Annotated
from .plain import Utf16

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = (
    "document",
    "title",
    "date",
    "coder",
    "start",
    "end",
    "person",
    "organization",
    "concept",
    "agreement",
    "text",
)
_HEAD: Final = b"SQLite format 3\x00"
_LARGEST: Final = 2_000_000_000
_STEPS: Final = 200_000_000
"""Instructions of the database machine, some seconds; a file made to keep it busy is given up."""
_NEEDED: Final = frozenset({"DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES", "DATASHORTTEXT", "DATABOOLEAN"})
# Milliseconds of DNA 2 are far beyond any second of DNA 3 (5e10 s is the year 3554).
_MILLISECONDS: Final = 50_000_000_000


def read_dna(path: str | Path, *, statement_type: str = "DNA Statement") -> pd.DataFrame:
    """Read the statements of a database of Discourse Network Analyzer.

    Parameters
    ----------
    path : str or path
        A ``.dna`` file of version 2 or 3. It is only read.
    statement_type : str
        The type of statement, with the variables person, organization, concept and agreement.

    Returns
    -------
    pandas.DataFrame
        ``document, title, date, coder, start, end, person, organization, concept, agreement, text``: a row a
        statement, in the order of documents and places; ``start, end`` are code points of the document's text,
        ``agreement`` is true or false, and what a coder left empty is missing.

    Raises
    ------
    ExportError
        If the file is no such database, or has no statements of that type.
    """
    import pandas as pd

    rows = list(_rows(Path(path), statement_type))
    data = pd.DataFrame(rows, columns=list(COLUMNS))
    data["agreement"] = data["agreement"].astype("boolean")
    return data.sort_values(["document", "start", "end"], kind="stable", ignore_index=True)


def _rows(path: Path, statement_type: str) -> Iterator[tuple[Any, ...]]:
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
        size = path.stat().st_size
    except OSError as error:
        raise ExportError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error
    if head != _HEAD or size > _LARGEST:
        raise ExportError(f"{str(path)!r} is no database of Discourse Network Analyzer (a SQLite file).")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            budget = iter(range(_STEPS // 1_000_000))
            database.set_progress_handler(lambda: next(budget, None) is None, 1_000_000)
            yield from _statements(database, path, statement_type)
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise ExportError(f"{str(path)!r} is damaged, or of no version that we know: {error}.") from error


class _Text(NamedTuple):
    title: str
    date: str | None
    text: str
    units: Utf16


def _statements(database: sqlite3.Connection, path: Path, statement_type: str) -> Iterator[tuple[Any, ...]]:
    tables = {str(name).upper() for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _NEEDED:
        missing = sorted(_NEEDED - tables)[0]
        raise ExportError(f"{str(path)!r} has no table {missing}: it is no database of Discourse Network Analyzer.")
    kinds = dict(database.execute("SELECT Label, ID FROM STATEMENTTYPES").fetchall())
    if statement_type not in kinds:
        known = ", ".join(sorted(map(str, kinds)))
        raise ExportError(f"{str(path)!r} has no statement type {statement_type!r}; its types are: {known}.")
    texts = {number: _text(*row) for number, *row in database.execute("SELECT ID, Title, Text, Date FROM DOCUMENTS")}
    coders = dict(database.execute("SELECT ID, Name FROM CODERS").fetchall()) if "CODERS" in tables else {}
    values = _values(database, tables, kinds[statement_type])
    query = "SELECT ID, DocumentId, Start, Stop, Coder FROM STATEMENTS WHERE StatementTypeId = ? ORDER BY ID"
    for number, document, start, stop, coder in database.execute(query, (kinds[statement_type],)):
        if document not in texts:
            continue
        place, found = texts[document], values.get(number, {})
        begin, end = place.units.back(int(start)), place.units.back(int(stop))
        said = (found.get(name) or None for name in ("person", "organization", "concept"))
        agreement = found.get("agreement")
        yield (
            document,
            place.title,
            place.date,
            coders.get(coder),
            begin,
            end,
            *said,
            None if agreement is None else bool(agreement),
            place.text[begin:end],
        )


def _text(title: Any, text: Any, moment: Any) -> _Text:
    whole = str(text or "")
    return _Text(str(title or ""), _day(moment), whole, Utf16(whole))


def _day(moment: Any) -> str | None:
    """Return the day of a moment in seconds (version 3) or milliseconds (version 2); 1970 is nobody's date."""
    try:
        seconds = int(moment) / (1000 if abs(int(moment)) > _MILLISECONDS else 1)
        return None if seconds == 0 else datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _values(database: sqlite3.Connection, tables: set[str], kind: int) -> dict[int, dict[str, Any]]:
    """Return the values of each statement by the name of the variable, whatever the version stores them by."""
    if "ROLEVARIABLELINKS" in tables:  # development versions after 3.0 link variables by roles
        key = "RoleVariableLinkId"
        query = "SELECT l.ID, r.RoleName FROM ROLEVARIABLELINKS l JOIN ROLES r ON r.ID = l.RoleId"
        names = dict(database.execute(f"{query} WHERE r.StatementTypeId = ?", (kind,)).fetchall())
    else:
        key = "VariableId"
        query = "SELECT ID, Variable FROM VARIABLES WHERE StatementTypeId = ?"
        names = dict(database.execute(query, (kind,)).fetchall())
    if "ENTITIES" in tables:  # version 2 writes the value itself
        short = f"SELECT d.StatementId, d.{key}, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity"  # noqa: S608
    else:
        short = f"SELECT StatementId, {key}, Value FROM DATASHORTTEXT"  # noqa: S608 (own names)
    found: dict[int, dict[str, Any]] = {}
    for query in (short, f"SELECT StatementId, {key}, Value FROM DATABOOLEAN"):  # noqa: S608 (own names)
        for statement, variable, value in database.execute(query):
            if variable in names:
                found.setdefault(statement, {}).setdefault(names[variable], value)
    return found


def compare_dna(items: Iterable[Annotated], statements: pd.DataFrame) -> pd.DataFrame:
    """Put statements that were coded in Discourse Network Analyzer beside our rows.

    Parameters
    ----------
    items : iterable of Annotated
        Our documents; a coded document is the same where its title is.
    statements : pandas.DataFrame
        What `read_dna` gives.

    Returns
    -------
    pandas.DataFrame
        ``title, person, organization, concept, ours, theirs, match``: a row a statement of either side. Two belong
        together that have document and concept in common and overlap; ``match`` is ``same``, ``other holder``,
        ``other sign``, ``only ours`` or ``only theirs``, and ``ours, theirs`` are +1, -1 or missing.
    """
    import pandas as pd

    coded: dict[str, list[dict[str, Any]]] = {}
    for row in statements.to_dict("records"):
        coded.setdefault(stored(str(row["title"])), []).append({str(name): plain(value) for name, value in row.items()})
    rows: list[tuple[Any, ...]] = []
    for item in items:
        title = stored(item.name)
        left = coded.pop(title, [])
        for ours in statements_of(item):
            mine = {
                "title": title,
                "person": stored(ours.person.value) or None,
                "organization": stored(ours.organization.value) or None,
                "concept": stored(ours.concept.value),
                "start": ours.start,
                "end": ours.end,
            }
            sign = 1 if ours.agreement else -1
            theirs = _best(mine, sign, left)
            if theirs is not None:
                left.remove(theirs)
            rows.append(_compared(mine, sign, theirs))
        rows += [_compared(row, None, row) for row in left]
    rows += [_compared(row, None, row) for left in coded.values() for row in left]
    data = pd.DataFrame(rows, columns=["title", "person", "organization", "concept", "ours", "theirs", "match"])
    return data.astype({"ours": "Int64", "theirs": "Int64"})


def _best(mine: Mapping[str, Any], sign: int, coded: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the statement that fits best: same concept, overlapping, then holder, then sign."""
    fitting = [
        row
        for row in coded
        if row["concept"] == mine["concept"] and row["start"] < mine["end"] and mine["start"] < row["end"]
    ]
    return max(fitting, key=lambda row: (_same_holder(mine, row), _sign(row) == sign), default=None)


def _same_holder(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Return whether the person is the same, or where none is named, the organisation."""
    name = "person" if mine["person"] or theirs["person"] else "organization"
    return bool(mine[name] == theirs[name])


def _sign(row: Mapping[str, Any]) -> int | None:
    return None if row["agreement"] is None else (1 if row["agreement"] else -1)


def _compared(mine: Mapping[str, Any], sign: int | None, theirs: Mapping[str, Any] | None) -> tuple[Any, ...]:
    other = None if theirs is None else _sign(theirs)
    match = (
        "only ours"
        if theirs is None
        else "only theirs"
        if sign is None
        else "other sign"
        if sign != other
        else "same"
        if _same_holder(mine, theirs)
        else "other holder"
    )
    return (*(mine[name] for name in ("title", "person", "organization", "concept")), sign, other, match)
