"""Folding: the text as stages look it up, character by character and word by word, with the way back to its source."""

from __future__ import annotations

from .fold import Folding, fold, fold_characters, fold_piece
from .rows import unfold

__all__ = ["Folding", "fold", "fold_characters", "fold_piece", "unfold"]
