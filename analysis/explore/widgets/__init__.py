"""Thin views on the explorer: each builds widgets, listens to the explorer, and decides nothing."""

from __future__ import annotations

from .charts import view_chart
from .coding import view_coding, view_corrections
from .comparison import view_comparison
from .concordance import view_concordance
from .controls import view_filters
from .evidence import view_evidence
from .export import view_export
from .measures import view_measures
from .overview import view_overview
from .tables import view_table
from .text import view_text

__all__ = [
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
]
