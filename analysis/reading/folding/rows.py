"""`unfold`: rows whose offsets and texts point into the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from ...tables import Evidence, Span, text_of

_Row = TypeVar("_Row", bound=tuple[Any, ...])
_Columns: TypeAlias = dict[str, Sequence[Any]]

# Columns of one span: where it begins and ends, and its text.
_SPAN: Final = (
    ("start", "end", "text"),
    ("speaker_start", "speaker_end", "speaker_text"),
    ("addressee_start", "addressee_end", "addressee_text"),
)
# Columns of several spans, and their text together.
_SPANS: Final = (("spans", "text"), ("cue_spans", "cue_text"), ("frame_spans", ""))


class Placing(Protocol):
    """What brings offsets of one text into another, such as a `Folding`."""

    @property
    def steps(self) -> Sized:
        """Empty where both texts are the same."""
        ...

    def to_source(self, start: int, end: int) -> Span:
        """Return what a span covers in the source."""
        ...


def unfold(rows: Iterable[_Row], folding: Placing, source: str) -> list[_Row]:
    """Return rows of any table with their offsets and texts in the source.

    Parameters
    ----------
    rows : iterable of tuple
        Rows that were made from the folded text.
    folding : Folding
        How it was folded.
    source : str
        The text as it stands.
    """
    given = list(rows)
    if not folding.steps or not given:
        return given
    kind: Any = type(given[0])
    columns: _Columns = dict(zip(kind._fields, zip(*given, strict=True), strict=True))
    for span in _SPAN:
        if span[0] in columns:
            _move_span(columns, *span, folding, source)
    for spans, text in _SPANS:
        if spans in columns:
            columns[spans] = [tuple(folding.to_source(*span) for span in row) for row in columns[spans]]
            if text:
                pairs = zip(columns[spans], columns[text], strict=True)
                columns[text] = [text_of(row, source) or old for row, old in pairs]
    if "evidence" in columns:
        columns["evidence"] = [tuple(_evidence(piece, folding, source) for piece in row) for row in columns["evidence"]]
    return list(map(kind._make, zip(*columns.values(), strict=True)))


def _move_span(columns: _Columns, start: str, end: str, text: str, folding: Placing, source: str) -> None:
    pairs = zip(columns[start], columns[end], strict=True)
    places = [None if first is None else folding.to_source(first, last) for first, last in pairs]
    columns[start] = [place and place[0] for place in places]
    columns[end] = [place and place[1] for place in places]
    if text in columns:
        texts = zip(places, columns[text], strict=True)
        columns[text] = [old if place is None else source[slice(*place)] for place, old in texts]


def _evidence(piece: Evidence, folding: Placing, source: str) -> Evidence:
    start, end = folding.to_source(piece.start, piece.end)
    return piece._replace(start=start, end=end, text=source[start:end])
