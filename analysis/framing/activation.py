"""Indicators of agency: the activation ratio, roles, halves of the text, and passives without a doer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from .agency import ACTIVE, PASSIVE, ROLES, Played, clauses, roles
from .attention import mentions_of, units
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array

TEXT: Final = "text"


def _played(view: DocumentTables, perspective: Perspective, unit: str) -> list[Played]:
    return view.once(_played_by, perspective, unit)


def _played_by(view: DocumentTables, perspective: Perspective, unit: str) -> list[Played]:
    own = {mention.mention_id for mention in mentions_of(view, perspective, unit)}
    return [each for each in view.once(roles) if each.mention.mention_id in own]


def _ids(rows: Sequence[Played]) -> tuple[str, ...]:
    return tuple(row.mention.mention_id for row in rows)


def _count(view: DocumentTables, rows: Sequence[Played]) -> Array:
    column = view.column()
    for row in rows:
        column[view.at(row.mention)] += 1
    return column


def _activation(view: DocumentTables, perspective: Perspective, name: str, rows: Sequence[Played]) -> Value:
    taking_part = [row for row in rows if row.role in ACTIVE | PASSIVE]
    if not taking_part:
        return unknown(name)
    hits = _count(view, [row for row in taking_part if row.role in ACTIVE])
    interval = Ratio(hits, _count(view, taking_part))
    return Value(name, interval, len(taking_part), _ids(taking_part))


@indicator("agency_activation")
def agency_activation(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's activation ratio.

    References
    ----------
    van Leeuwen (2008).
    """
    for unit in units(view, perspective):
        yield _activation(view, perspective, unit, _played(view, perspective, unit))


@indicator("agency_half")
def agency_half(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the activation ratio of the focus and the poles in each half of the text.

    References
    ----------
    van Leeuwen (2008).
    """
    half, words, boundary = sum(view.words) / 2, 0, len(view)
    for at, count in enumerate(view.words):
        if words + count / 2 > half:
            boundary = at
            break
        words += count
    for unit in (perspective.region, *perspective.poles):
        rows = _played(view, perspective, unit)
        first = [row for row in rows if view.at(row.mention) < boundary]
        second = [row for row in rows if view.at(row.mention) >= boundary]
        yield _activation(view, perspective, f"{unit}:first", first)
        yield _activation(view, perspective, f"{unit}:second", second)


@indicator("agency_role")
def agency_role(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of each role among a unit's mentions.

    References
    ----------
    van Leeuwen (2008); Halliday (1985).
    """
    for unit in units(view, perspective):
        rows = _played(view, perspective, unit)
        for role in ROLES:
            if not rows:
                yield unknown(f"{unit}:{role}")
                continue
            hits = [row for row in rows if row.role == role]
            interval = Ratio(_count(view, hits), _count(view, rows))
            yield Value(f"{unit}:{role}", interval, len(rows), _ids(hits))


@indicator("agency_suppression")
def agency_suppression(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of passives without an agent.

    References
    ----------
    Trew (1979); van Leeuwen (2008).
    """
    total, silent = view.once(passives)
    if not total.any():
        yield unknown(TEXT)
    else:
        ids = tuple(str(view.sentences[at].sentence_id) for at in total.nonzero()[0])
        yield Value(TEXT, Ratio(silent, total), int(total.sum()), ids)


def passives(view: DocumentTables) -> tuple[Array, Array]:
    """Count passive clauses sentence by sentence: all, and those without von or durch."""
    total, silent = view.column(), view.column()
    for row in view.wording:
        if row.feature == "passive":
            total[view.at(row)] = row.value
        elif row.feature == "passive_without_agent":
            silent[view.at(row)] = row.value
    if view.wording:
        return total, silent
    tree = view.once(clauses)
    for number in tree.heads_of("aux:pass"):
        at = view.at(view.tokens[number])
        total[at] += 1
        silent[at] += not tree.agents(number)
    return total, silent
