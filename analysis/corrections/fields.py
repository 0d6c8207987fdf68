"""What can be corrected: tables, their columns, and the values that a column takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from .. import tables as contract
from ..errors import CorrectionError
from ..tables import CorrectedTable

ID_TABLES: Final[Mapping[str, CorrectedTable]] = {
    "m": "mentions",
    "a": "actors",
    "q": "quotes",
    "t": "stances",
    "k": "markers",
}
PREFIXES: Final[Mapping[CorrectedTable, str]] = {table: prefix for prefix, table in ID_TABLES.items()}
# Columns that a person may set. The others are ids, places of the text, or follow from these.
COLUMNS: Final[Mapping[CorrectedTable, tuple[str, ...]]] = {
    "mentions": ("country", "form", "entity", "role", "start", "end"),
    "actors": ("name", "kind", "country", "office"),
    "quotes": (
        "type", "medium", "speaker_name", "speaker_kind", "speaker_country", "speaker_role", "addressee_text",
        "addressee_actor", "start", "end", "spans",
    ),
    "stances": (
        "holder", "holder_country", "target", "target_mention", "sign", "hedged", "kind", "voice", "start", "end",
    ),
    "markers": ("kind", "start", "end"),
}  # fmt: skip
# Names that people expect for a column; an actor is told by its id, its name or the code of a state.
ALIASES: Final[Mapping[tuple[str, str], str]] = {
    ("quotes", "speaker"): "speaker_name",
    ("quotes", "speaker_actor"): "speaker_name",
    ("quotes", "addressee"): "addressee_text",
    ("stances", "holder_actor"): "holder",
}
# What tells rows at the same place of a text apart.
KEYS: Final[Mapping[CorrectedTable, tuple[str, ...]]] = {
    "mentions": ("country",),
    "actors": ("name", "kind"),
    "quotes": ("type", "speaker_name"),
    "stances": ("target", "sign", "holder"),
    "markers": ("kind",),
}
_COUNTRIES: Final = frozenset({"country", "speaker_country", "holder_country", "target"})
# Codes of holders that no mention carries.
_UNIONS: Final = frozenset({"NATO", "UN"})


def table_of(row_id: str) -> CorrectedTable:
    """Return the table of a row by its id.

    Raises
    ------
    CorrectionError
        If no row that can be corrected has such an id.

    Examples
    --------
    >>> table_of("t7"), table_of("q12")
    ('stances', 'quotes')
    """
    prefix, number = str(row_id)[:1], str(row_id)[1:]
    if prefix not in ID_TABLES or not number.isdecimal():
        raise CorrectionError(
            f"{row_id!r:.60} is not the id of a row that can be corrected; ids are such as m12 (mentions), a3 "
            "(actors), q3 (quotes), t7 (stances), k2 (markers)."
        )
    return ID_TABLES[prefix]


def known_table(table: str) -> CorrectedTable:
    """Return the name of a table whose rows can be corrected.

    Raises
    ------
    CorrectionError
        If there is none of this name.
    """
    if table not in PREFIXES:
        raise CorrectionError(f"Rows of {table!r:.60} cannot be corrected; tables are {', '.join(PREFIXES)}.")
    return cast("CorrectedTable", table)


def known_column(table: CorrectedTable, column: str) -> str:
    """Return the column that is meant.

    Raises
    ------
    CorrectionError
        If it is none that a person may set.
    """
    column = ALIASES.get((table, column), column)
    if column not in COLUMNS[table]:
        raise CorrectionError(
            f"The column {column!r:.60} of {table} cannot be corrected; columns are {', '.join(COLUMNS[table])}."
        )
    return column


def checked(table: CorrectedTable, column: str, value: Any) -> Any:
    """Return a value as the column holds it.

    Raises
    ------
    CorrectionError
        If the column does not take it, saying what it takes.

    Examples
    --------
    >>> checked("stances", "sign", "-1"), checked("mentions", "country", "kg")
    (-1, 'KG')
    """
    described = {each.name: each for each in contract.describe(table)}[column]
    if value is None or value == "":
        if not described.nullable:
            raise CorrectionError(f"{column} of {table} cannot be empty.")
        return None
    if column in _COUNTRIES:
        return _country(column, value)
    if column == "sign":
        return _sign(value)
    if column == "spans":
        return _spans(value)
    if described.dtype == "Int64":
        return _number(column, value)
    if described.dtype == "boolean":
        return _truth(column, value)
    text = str(value)
    if described.allowed and text not in described.allowed:
        raise CorrectionError(f"{column} takes no {text!r:.60}; values are {', '.join(described.allowed)}.")
    return text


def _country(column: str, value: Any) -> str:
    from ..actors import country_codes

    code = str(value).strip().upper()
    known = country_codes() | (_UNIONS if column == "holder_country" else frozenset())
    if code not in known:
        raise CorrectionError(f"{column} takes no {str(value)!r:.60}; write the code of a country, such as KZ.")
    return code


def _sign(value: Any) -> int:
    signs = {"1": 1, "+1": 1, "+": 1, "-1": -1, "−1": -1, "-": -1, "−": -1}
    if isinstance(value, bool) or str(value).strip() not in signs:
        raise CorrectionError(f"sign takes no {value!r:.60}; it is 1 or -1. A row that is no stance is rejected.")
    return signs[str(value).strip()]


def _number(column: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CorrectionError(f"{column} takes no {value!r:.60}; it is a whole number.")
    return int(value)


def _truth(column: str, value: Any) -> bool:
    if value is not True and value is not False:
        raise CorrectionError(f"{column} takes no {value!r:.60}; it is True or False.")
    return bool(value)


def _spans(value: Any) -> tuple[tuple[int, int], ...]:
    try:
        spans = tuple(sorted((int(start), int(end)) for start, end in value))
    except (TypeError, ValueError) as error:
        raise CorrectionError(f"spans takes no {value!r:.60}; it is a list of (start, end).") from error
    if not spans:
        raise CorrectionError("spans cannot be empty.")
    return spans


def written(value: Any) -> str | None:
    """Return a value as the table of corrections holds it: text as it is, all else as JSON.

    Examples
    --------
    >>> written("KG"), written(-1), written(((0, 3),)), written(None)
    ('KG', '-1', '[[0,3]]', None)
    """
    return value if value is None or isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def read(table: CorrectedTable, column: str, text: str | None) -> Any:
    """Return the value of a column from the table of corrections; the inverse of `written`.

    Raises
    ------
    CorrectionError
        If it is none.
    """
    described = {each.name: each for each in contract.describe(table)}.get(column)
    if described is None:
        raise CorrectionError(f"{table} has no column {column!r:.60}.")
    if text is None or described.dtype == "string":
        return text
    try:
        value = json.loads(text)
    except ValueError as error:
        raise CorrectionError(f"{text!r:.60} is no value of the column {column} of {table}.") from error
    return _tuples(value) if described.dtype == "object" else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def write_row(row: Any) -> str:
    """Return a whole row as JSON."""
    return contract.dumps(contract.record(row))


def read_row(table: CorrectedTable, text: str | None) -> Any:
    """Return a row from JSON; the inverse of `write_row`.

    Raises
    ------
    CorrectionError
        If it is no row of the table.
    """
    kind = contract.row_type(table)
    try:
        record = json.loads(text or "")
        values = [_tuples(record[name]) for name in kind._fields]
    except (ValueError, KeyError, TypeError) as error:
        raise CorrectionError(f"{text!r:.60} is no row of {table}.") from error
    if table == "stances":
        pieces = record["evidence"]
        values[-1] = tuple(contract.Evidence(*(piece[name] for name in contract.Evidence._fields)) for piece in pieces)
    return kind(*values)
