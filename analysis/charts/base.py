"""`Chart`: data, then a drawing and words made from them; each is computed once.

A `ChartKind` says how the charts of one kind are measured, painted and described; a `Source` is what they are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Unpack, cast

from ..corrections import corrections_in_words
from ..framing import DEFAULT, Perspective
from ..translation import Translator
from .source import Chosen, Source, source_of
from .style import Head, Lang, axes, head, label, label_in_text, pick, say_empty, write_plainly

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .source import Data


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
        drawn = self.kind.paint(self, ax, lang, top or self.kind.top)
        write_plainly(drawn)
        return drawn

    def figure(self, lang: Lang = "de") -> Figure:
        """Return a figure of the chart's own size."""
        if self.kind.compose is not None:
            figure = self.kind.compose(self, lang)
            write_plainly(figure)
            return figure
        return cast("Figure", self.draw(lang=lang).get_figure(root=True))

    def describe(self, lang: Lang = "de") -> str:
        """Return the alternative text, for readers who do not see the chart."""
        said, by_hand = self.kind.describe(self.data, lang), corrections_in_words(self.source.n_corrected, lang)
        return f"{said} {by_hand}." if by_hand else said

    def head(self, ax: Axes, caption: str, lang: Lang, **options: Unpack[Head]) -> float:
        """Write the title, and under it what n is and how many rows were corrected by hand; return their height."""
        if by_hand := corrections_in_words(self.source.n_corrected, lang):
            caption += f" {by_hand}." if caption.endswith(".") else f"; {by_hand}"
        return head(ax, self.title(lang), caption, **options)

    def say_empty(self, ax: Axes | None, lang: Lang, de: str, en: str, *, height: float = 2.0) -> Axes:
        """Return axes with a sentence in place of the chart."""
        return say_empty(axes(ax, (7.2, height)), self.title(lang), pick(lang, de, en))


_QUESTIONS: Final = Translator(__package__, "questions.tsv")


@dataclass(frozen=True)
class ChartKind:
    """What the charts of one kind have in common; their titles stand in ``questions.tsv``.

    Attributes
    ----------
    name : str
        Name of their files.
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
    measure: Callable[[Source], pd.DataFrame]
    paint: Callable[[Chart, Axes | None, Lang, int], Axes]
    describe: Callable[[pd.DataFrame, Lang], str]
    top: int = 0
    compose: Callable[[Chart, Lang], Figure] | None = None

    @property
    def question(self) -> tuple[str, str]:
        """Return the title in German and English; ``{region}`` stands for the focus, ``{poles}`` for the poles."""
        return _QUESTIONS.pairs[self.name]

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
        *first, last = (label_in_text(pole, lang, dative=True) for pole in perspective.poles)
        poles = ", ".join(first) + pick(lang, " und ", " and ") + last
        return pick(lang, *self.question).format(region=label(perspective.region, lang), poles=poles)

    def chart(self, source: Source) -> Chart:
        """Return the chart of a source, which computes its numbers once."""
        return source.once(self._chart)

    def _chart(self, source: Source) -> Chart:
        return Chart(self, source, self.measure(source))

    def of(self, tables: Data, *more: pd.DataFrame, **chosen: Unpack[Chosen]) -> Chart:
        """Return the chart of a result; parameters are those of `plot`."""
        return self.chart(source_of(tables, *more, **chosen))

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

    def numbers(self, tables: Data, *more: pd.DataFrame, **chosen: Unpack[Chosen]) -> pd.DataFrame:
        """Return the numbers behind the chart."""
        return self.of(tables, *more, **chosen).data

    def figure(self, tables: Data, *, lang: Lang = "de", **chosen: Unpack[Chosen]) -> Figure:
        """Return a figure of the chart's own size."""
        return self.of(tables, **chosen).figure(lang)

    def alt(self, tables: Data, *, lang: Lang = "de", **chosen: Unpack[Chosen]) -> str:
        """Return the alternative text."""
        return self.of(tables, **chosen).describe(lang)
