"""Ways from a number or a sentence to the places in the text that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Links(NamedTuple):
    """Ways to places in the text: (anchor, what is printed), and how many more there are."""

    places: tuple[tuple[str, str], ...]
    more: int = 0


def links(places: Sequence[tuple[str, str]], *, limit: int) -> Links:
    """Keep the first places, and count the others."""
    return Links(tuple(places[:limit]), max(0, len(places) - limit))


def to_evidence(identifiers: Sequence[str], *, limit: int = 8) -> Links:
    """Link the ids of rows; sentences are named by their bare number.

    Examples
    --------
    >>> to_evidence(["m3", "12"]).places
    (('m3', 'm3'), ('n12', '12'))
    """
    return links([(f"n{name}" if name.isdigit() else name, name) for name in map(str, identifiers)], limit=limit)
