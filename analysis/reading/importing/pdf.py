"""PDF: pages to paragraphs in the order in which they are read; scans and protected files are told."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from ...errors import ReadingError
from .article import Prose, library
from .pages import Piece, read_pages

MAX_PAGES: Final = 500
MAX_PIECES: Final = 400_000
MAX_CHARS: Final = 20_000_000
# A page of pictures often bears a stamp or a number.
_LEAST_LETTERS: Final = 25
_BAD_SHARE: Final = 0.2
_UPRIGHT: Final = 0.1
# One glyph for two letters is a matter of the font.
_LIGATURE: Final = re.compile("[\ufb00-\ufb06]")


def read_pdf(data: bytes, *, name: str) -> Prose:
    """Return the paragraphs of a PDF file, column by column.

    Returns
    -------
    Prose
        Lines of a paragraph are joined, words parted at line ends too; page numbers and running heads are left out.

    Raises
    ------
    ReadingError
        If the file is damaged, protected by a password, too long, or holds pictures of pages.
    """
    pypdf = library("pypdf", use="PDF")
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it notices is no concern of a reader
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _unlock(reader, pypdf, name)
        if len(reader.pages) > MAX_PAGES:
            raise ReadingError(
                f"{name} has {len(reader.pages):,} pages, more than {MAX_PAGES}; split it.", obstacle="large"
            )
        pages = _all_pieces(reader, name)
    except ReadingError:
        raise
    except Exception as error:  # a damaged PDF can raise anything
        said = " ".join(str(error).split())[:200]
        raise ReadingError(f"{name} is damaged: {said or type(error).__name__}.") from error
    _refuse_pictures(pages, name)
    prose = read_pages(pages)
    bare = [str(number) for number, page in enumerate(pages, 1) if not _letters([page])]
    if bare:
        return prose._replace(remarks=(*prose.remarks, f"pages without text: {', '.join(bare)[:100]}"))
    return prose


def _unlock(reader: Any, pypdf: Any, name: str) -> None:
    """Open what needs no password to be read; publishers only forbid to change it."""
    if not reader.is_encrypted:
        return
    advice = f"{name} is protected by a password; open it in its program and save it without one."
    try:
        opened = reader.decrypt("")
    except pypdf.errors.DependencyError as error:
        raise ReadingError(advice, obstacle="locked") from error
    if not opened:
        raise ReadingError(advice, obstacle="locked")


def _all_pieces(reader: Any, name: str) -> list[list[Piece]]:
    pages: list[list[Piece]] = []
    pieces = chars = 0
    for page in reader.pages:
        pages.append(_pieces(page))
        pieces += len(pages[-1])
        chars += sum(len(piece.text) for piece in pages[-1])
        if pieces > MAX_PIECES or chars > MAX_CHARS:
            raise ReadingError(f"{name} holds more text than a file of articles; split it.", obstacle="large")
    return pages


def _pieces(page: Any) -> list[Piece]:
    """Return the pieces of text of a page, with their places."""
    found: list[Piece] = []

    def take(text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        if not text.strip():
            return
        a, b, c, d = (
            inner[0] * outer[0] + inner[1] * outer[2],
            inner[0] * outer[1] + inner[1] * outer[3],
            inner[2] * outer[0] + inner[3] * outer[2],
            inner[2] * outer[1] + inner[3] * outer[3],
        )
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        height = abs(float(size)) * math.hypot(c, d)
        numbers = (x, y, height)
        if not all(math.isfinite(number) and abs(number) < 1e6 for number in numbers):
            x, y, height = 0.0, 0.0, 10.0
        upright = abs(b) <= _UPRIGHT * max(abs(a), 1e-9)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        text = _LIGATURE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
        lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
        for number, line in enumerate(lines):
            spaced = line.lstrip()
            found.append(
                Piece(x, y - number * height, height or 10.0, spaced, bold, upright, line != spaced or number > 0)
            )

    page.extract_text(visitor_text=take)
    return found


def _letters(pages: Sequence[Sequence[Piece]]) -> int:
    return sum(character.isalnum() for page in pages for piece in page for character in piece.text)


def _refuse_pictures(pages: Sequence[Sequence[Piece]], name: str) -> None:
    letters = _letters(pages)
    if letters < _LEAST_LETTERS:
        raise ReadingError(
            f"{name} holds pictures of pages, no text: run a program for text recognition (OCR) first.",
            obstacle="pictures",
        )
    text = "".join(piece.text for page in pages for piece in page)
    bad = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < "\t" for character in text)
    if bad > _BAD_SHARE * len(text):
        raise ReadingError(
            f"the fonts of {name} do not say which letters they show: run a program for text recognition (OCR) first.",
            obstacle="pictures",
        )
