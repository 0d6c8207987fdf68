"""Rows of the contract to Arrow and Parquet, without pandas on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..export.formats import arrow_schema
from ..tables import ROWS

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = tuple(ROWS)


@cache
def schema_of(table: str) -> pa.Schema:
    """Give the Arrow schema of a table, made once."""
    return arrow_schema(table)


def arrow_table(table: str, rows: Sequence[Any]) -> pa.Table:
    """Turn rows of the contract into an Arrow table.

    Examples
    --------
    >>> from analysis.tables import Segment
    >>> arrow_table("segments", [Segment("d", "s1", "title", 0, 5)]).column("end").to_pylist()
    [5]
    """
    import pyarrow as pa

    schema = schema_of(table)
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [_array(values, field) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Iterable[Any], field: pa.Field) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type):
        names = [inner.name for inner in field.type.value_type]
        values = [[dict(zip(names, item, strict=True)) for item in value] for value in values]
    if pa.types.is_timestamp(field.type):
        return pa.array(values, type=pa.date32()).cast(field.type)
    return pa.array(values, type=field.type)


def write_parquet(data: pa.Table, path: Path) -> None:
    """Write an Arrow table as Parquet: the same table gives the same bytes."""
    import pyarrow.parquet as pq

    pq.write_table(data, path, compression="zstd")
