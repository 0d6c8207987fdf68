"""The pipeline: one document through every stage in order, and all its tables in one result.

Rows are built as tuples and become data frames only when somebody looks at them, so that a stream of thousands of
documents never pays for pandas.
"""

from __future__ import annotations

from .options import Options
from .result import Analysis
from .row_evidence import evidence, explain
from .run import Failure, analyse, analyse_many, iter_results
from .stages import BEGINS, unwatched

__all__ = [
    "BEGINS",
    "Analysis",
    "Failure",
    "Options",
    "analyse",
    "analyse_many",
    "evidence",
    "explain",
    "iter_results",
    "unwatched",
]
