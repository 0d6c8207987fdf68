"""Where in the text countries are named and people are quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..framing import Perspective
from . import style
from .base import Chart, ChartKind
from .ink import ink_of
from .room import room, text_width, wrap
from .source import Source, counted_mentions
from .style import Lang, axes, bare, colour, known, label, mark, percent, pick, records, short_label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def _measure(source: Source) -> pd.DataFrame:
    """Return every mention and every piece of a quote with its place in the text.

    Returns
    -------
    pandas.DataFrame
        ``layer`` (mention or quote), ``id``, ``country`` (of the speaker for quotes), ``name``, ``type``, ``start``,
        ``end`` (code points), ``from_percent``, ``to_percent`` (of the text's length), in text order.
    """
    import pandas as pd

    source = source.first
    length, named = _length(source), counted_mentions(source["mentions"])
    rows = [("mention", m.mention_id, m.country, m.text, m.form, m.start, m.end) for m in records(named)]
    rows.extend(
        ("quote", q.quote_id, q.speaker_country, q.speaker_name, q.type, start, end)
        for q in records(source["quotes"])
        for start, end in q.spans
    )
    table = pd.DataFrame(rows, columns=["layer", "id", "country", "name", "type", "start", "end"])
    table["from_percent"] = table["start"].astype("float64") / length * 100
    table["to_percent"] = table["end"].astype("float64") / length * 100
    return table.sort_values(["start", "end", "layer"], ignore_index=True)


def _length(source: Source) -> int:
    tables = (source[name] for name in ("mentions", "quotes", "sentences"))
    return max([int(table["end"].max()) for table in tables if len(table)], default=1)


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw a dispersion plot: one lane a country, a tick a mention, and above them the quotes as bars.

    Poles and focus keep their lane even when they are seldom named.
    """
    from matplotlib.lines import Line2D

    numbers, perspective = chart.data, chart.perspective
    named = numbers[numbers["layer"] == "mention"]
    counts = named["country"].value_counts()
    always = [code for code in (*perspective.poles, perspective.region) if code in counts.index]
    lanes = sorted([*dict.fromkeys([*always, *counts.index])][: max(top, len(always))], key=lambda c: (-counts[c], c))
    ax = axes(ax, (7.2, 1.9 + 0.34 * max(len(lanes) + 1, 3)))
    if numbers.empty:
        return chart.say_empty(
            ax,
            lang,
            "Der Text nennt kein Land und zitiert niemanden.",
            "The text names no country and quotes nobody.",
        )
    _mark_headings(ax, chart.source.first)
    quoted = numbers[numbers["layer"] == "quote"]
    _draw_quotes(ax, quoted, perspective, lang, 101 / room(ax, beside=[label(code, lang) for code in lanes]))
    for lane, country in enumerate(lanes, start=1):
        own = named[named["country"] == country]
        shade = colour(perspective.unit(country))
        ax.axhline(lane, color=style.PALE, linewidth=0.8, zorder=0)
        if len(numbers) > style.MOST_MARKS:
            ax.vlines(own["from_percent"].tolist(), lane - 0.32, lane + 0.32, color=shade, linewidth=0.6)
        else:
            for row, place in own["from_percent"].items():
                # not vlines, which looks for new limits of the axes at each mention
                tick = Line2D((place, place), (lane - 0.32, lane + 0.32), color=shade, linewidth=2.2)
                tick.set_solid_capstyle("butt")
                mark(ax.add_artist(tick), int(str(row)))
        ax.text(101.2, lane, str(len(own)), va="center", fontsize=style.TEXT_SIZE)
    ids = quoted["id"].nunique()
    ax.text(101.2, 0, str(ids), va="center", fontsize=style.TEXT_SIZE)
    names = [pick(lang, "Zitate", "Quotes"), *(label(code, lang) for code in lanes)]
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(lanes) + 0.6, -0.75)
    ax.set_xlim(-0.5, 100.5)
    ax.set_xticks([0, 25, 50, 75, 100])
    bare(ax, "bottom")
    ax.tick_params(axis="x", length=3, labelsize=style.SMALL_SIZE)
    place = pick(lang, "Stelle im Text (Prozent der Zeichen)", "Place in the text (percent of characters)")
    ax.set_xlabel(wrap(place, style.TEXT_SIZE, room(ax, beside=names)))
    caption = pick(lang, f"n = {len(named)} Nennungen, {ids} Zitate", f"n = {len(named)} mentions, {ids} quotes")
    rest = len(counts) - len(lanes)
    if rest:
        others = len(named) - int(counts[lanes].sum())
        caption += pick(
            lang,
            f"; nicht gezeigt: {others} in {rest} weiteren Ländern",
            f"; not shown: {others} in {rest} more countries",
        )
    caption += pick(lang, "; Farbe des Zitats: Land der Stimme", "; colour of a quote: country of the voice")
    chart.head(ax, caption, lang, beside=names)
    return ax


def _draw_quotes(ax: Axes, quoted: pd.DataFrame, perspective: Perspective, lang: Lang, point: float) -> None:
    """Draw quotes as bars, indirect ones hatched, with the speaker's country over each where there is room.

    A point is so many percent of the text wide.
    """
    units = [perspective.unit(str(code) if known(code) else None) for code in quoted["country"]]
    ax.barh(
        [0.0] * len(quoted),
        (quoted["to_percent"] - quoted["from_percent"]).tolist(),
        left=quoted["from_percent"].tolist(),
        height=0.42,
        color=[colour(unit) for unit in units],
        hatch=["" if kind == "direct" else "/////" for kind in quoted["type"]],
        edgecolor="white",
        linewidth=0.5,
    )
    free = -100.0
    for row, unit in zip(records(quoted), units, strict=True):
        short = short_label(unit or (row.name if isinstance(row.name, str) else None), lang)
        if row.from_percent > free:
            ax.text(row.from_percent, -0.3, short, fontsize=style.SMALL_SIZE, va="bottom", color=ink_of(colour(unit)))
            free = row.from_percent + (text_width(short, style.SMALL_SIZE) + 4) * point


def _mark_headings(ax: Axes, source: Source) -> None:
    segments, length = source["segments"], _length(source)
    for row in records(segments[segments["kind"] == "heading"]):
        ax.axvline(float(row.start) / length * 100, color=style.GREY, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)


def describe_dispersion(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Nennungen, keine Zitate.", "No mentions, no quotes.")
    named = numbers[numbers["layer"] == "mention"]
    quotes = numbers.loc[numbers["layer"] == "quote", "id"].nunique()
    first = (named["from_percent"] < 50).groupby(named["country"])
    counts = first.size().sort_values(ascending=False, kind="stable").head(5)
    listed = ", ".join(
        f"{label(str(code), lang)} {counts[code]} ({percent(float(first.mean()[code]), lang)})" for code in counts.index
    )
    return pick(
        lang,
        f"Verteilung im Text: {len(named)} Nennungen, {quotes} Zitate; "
        f"Nennungen (Anteil in der ersten Hälfte): {listed}.",
        f"Dispersion: {len(named)} mentions, {quotes} quotes; mentions (share in the first half): {listed}.",
    )


DISPERSION: Final = ChartKind("dispersion", _measure, _paint, describe_dispersion, top=8)
plot_dispersion, numbers_dispersion = DISPERSION.plot, DISPERSION.numbers
