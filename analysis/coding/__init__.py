"""Coding: probability samples of what was analysed, coded by hand without seeing it, and what follows from them.

A *study* is a folder: items in random order, a codebook, a file for each coder, and sealed apart from them the labels
of the analysis. From the codings come agreement, and estimates of the whole corpus, corrected for measured error::

    study = draw_sample("store", "study", unit="stance", n=200, stratify_by=["outlet", "sign"], seed=1)
    save_label(study, "anna", next_item(study, "anna").item_id, "negative")
    measure_agreement(study)
    correct_estimates("store", study, measure="stance", by="outlet")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .adjudication import Case, adjudicate, final_labels, find_cases, read_adjudicated
    from .agreement import confusion, measure_agreement
    from .chart import describe_corrections, numbers_corrections, plot_corrections
    from .codebook import Codebook, Label, default_codebook, parse_codebook, read_codebook
    from .drawing import draw_sample
    from .estimates import correct_estimates
    from .exchange import export_study
    from .importing import Imported, import_codings
    from .measures import Measure, measures_of
    from .paragraph import methods_paragraph
    from .planner import Plan, plan_from_pilot
    from .population import read_population
    from .ppi import ppi_mean
    from .published import joint_from_error, plan_from_error, published_error
    from .sheets import export_sheet
    from .spans import Disagreement, alpha_spans
    from .study import (
        Coding,
        Item,
        Progress,
        Study,
        ask,
        coders,
        next_item,
        open_study,
        progress,
        read_codings,
        save_label,
        undo,
    )
    from .tables import join_codings, study_tables

# Who codes a study needs neither its statistics nor a corpus: a module is loaded when a name of it is asked for.
_HOMES = {
    "adjudication": ("Case", "adjudicate", "final_labels", "find_cases", "read_adjudicated"),
    "agreement": ("confusion", "measure_agreement"),
    "chart": ("describe_corrections", "numbers_corrections", "plot_corrections"),
    "codebook": ("Codebook", "Label", "default_codebook", "parse_codebook", "read_codebook"),
    "drawing": ("draw_sample",),
    "estimates": ("correct_estimates",),
    "exchange": ("export_study",),
    "importing": ("Imported", "import_codings"),
    "measures": ("Measure", "measures_of"),
    "paragraph": ("methods_paragraph",),
    "planner": ("Plan", "plan_from_pilot"),
    "population": ("read_population",),
    "ppi": ("ppi_mean",),
    "published": ("joint_from_error", "plan_from_error", "published_error"),
    "sheets": ("export_sheet",),
    "spans": ("Disagreement", "alpha_spans"),
    "study": (
        *("Coding", "Item", "Progress", "Study", "ask", "coders", "next_item", "open_study", "progress"),
        *("read_codings", "save_label", "undo"),
    ),
    "tables": ("join_codings", "study_tables"),
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Case",
    "Codebook",
    "Coding",
    "Disagreement",
    "Imported",
    "Item",
    "Label",
    "Measure",
    "Plan",
    "Progress",
    "Study",
    "adjudicate",
    "alpha_spans",
    "ask",
    "coders",
    "confusion",
    "correct_estimates",
    "default_codebook",
    "describe_corrections",
    "draw_sample",
    "export_sheet",
    "export_study",
    "final_labels",
    "find_cases",
    "import_codings",
    "join_codings",
    "joint_from_error",
    "measure_agreement",
    "measures_of",
    "methods_paragraph",
    "next_item",
    "numbers_corrections",
    "open_study",
    "parse_codebook",
    "plan_from_error",
    "plan_from_pilot",
    "plot_corrections",
    "ppi_mean",
    "progress",
    "published_error",
    "read_adjudicated",
    "read_codebook",
    "read_codings",
    "read_population",
    "save_label",
    "study_tables",
    "undo",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
