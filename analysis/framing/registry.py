"""The registry of indicators: what each is called, what it means, and the function that computes it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from .perspective import Perspective
from .resample import UNKNOWN, Interval, Ratio
from .view import DocumentTables

Dimension = Literal["attention", "nomination", "agency", "voice", "relations", "position", "frames", "mitigation"]


class Value(NamedTuple):
    """An indicator's value for one unit.

    Attributes
    ----------
    unit : str
        ``RU`` (a country or bloc), ``US>RU`` (a directed dyad), ``RU:security`` (an actor and a category).
    interval : Interval or Ratio
        The value with its 95 % interval, all None where the text gives no evidence; or the counts to draw it from.
    n : int
        How many rows the value rests on: the denominator of a ratio.
    evidence : tuple of str
        Ids of the rows that count toward it.
    """

    unit: str
    interval: Interval | Ratio
    n: int
    evidence: tuple[str, ...]


@lru_cache(maxsize=1 << 13)
def unknown(unit: str) -> Value:
    """Give the value of a unit that the text does not speak of."""
    return Value(unit, UNKNOWN, 0, ())


Compute = Callable[[DocumentTables, Perspective], Iterator[Value]]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """An indicator: its definition for readers and its function for the machine.

    Attributes
    ----------
    name : str
        Name in the table ``framing``.
    dimension : str
        The concept of discourse analysis that it measures.
    definition, formula, unit, limits : str
        What it says, how it is computed, what its unit and range are, and what it must not be taken for.
    literature : tuple of str
        Where it comes from.
    wording : bool
        Whether it measures wording, which in a translated text is the translator's.
    ordered : bool
        Whether it depends on the order of sentences.
    compute : callable
        Takes a view and a perspective, gives values.
    """

    name: str
    dimension: Dimension
    definition: str
    formula: str
    unit: str
    literature: tuple[str, ...]
    limits: str
    wording: bool
    ordered: bool
    compute: Compute


_REGISTRY: Final[dict[str, Indicator]] = {}
# Read-only for everybody else; filled when the modules of this package are imported.
INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(_REGISTRY)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files(__package__) / "indicators.toml").read_text(encoding="utf-8"))


def indicator(name: str) -> Callable[[Compute], Compute]:
    """Enter a function into the registry under a name, with what ``indicators.toml`` says of it.

    Raises
    ------
    ValueError
        If the name is taken, or has no entry.
    """

    def enter(compute: Compute) -> Compute:
        if name in _REGISTRY:
            raise ValueError(f"There is already an indicator {name!r}; choose another name.")
        if name not in _entries():
            raise ValueError(f"There is no entry {name!r} in indicators.toml; write what it says and where it is from.")
        entry = {"wording": False, "ordered": False, **_entries()[name]}
        literature = tuple(entry.pop("literature"))
        _REGISTRY[name] = Indicator(name=name, literature=literature, compute=compute, **entry)
        return compute

    return enter


CAVEATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "de": "Übersetzter Text: Die Wortwahl stammt auch vom Übersetzer.",
        "en": "Translated text: the wording is also the translator's.",
    }
)


def caveat(name: str, *, translated: bool, lang: Literal["de", "en"] = "de") -> str | None:
    """Give the caveat that stands beside an indicator of wording in a translated text, or None.

    Examples
    --------
    >>> caveat("nomination_share", translated=True, lang="en")
    "Translated text: the wording is also the translator's."
    """
    known = INDICATORS.get(name)
    return CAVEATS[lang] if translated and known is not None and known.wording else None
