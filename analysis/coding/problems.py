"""Errors of a study in German and English: the command says them in English, a page in its own language."""

from __future__ import annotations

import errno
from typing import Final

from ..errors import CodingError
from ..translation import Translator

_PROBLEMS: Final = Translator(__package__, "problems.tsv")


def problem(key: str, **values: object) -> CodingError:
    """Return an error that `in_words` says in both languages.

    Parameters
    ----------
    key : str
        Key in ``problems.tsv``.
    **values
        What its placeholders stand for; an `OSError` stands for its reason.

    Examples
    --------
    >>> error = problem("item.none", item="i7")
    >>> str(error), error.in_words("de")
    ("There is no item 'i7' in this study.", 'Ein Item „i7“ gibt es in dieser Studie nicht.')
    """
    english = {name: value.strerror or value if isinstance(value, OSError) else value for name, value in values.items()}
    german = {name: _reason(value) if isinstance(value, OSError) else value for name, value in values.items()}
    error = CodingError(_PROBLEMS.say(key, "en", **english))
    error.german = _PROBLEMS.say(key, "de", **german)
    return error


def _reason(error: OSError) -> str:
    """Say in German why a file cannot be read or written; what is rare stays as the system says it."""
    key = f"reason.{errno.errorcode.get(error.errno or 0, '')}"
    return _PROBLEMS.say(key, "de") if key in _PROBLEMS else str(error.strerror or error)
