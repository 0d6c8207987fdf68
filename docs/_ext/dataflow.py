"""Draw the data flow of the architecture page as SVG, with the packages that the import contract names."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from pages import DOCS, layers

# What each stage adds to the result; the packages themselves come from the contract.
TABLES = {
    "reading": ("documents", "segments"),
    "language": ("sentences", "tokens"),
    "actors": ("mentions", "actors"),
    "quotes": ("quotes",),
    "stance": ("stances", "markers"),
    "framing": ("framing",),
}
BOX, GAP, LEFT = 128, 26, 20
INK, LINE, STAGE, USE, TABLE = "#1a1a1a", "#4a4a4a", "#dcebf7", "#d9f1e7", "#fdf0d3"


def draw_dataflow() -> str:
    """Return the drawing: stages from left to right, their tables below, and the packages that use the result."""
    order = [name for layer in layers() for name in layer]
    stages = [name for name in order if name in TABLES]
    after = order[order.index(stages[-1]) + 1 :]
    pipeline, uses = after[0], after[1:]
    width = 2 * LEFT + len(stages) * BOX + (len(stages) - 1) * GAP
    parts = [*_stages(stages), *_result(pipeline, width), *_uses(uses, width), *_ground(width)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 400" role="img" '
        f'font-family="system-ui, DejaVu Sans, sans-serif" font-size="14" fill="{INK}">'
        "<title>Data flow: a text passes the stages once, from left to right</title>"
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{LINE}"/></marker></defs>'
        f'<rect width="{width}" height="400" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def write_dataflow() -> None:
    """Write the drawing to where the architecture page reads it."""
    path: Path = DOCS / "images" / "dataflow.svg"
    path.write_text(draw_dataflow(), encoding="utf-8", newline="\n")


def _box(x: float, y: float, width: float, height: float, fill: str, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{LINE}"/>'
        f'<text x="{x + width / 2}" y="{y + height / 2 + 5}" text-anchor="middle"{weight}>{escape(text)}</text>'
    )


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{LINE}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _stages(stages: list[str]) -> Iterator[str]:
    for number, stage in enumerate(stages):
        x = LEFT + number * (BOX + GAP)
        yield _box(x, 30, BOX, 44, STAGE, stage, bold=True)
        if number:
            yield _arrow(x - GAP, 52, x - 2, 52)
        for row, name in enumerate(TABLES[stage]):
            yield _box(x + 8, 92 + 34 * row, BOX - 16, 28, TABLE, name)
        yield _arrow(x + BOX / 2, 92 + 34 * len(TABLES[stage]), x + BOX / 2, 192)
    yield f'<text x="{LEFT}" y="20" font-size="12">stages, in this order; each adds tables (yellow)</text>'


def _result(pipeline: str, width: float) -> Iterator[str]:
    text = f"{pipeline}: analyse(document) calls the stages and returns an Analysis, which holds all tables"
    yield _box(LEFT, 194, width - 2 * LEFT, 40, STAGE, text)


def _uses(uses: list[str], width: float) -> Iterator[str]:
    step = (width - 2 * LEFT + GAP) / len(uses)
    for number, name in enumerate(uses):
        x = LEFT + number * step
        yield _arrow(x + (step - GAP) / 2, 234, x + (step - GAP) / 2, 272)
        yield _box(x, 274, step - GAP, 40, USE, name)
    said = "packages that use the result (green); none of them changes it"
    yield f'<text x="{LEFT}" y="334" font-size="12">{said}</text>'


def _ground(width: float) -> Iterator[str]:
    text = "tables and errors: what every package imports, and what imports none"
    yield _box(LEFT, 350, width - 2 * LEFT, 34, TABLE, text)
