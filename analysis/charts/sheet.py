"""The position sheet: one A4 page that answers how the text positions the focus, with its charts and its caveats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..corrections import corrections_in_words
from ..errors import MittellageError
from ..framing import CAVEATS
from ..framing.findings import Finding, findings
from ..legible import legible_line
from .agency import AGENCY
from .base import Chart, ChartKind
from .position import POSITION, write_legend, write_names
from .prominence import PROMINENCE
from .room import text_box, text_width, wrap
from .source import Source, counted_mentions
from .stance_matrix import STANCE_MATRIX
from .style import GREY, INK, Head, Lang, head, known, label, label_in_text, pick
from .voice import VOICE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..framing import Perspective
    from .source import Data

A4: Final = (8.27, 11.69)
# Charts are drawn for a column of their own; on the sheet two stand side by side.
_SCALE: Final = 0.75
# Letters of the head: size of the title, of the source, and of the findings where they fit and where they do not.
_TITLE, _SOURCE, _FINDINGS = (17.0, 15.5, 14.0), 9.0, (8.0, 7.5, 7.0)
_LINES: Final = 3
_FOOT: Final = 6.8
_COLUMN: Final = 0.485
# Distance of lines as a multiple of the height of letters with their descenders, and that height of a size.
_SPACING, _TALL = 1.4, 1.17
# With how many countries or voices; 0 is as many as the chart shows by itself.
_PANELS: Final = ((PROMINENCE, 0), (POSITION, 0), (STANCE_MATRIX, 6), (VOICE, 7), (AGENCY, 6))
# Left, bottom, width and height of each panel in inches; labels and captions stand outside.
_PLACES: Final = {
    "head": (0.6, 8.7, 7.1, 2.55),
    "prominence": (1.45, 7.15, 6.3, 1.05),
    "position": (1.45, 4.1, 2.31, 2.0),  # as wide as a triangle of that height
    "stance_matrix": (5.35, 4.2, 2.4, 2.1),
    "voice": (1.45, 1.1, 2.65, 1.9),
    "agency": (5.35, 1.1, 2.4, 1.9),
    "foot": (0.6, 0.4, 7.1, 0.3),
}
# Left end of title and caption of each panel in inches, and how wide they may be.
_HEADS: Final = {
    "prominence": (0.6, 7.1),
    "position": (0.6, 3.5),
    "stance_matrix": (4.5, 3.1),
    "voice": (0.6, 3.5),
    "agency": (4.5, 3.1),
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
    return findings(
        source.framing(), perspective=source.perspective, lang=lang, name=lambda code: label_in_text(code, lang)
    )


def compose_sheet(tables: Data, *, lang: Lang = "de", perspective: Perspective | None = None) -> Figure:
    """Return the page, A4 upright; parameters are those of the charts."""
    return SHEET.figure(tables, lang=lang, perspective=perspective)


def _compose(chart: Chart, lang: Lang) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # Charts measure the room for their words: it is that of a larger page, of which letters and page are then reduced.
    figure = Figure(figsize=(A4[0] / _SCALE, A4[1] / _SCALE))
    FigureCanvasAgg(figure)
    source, top_of_page = chart.source, _place(figure, "head")
    for kind, top in _PANELS:
        ternary = kind is POSITION and len(source.perspective.poles) == 3
        kind.chart(source).draw(_place(figure, kind.name, ternary=ternary), lang=lang, top=top)
    figure.set_size_inches(A4)
    for panel in figure.axes[1:]:
        above = _fit(panel, str(panel.get_label()), by_hand=corrections_in_words(source.n_corrected, lang))
        if panel.get_label() == "position" and above:
            write_names(panel, POSITION.chart(source), lang, above=above, scale=_SCALE)
    _write_head(top_of_page, chart, lang)
    _write_foot(_place(figure, "foot"), source, lang)
    return figure


def _place(figure: Figure, name: str, *, ternary: bool = False) -> Axes:
    left, bottom, width, height = _PLACES[name]
    box = (left / A4[0], bottom / A4[1], width / A4[0], height / A4[1])
    if not ternary:
        return figure.add_axes(box, label=name)
    import mpltern  # noqa: F401 (registers the ternary projection)

    return figure.add_axes(box, label=name, projection="ternary")


def _fit(panel: Axes, name: str, *, by_hand: str = "") -> float:
    """Make letters smaller and wrap title and caption to the panel; return how high both are, 0 for an empty panel.

    How many rows were corrected by hand is said once, at the foot of the page.
    """
    from matplotlib.text import Text

    caption = next((text for text in panel.texts if text.get_gid() == "caption"), None)
    title = panel.get_title(loc="left").replace("\n", " ")
    for text in panel.findobj(Text):
        text.set_fontsize(float(text.get_fontsize()) * _SCALE)
    (start, width), (left, _, whole, _) = _HEADS[name], _PLACES[name]
    lift = 16.0 if name == "position" and caption is not None else 0.0
    place = Head(width=width * 72, left=(start - left) / whole, scale=_SCALE, lift=lift)
    words = "" if caption is None else caption.get_text().replace("\n", " ")
    if caption is not None:
        words = words.removesuffix(f"; {by_hand}").removesuffix(f" {by_hand}.") if by_hand else words
        caption.remove()
    above = head(panel, title, words, **place)
    if panel.get_legend() is not None:
        write_legend(panel, scale=_SCALE)
    return above if words else 0.0


def _write_head(ax: Axes, chart: Chart, lang: Lang) -> None:
    ax.set_axis_off()
    width, height = (72 * side for side in _PLACES["head"][2:])
    title = chart.title(lang)
    large = next((size for size in _TITLE if text_width(title, size, bold=True) <= width), _TITLE[-1])
    y = height
    for words, size, colour, bold in (
        (wrap(title, large, width, bold=True, lines=2), large, INK, True),
        (wrap(_source_in_words(chart), _SOURCE, width, lines=_LINES, split=True), _SOURCE, GREY, False),
    ):
        weight = "bold" if bold else "normal"
        ax.text(0, y / height, words, fontsize=size, fontweight=weight, color=colour, va="top", linespacing=1.2)
        y -= text_box(words, size)[1] + 5
    size, columns = _columns(chart, lang, width=_COLUMN * width, height=y)
    for column, lines in enumerate(columns):
        ax.text((1 - _COLUMN) * column, y / height, lines, fontsize=size, color=INK, va="top", linespacing=_SPACING)


def _source_in_words(chart: Chart) -> str:
    documents = chart.source["documents"]
    if not len(documents):
        return ""
    row = documents.iloc[0]
    day = f"{row['date']:%Y-%m-%d}" if known(row["date"]) else None
    parts = (legible_line(part) for part in (row["title"], row["outlet"], day) if isinstance(part, str))
    return " · ".join(part for part in parts if part)


def _columns(chart: Chart, lang: Lang, *, width: float, height: float) -> tuple[float, list[str]]:
    """Return the size of the letters, and the findings in two columns; what has no room is counted."""
    said = [finding.text for finding in chart.source.once(_findings, lang)]
    if not said:
        region = label(chart.perspective.region, lang)
        said = [pick(lang, f"Der Text gibt über {region} keine Auskunft.", f"The text says nothing about {region}.")]
    columns: list[str] = []
    for size in _FINDINGS:
        blocks = [wrap(f"•\u00a0{sentence}", size, width - 8).replace("\n", "\n   ") for sentence in said]
        most = int(height / (size * _SPACING * _TALL))
        columns = _halves(blocks)
        if all(column.count("\n") < most for column in columns):
            return size, columns
    kept = list(blocks)
    while len(kept) > 1 and any(column.count("\n") >= most for column in columns):
        kept.pop()
        rest = len(blocks) - len(kept)
        more = pick(lang, f"… und {rest} weitere in der Tabelle", f"… and {rest} more in the table")
        columns = _halves([*kept, more])
    return size, columns


def _halves(blocks: list[str]) -> list[str]:
    """Divide blocks of lines between two columns, so that the longer is as short as it can be."""
    lines = [block.count("\n") + 1 for block in blocks]
    at = min(range(1, len(blocks) + 1), key=lambda cut: max(sum(lines[:cut]), sum(lines[cut:])))
    return ["\n".join(blocks[:at]), "\n".join(blocks[at:])]


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
    ax.text(0, 0, f"{wrap(text, 6.8, 72 * _PLACES['foot'][2])}\nmittellage", fontsize=6.8, color=GREY, va="bottom")


def describe_sheet(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the sheet's alternative text: its findings."""
    column = pick(lang, "text", "text_en")
    return " ".join(numbers[column]) or pick(lang, "Keine Befunde.", "No findings.")


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    raise MittellageError("The position sheet is a page of several axes; use its figure() instead of draw().")


SHEET: Final = ChartKind("sheet", _measure, _paint, describe_sheet, compose=_compose)
