"""Words that a line end divides: joined where the hyphen belongs to the layout, kept where it belongs to the word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..dictionary import is_form
from .edits import Edit

_DIVIDED: Final = re.compile(
    r"(?P<left>(?<![^\W_])[^\W_]+)(?P<hyphen>-)(?P<end>[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*)"
    r"(?P<right>[^\W\d_]+)[^\s]*(?:(?P<space>[^\S\r\n])(?![^\S\r\n]*(?:[\r\n]|\Z)))?"
)
# Columns of a page that stand side by side: the next line goes on with another column.
_GAP: Final = re.compile(r"\S[^\S\n]{4,}\S")
# Wirtschafts- / und Währungsunion: the hyphen stands for the rest of the word.
_LINKS: Final = frozenset({"und", "oder", "bzw", "sowie", "beziehungsweise", "wie", "noch", "als", "bis", "statt"})


def hyphenation_edits(text: str) -> Iterator[Edit]:
    r"""Yield the replacements that put divided words together; the line then ends after the word.

    Examples
    --------
    >>> [tuple(edit) for edit in hyphenation_edits("in der Ukra-\nine und der Nord-\nSüd-Dialog")]
    [(11, 13, ''), (16, 17, '\n'), (30, 31, '')]
    """
    if "-" not in text:
        return
    for match in _DIVIDED.finditer(text):
        left, right = match["left"], match["right"]
        if _GAP.search(text, text.rfind("\n", 0, match.start()) + 1, match.end("left")):
            continue
        keep = _keeps_hyphen(left, right)
        if keep is None:
            continue
        start, end = match.span("end")
        yield Edit(start if keep else match.start("hyphen"), end, "")
        if match["space"]:
            yield Edit(*match.span("space"), match["end"].strip(" \t") if "\n" in match["end"] else "\n")


def _keeps_hyphen(left: str, right: str) -> bool | None:
    """Return whether the word has a hyphen of its own; None where two words follow each other."""
    joined = left + right
    if right[0].isupper() or (len(left) > 1 and left.isupper()) or left[-1].isdigit():
        return True  # Nord-Süd-Dialog, US-amerikanisch, G7-Staaten
    if is_form(joined):
        return False
    if right in _LINKS:
        return None
    # deutsch-russisch: two adjectives; Regierungs-bildung: the first part is no word
    return left.islower() and is_form(left) and is_form(right) and len(left) > 3
