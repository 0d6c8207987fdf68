"""`measure_framing`: every indicator of the registry over the tables of the other stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import tables as contract
from ..errors import MittellageError
from ..tables import CENTRAL_ASIA, Framing
from . import activation, attention, frames, mitigation, nomination, position_indicators, relations, voice
from .lexicon import Frames, load_frames
from .perspective import Perspective, perspective_of
from .registry import INDICATORS
from .resample import Ratio, draw_intervals
from .view import DocumentTables, Rows, views

if TYPE_CHECKING:
    import pandas as pd

# The modules whose import fills the registry, in the order of docs/methods.md.
DIMENSIONS = (attention, nomination, activation, voice, relations, position_indicators, frames, mitigation)


def measure_framing(
    tables: Mapping[str, pd.DataFrame | Sequence[tuple[Any, ...]]],
    *,
    focus: Iterable[str] = CENTRAL_ASIA,
    poles: Iterable[str] = ("RU", "CN", "US"),
    translated: bool = False,
    frames: str | Path | Frames | None = None,
    indicators: Iterable[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how each document positions the focus between the poles.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame or sequence of tuple
        Tables of one or more documents, as data frames or as rows of the contract. Used are ``segments``,
        ``sentences``, ``tokens``, ``mentions``, ``actors``, ``quotes``, ``stances`` and ``markers``; a missing one
        makes what rests on it unknown.
    focus : iterable of str
        Country or bloc codes whose position is asked for.
    poles : iterable of str
        Country or bloc codes between which they stand; at least two.
    translated : bool
        Whether a translator chose the wording. The table's ``attrs["caveats"]`` then say beside which indicators
        this has to stand.
    frames : str, path or Frames, optional
        A vocabulary of frames of your own.
    indicators : iterable of str, optional
        Names of indicators; by default all.
    seed : int
        Seed of every bootstrap.

    Returns
    -------
    pandas.DataFrame
        Table ``framing``: one row a document, indicator and unit; null values are unknown.

    Raises
    ------
    LexiconError
        If focus and poles overlap, or the vocabulary is malformed.
    MittellageError
        If there is no indicator of a name.

    Examples
    --------
    >>> from analysis.tables import Mention, Sentence, frame
    >>> tables = {
    ...     "sentences": frame("sentences", [Sentence("d", 0, "s1", 0, 0, 24, "Moldau fürchtet Russland")]),
    ...     "mentions": frame("mentions", [
    ...         Mention("d", "m1", 0, 0, 6, "Moldau", "MD", "name", None, "actor", "narrator"),
    ...         Mention("d", "m2", 0, 16, 24, "Russland", "RU", "name", None, "actor", "narrator"),
    ...     ]),
    ... }
    >>> framing = measure_framing(tables, focus=["MD"], poles=["RU", "EU"], indicators=["attention_share"])
    >>> framing[["unit", "value", "n"]].values.tolist()
    [['MD', 0.5, 2], ['RU', 0.5, 2], ['EU', 0.0, 2]]
    """
    perspective = perspective_of(focus, poles, translated=translated, seed=seed)
    vocabulary = frames if isinstance(frames, Frames) else load_frames(frames)
    chosen = _choose(indicators)
    rows = [row for view in views(tables, frames=vocabulary) for row in _measure(view, perspective, chosen)]
    table = contract.frame("framing", rows)
    if translated:
        table.attrs["caveats"] = {name: "translated" for name in chosen if INDICATORS[name].wording}
    return table


def framing_rows(rows: Rows, *, perspective: Perspective, frames: Frames | None = None) -> list[Framing]:
    """Measure one document whose tables are rows; the fast core of `measure_framing`."""
    return _measure(DocumentTables(rows, frames=frames), perspective, list(INDICATORS))


def _choose(names: Iterable[str] | None) -> list[str]:
    chosen = list(INDICATORS) if names is None else list(names)
    wrong = [name for name in chosen if name not in INDICATORS]
    if wrong:
        raise MittellageError(f"There is no indicator {wrong[0]!r}. Indicators are: {', '.join(INDICATORS)}.")
    return chosen


def _measure(view: DocumentTables, perspective: Perspective, names: Iterable[str]) -> list[Framing]:
    found = [(name, value) for name in names for value in INDICATORS[name].compute(view, perspective)]
    ratios = [value.interval for _, value in found if isinstance(value.interval, Ratio)]
    drawn = iter(draw_intervals(ratios, seed=perspective.seed))
    rows = []
    for name, (unit, interval, n, evidence) in found:
        value, low, high = next(drawn) if isinstance(interval, Ratio) else interval
        rows.append(Framing(view.doc_id, name, unit, value, n, low, high, evidence))
    return rows
