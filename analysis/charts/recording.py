"""`render`: the files of a figure as PNG, SVG and PDF, drawn once.

matplotlib draws a figure anew for each format, and most of that time goes into laying out text and ticks, not into
the file. A renderer that writes the calls down runs the artists once; a figure with one artist, which makes these calls
again, is then saved as PNG, SVG and PDF by matplotlib's own backends.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, TransformedBbox, TransformedPath

from .style import METADATA

# Renderers of SVG and PDF count in points; what is recorded in points needs no scaling there.
_DPI: Final = 72
_Call = tuple[str, GraphicsContextBase | None, tuple[Any, ...], dict[str, Any]]
# Which arguments after the graphics context are transforms to pixels, by place in the call.
_PLACED: Final[dict[str, tuple[int, ...]]] = {
    "draw_path": (1,),
    "draw_markers": (1, 3),
    "draw_path_collection": (0, 4),
}


def render(figure: Figure, formats: Iterable[str], *, dpi: int = 300) -> dict[str, bytes]:
    """Return the files of a figure by format, the same bytes on every run under `saving`.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Figure that `record` takes.
    formats : iterable of {"png", "svg", "pdf"}
        What to write.
    dpi : int
        Resolution of the PNG.
    """
    copy = record(figure)
    return {form: _png(copy, dpi) if form == "png" else _saved(copy, form) for form in formats}


def _saved(figure: Figure, form: str) -> bytes:
    sink = io.BytesIO()
    figure.savefig(sink, format=form, metadata=dict(METADATA[form]))
    return sink.getvalue()


def _png(figure: Figure, dpi: int) -> bytes:
    """Return a PNG without transparency.

    Lines and flat colours are smallest and fastest without the filters of PNG, which Pillow tries on every row.
    """
    figure.set_dpi(dpi)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)  # each begins with the number of its filter, 0
    for channel in range(3):
        rows[:, 1 + channel :: 3] = pixels[:, :, channel]
    meter = round(dpi / 0.0254)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", meter, meter, 1)),
        (b"IDAT", zlib.compress(rows.data, 3)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def record(figure: Figure) -> Figure:
    """Return a figure that looks the same and is saved in any format without running its artists again.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Figure of lines, patches, collections and text. It is laid out if that has not been done; its resolution
        becomes 72 dpi. Images, which depend on the resolution, cannot be recorded.

    Returns
    -------
    matplotlib.figure.Figure
        Figure of the same size with one artist.
    """
    canvas = _Canvas(figure)
    figure.draw(canvas.renderer)
    copy = Figure(figsize=tuple(figure.get_size_inches()), dpi=_DPI, frameon=False)
    copy.add_artist(_Replay(canvas.renderer.calls, figure.bbox.height))
    return copy


class _Canvas(FigureCanvasBase):
    """Canvas that lays a figure out with the recorder, so that texts are measured once for layout and drawing."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        figure.set_dpi(_DPI)
        self.renderer = _Recorder(figure.bbox.width, figure.bbox.height)

    def get_renderer(self) -> _Recorder:
        return self.renderer


class _Recorder(RendererBase):
    """Renderer that writes down the calls which a figure makes."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.size = width, height
        self.calls: list[_Call] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.size

    def flipy(self) -> bool:
        return False

    def open_group(self, s: str, gid: str | None = None) -> None:
        self.calls.append(("open_group", None, (s, gid), {}))

    def close_group(self, s: str) -> None:
        self.calls.append(("close_group", None, (s,), {}))

    def draw_path(self, *args: Any, **options: Any) -> None:
        self._note("draw_path", *args, **options)

    def draw_markers(self, *args: Any, **options: Any) -> None:
        self._note("draw_markers", *args, **options)

    def draw_path_collection(self, *args: Any, **options: Any) -> None:
        self._note("draw_path_collection", *args, **options)

    def draw_text(self, *args: Any, **options: Any) -> None:
        self._note("draw_text", *args, **options)

    def draw_image(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError("Images depend on the resolution and cannot be recorded.")

    def _note(self, name: str, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:
        kept = GraphicsContextBase()
        kept.copy_properties(gc)  # an artist goes on to change its own
        self.calls.append((name, kept, args, options))


class _Replay(Artist):
    """Artist that makes recorded calls again, scaled to the resolution of its figure."""

    def __init__(self, calls: list[_Call], height: float) -> None:
        super().__init__()
        self._calls, self._height = calls, height

    def draw(self, renderer: RendererBase) -> None:
        figure = self.get_figure(root=True)
        assert isinstance(figure, Figure)  # noqa: S101 (root=True never gives a subfigure)
        factor = figure.dpi / _DPI
        scale = Affine2D().scale(factor) if factor != 1 else None
        for name, gc, args, options in self._calls:
            method: Callable[..., None] = getattr(renderer, name)
            if gc is None:
                method(*args)
                continue
            own = renderer.new_gc()
            own.copy_properties(gc)
            if name == "draw_text":
                x, y, *rest = args
                y = self._height - y if renderer.flipy() else y
                args = (x * factor, y * factor, *rest)
            if scale is not None:
                _scale_clip(own, scale)
                places = _PLACED.get(name, ())
                args = tuple(arg + scale if index in places else arg for index, arg in enumerate(args))
            method(own, *args, **options)
            own.restore()


def _scale_clip(gc: Any, scale: Affine2D) -> None:
    box = gc.get_clip_rectangle()
    if box is not None:
        gc.set_clip_rectangle(TransformedBbox(box, scale))
    path, transform = gc.get_clip_path()
    if path is not None:
        gc.set_clip_path(TransformedPath(path, transform + scale))
