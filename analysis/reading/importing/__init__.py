"""Importing: folders, tables, saved pages and exports of databases become documents; nothing is lost silently."""

from __future__ import annotations

from .documents import ReadingFailure, iter_documents
from .duplicates import Copy, group_copies

__all__ = ["Copy", "ReadingFailure", "group_copies", "iter_documents"]
