"""How many items have to be coded, from the published error of the analysis, before anything is coded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from ..errors import CodingError
from .planner import Plan, error_for, solve

Design = Literal["simple", "equal"]


def joint_from_error(
    found: float, precision: float, recall: float, *, negative: float = 0.5
) -> dict[tuple[str, str], float]:
    """Return how often the analysis finds what where what is true, from its published error.

    Parameters
    ----------
    found : float
        Share of units in which the analysis finds something.
    precision, recall : float
        Of what it finds.
    negative : float
        Share of negative ones in what is true.

    Returns
    -------
    dict
        Probability of each pair (found, true) of ``positive``, ``negative`` and ``none``; what is found and true has
        the right sign, what is found and not true either sign.

    Raises
    ------
    CodingError
        If these numbers cannot be true at once.

    Examples
    --------
    >>> joint = joint_from_error(0.1, 0.6, 0.3)
    >>> round(joint["none", "positive"], 3), round(sum(joint.values()), 3)
    (0.07, 1.0)
    """
    if not (0 < found < 1 and 0 < precision <= 1 and 0 < recall <= 1 and 0 <= negative <= 1):
        raise CodingError("Shares, precision and recall lie between 0 and 1.")
    right = found * precision
    missed = right * (1 / recall - 1)
    if missed > 1 - found:
        raise CodingError(
            f"A share of {found:.2f} found with a recall of {recall:.2f} leaves no room for what was missed; give a "
            "smaller share, or measure recall in a pilot."
        )
    joint = {}
    for sign, share in (("positive", 1 - negative), ("negative", negative)):
        joint[sign, sign] = right * share
        joint["none", sign] = missed * share
        joint[sign, "none"] = found * (1 - precision) * share
    joint["none", "none"] = 1 - found - missed
    return joint


def plan_from_error(
    joint: Mapping[tuple[str, str], float],
    pairs: Mapping[str, tuple[float, float]],
    *,
    units: int,
    width: float | None = None,
    difference: float | None = None,
    power: float = 0.8,
    design: Design = "equal",
    documents: float = 1.0,
) -> Plan:
    """Return how many items of one group, or of two that are compared, have to be coded.

    Parameters
    ----------
    joint : mapping
        Probability of each pair (found, true); see `joint_from_error`.
    pairs : mapping
        Numerator and denominator of each label, as a `Measure` has them.
    units : int
        Units of one group.
    width, difference, power
        As for `plan_from_pilot`.
    design : {"equal", "simple"}
        Strata by what was found, in equal numbers, or a simple random sample with PPI++.
    documents : float
        How many times larger the variance between documents is than between single units.

    Returns
    -------
    Plan
        For a difference the items of both groups together.

    Examples
    --------
    >>> pairs = {"positive": (1, 1), "negative": (1, 1), "none": (0, 1)}
    >>> plan_from_error(joint_from_error(0.1, 0.6, 0.3), pairs, units=20_000, width=0.06).items
    1394
    """
    error = error_for(width=width, difference=difference, power=power)
    labels = sorted({label for pair in joint for label in pair})
    table = np.array([[joint.get((seen, true), 0.0) for true in labels] for seen in labels])
    x, y = np.array([pairs[label] for label in labels], dtype=float).T
    true = table.sum(axis=0)
    if (denominator := float(true @ y)) <= 0:
        raise CodingError("No unit counts in the denominator of this measure.")
    residual = (x - (true @ x) / denominator * y) / denominator
    single, finite = _stratified(table, residual) if design == "equal" else _tuned(table, residual)
    between = documents * float(true @ residual**2) / units
    shares = table.sum(axis=1)
    # Half a unit of unseen error, as `correct_estimates` adds it.
    strata, size = (int((shares > 0).sum()), float((shares**3).sum())) if design == "equal" else (1, 1.0)
    unseen = 0.5 * size * strata**2 * (max(abs(x)) / denominator) ** 2
    if difference is None:
        return solve(between, single, finite / units, error, units=units, unseen=unseen)
    plan = solve(2 * between, 2 * single, 2 * finite / units, error, units=units, unseen=2 * unseen)
    return plan._replace(items=None if plan.items is None else 2 * plan.items)


def _stratified(table: np.ndarray, residual: np.ndarray) -> tuple[float, float]:
    """Variance of one item of a sample that takes as many units from each label as found, and that within labels."""
    shares = table.sum(axis=1)
    used = shares > 0
    within = table[used] / shares[used, None]
    spread = within @ residual**2 - (within @ residual) ** 2
    return float((shares[used] ** 2 * spread).sum() * used.sum()), float((shares[used] * spread).sum())


def _tuned(table: np.ndarray, residual: np.ndarray) -> tuple[float, float]:
    """Variance of one item of a simple sample, the analysis weighted for the least variance, twice."""
    seen, true = table.sum(axis=1), table.sum(axis=0)
    variances = [float(side @ residual**2 - (side @ residual) ** 2) for side in (seen, true)]
    shared = float(residual @ table @ residual - (seen @ residual) * (true @ residual))
    weight = min(1.0, max(0.0, shared / variances[0])) if variances[0] > 0 else 0.0
    variance = variances[1] - 2 * weight * shared + weight**2 * variances[0]
    return variance, variance


class Published(NamedTuple):
    """The error that was measured on gold: precision and recall, and of what."""

    precision: float
    recall: float
    gold: str


def published_error(unit: str) -> Published:
    """Return the error of a unit as the evaluation has measured it; where only F1 was, it stands for both.

    Raises
    ------
    CodingError
        If nothing was measured for the unit.
    """
    from ..export.protocol import measured

    wanted = {
        "stance": ("edge precision", "edge recall"),
        "quote": ("f1 quote",) * 2,
        "mention": ("precision", "recall"),
    }
    if unit not in wanted:
        raise CodingError(f"No error is published for {unit!r}; plan from a pilot.")
    stage = {"stance": "stance", "quote": "quotes", "mention": "mentions"}[unit]
    found = []
    for score in wanted[unit]:
        row = next((row for row in measured() if row.stage == stage and row.score == score), None)
        if row is None:
            raise CodingError(f"No {score} is published for {unit!r}; plan from a pilot.")
        found.append(row)
    return Published(float(found[0].value), float(found[1].value), found[0].gold)
