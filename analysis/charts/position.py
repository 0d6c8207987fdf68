"""Where the focus stands between three poles: a ternary plot with bootstrap clouds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..framing import ALL_DOCUMENTS
from ..framing.position import COMPONENTS, Position, positions
from .base import Chart, ChartKind
from .room import cell, text_width, wrap
from .source import Source
from .style import (
    BLUE,
    FEW,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SMALL_SIZE,
    TEXT_SIZE,
    Lang,
    label,
    number,
    pick,
    records,
)
from .ternary import Labelled, corners, open_axes, rewrite_labels, write_labels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LOOKS: Final = {
    "attention": ("o", BLUE, ("Aufmerksamkeit", "attention")),
    "relations": ("s", ORANGE, ("Beziehungen", "relations")),
    "voice": ("^", PURPLE, ("Stimme", "voice")),
    "combined": ("*", GREEN, ("zusammen", "combined")),
}

_WIDE: Final = 0.5
_DOT: Final = 22
# Where the legend begins, in parts of the axes: beside the upper pole, and farther left where letters are smaller than
# usual, since the triangle is much smaller there.
_NARROW: Final = 260.0
_LEGEND: Final = ((-0.02, 0.99), (-0.34, 1.02))


def _measure(source: Source) -> pd.DataFrame:
    """Return the barycentric position of the region and each of its states, by component.

    Returns
    -------
    pandas.DataFrame
        ``doc_id``, ``unit``, ``component``, ``pole``, ``share`` (null is unknown), ``low``, ``high``, ``n``.
    """
    import numpy as np
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for doc_id, each in source.once(_placed):
        for index, pole in enumerate(source.perspective.poles):
            value: list[float | None] = [None, None, None]
            if each.shares is not None and each.cloud is not None:
                low, high = np.quantile(each.cloud[:, index], [0.025, 0.975])
                share = float(each.shares[index])
                value = [share, min(share, float(low)), max(share, float(high))]
            rows.append((doc_id, each.unit, each.component, pole, *value, each.n))
    columns = ["doc_id", "unit", "component", "pole", "share", "low", "high", "n"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"share": "Float64", "low": "Float64", "high": "Float64", "n": "Int64"})


def _placed(source: Source) -> list[tuple[str, Position]]:
    """Return where region and states stand; of several documents the mean, with the documents as the cloud.

    Returns
    -------
    list of (doc_id, Position)
        The document, or ``*`` for several.
    """
    import numpy as np

    every = {view.doc_id: positions(view, source.perspective) for view in source.views}
    if len(every) < 2:
        return [(doc_id, each) for doc_id, found in every.items() for each in found]
    means = []
    for same in zip(*every.values(), strict=True):
        known = [each.shares for each in same if each.shares is not None]
        cloud = np.array(known) if known else None
        shares = None if cloud is None else cloud.mean(axis=0)
        means.append((ALL_DOCUMENTS, Position(same[0].unit, same[0].component, shares, cloud, len(known), ())))
    return means


def _paint(chart: Chart, ax: Axes | None, lang: Lang, top: int) -> Axes:
    """Draw the region between three poles: one mark and one cloud a component, the states as small letters.

    The first pole stands at the lower left, the second on top, the third at the right.
    """
    perspective = chart.perspective
    if len(perspective.poles) != 3:
        return chart.say_empty(
            ax, lang, "Ein Dreieck braucht genau drei Pole.", "A triangle needs exactly three poles."
        )
    found = [each for _, each in chart.source.once(_placed)]
    region = {each.component: each for each in found if each.unit == perspective.region}
    if not any(each.shares is not None for each in region.values()):
        return chart.say_empty(
            ax,
            lang,
            f"Der Text sagt nichts über {label(perspective.region)} und seine Nachbarn aus.",
            f"The text says nothing about {label(perspective.region, 'en')} and its neighbours.",
        )
    caption = _caption(chart, found, lang)
    triangle, above = open_axes(
        ax, perspective.poles, lang, lambda new, options: chart.head(new, caption, lang, **options)
    )
    for component in COMPONENTS:
        _draw_component(triangle, region[component], lang)
    for each in _states(chart):
        fill = INK if _is_firm(each) else "white"
        first, second, third = _corners(each.shares)
        triangle.scatter(first, second, third, s=_DOT, facecolor=fill, edgecolor=INK, zorder=7, clip_on=False)
    write_legend(triangle)
    write_names(triangle, chart, lang, above=above)
    return triangle  # type: ignore[no-any-return]


def write_legend(ax: Axes, *, scale: float = 1.0) -> None:
    """Write what the marks are beside the upper pole, in letters so much smaller than usual."""
    # In a narrow figure the triangle leaves no room beside its pole.
    ax.legend(
        loc="upper left",
        bbox_to_anchor=_legend_at(ax, scale),
        frameon=False,
        fontsize=TEXT_SIZE * scale,
        labelspacing=0.5,
        handletextpad=0.2,
        borderpad=0,
        markerscale=scale * 0.9,
    )


def _legend_at(ax: Axes, scale: float) -> tuple[float, float]:
    if scale != 1:
        return _LEGEND[1]
    width, height = cell(ax)
    return _LEGEND[0] if min(width, height) > _NARROW else (-0.02, -0.26)


def write_names(ax: Any, chart: Chart, lang: Lang, *, above: float = 0.0, scale: float = 1.0) -> None:
    """Write the codes of the states with their n beside their marks; what falls on one spot shares a label.

    Parameters
    ----------
    ax : mpltern.TernaryAxes
        Axes with the chart; names that stand there already are written anew.
    chart : Chart
        The position.
    lang : {"de", "en"}
        Language of the labels.
    above : float
        Height of title and caption in points.
    scale : float
        By how much letters are smaller than usual.
    """
    rewrite_labels(ax)
    spots: dict[tuple[float, ...], list[Position]] = {}
    for each in _states(chart):
        assert each.shares is not None  # noqa: S101 (as `_states` says)
        spots.setdefault(tuple(round(float(share), 2) for share in each.shares), []).append(each)
    points = [
        Labelled(spot, wrap(", ".join(f"{each.unit} (n\u00a0=\u00a0{each.n})" for each in same), SMALL_SIZE, 110), 4)
        for spot, same in sorted(spots.items(), key=lambda item: -len(item[1]))
    ]
    placed = {each.component: each for _, each in chart.source.once(_placed) if each.unit == chart.perspective.region}
    marks = [
        (tuple(map(float, each.shares)), 8.0 if component == "combined" else 4.5)
        for component, each in placed.items()
        if each.shares is not None
    ]
    names = [f"{pick(lang, *_LOOKS[component][2])} (n = {each.n})" for component, each in placed.items()]
    start, size = _legend_at(ax, scale), TEXT_SIZE * scale
    width = 2.4 * size + max(text_width(name, size) for name in names)
    legend = (start[0], 1 - start[1], width, 1.7 * size * len(marks))
    write_labels(
        ax,
        points,
        poles=[label(pole, lang) for pole in chart.perspective.poles],
        above=above,
        marks=marks,
        legend=legend,
        scale=scale,
    )


def _corners(shares: Any) -> tuple[float, float, float]:
    return corners(shares.T)


def _states(chart: Chart) -> list[Position]:
    """Return the states with evidence, those that rest on most of it first."""
    found = [each for _, each in chart.source.once(_placed) if each.component == "combined" and each.n]
    states = [each for each in found if each.unit != chart.perspective.region and each.shares is not None]
    return sorted(states, key=lambda each: (-each.n, each.unit))


def _caption(chart: Chart, found: list[Position], lang: Lang) -> str:
    caption = pick(
        lang, "Je näher an einer Ecke, desto stärker der Bezug. ", "The nearer to a corner, the stronger the tie. "
    )
    if chart.source.counts_documents:
        caption += pick(lang, "Punktwolke: einzelne Texte; n = Texte. ", "Cloud: single texts; n = texts. ")
    else:
        caption += pick(
            lang,
            "Punktwolke: Unsicherheit (Bootstrap über Sätze). ",
            "Cloud: uncertainty (bootstrap over sentences). ",
        )
    caption += pick(
        lang,
        f"Hohl: unter {FEW} Belegen, oder das Intervall ist zu breit für eine Lage.",
        f"Hollow: fewer than {FEW} references, or the interval is too wide for a place.",
    )
    region = chart.perspective.region
    missing = [each.unit for each in found if each.component == "combined" and not each.n and each.unit != region]
    if missing:
        caption += pick(lang, f" Ohne Beleg: {', '.join(missing)}.", f" No reference: {', '.join(missing)}.")
    return caption


def _draw_component(ax: Any, position: Position, lang: Lang) -> None:
    marker, shade, names = _LOOKS[position.component]
    if position.shares is None or position.cloud is None:
        return
    main, few = position.component == "combined", position.n < FEW
    ax.scatter(
        *_corners(position.cloud[:: max(1, len(position.cloud) // 250)]), s=6, color=shade, alpha=0.42, linewidths=0
    )
    name = f"{pick(lang, *names)} (n = {position.n})"
    ax.scatter(
        *_corners(position.shares),
        marker=marker,
        s=260 if main else 70,
        facecolor="white" if few else shade,
        edgecolor=shade if few else "white",
        linewidth=1.2,
        zorder=6 if main else 5,
        label=name,
        clip_on=False,
    )


def _is_firm(position: Position) -> bool:
    """Tell whether a place rests on enough rows, and no interval spans half of the triangle."""
    import numpy as np

    if position.n < FEW or position.cloud is None:
        return False
    low, high = np.quantile(position.cloud, [0.025, 0.975], axis=0)
    return bool((high - low).max() < _WIDE)


def describe_position(numbers: pd.DataFrame, lang: Lang = "de") -> str:
    """Return the chart's alternative text from its numbers."""
    known = numbers.dropna(subset=["share"])
    if known.empty:
        return pick(lang, "Keine Angaben zur Position.", "Nothing is known of the position.")
    region = known["unit"].iloc[0]
    parts = []
    for component, group in known[known["unit"] == region].groupby("component", sort=False):
        names = _LOOKS[str(component)][2]
        listed = ", ".join(
            f"{label(str(r.pole), lang)} {number(r.share, lang, digits=2)} "
            f"[{number(r.low, lang, digits=2)}; {number(r.high, lang, digits=2)}]"
            for r in records(group)
        )
        parts.append(f"{pick(lang, *names)}: {listed}")
    start = pick(lang, f"Lage von {label(region)}: ", f"Position of {label(region, 'en')}: ")
    return start + "; ".join(parts) + "."


POSITION: Final = ChartKind("position", _measure, _paint, describe_position)
plot_position, numbers_position = POSITION.plot, POSITION.numbers
