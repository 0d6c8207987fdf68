"""`SqlStore`: a store whose tables are asked in SQL. DuckDB reads its files and nothing else."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ..errors import CorpusError
from .columns import TABLES, read_parquet, schema_of
from .store import table_file

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_MEMORY: Final = "1GB"


class SqlStore:
    """A store as it was when it was opened; its attributes are those of `Corpus`."""

    def __init__(self, path: Path, manifest: Mapping[str, Any], errors: pa.Table) -> None:
        self.path = path
        self.manifest = manifest
        self._errors = errors

    @property
    def errors(self) -> pd.DataFrame:
        """Documents that are not in the tables, and why."""
        frame: pd.DataFrame = self._errors.to_pandas()
        return frame

    @property
    def parts(self) -> list[str]:
        """Keys of the committed parts; each holds whole documents."""
        return list(self.manifest["parts"])

    def files(self, table: str) -> list[str]:
        """Name the files of a table."""
        return [str(table_file(self.path, table, part)) for part in self.parts]

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Ask the tables in SQL (DuckDB's dialect).

        Parameters
        ----------
        query : str
            One SELECT over the tables of the contract and ``errors``.
        parameters : sequence or mapping, optional
            Values for ``?`` or ``$name`` in the query.

        Returns
        -------
        pandas.DataFrame
            The result; only it has to fit into memory.

        Raises
        ------
        CorpusError
            If the query is malformed, or does anything but read these tables.
        """
        with self._asking():
            frame: pd.DataFrame = self._execute(query, parameters).df()
        return frame

    def stream(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None, *, rows: int = 4096
    ) -> Iterator[dict[str, list[Any]]]:
        """Ask in SQL and take the result piece by piece, in constant memory.

        Yields
        ------
        dict of str to list
            Columns of at most ``rows`` rows.
        """
        with self._asking():
            cursor = self._execute(query, parameters)
            names = [column[0] for column in cursor.description or []]
        while found := self._fetch(cursor, rows):
            yield {name: list(values) for name, values in zip(names, zip(*found, strict=True), strict=True)}

    def _execute(self, query: str, parameters: Any) -> DuckDBPyConnection:
        import duckdb

        cursor = self._connection.cursor()
        statements = cursor.extract_statements(query)
        reads = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
        if len(statements) != 1 or statements[0].type not in reads:
            raise CorpusError("A corpus is only read: write one SELECT.")
        return cursor.execute(query, parameters)

    def _fetch(self, cursor: DuckDBPyConnection, rows: int) -> list[tuple[Any, ...]]:
        with self._asking():
            return cursor.fetchmany(rows)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the database says into an error of ours: the query is at fault, or a file of the store."""
        try:
            import duckdb
        except ImportError as error:
            raise CorpusError("SQL needs the extra: pip install 'mittellage[corpus]'.") from error
        try:
            yield
        except duckdb.Error as error:
            for file in (file for table in TABLES for file in self.files(table) if file in str(error)):
                read_parquet(Path(file))  # says what is wrong with it, and how to repair the store
            raise CorpusError(f"The query cannot be answered: {error}") from error

    @cached_property
    def _connection(self) -> DuckDBPyConnection:
        """A database of views in memory, which reads the files of the store and nothing else."""
        import duckdb

        connection = duckdb.connect()
        spill = Path(tempfile.gettempdir()) / f"mittellage-{uuid.uuid4().hex}"
        connection.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = {quoted(str(spill))}")
        connection.execute(f"SET allowed_directories = [{quoted(str(self.path / 'tables'))}]")
        held = {"errors": self._errors} if self.parts else {"errors": self._errors, **_nothing()}
        for name, data in held.items():
            connection.register("given", data)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 (own names)
            connection.unregister("given")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        for table in TABLES if self.parts else ():
            listed = ", ".join(map(quoted, self.files(table)))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])")  # noqa: S608
        return connection

    def close(self) -> None:
        """Close the database; the corpus can be asked again and then opens it anew."""
        if "_connection" in self.__dict__:
            self._connection.close()
            del self.__dict__["_connection"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _nothing() -> dict[str, pa.Table]:
    return {table: schema_of(table).empty_table() for table in TABLES}


def column_list(names: Sequence[str]) -> str:
    """Return names of columns as SQL lists them."""
    return ", ".join('"' + name + '"' for name in names)


def quoted(text: str) -> str:
    """Return a text as SQL quotes it."""
    return "'" + text.replace("'", "''") + "'"
