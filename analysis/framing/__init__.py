"""Framing: how a region is positioned, as indicators over the tables of the other rooms; nothing is re-read.

Every indicator is a small function in a registry with its definition, formula, literature and limits
(`docs/methods.md` is written from it); every value comes with n, a 95 % interval and the ids of the rows
that it rests on. What a text does not speak of is unknown, never zero.
"""

from __future__ import annotations

from .perspective import DEFAULT, Perspective, expand, perspective_of
from .view import View, count_words, views

__all__ = [
    "DEFAULT",
    "Perspective",
    "View",
    "count_words",
    "expand",
    "perspective_of",
    "views",
]
