"""What single words say: their connotation, and the slots in which a predicate of the lexicon expects its parties."""

from __future__ import annotations

from .predicates import Predicate, Predicates, default_predicates, load_predicates
from .words import WIDTH, known_words

__all__ = ["WIDTH", "Predicate", "Predicates", "default_predicates", "known_words", "load_predicates"]
