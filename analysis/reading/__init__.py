"""Reading: any source becomes one `Document`, its text unchanged, its segments marked, its metadata kept."""

from __future__ import annotations

from .document import Document

__all__ = ["Document"]
