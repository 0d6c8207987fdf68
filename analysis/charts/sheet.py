"""The position sheet: one A4 page that answers how the text positions the focus, with its charts and its caveats."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Final

from ..corrections import corrections_in_words
from ..errors import MittellageError
from ..framing import CAVEATS
from ..framing.findings import Finding, findings
from ..legible import legible_line
from .agency import AGENCY
from .base import Chart, ChartKind
from .position import POSITION
from .prominence import PROMINENCE
from .source import Source, counted_mentions
from .stance_matrix import STANCE_MATRIX
from .style import GREY, INK, Lang, head, known, label, pick, shorten
from .voice import VOICE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..framing import Perspective
    from .source import Data

A4: Final = (8.27, 11.69)
# Charts are drawn for a column of their own; on the sheet two stand side by side.
_SCALE: Final = 0.72
# A title and an outlet fill so many characters each; more would run into the findings.
_SOURCE: Final = 150
# With how many countries; 0 is as many as the chart shows by itself.
_PANELS: Final = ((PROMINENCE, 0), (POSITION, 0), (STANCE_MATRIX, 6), (VOICE, 0), (AGENCY, 6))
# Left, bottom, width and height of each panel in inches; labels and captions stand outside.
_PLACES: Final = {
    "head": (0.6, 8.85, 7.1, 2.4),
    "prominence": (1.45, 7.15, 6.3, 1.05),
    "position": (1.3, 4.1, 2.6, 2.0),
    "stance_matrix": (5.35, 4.2, 2.4, 2.1),
    "voice": (1.45, 1.1, 2.5, 1.9),
    "agency": (5.35, 1.1, 2.4, 1.9),
    "foot": (0.6, 0.4, 7.1, 0.3),
}


def _measure(source: Source) -> pd.DataFrame:
    """Return the findings of the sheet with what they rest on.

    Returns
    -------
    pandas.DataFrame
        ``text`` (German), ``text_en``, ``indicator``, ``units``, ``n`` (rows of evidence).
    """
    import pandas as pd

    german, english = (source.once(_findings, lang) for lang in ("de", "en"))
    rows = [
        (de.text, en.text, de.indicator, " ".join(de.units), len(de.evidence))
        for de, en in zip(german, english, strict=True)
    ]
    return pd.DataFrame(rows, columns=["text", "text_en", "indicator", "units", "n"])


def _findings(source: Source, lang: Lang) -> list[Finding]:
    return findings(source.framing(), perspective=source.perspective, lang=lang, name=lambda code: label(code, lang))


def compose_sheet(tables: Data, *, lang: Lang = "de", perspective: Perspective | None = None) -> Figure:
    """Return the page, A4 upright; parameters are those of the charts."""
    return SHEET.figure(tables, lang=lang, perspective=perspective)


def _compose(chart: Chart, lang: Lang) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=A4)
    FigureCanvasAgg(figure)
    source = chart.source
    _write_head(_place(figure, "head"), chart, lang)
    for kind, top in _PANELS:
        ternary = kind is POSITION and len(source.perspective.poles) == 3
        kind.chart(source).draw(_place(figure, kind.name, ternary=ternary), lang=lang, top=top)
    for panel in figure.axes[1:]:
        _fit(panel, str(panel.get_label()), by_hand=corrections_in_words(source.n_corrected, lang))
    _write_foot(_place(figure, "foot"), source, lang)
    return figure


def _place(figure: Figure, name: str, *, ternary: bool = False) -> Axes:
    left, bottom, width, height = _PLACES[name]
    box = (left / A4[0], bottom / A4[1], width / A4[0], height / A4[1])
    if not ternary:
        return figure.add_axes(box, label=name)
    import mpltern  # noqa: F401 (registers the ternary projection)

    return figure.add_axes(box, label=name, projection="ternary")


def _fit(panel: Axes, name: str, *, by_hand: str = "") -> None:
    """Make letters smaller, wrap the caption to the panel, and leave room for labels at the right.

    How many rows were corrected by hand is said once, at the foot of the page.
    """
    from matplotlib.text import Text

    caption = next((text for text in panel.texts if text.get_gid() == "caption"), None)
    for text in panel.findobj(Text):
        text.set_fontsize(float(text.get_fontsize()) * _SCALE)
    if caption is not None:
        words, title = caption.get_text().replace("\n", " "), panel.get_title(loc="left")
        words = words.removesuffix(f"; {by_hand}").removesuffix(f" {by_hand}.") if by_hand else words
        caption.remove()
        wide = _PLACES[name][2] > 4
        lift = 16.0 if name == "position" else 0.0
        head(panel, title, words, scale=_SCALE, width=560 if wide else 250, lift=lift)
    legend = panel.get_legend()
    if legend is not None:
        legend.set_bbox_to_anchor((-0.36, 1.02), transform=panel.transAxes)
    if name in ("voice", "agency") and panel.axison:
        low, high = panel.get_xlim()
        panel.set_xlim(low, low + (high - low) * 1.35)


def _write_head(ax: Axes, chart: Chart, lang: Lang) -> None:
    ax.set_axis_off()
    ax.text(0, 1, chart.title(lang), fontsize=17, fontweight="bold", color=INK, va="top")
    documents = chart.source["documents"]
    source = ""
    if len(documents):
        row = documents.iloc[0]
        day = f"{row['date']:%Y-%m-%d}" if known(row["date"]) else None
        parts = (legible_line(part) for part in (row["title"], row["outlet"], day) if isinstance(part, str))
        source = " · ".join(shorten(part, _SOURCE) for part in parts if part)
    ax.text(0, 0.85, fill(source, 100), fontsize=9, color=GREY, va="top")
    said = [finding.text for finding in chart.source.once(_findings, lang)]
    if not said:
        region = label(chart.perspective.region, lang)
        said = [pick(lang, f"Der Text gibt über {region} keine Auskunft.", f"The text says nothing about {region}.")]
    half = (len(said) + 1) // 2
    for column, part in enumerate((said[:half], said[half:])):
        lines = "\n".join(fill(f"• {sentence}", 56, subsequent_indent="   ") for sentence in part)
        ax.text(0.515 * column, 0.7, lines, fontsize=8, color=INK, va="top", linespacing=1.45)


def _write_foot(ax: Axes, source: Source, lang: Lang) -> None:
    ax.set_axis_off()
    counts = [
        len(source["sentences"]),
        len(counted_mentions(source["mentions"])),
        len(source["quotes"]),
        len(source["stances"]),
    ]
    text = pick(
        lang,
        "n = {} Sätze, {} Nennungen, {} Zitate, {} Bewertungen. Intervalle: 95 %, Bootstrap über Sätze. "
        "Kein Beleg heißt unbekannt, nicht null.",
        "n = {} sentences, {} mentions, {} quotes, {} stances. Intervals: 95%, bootstrap over sentences. "
        "No evidence means unknown, not zero.",
    ).format(*counts)
    if by_hand := corrections_in_words(source.n_corrected, lang):
        text += f" {by_hand}."
    if source.perspective.translated:
        text += " " + CAVEATS[lang]
    ax.text(0, 0, f"{fill(text, 135)}\nmittellage", fontsize=6.8, color=GREY, va="bottom")


def describe_sheet(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the sheet's alternative text: its findings."""
    column = pick(lang, "text", "text_en")
    return " ".join(numbers[column]) or pick(lang, "Keine Befunde.", "No findings.")


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    raise MittellageError("The position sheet is a page of several axes; use its figure() instead of draw().")


SHEET: Final = ChartKind("sheet", _measure, _paint, describe_sheet, compose=_compose)
