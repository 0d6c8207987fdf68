"""Prominence strip: the text as a band of sentences, and who is named where, title and lead set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..framing import count_said
from ..tables import UNCOUNTED
from . import style
from .base import Chart, ChartKind
from .ink import ink_on
from .room import cell, reach, room
from .source import Source
from .style import Lang, Tables, axes, bare, colour, hold, known, label, mark, percent, pick, records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_SHARES: Final = ("share", "lead", "decay", "first")
_PROMINENT: Final = frozenset({"title", "heading", "lead"})
_SHADES: Final = {"title": "#4A4A4A", "lead": "#8A8A8A", "heading": "#4A4A4A"}


def _measure(source: Source) -> pd.DataFrame:
    """Return the shares of attention of focus and poles.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``share`` (of all mentions), ``lead`` (in title, headings and lead), ``decay`` (share
        when earlier weighs more), ``first`` (place of the first mention, 0 to 1), ``n`` (mentions).
    """
    import pandas as pd

    source, perspective = source.first, source.perspective
    framing = source.framing(*(f"attention_{name}" for name in _SHARES))
    table: dict[tuple[str, str], dict[str, float]] = {}
    for row in records(framing.dropna(subset=["value"])):
        if row.unit in (perspective.region, *perspective.poles):
            entry = table.setdefault((row.doc_id, row.unit), {})
            entry[str(row.indicator).removeprefix("attention_")] = float(row.value)
            if row.indicator == "attention_share":
                entry["n"] = len(row.evidence)
    rows = [(*key, *(entry.get(name) for name in _SHARES), int(entry.get("n", 0))) for key, entry in table.items()]
    found = pd.DataFrame(rows, columns=["doc_id", "unit", *_SHARES, "n"])
    return found.astype(dict.fromkeys(_SHARES, "Float64"))


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw the text as a band of sentences, each as wide as its words, and under it a lane for focus and poles."""
    numbers, perspective, tables = chart.data, chart.perspective, chart.source.first.tables
    units = [unit for unit in (perspective.region, *perspective.poles) if unit in set(numbers["unit"])]
    ax = axes(ax, (7.2, 1.7 + 0.42 * (len(units) + 1)))
    bands = _bands(tables)
    if not units or not bands or not int(numbers["n"].sum()):
        names = ", ".join(label(unit, lang) for unit in (perspective.region, *perspective.poles))
        return chart.say_empty(ax, lang, f"Der Text nennt niemanden von: {names}.", f"The text names none of {names}.")
    total = max(end for _, end, _ in bands.values())
    shades = [_SHADES.get(kind, "#C9C9C9") for _, _, kind in bands.values()]
    # Between a thousand sentences the white gaps would be all that is left.
    gap = 0.8 if len(bands) <= 200 else 0
    places = [(start, end - start) for start, end, _ in bands.values()]
    ax.broken_barh(places, (-0.25, 0.5), facecolors=shades, edgecolor="white", linewidth=gap)
    notes = [_note(chart, unit, lang) for unit in units]
    rows = [pick(lang, "Sätze", "Sentences"), *(label(unit, lang) for unit in units)]
    width = room(ax, beside=rows)
    limit = reach(0, [total] * len(notes), notes, size=style.TEXT_SIZE, width=width)
    for y, (unit, note) in enumerate(zip(units, notes, strict=True), start=1):
        _draw_lane(ax, y, unit, chart, bands, width / limit, note)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_ylim(len(units) + 0.55, -0.55)
    ax.set_xlim(0, limit)
    ax.set_xticks([])
    bare(ax)
    hold(ax)
    caption = pick(
        lang,
        "Breite: Wörter; dunkel: Titel, Zwischentitel, Vorspann; rechts: Anteil an den Nennungen dort → im ganzen Text",
        "Width: words; dark: title, headings and lead; right: share of mentions there → in the whole text",
    )
    chart.head(ax, caption, lang, beside=rows)
    return ax


def _note(chart: Chart, unit: str, lang: Lang) -> str:
    """Give the shares at a lane; of a handful of mentions only their number."""
    numbers = chart.data
    row = numbers[numbers["unit"] == unit].iloc[0]
    n = int(numbers["n"].sum())
    if n < style.FEW:
        return f"n = {int(row['n'])}"
    lead = "–" if not known(row["lead"]) else percent(float(row["lead"]), lang)
    return f"{lead} → {percent(float(row['share']), lang)}"


def _bands(tables: Tables) -> dict[int, tuple[float, float, str]]:
    """Lay the sentences end to end, without boilerplate and bylines: sentence_id to start, end, kind of segment."""
    kinds = dict(zip(tables["segments"]["segment_id"], tables["segments"]["kind"], strict=True))
    bands: dict[int, tuple[float, float, str]] = {}
    at = 0.0
    for sentence in records(tables["sentences"].sort_values("start")):
        kind = str(kinds.get(sentence.segment_id, "paragraph"))
        if kind not in UNCOUNTED:
            words = max(count_said(sentence.text), 1)
            bands[int(sentence.sentence_id)] = (at, at + words, kind)
            at += words
    return bands


def _draw_lane(
    ax: Axes,
    y: int,
    unit: str,
    chart: Chart,
    bands: dict[int, tuple[float, float, str]],
    word: float,
    note: str,
) -> None:
    """Draw where a unit is named; a word is so many points wide."""
    total = max(end for _, end, _ in bands.values())
    numbers, perspective = chart.data, chart.perspective
    row = int(numbers.index[numbers["unit"] == unit][0])
    named: dict[int, int] = {}
    for mention in records(chart.source.first["mentions"]):
        if mention.role != "language" and perspective.unit(str(mention.country)) == unit:
            named[int(mention.sentence_id)] = named.get(int(mention.sentence_id), 0) + 1
    ax.barh(y, total, height=0.5, color="#F2F2F2")
    (lane,) = ax.barh(y, total, height=0.5, color="none", edgecolor="none")
    mark(lane, row)
    gap = 1.0 if len(bands) <= 200 else 0
    lane_height = cell(ax)[1] / (len(perspective.poles) + 2.1)
    for prominent, height in ((True, 0.5), (False, 0.34)):
        own = [(*bands[s][:2], n) for s, n in named.items() if s in bands and (bands[s][2] in _PROMINENT) == prominent]
        places = [(start, end - start) for start, end, _ in own]
        ax.broken_barh(places, (y - height / 2, height), facecolors=colour(unit), edgecolor="white", linewidth=gap)
        for start, end, count in own:
            if count > 1 and (end - start) * word > style.SMALL_SIZE and height * lane_height >= style.SMALL_SIZE:
                ax.text(
                    (start + end) / 2,
                    y,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=style.SMALL_SIZE,
                    color=ink_on(colour(unit)),
                )
    ax.annotate(note, (total, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=style.TEXT_SIZE)


def describe_prominence(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    shown = numbers.dropna(subset=["share"])
    if shown.empty or not int(shown["n"].sum()):
        return pick(lang, "Keine Nennungen von Fokus und Polen.", "No mentions of focus and poles.")
    parts = []
    for row in records(shown):
        lead = "–" if not known(row.lead) else percent(float(row.lead), lang)
        parts.append(f"{label(str(row.unit), lang)} {lead} → {percent(float(row.share), lang)}")
    start = pick(
        lang, "Anteil in Titel und Vorspann → im ganzen Text: ", "Share in title and lead → in the whole text: "
    )
    return start + "; ".join(parts) + "."


PROMINENCE: Final = ChartKind("prominence", _measure, _paint, describe_prominence)
plot_prominence, numbers_prominence = PROMINENCE.plot, PROMINENCE.numbers
