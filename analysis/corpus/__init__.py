"""Corpus: the same analysis of many documents. Dask runs it, Parquet keeps the tables, DuckDB asks them.

`run_corpus` fills a store and goes on where an earlier run ended, whatever ended it; `Corpus.open` reads it, also
while it is being filled. Groups, periods, keywords and concordances are computed over the whole store in constant
memory.
"""

from __future__ import annotations

from ..limits import Limits
from .bundle import open_package
from .charts import plot_mentions_over_time, plot_over_time
from .checking import Condition, Fault, check_store, repair_store
from .cluster import job_script
from .compare import compare_groups, measure_groups, measure_over_time
from .corpus import Corpus
from .edits import describe_edits
from .facets import small_multiples
from .lazy_table import Table
from .measures import MEASURES, Measure
from .migration import migrate
from .outlets import plot_outlets
from .packing import pack_corpus
from .run import Summary, run_corpus
from .versions import compare_versions
from .words import Place, concordance, find_keywords, iterate_concordance

__all__ = [
    "MEASURES",
    "Condition",
    "Corpus",
    "Fault",
    "Limits",
    "Measure",
    "Place",
    "Summary",
    "Table",
    "check_store",
    "compare_groups",
    "compare_versions",
    "concordance",
    "describe_edits",
    "find_keywords",
    "iterate_concordance",
    "job_script",
    "measure_groups",
    "measure_over_time",
    "migrate",
    "open_package",
    "pack_corpus",
    "plot_mentions_over_time",
    "plot_outlets",
    "plot_over_time",
    "repair_store",
    "run_corpus",
    "small_multiples",
]
