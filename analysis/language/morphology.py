"""From predicted tags and values to UD features: what a word class can have, and what follows from the class itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from .labels import FEATURES, TAGS

_NOMINAL: Final = ("Case", "Gender", "Number")
_FINITE: Final = ("Mood", "Number", "Person", "Tense")

_NAMES: Final = tuple(FEATURES)

# Which features a class can carry, and which it must: a finite verb has a mood whatever the network doubts.
_POSSIBLE: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("NN", "NE", "ART", "PDAT", "PIAT", "PIS", "PDS", "PRELS", "PRELAT", "PWAT", "PWS", "APPRART"), _NOMINAL
    ),
    **dict.fromkeys(("PPER", "PRF", "PPOSAT", "PPOSS"), (*_NOMINAL, "Person")),
    "ADJA": (*_NOMINAL, "Degree"),
    "ADJD": ("Degree",),
    **dict.fromkeys(("VAFIN", "VMFIN", "VVFIN"), _FINITE),
    **dict.fromkeys(("VAIMP", "VVIMP"), ("Number", "Person")),
}
_FIXED: Final[dict[str, str]] = {
    **dict.fromkeys(("VAFIN", "VMFIN", "VVFIN"), "VerbForm=Fin"),
    **dict.fromkeys(("VAIMP", "VVIMP"), "Mood=Imp|VerbForm=Fin"),
    **dict.fromkeys(("VAINF", "VMINF", "VVINF", "VVIZU"), "VerbForm=Inf"),
    **dict.fromkeys(("VAPP", "VMPP", "VVPP"), "VerbForm=Part"),
    "ART": "PronType=Art",
    "CARD": "NumType=Card",
    "PDAT": "PronType=Dem",
    "PDS": "PronType=Dem",
    "PIAT": "PronType=Ind",
    "PIS": "PronType=Ind",
    "PPER": "PronType=Prs",
    "PPOSAT": "Poss=Yes|PronType=Prs",
    "PPOSS": "Poss=Yes|PronType=Prs",
    "PRELAT": "PronType=Rel",
    "PRELS": "PronType=Rel",
    "PRF": "PronType=Prs|Reflex=Yes",
    "PTKNEG": "Polarity=Neg",
    "PWAT": "PronType=Int",
    "PWAV": "PronType=Int",
    "PWS": "PronType=Int",
    "FM": "Foreign=Yes",
}


@lru_cache(maxsize=20_000)
def features_of(tag: int, values: tuple[int, ...], extra: str = "") -> str:
    """UD feature string of a word.

    Parameters
    ----------
    tag : int
        Index into `TAGS`.
    values : tuple of int
        For each of `FEATURES` the index of its value.
    extra : str, optional
        Further features, joined by ``|``.

    Examples
    --------
    >>> features_of(TAGS.index("VAFIN"), (0, 0, 2, 3, 3, 2, 0))
    'Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin'
    """
    name = TAGS[tag]
    possible = _POSSIBLE.get(name, ())
    pairs = [
        f"{feature}={FEATURES[feature][value]}"
        for feature, value in zip(_NAMES, values, strict=True)
        if value and feature in possible
    ]
    pairs += _FIXED.get(name, "").split("|") + extra.split("|")
    return "|".join(sorted(pair for pair in set(pairs) if pair))
