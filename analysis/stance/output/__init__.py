"""What comes of the reader's verdicts: rows, their explanation and summary; markers and tonality beside them."""

from __future__ import annotations

from .aggregate import aggregate_stances, predicate_sensitivity
from .explain import Explanation, explain_stance
from .markers import marker_rows

__all__ = ["Explanation", "aggregate_stances", "explain_stance", "marker_rows", "predicate_sensitivity"]
