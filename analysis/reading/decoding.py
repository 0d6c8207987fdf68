"""Bytes to text: the encoding is found, never guessed silently, and nothing in the text is rewritten."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ..errors import ReadingError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_STRAY: Final = re.compile(rb"[\x80-\xff]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
# German text in a one-byte encoding: if these letters come out, the guess cp1252 is right.
_GERMAN: Final = re.compile(r"[a-zäöüß „“”‚‘’–»«,.;:!?\n-]", re.IGNORECASE)


def decode(data: bytes, *, name: str = "the input") -> tuple[str, tuple[str, ...]]:
    """Decode bytes of unknown encoding.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        What errors call it.

    Returns
    -------
    text : str
        The text with its line ends as they are, without byte order mark.
    remarks : tuple of str
        What was noticed: any encoding but plain UTF-8, a byte order mark, mixed line ends.

    Raises
    ------
    ReadingError
        If the bytes are no text, or no encoding fits.

    Examples
    --------
    >>> decode("Rußland".encode("cp1252"))
    ('Rußland', ('decoded as cp1252',))
    """
    text, remarks = _decode(data, name)
    controls = len(_CONTROLS.findall(text))
    if controls > len(text) / 100 or "\x00" in text:
        raise ReadingError(f"{name} is binary, not text. Save it as plain text in UTF-8.")
    ends = {kind for kind in ("\r\n", "\n", "\r") if kind in text.replace("\r\n", "" if kind != "\r\n" else "\r\n")}
    if len(ends) > 1:
        remarks.append("mixed line ends")
    return text, tuple(remarks)


def _decode(data: bytes, name: str) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), [f"byte order mark, decoded as {encoding.removesuffix('-sig')}"]
            except UnicodeDecodeError as error:
                raise ReadingError(f"{name} begins like {encoding} but is broken at byte {error.start}.") from error
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if is_damaged_utf8(data):
        text = data.decode("utf-8", errors="replace")
        return text, [f"decoded as utf-8; {text.count(chr(0xFFFD))} broken characters stand as \ufffd"]
    if (unmarked := _utf16_without_mark(data)) is not None:
        return unmarked
    if b"\x00" not in data:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            if len(_GERMAN.findall(text)) > 0.9 * len(text):
                return text, ["decoded as cp1252"]
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ReadingError(f"{name} is in no encoding that we know. Save it as plain text in UTF-8.")
    return str(best), [f"decoded as {best.encoding}"]


def is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 in which some bytes are broken from text in another encoding.

    A file cut off inside "ü" must not turn every other "ü" into "Ã¼". In a one-byte encoding hardly any umlaut is
    followed by what would make it UTF-8.

    Examples
    --------
    >>> is_damaged_utf8("Größe für Kö".encode()[:-1]), is_damaged_utf8("Größe für Kö".encode("cp1252"))
    (True, False)
    """
    whole = len(_UTF8.findall(data))
    return whole > 0 and whole >= len(_STRAY.findall(_UTF8.sub(b"", data)))


def _utf16_without_mark(data: bytes) -> tuple[str, list[str]] | None:
    """Latin text in UTF-16 has a zero in every other byte."""
    half = len(data) // 2
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if half and zeros.count(0) > 0.7 * half:
            try:
                return data.decode(encoding), [f"decoded as {encoding}"]
            except UnicodeDecodeError:
                continue
    return None
