"""How much room words need, and how much there is: widths of text in points, wrapped to the axes that they stand over.

Charts have labels of any length beside them and are drawn in figures of any width, so that a fixed number of
characters a line leaves one figure half empty and runs out of the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Between a label and its axes, and on both sides of constrained axes, in points.
_PAD: Final = 10.0
# On a screen letters are moved to whole pixels, which makes a line a little longer.
_HINTED: Final = 1.03
# Lines stand so far apart, as a multiple of the size of their letters.
LEADING: Final = 1.3
# No line is narrower than this, however narrow its figure.
_LEAST: Final = 90.0


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the longest line of a text, in points.

    Examples
    --------
    >>> text_width("Kasachstan", 20) / text_width("Kasachstan", 10)
    2.0
    """
    import matplotlib as mpl

    family = tuple(mpl.rcParams["font.family"])
    return max(_width(line, bold, family) for line in words.split("\n")) * size / 100 * _HINTED


@lru_cache(maxsize=4096)
def _width(line: str, bold: bool, family: tuple[str, ...]) -> float:
    if not line:
        return 0.0
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family=list(family), weight="bold" if bold else "normal", size=100)
    return float(_measure().get_text_width_height_descent(line, font, ismath=False)[0])


@cache
def _measure() -> Any:
    from matplotlib.textpath import TextToPath

    return TextToPath()


def text_box(words: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Return width and height of a text of one or more lines, in points."""
    return text_width(words, size, bold=bold), (words.count("\n") + 1) * size * LEADING


def wrap(words: str, size: float, width: float, *, bold: bool = False, lines: int = 0, split: bool = False) -> str:
    r"""Return a text in lines of at most so many points; a longer word keeps a line of its own.

    Parameters
    ----------
    words : str
        Text of one paragraph; spaces that must not break are no-break spaces.
    size, width : float
        Size of the letters and width of a line, in points.
    bold : bool
        Whether the letters are bold.
    lines : int, optional
        How many lines at most; the rest is cut with an ellipsis. 0 is any number.
    split : bool
        Whether a word that is longer than a line is divided.

    Examples
    --------
    >>> wrap("Wer bewertet wen wie?", 10, 70)
    'Wer bewertet\nwen wie?'
    """
    done: list[str] = []
    for word in words.replace("\n", " ").split(" "):
        while split and len(word) > 1 and text_width(word, size, bold=bold) > width:
            part = cut(word, size, width, bold=bold).removesuffix("…")
            done.append(part)
            word = word[len(part) :]
        longer = f"{done[-1]} {word}" if done else word
        if done and text_width(longer, size, bold=bold) <= width:
            done[-1] = longer
        else:
            done.append(word)
    if lines and len(done) > lines:
        done = [*done[: lines - 1], cut(" ".join(done[lines - 1 :]), size, width, bold=bold)]
    return "\n".join(done)


def cut(words: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return a text on one line of at most so many points, cut at its end with an ellipsis."""
    if text_width(words, size, bold=bold) <= width:
        return words
    low, high = 1, len(words)
    while high - low > 1:
        middle = (low + high) // 2
        fits = text_width(words[:middle].rstrip() + "…", size, bold=bold) <= width
        low, high = (middle, high) if fits else (low, middle)
    return words[:low].rstrip() + "…"


def laid_out(ax: Axes) -> bool:
    """Tell whether axes get what their labels leave of a cell, and have no place of their own yet."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = ax.get_figure(root=True)
    engine = None if figure is None else figure.get_layout_engine()
    return ax.get_subplotspec() is not None and isinstance(engine, ConstrainedLayoutEngine)


def cell(ax: Axes) -> tuple[float, float]:
    """Return width and height of the place in the figure that axes and their labels share, in points.

    That is the cell of the grid under constrained layout, which gives the axes what their labels leave, and else the
    axes themselves.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None  # noqa: S101 (axes that are drawn into have a figure)
    spec = ax.get_subplotspec()
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    if spec is None or not laid_out(ax):
        place = ax.get_position(original=True)
        return place.width * width, place.height * height
    rows, columns = spec.get_gridspec().get_geometry()
    return (width * len(spec.colspan) / columns, height * len(spec.rowspan) / rows)


def room(ax: Axes, *, beside: Iterable[str] = (), size: float = 10.0) -> float:
    """Return the width of axes in points, from their left edge, with these labels at their left.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes under constrained layout, or of a fixed place.
    beside : iterable of str
        Labels of the y axis.
    size : float
        Size of their letters.
    """
    width, _ = cell(ax)
    if laid_out(ax):
        width -= max((text_width(words, size) for words in beside), default=0.0) + _PAD
    return max(width, _LEAST)


def reach(low: float, ends: Sequence[float], notes: Sequence[str], *, size: float, width: float) -> float:
    """Return the upper limit of an axis that leaves room for a note at the end of each bar.

    Parameters
    ----------
    low : float
        Lower limit of the axis.
    ends : sequence of float
        Where the bars end.
    notes : sequence of str
        What stands there, in letters of `size`.
    size, width : float
        Size of the letters and width of the axes, in points.

    Examples
    --------
    >>> round(reach(0, [10], [""], size=10, width=100))
    10
    """
    best = max(ends, default=low + 1)
    for end, words in zip(ends, notes, strict=True):
        # A note wider than three quarters of the axes would leave no room for bars.
        taken = min(text_width(words, size) + size / 2, width * 0.75) if words else 0.0
        best = max(best, low + (end - low) * width / (width - taken))
    return best
