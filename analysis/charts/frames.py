"""Frames by actor as a heat map, and the roles in which the focus is cast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..framing import DEFAULT, Perspective
from ..framing.findings import frame_name
from .measures import counted, framing_of, split_units
from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PALE,
    SMALL_SIZE,
    TEXT_SIZE,
    Lang,
    Tables,
    axes,
    bare,
    head,
    ink_on,
    known,
    label,
    mark,
    percent,
    pick,
    records,
    say_empty,
    tint,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

TITLE: Final = {"de": "Unter welchem Aspekt wird wer gezeigt?", "en": "Under which aspect is who shown?"}


def roles_title(perspective: Perspective, lang: Lang) -> str:
    """Ask the question of the roles about the focus at hand."""
    region = label(perspective.region, lang)
    return pick(lang, f"In welcher Rolle erscheint {region}?", f"In which role does {region} appear?")


def numbers_frames(tables: Tables, *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
    """Give the share of each actor's sentences that carry each frame.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``frame``, ``value``, ``low``, ``high``, ``n`` (sentences that name the actor).
    """
    found = framing_of(tables, perspective, "frame_actor")
    table = split_units(found, "actor", "frame").dropna(subset=["value"])
    table = table.assign(unit=table["actor"])[["doc_id", "unit", "frame", "value", "low", "high", "n"]]
    return table.reset_index(drop=True)


def numbers_roles(tables: Tables, *, perspective: Perspective = DEFAULT) -> pd.DataFrame:
    """Give the share of the focus's sentences that cast it in each role.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``role``, ``value``, ``low``, ``high``, ``n``; the region before its states.
    """
    found = framing_of(tables, perspective, "role_share")
    table = split_units(found, "actor", "role").dropna(subset=["value"])
    table = table.assign(unit=table["actor"])[["doc_id", "unit", "role", "value", "low", "high", "n"]]
    return table.reset_index(drop=True)


def plot_frames(
    tables: Tables,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    top: int = 6,
    perspective: Perspective = DEFAULT,
) -> Axes:
    """Draw a heat map of frames and actors: the darker, the larger the share of the actor's sentences.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Needs ``framing``, or ``tokens``, ``sentences`` and ``mentions``.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    lang : {"de", "en"}
        Language of the labels.
    top : int
        How many actors to show; focus and poles come first.
    perspective : Perspective
        Focus and poles.

    Returns
    -------
    matplotlib.axes.Axes
    """
    numbers = numbers_frames(tables, perspective=perspective)
    sizes = numbers.groupby("unit")["n"].max()
    first = [unit for unit in (perspective.region, *perspective.poles) if unit in sizes]
    others = [u for u in sizes.sort_values(ascending=False, kind="stable").index if u not in perspective.states]
    actors = list(dict.fromkeys([*first, *others]))[: max(top, len(first))]
    frames = list(dict.fromkeys(numbers["frame"]))
    ax = axes(ax, (7.2, 1.9 + 0.42 * max(len(frames), 3)))
    if not actors:
        sentence = pick(
            lang,
            "Kein Satz nennt ein Land, oder dem Text fehlt die Sprachanalyse.",
            "No sentence names a country, or the text lacks its language analysis.",
        )
        return say_empty(ax, TITLE[lang], sentence)
    _draw_cells(ax, numbers, actors, frames, lang)
    ax.set_xlim(-0.5, len(actors) - 0.5)
    ax.set_ylim(len(frames) - 0.5, -0.5)
    ax.set_xticks(range(len(actors)), [f"{label(unit, lang)}\nn = {sizes[unit]}" for unit in actors])
    ax.set_yticks(range(len(frames)), [frame_name(frame, lang) for frame in frames])
    bare(ax)
    ax.tick_params(axis="x", labelsize=SMALL_SIZE)
    caption = pick(
        lang,
        "Anteil der Sätze über den Akteur, die den Rahmen tragen; n = ",
        "Share of the actor's sentences that carry the frame; n = ",
    )
    if counted(tables) == "documents":
        caption += pick(lang, "Texte, die ihn nennen", "texts that name the actor")
    else:
        caption += pick(lang, "Sätze, die ihn nennen", "sentences that name the actor")
    head(ax, TITLE[lang], caption, width=72)
    return ax


def _draw_cells(ax: Axes, numbers: pd.DataFrame, actors: list[str], frames: list[str], lang: Lang) -> None:
    from matplotlib.patches import Rectangle

    for row, each in zip(numbers.index, records(numbers), strict=True):
        if each.unit not in actors:
            continue
        x, y, value = actors.index(each.unit), frames.index(each.frame), float(each.value)
        ground = tint(BLUE, 0.06 + 0.94 * value) if value else (1.0, 1.0, 1.0)
        cell = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=ground, edgecolor=PALE, linewidth=0.8)
        ax.add_patch(cell)
        mark(cell, row)
        text = percent(value, lang) if value else "–"
        ax.text(x, y, text, ha="center", va="center", fontsize=TEXT_SIZE, color=ink_on(ground) if value else GREY)


def plot_roles(
    tables: Tables,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    perspective: Perspective = DEFAULT,
) -> Axes:
    """Draw the roles of the focus as bars with their 95 % intervals.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Needs ``framing``, or ``tokens``, ``sentences`` and ``mentions``.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    lang : {"de", "en"}
        Language of the labels.
    perspective : Perspective
        Whose roles.

    Returns
    -------
    matplotlib.axes.Axes
    """
    numbers = numbers_roles(tables, perspective=perspective)
    shown = numbers[numbers["unit"] == perspective.region]
    title = roles_title(perspective, lang)
    ax = axes(ax, (7.2, 1.6 + 0.36 * max(len(shown), 3)))
    if shown.empty:
        sentence = pick(
            lang,
            f"Der Text nennt {label(perspective.region)} nicht, oder ihm fehlt die Sprachanalyse.",
            f"The text does not name {label(perspective.region, 'en')}, or lacks its language analysis.",
        )
        return say_empty(ax, title, sentence)
    for y, (row, each) in enumerate(zip(shown.index, records(shown), strict=True)):
        (bar,) = ax.barh(y, float(each.value), color=colour_of_bar(float(each.value)), height=0.58)
        mark(bar, row)
        end = float(each.value)
        if known(each.low) and known(each.high):
            end = max(end, float(each.high))
            ax.plot([float(each.low), float(each.high)], [y, y], color=INK, linewidth=1.4, solid_capstyle="butt")
        ax.text(end + 0.015, y, percent(float(each.value), lang), va="center", fontsize=TEXT_SIZE)
    ax.set_yticks(range(len(shown)), [frame_name(str(role), lang) for role in shown["role"]])
    ax.invert_yaxis()
    reach = shown["high"].fillna(shown["value"]).max()
    ax.set_xlim(0, max(0.3, float(reach) * 1.18))
    ax.set_xticks([])
    bare(ax)
    n = int(shown["n"].max())
    what = pick(
        lang, "Texte" if counted(tables) == "documents" else "Sätze", counted(tables).replace("rows", "sentences")
    )
    caption = pick(
        lang,
        f"Anteil an den Sätzen, die {label(perspective.region)} nennen; Strich: 95 %; n = {n} {what}",
        f"Share of the sentences that name {label(perspective.region, 'en')}; line: 95%; n = {n} {what}",
    )
    head(ax, title, caption, width=78)
    return ax


def colour_of_bar(value: float) -> str:
    """Give the colour of a bar; an empty one is pale."""
    return GREEN if value else PALE


def describe_frames(numbers: pd.DataFrame, *, lang: Lang = "de") -> str:
    """Write the chart's alternative text from its numbers."""
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


def describe_roles(numbers: pd.DataFrame, *, lang: Lang = "de") -> str:
    """Write the chart's alternative text from its numbers."""
    if numbers.empty:
        return pick(lang, "Keine Rollen gefunden.", "No roles found.")
    own = numbers[numbers["unit"] == numbers["unit"].iloc[0]]
    listed = ", ".join(f"{frame_name(str(r.role), lang)} {percent(float(r.value), lang)}" for r in records(own))
    name = label(str(own["unit"].iloc[0]), lang)
    return pick(lang, f"Rollen von {name}: {listed}.", f"Roles of {name}: {listed}.")
