"""Corrections: a row of a result that a person changes, rejects, adds or confirms, and what follows from it.

Functions take the tables of one document as rows and give new ones; nothing is changed in place. Every correction is
a row of the table ``corrections``: what it was, what it is, who says so, when and why. What follows from it in other
rows (a quote's new speaker is the new holder of the stances in it) is listed too, and names the correction that it
follows from, so that a correction can be taken back and can be made again on another version of the text. Indicators,
charts and reports are computed from the corrected rows.
"""

from __future__ import annotations

from .again import corrections_of, replay
from .count import corrected, corrections_in_words
from .draft import Note
from .make import add_row, change_row, confirm_row, reject_row
from .rejected import rejected_rows
from .revert import revert

__all__ = [
    "Note",
    "add_row",
    "change_row",
    "confirm_row",
    "corrected",
    "corrections_in_words",
    "corrections_of",
    "reject_row",
    "rejected_rows",
    "replay",
    "revert",
]
