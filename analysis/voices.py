"""Whose words stand where in a text: the narrator's, or those of a quote.

A row stands in the voice of the innermost quote around it (`Voices`); words of quotes are counted once, in the
outermost one (`outer_voices`). All stages ask this module. The reader of stance alone counts reported acts as well,
because it was trained so (`stance.reader.encoding`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .spans import Spans
from .tables import NARRATOR, Quote

_RETOLD: Final = "reported"


def gives_words(kind: str) -> bool:
    """Return whether quotes of a type give somebody's words.

    A reported act ("Kasachstan forderte eine Lösung") is told in the newsroom's words: its span changes no voice.

    Examples
    --------
    >>> gives_words("indirect"), gives_words("reported")
    (True, False)
    """
    return kind != _RETOLD


def outer_voices(quotes: Iterable[Quote]) -> list[Quote]:
    """Return the quotes that give somebody's words, without those within another one: each word has one voice."""
    given = [quote for quote in quotes if gives_words(quote.type)]
    ids = {quote.quote_id for quote in given}
    return [quote for quote in given if quote.parent_id not in ids]


class Voices:
    """The quotes of a document, asked for whose words stand at a place.

    Parameters
    ----------
    quotes : iterable of Quote
        Quotes of the document.
    """

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._spans = Spans(
            (start, end, quote) for quote in quotes if gives_words(quote.type) for start, end in quote.spans
        )

    def at(self, start: int, end: int | None = None) -> Quote | None:
        """Return the innermost quote around a span, or a code point, whose speaker is known, else the innermost one."""
        around = self._spans.around(start, start + 1 if end is None else end)
        named = (quote for quote in around if quote.speaker_text or quote.speaker_name)
        return next(named, around[0] if around else None)

    def name(self, start: int, end: int | None = None) -> str:
        """Return ``narrator``, or the ``quote_id`` of the quote around a span: the column ``voice``."""
        quote = self.at(start, end)
        return NARRATOR if quote is None else quote.quote_id
