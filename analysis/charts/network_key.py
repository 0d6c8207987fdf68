"""The key of the network: colours and styles for signs, widths for numbers of stances."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from . import style
from .room import text_width
from .style import SMALL_SIZE, Lang, pick, records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MIXED: Final = "#8A6FB0"
# Height of a row and length of a sample, in points.
_ROW: Final = 18.0
_SAMPLE: Final = 26.0


def look_of(edge: Any) -> tuple[str, str]:
    """Return colour and style of an arrow, by the signs of its stances."""
    if edge.positive and edge.negative:
        return MIXED, ":"
    return (style.BLUE, "-") if edge.positive else (style.VERMILION, "--")


def _items(shown: pd.DataFrame, most: int, lang: Lang) -> list[tuple[str, str, int, str]]:
    """List the samples of the legend: colour, style, number of stances, words."""
    words = {
        (style.BLUE, "-"): pick(lang, "freundlich", "friendly"),
        (style.VERMILION, "--"): pick(lang, "ablehnend", "hostile"),
        (MIXED, ":"): pick(lang, "gemischt", "mixed"),
    }
    looks = {look_of(edge) for edge in records(shown)}
    counts = sorted({1, (most + 1) // 2, most})
    named = [f"{n} {pick(lang, 'Beleg', 'stance')}" if n == 1 else str(n) for n in counts]
    named[-1] = named[-1] if most == 1 else f"{most} {pick(lang, 'Belege', 'stances')}"
    signs = [(*look, max((most + 1) // 2, min(most, 3)), name) for look, name in words.items() if look in looks]
    return signs + [(style.GREY, "-", n, name) for n, name in zip(counts, named, strict=True)]


def _rows(width: float, items: list[tuple[str, str, int, str]]) -> list[list[tuple[str, str, int, str]]]:
    rows: list[list[tuple[str, str, int, str]]] = [[]]
    used = 0.0
    for item in items:
        needed = _SAMPLE + 5 + text_width(item[3], SMALL_SIZE) + 14
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += needed
    return rows


def key_height(width: float, shown: pd.DataFrame, lang: Lang) -> float:
    """Return how high the key is in points."""
    return _ROW * len(_rows(width, _items(shown, int(shown["n"].max()), lang)))


def draw_key(ax: Axes, shown: pd.DataFrame, lang: Lang, *, width: float, line: Callable[[int], float]) -> None:
    """Draw what colours, styles and widths of arrows mean, at the lower edge of axes whose unit is a point.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes of the network.
    shown : pandas.DataFrame
        Its edges.
    lang : {"de", "en"}
        Language of the words.
    width : float
        Width of the axes.
    line : callable
        Gives the width of an arrow of so many stances.
    """
    from matplotlib.lines import Line2D

    rows = _rows(width, _items(shown, int(shown["n"].max()), lang))
    for row, items in enumerate(reversed(rows)):
        x, y = 4.0, _ROW * (row + 0.5)
        for shade, dash, n, words in items:
            sample = Line2D((x, x + _SAMPLE), (y, y), color=shade, linewidth=line(n))
            sample.set(linestyle=dash)
            sample.set_solid_capstyle("butt")
            ax.add_artist(sample).set_gid("legend")
            ax.text(x + _SAMPLE + 5, y, words, fontsize=SMALL_SIZE, color=style.GREY, va="center", gid="legend")
            x += _SAMPLE + 5 + text_width(words, SMALL_SIZE) + 14
