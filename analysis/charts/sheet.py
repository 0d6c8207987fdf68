"""The position sheet: one A4 page that answers how the text positions the focus, with its charts and its caveats."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

from ..framing import CAVEATS, DEFAULT, Perspective, measure_framing
from ..framing.findings import findings
from .agency import plot_agency
from .position import plot_position
from .prominence import plot_prominence
from .stance_matrix import plot_stance_matrix
from .style import GREY, INK, Lang, Tables, head, known, label, pick
from .voice import plot_voice

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

A4: Final = (8.27, 11.69)
# Charts are drawn for a column of their own; on the sheet two stand side by side.
_SCALE: Final = 0.72
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


def sheet_title(perspective: Perspective, lang: Lang) -> str:
    """Name the sheet after its focus."""
    region = label(perspective.region, lang)
    *first, last = (label(pole, lang) for pole in perspective.poles)
    poles = ", ".join(first) + pick(lang, " und ", " and ") + last
    return pick(lang, f"{region} zwischen {poles}", f"{region} between {poles}")


def numbers_sheet(tables: Tables, *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
    """Give the findings of the sheet with what they rest on.

    Returns
    -------
    pandas.DataFrame
        ``text`` (German), ``text_en``, ``indicator``, ``units``, ``n`` (rows of evidence).
    """
    import pandas as pd

    german, english = (_findings(tables, perspective, lang) for lang in ("de", "en"))
    rows = [
        (de.text, en.text, de.indicator, " ".join(de.units), len(de.evidence))
        for de, en in zip(german, english, strict=True)
    ]
    return pd.DataFrame(rows, columns=["text", "text_en", "indicator", "units", "n"])


def _findings(tables: Tables, perspective: Perspective, lang: Any) -> list[Any]:
    framing = tables.get("framing")
    if framing is None or not len(framing):
        framing = measure_framing(tables, focus=perspective.focus, poles=perspective.poles, seed=perspective.seed)
    return findings(framing, perspective=perspective, lang=lang, name=lambda code: label(code, lang))


def compose_sheet(tables: Tables, *, lang: Lang = "de", perspective: Perspective = DEFAULT) -> Figure:
    """Compose the page.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All tables of one document.
    lang : {"de", "en"}
        Language of the page.
    perspective : Perspective
        Focus and poles; ``translated`` adds the caveat.

    Returns
    -------
    matplotlib.figure.Figure
        A4 upright; save it as PDF, SVG or PNG under `saving`.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=A4)
    FigureCanvasAgg(figure)
    _write_head(_place(figure, "head"), tables, perspective, lang)
    view: dict[str, Any] = {"lang": lang, "perspective": perspective}
    plot_prominence(tables, ax=_place(figure, "prominence"), **view)
    plot_position(tables, ax=_place(figure, "position", ternary=len(perspective.poles) == 3), **view)
    plot_stance_matrix(tables["stances"], ax=_place(figure, "stance_matrix"), top=6, **view)
    plot_voice(tables["quotes"], tables["mentions"], ax=_place(figure, "voice"), **view)
    plot_agency(tables, ax=_place(figure, "agency"), top=6, **view)
    for panel in figure.axes[1:]:
        _fit(panel, str(panel.get_label()))
    _write_foot(_place(figure, "foot"), tables, perspective, lang)
    return figure


def _place(figure: Figure, name: str, *, ternary: bool = False) -> Axes:
    left, bottom, width, height = _PLACES[name]
    box = (left / A4[0], bottom / A4[1], width / A4[0], height / A4[1])
    if not ternary:
        return figure.add_axes(box, label=name)
    import mpltern  # noqa: F401 (registers the ternary projection)

    return figure.add_axes(box, label=name, projection="ternary")


def _fit(panel: Axes, name: str) -> None:
    """Make letters smaller, wrap the caption to the panel, and leave room for labels at the right."""
    from matplotlib.text import Text

    caption = next((text for text in panel.texts if text.get_gid() == "caption"), None)
    for text in panel.findobj(Text):
        text.set_fontsize(float(text.get_fontsize()) * _SCALE)
    if caption is not None:
        words, title = caption.get_text().replace("\n", " "), panel.get_title(loc="left")
        caption.remove()
        wide = _PLACES[name][2] > 4
        lift = 16.0 if name == "position" else 0.0
        head(panel, title, words, scale=_SCALE, width=130 if wide else 62, lift=lift)
    legend = panel.get_legend()
    if legend is not None:
        legend.set_bbox_to_anchor((-0.36, 1.02), transform=panel.transAxes)
    if name in ("voice", "agency") and panel.axison:
        low, high = panel.get_xlim()
        panel.set_xlim(low, low + (high - low) * 1.35)


def _write_head(ax: Axes, tables: Tables, perspective: Perspective, lang: Lang) -> None:
    ax.set_axis_off()
    ax.text(0, 1, sheet_title(perspective, lang), fontsize=17, fontweight="bold", color=INK, va="top")
    documents = tables.get("documents")
    source = ""
    if documents is not None and len(documents):
        row = documents.iloc[0]
        day = f"{row['date']:%Y-%m-%d}" if known(row["date"]) else None
        source = " · ".join(str(part) for part in (row["title"], row["outlet"], day) if isinstance(part, str))
    ax.text(0, 0.85, fill(source, 100), fontsize=9, color=GREY, va="top")
    said = [finding.text for finding in _findings(tables, perspective, lang)]
    if not said:
        region = label(perspective.region, lang)
        said = [pick(lang, f"Der Text gibt über {region} keine Auskunft.", f"The text says nothing about {region}.")]
    half = (len(said) + 1) // 2
    for column, part in enumerate((said[:half], said[half:])):
        lines = "\n".join(fill(f"• {sentence}", 56, subsequent_indent="   ") for sentence in part)
        ax.text(0.515 * column, 0.7, lines, fontsize=8, color=INK, va="top", linespacing=1.45)


def _write_foot(ax: Axes, tables: Tables, perspective: Perspective, lang: Lang) -> None:
    ax.set_axis_off()
    counts = [len(tables[name]) if name in tables else 0 for name in ("sentences", "mentions", "quotes", "stances")]
    text = pick(
        lang,
        "n = {} Sätze, {} Nennungen, {} Zitate, {} Bewertungen. Intervalle: 95 %, Bootstrap über Sätze. "
        "Kein Beleg heißt unbekannt, nicht null.",
        "n = {} sentences, {} mentions, {} quotes, {} stances. Intervals: 95%, bootstrap over sentences. "
        "No evidence means unknown, not zero.",
    ).format(*counts)
    if perspective.translated:
        text += " " + CAVEATS[lang]
    ax.text(0, 0, f"{fill(text, 135)}\nmittellage", fontsize=6.8, color=GREY, va="bottom")


def describe_sheet(numbers: pd.DataFrame, *, lang: Lang = "de") -> str:
    """Write the sheet's alternative text: its findings."""
    column = pick(lang, "text", "text_en")
    return " ".join(numbers[column]) or pick(lang, "Keine Befunde.", "No findings.")
