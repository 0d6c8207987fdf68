"""Packed tables: rows of documents on their way into a package, as files, and back as tables of the contract.

What comes back has the types and columns of the contract, so that `measure_framing`, the charts and the measures of a
corpus run on it unchanged: where words were, there are as many masks.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Literal

from ... import tables as contract
from ...actors import country_codes
from ...errors import ExportError
from ...framing import Frames, views
from ...framing.derived import derive
from ...tables import Column
from ..formats import cell_value, csv_bytes
from .linking import Linking
from .policy import BY_HAND, PACKED, Keep, pack_rows, packed_columns, treat, treatments

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TableFormat = Literal["csv", "parquet"]
MASK: Final = "x"
# Columns whose values are names; a correction of one tells them before and after.
_NAMES: Final = frozenset({"holder", "speaker_name", "name", "entity", "office", "addressee_text"})
Rows = Mapping[str, Sequence[Any]]


def pack_part(rows: Rows, linking: Linking, *, frames: Frames | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a package holds of some documents, tables by name.

    Parameters
    ----------
    rows : mapping of str to sequence of tuple
        Tables of whole documents, as rows of the contract.
    linking : Linking
        Hashes and pseudonyms of the package.
    frames : Frames, optional
        Vocabulary of frames; by default that of mittellage.
    """
    packed = {table: pack_rows(table, rows.get(table, ()), linking) for table in PACKED}
    # In order of first mention their names would repeat a list of states as it stands in the text.
    packed["actors"].sort(key=lambda row: linking.pseudonym(f"{row[0]} {row[1]}"))
    derived: dict[str, list[Any]] = {name: [] for name in contract.DERIVED}
    for view in views(rows, frames=frames):
        wording, agency = derive(view)
        derived["wording"].extend(wording)
        derived["agency"].extend(agency)
    return packed | {name: pack_rows(name, found, linking) for name, found in derived.items()}


def sort_documents(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sort rows by document, as a corpus gives them, since means over documents are drawn in that order."""
    return sorted(rows, key=lambda row: str(row[0]))


def table_bytes(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], form: TableFormat) -> bytes:
    """Write a table of a package."""
    if form == "csv":
        return csv_bytes(_frame(columns, rows))
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([_field(column) for column in columns])
    lists = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [
        pa.array([_plain(value, column) for value in values], type=field.type)
        for values, field, column in zip(lists, schema, columns, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _plain(value: Any, column: Column) -> Any:
    """Return a value of Parquet; lists are JSON text as in CSV, since data packages know no lists of lists."""
    return json.dumps([list(item) for item in value]) if column.dtype == "object" and value is not None else value


def _frame(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd

    data = {
        column.name: pd.Series([row[index] for row in rows], dtype="object") for index, column in enumerate(columns)
    }
    return pd.DataFrame(data, columns=[column.name for column in columns])


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
        "datetime64[us]": pa.date32(),
        "object": pa.string(),
    }
    return pa.field(column.name, types[column.dtype], column.nullable, metadata={"meaning": column.meaning})


def read_packed(path: str, data: bytes, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Read a table of a package back.

    Raises
    ------
    ExportError
        If a column is missing or a value is none of its type.
    """
    import pandas as pd

    try:
        if PurePosixPath(path).suffix == ".parquet":
            import pyarrow.parquet as pq

            table = pq.read_table(io.BytesIO(data))
            values = [_unpacked(table.column(column.name).to_pylist(), column) for column in columns]
        else:
            frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
            values = [[_read(text, column.dtype) for text in frame[column.name]] for column in columns]
    except (OSError, ValueError, KeyError) as error:
        raise ExportError(f"{path!r} is no table of a package of mittellage: {error}.") from error
    return list(zip(*values, strict=True))


def _unpacked(values: list[Any], column: Column) -> list[Any]:
    return [json.loads(value) for value in values] if column.dtype == "object" else values


def _read(text: str, dtype: str) -> Any:
    if dtype.startswith("datetime"):
        from datetime import date

        return date.fromisoformat(text) if text else None
    return cell_value(text, dtype)


def restore_table(table: str, rows: Sequence[tuple[Any, ...]], keep: frozenset[Keep]) -> pd.DataFrame:
    """Return a table of the contract: what the package has, masks where words were, nothing where it has nothing."""
    names = [column.name for column in packed_columns(table, keep)]
    places = {name: index for index, name in enumerate(names)}
    sources: list[tuple[str, int | None, Column]] = []
    treated = {name: treatment for name, treatment, _ in treatments(table)}
    for column in contract.describe(table):
        other = {"count": "n_words", "hash": "text_hash"}.get(treated.get(column.name, ""), column.name)
        sources.append((treated.get(column.name, "drop"), places.get(other), column))
    restored = (tuple(_restored(row, *source) for source in sources) for row in rows)
    return contract.frame(table, restored)


def _restored(row: tuple[Any, ...], treatment: str, place: int | None, column: Column) -> Any:
    if place is None:
        if column.dtype == "object":
            return ()
        return None if column.nullable else MASK
    value = row[place]
    if value is None and not column.nullable:
        return ""  # a CSV file knows no difference between an empty text and none
    if treatment == "count":
        return " ".join([MASK] * value)
    return tuple(tuple(item) for item in value) if column.dtype == "object" else value


def pack_by_hand(table: str, data: pd.DataFrame, linking: Linking) -> pd.DataFrame:
    """Return what a package holds of a table that people made by hand: columns that are not listed are left out."""
    if table not in BY_HAND:
        raise ExportError(f"{table!r} is no table made by hand; those are {', '.join(BY_HAND)}.")
    import pandas as pd

    kept = {name: treatment for name, treatment, _ in treatments(table) if treatment != "drop" and name in data}
    fields = data["field"] if "field" in data else [None] * len(data)
    columns = {
        name: [
            None if pd.isna(value) else treat(value, _of_name(name, field, value) or treatment, linking)
            for value, field in zip(data[name], fields, strict=True)
        ]
        for name, treatment in kept.items()
    }
    return pd.DataFrame(columns, dtype="object")


def _of_name(column: str, field: Any, value: Any) -> Literal["name"] | None:
    """Say that a value of a correction is somebody's name: it may be one word, and a private person's."""
    named = column in ("before", "after") and field in _NAMES
    return "name" if named and str(value) not in country_codes() else None
