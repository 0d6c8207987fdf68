"""Indicators of agency: the activation ratio, roles, halves of the text, and passives without a doer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from .agency import ACTIVE, PASSIVE, ROLES, Played, clauses, roles
from .attention import mentions_of, units
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio
from .view import View

if TYPE_CHECKING:
    from .resample import Array

_LEEUWEN: Final = (
    "van Leeuwen (2008), Discourse and Practice: the representation of social actors, activation and passivation."
)
_HALLIDAY: Final = "Halliday (1985), An Introduction to Functional Grammar: participants and processes."
_TREW: Final = (
    "Trew (1979), Theory and Ideology at Work, in: Fowler et al., Language and Control: passives without agent."
)
TEXT: Final = "text"


def _played(view: View, perspective: Perspective, unit: str) -> list[Played]:
    return view.once(_played_by, perspective, unit)


def _played_by(view: View, perspective: Perspective, unit: str) -> list[Played]:
    own = {mention.mention_id for mention in mentions_of(view, perspective, unit)}
    return [each for each in view.once(roles) if each.mention.mention_id in own]


def _ids(rows: Sequence[Played]) -> tuple[str, ...]:
    return tuple(row.mention.mention_id for row in rows)


def _count(view: View, rows: Sequence[Played]) -> Array:
    column = view.column()
    for row in rows:
        column[view.at(row.mention)] += 1
    return column


def _activation(view: View, perspective: Perspective, name: str, rows: Sequence[Played]) -> Value:
    taking_part = [row for row in rows if row.role in ACTIVE | PASSIVE]
    if not taking_part:
        return unknown(name)
    hits = _count(view, [row for row in taking_part if row.role in ACTIVE])
    interval = Ratio(hits, _count(view, taking_part))
    return Value(name, interval, len(taking_part), _ids(taking_part))


@indicator(
    "agency_activation",
    dimension="agency",
    definition="How far the country is shown as acting rather than being acted on.",
    formula="agent / (agent + patient + beneficiary) over the unit's mentions; states of being, possessors and "
    "circumstances are left out",
    unit="country or bloc; 0 (always acted on) to 1 (always acting)",
    literature=(_LEEUWEN, _HALLIDAY),
    limits="Roles come from the parser and count only what is named: pronouns and relative pronouns are missed.",
    wording=True,
)
def agency_activation(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's activation ratio.

    References
    ----------
    van Leeuwen (2008).
    """
    for unit in units(view, perspective):
        yield _activation(view, perspective, unit, _played(view, perspective, unit))


@indicator(
    "agency_half",
    dimension="agency",
    definition="Whether the country is shown as acting in the first or in the second half of the text.",
    formula="activation ratio over the mentions in the first and in the second half, halves by words",
    unit="country or bloc and half, as KZ:first; 0 to 1",
    literature=(_LEEUWEN,),
    limits="Half of a short text is few mentions; read it with n.",
    wording=True,
    ordered=True,
)
def agency_half(view: View, perspective: Perspective) -> Iterator[Value]:
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


@indicator(
    "agency_role",
    dimension="agency",
    definition="Which roles the country plays in the text's sentences.",
    formula="mentions in the role / all mentions of the unit with a role; roles: agent, patient, beneficiary, bearer "
    "of a state, possessor (Kasachstans Souveränität), other",
    unit="country or bloc and role, as RU:agent; 0 to 1",
    literature=(_LEEUWEN, _HALLIDAY),
    limits="As for the activation ratio; a beneficiary in grammar need not gain in fact.",
    wording=True,
)
def agency_role(view: View, perspective: Perspective) -> Iterator[Value]:
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


@indicator(
    "agency_suppression",
    dimension="agency",
    definition="How often the text says what was done and leaves out who did it.",
    formula="passive clauses without von or durch / all passive clauses",
    unit="text; 0 to 1",
    literature=(_TREW, _LEEUWEN),
    limits="A doer named in the sentence before is suppressed here as well. Unknown where there is no passive.",
    wording=True,
)
def agency_suppression(view: View, perspective: Perspective) -> Iterator[Value]:
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


def passives(view: View) -> tuple[Array, Array]:
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
    for number, token in enumerate(view.tokens):
        if tree.has(number, "aux:pass"):
            total[view.at(token)] += 1
            silent[view.at(token)] += not tree.agents(number)
    return total, silent
