"""What charts between three poles share: the frame, and labels of points that touch nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .placing import Box, Ground, between, closest
from .room import cell, laid_out, text_box, text_width
from .style import GREY, INK, SMALL_SIZE, TEXT_SIZE, Head, axes, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .style import Lang

Shares = Sequence[float]
# How far the name of the upper pole lifts title and caption, in points.
LIFT: Final = 30.0
_SIZE: Final = (7.2, 6.6)
# Side of the triangle as a part of the width of a figure of its own; labels stand outside of it.
_PART: Final = 0.72
_EDGE: Final = 6.0
_HEIGHT: Final = 3**0.5 / 2
_GRID: Final = "#D8D8D8"
_NAMES: Final = (((1.09, -0.045, -0.045), "top"), ((-0.03, 1.06, -0.03), "bottom"), ((-0.045, -0.045, 1.09), "top"))
# Labels may stand so far beside the axes and below them, and so far from their points, in points.
_MARGIN: Final = (68.0, 64.0)
_FARTHEST: Final = 220.0


class Labelled(NamedTuple):
    """A point that gets a label: its shares of the poles, the words, and the radius of its mark in points."""

    shares: Shares
    words: str
    radius: float


def open_axes(
    ax: Axes | None, poles: Sequence[str], lang: Lang, write: Callable[[Axes, Head], float]
) -> tuple[Any, float]:
    """Return axes between three poles with frame and title, and the title's height in points: those given, or new ones.

    Axes that have a figure to themselves get a fixed place. A layout that looks for it would make the triangle the
    smaller the longer the caption.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes made with ``projection="ternary"``.
    poles : sequence of str
        Codes of the poles.
    lang : {"de", "en"}
        Language of their names.
    write : callable
        Writes title and caption into axes, from left end and width of their lines, and returns their height.
    """
    import mpltern  # noqa: F401 (registers the ternary projection)

    ax = axes(ax, _SIZE, projection="ternary")
    figure: Any = ax.get_figure(root=True)
    if len(figure.axes) > 1 or not laid_out(ax):
        width, height = cell(ax)
        _draw_frame(ax, poles, lang)
        return ax, write(ax, {"lift": LIFT, "width": min(0.75 * width, height / _HEIGHT)})
    figure.set_layout_engine("none")
    width, height = (72 * float(length) for length in figure.get_size_inches())
    longest = max(text_width(label(poles[corner], lang), TEXT_SIZE + 1, bold=True) for corner in (0, 2))
    side, above = min(_PART * width, 0.7 * height, (width - 2 * _EDGE - longest) / 1.135), 0.0
    for _ in range(2):  # a long caption takes its height from the triangle, which moves where lines begin
        left, tall = (width - side) / 2, side * _HEIGHT
        ax.set_position((left / width, (height - above - tall) / height, side / width, tall / height))
        for text in [*ax.texts]:
            text.remove()
        above = write(ax, {"lift": LIFT, "width": width - 2 * _EDGE, "left": (_EDGE - left) / side}) + _EDGE
        side = max(min(side, (height - above - 3 * _EDGE - TEXT_SIZE) / _HEIGHT), 40.0)
    left, tall = (width - side) / 2, side * _HEIGHT
    ax.set_position((left / width, (height - above - tall) / height, side / width, tall / height))
    _draw_frame(ax, poles, lang)
    return ax, above


def _draw_frame(ax: Any, poles: Sequence[str], lang: Lang) -> None:
    """Draw the grid, and the names of the poles: the first at the lower left, the second on top."""
    for side in (ax.taxis, ax.laxis, ax.raxis):
        side.set_ticks([0.25, 0.5, 0.75])
        side.set_tick_params(labelsize=SMALL_SIZE, colors=GREY, length=0, labelcolor=(0, 0, 0, 0))
    ax.grid(color=_GRID, linewidth=0.7)
    for pole, (shares, side) in zip(poles, _NAMES, strict=True):
        ax.text(
            *corners(shares), label(pole, lang), ha="center", va=side, fontsize=TEXT_SIZE + 1, fontweight="bold",
            gid="pole",
        )  # fmt: skip


def corners(shares: Shares) -> tuple[float, float, float]:
    """Return shares of the poles as mpltern orders them: top, left, right."""
    first, second, third = shares
    return second, first, third


def write_labels(
    ax: Any,
    points: Iterable[Labelled],
    *,
    poles: Sequence[str],
    above: float,
    marks: Iterable[tuple[Shares, float]] = (),
    legend: tuple[float, float, float, float] | None = None,
    scale: float = 1.0,
    size: float = SMALL_SIZE,
) -> None:
    """Write labels where they touch no other label, no mark and no side of the triangle.

    Parameters
    ----------
    ax : mpltern.TernaryAxes
        Axes with their title.
    points : iterable of Labelled
        The more important first.
    poles : sequence of str
        Names of the corners, as they are written.
    above : float
        Height of title and caption in points.
    marks : iterable of (shares, radius)
        More marks that labels avoid.
    legend : (left, down, width, height), optional
        Where the legend begins, in parts of the axes from their left end and their top, and its size in points.
    scale : float
        By how much letters are larger or smaller than usual.
    size : float
        Size of the letters before that.
    """
    points = list(points)
    side, across, up = _extent(ax, above, scale)
    beside, below = (min(most, least) for most, least in zip(_MARGIN, _margins(ax), strict=True))
    ground = Ground(across + 2 * beside, up + below + LIFT * scale, gap=1.5)
    left, bottom = beside + (across - side) / 2, below + (up - side * _HEIGHT) / 2

    def place(shares: Shares) -> tuple[float, float]:
        return left + side * (shares[2] + shares[1] / 2), bottom + side * _HEIGHT * shares[1]

    for box in _names(poles, place, scale):
        ground.take(box)
    ends = [place(corner) for corner in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    for number in range(3):
        ground.take_line(between(ends[number], ends[(number + 1) % 3]))
    if legend is not None:
        start, top = beside + legend[0] * across, below + up - legend[1] * up
        ground.take((start, top - legend[3], start + legend[2], top))
    for shares, radius in (*marks, *((point.shares, point.radius) for point in points)):
        x, y = place(shares)
        ground.take((x - radius, y - radius, x + radius, y + radius))
    for point in points:
        at = place(point.shares)
        extent = text_box(point.words, size * scale)
        spot = ground.around(at, extent, radius=point.radius, farthest=_FARTHEST)
        near = closest((spot.x, spot.y), extent, at)
        offset = (spot.x - at[0], spot.y - at[1])
        _write(ax, point, offset, size * scale, line=(near[0] - at[0], near[1] - at[1]) if spot.far else None)


def _extent(ax: Axes, above: float, scale: float) -> tuple[float, float, float]:
    """Return the side of the triangle, and width and height of the axes, in points."""
    width, height = cell(ax)
    if laid_out(ax):
        width, height = width - 6, height - above - 6 - 2 * (TEXT_SIZE + 1) * scale
    return max(min(width, height / _HEIGHT), 60.0), width, height


def _margins(ax: Axes) -> tuple[float, float]:
    """Return how far axes are from the left and the lower edge of their figure, in points."""
    figure = ax.get_figure(root=True)
    place = ax.get_position(original=True)
    if laid_out(ax) or figure is None:
        return 0.0, 0.0
    return place.x0 * figure.get_figwidth() * 72, place.y0 * figure.get_figheight() * 72


def _names(poles: Sequence[str], place: Any, scale: float) -> Iterable[Box]:
    for name, (shares, side) in zip(poles, _NAMES, strict=True):
        (x, y), (width, height) = place(shares), text_box(name, (TEXT_SIZE + 1) * scale, bold=True)
        low = y - height if side == "top" else y
        yield x - width / 2, low, x + width / 2, low + height


def _write(
    ax: Any, point: Labelled, offset: tuple[float, float], size: float, *, line: tuple[float, float] | None
) -> None:
    """Write a label so many points away from its mark, whatever size the axes get."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import Affine2D, ScaledTranslation

    unit = ax.figure.dpi_scale_trans
    text = ax.text(
        *corners(point.shares), point.words, fontsize=size, color=INK, ha="center", va="center", zorder=8,
        linespacing=1.1, gid="label", bbox={"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.3},
    )  # fmt: skip
    where = text.get_position()
    text.set_transform(text.get_transform() + ScaledTranslation(offset[0] / 72, offset[1] / 72, unit))
    if line is not None:
        shift = ScaledTranslation(where[0], where[1], ax.transData)
        points = Affine2D().scale(1 / 72) + unit + shift
        leader = Line2D((0, line[0]), (0, line[1]), color=GREY, linewidth=0.5, zorder=4, transform=points)
        leader.set_clip_on(False)
        ax.add_artist(leader).set_gid("label")


def rewrite_labels(ax: Any) -> None:
    """Take away all labels that `write_labels` has written."""
    for artist in [*ax.texts, *ax.lines]:
        if artist.get_gid() == "label":
            artist.remove()
