"""Coding: probability samples of what was analysed, coded by hand without seeing it, and what follows from them.

A *study* is a folder: items in random order, a codebook, a file for each coder, and sealed apart from them the labels
of the analysis. From the codings come agreement, and estimates of the whole corpus, corrected for measured error.
"""

from __future__ import annotations

from .adjudication import Case, adjudicate, final_labels, find_cases, read_adjudicated
from .codebook import Codebook, Label, default_codebook, parse_codebook, read_codebook
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

__all__ = [
    "Case",
    "Codebook",
    "Coding",
    "Item",
    "Label",
    "Progress",
    "Study",
    "adjudicate",
    "ask",
    "coders",
    "default_codebook",
    "final_labels",
    "find_cases",
    "next_item",
    "open_study",
    "parse_codebook",
    "progress",
    "read_adjudicated",
    "read_codebook",
    "read_codings",
    "save_label",
    "undo",
]
