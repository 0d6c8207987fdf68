"""Europresse: saved pages, whose classes tell what is what, and the same contents without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ..article import Article, library
from .lines import day_of, is_role, is_sentence, left_out
from .nexis import split_after, with_title

_MARKED: Final = re.compile(r"class=[\"'][^\"'<>]{0,200}\b(?:DocPublicationName|DocHeader|titreArticle)")
_NUMBER: Final = re.compile(r",? (?:no|nr|n°|num)\.? ?\S{1,20}$", re.IGNORECASE)
_BYLINE: Final = re.compile(r"(?:von|by|par|door|por|di) .{3,100}", re.IGNORECASE)
_BLOCKS: Final = "p | h1 | h2 | h3 | h4 | li | blockquote"


def read_marked(html: str) -> list[Article]:
    """Return the texts of a page saved from Europresse; none where it is no such page.

    Parameters
    ----------
    html : str
        The page, decoded.
    """
    if not _MARKED.search(html):
        return []
    lxml = library("lxml.html", use="HTML")
    try:
        root = lxml.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    except Exception:  # a page that is broken is read as any other
        return []
    parts = [part for part in root.iter("article") if _texts(part, "DocPublicationName", "DocHeader", "titreArticle")]
    articles = [_read_part(part) for part in parts if not any(True for _ in part.iterdescendants("article"))]
    many = len(articles) > 1
    return [
        article._replace(
            place=f"text {number}" if many else "",
            problem=article.problem or (None if article.text else "it has no text"),
        )
        for number, article in enumerate(articles, 1)
    ]


def _texts(part: Any, *classes: str) -> list[str]:
    """Return what stands in elements of a class, outermost elements only."""
    for name in classes:
        found = part.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
        if texts := [text for node in found if (text := " ".join(node.text_content().split()))]:
            return texts
    return []


def _read_part(part: Any) -> Article:
    outlet = next(iter(_texts(part, "DocPublicationName", "rdp__DocPublicationName")), "")
    header = next(iter(_texts(part, "DocHeader")), "")
    titles = _texts(part, "titreArticle", "rdp__articletitle", "titreArticleVisu")
    title = " ".join(titles) or None
    known = {outlet, header, *titles, *_texts(part, "titreArticleVisu", "rdp__articletitle")}
    subtitles, others = _head_lines(part, known)
    text = [line for line in _body_lines(part) if line not in (outlet, header)]
    return Article(
        text=with_title(title, [*subtitles, *text]) if text else "",
        title=title,
        date=day_of(header),
        outlet=_NUMBER.sub("", outlet).strip() or None,
        remarks=(*(() if header else ("no date was found",)), *left_out(others, where="head")),
    )


def _head_lines(part: Any, known: set[str]) -> tuple[list[str], list[str]]:
    """Return subtitles, which belong to the text, and lines of the head that we do not know."""
    lines = [
        " ".join(node.text_content().split())
        for node in part.xpath(f".//header//*[self::{_BLOCKS.replace(' | ', ' or self::')}]")
    ]
    fresh = [line for line in lines if line and line not in known and not _BYLINE.fullmatch(line)]
    subtitles = [line for line in fresh if is_sentence(line) or len(line.split()) > 5]
    return subtitles, [line for line in fresh if line not in subtitles]


def _body_lines(part: Any) -> list[str]:
    """Return the paragraphs of the text, without head and foot."""
    roots = part.xpath(".//*[contains(@class, 'docOcurrContainer') or contains(@class, 'DocText')]") or part.xpath(
        ".//section"
    )
    lines: list[str] = []
    for root in roots[:1]:
        blocks = root.xpath(f".//*[self::{_BLOCKS.replace(' | ', ' or self::')}][not(ancestor::footer)]")
        texts = [" ".join(node.text_content().split()) for node in blocks if not node.xpath("ancestor::li")]
        lines = [text for text in texts if text] or [" ".join(root.text_content().split())]
    return [line for line in lines if line and not is_role(line, "europresse", "skip")]


def read_articles(paragraphs: Sequence[str]) -> Iterator[Article]:
    """Return every text of an export without marks: outlet, line with day and words, title, text, number."""
    for part in split_after(paragraphs, "europresse", sign="header"):
        lines = [line for line in part if not is_role(line, "europresse", "skip")]
        header = next((index for index, line in enumerate(lines) if is_role(line, "europresse", "header")), None)
        if header is None:
            if any(map(is_sentence, lines)):
                yield Article(problem="it has no line with day and number of words")
            continue
        outlet = lines[header - 1] if header else ""
        body = lines[header + 1 :]
        title = body[0] if len(body) > 1 and not is_sentence(body[0]) else None
        text = [line for line in body[title is not None :] if not _BYLINE.fullmatch(line) or is_sentence(line)]
        yield Article(
            text=with_title(title, text),
            title=title,
            date=day_of(lines[header]),
            outlet=_NUMBER.sub("", outlet).strip() or None,
        )
