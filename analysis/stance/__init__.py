"""Stance: who evaluates whom, which way, on what evidence.

A trained reader goes through pairs of a sentence and a country that it may be about, and says with which probability
the sentence evaluates the country positively and negatively, who holds that, and which words carry it. It never sees
the names of countries and people. `lexicon` tells it what words connote, `holders` who stands for which state,
`output` makes rows of its verdicts and summarises them.
"""

from __future__ import annotations

from .find import find_stances, stance_rows
from .lexicon import Predicates, load_predicates
from .output import Explanation, aggregate_stances, explain_stance, marker_rows, predicate_sensitivity

__all__ = [
    "Explanation",
    "Predicates",
    "aggregate_stances",
    "explain_stance",
    "find_stances",
    "load_predicates",
    "marker_rows",
    "predicate_sensitivity",
    "stance_rows",
]
