"""Migration: a store of an older schema is rewritten part by part, and becomes the new one in a single step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import CorpusError
from .columns import TABLES, read_parquet, schema_of, write_parquet
from .files import locked, write_whole
from .manifest import SCHEMA, read_manifest, write_manifest
from .store import table_file

if TYPE_CHECKING:
    import pyarrow as pa

# Takes the name of a table and a part of it, and gives the part as the next schema has it.
Step: TypeAlias = "Callable[[str, pa.Table], pa.Table]"

# What became of the meaning of columns, by the schema that a step starts from. Columns that were added (and may be
# null), dropped, or given another type need no step: `fit` brings them about. Raise manifest.SCHEMA with each entry.
STEPS: Final[Mapping[int, Step]] = {}


def fit(table: str, data: pa.Table) -> pa.Table:
    """Bring a part into the form of the contract: its columns, in order, with their types.

    Raises
    ------
    CorpusError
        If the contract has a column that the part lacks and that may not be null.
    """
    import pyarrow as pa

    columns = []
    for field in schema_of(table):
        if field.name in data.column_names:
            columns.append(data.column(field.name).cast(field.type))
        elif field.nullable:
            columns.append(pa.nulls(data.num_rows, field.type))
        elif data.num_rows == 0:
            columns.append(pa.array([], field.type))
        else:
            raise CorpusError(
                f"Table {table!r} of the store lacks the column {field.name!r}, which cannot be made up: "
                "analyse the corpus again into a new store."
            )
    return pa.Table.from_arrays([*columns], schema=schema_of(table))


def migrate(path: str | Path, *, steps: Mapping[int, Step] = STEPS, schema: int = SCHEMA) -> int:
    """Bring a store to the present schema.

    Old parts stay until the new manifest is in place, so a migration may be interrupted anywhere and begun again.

    Parameters
    ----------
    path : str or path
        The store.
    steps : mapping of int to callable
        What changes from each schema to the next.
    schema : int
        Schema to reach.

    Returns
    -------
    int
        How many parts were rewritten.

    Raises
    ------
    CorpusError
        If another run is writing the store, or it cannot be brought to this schema.
    """
    root = Path(path).absolute()
    manifest = read_manifest(root)
    found = manifest["schema"]
    if found > schema:
        raise CorpusError(f"{str(root)!r} has schema {found}, this version knows {schema}: update mittellage.")
    if found == schema:
        return 0
    with locked(root / ".lock"):
        for table in TABLES:
            for part in manifest["parts"]:
                old = table_file(root, table, part, schema=found)
                # A table that an older contract did not have is empty; one that was lost is not.
                lost = manifest["parts"][part]["rows"].get(table, 0)
                data = read_parquet(old) if lost or old.exists() else schema_of(table).empty_table()
                for version in range(found, schema):
                    data = steps[version](table, data) if version in steps else data
                fitted = fit(table, data)
                manifest["parts"][part]["rows"][table] = fitted.num_rows
                new = table_file(root, table, part, schema=schema)
                write_whole(new, lambda draft, fitted=fitted: write_parquet(fitted, draft))  # type: ignore[misc]
        manifest["schema"] = schema
        write_manifest(root, manifest)
        for table in TABLES:
            for part in manifest["parts"]:
                table_file(root, table, part, schema=found).unlink(missing_ok=True)
    return len(manifest["parts"])
