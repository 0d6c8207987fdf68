"""Features of words from the two lexicons: connotations by lemma, predicates by form.

References
----------
Rashkin, H., Singh, S., & Choi, Y. (2016). Connotation Frames: A Data-Driven Investigation. ACL.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .predicates import Predicate, Predicates

FLAGS: Final = "sahbmxdupi"
"""s speech, a act, h harms, b benefits, m mutual, x turns round, d introduces content, u hedges, p is said of somebody,
i intensifies."""
_HOLDERS: Final = ("subj", "gen", "voice", "sides", "head", "comp")
_TARGETS: Final = ("obj", "dat", "gen", "subj", "head", "pred", "comp", "prep")
_EFFECTS: Final = ("shift", "deny", "carry", "name")
_SLOTS: Final = len(_HOLDERS) + len(_TARGETS)
_CONNOTATION: Final = 3 + len(FLAGS) + 1
WIDTH: Final = _CONNOTATION + 2 * _SLOTS + len(_EFFECTS) + 1
_FORMS_KEPT: Final = 1 << 16
_SHORTEST_PART: Final = 5
_LONGEST_WORD: Final = 60
"""Letters; longer ones are no German compounds."""


@cache
def _connotations() -> dict[str, list[str]]:
    """Rows of the table by lemma; only those of words that occur become vectors."""
    path = Path(__file__).with_name("connotations.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    places = [header.index(name) for name in ("holder", "agent", "patient", "flags")]
    lemma = header.index("lemma")
    return {row[lemma].lower(): [row[place] for place in places] for row in rows}


def _vector(row: Sequence[str]) -> NDArray[np.float32]:
    vector = np.zeros(_CONNOTATION, dtype=np.float32)
    vector[:3] = [int(cell) / 2 for cell in row[:3]]
    vector[[3 + FLAGS.index(flag) for flag in row[3]]] = 1
    return vector


@lru_cache(maxsize=1 << 15)
def connotation(lemma: str) -> NDArray[np.float32]:
    """Return the connotation of a lemma, or of the noun that its compound ends in, shape (14,); zeros for none."""
    table = _connotations()
    found = table.get(lemma)
    if found is not None:
        return _vector(found)
    for cut in range(1, min(len(lemma), _LONGEST_WORD) - _SHORTEST_PART + 1):
        found = table.get(lemma[cut:].lstrip("-"))
        if found is not None:
            part = _vector(found)
            part[-1] = 1
            return part
    return _NONE


_NONE: Final = np.zeros(_CONNOTATION, dtype=np.float32)


def _frame(predicate: Predicate, row: NDArray[np.float32]) -> None:
    if predicate.effect:
        row[2 * _SLOTS + _EFFECTS.index(predicate.effect)] = 1
        return
    side = 0 if predicate.sign > 0 else _SLOTS
    if predicate.holder in _HOLDERS:
        row[side + _HOLDERS.index(predicate.holder)] = 1
    target = predicate.target if predicate.target in _TARGETS else "prep"
    row[side + len(_HOLDERS) + _TARGETS.index(target)] = 1


def frames_of(form: str, predicates: Predicates) -> NDArray[np.float32]:
    """Return the slots of the predicates that a form may be the head of, or the rarest word of."""
    row = np.zeros(WIDTH - _CONNOTATION, dtype=np.float32)
    forms = (form, form[:1].lower() + form[1:])
    for variant in dict.fromkeys(forms):
        for head in predicates.heads.get(variant, ()):
            _frame(head.predicate, row)
        phrases = predicates.phrases.get(variant, ())
        for phrase in phrases:
            _frame(phrase, row)
        if phrases:
            row[-1] = 1
    if not row.any() and form[:1].isupper():
        for cut in range(3, min(len(form), _LONGEST_WORD) - _SHORTEST_PART + 1):
            heads = predicates.heads.get(form[cut:].lstrip("-").capitalize(), ())
            if heads:
                for head in heads:
                    _frame(head.predicate, row)
                break
    return row


def known_words(forms: Sequence[str], lemmas: Sequence[str], predicates: Predicates) -> NDArray[np.float32]:
    """Return the features of words, shape (words, `WIDTH`)."""
    frames = predicates.frames
    if len(frames) > _FORMS_KEPT:
        frames.clear()
    numbers: dict[tuple[str, str], int] = {}
    places = [numbers.setdefault(pair, len(numbers)) for pair in zip(forms, lemmas, strict=True)]
    rows = np.zeros((len(numbers), WIDTH), dtype=np.float32)
    for number, (form, lemma) in enumerate(numbers):
        if form not in frames:
            frames[form] = frames_of(form, predicates)
        rows[number, :_CONNOTATION] = connotation(lemma)
        rows[number, _CONNOTATION:] = frames[form]
    return rows[places]
