"""When in the text who takes which stance: a lane a target, a mark a stance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .base import Chart, ChartKind
from .room import room, text_width
from .source import Source, counted_stances
from .stance_matrix import holder_units
from .style import (
    MOST_MARKS,
    PALE,
    SIGN_COLOURS,
    SMALL_SIZE,
    TEXT_SIZE,
    Lang,
    axes,
    bare,
    label,
    mark,
    pick,
    records,
    short_label,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# More names than these would cover each other.
_MOST_NAMES: Final = 80


def _measure(source: Source) -> pd.DataFrame:
    """Return the stances by the place of their sentence.

    Returns
    -------
    pandas.DataFrame
        ``sentence`` (counted from 1), ``holder``, ``target`` (units), ``sign``, ``score``, ``stance_id``, ``text``.
    """
    import pandas as pd

    source, perspective = source.first, source.perspective
    stances = counted_stances(source["stances"])
    place = {sentence: index + 1 for index, sentence in enumerate(sorted(source["sentences"]["sentence_id"]))}
    ids = stances["sentence_id"].astype("int64").tolist()
    return pd.DataFrame(
        {
            "sentence": [place.get(sentence, sentence + 1) for sentence in ids],
            "holder": pd.Series(holder_units(stances, perspective), dtype="object"),
            "target": [perspective.unit(str(code)) for code in stances["target"]],
            "sign": stances["sign"].to_numpy(dtype="int64"),
            "score": stances["score"].to_numpy(dtype="float64"),
            "stance_id": stances["stance_id"].tolist(),
            "text": [" … ".join(str(piece[2]) for piece in pieces) for pieces in stances["evidence"]],
        }
    ).sort_values(["sentence", "stance_id"], ignore_index=True)


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw stances along the text: a lane a target, friendly stances above its line, hostile ones below.

    Poles and focus are the lanes; all other targets share one.
    """
    from matplotlib.ticker import MaxNLocator

    numbers, perspective = chart.data, chart.perspective
    lanes = [*perspective.poles, perspective.region]
    if not set(numbers["target"]) <= set(lanes):
        lanes.append("")
    last = max(int(numbers["sentence"].max()) if len(numbers) else 1, len(chart.source.first["sentences"]))
    names = [label(code, lang) if code else pick(lang, "andere", "others") for code in lanes]
    width = 7.2 * 72 - max(text_width(name, TEXT_SIZE) for name in names) - 16 if ax is None else room(ax, beside=names)
    named = len(numbers) <= _MOST_NAMES
    marks, lines = _place(numbers, lanes, lang, point=last * 1.1 / width, named=named)
    ax = axes(ax, (7.2, 1.7 + 0.26 * (lines[-1] + 2)))
    if numbers.empty:
        return chart.say_empty(ax, lang, "Keine belegte Bewertung.", "No stance on record.")
    if len(marks) > MOST_MARKS:
        for sign, shape in ((1, "^"), (-1, "v")):
            xs, ys = ([place[axis] for place in marks if place[2] == sign] for axis in (0, 1))
            ax.scatter(xs, ys, marker=shape, s=8, color=SIGN_COLOURS[sign], zorder=3)
    else:
        for row, (x, y, sign, name) in enumerate(marks):
            mark(ax.scatter(x, y, marker="^" if sign > 0 else "v", s=42, color=SIGN_COLOURS[sign], zorder=3), row)
            if named:
                ax.annotate(name, (x, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=SMALL_SIZE)
    for y in lines:
        ax.axhline(y, color=PALE, linewidth=1.2, zorder=0)
    ax.set_yticks(lines, names)
    ax.set_ylim(max(lines[-1], *(y for _, y, _, _ in marks)) + 0.8, min(lines[0], *(y for _, y, _, _ in marks)) - 0.8)
    ax.set_xlim(0.2, last + max(1.5, last * 0.06))
    bare(ax, "bottom")
    ax.tick_params(axis="x", length=3, labelsize=SMALL_SIZE)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(pick(lang, "Satz", "Sentence"), fontsize=TEXT_SIZE)
    caption = pick(
        lang,
        f"n = {len(numbers)} Belege; ▲ freundlich, ▼ ablehnend; daneben, wer bewertet",
        f"n = {len(numbers)} pieces of evidence; ▲ friendly, ▼ hostile; beside it the holder",
    )
    if not named:
        caption = caption.partition("; daneben")[0].partition("; beside")[0]
    chart.head(ax, caption, lang, beside=names)
    return ax


def _place(
    numbers: pd.DataFrame, lanes: list[str], lang: Lang, *, point: float, named: bool
) -> tuple[list[tuple[int, float, int, str]], list[float]]:
    """Give each mark a row of its own where it or its label would run into the one before it.

    A point is so many sentences wide.

    Returns
    -------
    marks : list of tuple
        Place in the text, height, sign, label.
    lines : list of float
        Height of each lane's line.
    """
    # Without names rows lie as close as marks do, or a text of five thousand words would fill a metre.
    step = 1.0 if named else 0.36
    free: dict[tuple[int, int, int], float] = {}
    placed: list[tuple[int, int, int, int, str]] = []
    for row in records(numbers):
        lane = lanes.index(row.target) if row.target in lanes else len(lanes) - 1
        name = short_label(row.holder, lang)
        level = next(k for k in range(1, len(numbers) + 1) if free.get((lane, row.sign, k), -1.0) < row.sentence)
        free[lane, row.sign, level] = row.sentence + point * (text_width(name, SMALL_SIZE) + 13 if named else 7)
        placed.append((row.sentence, lane, row.sign, level, name))
    lines, y = [], 0.0
    for lane in range(len(lanes)):
        above = max([level for _, at, sign, level, _ in placed if at == lane and sign > 0], default=0)
        below = max([level for _, at, sign, level, _ in placed if at == lane and sign < 0], default=0)
        lines.append(y + above * step)
        y = lines[-1] + below * step + 1.4
    return [
        (x, lines[lane] - sign * (level * step - 0.25 * step), sign, name) for x, lane, sign, level, name in placed
    ], lines


def describe_stance_timeline(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Bewertungen.", "No stances.")
    parts = []
    for target, group in numbers.groupby("target", sort=False):
        plus, minus = int((group["sign"] > 0).sum()), int((group["sign"] < 0).sum())
        first, last = group["sentence"].min(), group["sentence"].max()
        parts.append(f"{label(str(target), lang)} +{plus} −{minus} ({pick(lang, 'Satz', 'sentences')} {first}–{last})")
    return pick(lang, "Bewertungen entlang des Textes: ", "Stances along the text: ") + "; ".join(parts) + "."


STANCE_TIMELINE: Final = ChartKind("stance_timeline", _measure, _paint, describe_stance_timeline)
plot_stance_timeline, numbers_stance_timeline = STANCE_TIMELINE.plot, STANCE_TIMELINE.numbers
