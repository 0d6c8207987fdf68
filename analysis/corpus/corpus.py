"""`Corpus`: a store opened for reading, its tables loaded only where they are asked for."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .. import tables as contract
from ..errors import CorpusError
from ..tables import Evidence
from .columns import TABLES, read_parquet, schema_of
from .failures import problem_table
from .manifest import ERRORS, read_manifest, require_schema
from .store import table_file

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from .families import Families

_MEMORY: Final = "1GB"


class Corpus:
    """A store as it was when it was opened; open it again to see what was added since.

    Every table of `analysis.tables` is an attribute that holds a lazy `Table`, and so is ``errors``.

    Attributes
    ----------
    path : pathlib.Path
        Folder of the store.
    manifest : mapping
        What made it, and its committed parts.

    Examples
    --------
    ::

        corpus = Corpus.open("store")
        corpus.sql("SELECT country, count(*) AS n FROM mentions GROUP BY country ORDER BY n DESC")
        corpus.stances.frame(columns=["doc_id", "target", "sign"])
    """

    def __init__(self, path: Path, manifest: Mapping[str, Any], errors: pa.Table) -> None:
        self.path = path
        self.manifest = manifest
        self._errors = errors
        self._families: dict[tuple[int, float], Families] = {}

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """Open a store, also one that is being written: it shows the last state that was committed whole.

        Raises
        ------
        CorpusError
            If the folder holds no store, or one of another schema.
        """
        import pyarrow.compute as pc

        root = Path(path).absolute()
        manifest = read_manifest(root)
        require_schema(manifest, root)
        errors = problem_table(root / ERRORS)
        # The file of errors is written first, so it may hold those of parts that our manifest does not list yet.
        listed = pc.is_in(errors["part"], value_set=_strings(list(manifest["parts"])))
        return cls(root, manifest, errors.filter(pc.or_(listed, pc.is_null(errors["part"]))))

    def __len__(self) -> int:
        return sum(part["rows"]["documents"] for part in self.manifest["parts"].values())

    def __repr__(self) -> str:
        return f"<Corpus {self.path.name!r}: {len(self):,} documents, {self._errors.num_rows:,} errors>"

    def __getattr__(self, name: str) -> Table:
        if name in TABLES:
            return Table(self, name)
        raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}; tables are {', '.join(TABLES)}")

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
        connection.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = {_quoted(str(spill))}")
        connection.execute(f"SET allowed_directories = [{_quoted(str(self.path / 'tables'))}]")
        held = {"errors": self._errors} if self.parts else {"errors": self._errors, **_nothing()}
        for name, data in held.items():
            connection.register("given", data)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 (own names)
            connection.unregister("given")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        for table in TABLES if self.parts else ():
            listed = ", ".join(map(_quoted, self.files(table)))
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])")  # noqa: S608
        return connection

    def families(self, *, window: int = 7, threshold: float = 0.7) -> Families:
        """Return which documents are copies of each other; looked for once, or read where ``--copies`` has written it.

        Parameters
        ----------
        window : int
            Days that may lie between a copy and the next.
        threshold : float
            Jaccard similarity of runs of four words from which on two texts are copies.
        """
        from .families import find_families, read_families

        key = (window, threshold)
        if key not in self._families:
            known = read_families(self, window=window, threshold=threshold)
            self._families[key] = known or find_families(self, window=window, threshold=threshold)
        return self._families[key]

    def copies(self, *, window: int = 7, threshold: float = 0.7) -> pd.DataFrame:
        """List the documents that have copies.

        Parameters
        ----------
        window, threshold
            As for `families`.

        Returns
        -------
        pandas.DataFrame
            ``family`` (``doc_id`` of its earliest document), ``size`` (documents in it), ``doc_id, outlet, date,
            title``, ``similarity`` (estimated Jaccard similarity to the closest other document of the family); the
            largest family first, each in order of dates.

        Raises
        ------
        CorpusError
            If the library that finds them is not installed.
        """
        from .families import families_frame

        return families_frame(self, self.families(window=window, threshold=threshold))

    def edits(
        self, family: str, *, against: str | None = None, window: int = 7, threshold: float = 0.7
    ) -> pd.DataFrame:
        """Say what each document of a family has changed.

        Parameters
        ----------
        family : str
            ``doc_id`` of any of its documents.
        against : str, optional
            ``doc_id`` of the document that the others are held against; by default the earliest.
        window, threshold
            As for `families`.

        Returns
        -------
        pandas.DataFrame
            ``family, doc_id, outlet``, and the columns of `describe_edits`: a row for each quote, stance, hedge,
            country name and sentence that was dropped, added or changed.

        Raises
        ------
        CorpusError
            If the document is not in the store, or has no copies.
        """
        from .edits import edits_of_family

        return edits_of_family(
            self, family, against=against, families=self.families(window=window, threshold=threshold)
        )

    def export(self, path: str | Path, **choices: Any) -> Path:
        """Write the whole corpus for another program; the suffix chooses it, see `export_file`.

        Parameters
        ----------
        path : str or path
            File to write: ``.graphml``, ``.gexf``, ``.dna``, ``.qdpx``, ``.xmi.zip``, ``.conllu`` or ``.tei.xml``.
        **choices
            ``aggregate``, ``nodes``, ``concept``, ``lang``.

        Raises
        ------
        ExportError
            If the suffix or a choice is unknown, or the file cannot be written.
        """
        from ..export.exchange import export_file
        from .exchange import corpus_items

        return export_file(corpus_items(self), path, **choices)

    def bundle(self, path: str | Path, **options: Any) -> Path:
        """Write a replication package: tables without words, numbers, charts, and a script that computes them again.

        Parameters
        ----------
        path : str or path
            ZIP file to write.
        **options
            As for `analysis.corpus.pack_corpus`: what to keep, groups, periods, charts, title, authors, licence.

        Returns
        -------
        pathlib.Path
            The ZIP file of the corpus.

        Raises
        ------
        ExportError
            If numbers cannot be computed again, a text would be given away, or the file cannot be written.
        """
        from .packing import pack_corpus

        return pack_corpus(self, path, **options)

    def close(self) -> None:
        """Close the database; the corpus can be asked again and then opens it anew."""
        if "_connection" in self.__dict__:
            self._connection.close()
            del self.__dict__["_connection"]

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class Table:
    """One table of a corpus, not loaded before it is asked for.

    Parameters
    ----------
    corpus : Corpus
        Where it belongs.
    name : str
        Its name in the contract.
    """

    def __init__(self, corpus: Corpus, name: str) -> None:
        self._corpus = corpus
        self.name = name

    def __len__(self) -> int:
        return sum(part["rows"][self.name] for part in self._corpus.manifest["parts"].values())

    def __repr__(self) -> str:
        return f"<Table {self.name!r}: {len(self):,} rows of {', '.join(self.columns)}>"

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return contract.columns(self.name)

    def parts(self, *, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Read part by part, whole documents each, in constant memory.

        Yields
        ------
        pyarrow.Table
            One a part.
        """
        for part in self._corpus.parts:
            yield self.part(part, columns=columns)

    def part(self, key: str, *, columns: Sequence[str] | None = None) -> pa.Table:
        """Read one part."""
        return read_parquet(table_file(self._corpus.path, self.name, key), columns=columns)

    def rows(self, key: str, *, columns: Sequence[str], where: str | None = None) -> pd.DataFrame:
        """Load some rows of one part, in the order of the source."""
        file = _quoted(str(table_file(self._corpus.path, self.name, key)))
        condition = f" WHERE {where}" if where else ""
        return self._corpus.sql(
            f"SELECT {_listed(columns)} FROM read_parquet({file}) AS {self.name}{condition}"  # noqa: S608 (read only)
        )

    def frame(self, *, columns: Sequence[str] | None = None, where: str | None = None) -> pd.DataFrame:
        """Load rows with the types of the contract.

        Parameters
        ----------
        columns : sequence of str, optional
            By default all.
        where : str, optional
            A condition in SQL, such as ``"country IN ('KZ', 'UZ')"``.

        Returns
        -------
        pandas.DataFrame
            Sorted by document and place in it. It has to fit into memory: choose columns and rows.
        """
        described = {column.name: column for column in contract.describe(self.name)}
        chosen = list(described) if columns is None else list(columns)
        unknown = [name for name in chosen if name not in described]
        if unknown:
            raise CorpusError(f"{self.name!r} has no column {unknown[0]!r}; columns are {', '.join(described)}.")
        order = [name for name in ("doc_id", "start", "end", "indicator", "unit") if name in described]
        condition = f" WHERE {where}" if where else ""
        found = self._corpus.sql(
            f"SELECT {_listed(chosen)} FROM {self.name}{condition} ORDER BY {_listed(order)}"  # noqa: S608 (read only)
        )
        for name in (name for name in chosen if described[name].dtype == "object"):
            found[name] = found[name].map(_cell)
        return found.astype({name: described[name].dtype for name in chosen})


def _strings(values: list[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, type=pa.string())


def _nothing() -> dict[str, pa.Table]:
    return {table: schema_of(table).empty_table() for table in TABLES}


def _cell(value: Any) -> tuple[Any, ...]:
    """Give a list from Parquet the form that it has in a result: tuples; evidence of stances keeps its names."""
    items = [tuple(item.values()) if isinstance(item, Mapping) else item for item in value]
    return tuple(Evidence(*item) if isinstance(item, tuple) and len(item) == 4 else item for item in items)


def _listed(names: Sequence[str]) -> str:
    return ", ".join('"' + name + '"' for name in names)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
