"""The one family of errors that mittellage raises on purpose.

Every message names the offending value, says what is allowed, and how to mend it, so that a
command line or a widget can show it as it stands, without a traceback.
"""

from __future__ import annotations


class MittellageError(Exception):
    """Base of every error that a user of mittellage can cause and can mend."""


class ReadingError(MittellageError):
    """A source that cannot be read as text: empty, binary, too long, undecodable, missing."""


class ForeignTextError(ReadingError):
    """A text that is not German; `language` is its language in English."""

    language: str = ""


class LanguageError(MittellageError):
    """A language backend that is unknown, not installed, or speaks an annotation scheme that we cannot map."""


class LexiconError(MittellageError):
    """A row of a lexicon (countries, leaders, predicates, frames) that breaks its contract."""


class TableError(MittellageError):
    """A table that breaks the contract of :mod:`analysis.tables`."""


class ExportError(MittellageError):
    """Results that cannot be written where the user wants them."""


class CorpusError(MittellageError):
    """A corpus or its store that cannot be made, gone on with, opened or asked."""
