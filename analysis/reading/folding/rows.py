"""`unfold`: rows whose offsets and texts point into the source."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import Any, Final, Protocol, TypeVar

from ...tables import Evidence, Span, text_of

_Row = TypeVar("_Row", bound=tuple[Any, ...])

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
    return [_unfolded(row, folding, source) for row in rows] if folding.steps else list(rows)


def _unfolded(row: Any, folding: Placing, source: str) -> Any:
    fields = row._fields
    new: dict[str, Any] = {}
    for start, end, text in _SPAN:
        if start in fields and getattr(row, start) is not None:
            new[start], new[end] = span = folding.to_source(getattr(row, start), getattr(row, end))
            if text in fields:
                new[text] = source[slice(*span)]
    for spans, text in _SPANS:
        if spans in fields:
            moved: tuple[Span, ...] = tuple(folding.to_source(*span) for span in getattr(row, spans))
            new[spans] = moved
            if text:
                new[text] = text_of(moved, source) or getattr(row, text)
    if "evidence" in fields:
        new["evidence"] = tuple(_evidence(piece, folding, source) for piece in row.evidence)
    return row._replace(**new)


def _evidence(piece: Evidence, folding: Placing, source: str) -> Evidence:
    start, end = folding.to_source(piece.start, piece.end)
    return piece._replace(start=start, end=end, text=source[start:end])
