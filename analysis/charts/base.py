"""`Chart`: data, then a drawing and words made from them; each is computed once.

A `ChartKind` says how the charts of one kind are measured, painted and described. A `Source` is what they are made of:
the tables of a result seen from one perspective, and what several charts need of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from .. import tables as contract
from ..errors import TableError
from ..framing import DEFAULT, Perspective, View, measure_framing, perspective_of, pool, views
from .style import Lang, Tables, axes, label, pick, say_empty

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..walk import Analysis

    Data: TypeAlias = Analysis | Tables | pd.DataFrame

_T = TypeVar("_T")


class Source:
    """Tables of one or more documents, seen from one perspective.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        Every table of the contract; those that were not given are empty.
    perspective : Perspective
        Whose position is asked for, and between whom.
    """

    def __init__(self, tables: Tables, perspective: Perspective = DEFAULT) -> None:
        self.tables = {name: tables[name] if name in tables else contract.frame(name) for name in contract.ROWS}
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
    def views(self) -> list[View]:
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


@dataclass(frozen=True)
class Chart:
    """A chart of one result.

    Attributes
    ----------
    kind : ChartKind
        What it shows.
    source : Source
        What it is made of.
    data : pandas.DataFrame
        The numbers behind it.

    Examples
    --------
    >>> chart = CHARTS["mentions"].of(result)  # doctest: +SKIP
    >>> chart.data, chart.draw(ax), chart.describe("en")  # doctest: +SKIP
    """

    kind: ChartKind
    source: Source
    data: pd.DataFrame

    @property
    def name(self) -> str:
        """Return the name of the chart's files."""
        return self.kind.name

    @property
    def perspective(self) -> Perspective:
        """Return whose position is asked for, and between whom."""
        return self.source.perspective

    def title(self, lang: Lang = "de") -> str:
        """Return the question that the chart answers."""
        return self.kind.titles(self.perspective, lang)

    def draw(self, ax: Axes | None = None, *, lang: Lang = "de", top: int | None = None) -> Axes:
        """Return the axes with the chart: those given, or new ones; no data give a sentence, not an error."""
        return self.kind.paint(self, ax, lang, top or self.kind.top)

    def figure(self, lang: Lang = "de") -> Figure:
        """Return a figure of the chart's own size."""
        if self.kind.compose is not None:
            return self.kind.compose(self, lang)
        return cast("Figure", self.draw(lang=lang).get_figure(root=True))

    def describe(self, lang: Lang = "de") -> str:
        """Return the alternative text, for readers who do not see the chart."""
        return self.kind.describe(self.data, lang)

    def say_empty(self, ax: Axes | None, lang: Lang, de: str, en: str, *, height: float = 2.0) -> Axes:
        """Return axes with a sentence in place of the chart."""
        return say_empty(axes(ax, (7.2, height)), self.title(lang), pick(lang, de, en))


@dataclass(frozen=True, kw_only=True)
class ChartKind:
    """What the charts of one kind have in common.

    Attributes
    ----------
    name : str
        Name of their files.
    question : tuple of str
        Title in German and English; ``{region}`` stands for the focus, ``{poles}`` for the poles.
    measure : callable
        Computes the numbers from a `Source`.
    paint : callable
        Draws a `Chart` into axes, or new ones, in a language, with at most so many countries.
    describe : callable
        Writes the alternative text from the numbers, in a language.
    top : int
        How many countries are shown where that is not said.
    compose : callable, optional
        Draws a figure of several axes, for a page that is not one chart.
    """

    name: str
    question: tuple[str, str]
    measure: Callable[[Source], pd.DataFrame]
    paint: Callable[[Chart, Axes | None, Lang, int], Axes]
    describe: Callable[[pd.DataFrame, Lang], str]
    top: int = 0
    compose: Callable[[Chart, Lang], Figure] | None = None

    @property
    def kind(self) -> Literal["axes", "sheet"]:
        """Return whether this is one chart or a composed page."""
        return "axes" if self.compose is None else "sheet"

    @property
    def title(self) -> Mapping[Lang, str]:
        """Return the title in German and English, for the default perspective."""
        return {"de": self.titles(DEFAULT, "de"), "en": self.titles(DEFAULT, "en")}

    def titles(self, perspective: Perspective, lang: Lang) -> str:
        """Return the title for a perspective and a language."""
        *first, last = (label(pole, lang) for pole in perspective.poles)
        poles = ", ".join(first) + pick(lang, " und ", " and ") + last
        return pick(lang, *self.question).format(region=label(perspective.region, lang), poles=poles)

    def chart(self, source: Source) -> Chart:
        """Return the chart of a source, which computes its numbers once."""
        return source.once(self._chart)

    def _chart(self, source: Source) -> Chart:
        return Chart(self, source, self.measure(source))

    def of(
        self,
        tables: Data,
        *more: pd.DataFrame,
        focus: Iterable[str] | None = None,
        poles: Iterable[str] | None = None,
        seed: int | None = None,
        perspective: Perspective | None = None,
    ) -> Chart:
        """Return the chart of a result; parameters are those of `plot`."""
        return self.chart(source_of(tables, *more, focus=focus, poles=poles, seed=seed, perspective=perspective))

    def plot(
        self,
        tables: Data,
        *more: pd.DataFrame,
        focus: Iterable[str] | None = None,
        poles: Iterable[str] | None = None,
        lang: Lang = "de",
        ax: Axes | None = None,
        seed: int | None = None,
        top: int | None = None,
        perspective: Perspective | None = None,
    ) -> Axes:
        """Return axes with the chart drawn.

        Parameters
        ----------
        tables : Analysis, mapping of str to pandas.DataFrame, or pandas.DataFrame
            A result, its tables, or one table of the contract; more tables may follow. A missing one counts as empty.
        focus, poles : iterable of str, optional
            Country or bloc codes whose position is asked for, and between which they stand; by default those of the
            result, else Central Asia between Russia, China and the US.
        lang : {"de", "en"}
            Language of the labels.
        ax : matplotlib.axes.Axes, optional
            Where to draw; by default new axes on a figure of their own. The position takes axes made with
            ``projection="ternary"``.
        seed : int, optional
            Seed of every bootstrap.
        top : int, optional
            How many countries to show.
        perspective : Perspective, optional
            Focus, poles, seed and whether the text is translated, in one.

        Returns
        -------
        matplotlib.axes.Axes
        """
        chart = self.of(tables, *more, focus=focus, poles=poles, seed=seed, perspective=perspective)
        return chart.draw(ax, lang=lang, top=top)

    draw = plot

    def numbers(self, tables: Data, *more: pd.DataFrame, perspective: Perspective | None = None) -> pd.DataFrame:
        """Return the numbers behind the chart."""
        return self.of(tables, *more, perspective=perspective).data

    def figure(self, tables: Data, *, lang: Lang = "de", perspective: Perspective | None = None) -> Figure:
        """Return a figure of the chart's own size."""
        return self.of(tables, perspective=perspective).figure(lang)

    def alt(self, tables: Data, *, lang: Lang = "de", perspective: Perspective | None = None) -> str:
        """Return the alternative text."""
        return self.of(tables, perspective=perspective).describe(lang)


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
