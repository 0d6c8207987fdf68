"""Framing: how a region is positioned, as indicators over the tables of the other stages; nothing is re-read.

Every indicator is a small function in a registry with its definition, formula, literature and limits
(`docs/methods.md` is written from it); every value comes with n, a 95 % interval and the ids of the rows
that it rests on. What a text does not speak of is unknown, never zero.
"""

from __future__ import annotations

from .compare import compare
from .lexicon import Frames, load_frames
from .measure import framing_rows, measure_framing
from .nomination import concordance, nominations, predications
from .perspective import DEFAULT, Perspective, expand, perspective_of
from .pool import ALL_DOCUMENTS, pool
from .registry import CAVEATS, INDICATORS, Indicator, caveat
from .view import DocumentTables, count_said, count_words, views

__all__ = [
    "ALL_DOCUMENTS",
    "CAVEATS",
    "DEFAULT",
    "INDICATORS",
    "DocumentTables",
    "Frames",
    "Indicator",
    "Perspective",
    "caveat",
    "compare",
    "concordance",
    "count_said",
    "count_words",
    "expand",
    "framing_rows",
    "load_frames",
    "measure_framing",
    "nominations",
    "perspective_of",
    "pool",
    "predications",
    "views",
]
