"""Where the focus stands between three poles: a ternary plot with bootstrap clouds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..framing import ALL_DOCUMENTS
from ..framing.position import COMPONENTS, Position, positions
from .base import Chart, ChartKind
from .source import Source
from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SMALL_SIZE,
    TEXT_SIZE,
    Lang,
    axes,
    label,
    number,
    pick,
    records,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_LOOKS: Final = {
    "attention": ("o", BLUE, ("Aufmerksamkeit", "attention")),
    "relations": ("s", ORANGE, ("Beziehungen", "relations")),
    "voice": ("^", PURPLE, ("Stimme", "voice")),
    "combined": ("*", GREEN, ("zusammen", "combined")),
}

_LEAST: Final = 3
_WIDE: Final = 0.5


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
    import mpltern  # noqa: F401 (registers the ternary projection)

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
    ax = axes(ax, (7.2, 6.4), projection="ternary")
    _frame(ax, chart, lang)
    for component in COMPONENTS:
        _draw_component(ax, region[component], lang)
    _draw_states(ax, [each for each in found if each.component == "combined" and each.unit != perspective.region])
    ax.legend(loc="upper left", bbox_to_anchor=(-0.02, 0.99), frameon=False, fontsize=TEXT_SIZE, labelspacing=0.7)
    return ax


def _corners(shares: Any) -> tuple[Any, Any, Any]:
    """Order coordinates for mpltern (top, left, right): the second pole is on top."""
    first, second, third = shares.T if shares.ndim > 1 else shares
    return second, first, third


def _frame(ax: Any, chart: Chart, lang: Lang) -> None:
    first, second, third = (label(pole, lang) for pole in chart.perspective.poles)
    for side in (ax.taxis, ax.laxis, ax.raxis):
        side.set_ticks([0.25, 0.5, 0.75])
        side.set_tick_params(labelsize=SMALL_SIZE, colors=GREY, length=0, labelcolor=(0, 0, 0, 0))
    ax.grid(color="#D8D8D8", linewidth=0.7)
    ax.text(1.06, -0.03, -0.03, second, ha="center", va="bottom", fontsize=TEXT_SIZE + 1, fontweight="bold")
    ax.text(-0.045, 1.09, -0.045, first, ha="center", va="top", fontsize=TEXT_SIZE + 1, fontweight="bold")
    ax.text(-0.045, -0.045, 1.09, third, ha="center", va="top", fontsize=TEXT_SIZE + 1, fontweight="bold")
    cloud = pick(
        lang, "Punktwolke: Unsicherheit (Bootstrap über Sätze).", "Cloud: uncertainty (bootstrap over sentences)."
    ) + pick(
        lang,
        " Hohle Punkte: Staaten, deren Lage der Text nicht sicher erkennen lässt.",
        " Hollow points: states whose place the text does not show with certainty.",
    )
    if chart.source.counts_documents:
        cloud = pick(lang, "Punktwolke: einzelne Texte; n = Texte.", "Cloud: single texts; n = texts.")
    nearer = pick(
        lang, "Je näher an einer Ecke, desto stärker der Bezug. ", "The nearer to a corner, the stronger the tie. "
    )
    chart.head(ax, nearer + cloud, lang, lift=36)


def _draw_component(ax: Any, position: Position, lang: Lang) -> None:
    marker, shade, names = _LOOKS[position.component]
    if position.shares is None or position.cloud is None:
        return
    main = position.component == "combined"
    ax.scatter(
        *_corners(position.cloud[:: max(1, len(position.cloud) // 250)]), s=6, color=shade, alpha=0.42, linewidths=0
    )
    name = f"{pick(lang, *names)} (n = {position.n})"
    ax.scatter(
        *_corners(position.shares),
        marker=marker,
        s=260 if main else 70,
        color=shade,
        edgecolor="white",
        linewidth=1.2,
        zorder=6 if main else 5,
        label=name,
        clip_on=False,
    )


def _draw_states(ax: Any, states: list[Position]) -> None:
    """Draw the states with their n, those whose place is uncertain hollow; what falls on one spot shares a label."""
    from matplotlib.transforms import ScaledTranslation

    spots: dict[tuple[float, ...], list[str]] = {}
    firm: dict[tuple[float, ...], bool] = {}
    for each in states:
        if each.shares is not None and each.n:
            spot = tuple(round(float(share), 2) for share in each.shares)
            spots.setdefault(spot, []).append(f"{each.unit} (n\u00a0=\u00a0{each.n})")
            firm[spot] = firm.get(spot, True) and _is_firm(each)
    lifts: dict[tuple[float, ...], int] = {}
    for spot, names in sorted(spots.items(), key=lambda item: item[0][2] - item[0][0]):
        first, second, third = spot
        near = [lift for other, lift in lifts.items() if abs(other[1] - second) < 0.06 and abs(other[2] - third) < 0.26]
        lifts[spot] = next(step for step in range(len(near) + 1) if step not in near)
        fill = INK if firm[spot] else "white"
        ax.scatter(second, first, third, s=22, facecolor=fill, edgecolor=INK, zorder=7, clip_on=False)
        text = ax.text(
            second, first, third, ", ".join(names), fontsize=SMALL_SIZE, color=INK, ha="center", va="bottom", zorder=8
        )
        text.set_transform(
            text.get_transform() + ScaledTranslation(0, (5 + 11 * lifts[spot]) / 72, ax.figure.dpi_scale_trans)
        )


def _is_firm(position: Position) -> bool:
    """Tell whether a place rests on three rows at least, and no interval spans half of the triangle."""
    import numpy as np

    if position.n < _LEAST or position.cloud is None:
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
