"""`Article`: what every reader of a format hands on, before it becomes a document."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

from ...errors import Obstacle, ReadingError


class Article(NamedTuple):
    """One text of a source with what the source says about it.

    `place` says where in its file it stands ("row 12"), `problem` why it cannot be used, and `obstacle` of
    what kind that is.
    """

    text: str = ""
    title: str | None = None
    date: Any = None
    outlet: str | None = None
    doc_id: str | None = None
    source: str | None = None
    language: str | None = None
    translated: bool | None = None
    place: str = ""
    remarks: tuple[str, ...] = ()
    problem: str | None = None
    obstacle: Obstacle = "unreadable"


class Prose(NamedTuple):
    """The paragraphs of a file that holds one text or an export, with what reading it noticed."""

    paragraphs: list[str]
    remarks: tuple[str, ...] = ()
    title: str | None = None


def compose(title: str | None, paragraphs: Sequence[str]) -> str:
    r"""Put a title and paragraphs together as one text; a title that the text begins with is not doubled.

    Examples
    --------
    >>> compose("Gipfel", ["Gipfel", "China wirbt."])
    'Gipfel\n\nChina wirbt.'
    """
    body = [paragraph for paragraph in map(str.strip, paragraphs) if paragraph]
    head = (title or "").strip()
    if head and " ".join(head.split()) not in {" ".join(paragraph.split()) for paragraph in body[:3]}:
        body.insert(0, head)
    return "\n\n".join(body)


def library(name: str, *, use: str) -> Any:
    """Import a library of the extra `press`.

    Raises
    ------
    ReadingError
        If it is not installed, with the command that mends it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingLibraryError(
            f'{use} needs {name.partition(".")[0]}, which is not installed: pip install "mittellage[press]"'
        ) from error


class MissingLibraryError(ReadingError):
    """A format that needs a library of the extra `press`; no file of that format can be read without it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, obstacle="library")
