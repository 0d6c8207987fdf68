"""Live tickers: the times and plus signs that open and close an entry, which are nobody's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ...tables import Span
from .words import DAY, STOP, WEEKDAY, plain

_CLOCK: Final = r"\d{1,2}(?:[:.]\d{2}|h\d{2})"
_WHEN: Final = (
    rf"(?:(?:{WEEKDAY},? )?(?:(?:den )?{DAY},? )?(?:um )?|{DAY} ?[|/–-] ?)"
    rf"(?P<time>(?:{_CLOCK} ?Uhr|\d{{1,2}} Uhr(?: \d{{2}})?|{_CLOCK})(?: ?\(?(?:MESZ|MEZ|GMT|UTC|Ortszeit)\)?)?)"
)
_TIME: Final = re.compile(
    rf"(?P<open>[\[(*]{{1,2}})?{_WHEN}(?P<close>[\])*]{{1,2}})?(?P<mark> ?[:|–—•]| -(?= )| ?[·+]{{1,3}})?"
)
_PLUS: Final = re.compile(r"\+{2,5}")
_MANY: Final = 2
"""Bare times (10:15) that make a ticker of a text."""


class Entry(NamedTuple):
    """A piece of a ticker."""

    start: int
    end: int
    kind: str
    """``time`` for what nobody said, ``heading`` for a headline between plus signs, ``text`` for the rest."""


def find_entries(text: str, blocks: Sequence[Span]) -> dict[int, list[Entry]]:
    """Return the pieces of each block that opens with a time or plus signs, by the number of the block.

    Examples
    --------
    >>> text = "[11:20 Uhr] Der Kreml droht."
    >>> [(entry.kind, text[entry.start : entry.end]) for entry in find_entries(text, [(0, len(text))])[0]]
    [('time', '[11:20 Uhr]'), ('text', 'Der Kreml droht.')]
    """
    seen = plain(text)
    bare = sum(_time(seen, start, end, bare=True) > start for start, end in blocks)
    found = {}
    for number, (start, end) in enumerate(blocks):
        pieces = _plus(seen, start, end) if _PLUS.match(seen, start) else _timed(seen, start, end, bare=bare >= _MANY)
        if any(piece.kind == "time" for piece in pieces):
            found[number] = pieces
    return found


def _time(seen: str, start: int, end: int, *, bare: bool) -> int:
    """Return where the time ends that opens a stretch, or its start: *um 11.20 Uhr sagte er* opens with none."""
    match = _TIME.match(seen, start, min(end, start + 80))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return start
    alone = not seen[match.end() : end].strip()
    clock = "Uhr" in match["time"] or ":" in match["time"]
    marked = bool(match["mark"] or match["close"])
    if not clock or not (alone or marked or (bare and ":" in match["time"])):
        return start
    following = seen[match.end() : end].lstrip()[:1]
    return start if following.islower() or following in {",", ".", "-"} else match.end()


def _timed(seen: str, start: int, end: int, *, bare: bool, within: bool = False) -> list[Entry]:
    stop = _time(seen, start, end, bare=bare)
    if stop == start:
        return _piece(seen, start, end, within=within)
    return [Entry(start, stop, "time"), *_piece(seen, stop, end, within=within)]


def _plus(seen: str, start: int, end: int) -> list[Entry]:
    """Part a line at its plus signs: *+++ 14:32 Kiew meldet Angriff +++ 14:10 Moskau schweigt +++*."""
    pieces: list[Entry] = []
    at = start
    for match in _PLUS.finditer(seen, start, end):
        if seen[at : match.start()].strip():
            pieces += _timed(seen, *_bounds(seen, at, match.start()), bare=True, within=True)
        pieces.append(Entry(match.start(), match.end(), "time"))
        at = match.end()
    if seen[at:end].strip():
        body, stop = _bounds(seen, at, end)
        pieces += _timed(seen, body, stop, bare=True)
    return _joined(pieces)


def _joined(pieces: list[Entry]) -> list[Entry]:
    """Join the marks that follow each other: *+++* and *14:32* are one piece."""
    joined: list[Entry] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind == "time":
            joined[-1] = joined[-1]._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined


def _piece(seen: str, start: int, end: int, *, within: bool) -> list[Entry]:
    """Return what follows a time: between plus signs a headline, unless it is a sentence."""
    if not seen[start:end].strip():
        return []
    kind = "heading" if within and not STOP.search(seen[start:end].rstrip()) else "text"
    return [Entry(*_bounds(seen, start, end), kind)]


def _bounds(seen: str, start: int, end: int) -> Span:
    piece = seen[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
