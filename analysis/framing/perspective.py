"""Whose position is asked for, and between whom: the perspective that every indicator takes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from ..errors import LexiconError
from ..tables import CENTRAL_ASIA

BlocTable = dict[str, frozenset[str]]


@cache
def blocs() -> BlocTable:
    """Read the blocs and their members; a bloc named as a member stands for its members too."""
    table: BlocTable = {}
    lines = (files(__package__) / "blocs.tsv").read_text(encoding="utf-8").splitlines()
    raw = {line.split("\t")[0]: line.split("\t")[1].split() for line in lines[1:]}
    for bloc, members in raw.items():
        table[bloc] = frozenset(each for member in members for each in (member, *raw.get(member, ())))
    return table


def expand(codes: Iterable[str]) -> frozenset[str]:
    """Give the codes with the members of those that are blocs.

    Examples
    --------
    >>> sorted(expand(["CENTRAL_ASIA"]))
    ['CENTRAL_ASIA', 'KG', 'KZ', 'TJ', 'TM', 'UZ']
    """
    return frozenset(each for code in codes for each in (code, *blocs().get(code, ())))


class Perspective(NamedTuple):
    """Whose position (`focus`), between whom (`poles`), of what sort of text, and which random numbers.

    Attributes
    ----------
    focus : tuple of str
        Country or bloc codes whose position is asked for.
    poles : tuple of str
        Country or bloc codes between which they stand; a bloc stands for its members.
    translated : bool
        Whether a translator chose the wording.
    seed : int
        Seed of every bootstrap.
    """

    focus: tuple[str, ...] = CENTRAL_ASIA
    poles: tuple[str, ...] = ("RU", "CN", "US")
    translated: bool = False
    seed: int = 0

    @property
    def region(self) -> str:
        """Code of the focus as a whole: the single country, the bloc with these members, or ``FOCUS``.

        Examples
        --------
        >>> Perspective().region, Perspective(focus=("MD",)).region, Perspective(focus=("MD", "GE")).region
        ('CENTRAL_ASIA', 'MD', 'FOCUS')
        """
        return _region(self.focus)

    @property
    def states(self) -> tuple[str, ...]:
        """The focus code by code, without the region as a whole."""
        return _states(self.focus)

    def unit(self, country: str | None) -> str | None:
        """Give the unit that a country counts for: a pole, the focus region, the EU, or itself.

        Examples
        --------
        >>> [Perspective().unit(code) for code in ("RU", "KZ", "CENTRAL_ASIA", "DE", "WEST", None)]
        ['RU', 'CENTRAL_ASIA', 'CENTRAL_ASIA', 'EU', 'WEST', None]
        """
        if country is None:
            return None
        return _unit(self, country)


@cache
def _region(focus: tuple[str, ...]) -> str:
    if len(focus) == 1:
        return focus[0]
    named = (bloc for bloc, members in blocs().items() if members - set(blocs()) == set(focus))
    return next(named, "FOCUS")


@cache
def _states(focus: tuple[str, ...]) -> tuple[str, ...]:
    members = expand(focus) - set(blocs()) if len(focus) == 1 else frozenset(focus)
    return tuple(sorted(members - {_region(focus)}))


@cache
def _unit(perspective: Perspective, country: str) -> str:
    if country in expand(perspective.focus) or country == perspective.region:
        return perspective.region
    for pole in perspective.poles:
        if country in expand([pole]):
            return pole
    return "EU" if country in blocs()["EU"] else country


DEFAULT: Final = Perspective()


def perspective_of(
    focus: Iterable[str] = CENTRAL_ASIA,
    poles: Iterable[str] = ("RU", "CN", "US"),
    *,
    translated: bool = False,
    seed: int = 0,
) -> Perspective:
    """Build a perspective and refuse one that contradicts itself.

    Raises
    ------
    LexiconError
        If there is no focus, fewer than two poles, or a code that is both.
    """
    chosen = Perspective(tuple(dict.fromkeys(focus)), tuple(dict.fromkeys(poles)), translated, seed)
    both = expand(chosen.focus) & expand(chosen.poles)
    if not chosen.focus or len(chosen.poles) < 2 or both:
        found = f"focus {', '.join(chosen.focus) or '(none)'}; poles {', '.join(chosen.poles) or '(none)'}"
        clash = f" ({', '.join(sorted(both))} is in both)" if both else ""
        raise LexiconError(f"A position needs a focus and at least two other poles, but got {found}{clash}.")
    return chosen
