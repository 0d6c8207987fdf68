"""Rows to data frames and back, to JSON, and to the text that they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from ..errors import TableError
from .contract import describe, row_type
from .row_types import Evidence, Spans

if TYPE_CHECKING:
    import pandas as pd


def frame(table: str, rows: Iterable[Any] = ()) -> pd.DataFrame:
    """Turn rows into a data frame with the types of the contract.

    Parameters
    ----------
    table : str
        Name of a table.
    rows : iterable of tuple
        Rows of that table.

    Returns
    -------
    pandas.DataFrame
        One row each, with a fresh range index; a table without rows still has its columns and types.

    Examples
    --------
    >>> from analysis.tables import Segment
    >>> frame("segments", [Segment("d", "s1", "title", 0, 5)])["kind"].tolist()
    ['title']
    """
    import pandas as pd

    data = list(rows)
    return pd.DataFrame(
        {
            column.name: _array([row[index] for row in data], column.dtype)
            for index, column in enumerate(describe(table))
        },
        copy=False,
    )


def _array(values: list[Any], dtype: str) -> Any:
    """Values of a column as an array; a series would bring an index of its own, which a frame drops again."""
    import numpy as np
    import pandas as pd

    if dtype == "object":
        objects = np.empty(len(values), dtype=object)
        for place, value in enumerate(values):  # one by one, or numpy would unpack tuples
            objects[place] = value
        return objects
    if dtype.startswith("datetime"):
        return pd.array(np.array(values, dtype=dtype))
    return pd.array(values, dtype=cast("Any", dtype))


def rows(table: str, data: pd.DataFrame) -> Iterator[Any]:
    """Turn a data frame back into rows of the contract; the inverse of `frame`.

    Raises
    ------
    TableError
        If a column is missing.
    """
    kind = row_type(table)
    described = describe(table)
    missing = [column.name for column in described if column.name not in data.columns]
    if missing:
        raise TableError(f"Table {table!r} lacks the columns {', '.join(missing)}.")
    for values in zip(*(_values(data[column.name], column.dtype) for column in described), strict=True):
        yield kind(*values)


def _values(column: pd.Series[Any], dtype: str) -> list[Any]:
    """Return the values of a column, None where there is none; to ask a whole column is far faster than each value."""
    if dtype == "object":
        return [_tuples(value) for value in column]
    gone = column.isna()
    if dtype.startswith("datetime"):
        return [None if no else value.date() for value, no in zip(column, gone, strict=True)]
    return [None if no else value for value, no in zip(column, gone, strict=True)] if gone.any() else list(column)


def each(data: pd.DataFrame) -> Iterator[Any]:
    """Iterate over the rows of any data frame, with columns as attributes and None for what is missing.

    Examples
    --------
    >>> from analysis.tables import Segment
    >>> [row.kind for row in each(frame("segments", [Segment("d", "s1", "title", 0, 5)]))]
    ['title']
    """
    yield from data.astype(object).where(data.notna(), None).itertuples(index=False)


def _tuples(value: Any) -> tuple[Any, ...]:
    """Return nested lists (from JSON or Parquet) as tuples; evidence of stances has its names."""
    items: tuple[Any, ...] = tuple(value)
    if items and isinstance(items[0], Mapping):
        items = tuple(tuple(item.values()) for item in items)
    nested = tuple(tuple(item) if not isinstance(item, str) else item for item in items)
    return tuple(Evidence(*item) if len(item) == 4 and not isinstance(item, str) else item for item in nested)


def as_rows(table: str, data: pd.DataFrame | Iterable[Any]) -> list[Any]:
    """Return the rows of a table that is given as a data frame or as rows.

    Raises
    ------
    TableError
        If a data frame lacks a column.
    """
    if isinstance(data, Sequence | Iterator):
        return list(data)
    if not hasattr(data, "itertuples"):
        raise TableError(f"Table {table!r} is given as {type(data).__name__}; give a data frame or rows.")
    return [row_type(table)(*row) for row in rows(table, cast("pd.DataFrame", data))]


def text_of(spans: Spans, text: str) -> str:
    """Return the text of spans, with an ellipsis for what lies between them.

    Examples
    --------
    >>> text_of(((0, 3), (15, 21)), "Wir, sagte er, wollen")
    'Wir … wollen'
    """
    return " … ".join(text[start:end] for start, end in spans)


def record(row: Any) -> dict[str, Any]:
    """Turn a row into a dictionary of JSON types.

    Examples
    --------
    >>> from analysis.tables import Segment
    >>> record(Segment("d", "s1", "title", 0, 5))["end"]
    5
    """
    data: dict[str, Any] = row._asdict()
    for key, value in data.items():
        if isinstance(value, date):
            data[key] = value.isoformat()
        elif isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            data[key] = [item._asdict() for item in value]
    return data


def dumps(record: Mapping[str, Any]) -> str:
    """Write a record as one line of JSON, with umlauts as they are."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
