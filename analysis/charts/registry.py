"""`CHARTS`: every chart with its title, how to draw it, the numbers behind it, and its alternative text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from .. import tables as contract
from ..errors import MittellageError
from ..framing import DEFAULT, Perspective
from . import (
    agency,
    dispersion,
    frames,
    mentions,
    network,
    position,
    prominence,
    sheet,
    stance_matrix,
    stance_timeline,
    voice,
)
from .measures import first_document
from .style import Lang, Tables

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart of the report.

    Attributes
    ----------
    name : str
        Name of its files.
    titles : callable
        Gives the title for a perspective and a language.
    kind : {"axes", "sheet"}
        One chart, or a composed page.
    """

    name: str
    titles: Callable[[Perspective, Lang], str]
    plot: Callable[[Tables, Perspective, Lang, Axes | None], Axes]
    count: Callable[[Tables, Perspective], pd.DataFrame]
    describe: Callable[[pd.DataFrame, Lang], str]
    kind: Literal["axes", "sheet"] = "axes"

    @property
    def title(self) -> Mapping[Lang, str]:
        """Title in German and English, for the default perspective."""
        return {"de": self.titles(Perspective(), "de"), "en": self.titles(Perspective(), "en")}

    def draw(
        self,
        tables: Tables,
        *,
        ax: Axes | None = None,
        lang: Lang = "de",
        perspective: Perspective = DEFAULT,
    ) -> Axes:
        """Draw into axes; an empty table gives a sentence, not an error."""
        return self.plot(complete(tables), perspective, lang, ax)

    def figure(
        self,
        tables: Tables,
        *,
        lang: Lang = "de",
        perspective: Perspective = DEFAULT,
    ) -> Figure:
        """Draw on a figure of the chart's own size."""
        from matplotlib.figure import Figure

        if self.kind == "sheet":
            return sheet.compose_sheet(complete(tables), lang=lang, perspective=perspective)
        figure = self.draw(tables, lang=lang, perspective=perspective).get_figure(root=True)
        assert isinstance(figure, Figure)  # noqa: S101 (root=True never gives a subfigure)
        engine = figure.get_layout_engine()
        if engine is not None:
            # Saving in three formats would lay the same figure out three times, which takes longer than drawing it.
            engine.execute(figure)
            figure.set_layout_engine("none")
        return figure

    def numbers(self, tables: Tables, *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
        """Give the numbers behind the chart."""
        return self.count(complete(tables), perspective)

    def alt(
        self,
        tables: Tables,
        *,
        lang: Lang = "de",
        perspective: Perspective = DEFAULT,
    ) -> str:
        """Write the alternative text, for readers who do not see the chart."""
        return self.describe(self.numbers(tables, perspective=perspective), lang)


def complete(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables with empty ones for those that are missing."""
    whole = {name: tables[name] if name in tables else contract.frame(name) for name in contract.ROWS}
    return whole | {name: tables[name] for name in contract.DERIVED if name in tables}


def _fixed(titles: Mapping[str, str]) -> Callable[[Perspective, Lang], str]:
    return lambda perspective, lang: titles[lang]


def _alt(describe: Callable[..., str]) -> Callable[[pd.DataFrame, Lang], str]:
    return lambda numbers, lang: describe(numbers, lang=lang)


def _plot_dispersion(tables: Tables, perspective: Perspective, lang: Lang, ax: Axes | None) -> Axes:
    one = first_document(tables)
    return dispersion.plot_dispersion(
        one["mentions"],
        one["quotes"],
        sentences=one["sentences"],
        segments=one["segments"],
        ax=ax,
        lang=lang,
        perspective=perspective,
    )


def _count_dispersion(tables: Tables, perspective: Perspective) -> pd.DataFrame:
    one = first_document(tables)
    return dispersion.numbers_dispersion(one["mentions"], one["quotes"], sentences=one["sentences"])


def _plot_timeline(tables: Tables, perspective: Perspective, lang: Lang, ax: Axes | None) -> Axes:
    one = first_document(tables)
    return stance_timeline.plot_stance_timeline(
        one["stances"], one["sentences"], ax=ax, lang=lang, perspective=perspective
    )


def _count_timeline(tables: Tables, perspective: Perspective) -> pd.DataFrame:
    one = first_document(tables)
    return stance_timeline.numbers_stance_timeline(one["stances"], one["sentences"], perspective=perspective)


def _no_axes(tables: Tables, perspective: Perspective, lang: Lang, ax: Axes | None) -> Axes:
    raise MittellageError("The position sheet is a page of several axes; use its figure() instead of draw().")


_ALL: Final[tuple[Chart, ...]] = (
    Chart(
        name="mentions",
        titles=_fixed(mentions.TITLE),
        plot=lambda t, p, lang, ax: mentions.plot_mentions(t["mentions"], ax=ax, lang=lang),
        count=lambda t, p: mentions.numbers_mentions(t["mentions"]),
        describe=_alt(mentions.describe_mentions),
    ),
    Chart(
        name="dispersion",
        titles=_fixed(dispersion.TITLE),
        plot=_plot_dispersion,
        count=_count_dispersion,
        describe=_alt(dispersion.describe_dispersion),
    ),
    Chart(
        name="voice",
        titles=_fixed(voice.TITLE),
        plot=lambda t, p, lang, ax: voice.plot_voice(t["quotes"], t["mentions"], ax=ax, lang=lang, perspective=p),
        count=lambda t, p: voice.numbers_voice(t["quotes"], t["mentions"], perspective=p),
        describe=_alt(voice.describe_voice),
    ),
    Chart(
        name="stance_matrix",
        titles=_fixed(stance_matrix.TITLE),
        plot=lambda t, p, lang, ax: stance_matrix.plot_stance_matrix(t["stances"], ax=ax, lang=lang, perspective=p),
        count=lambda t, p: stance_matrix.numbers_stance_matrix(t["stances"], perspective=p),
        describe=_alt(stance_matrix.describe_stance_matrix),
    ),
    Chart(
        name="stance_timeline",
        titles=_fixed(stance_timeline.TITLE),
        plot=_plot_timeline,
        count=_count_timeline,
        describe=_alt(stance_timeline.describe_stance_timeline),
    ),
    Chart(
        name="position",
        titles=position.title_position,
        plot=lambda t, p, lang, ax: position.plot_position(t, ax=ax, lang=lang, perspective=p),
        count=lambda t, p: position.numbers_position(t, perspective=p),
        describe=_alt(position.describe_position),
    ),
    Chart(
        name="prominence",
        titles=_fixed(prominence.TITLE),
        plot=lambda t, p, lang, ax: prominence.plot_prominence(t, ax=ax, lang=lang, perspective=p),
        count=lambda t, p: prominence.numbers_prominence(t, perspective=p),
        describe=_alt(prominence.describe_prominence),
    ),
    Chart(
        name="agency",
        titles=_fixed(agency.TITLE),
        plot=lambda t, p, lang, ax: agency.plot_agency(t, ax=ax, lang=lang, perspective=p),
        count=lambda t, p: agency.numbers_agency(t, perspective=p),
        describe=_alt(agency.describe_agency),
    ),
    Chart(
        name="network",
        titles=_fixed(network.TITLE),
        plot=lambda t, p, lang, ax: network.plot_network(t["stances"], ax=ax, lang=lang, perspective=p),
        count=lambda t, p: network.numbers_network(t["stances"], perspective=p),
        describe=_alt(network.describe_network),
    ),
    Chart(
        name="frames",
        titles=_fixed(frames.TITLE),
        plot=lambda t, p, lang, ax: frames.plot_frames(t, ax=ax, lang=lang, perspective=p),
        count=lambda t, p: frames.numbers_frames(t, perspective=p),
        describe=_alt(frames.describe_frames),
    ),
    Chart(
        name="roles",
        titles=frames.roles_title,
        plot=lambda t, p, lang, ax: frames.plot_roles(t, ax=ax, lang=lang, perspective=p),
        count=lambda t, p: frames.numbers_roles(t, perspective=p),
        describe=_alt(frames.describe_roles),
    ),
    Chart(
        name="sheet",
        titles=sheet.sheet_title,
        plot=_no_axes,
        count=lambda t, p: sheet.numbers_sheet(t, perspective=p),
        describe=_alt(sheet.describe_sheet),
        kind="sheet",
    ),
)
CHARTS: Final[Mapping[str, Chart]] = {chart.name: chart for chart in _ALL}
