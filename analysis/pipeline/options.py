"""`Options`: what a user chooses for an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..tables import CENTRAL_ASIA

if TYPE_CHECKING:
    from ..stance.reader import ReaderName


@dataclass(frozen=True, kw_only=True)
class Options:
    """Choices of a user for an analysis; they are written into the manifest.

    Attributes
    ----------
    language : str
        Language backend, ``default`` or the name of a spaCy pipeline.
    focus : tuple of str
        Countries whose position is asked for.
    poles : tuple of str
        Three countries between which the focus is positioned.
    gazetteer, predicates, frames : pathlib.Path or None
        The user's own entries, added to those of mittellage.
    reader : {"fast", "thorough"}
        Who reads the stances; the thorough one finds more, makes an analysis take several times as long, and needs
        ``pip install 'mittellage[thorough]'``.
    threshold : float or None
        Least probability of a stance; by default one that favours precision.
    seed : int
        Seed of every bootstrap.
    any_language : bool
        Whether texts that are not German are analysed all the same.
    """

    language: str = "default"
    focus: tuple[str, ...] = CENTRAL_ASIA
    poles: tuple[str, ...] = ("RU", "CN", "US")
    gazetteer: Path | None = None
    predicates: Path | None = None
    frames: Path | None = None
    reader: ReaderName = "fast"
    threshold: float | None = None
    seed: int = 0
    any_language: bool = False

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Options:
        """Return the options that a manifest, a store or a project holds; what it does not name is as by default.

        Examples
        --------
        >>> Options.of({"poles": ["RU", "EU", "US"], "reader": "thorough"}).poles
        ('RU', 'EU', 'US')
        """
        found: dict[str, Any] = {each.name: record[each.name] for each in fields(cls) if each.name in record}
        found |= {name: Path(found[name]) for name in ("gazetteer", "predicates", "frames") if found.get(name)}
        found |= {name: tuple(found[name]) for name in ("focus", "poles") if name in found}
        return cls(**found)
