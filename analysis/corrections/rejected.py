"""Rows that people have rejected, as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import tables
from .fields import known_table, read_row

if TYPE_CHECKING:
    import pandas as pd


def rejected_rows(corrections: pd.DataFrame | None) -> dict[tuple[str, str], Any]:
    """Return the rows that were rejected, or fell with one that was, by document and id.

    Parameters
    ----------
    corrections : pandas.DataFrame or None
        The table ``corrections`` of one or more documents.

    Examples
    --------
    >>> from analysis import analyse
    >>> result = analyse("Kasachstan kritisiert Russland.").reject("t1")
    >>> [row.target for row in rejected_rows(result.corrections).values()]
    ['RU']
    """
    if corrections is None:
        return {}
    return {
        (made.doc_id, made.row_id): read_row(known_table(made.table), made.before)
        for made in tables.rows("corrections", corrections)
        if made.action == "reject" and made.state == "applied"
    }
