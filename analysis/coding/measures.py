"""Measures: what is estimated, as a numerator and a denominator that a label of one unit adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

from ..errors import CodingError
from .codebook import Codebook, Lang

Pair: TypeAlias = tuple[float, float]


class Measure(NamedTuple):
    """A ratio over units.

    Attributes
    ----------
    name : str
        Its name; of a share with the label, such as ``voice:RU``.
    meaning : mapping
        In words, in German and English.
    pairs : mapping of str to (float, float)
        What each label of the codebook adds to numerator and denominator.
    """

    name: str
    meaning: Mapping[Lang, str]
    pairs: Mapping[str, Pair]

    @property
    def whole(self) -> bool:
        """Return whether every unit counts once in the denominator."""
        return all(y == 1.0 for _, y in self.pairs.values())

    @property
    def bounds(self) -> Pair:
        """Least and greatest value."""
        ratios = [x / y for x, y in self.pairs.values() if y > 0]
        return min(ratios), max(ratios)

    @property
    def span(self) -> float:
        """By how much an error changes a unit's numerator; where not every unit counts, mostly to or from zero."""
        low, high = self.bounds
        return high - low if self.whole else max(abs(low), abs(high))


_STANCE: Final[Mapping[str, Pair]] = {"positive": (1, 1), "negative": (-1, 1), "mixed": (0, 2), "none": (0, 0)}
_NEGATIVE: Final[Mapping[str, Pair]] = {"positive": (0, 1), "negative": (1, 1), "mixed": (1, 2), "none": (0, 0)}
_ACTING: Final[Mapping[str, Pair]] = {
    "actor": (1, 1), "origin": (0, 1), "place": (0, 1), "language": (0, 0), "none": (0, 0),
}  # fmt: skip
# Unit, labels that it needs, their pairs (None: 1 for all but "none"), and what it means.
_NAMED: Final[Mapping[str, tuple[str, Mapping[str, Pair] | None, str, str]]] = {
    "stance": (
        "stance", _STANCE,
        "Mittel (−1 bis 1) aller Bewertungen; ein gemischter Satz zählt als eine von jeder Art",
        "mean stance (−1 to 1) of all evaluations; a mixed sentence counts as one of each sign",
    ),
    "negative": ("stance", _NEGATIVE, "Anteil negativer Bewertungen", "share of negative evaluations"),
    "evaluated": (
        "stance", None,
        "Anteil der Sätze mit einem Land, die es bewerten", "share of sentences with a country that evaluate it",
    ),
    "quoted": ("quote", None, "Anteil der Sätze, die ein Zitat wiedergeben", "share of sentences that render a quote"),
    "mentioned": ("mention", None, "Anteil der Sätze, die ein Land nennen", "share of sentences that name a country"),
    "acting": (
        "mention", _ACTING, "Anteil der Nennungen als Akteur", "share of mentions as an actor",
    ),
}  # fmt: skip
_UNSPOKEN: Final = frozenset({"none", "unknown"})
FAMILIES: Final = ("voice", "share", "mean")


def measures_of(codebook: Codebook, name: str) -> list[Measure]:
    """Return the measures of a name: one, or one for each label.

    Parameters
    ----------
    codebook : Codebook
        Whose labels are counted.
    name : str
        Of the unit stance ``stance``, ``negative``, ``evaluated``; of quote ``quoted`` and ``voice`` (who is quoted:
        the share of a label in the quotes whose speaker's country is known); of mention ``mentioned``, ``acting``; of
        any unit ``share`` (of a label in all units) and ``mean`` (of the labels' values). ``voice:RU`` is one of a
        family.

    Raises
    ------
    CodingError
        If the codebook has not the labels that a measure needs.

    Examples
    --------
    >>> from analysis.coding import default_codebook, parse_codebook
    >>> book = parse_codebook(default_codebook("stance"), "stance")
    >>> measures_of(book, "negative")[0].pairs["mixed"]
    (1, 2)
    >>> [measure.name for measure in measures_of(book, "share:none")]
    ['share:none']
    """
    family, _, label = name.partition(":")
    if name == "mean":
        return [_mean(codebook)]
    if family in ("voice", "share"):
        labels = [item for item in codebook.names if family == "share" or item not in _UNSPOKEN]
        if family == "voice" and codebook.unit != "quote":
            raise CodingError(f"'voice' is measured on quotes; this study codes {codebook.unit}.")
        if label and label not in labels:
            raise CodingError(f"{name!r}: there is no label {label!r}; labels are {', '.join(labels)}.")
        return [_share(codebook, family, item) for item in labels if not label or item == label]
    if name not in _NAMED:
        raise CodingError(f"There is no measure {name!r}; measures are {', '.join((*_NAMED, *FAMILIES))}.")
    unit, pairs, german, english = _NAMED[name]
    wanted = set(pairs or {"none"})
    if codebook.unit != unit or not (set(codebook.names) == wanted if pairs else wanted < set(codebook.names)):
        raise CodingError(
            f"{name!r} is measured on the unit {unit} with the labels {', '.join(sorted(wanted))}; this study codes "
            f"{codebook.unit} as {', '.join(codebook.names)}. 'share' and 'mean' take any labels."
        )
    given = pairs or {item: (0.0 if item == "none" else 1.0, 1.0) for item in codebook.names}
    return [Measure(name, {"de": german, "en": english}, given)]


def _mean(codebook: Codebook) -> Measure:
    if all(value is None for value in codebook.numbers.values()):
        raise CodingError("'mean' needs a codebook whose labels have values.")
    pairs = {name: (value or 0.0, 0.0 if value is None else 1.0) for name, value in codebook.numbers.items()}
    return Measure("mean", {"de": "Mittelwert der Labels", "en": "mean of the labels"}, pairs)


def _share(codebook: Codebook, family: str, label: str) -> Measure:
    left_out = _UNSPOKEN if family == "voice" else frozenset()
    pairs = {item: (1.0 * (item == label), 1.0 * (item not in left_out)) for item in codebook.names}
    title = {item.name: item.title for item in codebook.labels}[label]
    german = f"Anteil von {title['de']} " + (
        "an Zitaten bekannter Herkunft" if family == "voice" else "an allen Einheiten"
    )
    english = f"share of {title['en']} in " + ("quotes of known origin" if family == "voice" else "all units")
    return Measure(f"{family}:{label}", {"de": german, "en": english}, pairs)
