"""Characters that look like others or like nothing: replaced by what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import takewhile
from typing import Final
from unicodedata import normalize

from .edits import Edit

# Soft hyphen, zero-width and joining marks, directions, marks of order and of variants, controls that PDF readers
# leave for a hyphen.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f"
)
_SPACES: Final = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS: Final = "\u2010\u2011\ufe63\uff0d"
# Ligatures, full-width letters and signs, and the long s of old prints.
_COMPATIBLE: Final = "\u017f\ufb00-\ufb06\uff01-\uff0c\uff0e-\uff5e"
_COMBINING: Final = "\u0300-\u036f"
# A text that was escaped again and again has "&amp;amp;quot;" for a mark.
_ENTITY: Final = r"&(?:amp;)*(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});"
_CHARACTERS: Final = re.compile(
    rf"(?P<broken>\u00ad[^\S\r\n]*\r?\n[^\S\r\n]*(?=\w))|(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])"
    rf"|(?P<hyphen>[{_HYPHENS}])|(?P<minus>(?<=[^\W\d_])\u2212(?=[^\W\d_]))|(?P<compatible>[{_COMPATIBLE}])"
    rf"|(?P<composed>[^\W\d_][{_COMBINING}]+)|(?P<entity>{_ENTITY})"
    r"|(?P<opening>(?<!>)>>(?!>))|(?P<closing>(?<!<)<<(?!<))"
)
# One look tells of most texts that there is nothing to do.
_SUSPECT: Final = re.compile(rf"[{_INVISIBLE}{_SPACES}{_HYPHENS}\u2212{_COMPATIBLE}{_COMBINING}&]|>>|<<")
_MARKS: Final = {"space": " ", "hyphen": "-", "minus": "-", "opening": "»", "closing": "«"}
_AGAIN: Final = re.compile(r"&(?:amp;)+(?=[A-Za-z#])")
_DROPPED: Final = re.compile(rf"[{_INVISIBLE}]")


def character_edits(text: str) -> Iterator[Edit]:
    r"""Yield the replacements of single characters and of HTML entities.

    Examples
    --------
    >>> [tuple(edit) for edit in character_edits("Ruß\u00adland, Tu\u0308rkei, Kon\ufb02ikt &amp;")]
    [(3, 4, ''), (11, 13, 'ü'), (22, 23, 'fl'), (27, 32, '&')]
    """
    if not is_suspect(text):
        return
    for match in _CHARACTERS.finditer(text):
        kind, piece = str(match.lastgroup), match.group()
        new = _replaced(kind, piece)
        if new != piece:
            yield _narrowed(Edit(*match.span(), new), piece) if kind == "composed" else Edit(*match.span(), new)


def is_suspect(text: str) -> bool:
    """Tell whether there may be anything to replace."""
    return _SUSPECT.search(text) is not None


def _narrowed(edit: Edit, old: str) -> Edit:
    """Return an edit without what stays as it is: a second mark on a letter may be a token of its own."""
    new = edit.new
    behind = _alike(old[::-1], new[::-1])
    ahead = _alike(old[: len(old) - behind], new[: len(new) - behind])
    return Edit(edit.start + ahead, edit.end - behind, new[ahead : len(new) - behind])


def _alike(one: str, other: str) -> int:
    """Count the signs with which both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _replaced(kind: str, piece: str) -> str:
    if kind in ("broken", "invisible"):
        return ""
    if kind == "composed":
        return normalize("NFC", piece)
    if kind == "compatible":
        return normalize("NFKC", piece)
    if kind == "entity":
        return _unescaped(piece)
    return _MARKS[kind]


def _unescaped(piece: str) -> str:
    """Return what an entity stands for: "&nbsp;" is a space, "&shy;" nothing, "&foo;" itself."""
    plain = unescape(_AGAIN.sub("&", piece))
    if plain.startswith("&") and len(plain) > 1:  # "&amp;am;": one edit for several words would give all one place
        return piece
    if any("\ud800" <= character <= "\udfff" or character < " " for character in plain):
        return piece
    return "".join(" " if character.isspace() else character for character in _DROPPED.sub("", plain))
