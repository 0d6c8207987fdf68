"""Frames by actor as a heat map, and the roles in which the focus is cast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..framing.findings import frame_name
from . import style
from .base import Chart, ChartKind
from .columns import column_names, letters
from .ink import ink_on, tint
from .room import reach, room
from .source import Source
from .style import Lang, axes, bare, hold, known, label, mark, percent, pick, records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Narrower columns have no room for their percentages, in points.
_COLUMN: Final = 42.0


def _measure_frames(source: Source) -> pd.DataFrame:
    """Return the share of each actor's sentences that carry each frame.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``frame``, ``value``, ``low``, ``high``, ``n`` (sentences that name the actor).
    """
    return _split(source.framing("frame_actor"), "frame")


def _measure_roles(source: Source) -> pd.DataFrame:
    """Return the share of the focus's sentences that cast it in each role.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``role``, ``value``, ``low``, ``high``, ``n``; the region before its states.
    """
    return _split(source.framing("role_share"), "role")


def _split(framing: pd.DataFrame, category: str) -> pd.DataFrame:
    """Return what is known, with ``unit`` split at its colon into the actor and a category."""
    parts = framing["unit"].astype(str).str.split(":", n=1, expand=True)
    table = framing.assign(**{"unit": parts.get(0), category: parts.get(1)}).dropna(subset=["value"])
    return table[["doc_id", "unit", category, "value", "low", "high", "n"]].reset_index(drop=True)


def _paint_frames(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw a heat map of frames and actors: the darker, the larger the share of the actor's sentences.

    Focus and poles come first.
    """
    numbers, perspective = chart.data, chart.perspective
    sizes = numbers.groupby("unit")["n"].max()
    first = [unit for unit in (perspective.region, *perspective.poles) if unit in sizes]
    others = [u for u in sizes.sort_values(ascending=False, kind="stable").index if u not in perspective.states]
    frames = list(dict.fromkeys(numbers["frame"]))
    ax = axes(ax, (7.2, 1.9 + 0.42 * max(len(frames), 3)))
    rows = [frame_name(frame, lang) for frame in frames]
    width = room(ax, beside=rows)
    fitting = min(top, int(width / _COLUMN))
    actors = list(dict.fromkeys([*first, *others]))[: max(fitting, len(first))]
    if not actors:
        return chart.say_empty(
            ax,
            lang,
            "Kein Satz nennt ein Land, oder dem Text fehlt die Sprachanalyse.",
            "No sentence names a country, or the text lacks its language analysis.",
        )
    _draw_cells(ax, numbers, actors, width / len(actors), lang, counted=not chart.source.counts_documents)
    ax.set_xlim(-0.5, len(actors) - 0.5)
    ax.set_ylim(len(frames) - 0.5, -0.5)
    names = column_names(actors, lang, size=style.SMALL_SIZE, width=width / len(actors) - 5)
    under = [f"{name}\nn = {sizes[unit]}" for name, unit in zip(names, actors, strict=True)]
    ax.set_xticks(range(len(actors)), under)
    ax.set_yticks(range(len(frames)), rows)
    bare(ax)
    hold(ax)
    ax.tick_params(axis="x", labelsize=letters(under, style.SMALL_SIZE, width / len(actors) - 3))
    caption = pick(
        lang,
        "Anteil der Sätze über den Akteur, die den Rahmen tragen; n = ",
        "Share of the actor's sentences that carry the frame; n = ",
    )
    if chart.source.counts_documents:
        caption += pick(lang, "Texte, die ihn nennen", "texts that name the actor")
    else:
        caption += pick(lang, "Sätze, die ihn nennen", "sentences that name the actor")
    if any(sizes[unit] < style.FEW for unit in actors):
        caption += pick(lang, f"; grau: n unter {style.FEW}", f"; grey: n below {style.FEW}")
    rest = len({*first, *others}) - len(actors)
    if rest:
        caption += pick(lang, f"; nicht gezeigt: {rest} weitere Akteure", f"; not shown: {rest} more actors")
    chart.head(ax, caption, lang, beside=rows)
    return ax


def _draw_cells(ax: Axes, numbers: pd.DataFrame, actors: list[str], width: float, lang: Lang, *, counted: bool) -> None:
    """Draw a cell each; what rests on a sentence or two is no share, and stays pale."""
    from matplotlib.patches import Rectangle

    frames = list(dict.fromkeys(numbers["frame"]))
    size = letters(["100\u00a0%"], style.TEXT_SIZE, width - 4)
    for row, each in zip(numbers.index, records(numbers), strict=True):
        if each.unit not in actors:
            continue
        x, y, value = actors.index(each.unit), frames.index(each.frame), float(each.value)
        few = int(each.n) < style.FEW
        ground = tint(style.BLUE, 0.06 + 0.94 * value) if value and not few else (1.0, 1.0, 1.0)
        cell = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=ground, edgecolor=style.PALE, linewidth=0.8)
        ax.add_artist(cell)
        mark(cell, row)
        text = percent(value, lang) if value else "–"
        if value and few and counted:
            text = pick(lang, f"{value * each.n:.0f} von {each.n}", f"{value * each.n:.0f} of {each.n}")
        ax.text(
            x,
            y,
            text,
            ha="center",
            va="center",
            fontsize=size,
            color=ink_on(ground) if value and not few else style.GREY,
        )


def _paint_roles(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw the roles of the focus as bars with their 95 % intervals."""
    numbers, perspective = chart.data, chart.perspective
    shown = numbers[numbers["unit"] == perspective.region]
    ax = axes(ax, (7.2, 1.6 + 0.36 * max(len(shown), 3)))
    if shown.empty:
        return chart.say_empty(
            ax,
            lang,
            f"Der Text nennt {label(perspective.region)} nicht, oder ihm fehlt die Sprachanalyse.",
            f"The text does not name {label(perspective.region, 'en')}, or lacks its language analysis.",
        )
    few = int(shown["n"].max()) < style.FEW
    full = tint(style.GREEN, 0.3) if few else style.GREEN
    notes, ends = [], []
    for y, (row, each) in enumerate(zip(shown.index, records(shown), strict=True)):
        (bar,) = ax.barh(y, float(each.value), color=full if each.value else style.PALE, height=0.58)
        mark(bar, row)
        end = float(each.value)
        if known(each.low) and known(each.high):
            end = max(end, float(each.high))
            ax.plot([float(each.low), float(each.high)], [y, y], color=style.INK, linewidth=1.4, solid_capstyle="butt")
        count = f"{each.value * each.n:.0f}"
        note = percent(float(each.value), lang)
        if few and not chart.source.counts_documents:
            note = pick(lang, f"{count} von {each.n}", f"{count} of {each.n}")
        ax.annotate(note, (end, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=style.TEXT_SIZE)
        notes.append(note)
        ends.append(end)
    names = [frame_name(str(role), lang) for role in shown["role"]]
    ax.set_yticks(range(len(shown)), names)
    ax.invert_yaxis()
    hold(ax)
    width = room(ax, beside=names)
    ax.set_xlim(0, max(0.3, reach(0, ends, notes, size=style.TEXT_SIZE, width=width)))
    ax.set_xticks([])
    bare(ax)
    n = int(shown["n"].max())
    what = pick(lang, "Sätze", "sentences")
    if chart.source.counts_documents:
        what = pick(lang, "Texte", "documents")
    caption = pick(
        lang,
        f"Anteil an den Sätzen, die {label(perspective.region)} nennen; Strich: 95 %; n = {n} {what}",
        f"Share of the sentences that name {label(perspective.region, 'en')}; line: 95%; n = {n} {what}",
    )
    chart.head(ax, caption, lang, beside=names)
    return ax


def describe_frames(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    shown = numbers[numbers["value"] > 0].sort_values(["value", "unit"], ascending=[False, True]).head(8)
    if shown.empty:
        return pick(lang, "Keine Rahmen gefunden.", "No frames found.")
    listed = "; ".join(
        f"{label(str(r.unit), lang)}: {frame_name(str(r.frame), lang)} {percent(float(r.value), lang)}"
        for r in records(shown)
    )
    return pick(
        lang, f"Rahmen je Akteur, die größten Anteile: {listed}.", f"Frames by actor, largest shares: {listed}."
    )


def describe_roles(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Rollen gefunden.", "No roles found.")
    own = numbers[numbers["unit"] == numbers["unit"].iloc[0]]
    listed = ", ".join(f"{frame_name(str(r.role), lang)} {percent(float(r.value), lang)}" for r in records(own))
    name = label(str(own["unit"].iloc[0]), lang)
    return pick(lang, f"Rollen von {name}: {listed}.", f"Roles of {name}: {listed}.")


FRAMES: Final = ChartKind("frames", _measure_frames, _paint_frames, describe_frames, top=6)
ROLES: Final = ChartKind("roles", _measure_roles, _paint_roles, describe_roles)
plot_frames, numbers_frames = FRAMES.plot, FRAMES.numbers
plot_roles, numbers_roles = ROLES.plot, ROLES.numbers
