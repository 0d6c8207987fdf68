"""What indicators are called, on which scale they lie, and what they say, for readers in German and English."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from ..translation import Lang, Translator
from .registry import INDICATORS

Kind = Literal["share", "sign", "index", "rate"]
_NAMES: Final = Translator(__package__, "indicators.tsv")
# Where the scale of a kind begins and ends; a rate has no upper end.
BOUNDS: Final[dict[str, tuple[float, float]]] = {"share": (0, 1), "sign": (-1, 1), "index": (0, 1)}


class Naming(NamedTuple):
    """An indicator for readers.

    Attributes
    ----------
    name : str
        What it is called.
    kind : {"share", "sign", "index", "rate"}
        A share is printed in percent; a sign lies between -1 and 1, an index between 0 and 1, a rate has no end.
    scale : str
        The scale and its ends in words.
    explanation : str
        What it says, in a sentence.
    """

    name: str
    kind: Kind
    scale: str
    explanation: str


def indicator_name(indicator: str, lang: Lang) -> str:
    """Return what an indicator is called; one that has no name stands for itself.

    Examples
    --------
    >>> indicator_name("attention_share", "de"), indicator_name("own_measure", "en")
    ('Anteil an den Nennungen', 'own_measure')
    """
    return _NAMES.say(indicator, lang) if indicator in _NAMES else indicator


def describe_indicator(indicator: str, lang: Lang) -> Naming:
    """Return name, scale and explanation of an indicator.

    Examples
    --------
    >>> describe_indicator("relation_narrator", "de").scale
    '−1 (negativ) bis +1 (positiv)'
    """
    if indicator not in _NAMES:
        return Naming(indicator, "rate", "", "")
    german, english, kind, scale_de, scale_en, explanation = _NAMES.rows[indicator]
    if lang == "de":
        return Naming(german, kind, scale_de, explanation)  # type: ignore[arg-type]
    known = INDICATORS.get(indicator)
    return Naming(english, kind, scale_en, known.definition if known else "")  # type: ignore[arg-type]
