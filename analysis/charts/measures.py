"""What the charts of indicators share: the framing table of a perspective, measured where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..framing import Perspective, measure_framing
from .style import Tables

if TYPE_CHECKING:
    import pandas as pd


def framing_of(tables: Tables, perspective: Perspective, *indicators: str) -> pd.DataFrame:
    """Give the rows of some indicators: from the table ``framing``, or measured where it has none of them."""
    given = tables.get("framing")
    if given is not None and len(given):
        found = given[given["indicator"].isin(indicators)]
        if len(found) and _fits(given, perspective):
            return found.reset_index(drop=True)
    return measure_framing(
        tables,
        focus=perspective.focus,
        poles=perspective.poles,
        translated=perspective.translated,
        seed=perspective.seed,
        indicators=indicators,
    )


def _fits(framing: pd.DataFrame, perspective: Perspective) -> bool:
    """Tell whether the table was measured for this focus and these poles."""
    units = set(framing.loc[framing["indicator"] == "position_combined", "unit"])
    return {f"{perspective.region}:{pole}" for pole in perspective.poles} <= units


def split_units(framing: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Split ``unit`` at its colon into columns."""
    parts = framing["unit"].astype(str).str.split(":", n=len(names) - 1, expand=True)
    columns: dict[str, Any] = {name: parts.get(index) for index, name in enumerate(names)}
    return framing.assign(**columns)
