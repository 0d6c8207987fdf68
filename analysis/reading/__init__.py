"""Reading: any source becomes one `Document`, its text unchanged, its segments marked, its metadata kept."""

from __future__ import annotations

from .document import Document
from .read import read_document

__all__ = ["Document", "read_document"]
