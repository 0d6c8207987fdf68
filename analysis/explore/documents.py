"""One document of an explorer: its tables, and the document as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..reading import Document
from ..tables import rows

if TYPE_CHECKING:
    import pandas as pd

    from .state import Explorer


def own_tables(explorer: Explorer, doc_id: str | None = None) -> dict[str, pd.DataFrame]:
    """Return every table with the rows of one document alone, by default of the one on show."""
    if len(explorer.texts) == 1:
        return dict(explorer.whole)
    wanted = doc_id or explorer.choice.document
    return {name: data[data["doc_id"] == wanted].reset_index(drop=True) for name, data in explorer.whole.items()}


def document_of(explorer: Explorer, doc_id: str) -> Document:
    """Return a document as it was read: its text, segments and metadata."""
    tables = own_tables(explorer, doc_id)
    known = {name: list(rows(name, tables[name])) for name in ("documents", "segments")}
    translated = explorer.perspective.translated
    return Document.from_rows(explorer.texts[doc_id], known, doc_id=doc_id, translated=translated)
