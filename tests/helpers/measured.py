"""Boxes of a drawn figure, as its renderer measures them: which texts touch each other, a line, or the edge."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

# In pixels at this resolution; files have 300.
DPI, TOLERANCE = 200, 1.0


def drawn(figure: Figure) -> list[Text]:
    """Return the texts that a figure really draws: ticks beyond the limits exist, but have no picture."""
    figure.set_dpi(DPI)
    FigureCanvasAgg(figure)
    seen, draw = {}, Text.draw

    def note(text: Text, renderer: Any) -> None:
        colour = text.get_color()
        hidden = isinstance(colour, tuple) and len(colour) == 4 and not colour[3]
        if text.get_visible() and text.get_text().strip() and not hidden:
            seen[id(text)] = text
        draw(text, renderer)

    Text.draw = note  # type: ignore[method-assign]
    try:
        figure.draw_without_rendering()  # everything is laid out and measured, and only the pixels are missing
    finally:
        Text.draw = draw  # type: ignore[method-assign]
    return list(seen.values())


def box_of(text: Text) -> Bbox:
    """Return the box of the letters, without the arrow of an annotation."""
    return Text.get_window_extent(text)


def overlap(one: Bbox, other: Bbox, tolerance: float = TOLERANCE) -> bool:
    """Tell whether two boxes have more in common than an edge."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    up = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > tolerance and up > tolerance


def touching(figure: Figure, *, least: float = 6.0) -> list[tuple[str, str]]:
    """Return pairs of texts that overlap, and with an empty second texts that leave the figure or are too small."""
    texts = drawn(figure)
    boxes = [(text.get_text(), box_of(text)) for text in texts]
    page = figure.bbox
    found = [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)]
    found.extend((text.get_text(), "") for text in texts if text.get_fontsize() < least)
    found.extend(
        (words, "")
        for words, box in boxes
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    )
    return found


def arrows(figure: Figure) -> Iterator[np.ndarray[Any, Any]]:
    """Give points along each arrow, in pixels."""
    for arrow in figure.findobj(FancyArrowPatch):
        path = arrow.get_transform().transform_path(arrow.get_path())
        shaft = path.to_polygons(closed_only=False)[0]
        yield np.concatenate([np.linspace(a, b, 8) for a, b in pairwise(shaft)])


def crossing(figure: Figure, texts: list[Text]) -> dict[str, int]:
    """Return how many arrows run through each text, where any do."""
    lines = list(arrows(figure))
    found: dict[str, int] = {}
    for text in texts:
        box = box_of(text)
        hit = sum(
            bool(((p[:, 0] > box.x0) & (p[:, 0] < box.x1) & (p[:, 1] > box.y0) & (p[:, 1] < box.y1)).any())
            for p in lines
        )
        if hit:
            found[text.get_text()] = max(hit, found.get(text.get_text(), 0))
    return found
