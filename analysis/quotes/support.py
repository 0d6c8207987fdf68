"""What a rule says of a word where a quote may begin."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..language.noun_phrases import Run
from .decoding import TYPES
from .features import Encoded
from .participants import is_participant

DIRECT: Final = TYPES.index("direct")
REPORTED: Final = TYPES.index("reported")
INDIRECT: Final = TYPES.index("indirect")
LONGEST_SOURCE: Final = 8
"""Words of a source before its colon: „Der Sprecher des Ministeriums in Astana: …“."""


class Support(NamedTuple):
    """What a rule says of an anchor."""

    anchor: int
    type: int
    odds: float
    """Log odds lent to the quote."""
    pieces: tuple[Run, ...]
    """Positions of the quote, first and after the last of each piece."""
    speaker: Run
    """Positions of the speaker; empty if the rule does not know."""
    cue: int
    """Position of the verb of saying, or -1."""
    certain: bool
    """Whether the extent and the speaker are beyond doubt, not only likely."""
    exclusive: bool = False
    """Whether speaker and cue are those of the rule and no others, also where it knows none."""
    around: Run = (0, 0)
    """Words in which nothing else begins, and which nothing leaves or enters."""
    continues: int = -1
    """Anchor of the quotation whose next paragraph this is, or -1."""


def is_source(encoded: Encoded, begin: int, end: int) -> bool:
    """Return whether words before a colon are a name or a source and nothing else."""
    if begin == end:  # a paragraph may open with its colon: ": Wir bleiben hier."
        return False
    tags = encoded.tags[begin:end]
    if any(encoded.verbs[begin:end]) or "$," in tags or "$." in tags:
        return False
    if not is_participant(range(begin, end), encoded):  # a ticker: „Montag: Russland hat China gelobt“
        return False
    named = any(encoded.entities[begin:end]) or "NE" in tags or encoded.cues[end - 1].startswith("noun-")
    return named or encoded.forms[end - 1].startswith("@")
