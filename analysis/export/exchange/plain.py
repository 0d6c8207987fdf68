"""Text that any format can carry, character for character, and its offsets in the units of other programs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Final

# What XML 1.0 cannot hold, not even escaped, and what has no UTF-8 (surrogates that stand alone).
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_TEXT: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# A parser turns white space in an attribute into blanks where it is not written as a reference.
_ATTRIBUTE: Final = str.maketrans({**_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_CONTENT: Final = str.maketrans({**_TEXT, "\r": "&#13;"})


def carried(text: str) -> str:
    r"""Return a text of the same length that XML, SQLite and plain files bring to the other side unchanged.

    XML parsers and text fields read CR LF as one character, which would move all that follows: the line end becomes a
    blank and LF. Characters that no file may hold become the replacement character.

    Examples
    --------
    >>> carried("Ja\r\n\x00nein\ud83d")
    'Ja \n\ufffdnein\ufffd'
    """
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", " \n").replace("\r", "\n"))


def one_line(text: str) -> str:
    r"""Return a text without line ends and tabs, for formats whose rows are lines.

    Examples
    --------
    >>> one_line("Titel\n\tText")
    'Titel Text'
    """
    return " ".join(carried(text).split())


def shortened(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` characters; an ellipsis shows the cut.

    Examples
    --------
    >>> shortened("Kirgisistan", 6)
    'Kirgi…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Utf16:
    """Offsets in UTF-16 code units, as Java and UIMA count: a character beyond U+FFFF counts twice.

    Examples
    --------
    >>> units = Utf16("🇰 droht")
    >>> units.of(2), units.back(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + number for number, point in enumerate(self._points)]

    def of(self, point: int) -> int:
        """Return the code unit at which a code point begins."""
        return point + bisect_left(self._points, point)

    def back(self, unit: int) -> int:
        """Return the code point in which a code unit lies."""
        # "🇰" takes the units 0 and 1: unit 1 is still character 0
        return unit - bisect_left(self._units, unit)


def content(text: str) -> str:
    """Return a text as the content of an XML element."""
    return carried(text).translate(_CONTENT)


def element(name: str, attributes: Mapping[str, Any], *children: str) -> str:
    """Return an XML element; attributes without a value are left out, children are XML.

    Examples
    --------
    >>> element("edge", {"label": 'a<"b"', "weight": None}, content("R&D"))
    '<edge label="a&lt;&quot;b&quot;">R&amp;D</edge>'
    """
    listed = "".join(
        f' {key}="{carried(written(value)).translate(_ATTRIBUTE)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{listed}>{''.join(children)}</{name}>" if children else f"<{name}{listed}/>"


def written(value: Any) -> str:
    """Return a value as XML writes it: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(root: str) -> bytes:
    """Return a whole XML document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()
