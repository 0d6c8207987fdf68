"""Charts to look into: the picture, its caption, and every mark with the rows that it stands for."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from ..charts import CHARTS, METADATA, MOST_MARKS, ChartKind, Source, saving
from ..charts.base import Chart
from ..charts.style import number
from ..errors import MittellageError
from ..export.names import Names
from ..export.report.units import unit_in_words
from ..legible import legible_line
from .evidence import keys_behind, keys_of
from .filters import FACETS
from .state import Choice, Explorer, Key, Lang
from .words import day_in_words, name_of, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# Which table a chart counts; all other charts are drawn from the indicators.
MAIN_TABLE: Final[Mapping[str, str]] = {
    "mentions": "mentions",
    "dispersion": "mentions",
    "voice": "quotes",
    "stance_matrix": "stances",
    "stance_timeline": "stances",
    "network": "stances",
}
# Charts of indicators: the indicator and its unit that a row of the numbers shows.
_INDICATOR: Final[Mapping[str, tuple[str, str]]] = {
    "position": ("position_{component}", "{unit}:{pole}"),
    "prominence": ("attention_share", "{unit}"),
    "agency": ("agency_activation", "{unit}"),
    "frames": ("frame_actor", "{unit}:{frame}"),
    "roles": ("role_share", "{unit}:{role}"),
}
# Places in a text and indicators of a text make sense within one text alone.
OF_ONE_DOCUMENT: Final = frozenset({"dispersion", "stance_timeline", "sheet", *_INDICATOR})
_SCREEN_DPI: Final = 110
_MOST_SOURCES: Final = 4
_NAMING: Final = ("component", "holder", "country", "unit", "target", "pole", "frame", "role", "name", "text")
_COUNTING: Final = ("n", "total", "words", "value", "share")


class Mark(NamedTuple):
    """A bar, cell, point or edge: its name, the rows behind it, and where it lies in percent of the picture."""

    label: str
    keys: tuple[Key, ...]
    box: tuple[float, float, float, float] | None


class Picture(NamedTuple):
    """A drawn chart."""

    png: bytes
    width: int
    title: str
    alt: str
    caption: str
    marks: tuple[Mark, ...]


def chart_names(explorer: Explorer) -> dict[str, str]:
    """Name the charts that can be explored, with their titles in the chosen language."""
    lang = explorer.choice.lang
    return {name: chart.titles(explorer.perspective, lang) for name, chart in CHARTS.items() if chart.kind == "axes"}


def picture(explorer: Explorer, name: str) -> Picture:
    """Draw a chart of what the filters keep, for the screen.

    Parameters
    ----------
    explorer : Explorer
        Tables, filters, perspective, language.
    name : str
        Name of a chart, one of `chart_names`.

    Returns
    -------
    Picture
        PNG at screen resolution, its width in CSS pixels, title, alternative text, caption and marks. Where there is
        nothing to draw, no PNG, and the alternative text says why.

    Raises
    ------
    MittellageError
        If there is no such chart.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    lang = explorer.choice.lang
    chart = chart_of(explorer, name)
    if chart.data.empty:
        return _empty(explorer, name, chart.describe(lang))
    with saving():
        figure = chart.figure(lang)
        figure.set_dpi(_SCREEN_DPI)
        file = io.BytesIO()
        # not savefig, which goes through the whole figure once more before it draws
        FigureCanvasAgg(figure).print_png(file, metadata=METADATA["png"])  # type: ignore[no-untyped-call]
        boxes = _boxes(figure)
    marks = tuple(
        Mark(_label(row, lang), tuple(_keys(explorer, name, cast("Mapping[str, Any]", row))), boxes.get(index))
        for index, row in enumerate(chart.data.head(MOST_MARKS).to_dict("records"))
        if chart.kind.kind == "axes"  # a page of several charts has no marks of its own
    )
    return Picture(
        png=file.getvalue(),
        width=round(figure.get_figwidth() * _SCREEN_DPI),
        title=chart.title(lang),
        alt=chart.describe(lang),
        caption=caption(explorer, name),
        marks=tuple(mark for mark in marks if mark.keys),
    )


def _empty(explorer: Explorer, name: str, sentence: str) -> Picture:
    """Give a sentence in place of a picture; where filters hide everything, it must not blame the text."""
    lang = explorer.choice.lang
    title = CHARTS[name].titles(explorer.perspective, lang)
    if explorer.choice.filtered and not of_whole_text(name):
        sentence = say("chart.filtered_away", lang)
    return Picture(b"", 0, title, sentence, caption(explorer, name), ())


def numbers(explorer: Explorer, name: str) -> pd.DataFrame:
    """Give the numbers behind a chart of what the filters keep."""
    return chart_of(explorer, name).data


def chart_of(explorer: Explorer, name: str) -> Chart:
    """Return a chart of what the filters keep; what charts have in common is computed once for each choice."""
    kind, choice = _chart(name), explorer.choice
    alone = choice.document if name in OF_ONE_DOCUMENT else ""
    filters = () if of_whole_text(name) else tuple(getattr(choice, facet) for facet in FACETS)
    key = (alone, filters if any(filters) else ())
    if key not in explorer.sources:
        while len(explorer.sources) >= _MOST_SOURCES:
            explorer.sources.pop(next(iter(explorer.sources)))
        explorer.sources[key] = Source(tables_for(explorer, name), explorer.perspective)
    return kind.chart(explorer.sources[key])


def tables_for(explorer: Explorer, name: str) -> dict[str, pd.DataFrame]:
    """Give the tables that a chart is drawn from: of the document on show where places matter, else of all.

    Charts that count rows count those that the filters keep. Charts of indicators show the whole text, because an
    indicator of a part would look like one of the text.
    """
    tables = explorer.whole if of_whole_text(name) else explorer.tables
    if name in OF_ONE_DOCUMENT and len(explorer.texts) > 1:
        return {table: data[data["doc_id"] == explorer.choice.document] for table, data in tables.items()}
    return dict(tables)


def main_table(name: str) -> str:
    """Name the table whose rows a chart counts."""
    return MAIN_TABLE.get(name, "framing")


def of_whole_text(name: str) -> bool:
    """Tell whether a chart shows the whole text, whatever the filters hide."""
    return main_table(name) == "framing"


def draws_again(before: Choice, after: Choice, name: str = "") -> bool:
    """Tell whether a chart, or any other view, looks different after a change of the choice.

    Open evidence and text layers change none; filters change no chart of the whole text.
    """
    return after.differs(before, "document", *(() if name and of_whole_text(name) else FACETS))


def caption(explorer: Explorer, name: str) -> str:
    """Write the caption of a chart: title, filters, source and version, ready for a paper."""
    from ..export import software_in_words

    lang = explorer.choice.lang
    parts = [_chart(name).titles(explorer.perspective, lang)]
    if not of_whole_text(name):
        parts.append(f"({filters_in_words(explorer)})")
    elif explorer.choice.filtered:
        parts.append(say("filters.whole", lang))
    source = source_in_words(explorer, alone=name in OF_ONE_DOCUMENT)
    parts.append(say("caption.source", lang, source=source, software=software_in_words()))
    return " ".join(parts)


def filters_in_words(explorer: Explorer) -> str:
    """Say which filters are set."""
    lang, found = explorer.choice.lang, []
    for facet in FACETS:
        names = Names(explorer.whole["actors"], lang) if facet == "voices" else None
        values = [
            value_in_words(facet, names.anywhere(value) if names else value, lang)
            for value in getattr(explorer.choice, facet)
        ]
        if values:
            found.append(f"{say(f'facet.{facet}', lang)}: {', '.join(values)}")
    return say("export.filters", lang, filters="; ".join(found)) if found else say("export.nofilter", lang)


def value_in_words(facet: str, value: str, lang: Lang) -> str:
    """Name a value of a filter."""
    if facet == "countries":
        return name_of(value, lang)
    if facet == "voices":
        return {"narrator": say("narrator", lang), "?": say("unnamed", lang)}.get(value, value)
    if facet == "segments":
        return say(f"segment.{value}", lang)
    for kind in ("type", "form", "kind"):
        label = say(f"{kind}.{value}", lang)
        if label != value.replace("_", " "):
            return label
    return value.replace("_", " ")


def source_in_words(explorer: Explorer, *, alone: bool = False) -> str:
    """Name the document (title, outlet, date), or say how many there are."""
    documents = explorer.whole["documents"]
    if len(explorer.texts) > 1 and not alone:
        return say("caption.documents", explorer.choice.lang, n=len(explorer.texts))
    own = documents[documents["doc_id"] == explorer.choice.document]
    if own.empty:
        return explorer.choice.document
    row = own.iloc[0]
    unknown = row["date"] is None or row["date"] != row["date"]
    day = "" if unknown else day_in_words(row["date"], explorer.choice.lang)
    known = [str(row[column]) for column in ("title", "outlet") if isinstance(row[column], str)]
    # The id of a pasted text is the beginning of its hash, which tells a reader nothing.
    pasted = str(row["text_sha256"]).startswith(str(row["doc_id"]))
    name = say("caption.untitled", explorer.choice.lang) if pasted else explorer.choice.document
    return legible_line(", ".join([*(known or [name]), *([day] if day else [])]))


def _chart(name: str) -> ChartKind:
    if name not in CHARTS:
        raise MittellageError(f"There is no chart {name!r}. Charts are: {', '.join(CHARTS)}.")
    return CHARTS[name]


def _boxes(figure: Figure) -> dict[int, tuple[float, float, float, float]]:
    """Find the artists that say which row they stand for (gid ``mark-3``), in percent from the upper left corner."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = figure.canvas
    if not isinstance(canvas, FigureCanvasAgg):
        return {}
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    found = {}
    width, height = figure.bbox.width, figure.bbox.height
    for artist in figure.findobj():
        match = re.fullmatch(r"mark-(\d+)", str(artist.get_gid() or ""))
        if match is None:
            continue
        box = artist.get_window_extent(renderer).padded(2)
        if not np.isfinite(box.extents).all():
            continue
        left, top = box.x0 / width * 100, (height - box.y1) / height * 100
        found[int(match[1])] = (
            round(left, 2), round(top, 2), round(box.width / width * 100, 2), round(box.height / height * 100, 2),
        )  # fmt: skip
    return found


def _keys(explorer: Explorer, name: str, row: Mapping[str, Any]) -> list[Key]:
    """Find what a row of the numbers stands for: rows of a table, or the indicator that it shows."""
    if name not in _INDICATOR:
        return keys_behind(explorer, row, table=main_table(name))
    indicator, unit = (pattern.format_map(row) for pattern in _INDICATOR[name])
    framing = explorer.table("framing")
    framing = framing[(framing["indicator"] == indicator) & (framing["unit"] == unit)]
    return keys_of(explorer, "framing", framing[framing["doc_id"] == row["doc_id"]])


def _label(row: Mapping[Any, Any], lang: Lang) -> str:
    """Name a mark by the columns that tell it from its neighbours, with its count."""
    names = [
        say(f"component.{row[column]}", lang) if column == "component" else unit_in_words(row[column], lang)
        for column in _NAMING
        if isinstance(row.get(column), str)
    ]
    counts = [row[column] for column in _COUNTING if isinstance(row.get(column), (int, float))]
    arrow = " → " if "holder" in row and "target" in row else " · "
    text = legible_line(arrow.join(dict.fromkeys(names[:4])))
    if not counts or counts[0] != counts[0]:
        return text
    return f"{text} ({number(float(counts[0]), lang, digits=0 if float(counts[0]).is_integer() else 2)})"
