"""Whose words the text gives: quoted words by bloc, direct and indirect, and who is named but never heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ..framing import Perspective, count_said
from ..voices import outer_voices
from .base import Chart, ChartKind
from .ink import tint
from .room import reach, room, text_width
from .source import Source, counted_mentions, left_out
from .style import FEW, GREY, TEXT_SIZE, Lang, axes, bare, colour, hold, label, mark, percent, pick, records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# The bar of all voices that have none of their own.
_REST: Final = "*"


def _measure(source: Source) -> pd.DataFrame:
    """Return the quoted words counted by the speaker's bloc.

    Reported speech acts (Kasachstan forderte eine Lösung) give nobody's words and do not count. A quote within a
    quote counts once, for the outer voice, which chose to cite it. Poles and the focus are listed even when they are
    silent.

    Returns
    -------
    pandas.DataFrame
        ``unit`` (bloc, country, other for named voices without a country, anonymous), ``direct``
        and ``other`` (words in direct and in all other quotes),
        ``words``, ``share``, ``quotes``, ``mentions``; loudest first.
    """
    import pandas as pd

    perspective = source.perspective
    table: dict[str, list[int]] = {unit: [0, 0, 0] for unit in (*perspective.poles, perspective.region)}
    quotes = list(records(source["quotes"]))
    verbatim = _verbatim(quotes)
    for quote in outer_voices(quotes):
        entry = table.setdefault(_unit(quote, perspective), [0, 0, 0])
        words = count_said(quote.text)
        direct = words if quote.type == "direct" else min(words, verbatim.get((quote.doc_id, quote.quote_id), 0))
        entry[0] += direct
        entry[1] += words - direct
        entry[2] += 1
    named: dict[str, int] = {}
    for country in counted_mentions(source["mentions"])["country"]:
        unit = perspective.unit(str(country)) or ""
        named[unit] = named.get(unit, 0) + 1
    total = sum(direct + other for direct, other, _ in table.values())
    rows = [
        (unit, direct, other, direct + other, (direct + other) / max(total, 1), n, named.get(unit, 0))
        for unit, (direct, other, n) in table.items()
    ]
    columns = ["unit", "direct", "other", "words", "share", "quotes", "mentions"]
    order = ["words", "mentions", "unit"]
    return pd.DataFrame(rows, columns=columns).sort_values(order, ascending=[False, False, True], ignore_index=True)


def _verbatim(quotes: Iterable[Any]) -> dict[tuple[str, str], int]:
    """Count the words in quotation marks within each quote: he spoke of „wichtige Fortschritte“ in the talks."""
    counts: dict[tuple[str, str], int] = {}
    for quote in quotes:
        if isinstance(quote.parent_id, str) and quote.type == "direct":
            key = (quote.doc_id, quote.parent_id)
            counts[key] = counts.get(key, 0) + count_said(quote.text)
    return counts


def _unit(quote: Any, perspective: Perspective) -> str:
    """Give the bloc of a speaker; somebody named who speaks for no country is another thing than nobody named."""
    if isinstance(quote.speaker_country, str):
        return perspective.unit(quote.speaker_country) or quote.speaker_country
    return "other" if isinstance(quote.speaker_name, str) else "anonymous"


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw quoted words by bloc as bars; direct speech solid, indirect speech hatched; silent poles are named.

    The quietest of more voices than have room become one bar.
    """
    numbers = _gathered(chart.data, (*chart.perspective.poles, chart.perspective.region), top)
    total = int(numbers["words"].sum())
    ax = axes(ax, (7.2, 1.5 + 0.42 * max(len(numbers), 3)))
    if not total:
        return chart.say_empty(ax, lang, "Der Text zitiert niemanden.", "The text quotes nobody.")
    few = int(numbers["quotes"].sum()) < FEW
    rest = len(chart.data) - int((numbers.index >= 0).sum())
    names = [_name(str(unit), rest, lang) for unit in numbers["unit"]]
    width = room(ax, beside=names)
    notes = [_note(each, lang, few=few) for each in records(numbers)]
    if max(text_width(note, TEXT_SIZE) for note in notes) > 0.72 * width:
        notes = [_brief(each, lang, few=few) for each in records(numbers)]
    for row, (index, each) in enumerate(zip(numbers.index, records(numbers), strict=True)):
        shade = colour(str(each.unit))
        full = tint(shade, 0.3) if few else shade
        ax.barh(row, each.direct, color=full, height=0.62)
        (whole,) = ax.barh(row, each.words, color="none", edgecolor="none")
        if index >= 0:
            mark(whole, index)
        ax.barh(
            row, each.other, left=each.direct, color="white", edgecolor=shade, hatch="////", height=0.6, linewidth=1
        )
        ax.annotate(
            notes[row],
            (each.words, row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=TEXT_SIZE,
            color=GREY if not each.words else "black",
        )
    ax.set_yticks(range(len(numbers)), names)
    ax.invert_yaxis()
    ax.set_xlim(0, reach(0, numbers["words"].tolist(), notes, size=TEXT_SIZE, width=width))
    ax.set_xticks([])
    bare(ax)
    hold(ax)
    n = int(numbers["quotes"].sum())
    caption = pick(
        lang,
        f"n = {total} Wörter in {n} Zitaten; voll: wörtliche Rede, schraffiert: indirekte Rede",
        f"n = {total} words in {n} quotes; solid: direct speech, hatched: indirect speech",
    )
    quotes = chart.source["quotes"]
    reported = int((quotes["type"] == "reported").sum())
    missing = {
        "berichtete Redeakte ohne Wortlaut|reported speech acts without words": reported,
        "Zitate in Zitaten|quotes within quotes": len(quotes) - reported - n,
    }
    chart.head(ax, caption + left_out(missing, lang), lang, beside=names)
    return ax


def _gathered(numbers: pd.DataFrame, always: tuple[str, ...], top: int) -> pd.DataFrame:
    """Add up all voices but the loudest, and but poles and focus; the sum has the index -1."""
    import pandas as pd

    asked = numbers["unit"].isin(always)
    free = numbers.index[~asked]
    rest = numbers.loc[free[max(top - 1 - int(asked.sum()), 1) :]]
    if len(numbers) <= top or len(rest) < 2:
        return numbers
    sums = rest.drop(columns="unit").sum().to_frame().T.assign(unit=_REST)
    counts = ["direct", "other", "words", "quotes", "mentions"]
    sums = sums.astype(dict.fromkeys(counts, "int64"))[list(numbers.columns)]
    sums.index = pd.Index([-1])
    return pd.concat([numbers.drop(rest.index), sums])


def _name(unit: str, rest: int, lang: Lang) -> str:
    return pick(lang, f"{rest} andere", f"{rest} others") if unit == _REST else label(unit, lang)


def _note(each: object, lang: Lang, *, few: bool) -> str:
    words, share, n, named = (getattr(each, key) for key in ("words", "share", "quotes", "mentions"))
    if not words:
        if not named:
            return pick(lang, "kommt nicht vor", "does not occur")
        return pick(lang, f"{named}-mal genannt, nie zitiert", f"named {_times(named)}, never quoted")
    counts = pick(
        lang,
        f"{words} {'Wort' if words == 1 else 'Wörter'}, {n} Zitat{'e' * (n > 1)}",
        f"{words} word{'s' * (words > 1)}, {n} quote{'s' * (n > 1)}",
    )
    return counts if few else f"{percent(share, lang)} · {counts}"


def _brief(each: Any, lang: Lang, *, few: bool) -> str:
    """Give the note of a bar in a narrow figure."""
    if each.words:
        return str(each.words) if few else f"{percent(each.share, lang)}, n\u00a0=\u00a0{each.words}"
    return pick(lang, "nie zitiert", "never quoted") if each.mentions else "–"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def describe_voice(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if not int(numbers["words"].sum()):
        return pick(lang, "Der Text zitiert niemanden.", "The text quotes nobody.")
    heard = ", ".join(
        f"{label(str(r.unit), lang)} {percent(float(r.share), lang)}" for r in records(numbers) if r.words
    )
    silent = ", ".join(label(str(r.unit), lang) for r in records(numbers) if not r.words and r.mentions)
    text = pick(lang, f"Anteil an den zitierten Wörtern: {heard}.", f"Share of quoted words: {heard}.")
    if silent:
        text += pick(lang, f" Genannt, aber nie zitiert: {silent}.", f" Named but never quoted: {silent}.")
    return text


VOICE: Final = ChartKind("voice", _measure, _paint, describe_voice, top=12)
plot_voice, numbers_voice = VOICE.plot, VOICE.numbers
