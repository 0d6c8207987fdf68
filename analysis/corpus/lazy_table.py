"""`Table`: one table of a corpus, not loaded before it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import tables as contract
from ..errors import CorpusError
from ..tables import Evidence
from .columns import TABLES, read_parquet
from .sql import SqlStore, column_list, quoted
from .store import table_file

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Table:
    """One table of a corpus, not loaded before it is asked for.

    Parameters
    ----------
    corpus : SqlStore
        Where it belongs.
    name : str
        Its name in the contract.
    """

    def __init__(self, corpus: SqlStore, name: str) -> None:
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
        file = quoted(str(table_file(self._corpus.path, self.name, key)))
        condition = f" WHERE {where}" if where else ""
        return self._corpus.sql(
            f"SELECT {column_list(columns)} FROM read_parquet({file}) AS {self.name}{condition}"  # noqa: S608 (read only)
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
            f"SELECT {column_list(chosen)} FROM {self.name}{condition} ORDER BY {column_list(order)}"  # noqa: S608 (read only)
        )
        for name in (name for name in chosen if described[name].dtype == "object"):
            found[name] = found[name].map(_cell)
        return found.astype({name: described[name].dtype for name in chosen})


class LazyTables(SqlStore):
    """A store whose tables are properties, so that editors complete them and type checkers know them."""

    @property
    def documents(self) -> Table:
        """Return one row a document: title, outlet, date, size."""
        return Table(self, "documents")

    @property
    def segments(self) -> Table:
        """Return the parts of the layout."""
        return Table(self, "segments")

    @property
    def sentences(self) -> Table:
        """Return the sentences with segment and paragraph."""
        return Table(self, "sentences")

    @property
    def tokens(self) -> Table:
        """Return the tokens with tags and syntactic heads."""
        return Table(self, "tokens")

    @property
    def mentions(self) -> Table:
        """Return the places that name a country, a region, its government or its leader."""
        return Table(self, "mentions")

    @property
    def actors(self) -> Table:
        """Return who acts or speaks, document by document."""
        return Table(self, "actors")

    @property
    def quotes(self) -> Table:
        """Return what is said, thought or written, with speaker, cue and addressee."""
        return Table(self, "quotes")

    @property
    def stances(self) -> Table:
        """Return who evaluates whom, with sign, probability and evidence."""
        return Table(self, "stances")

    @property
    def markers(self) -> Table:
        """Return the words that distance, weaken, strengthen, source or negate."""
        return Table(self, "markers")

    @property
    def framing(self) -> Table:
        """Return the indicators of each document, with intervals and evidence."""
        return Table(self, "framing")

    if not TYPE_CHECKING:  # a type checker would otherwise take any name for an attribute

        def __getattr__(self, name: str) -> Any:
            if name in TABLES:
                return object.__getattribute__(self, name)  # raises what went wrong within the property
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}; tables are {', '.join(TABLES)}")


def _cell(value: Any) -> tuple[Any, ...]:
    """Return a list from Parquet as a result has it: as tuples, evidence of stances with its names."""
    items = [tuple(item.values()) if isinstance(item, Mapping) else item for item in value]
    return tuple(Evidence(*item) if isinstance(item, tuple) and len(item) == 4 else item for item in items)
