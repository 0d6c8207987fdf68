"""TEI P5: one file, or one corpus file, to articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ...errors import ReadingError
from .article import Article, compose, library
from .guard import guard_markup

_TEI: Final = "{http://www.tei-c.org/ns/1.0}"
_TITLES: Final = (".//{t}titleStmt/{t}title[@type='main']", ".//{t}titleStmt/{t}title", ".//{t}biblStruct//{t}title")
_DATES: Final = (
    ".//{t}sourceDesc//{t}date[@type='publication']", ".//{t}sourceDesc//{t}date", ".//{t}publicationStmt/{t}date",
)  # fmt: skip
_OUTLETS: Final = (".//{t}sourceDesc//{t}title[@level='j']", ".//{t}sourceDesc//{t}publisher", ".//{t}publisher")
_PARAGRAPHS: Final = frozenset({"p", "head", "ab", "l", "item", "dateline", "byline", "sp"})


def read_tei(data: bytes, *, name: str) -> Iterator[Article]:
    """Read TEI P5: each ``TEI`` element is an article.

    Raises
    ------
    ReadingError
        If the file is no XML, declares entities, or holds no TEI.
    """
    guard_markup(data, name=name)
    etree = library("lxml.etree", use="TEI")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError(f"{name} is not well-formed XML: {error}.") from error
    space = _TEI if root.tag.startswith(_TEI) else ""
    texts = list(root.iter(f"{space}TEI", f"{space}TEI.2"))
    if not texts:
        raise ReadingError(f"{name} is XML, but not TEI: it has no element TEI.")
    for number, text in enumerate(texts, 1):
        header = text.find(f"{space}teiHeader")
        title, day = _first(header, _TITLES, space), _first(header, _DATES, space, attribute="when")
        body = text.find(f"{space}text")
        paragraphs = [] if body is None else list(_paragraphs(body, space))
        yield Article(
            text=compose(title, paragraphs),
            title=title,
            date=day,
            outlet=_first(header, _OUTLETS, space),
            doc_id=text.get("{http://www.w3.org/XML/1998/namespace}id"),
            language=text.get("{http://www.w3.org/XML/1998/namespace}lang"),
            place=f"text {number}" if len(texts) > 1 else "",
        )


def _first(header: Any, paths: tuple[str, ...], space: str, *, attribute: str = "") -> str | None:
    for path in paths:
        node = None if header is None else header.find(path.format(t=space))
        if node is not None:
            value = (attribute and node.get(attribute)) or "".join(node.itertext())
            if value.strip():
                return " ".join(value.split())
    return None


def _paragraphs(body: Any, space: str) -> Iterator[str]:
    """Yield the outermost elements that hold running text."""
    names = {f"{space}{name}" for name in _PARAGRAPHS}
    for node in body.iter(*names):
        if not any(above.tag in names for above in node.iterancestors()):
            yield " ".join("".join(node.itertext()).split())
