"""Measurement: the facts of a result or a store that a measurement protocol states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..corrections import corrected
from ..tables import UNCOUNTED

if TYPE_CHECKING:
    import pandas as pd

COUNTED: Final = ("sentences", "mentions", "actors", "quotes", "stances", "markers")


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What a protocol says of a result or a store.

    Attributes
    ----------
    manifest : mapping
        What made it: version, commit, models, lexicons, options.
    documents, tokens : int
        Texts, and their tokens outside boilerplate and bylines.
    rows : mapping of str to int
        Rows of each table.
    excluded : mapping of str to int
        Segments that count in no measure, by kind.
    translated : int
        Texts whose wording is a translator's.
    outlets : int
        Different outlets.
    first, last : str or None
        Days of the first and the last text.
    undated : int
        Texts without a date.
    failures : mapping of str to int
        Texts that are not in the tables, by reason.
    copies : int or None
        Texts that are copies of others; None where nobody looked for them.
    corrections, codings : int
        Rows made by hand.
    """

    manifest: Mapping[str, Any]
    documents: int
    tokens: int
    rows: Mapping[str, int]
    excluded: Mapping[str, int]
    translated: int = 0
    outlets: int = 0
    first: str | None = None
    last: str | None = None
    undated: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    copies: int | None = None
    corrections: int = 0
    codings: int = 0


def describe_measurement(
    tables: Mapping[str, pd.DataFrame],
    manifest: Mapping[str, Any],
    *,
    by_hand: Mapping[str, pd.DataFrame] | None = None,
    rows: Mapping[str, int] | None = None,
) -> Measurement:
    """Return what a protocol says of tables.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the contract, of one or more documents.
    manifest : mapping
        What made them; its ``failures``, if it has any, are counted.
    by_hand : mapping of str to pandas.DataFrame, optional
        Codings and corrections, where they are not among the tables.
    rows : mapping of str to int, optional
        Rows of each table, where they need not be loaded to be counted.
    """
    documents, hand = tables["documents"], {**tables, **(by_hand or {})}
    days = documents["date"].dropna()
    kinds = tables["segments"]["kind"].value_counts()
    return Measurement(
        manifest=manifest,
        documents=len(documents),
        tokens=int(documents["n_tokens"].sum()),
        rows=rows or {name: len(tables[name]) for name in COUNTED},
        excluded={kind: int(kinds.get(kind, 0)) for kind in sorted(UNCOUNTED)},
        translated=int(documents["translated"].sum()),
        outlets=int(documents["outlet"].nunique()),
        first=f"{days.min():%Y-%m-%d}" if len(days) else None,
        last=f"{days.max():%Y-%m-%d}" if len(days) else None,
        undated=len(documents) - len(days),
        failures=dict(manifest.get("failures", {})),
        corrections=corrected(hand.get("corrections")),
        codings=len(hand["codings"]) if "codings" in hand else 0,
    )
