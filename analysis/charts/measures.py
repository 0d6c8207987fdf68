"""What the charts of indicators share: the framing table of a perspective, measured where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..framing import Perspective, measure_framing, pool
from .style import Tables

if TYPE_CHECKING:
    import pandas as pd


def framing_of(tables: Tables, perspective: Perspective, *indicators: str) -> pd.DataFrame:
    """Give the rows of some indicators, from the table ``framing`` or measured; of several documents their mean."""
    given = tables.get("framing")
    if given is not None and len(given):
        found = given[given["indicator"].isin(indicators)]
        if len(found) and _fits(given, perspective):
            return _together(found.reset_index(drop=True), perspective)
    measured = measure_framing(
        tables,
        focus=perspective.focus,
        poles=perspective.poles,
        translated=perspective.translated,
        seed=perspective.seed,
        indicators=indicators,
    )
    return _together(measured, perspective)


def _together(framing: pd.DataFrame, perspective: Perspective) -> pd.DataFrame:
    """Average over documents where there are several: a chart shows one value a country."""
    return framing if len(set(framing["doc_id"])) < 2 else pool(framing, seed=perspective.seed)


def counted(tables: Tables) -> str:
    """Say what n counts: rows of one document, or documents."""
    return "documents" if any(_several(tables, name) for name in ("sentences", "framing")) else "rows"


def first_document(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give the tables of the first document: places in a text make sense within one text alone."""
    listed = [
        doc_id for name in ("documents", "sentences", "mentions") if name in tables for doc_id in tables[name]["doc_id"]
    ]
    if len(set(listed)) < 2:
        return dict(tables)
    return {name: table[table["doc_id"] == listed[0]].reset_index(drop=True) for name, table in tables.items()}


def _several(tables: Tables, name: str) -> bool:
    return name in tables and len(set(tables[name]["doc_id"])) > 1


def _fits(framing: pd.DataFrame, perspective: Perspective) -> bool:
    """Tell whether the table was measured for this focus and these poles."""
    units = set(framing.loc[framing["indicator"] == "position_combined", "unit"])
    return {f"{perspective.region}:{pole}" for pole in perspective.poles} <= units


def split_units(framing: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Split ``unit`` at its colon into columns."""
    parts = framing["unit"].astype(str).str.split(":", n=len(names) - 1, expand=True)
    columns: dict[str, Any] = {name: parts.get(index) for index, name in enumerate(names)}
    return framing.assign(**columns)
