"""Reading: any source becomes one `Document`, its text unchanged, its segments marked, its metadata kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .dates import parse_date
from .document import Document
from .read import read_document, read_text

if TYPE_CHECKING:
    from .importing import Copy, ReadingFailure, group_copies, iter_documents

__all__ = [
    "Copy",
    "Document",
    "ReadingFailure",
    "group_copies",
    "iter_documents",
    "parse_date",
    "read_document",
    "read_text",
]


def __getattr__(name: str) -> Any:
    """Load what imports corpora when somebody imports one; a single article needs none of it."""
    if name in ("Copy", "ReadingFailure", "group_copies", "iter_documents"):
        from . import importing

        return getattr(importing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
