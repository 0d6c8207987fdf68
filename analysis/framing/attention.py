"""Attention: who is named how often, how prominently, and how evenly through the text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..tables import Mention
from .perspective import Perspective, expand
from .registry import Value, indicator, unknown
from .resample import Interval, Ratio, enclose, weigh
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array

_PROMINENT: Final = frozenset({"title", "heading", "lead"})
# Sentences that name a unit, below which a bootstrap of its dispersion claims too much.
_LEAST: Final = 3


def units(view: DocumentTables, perspective: Perspective) -> list[str]:
    """List the units of a text: the region, the poles, the states of the focus, then all others by code."""
    return view.once(_units, perspective)


def _units(view: DocumentTables, perspective: Perspective) -> list[str]:
    always = [perspective.region, *perspective.poles, *perspective.states]
    others = {perspective.unit(mention.country) or "" for mention in view.named} - set(always)
    return list(dict.fromkeys([*always, *sorted(others)]))


def mentions_of(view: DocumentTables, perspective: Perspective, unit: str) -> list[Mention]:
    """List the mentions that count for a unit; a state of the focus counts for itself and for the region."""
    return view.once(_mentions_of, perspective, unit)


def _mentions_of(view: DocumentTables, perspective: Perspective, unit: str) -> list[Mention]:
    members = expand([unit]) if unit in perspective.states else view.once(_countries_by_unit, perspective).get(unit, ())
    return [mention for mention in view.named if mention.country in members]


def _countries_by_unit(view: DocumentTables, perspective: Perspective) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for country in {mention.country for mention in view.named}:
        found.setdefault(perspective.unit(country), set()).add(country)
    return found


def tally(view: DocumentTables, rows: Sequence[Mention]) -> Array:
    """Count rows sentence by sentence."""
    column = view.column()
    for row in rows:
        column[view.at(row)] += 1
    return column


def count_mentions(view: DocumentTables, perspective: Perspective, unit: str) -> Array:
    """Count the mentions of a unit sentence by sentence; not to be changed, indicators share it."""
    return view.once(_count_mentions, perspective, unit)


def _count_mentions(view: DocumentTables, perspective: Perspective, unit: str) -> Array:
    return tally(view, mentions_of(view, perspective, unit))


def _ids(rows: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(row.mention_id for row in rows)


@indicator("attention_share")
def attention_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of all mentions.

    References
    ----------
    Galtung and Ruge (1965).
    """
    total = tally(view, view.named)
    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        if not view.named:
            yield unknown(unit)
        else:
            interval = Ratio(count_mentions(view, perspective, unit), total)
            yield Value(unit, interval, len(view.named), _ids(rows))


@indicator("attention_lead")
def attention_lead(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of the mentions in prominent places.

    References
    ----------
    van Dijk (1988).
    """
    prominent = {s.sentence_id for s in view.sentences if view.kinds.get(s.segment_id) in _PROMINENT}
    everyone = [mention for mention in view.named if mention.sentence_id in prominent]
    total = tally(view, everyone)
    for unit in units(view, perspective):
        rows = [mention for mention in mentions_of(view, perspective, unit) if mention.sentence_id in prominent]
        if not everyone:
            yield unknown(unit)
        else:
            yield Value(unit, Ratio(tally(view, rows), total), len(everyone), _ids(rows))


@indicator("attention_decay")
def attention_decay(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of mentions, discounted by the rank of their sentence.

    References
    ----------
    Järvelin and Kekäläinen (2002).
    """
    import numpy as np

    discount = np.array([1 / math.log2(rank + 2) for rank in range(len(view))])
    total = tally(view, view.named) * discount
    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        if not view.named:
            yield unknown(unit)
        else:
            hits = count_mentions(view, perspective, unit) * discount
            yield Value(unit, Ratio(hits, total), len(view.named), _ids(rows))


@indicator("attention_first")
def attention_first(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the relative place of each unit's first mention.

    References
    ----------
    van Dijk (1988).
    """
    total = sum(view.words)
    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        if not rows or not total:
            yield unknown(unit)
        else:
            first = sum(view.words[: view.at(rows[0])]) / total
            yield Value(unit, Interval(first, None, None), 1, _ids(rows[:1]))


@indicator("attention_dispersion")
def attention_dispersion(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give Gries' deviation of proportions.

    References
    ----------
    Gries (2008).
    """
    import numpy as np

    words = np.asarray(view.words, dtype=np.float64)
    named = [unit for unit in units(view, perspective) if words.any() and mentions_of(view, perspective, unit)]
    counts = [count_mentions(view, perspective, unit) for unit in named]
    intervals = dict(zip(named, _deviations(words, counts, seed=perspective.seed), strict=True))
    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        yield Value(unit, intervals[unit], len(rows), _ids(rows)) if unit in intervals else unknown(unit)


def _deviations(words: Array, counts: Sequence[Array], *, seed: int) -> list[Interval]:
    """Compare where words stand with where each of several kinds of rows stands; all have some."""
    import numpy as np

    if not counts:
        return []
    weights = weigh(len(words), seed=seed).T  # one row a sentence
    parts = _parts(words[:, None])
    drawn: Array | None = None
    found = []
    for hits in counts:
        carrying = np.flatnonzero(hits)
        value = float(_deviation(parts[carrying], _parts(hits[carrying, None]))[0])
        if len(carrying) < _LEAST:
            found.append(Interval(value, None, None))
            continue
        drawn = _parts(weights * words[:, None]) if drawn is None else drawn
        cloud = _deviation(drawn[carrying], _parts(weights[carrying] * hits[carrying, None]))
        found.append(enclose(value, cloud))
    return found


def _parts(counts: Array) -> Array:
    parts: Array = counts / counts.sum(axis=0)
    return parts


def _deviation(words: Array, rows: Array) -> Array:
    """Halve the sum of differences; where no row stands, the difference is the words' part, and those add to one."""
    import numpy as np

    result: Array = np.maximum((np.abs(words - rows) - words).sum(axis=0) + 1, 0) / 2
    return result
