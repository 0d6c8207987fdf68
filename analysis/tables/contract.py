"""The contract of a table: names, types, meanings and allowed values of its columns, and the check of a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_type_hints

from ..errors import TableError
from .meanings import MEANINGS
from .row_types import BY_HAND, DERIVED, ROWS

if TYPE_CHECKING:
    import pandas as pd

_DTYPES: Final[Mapping[str, str]] = {
    "str": "string",
    "int": "Int64",
    "float": "Float64",
    "bool": "boolean",
    "date": "datetime64[us]",
    "Literal": "string",
}


class Column(NamedTuple):
    """One column of a table: its name, pandas dtype, meaning, whether it may be null, and its allowed values."""

    name: str
    dtype: str
    meaning: str
    nullable: bool
    allowed: tuple[str, ...]


@cache
def describe(table: str) -> tuple[Column, ...]:
    """Describe the columns of a table.

    Parameters
    ----------
    table : str
        Name of a table, one of `ROWS`, `DERIVED` or `BY_HAND`.

    Returns
    -------
    tuple of Column
        In the order of the contract. Columns that hold lists have dtype ``object``.

    Raises
    ------
    TableError
        If there is no such table.

    Examples
    --------
    >>> describe("segments")[2].allowed
    ('boilerplate', 'title', 'byline', 'dateline', 'heading', 'lead', 'paragraph', 'question', 'answer')
    """
    hints = get_type_hints(row_type(table))
    return tuple(_column(table, name, hint) for name, hint in hints.items())


def row_type(table: str) -> type[Any]:
    """Return the type of a table's rows.

    Raises
    ------
    TableError
        If there is no such table.
    """
    kind = ROWS.get(table) or DERIVED.get(table) or BY_HAND.get(table)
    if kind is None:
        raise TableError(f"There is no table {table!r}. Tables are: {', '.join(ROWS)}.")
    return kind


def _column(table: str, name: str, hint: Any) -> Column:
    options = getattr(hint, "__args__", ())
    nullable = type(None) in options
    if nullable:
        (hint,) = (option for option in options if option is not type(None))
    kind = "Literal" if getattr(hint, "__origin__", None) is Literal else getattr(hint, "__name__", "")
    values = tuple(hint.__args__) if kind == "Literal" else ()
    meaning = MEANINGS.get(f"{table}.{name}") or MEANINGS[name]
    return Column(name, _DTYPES.get(kind, "object"), meaning, nullable, values)


def columns(table: str) -> list[str]:
    """Name the columns of a table in the order of the contract."""
    return [column.name for column in describe(table)]


def check(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Hold a data frame against the contract and give it back.

    Raises
    ------
    TableError
        Naming the table, the column and the first row that break the contract.
    """
    for column in describe(table):
        if column.name not in data.columns:
            raise TableError(f"Table {table!r} lacks the column {column.name!r} ({column.meaning}).")
        series = data[column.name]
        nulls = series.isna() if column.dtype != "object" else series.map(lambda value: value is None)
        if not column.nullable and bool(nulls.any()):
            raise TableError(f"Table {table!r}, column {column.name!r}, row {nulls.idxmax()}: the value is missing.")
        if column.allowed:
            wrong = ~(series.isin(column.allowed) | nulls)
            if bool(wrong.any()):
                raise TableError(
                    f"Table {table!r}, column {column.name!r}, row {wrong.idxmax()}: "
                    f"{series.loc[wrong].iloc[0]!r} is not one of {', '.join(column.allowed)}."
                )
    if {"start", "end"} <= set(data.columns):
        wrong = data["start"] > data["end"]
        if bool(wrong.any()):
            raise TableError(f"Table {table!r}, row {wrong.idxmax()}: the span ends before it starts.")
    return data
