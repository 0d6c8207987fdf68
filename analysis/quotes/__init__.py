"""Quotes: who says what to whom and how: direct, indirect, reported and free indirect.

A network reads the whole document, proposes where quotes begin, and says of the words around each beginning whether
they belong to the quote, its speaker, its cue, its frame or its addressee; rules propose, and add evidence where they
are certain (`quote_rows`, `find_quotes`). Another extractor plugs in as a `QuoteFinder`.
"""

from __future__ import annotations

from .find import NetworkFinder, find_quotes, quote_rows
from .finders import Found, QuotectFinder, QuoteFinder

__all__ = ["Found", "NetworkFinder", "QuoteFinder", "QuotectFinder", "find_quotes", "quote_rows"]
