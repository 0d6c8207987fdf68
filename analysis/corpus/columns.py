"""Rows of the contract to Arrow and Parquet, without pandas on the way."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import CorpusError
from ..export.formats import arrow_schema
from ..tables import ROWS

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = tuple(ROWS)


@cache
def schema_of(table: str) -> pa.Schema:
    """Return the Arrow schema of a table, made once."""
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
    """Write an Arrow table as Parquet: the same table gives the same bytes, and every page its checksum."""
    import pyarrow.parquet as pq

    pq.write_table(data, path, compression="zstd", write_page_checksum=True)


class DamageError(CorpusError):
    """A file of a store is broken.

    Parameters
    ----------
    file : pathlib.Path
        Its path.
    reason : str
        What is wrong with it, in a few words that follow its name.
    """

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"{str(file)!r} {reason}. `mittellage corpus --check STORE` lists what is broken, `--repair STORE` sets it "
            "aside, and the next run makes it anew."
        )
        self.file = file
        self.reason = reason


def read_parquet(path: Path, *, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a file of a store, its checksums with it.

    Raises
    ------
    DamageError
        If it is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=None if columns is None else list(columns), page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise DamageError(path, damage(error)) from error


def damage(error: Exception) -> str:
    """Return in a few words what is wrong with a file that cannot be read.

    Examples
    --------
    >>> damage(FileNotFoundError(2, "No such file")), damage(OSError("page: CRC checksum verification failed"))
    ('is missing', 'is damaged: page: CRC checksum verification failed')
    """
    if isinstance(error, FileNotFoundError):
        return "is missing"
    if isinstance(error, OSError) and error.errno:
        return f"cannot be read: {os.strerror(error.errno)}"
    said = " ".join(str(error).split())
    if "magic bytes" in said or "file size is" in said:
        return "is cut off, or no Parquet file at all"
    return f"is damaged: {said.rpartition(chr(39) + ': ')[2][:200].rstrip('.:')}"
