"""One table as the bytes of one file, CSV and Parquet, and a CSV file of ours back as a table."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from .. import tables as contract
from ..errors import ExportError
from ..tables import Evidence
from .cells import cell, neutralise, plain, restore

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def csv_bytes(data: pd.DataFrame) -> bytes:
    r"""Write any data frame as CSV that no spreadsheet runs and no plain reader of tables loses a cell of.

    Parameters
    ----------
    data : pandas.DataFrame
        Any table.

    Returns
    -------
    bytes
        UTF-8 with the mark that Excel knows it by, comma, line feed. Texts are quoted. Those that would be formulas
        begin with an apostrophe, and so does what would be one inside a text where spreadsheets part cells by
        semicolons; and texts that pandas and R take for a missing value: Namibia is ``'NA``. Numbers stay numbers,
        lists are JSON text, missing values are empty. `read_table` gives every value back.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"n": [1], "text": ["=1+1"], "spans": [((0, 4),)]})).decode("utf-8-sig")
    'n,text,spans\n1,"\'=1+1","[[0, 4]]"\n'
    """
    lines = [",".join(str(name) if str(name).isidentifier() else _quoted(str(name)) for name in data.columns)]
    columns = [data[name].tolist() for name in data.columns]
    lines.extend(",".join(map(_field, row)) for row in zip(*columns, strict=True))
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def read_table(path: str | Path, *, table: str | None = None) -> pd.DataFrame:
    """Read a CSV file that mittellage wrote, with the types and values of the table that was written.

    Parameters
    ----------
    path : str or path
        A file such as ``tables/mentions.csv``.
    table : str, optional
        Name of the table; by default that of the file.

    Returns
    -------
    pandas.DataFrame
        As in `Analysis`: ``country`` is ``NA`` for Namibia, lists are tuples, days are days.

    Raises
    ------
    ExportError
        If the file cannot be read or is none of ours.
    TableError
        If there is no such table, or a column is missing.
    """
    import pandas as pd

    name = table or Path(path).stem
    described = contract.describe(name)
    try:
        data = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        values = {
            column.name: [cell_value(text, column.dtype) for text in data[column.name]]
            for column in described
            if column.name in data
        }
    except (OSError, ValueError, KeyError) as error:
        raise ExportError(f"{str(path)!r} is no table {name!r} as mittellage writes it: {error}.") from error
    whole = pd.DataFrame(values, dtype=object)
    if "date" in whole:
        whole["date"] = pd.to_datetime(whole["date"])
    return contract.frame(name, contract.rows(name, whole))


def cell_value(text: str, dtype: str) -> Any:
    """Return the value of a cell of a CSV file of ours by the type of its column."""
    if dtype == "object":
        return json.loads(text or "[]")
    if text == "":
        return None
    if dtype == "boolean":
        return text == "True"
    return int(text) if dtype == "Int64" else float(text) if dtype == "Float64" else restore(text)


def _field(value: Any) -> str:
    value = cell(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return _quoted(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    return '"' + neutralise(text).replace('"', '""') + '"'


def parquet_bytes(table: str, data: pd.DataFrame) -> bytes:
    """Write a table of the contract as Parquet.

    Parameters
    ----------
    table : str
        Name of the table.
    data : pandas.DataFrame
        Its rows.

    Returns
    -------
    bytes
        With the contract's types; `pandas.read_parquet` gives them back, the meaning of each column is in its metadata.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(table)
    lists = [field for field in schema if pa.types.is_list(field.type)]
    data = data[schema.names].assign(
        **{field.name: [_items(value, field) for value in data[field.name]] for field in lists}
    )
    data = data.assign(**{field.name: data[field.name].map(cell) for field in schema if field.type == pa.string()})
    data = data.astype({column.name: column.dtype for column in contract.describe(table)})
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(data, schema=schema, preserve_index=False), sink, compression="zstd")
    return sink.getvalue()


def _items(value: Any, field: pa.Field) -> list[Any]:
    """Return the pieces of a list with their names; strings stay as they are."""
    import pyarrow as pa

    kind = field.type.value_type
    items = plain(value)
    if not pa.types.is_struct(kind):
        return [cell(item) for item in items]
    names = [inner.name for inner in kind]
    return [item if isinstance(item, dict) else dict(zip(names, item, strict=True)) for item in items]


def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table: its types, what may be null, and what each column means.

    Examples
    --------
    >>> str(arrow_schema("quotes").field("spans").type)
    'list<element: struct<start: int64 not null, end: int64 not null>>'
    """
    import pyarrow as pa

    span = [pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)]
    evidence = pa.struct([*span, pa.field("text", pa.string()), pa.field("weight", pa.float64())])
    lists: Final = {
        contract.Spans: pa.struct(span),
        tuple[Evidence, ...]: evidence,
        tuple[str, ...]: pa.string(),
    }
    types: Final = {
        "string": pa.string(),
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
        "datetime64[us]": pa.timestamp("us"),
    }
    hints = get_type_hints(contract.row_type(table))
    return pa.schema(
        [
            pa.field(
                column.name,
                pa.list_(pa.field("element", lists[hints[column.name]]))
                if column.dtype == "object"
                else types[column.dtype],
                nullable=column.nullable,
                metadata={"meaning": column.meaning},
            )
            for column in contract.describe(table)
        ]
    )
