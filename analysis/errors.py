"""The one family of errors that mittellage raises on purpose.

Every message names the offending value, says what is allowed, and how to mend it, so that a
command line or a widget can show it as it stands, without a traceback.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from .legible import legible

# What a reader of files could not do: an interface words it in its own language.
Obstacle = Literal["unreadable", "empty", "large", "many", "pictures", "locked", "library", "kind"]
# What of a document can be too much.
LimitKind = Literal["timeout", "memory"]
# Messages name arguments of Python; whoever typed a command knows its options.
_MAPPING: Final = re.compile(r"mapping=\{([^{}]*)\}")
_FORMAT: Final = re.compile(r"\bformat='(\w+)'")
_LIMIT: Final = re.compile(r", as in limits=Limits\((timeout|memory)=([\d_.]+)\)")
_NO_OPTION: Final = re.compile(r", or raise max_bytes\b")


class MittellageError(Exception):
    """Base of every error that a user of mittellage can cause and can mend."""

    # The message in German, where it has one: pages speak both languages, commands English.
    german: str = ""

    def in_words(self, lang: str) -> str:
        """Return the message in a language, in English where there is no other."""
        return legible(self.german) if lang == "de" and self.german else str(self)

    def __str__(self) -> str:
        """Return the message; it may cite a text or a file's name, which must not steer the terminal that shows it."""
        return legible(super().__str__())


class ReadingError(MittellageError):
    """A source that cannot be read as text: empty, binary, too long, undecodable, missing.

    Parameters
    ----------
    message : str
        One or two sentences, in English.
    obstacle : str
        What kind of obstacle it is; see `Obstacle`.
    """

    def __init__(self, message: str, *, obstacle: Obstacle = "unreadable") -> None:
        super().__init__(message)
        self.obstacle: Obstacle = obstacle


class ForeignTextError(ReadingError):
    """A text that is not German; `language` is its language in English."""

    language: str = ""


class LanguageError(MittellageError):
    """A language backend that is unknown, not installed, or speaks an annotation scheme that we cannot map."""


class ModelError(LanguageError):
    """A model file that comes with mittellage and is missing or damaged."""


class LexiconError(MittellageError):
    """A row of a lexicon (countries, leaders, predicates, frames) that breaks its contract."""


class TableError(MittellageError):
    """A table that breaks the contract of :mod:`analysis.tables`."""


class CorrectionError(MittellageError):
    """A correction that names no row, no column or no value that there is."""


class CorrectionWarning(UserWarning):
    """Corrections of another version of a text whose rows were not found again."""


class ExportError(MittellageError):
    """Results that cannot be written where the user wants them."""


class CorpusError(MittellageError):
    """A corpus or its store that cannot be made, gone on with, opened or asked."""


class CodingError(MittellageError):
    """A study of hand codings that cannot be drawn, opened, coded, imported or estimated from."""


class LimitError(MittellageError):
    """A document that took too much time or memory and was given up.

    Parameters
    ----------
    message : str
        Which document, which limit, and how to raise it.
    kind : {"timeout", "memory"}
        Which limit.
    """

    def __init__(self, message: str, *, kind: LimitKind = "timeout") -> None:
        super().__init__(message)
        self.kind: LimitKind = kind


def in_command_words(message: str) -> str:
    """Return a message with the options of the command in place of the arguments of Python.

    Examples
    --------
    >>> in_command_words("Name it, as in mapping={'text': 'Volltext'}.")
    'Name it, as in --columns text=Volltext.'
    >>> in_command_words("Allow more, as in limits=Limits(memory=6_000_000_000).")
    'Allow more with --memory 6GB.'
    """
    message = _MAPPING.sub(lambda found: f"--columns {_pairs(found[1])}", message)
    message = _FORMAT.sub(r"--format \1", message)
    message = _LIMIT.sub(_option, message)
    return _NO_OPTION.sub("", message)


def _option(limit: re.Match[str]) -> str:
    value = limit[2] if limit[1] == "timeout" else f"{int(limit[2]) / 10**9:g}GB"
    return f" with --{limit[1]} {value}"


def _pairs(items: str) -> str:
    """Write the items of a dict as ``text=Volltext,date=Tag``, in quotation marks where a shell would part them."""
    pairs = ",".join(
        f"{field}={column}" for field, column in re.findall(r"['\"]([^'\"]+)['\"]: ['\"]([^'\"]+)['\"]", items)
    )
    return f"'{pairs}'" if " " in pairs else pairs
