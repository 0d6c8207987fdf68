"""Outlets, or other groups of documents, between three poles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..charts import style
from ..charts.room import wrap
from ..charts.style import FEW, Lang, axes, head, label, number, pick, records, say_empty, shorten, write_plainly
from ..charts.ternary import Labelled, corners, open_axes, write_labels
from ..errors import CorpusError
from ..legible import legible_line
from .units import NAME, pole_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Width of a line of a label, in points.
_LINE: Final = 105.0
# Half-width of a 95 % interval in standard deviations, and of a 95 % region in two dimensions.
_Z: Final = 1.96
_RADIUS: Final = 2.448


def plot_outlets(
    groups: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: Lang = "de",
    poles: Sequence[str] = ("RU", "CN", "US"),
) -> Axes:
    """Place groups of documents, such as outlets, between three poles.

    Parameters
    ----------
    groups : pandas.DataFrame
        What `measure_groups` gives for an indicator of position (``position_combined`` with ``units`` such as
        ``CENTRAL_ASIA:RU``), or for ``attention`` with the poles as units.
    ax : mpltern.TernaryAxes, optional
        Where to draw, made with ``projection="ternary"``.
    lang : {"de", "en"}
        Language of the labels.
    poles : sequence of str
        Lower left, top, lower right.

    Returns
    -------
    matplotlib.axes.Axes
        A mark a group, its size grows with the number of documents; an ellipse is the 95 % region of its shares. A
        group of fewer than three documents is hollow and has none.
    """
    title = pick(lang, "Wo stehen die Medien zwischen den Mächten?", "Where do outlets stand between the powers?")
    if len(poles) != 3:
        raise CorpusError(f"A triangle needs exactly three poles, not {len(poles)}: {', '.join(poles)}.")
    places = _places(groups, list(poles))
    if places.empty:
        sentence = pick(lang, "Keine Gruppe mit Werten für alle drei Pole.", "No group has values for all three poles.")
        return say_empty(axes(ax, (7.2, 2)), title, sentence)
    caption = _caption(groups, places, lang)
    axis, above = open_axes(ax, poles, lang, lambda new, options: head(new, title, caption, **options))
    most, labels = float(places["n_documents"].max()), []
    for row in records(places.sort_values("n_documents", ascending=False, kind="stable")):
        _ellipse(axis, row)
        size = 30 + 90 * (row.n_documents / most) ** 0.5
        shares, few = (row.share_0, row.share_1, row.share_2), row.n_documents < FEW
        axis.scatter(
            *corners(shares),
            s=size,
            zorder=5,
            clip_on=False,
            facecolor="white" if few else style.INK,
            edgecolor=style.INK if few else "white",
        )
        name = f"{shorten(legible_line(str(row.group)), NAME)} (n\u00a0=\u00a0{number(row.n_documents, lang)})"
        labels.append(Labelled(shares, wrap(name, style.SMALL_SIZE, _LINE), size**0.5 / 2))
    write_labels(axis, labels, poles=[label(pole, lang) for pole in poles], above=above)
    write_plainly(axis)
    return axis  # type: ignore[no-any-return]


def _caption(groups: pd.DataFrame, places: pd.DataFrame, lang: Lang) -> str:
    total = number(float(places["n_documents"].sum()), lang)
    caption = pick(
        lang,
        f"n = {total} Texte. Ellipsen: 95-%-Bereiche (Bootstrap über Texte), erst ab drei Texten; darunter hohl.",
        f"n = {total} documents. Ellipses: 95% regions (bootstrap over documents), from three documents on; below that "
        "hollow.",
    )
    missing = groups["group"].nunique() - len(places)
    if missing:
        caption += pick(
            lang,
            f" Ohne Werte für alle drei Pole und nicht gezeigt: {missing}.",
            f" Without values for all three poles and not shown: {missing}.",
        )
    return caption


def _places(groups: pd.DataFrame, poles: list[str]) -> pd.DataFrame:
    """Return the three shares of each group, which sum to one, and their intervals."""
    import pandas as pd

    known = groups.dropna(subset=["value"]).assign(
        pole=[pole_of(unit) for unit in groups.dropna(subset=["value"])["unit"]]
    )
    rows = []
    for group, own in known[known["pole"].isin(poles)].groupby("group", sort=True):
        cells = {row.pole: row for row in records(own)}
        total = sum(float(cells[pole].value) for pole in poles if pole in cells)
        if len(cells) < 3 or total <= 0:
            continue
        data: dict[str, Any] = {"group": group, "n_documents": int(own["n_documents"].max())}
        for index, pole in enumerate(poles):
            cell = cells[pole]
            for name in ("value", "low", "high"):
                value = getattr(cell, name)
                column = "share" if name == "value" else name
                data[f"{column}_{index}"] = None if pd.isna(value) else float(value) / total
        rows.append(data)
    return pd.DataFrame(rows)


def _ellipse(axis: Any, row: Any) -> None:
    """Draw the region that holds the three shares with 95 % probability.

    Shares sum to one, so their variances give their covariances: cov(a, b) = (var c - var a - var b) / 2.
    """
    import numpy as np

    shares = np.array([row.share_0, row.share_1, row.share_2], dtype=float)
    bounds = np.array(
        [[getattr(row, f"{side}_{index}") for side in ("low", "high")] for index in range(3)], dtype=float
    )
    if np.isnan(bounds).any():
        return
    variances = ((bounds[:, 1] - bounds[:, 0]) / (2 * _Z)) ** 2
    covariance = np.diag(variances)
    for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        covariance[a, b] = covariance[b, a] = (variances[c] - variances[a] - variances[b]) / 2
    values, vectors = np.linalg.eigh(covariance)
    angles = np.linspace(0, 2 * np.pi, 73)
    # The smallest of the three is the direction in which the sum would change, and is none.
    axes_ = [vectors[:, index] * max(float(values[index]), 0.0) ** 0.5 * _RADIUS for index in (1, 2)]
    edge = shares + np.outer(np.cos(angles), axes_[0]) + np.outer(np.sin(angles), axes_[1])
    edge = np.clip(edge, 0, None)
    first, second, third = (edge / edge.sum(axis=1, keepdims=True)).T
    axis.fill(second, first, third, color=style.GREY, alpha=0.12, linewidth=0)
    axis.plot(second, first, third, color=style.GREY, linewidth=0.9)
