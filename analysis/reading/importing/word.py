"""DOCX: the text that a reader of the document sees, with tracked changes as accepted."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any, Final

from ...errors import ReadingError
from .article import Prose
from .guard import guard_archive, parse_guarded

# Deleted and moved away; of a text box in two notations one is read; the rest is data about a run or a paragraph.
_UNREAD: Final = frozenset(
    """
    del moveFrom delText instrText delInstrText rPr pPr sectPr tblPr trPr tcPr sdtPr sdtEndPr Fallback footnotePr
    endnotePr fldData annotationRef rt object
    """.split()  # noqa: SIM905
)
_SIGNS: Final = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_BREAKS: Final = frozenset({"br", "cr"})
_END: Final = re.compile(r"[.!?…:][\"'“”„«»‹›’‘)\]]*\s*$")
_OFF: Final = frozenset({"0", "false", "off", "none"})
_MAIN: Final = "/officeDocument"
_NOTES: Final = "footnotes and endnotes were left out"
_HIDDEN: Final = "hidden text was left out"
_EMBEDDED: Final = "a part embedded in another format was left out"


def read_docx(data: bytes, *, name: str) -> Prose:
    """Return the paragraphs of a DOCX file, those of tables, text boxes and forms included, in order.

    Returns
    -------
    Prose
        Insertions and moved text stand where they end up, deletions are gone. Headers, footers, comments and notes are
        left out; a remark tells of notes.

    Raises
    ------
    ReadingError
        If the file is damaged, swells, or declares entities.
    """
    guard_archive(data, name=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = parse_guarded(archive.read(_main_part(archive, name)), name=name)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ReadingError(f"{name} is damaged: {error}.") from error
    return _Reader().read(root)


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    """Return the name of the part with the text, which Word online calls document2.xml."""
    if "_rels/.rels" in archive.namelist():
        for relation in parse_guarded(archive.read("_rels/.rels"), name=name):
            if str(relation.get("Type", "")).endswith(_MAIN):
                return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return "word/document.xml"


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _value(node: Any, attribute: str) -> str | None:
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == attribute), None)


def _child(node: Any, *names: str) -> Any:
    """Return the first descendant along these names, or None."""
    for name in names:
        node = next((child for child in node if _local(child) == name), None) if node is not None else None
    return node


def _is_on(node: Any) -> bool:
    return node is not None and (_value(node, "val") or "").lower() not in _OFF


class _Paragraph:
    """A paragraph under way; text boxes that hang on it wait until it ends."""

    def __init__(self, node: Any) -> None:
        self.pieces: list[str] = []
        self.boxes: list[str] = []
        mark = _child(node, "pPr", "rPr")
        # Where the end of a paragraph is deleted, the next one goes on in it.
        self.open = mark is not None and any(_local(child) in ("del", "moveFrom") for child in mark)


class _Reader:
    """Walks through the document without recursion: a hostile one is nested ten thousand times."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.stack: list[_Paragraph] = []
        self.carried = ""
        self.remarks: list[str] = []

    def read(self, root: Any) -> Prose:
        todo: list[tuple[Any, bool]] = [(root, False)]
        while todo:
            node, left = todo.pop()
            if left:
                self.end()
                continue
            name = _local(node)
            if not name or name in _UNREAD or self.is_hidden(node, name):
                continue
            if name == "p" and _is_word(node):
                self.stack.append(_Paragraph(node))
                todo.append((node, True))
            elif name == "AlternateContent":
                todo.extend((child, False) for child in _alternative(node))
                continue
            elif self.stack:
                self.sign(node, name)
            if name == "altChunk":
                self.remark(_EMBEDDED)
            todo.extend((child, False) for child in reversed(node))
        if self.carried.strip():
            self.done.append(self.carried.strip())
        return Prose(self.done, tuple(self.remarks))

    def is_hidden(self, node: Any, name: str) -> bool:
        if name == "r" and _is_on(_child(node, "rPr", "vanish")):
            if any(_local(child) == "t" for child in node):
                self.remark(_HIDDEN)
            return True
        # What a form shows before somebody fills it in.
        return name == "sdt" and _is_on(_child(node, "sdtPr", "showingPlcHdr"))

    def remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def sign(self, node: Any, name: str) -> None:
        """Take in what stands in a run."""
        pieces = self.stack[-1].pieces
        if name == "t" and (_is_word(node) or node.tag.endswith("/math}t")):
            pieces.append(node.text or "")
        elif name in _SIGNS and _local(node.getparent()) == "r":
            pieces.append(_SIGNS[name])
        elif name in _BREAKS:
            pieces.append("\n")
        elif name == "sym":
            pieces.append(_symbol(node))
        elif name in ("footnoteReference", "endnoteReference"):
            self.remark(_NOTES)

    def end(self) -> None:
        paragraph = self.stack.pop()
        text = "".join(paragraph.pieces)
        if self.stack:  # a text box in the midst of a paragraph stands before or after it, never in a sentence
            outer = self.stack[-1]
            found = [*paragraph.boxes, *part_paragraph(text)]
            if any(piece.strip() for piece in outer.pieces):
                outer.boxes.extend(found)
            else:
                self.done.extend(found)
            return
        text = self.carried + text
        self.carried = ""
        if paragraph.open:
            self.carried = text
            self.done.extend(paragraph.boxes)
            return
        self.done.extend((*part_paragraph(text), *paragraph.boxes))


def _is_word(node: Any) -> bool:
    return "wordprocessingml" in node.tag


def _alternative(node: Any) -> list[Any]:
    """Return one of the notations of a drawing: the first that holds text."""
    choices = [child for child in node if _local(child) in ("Choice", "Fallback")]
    for choice in choices:
        if any(_local(inner) == "t" and (inner.text or "").strip() for inner in choice.iter()):
            return list(reversed(choice))
    return []


def _symbol(node: Any) -> str:
    """Return a sign of a symbol font; where it has no place in Unicode, a blank keeps its neighbours apart."""
    try:
        code = int(_value(node, "char") or "", 16)
    except ValueError:
        return ""
    return " " if 0xE000 <= code <= 0xF8FF or code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def part_paragraph(text: str) -> list[str]:
    """Part a paragraph at its line breaks where a sentence ends; a break within a sentence is a blank."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and found[-1] and line.strip() and not _END.search(found[-1]):
            found[-1] = f"{found[-1].rstrip()} {line.lstrip()}"
        else:
            found.append(line)
    return [line.strip() for line in found if line.strip()]
