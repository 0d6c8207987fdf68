r"""Text that is safe to show: what steers a terminal, a file or the direction of writing is written out.

Titles, names and messages come from whoever wrote a text or named a file. Shown as they are, ``\x1b[2J`` empties a
terminal, a control character makes an SVG that no program opens, and ``\u202e`` turns around what stands behind it.
"""

from __future__ import annotations

import re
from typing import Final

# C0 without tab and line ends, DEL, C1 without NEL, directional marks, embeddings, overrides and isolates, and the
# signs of interlinear annotation, which hide what they enclose.
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
# Half a surrogate pair has no UTF-8, these two code points have no XML.
_NOTHING: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
# A byte order mark in a text is left from joining files; PDF cannot be drawn with one.
_MARK: Final = "\ufeff"
# A carriage return alone lets a terminal write over what the line says.
_RETURN: Final = re.compile("\r\n?")


def legible(text: str) -> str:
    r"""Return a text in which characters that are not seen, but turn around, hide or steer what is, are written out.

    Parameters
    ----------
    text : str
        Any text; line ends stay, as line feeds, and byte order marks go.

    Examples
    --------
    >>> legible("Minister \u202etxet"), legible("\x1b[2JTokajew")
    ('Minister ⟨U+202E⟩txet', '⟨U+001B⟩[2JTokajew')
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NOTHING.sub("\ufffd", _RETURN.sub("\n", text.replace(_MARK, "")))
    return _STEERING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def legible_line(text: str) -> str:
    r"""Return a text as one legible line, for titles, names and cells.

    Parameters
    ----------
    text : str
        Any text.

    Examples
    --------
    >>> legible_line("Tokajew\r\n\tin  Peking\x07")
    'Tokajew in Peking⟨U+0007⟩'
    """
    return " ".join(legible(text).split())


def storable(text: str) -> str:
    r"""Return a text in which halves of a surrogate pair, which a browser can send and no file can hold, are replaced.

    Parameters
    ----------
    text : str
        Any text; all else stays as it is.

    Examples
    --------
    >>> storable("a\ud83db")
    'a�b'
    """
    return _NOTHING.sub("\ufffd", text)
