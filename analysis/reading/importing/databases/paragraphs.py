"""Paragraphs of an export as plain text, where lines were wrapped by hand and lines of data stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ...dates import parse_date
from ...segments import is_wrapped
from .lines import DAY_CHARS, is_role, split_label

_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_STOP: Final = re.compile(r"[.!?…][\"'“”»«‘’)\]]*$")
# Nexis wraps its text files by hand at about 80 characters.
_WRAPPED_AT: Final = 100
_SHORT: Final = 0.75


def export_paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs: wrapped lines are joined, lines of data stand alone.

    Examples
    --------
    >>> export_paragraphs("Dokument 1 von 1\n\nKurier\n\n4. März 2023\nGesamtausgabe\n\nEin Titel\nin zwei Zeilen")
    ['Dokument 1 von 1', 'Kurier', '4. März 2023 Gesamtausgabe', 'Ein Titel in zwei Zeilen']
    """
    blocks = [
        lines
        for block in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
        if (lines := [" ".join(line.split()) for line in block.splitlines() if line.strip()])
    ]
    width = max((len(line) for lines in blocks for line in lines), default=0)
    starts = [lines for lines in blocks if any(is_role(line, "nexis", "start") for line in lines)]
    # Where the head of a text is no block of its own, blank lines part nothing.
    by_hand = width <= _WRAPPED_AT and bool(starts) and all(len(lines) == 1 for lines in starts)
    join = _joined_by_hand if by_hand else _joined
    return [paragraph for lines in blocks for paragraph in join(lines, width)]


def _joined(lines: Sequence[str], width: int) -> Iterator[str]:
    if is_wrapped(lines):
        yield " ".join(lines)
    else:
        yield from lines


def _joined_by_hand(lines: Sequence[str], width: int) -> Iterator[str]:
    """Join a block of a file in which every line was wrapped: a block is a title, a paragraph, or lines of data."""
    current = ""
    for line in lines:
        if current and (_stands_alone(line) or _ends(current, width)):
            yield current
            current = ""
        current = f"{current} {line}".strip()
    if current:
        yield current


def _stands_alone(line: str) -> bool:
    """Tell a line that opens a paragraph of its own: a label in capitals, a day, a note of the system."""
    label = split_label(line)
    if label is not None and label[0] == label[0].upper():
        return True
    if len(line) <= DAY_CHARS and line[:1].isdigit() and parse_date(line) and len(line.split()) <= 5:
        return True
    return any(is_role(line, "nexis", role) for role in ("start", "end", "skip", "body"))


def _ends(current: str, width: int) -> bool:
    """Tell a line that is a paragraph by itself, or the last of one, though no blank line follows."""
    if any(is_role(current, "nexis", role) for role in ("start", "end", "skip", "body")):
        return True
    return bool(_STOP.search(current)) and len(current) < _SHORT * width
