"""Stance: who evaluates whom, which way, on what evidence.

A lexicon of predicates with role slots finds evaluations; clauses and phrases fill the slots; composition settles
negation, shifters and hedges; the quotes give the voice. The result is a list of signed, directed edges between
holders and countries, each with the rule and the words that carry it.
"""

from __future__ import annotations

from .aggregate import aggregate_stances, predicate_sensitivity
from .explain import Explanation, explain_stance
from .find import find_stances, stance_rows
from .markers import marker_rows
from .predicates import Predicates, load_predicates

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
