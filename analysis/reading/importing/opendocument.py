"""ODT: the text that a reader of the document sees, with tracked changes as accepted."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from ...errors import ReadingError
from .article import Prose
from .guard import guard_archive, parse_guarded
from .word import part_paragraph

_PART: Final = "content.xml"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPHS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
# Deleted text stands in tracked-changes; notes, comments, lists of contents and readings of ruby are no running text.
_UNREAD: Final = frozenset(
    {f"{_TEXT}{name}" for name in ("tracked-changes", "note", "ruby-text", "table-of-content", "hidden-text")}
    | {f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners", "binary-data")}
    | {
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
        "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
    }
)
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_MOST_SPACES: Final = 1000
_NOTES: Final = "footnotes and endnotes were left out"


def read_odt(data: bytes, *, name: str) -> Prose:
    """Return the paragraphs of an ODT file, those of tables and text boxes included, in order.

    Returns
    -------
    Prose
        Insertions stand in the text, deletions are gone. Headers, footers, comments and notes are left out.

    Raises
    ------
    ReadingError
        If the file is damaged, protected by a password, swells, or declares entities.
    """
    if _is_locked(data):
        raise ReadingError(
            f"{name} is protected by a password; open it in its program and save it without one.", obstacle="locked"
        )
    guard_archive(data, name=name, parts=(_PART,))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = parse_guarded(archive.read(_PART), name=name)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ReadingError(f"{name} is damaged: {error}.") from error
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ReadingError(f"{name} is an OpenDocument file without a text.")
    remarks = (_NOTES,) if next(body.iter(f"{_TEXT}note"), None) is not None else ()
    return Prose(_walk(body), remarks)


def _is_locked(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"encryption-data" in archive.open("META-INF/manifest.xml").read(1024 * 1024)
    except Exception:  # whatever it is, the guard says it
        return False


def _walk(body: Any) -> list[str]:
    """Collect the paragraphs in order; a text box in a paragraph follows it."""
    done: list[str] = []
    open_: list[tuple[list[str], list[str]]] = []  # pieces of a paragraph, paragraphs of its text boxes
    todo: list[tuple[Any, bool]] = [(child, False) for child in reversed(body)]
    while todo:
        node, left = todo.pop()
        inside = isinstance(node.tag, str) and node.tag not in _UNREAD
        if left:
            if node.tag in _PARAGRAPHS:
                _close(open_, done)
        elif inside:
            if node.tag in _PARAGRAPHS:
                open_.append(([], []))
            elif open_:
                open_[-1][0].append(_sign(node))
            if open_ and node.text:
                open_[-1][0].append(_SPACES.sub(" ", node.text))
            todo.append((node, True))
            todo.extend((child, False) for child in reversed(node))
            continue
        if open_ and node.tail:
            open_[-1][0].append(_SPACES.sub(" ", node.tail))
    return done


def _sign(node: Any) -> str:
    name = node.tag.rpartition("}")[2]
    if name == "s":
        count = str(node.get(f"{_TEXT}c") or "1")
        return " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_SPACES)
    return {"tab": " ", "line-break": "\n"}.get(name, "")


def _close(open_: list[tuple[list[str], list[str]]], done: list[str]) -> None:
    pieces, boxes = open_.pop()
    found = [*part_paragraph("".join(pieces)), *boxes]
    if not open_:
        done.extend(found)
    elif any(piece.strip() for piece in open_[-1][0]):
        open_[-1][1].extend(found)
    else:
        done.extend(found)
