"""Closed classes of German words: articles, possessives, quantifiers, prepositions and pronouns."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

CLOSED_CLASSES: Final = Path(__file__).parent / "closed_classes.tsv"
DETERMINERS: Final = ("definite", "indefinite", "possessive", "quantity")
"""Classes of the words that open a noun phrase."""


@cache
def closed_classes() -> dict[str, frozenset[str]]:
    """Return the words of each class, in small letters."""
    classes: dict[str, set[str]] = {}
    with CLOSED_CLASSES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            classes.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(group) for name, group in classes.items()}


@cache
def closed_class(*names: str) -> frozenset[str]:
    """Return the words of one class, or of several together.

    Examples
    --------
    >>> "dem" in closed_class("definite"), "ihm" in closed_class("preposition", "pronoun")
    (True, True)
    """
    return frozenset().union(*(closed_classes()[name] for name in names))
