"""HTML: to an article, or to the plain paragraphs that exports of press databases are read from."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from ...errors import ReadingError
from ..decoding import decode, is_damaged_utf8
from .article import Article, compose, library

_BLOCKS: Final = frozenset(
    """
    address article aside blockquote body br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section table tbody td tfoot th thead title tr ul
    """.split()  # noqa: SIM905
)
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WESTERN: Final = frozenset(
    {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii", "windows-1252", "ansi"}
)
_UTF8: Final = frozenset({"utf-8", "utf8", "utf-16", "unicode"})


def read_page(data: bytes, *, name: str) -> Iterator[Article]:
    """Read a saved web page: its main text with title, day and outlet, without what surrounds it."""
    trafilatura = library("trafilatura", use="A web page")
    # It says on standard error what we say in a row.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    html, remarks = decode_page(data, name)
    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    meta = {} if found is None else found.as_dict()
    text = str(meta.get("text") or "").strip()
    if not text:
        text = "\n".join(html_paragraphs(data, name=name))
        remarks = (*remarks, "no article found in the page; all of its text was taken")
    title = meta.get("title") or None
    yield Article(
        text=compose(title, text.split("\n")) if text else "",
        title=title,
        date=meta.get("date"),
        outlet=meta.get("sitename") or meta.get("hostname") or None,
        source=meta.get("url") or None,
        remarks=remarks,
    )


def html_paragraphs(data: bytes, *, name: str) -> list[str]:
    """Return the text of every block of an HTML file, in order; line breaks part paragraphs."""
    text, _ = decode_page(data, name)
    try:
        return text_paragraphs(text)
    except Exception as error:
        raise ReadingError(f"{name} is not HTML: {error}.") from error


def text_paragraphs(markup: str) -> list[str]:
    """Return the text of every block of a piece of HTML."""
    html = library("lxml.html", use="HTML")
    # lxml refuses a declared encoding in a string, and a piece without any text.
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup).replace("\x00", "")
    if not re.sub(r"<[^<>]*>", "", clean).strip():
        return []
    root = html.document_fromstring(clean)
    pieces: list[str] = []
    _walk(root, pieces)
    paragraphs = (" ".join(paragraph.split()) for paragraph in "".join(pieces).split("\n"))
    return [paragraph for paragraph in paragraphs if paragraph]


def _walk(root: Any, pieces: list[str]) -> None:
    """Collect text in order; written without recursion, since broken pages nest thousands of tags."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, left = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        block = tag in _BLOCKS
        if left:
            pieces.append(("\n" if block else "") + " ".join((node.tail or "").split("\n")))
            continue
        stack.append((node, True))
        if tag and tag not in _UNREAD:
            pieces.append(("\n" if block else "") + " ".join((node.text or "").split("\n")))
            stack.extend((child, False) for child in reversed(node))


def decode_page(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page, and remarks; what it says about its encoding is checked against its bytes.

    Saved pages were converted and still say what they were: bytes that are UTF-8 with umlauts are UTF-8, and "utf-8"
    over bytes that are not is the encoding of old Windows programs.
    """
    declared = _CHARSET.search(data[:4096])
    if declared is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, name=name)
    said = declared[1].decode("ascii").lower()
    # Browsers read these as Windows does, with its quotation marks.
    encoding = "cp1252" if said in _WESTERN else said
    for attempt in ("utf-8", encoding):
        try:
            text = data.decode(attempt)
        except (LookupError, UnicodeDecodeError):
            if attempt == "utf-8" and (encoding in _UTF8 or is_damaged_utf8(data)):
                break
            continue
        told = attempt == encoding or encoding in _UTF8 or data.isascii()
        return text, () if told else (f"the page says {said}, its bytes are utf-8",)
    text, remarks = decode(data, name=name)
    return text, (f"the page says {said}, its bytes are not", *remarks)
