"""Export: tables, figures, report and provenance become files, whole or not at all, the same bytes on every run."""

from __future__ import annotations

from ..charts import ESSENTIAL
from .bundle import pack_result
from .cite import citation, cite, software_in_words
from .comparison import save_comparison
from .figures import load_drawing, painters, save_figures
from .formats import csv_bytes, parquet_bytes, read_table
from .latex import latex_bytes
from .manifest import build_manifest
from .report import write_report
from .results import save_results, save_tables
from .workbook import workbook_bytes

__all__ = [
    "ESSENTIAL",
    "build_manifest",
    "citation",
    "cite",
    "csv_bytes",
    "latex_bytes",
    "load_drawing",
    "pack_result",
    "painters",
    "parquet_bytes",
    "read_table",
    "save_comparison",
    "save_figures",
    "save_results",
    "save_tables",
    "software_in_words",
    "workbook_bytes",
    "write_report",
]
