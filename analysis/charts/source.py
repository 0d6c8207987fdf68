"""`Source`: the tables of a result seen from one perspective; what several charts need is computed once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar, cast

from .. import tables as contract
from ..corrections import corrected
from ..errors import TableError
from ..framing import DEFAULT, DocumentTables, Perspective, measure_framing, perspective_of, pool, views
from .style import Lang, Tables, pick

if TYPE_CHECKING:
    import pandas as pd

    from ..pipeline import Analysis

    Data: TypeAlias = Analysis | Tables | pd.DataFrame

_T = TypeVar("_T")


def counted_mentions(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions that stand for a state: all but names of languages (russischsprachig), as indicators count.

    Every view that counts mentions counts these.
    """
    return mentions[mentions["role"].fillna("") != "language"] if len(mentions) else mentions


def counted_stances(stances: pd.DataFrame) -> pd.DataFrame:
    """Return the stances toward others: what a state says of itself is a row of the table and counts in no chart."""
    own = (stances["holder_country"] == stances["target"]).fillna(value=False).astype(bool)
    return stances[~own]


def left_out(numbers: Mapping[str, int], lang: Lang) -> str:
    """Say what a chart does not count, by its German words and the English ones after a bar; nothing if all counts.

    Examples
    --------
    >>> left_out({"Namen von Sprachen|names of languages": 2, "x|y": 0}, "de")
    '; nicht gezählt: Namen von Sprachen (2)'
    """
    parts = []
    for words, n in numbers.items():
        german, _, english = words.partition("|")
        if n:
            parts.append(f"{pick(lang, german, english)} ({n})")
    return pick(lang, "; nicht gezählt: ", "; not counted: ") + ", ".join(parts) if parts else ""


class Chosen(TypedDict, total=False):
    """What may be said of the perspective, as for `ChartKind.plot`."""

    focus: Iterable[str] | None
    poles: Iterable[str] | None
    seed: int | None
    perspective: Perspective | None


class Source:
    """Tables of one or more documents, seen from one perspective.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        Every table of the contract; those that were not given are empty. Derived tables stand here where they were
        given, in the place of the words.
    perspective : Perspective
        Whose position is asked for, and between whom.
    """

    def __init__(self, tables: Tables, perspective: Perspective = DEFAULT) -> None:
        self.tables = {name: tables[name] if name in tables else contract.frame(name) for name in contract.ROWS}
        self.tables |= {name: tables[name] for name in (*contract.DERIVED, *contract.BY_HAND) if name in tables}
        self.perspective = perspective
        self._kept: dict[Hashable, Any] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def once(self, function: Callable[..., _T], *arguments: Hashable) -> _T:
        """Return what a function of this source gives, which is called once with the same arguments."""
        key = (function, arguments)
        if key not in self._kept:
            self._kept[key] = function(self, *arguments)
        return cast(_T, self._kept[key])

    @cached_property
    def views(self) -> list[DocumentTables]:
        """Return the rows of each document, sentence by sentence."""
        return list(views(self.tables))

    @cached_property
    def first(self) -> Source:
        """Return the source of the first document: places in a text make sense within one text alone."""
        listed = [doc_id for name in ("documents", "sentences", "mentions") for doc_id in self[name]["doc_id"]]
        if len(set(listed)) < 2:
            return self
        own = {name: table[table["doc_id"] == listed[0]] for name, table in self.tables.items()}
        return Source({name: table.reset_index(drop=True) for name, table in own.items()}, self.perspective)

    @cached_property
    def n_corrected(self) -> int:
        """Return how many rows were corrected by hand."""
        return corrected(self.tables.get("corrections"))

    @cached_property
    def counts_documents(self) -> bool:
        """Tell whether n counts documents, as it does where there are several, or rows of one."""
        return any(len(set(self[name]["doc_id"])) > 1 for name in ("sentences", "framing"))

    def framing(self, *indicators: str) -> pd.DataFrame:
        """Return the rows of indicators, from the table ``framing`` or measured; of several documents their mean."""
        return self.once(_framing, *indicators)


def _framing(source: Source, *indicators: str) -> pd.DataFrame:
    perspective = source.perspective
    given = source["framing"]
    rows = given[given["indicator"].isin(indicators)] if indicators else given
    if not len(rows) or not _fits(given, perspective):
        rows = measure_framing(
            source.tables,
            focus=perspective.focus,
            poles=perspective.poles,
            translated=perspective.translated,
            seed=perspective.seed,
            indicators=indicators or None,
        )
    return rows.reset_index(drop=True) if len(set(rows["doc_id"])) < 2 else pool(rows, seed=perspective.seed)


def _fits(framing: pd.DataFrame, perspective: Perspective) -> bool:
    """Tell whether the table was measured for this focus and these poles."""
    units = set(framing.loc[framing["indicator"] == "position_combined", "unit"])
    return {f"{perspective.region}:{pole}" for pole in perspective.poles} <= units


def source_of(
    tables: Data,
    *more: pd.DataFrame,
    focus: Iterable[str] | None = None,
    poles: Iterable[str] | None = None,
    seed: int | None = None,
    perspective: Perspective | None = None,
) -> Source:
    """Return what charts are made of, from a result, tables by name, or tables of the contract.

    Raises
    ------
    LexiconError
        If focus and poles overlap.
    TableError
        If a data frame is no table of the contract.
    """
    frames: dict[str, pd.DataFrame] = {}
    found = perspective or DEFAULT
    for data in (tables, *more):
        if isinstance(data, Mapping):
            frames |= data
        elif hasattr(data, "tables"):
            frames |= data.tables
            found = perspective or perspective_for(data.document, data.options)
        else:
            frames[_table_name(cast("pd.DataFrame", data))] = cast("pd.DataFrame", data)
    if focus is not None or poles is not None or seed is not None:
        found = perspective_of(
            found.focus if focus is None else focus,
            found.poles if poles is None else poles,
            translated=found.translated,
            seed=found.seed if seed is None else seed,
        )
    return Source(frames, found)


def perspective_for(document: Any, options: Any) -> Perspective:
    """Return the perspective that the options of an analysis ask for."""
    return Perspective(
        focus=tuple(getattr(options, "focus", DEFAULT.focus)),
        poles=tuple(getattr(options, "poles", DEFAULT.poles)),
        translated=document.translated,
        seed=getattr(options, "seed", DEFAULT.seed),
    )


def _table_name(data: pd.DataFrame) -> str:
    columns = set(data.columns)
    for name, row in contract.ROWS.items():
        if set(row._fields) <= columns:
            return name
    listed = ", ".join(map(str, data.columns[:5]))
    raise TableError(f"No table of the contract has the columns {listed}. Tables are: {', '.join(contract.ROWS)}.")
