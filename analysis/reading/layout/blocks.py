"""Blocks of a text: paragraphs, where blank lines, single line ends or lines wrapped by hand part them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ...tables import Span
from .bylines import is_byline
from .words import CAPITAL, STOP

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_BLANK: Final = re.compile(r"(?:\r\n|[\r\n\u2028\u2029\x85])[^\S\r\n]*(?:\r\n|[\r\n\u2028\u2029\x85])")
_WRAP: Final = (40, 100)
_WIDEST: Final = 120
_SHORT: Final = 0.75
"""Share of the width below which a line has been ended on purpose."""
_OPEN: Final = 0.6
"""Share of the width below which a line that a noun follows may be a headline."""
_BULLET: Final = re.compile(r"[*•‣▪●·>] |\+\+\+|\[?\d{1,2}[:.]\d{2} ?(?:Uhr\b|\])")
_DASH: Final = re.compile(r"[-–—] ")
_PAGE: Final = re.compile(r"[-–—|]? ?\d{1,4} ?[-–—|]?|(?:Seite|S\.) \d{1,4}(?: ?(?:von|/) ?\d{1,4})?", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[.!?…:;][\"'“”«»‹›’‘)\]]*$")
_HEAD: Final = 5
_BEGINS: Final = re.compile(rf"[{CAPITAL}\d„»«\"“‚›‹']")


def find_blocks(text: str) -> Iterator[Span]:
    r"""Yield the paragraphs of a text, white space stripped.

    Examples
    --------
    >>> text = "Titel\n\nDas ist ein Satz.\nDas ist noch einer."
    >>> [text[start:end] for start, end in find_blocks(text)]
    ['Titel', 'Das ist ein Satz.', 'Das ist noch einer.']
    """
    start = 0
    for stop in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        spans = [span for match in _LINE.finditer(text, start, stop) if (span := stripped(text, *match.span()))]
        for run in _runs(spans, [text[a:b] for a, b in spans]):
            lines = [text[a:b] for a, b in run]
            head = _head(lines)
            yield from run[:head]
            if is_wrapped(lines[head:]):
                yield from _paragraphs(run[head:], lines[head:])
            else:
                yield from run[head:]
        start = stop


def _runs(spans: Sequence[Span], lines: Sequence[str]) -> Iterator[Sequence[Span]]:
    """Yield lines that can be one paragraph: items of a list, numbers of pages and bylines part them."""
    first = 0
    item = apart = False
    for number, line in enumerate(lines):
        alone = len(lines) > 1 and (_PAGE.fullmatch(line) is not None or is_byline(line))
        # A dash may also open an aside in the middle of a sentence: "der Minister⏎– so heißt es – schweigt".
        opens = not number or item or _CLAUSE.search(lines[number - 1]) is not None
        item = _BULLET.match(line) is not None or (_DASH.match(line) is not None and opens)
        if number and (alone or item or apart):
            yield spans[first:number]
            first = number
        apart = alone
    if spans:
        yield spans[first:]


def stripped(text: str, start: int, end: int) -> Span | None:
    """Return a span without the white space at its ends, or nothing if it holds nothing else."""
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def is_wrapped(lines: Sequence[str]) -> bool:
    """Tell lines wrapped by hand from paragraphs on a line each.

    They break in mid-sentence and are alike in length; where a line goes on in small letters or after a hyphen, as
    columns of a PDF do, a short one among them does not matter.
    """
    if len(lines) < 2:
        return False
    joints = [(line, after) for line, after in pairwise(lines) if not STOP.search(line)]
    if len(joints) * 2 < len(lines) - 1 or any(_BULLET.match(after) for _, after in joints):
        return False
    low, high = _WRAP
    if all(low <= len(line) <= high for line, _ in joints):
        return True
    carried = sum(map(_goes_on, *zip(*joints, strict=True)))
    width = max(len(line) for line, _ in joints)
    short = [line for line, after in joints if not _goes_on(line, after) and len(line) < _OPEN * width]
    even = not short or (carried > 1 and len(short) == 1 and short[0] is not lines[0])
    return carried * 4 >= len(joints) > 0 and max(map(len, lines)) <= _WIDEST and even


def _goes_on(line: str, after: str) -> bool:
    """Whether a line certainly goes on in the next one: *Ukra-⏎ine*, *mit⏎der Führung*; a brand alone does not."""
    if len(line) > 1 and line[-1] == "-" and line[-2].isalpha():
        return True
    return after[0].islower() and " " in after


def _head(lines: Sequence[str]) -> int:
    """Return how many short lines stand above wrapped ones without a blank line between: title, byline."""
    for head in range(min(_HEAD, len(lines) - 1)):
        rest = lines[head:]
        if is_wrapped(rest) and (not head or any(map(_goes_on, rest, rest[1:]))):
            return head
        line, after = lines[head], lines[head + 1]
        width = max(map(len, lines[head + 1 :]))
        if STOP.search(line) or len(line) >= _SHORT * width or line[-1] == "-" or not _BEGINS.match(after):
            break
    return 0


def _paragraphs(spans: Sequence[Span], lines: Sequence[str]) -> Iterator[Span]:
    """Yield the paragraphs of wrapped lines: a sentence that ends well before the margin ends one."""
    width = max(map(len, lines))
    first = 0
    for number in range(1, len(lines)):
        line, after = lines[number - 1], lines[number]
        over = STOP.search(line) and len(line) < _SHORT * width and _BEGINS.match(after)
        if over and len(line) + len(after.split()[0]) < width:
            yield spans[first][0], spans[number - 1][1]
            first = number
    yield spans[first][0], spans[-1][1]
