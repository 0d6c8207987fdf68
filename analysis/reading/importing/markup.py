"""HTML, DOCX and RTF: to an article, or to the plain paragraphs that exports of press databases are read from."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from ...errors import ReadingError
from ..decoding import decode
from .article import Article, compose, library
from .guard import guard_archive

_BLOCKS: Final = frozenset(
    """
    address article aside blockquote body br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section table tbody td tfoot th thead title tr ul
    """.split()  # noqa: SIM905
)
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def read_page(data: bytes, *, name: str) -> Iterator[Article]:
    """Read a saved web page: its main text with title, day and outlet, without what surrounds it."""
    trafilatura = library("trafilatura", use="A web page")
    # It says on standard error what we say in a row.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    html, remarks = _decode_page(data, name)
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
    """Give the text of every block of an HTML file, in order; line breaks part paragraphs."""
    html = library("lxml.html", use="HTML")
    text, _ = _decode_page(data, name)
    try:
        # lxml refuses a declared encoding in a string.
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except Exception as error:
        raise ReadingError(f"{name} is not HTML: {error}.") from error
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


def docx_paragraphs(data: bytes, *, name: str) -> list[str]:
    """Give the paragraphs of a DOCX file, those of tables included, in order."""
    guard_archive(data, name=name)
    docx = library("docx", use="DOCX")
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:
        raise ReadingError(f"{name} is damaged: {error}.") from error
    paragraphs = ["".join(_runs(paragraph)).strip() for paragraph in body.iter(f"{_WORD}p")]
    return [paragraph for paragraph in paragraphs if paragraph]


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}noBreakHyphen"):
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        else:
            yield "-" if node.tag.endswith("Hyphen") else " "


def rtf_paragraphs(data: bytes, *, name: str) -> list[str]:
    """Give the paragraphs of an RTF file, in order."""
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise ReadingError(f"{name} is not RTF: it does not begin with {{\\rtf.")
    striprtf = library("striprtf.striprtf", use="RTF")
    text = striprtf.rtf_to_text(data.decode("latin-1"), errors="replace")
    return [paragraph for line in text.split("\n") if (paragraph := " ".join(line.split()))]


def _decode_page(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a page as it says itself, where that works."""
    if declared := _CHARSET.search(data[:4096]):
        try:
            return data.decode(declared[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name=name)
