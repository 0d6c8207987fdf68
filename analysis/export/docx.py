"""A small writer of DOCX: headings, paragraphs and tables, the same bytes on every run, without another library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from ..legible import legible
from .archive import zip_bytes
from .cells import cell
from .protocol import Block, Grid, Heading, Paragraph

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
)
_RELS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_SIZES: Final = {1: 32, 2: 26}  # half points
_WIDTH: Final = 9600  # twentieths of a point between the margins of A4
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_bytes(blocks: Iterable[Block], *, title: str = "") -> bytes:
    """Write blocks as a DOCX file.

    Parameters
    ----------
    blocks : iterable of Heading, Paragraph or Grid
        In order.
    title : str
        Title in the file's first lines; not needed where the first block is a heading.

    Returns
    -------
    bytes
        A file that Word and LibreOffice open; headings have the styles ``Heading 1`` and ``Heading 2``.
    """
    body = "".join(_block(block) for block in (*([Heading(title, 1)] if title else []), *blocks))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    page += 'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    document = f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>'
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": _styles(),
    }
    return zip_bytes((name, text.encode()) for name, text in members.items())


def _styles() -> str:
    found = [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
        '<w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
    ]
    found += [
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in _SIZES.items()
    ]
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{"".join(found)}</w:styles>'


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _paragraph(block.text, style=f"Heading{min(block.level, 2)}")
    if isinstance(block, Paragraph):
        return _paragraph(block.text)
    return _grid(block)


def _paragraph(text: str, *, style: str = "", bold: bool = False) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    shown = escape(legible(str(cell(text))).replace("`", ""))
    return f'<w:p><w:pPr>{look}</w:pPr><w:r>{weight}<w:t xml:space="preserve">{shown}</w:t></w:r></w:p>'


def _grid(grid: Grid) -> str:
    width = _WIDTH // len(grid.head)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for _ in grid.head)
    rows = "".join(_rows(grid, width))
    look = f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>{_paragraph('')}"


def _rows(grid: Grid, width: int) -> Iterator[str]:
    for number, cells in enumerate((grid.head, *grid.rows)):
        look = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else ""
        inside = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(text, bold=number == 0)}</w:tc>'
            for text in cells
        )
        yield f"<w:tr>{look}{inside}</w:tr>"
