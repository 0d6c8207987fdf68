"""Bounds: a quote ends with its segment; no headline runs on into the lead below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..language.view import View
from ..tables import Span
from .finders import Found

_PROSE: Final = frozenset({"lead", "paragraph", "question", "answer"})
_GOES_ON: Final = frozenset(":;,-–—")
_CLOSING: Final = frozenset("“”\"«»’‘'›‹")
_CLAUSES: Final = frozenset({"indirect", "reported"})


def within_segments(found: Iterable[Found], view: View) -> list[Found]:
    """Return quotes of which none crosses a segment: the others are cut at its end.

    Parameters
    ----------
    found : iterable of Found
        Quotes as spans of characters.
    view : View
        The parsed document with its segments.

    Returns
    -------
    list of Found
        Direct and free speech that goes on in the next paragraph is a quote in each; of a clause only what stands
        beside its cue is left, unless the paragraph goes on in a list. A cut quote that is there already is left out.
    """
    if len(view.segments) < 2:
        return list(found)
    whole: list[Found] = []
    parts: list[Found] = []
    for quote in found:
        if not quote.spans or _place(view, quote.spans[0][0]) == _place(view, quote.spans[-1][1] - 1):
            whole.append(quote)
        else:
            parts += _cut(quote, view)
    taken = {(quote.spans[0][0], quote.spans[-1][1]) for quote in whole if quote.spans}
    for part in parts:
        hull = part.spans[0][0], part.spans[-1][1]
        if hull not in taken:
            taken.add(hull)
            whole.append(part)
    return _continued(whole, view)


def _continued(found: list[Found], view: View) -> list[Found]:
    """Return the quotes; those that open in each paragraph and never close share the speaker of the first."""
    layout, text = view.segments, view.text
    result: list[Found] = []
    before: Found | None = None
    for quote in sorted(found, key=lambda quote: (quote.spans[0][0], -quote.spans[-1][1])):
        if quote.type == "direct":
            here = _place(view, quote.spans[0][0])
            if (
                quote.speaker is None
                and before is not None
                and before.speaker is not None
                and quote.spans[0][0] == layout[here].start
                and before.spans[-1][1] == layout[here - 1].end
                and text[before.spans[-1][1] - 1] not in _CLOSING
            ):
                quote = quote._replace(speaker=before.speaker, cue=before.cue)
            before = quote
        result.append(quote)
    return result


def _place(view: View, offset: int) -> int:
    return max(view.block(offset) - 1, 0)


def _cut(quote: Found, view: View) -> list[Found]:
    """Return a quote in pieces, one a segment."""
    layout = view.segments
    pieces: dict[int, list[Span]] = {}
    for start, end in quote.spans:
        for place in range(_place(view, start), _place(view, end - 1) + 1):
            low, high = max(start, layout[place].start), min(end, layout[place].end)
            piece = view.text[low:high]
            if piece.strip():
                low += len(piece) - len(piece.lstrip())
                pieces.setdefault(place, []).append((low, low + len(piece.strip())))
    home = _home(quote, pieces, view)
    kept = [place for place in pieces if place == home or layout[place].kind in _PROSE]
    if quote.type in _CLAUSES:
        kept = [place for place in kept if place == home or _runs_on(home, place, view)]
    return [quote._replace(spans=tuple(pieces[place])) for place in kept]


def _home(quote: Found, pieces: dict[int, list[Span]], view: View) -> int:
    """Return the segment that a quote belongs to: where its cue or speaker stands, else where most of it does."""
    for spans in (quote.cue, quote.frame, (quote.speaker,) if quote.speaker else ()):
        for start, _ in spans:
            if (place := _place(view, start)) in pieces:
                return place
    return max(pieces, key=lambda place: (sum(end - start for start, end in pieces[place]), -place))


def _runs_on(home: int, place: int, view: View) -> bool:
    """Return whether a clause goes on from one segment to the next, as into a list: *sagte: ⏎– dass …;⏎– dass …*."""
    if place < home:
        return False
    return all(view.text[segment.end - 1] in _GOES_ON for segment in view.segments[home:place])
