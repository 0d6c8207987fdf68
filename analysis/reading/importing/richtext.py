"""RTF: the text that a reader of the document sees, with tracked changes as accepted.

Own code, since the library that we had joins the address of a link to its words, glues the cells of a table, keeps
deleted text, loses text boxes, and takes quadratic time on hostile files.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from ...errors import ReadingError
from .article import Prose
from .word import part_paragraph

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(\r\n|[^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)"
)
# Groups that hold data, or text that stands beside the running text.
_UNREAD: Final = frozenset(
    """
    fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf
    footnote annotation fldinst themedata colorschememapping datastore latentstyles listtable
    listoverridetable rsidtbl generator xmlnstbl filetbl revtbl pntext pntxta pntxtb pnseclvl objdata objclass
    objname objalias nonshppict shprslt sp sn sv xe tc txe rxe bkmkstart bkmkend atnid atnauthor atndate
    atntime atnref atnicn atnparent formfield template background userprops docvar passwordhash mmath
    nonesttables listtext listname liststylename ffname ffdeftext
    """.split()  # noqa: SIM905
)
# Groups of newer programs begin with \*; of these the text is read.
_READ: Final = frozenset({"shptxt", "shpinst", "ud", "dptxbxtext", "nesttableprops"})
_SIGNS: Final = {
    "par": "\n\n", "sect": "\n\n", "page": "\n\n", "column": "\n\n", "cell": "\n\n", "nestcell": "\n\n", "row": "\n\n",
    "nestrow": "\n\n", "line": "\n", "lbr": "\n", "softline": "\n", "tab": " ", "emdash": "—", "endash": "–",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b",
}  # fmt: skip
_ESCAPES: Final = {
    b"~": "\u00a0", b"-": "\u00ad", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n\n", b"\r": "\n\n",
    b"\r\n": "\n\n", b"\t": " ",
}  # fmt: skip
_CODEPAGES: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_MIXED: Final = re.compile("[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]")
_MOST_OPEN: Final = 10_000
_NOTES: Final = "footnotes and endnotes were left out"


class _State(NamedTuple):
    """What holds in a group: whether it is read, its font, and how many signs stand in for one of Unicode."""

    unread: bool = False
    hidden: bool = False
    font: int | None = None
    skip: int = 1
    starred: bool = False
    box: bool = False
    twofold: bool = False


def read_rtf(data: bytes, *, name: str) -> Prose:
    r"""Return the paragraphs of an RTF file, those of tables and text boxes included, in order.

    Raises
    ------
    ReadingError
        If it does not begin like RTF, or is nested beyond measure.

    Examples
    --------
    >>> read_rtf(rb"{\rtf1\ansi M\'fcnchen\line schweigt.\par Bern\emdash nicht.}", name="a").paragraphs
    ['München schweigt.', 'Bern—nicht.']
    """
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise ReadingError(f"{name} is not RTF: it does not begin with {{\\rtf.")
    reader = _Reader(name)
    reader.read(data)
    text = "".join(reader.pieces)
    # Signs beyond the first 65,536 stand as two halves.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    found = [" ".join(part.split()) for block in text.split("\n\n") for part in part_paragraph(block)]
    return Prose([part for part in found if part], tuple(reader.remarks))


class _Reader:
    """Reads token by token, with a stack of groups in place of recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[str] = []
        self.remarks: list[str] = []
        self.state = _State()
        self.stack: list[_State] = []
        self.codepage = "cp1252"
        self.fonts: dict[int, str] = {}
        self.default: int | None = None
        self.in_fonts = False
        self.fonts_depth = 0
        self.bytes_ = bytearray()
        self.left = 0  # signs to pass over after one of Unicode

    def read(self, data: bytes) -> None:
        place = 0
        while place < len(data):
            token = _TOKEN.match(data, place)
            if token is None:
                return
            place = token.end()
            word, number, code, escape, brace, plain, _ = token.groups()
            if code is not None:
                self.byte(int(code, 16))
                continue
            if plain is not None:
                self.plain(plain)
                continue
            self.flush()
            if brace is not None:
                if not self.brace(brace):
                    return
            elif word is not None:
                if word == b"bin":  # bytes of a picture, braces among them
                    place += max(int(number or 0), 0)
                    continue
                self.word(word.decode("ascii"), number)
            elif escape is not None:
                self.left = 0
                if escape == b"*":
                    self.state = self.state._replace(starred=True)
                else:
                    self.write(_ESCAPES.get(escape, ""))
        self.flush()

    def byte(self, value: int) -> None:
        if self.left:
            self.left -= 1
        elif not self.silent():
            self.bytes_.append(value)

    def plain(self, text: bytes) -> None:
        passed = min(self.left, len(text))
        self.left -= passed
        if not self.silent():
            self.bytes_ += text[passed:]

    def silent(self) -> bool:
        return self.state.unread or self.state.hidden

    def flush(self) -> None:
        """Decode the bytes since the last control word: those of an Asian sign stand in two."""
        if self.bytes_:
            font = self.default if self.state.font is None else self.state.font
            codepage = self.fonts.get(font, self.codepage) if font is not None else self.codepage
            words = [self.word_of(word, codepage) for word in bytes(self.bytes_).split(b" ")]
            self.pieces.append(" ".join(words))
            self.bytes_.clear()

    def word_of(self, word: bytes, codepage: str) -> str:
        r"""Decode a word; "hei\'dft" in a Cyrillic font is "heißt", since no word mixes two alphabets."""
        text = word.decode(codepage, "replace")
        return word.decode(self.codepage, "replace") if _MIXED.search(text) else text

    def write(self, text: str) -> None:
        if not self.silent():
            self.pieces.append(text)

    def brace(self, sign: bytes) -> bool:
        self.left = 0
        if sign == b"{":
            if len(self.stack) >= _MOST_OPEN:
                raise ReadingError(f"{self.name} nests more than {_MOST_OPEN:,} groups; it is damaged.")
            self.stack.append(self.state)
            self.state = self.state._replace(starred=False, box=False)
            return True
        if self.state.box:
            self.write("\n\n")
        if not self.stack:
            return False
        self.state = self.stack.pop()
        if len(self.stack) < self.fonts_depth:
            self.in_fonts = False
        return bool(self.stack)

    def word(self, word: str, digits: bytes | None) -> None:
        self.left = 0
        number = int(digits) if digits is not None else None
        starred, self.state = self.state.starred, self.state._replace(starred=False)
        if word == "footnote" and not self.state.unread and _NOTES not in self.remarks:
            self.remarks.append(_NOTES)
        if word == "fonttbl":
            self.in_fonts, self.fonts_depth = True, len(self.stack)
        if word in _UNREAD or (starred and word not in _READ):
            self.state = self.state._replace(unread=True)
        elif word == "upr" and not self.state.unread:  # the same text twice, for old programs and in Unicode
            self.state = self.state._replace(unread=True, twofold=True)
        elif word == "ud" and self.state.twofold:
            self.state = self.state._replace(unread=False, twofold=False)
        elif word in ("shptxt", "dptxbxtext"):
            # A text box stands apart from the paragraph that it hangs on.
            self.write("\n\n")
            self.state = self.state._replace(box=True)
        elif word in _SIGNS:
            self.write(_SIGNS[word])
        else:
            self.setting(word, number)

    def setting(self, word: str, number: int | None) -> None:
        """Take in what changes how the following signs are read."""
        if word == "u" and number is not None:
            self.write(chr(number % 0x10000))
            self.left = self.state.skip
        elif word == "uc":
            self.state = self.state._replace(skip=max(number or 0, 0))
        elif word == "f":
            self.state = self.state._replace(font=number)
        elif word == "fcharset" and self.in_fonts and self.state.font is not None:
            self.fonts[self.state.font] = (
                _known(_CODEPAGES.get(number or 0, self.codepage)) if number else self.codepage
            )
        elif word == "deff":
            self.default = number
        elif word in ("ansicpg", "mac", "pc", "pca"):
            named = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
            self.codepage = _known("utf-8" if number == 65001 else named)
        elif word == "plain":
            self.state = self.state._replace(font=None, hidden=False)
        elif word in ("deleted", "v"):
            self.state = self.state._replace(hidden=number != 0)


def _known(codepage: str) -> str:
    try:
        return codecs.lookup(codepage).name
    except LookupError:
        return "cp1252"
