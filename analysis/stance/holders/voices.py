"""Voices: which quote a code point stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...spans import Spans
from ...tables import Quote

# A reported act ("Kasachstan forderte eine Lösung") is told in the newsroom's words: its span changes no voice.
_QUOTED_WORDS: Final = frozenset({"direct", "indirect", "free_indirect", "indirect_free_indirect"})


class Voices:
    """The quotes of a document, asked for who speaks at an offset.

    Parameters
    ----------
    quotes : sequence of Quote
        Quotes of the document.
    """

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._spans = Spans(
            (start, end, quote) for quote in quotes if quote.type in _QUOTED_WORDS for start, end in quote.spans
        )

    def at(self, offset: int) -> Quote | None:
        """Return the innermost quote around an offset whose speaker is known, else the innermost one."""
        around = self._spans.around(offset, offset + 1)
        named = (quote for quote in around if quote.speaker_text or quote.speaker_name)
        return next(named, around[0] if around else None)
