"""How many rows were corrected by hand, for charts, reports and protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    import pandas as pd

_CHANGES: Final = frozenset({"change", "reject", "add"})


def corrected(corrections: pd.DataFrame | Iterable[Any] | None) -> int:
    """Return how many rows were changed, rejected or added by hand; what follows from that does not count.

    Parameters
    ----------
    corrections : pandas.DataFrame, iterable of Correction, or None
        The table, of one or more documents. Columns that are missing tell nothing: a table that was made elsewhere
        counts each of its rows.
    """
    rows: set[tuple[Any, ...]] = set()
    for number, row in enumerate(_records(corrections)):
        known = row.get("action") in (None, *_CHANGES) and row.get("state") in (None, "applied")
        if known and row.get("follows") is None:
            rows.add((row.get("doc_id"), row.get("table"), row.get("row_id", number)))
    return len(rows)


def _records(corrections: pd.DataFrame | Iterable[Any] | None) -> Iterable[Mapping[str, Any]]:
    if corrections is None:
        return ()
    if hasattr(corrections, "columns"):
        data = cast("pd.DataFrame", corrections)
        plain = data.astype(object).where(data.notna(), None)
        names = [str(name) for name in plain.columns]
        return [dict(zip(names, row, strict=True)) for row in plain.itertuples(index=False)]
    return [row._asdict() for row in cast("Iterable[Any]", corrections)]


def corrections_in_words(n: int, lang: Literal["de", "en"] = "de") -> str:
    """Return how many rows were corrected by hand; nothing where none was.

    Examples
    --------
    >>> corrections_in_words(1), corrections_in_words(3, "en"), corrections_in_words(0)
    ('1 Zeile von Hand berichtigt', '3 rows corrected by hand', '')
    """
    if n == 0:
        return ""
    if lang == "en":
        return f"{n} row{'s' if n > 1 else ''} corrected by hand"
    return f"{n} Zeile{'n' if n > 1 else ''} von Hand berichtigt"
