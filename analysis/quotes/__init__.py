"""Quotes: who says what to whom and how: direct, indirect, reported and free indirect.

A network reads the whole document, proposes where quotes begin, and says of the words around each beginning whether
they belong to the quote, its speaker, its cue, its frame or its addressee (`quote_rows`, `find_quotes`).
"""

from __future__ import annotations

from .find import find_quotes, quote_rows

__all__ = ["find_quotes", "quote_rows"]
