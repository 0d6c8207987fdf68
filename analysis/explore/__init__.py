"""Explore: look at a result, narrow it, open the evidence behind any number, and take it away.

An `Explorer` holds what the reader has chosen and knows no widget; the ``view_*`` functions are thin
`ipywidgets` views on it, so that notebooks and the app show the same things::

    explorer = Explorer.of(analyse(document))
    view_filters(explorer)
    view_text(explorer)
    view_chart(explorer, "mentions")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .bundle import write_chart
from .concordance import concordance
from .corpus import analyse_files, side_by_side
from .evidence import evidence_table
from .figures import numbers
from .judging import judge, judge_row, result_of, verdicts_in, verdicts_of
from .layers import annotate, cut
from .listing import indicators, listing
from .opening import open_store, open_texts
from .project import open_project, save_project
from .source import read_date
from .state import Choice, Explorer, Key

if TYPE_CHECKING:
    from .widgets import (
        view_chart,
        view_coding,
        view_comparison,
        view_concordance,
        view_corrections,
        view_evidence,
        view_export,
        view_filters,
        view_measures,
        view_overview,
        view_table,
        view_text,
    )

__all__ = [
    "Choice",
    "Explorer",
    "Key",
    "analyse_files",
    "annotate",
    "concordance",
    "cut",
    "evidence_table",
    "indicators",
    "judge",
    "judge_row",
    "listing",
    "numbers",
    "open_project",
    "open_store",
    "open_texts",
    "read_date",
    "result_of",
    "save_project",
    "side_by_side",
    "verdicts_in",
    "verdicts_of",
    "view_chart",
    "view_coding",
    "view_comparison",
    "view_concordance",
    "view_corrections",
    "view_evidence",
    "view_export",
    "view_filters",
    "view_measures",
    "view_overview",
    "view_table",
    "view_text",
    "write_chart",
]


def __getattr__(name: str) -> Any:
    """Load the widgets when a view is first asked for: the state needs none of them."""
    if name.startswith("view_") and name in __all__:
        return getattr(import_module(".widgets", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
