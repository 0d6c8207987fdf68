"""Pages: pieces of text with their places become paragraphs, column by column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from .article import Prose

_NARROW: Final = frozenset("iljtfrI.,:;!|'‚‘’()[]/- ")
_WIDE: Final = frozenset("mwMW@%—…")
_PAGE_NUMBER: Final = re.compile(
    r"(?i)(?:(?:seite|page|s\.)\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:/|von|of)\s*\d{1,4})?"
)
# What a browser prints above and below a page: day and time, and the address.
_PRINTED: Final = re.compile(
    r"\d\d?[./]\d\d?[./]\d\d(?:\d\d)?, \d\d?:\d\d(?: [AP]M)?|(?:https?|file)://\S+(?: \d+/\d+)?"
)
_STOP: Final = re.compile(r"[.!?…:][\"'“”„«»‹›’‘)\]]*$")
_HYPHENS: Final = "-\u00ad\u2010"
# "Nord- und Südkorea": what follows is not the rest of the word.
_COORDINATES: Final = frozenset({"und", "oder", "bis", "sowie", "bzw", "beziehungsweise"})
_SAME_PLACE: Final = 2.0
_LEAST_ROWS: Final = 3
_EDGE_ROWS: Final = 2
_TOP_BLOCKS: Final = 6
_TITLE_CHARS: Final = 200


class Piece(NamedTuple):
    """A piece of a line: its left end and baseline in points, its height, and its text."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    upright: bool = True
    spaced: bool = False


class Line(NamedTuple):
    """A line of a column."""

    x: float
    y: float
    end: float
    size: float
    text: str
    bold: bool


class Block(NamedTuple):
    """A paragraph, or what of it stands in one column.

    `opens` says that it stands at the top of a column without an indent, `full` that its last line fills the column.
    """

    text: str
    size: float
    bold: bool
    opens: bool = False
    full: bool = False


def read_pages(pages: Sequence[Sequence[Piece]]) -> Prose:
    """Return the paragraphs of some pages.

    Parameters
    ----------
    pages : sequence of sequence of Piece
        The pieces of each page, in any order.

    Returns
    -------
    Prose
        In the order of reading; a paragraph that goes on in the next column or page is one. The title is what stands
        in the largest letters above the text. A remark tells whether running heads or page numbers were left out.
    """
    rows = [_rows(page) for page in pages]
    running = _running(rows)
    blocks: list[Block] = []
    left_out = False
    for lines in rows:
        kept = [row for index, row in enumerate(lines) if not _is_running(row, index, len(lines), running)]
        left_out |= len(kept) < len(lines)
        blocks.extend(_blocks(kept))
    for page in pages:
        # Credits along the edge of a picture stand upright; they part no sentence.
        blocks.extend(Block(piece.text.strip(), piece.size, piece.bold) for piece in page if not piece.upright)
    remarks = ("page numbers and running heads were left out",) if left_out else ()
    whole = _joined(blocks)
    return Prose([block.text for block in whole], remarks, _title(whole))


def _title(blocks: Sequence[Block]) -> str | None:
    """Return the first of the largest blocks near the top, if it is larger than the text."""
    sizes = sorted((block.size, len(block.text)) for block in blocks)
    half = sum(length for _, length in sizes) / 2
    body = 0.0
    for size, length in sizes:
        body, half = size, half - length
        if half <= 0:
            break
    top = [block for block in blocks[:_TOP_BLOCKS] if len(block.text) <= _TITLE_CHARS]
    largest = max(top, key=lambda block: block.size, default=None)
    return largest.text if largest is not None and largest.size >= 1.2 * body else None


def width(text: str, size: float) -> float:
    """Estimate how wide a text is, by the widths of common fonts."""
    return size * sum(
        0.28 if c in _NARROW else 0.86 if c in _WIDE else 0.67 if c.isupper() else 0.53 for c in text.rstrip()
    )


def _rows(page: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces by baseline, from top to bottom, each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted((piece for piece in page if piece.upright), key=lambda piece: (-piece.y, piece.x)):
        if rows and abs(rows[-1][0].y - piece.y) <= 0.3 * max(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x) for row in rows]


def _mask(row: Sequence[Piece]) -> str:
    return re.sub(r"\d+", "0", " ".join(" ".join(piece.text for piece in row).split()))


def _running(pages: Sequence[Sequence[Sequence[Piece]]]) -> frozenset[str]:
    """Return what stands at the edge of two pages and of a third of all: heads of left and right pages differ."""
    counts: Counter[str] = Counter()
    for page in pages:
        edge = [*page[:_EDGE_ROWS], *page[-_EDGE_ROWS:]] if len(page) > 2 * _EDGE_ROWS else []
        counts.update({_mask(row) for row in edge})
    least = max(2, -(-len(pages) // 3))
    return frozenset(mask for mask, count in counts.items() if count >= least)


def _is_running(row: Sequence[Piece], index: int, total: int, running: frozenset[str]) -> bool:
    if total <= 2 * _EDGE_ROWS or not (index < _EDGE_ROWS or index >= total - _EDGE_ROWS):
        return False
    text = " ".join(" ".join(piece.text for piece in row).split())
    if index in (0, total - 1) and any(_PRINTED.fullmatch(piece.text.strip()) for piece in row):
        return True
    return _mask(row) in running or _PAGE_NUMBER.fullmatch(text) is not None


def _columns(rows: Sequence[Sequence[Piece]]) -> list[float]:
    """Return the left ends of columns: places where pieces begin in many rows, apart from what stands before them."""
    starts: Counter[int] = Counter()
    for row in rows:
        places = set()
        for before, piece in zip([None, *row], row, strict=False):
            if before is None or piece.x - (before.x + 0.9 * width(before.text, before.size)) > 0.6 * piece.size:
                places.add(round(piece.x / _SAME_PLACE))
        starts.update(places)
    columns: list[float] = []
    for place, _ in sorted(starts.items()):
        count = starts[place] + starts[place + 1]
        if count >= max(_LEAST_ROWS, 0.15 * len(rows)):
            x = place * _SAME_PLACE
            if not columns or x - columns[-1] > 60:
                columns.append(x)
    return columns


def _blocks(rows: Sequence[Sequence[Piece]]) -> list[Block]:
    """Return the paragraphs of a page: band by band between lines across the page, in each column by column."""
    columns = _columns(rows)
    bands: list[dict[int, list[Line]]] = [{}]
    for row in rows:
        for column, line in _lines(row, columns):
            crosses = any(line.x < left - _SAME_PLACE and line.end > left + line.size for left in columns)
            if crosses:
                bands.extend(({column: [line]}, {}))
            else:
                bands[-1].setdefault(column, []).append(line)
    merged: list[dict[int, list[Line]]] = []
    for band in bands:
        # Lines across a page of one column follow one another; a band of one column goes on in the next.
        if merged and len(band) == 1 and len(merged[-1]) == 1 and set(band) == set(merged[-1]):
            for column, lines in band.items():
                merged[-1][column].extend(lines)
        elif band:
            merged.append(band)
    return [block for band in merged for column in sorted(band) for block in _paragraphs(band[column])]


def _lines(row: Sequence[Piece], columns: Sequence[float]) -> list[tuple[int, Line]]:
    """Part a row where a column begins, and join what stands in one column."""
    parts: list[list[Piece]] = []
    for piece in row:
        last = parts[-1][-1] if parts else None
        if last is None or _is_apart(last, piece, columns):
            parts.append([piece])
        else:
            parts[-1].append(piece)
    found = []
    for part in parts:
        text = part[0].text
        for before, piece in pairwise(part):
            gap = piece.x - (before.x + width(before.text, before.size))
            apart = piece.spaced or before.text[-1:].isspace() or gap > 0.35 * piece.size
            text = text.rstrip() + (" " if apart else "") + piece.text
        size = max(part, key=lambda piece: len(piece.text)).size
        end = max(piece.x + width(piece.text, piece.size) for piece in part)
        column = sum(left <= part[0].x + 1.5 * _SAME_PLACE for left in columns)
        bold = all(piece.bold for piece in part)
        found.append((column, Line(part[0].x, part[0].y, end, size, " ".join(text.split()), bold)))
    return found


def _is_apart(last: Piece, piece: Piece, columns: Sequence[float]) -> bool:
    """Return whether a piece stands in another column than the piece before it."""
    end = last.x + width(last.text, last.size)
    if any(abs(piece.x - left) <= 1.5 * _SAME_PLACE for left in columns):
        return piece.x > end - 0.15 * (end - last.x)
    # The first line of a paragraph is indented.
    between = any(end - 0.1 * (end - last.x) < left + _SAME_PLACE and left <= piece.x for left in columns)
    return between and piece.x - end > piece.size


def _paragraphs(lines: Sequence[Line]) -> list[Block]:
    """Part the lines of a column into paragraphs, by space, indent, size and short last lines."""
    gaps = [above.y - line.y for above, line in pairwise(lines) if above.y > line.y]
    pitch = median(gaps) if gaps else 0.0
    left = Counter(round(line.x) for line in lines).most_common(1)[0][0]
    right = sorted(line.end for line in lines)[int(0.8 * (len(lines) - 1))]
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or _parts(blocks[-1][-1], line, pitch=pitch, left=left, right=right):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return [
        Block(
            join_lines([line.text for line in block]),
            block[0].size,
            block[0].bold,
            opens=number == 0 and block[0].x <= left + 0.7 * block[0].size,
            full=block[-1].end >= left + 0.85 * (right - left),
        )
        for number, block in enumerate(blocks)
    ]


def _parts(above: Line, line: Line, *, pitch: float, left: float, right: float) -> bool:
    if above.text[-1:] in _HYPHENS and above.size == line.size:
        return False
    gap = above.y - line.y
    if abs(above.size - line.size) > 0.1 * above.size or above.bold != line.bold:
        return True
    if gap > 1.35 * max(min(pitch, 1.6 * line.size), line.size) or gap < -line.size:
        return True
    indented = line.x > left + 0.7 * line.size
    stopped = _STOP.search(above.text) is not None
    share = (above.end - left) / max(right - left, 1.0)
    if indented:
        return stopped or share < 0.8
    return stopped and share < 0.7 and not line.text[:1].islower()


def join_lines(lines: Sequence[str]) -> str:
    """Join lines of a paragraph; a word parted at a line end becomes one again.

    Examples
    --------
    >>> join_lines(["Der rus-", "sische Angriff auf die Ukra-", "ine, Nord-", "und Südkorea, der US-", "Präsident"])
    'Der russische Angriff auf die Ukraine, Nord- und Südkorea, der US-Präsident'
    """
    text = ""
    for line in lines:
        text = _joint(text, line) if text else line
    return text


def _joint(before: str, line: str) -> str:
    bare = before.rstrip(_HYPHENS)
    stem = re.split(r"[^\w]", bare[-40:])[-1]
    if bare == before or not stem or not line[:1].isalnum():
        return f"{before} {line}"  # "Wir bleiben -" ends in a dash
    word = re.split(r"[^\w]", line[:60])[0]
    if word in _COORDINATES and before[-1] != "\u00ad":
        return f"{before} {line}"
    if stem[-1].isdigit() or line[0].isdigit():  # "1991-2001", "Covid-19-Pandemie"
        return before + line
    if before[-1] == "\u00ad":
        return bare + line
    capitals = len(stem) > 1 and stem.isupper()
    if capitals and len(stem) > 3 and len(word) > 1 and word.isupper():
        return bare + line
    return (before if capitals or line[0].isupper() else bare) + line


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Join what a column or a page has parted."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        goes_on = last is not None and abs(last.size - block.size) <= 0.1 * last.size and last.bold == block.bold
        goes_on = goes_on and last is not None and not _STOP.search(last.text)
        whole = block.opens and last is not None and last.full  # German nouns begin with capitals
        if last is not None and goes_on and (last.text[-1:] in _HYPHENS or block.text[:1].islower() or whole):
            found[-1] = last._replace(text=_joint(last.text, block.text), full=block.full)
        elif block.text:
            found.append(block)
    return found
