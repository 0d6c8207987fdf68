"""How many items have to be coded, from a pilot study.

The variance of a corrected estimate has a part that coding does not change, because other documents could have been
written, and a part that falls with the number of coded items. A pilot tells both; `analysis.coding.published` plans
without one.
"""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ..errors import CodingError
from .estimates import group_units
from .linear import fit_corrected
from .measures import measures_of
from .sampled import read_sampled
from .sources import Source
from .study import Study, coders, progress

if TYPE_CHECKING:
    import pandas as pd

_NORMAL: Final = NormalDist()
_TWO_SIDED: Final = _NORMAL.inv_cdf(0.975)
# Fewer items say too little of rare errors, whatever a formula says.
LEAST_ITEMS: Final = 50


class Plan(NamedTuple):
    """What coding so many items gives.

    Attributes
    ----------
    items : int or None
        Items to code; None where no number suffices, because there are too few documents.
    half_width : float
        Half the width of the 95 % interval with that many, or with all items where none suffices.
    least : float
        Half the width that remains when everything is coded.
    """

    items: int | None
    half_width: float
    least: float


def error_for(*, width: float | None = None, difference: float | None = None, power: float = 0.8) -> float:
    """Return the standard error that is aimed at.

    Parameters
    ----------
    width : float, optional
        Whole width of a 95 % interval.
    difference : float, optional
        Difference between two groups that is to be found at the level of 5 %.
    power : float
        Probability with which it is found.

    Raises
    ------
    CodingError
        If not exactly one of them is given, or a number is out of range.

    Examples
    --------
    >>> round(error_for(width=0.1), 4), round(error_for(difference=0.2), 4)
    (0.0255, 0.0714)
    """
    if (width is None) == (difference is None):
        raise CodingError("Give either the width of an interval or the difference to be found.")
    aim = width if width is not None else difference
    if aim is None or not 0 < aim < math.inf or not 0.05 < power < 1:
        raise CodingError(f"A plan needs a positive number and a power between .05 and 1, not {aim!r} and {power!r}.")
    return aim / 2 / _TWO_SIDED if width is not None else aim / (_TWO_SIDED + _NORMAL.inv_cdf(power))


def solve(between: float, single: float, finite: float, error: float, *, units: float, unseen: float = 0.0) -> Plan:
    """Return the plan for a variance of ``between + single / items - finite + unseen / items²``.

    Parameters
    ----------
    between : float
        Variance that coding does not change.
    single : float
        Variance of the draw of one item.
    finite : float
        What of it is saved because there are no more than `units` units.
    error : float
        Standard error that is aimed at.
    units : float
        Units that could be coded.
    unseen : float
        Variance for errors that a single coded item would not have shown.
    """
    least = _TWO_SIDED * math.sqrt(between)
    if error**2 <= between:
        return Plan(None, least, least)
    most = math.ceil(units)
    room = error**2 - between + finite
    wanted = math.ceil((single + math.sqrt(single**2 + 4 * room * unseen)) / (2 * room))
    items = min(most, max(wanted, min(LEAST_ITEMS, most)))
    drawn = 0.0 if items == most else max(0.0, single / items - finite) + unseen / items**2
    return Plan(items, _TWO_SIDED * math.sqrt(between + drawn), least)


def plan_from_pilot(
    store: Source,
    pilot: Study,
    *,
    measure: str,
    by: str | None = None,
    width: float | None = None,
    difference: float | None = None,
    power: float = 0.8,
    coder: str | None = None,
) -> pd.DataFrame:
    """Return how many items a study like a pilot needs, drawn and stratified as that was.

    Parameters
    ----------
    store, pilot, measure, by, coder
        As for `correct_estimates`; the pilot is coded, and adjudicated where coders differ.
    width : float, optional
        Whole width that the 95 % interval of each group may have.
    difference : float, optional
        Difference between two groups that is to be found.
    power : float
        Probability with which it is found.

    Returns
    -------
    pandas.DataFrame
        ``measure, group, versus, coded`` (in the pilot), ``half_width_now``, ``items`` (of the whole study; missing
        where no number suffices), ``half_width`` (with those), ``least`` (with everything coded), ``hours`` (at the
        pace of the pilot).

    Raises
    ------
    CodingError
        As `correct_estimates`; or if it is not said what is aimed at.
    """
    import pandas as pd

    error = error_for(width=width, difference=difference, power=power)
    sampled = read_sampled(store, pilot, coder=coder)
    items, population = len(sampled.coded), len(sampled.population)
    rows = []
    for item in measures_of(pilot.codebook, measure):
        names, units = group_units(sampled, item, by)
        fit = fit_corrected(units, power=None)
        pairs: list[tuple[int | None, int]] = [(None, group) for group in range(len(names))]
        if difference is not None:
            pairs = list(combinations(range(len(names)), 2))
        for versus, group in pairs:
            weights = np.zeros(len(names))
            weights[group] = 1.0
            if versus is not None:
                weights[versus] = -1.0
            parts = fit.parts(weights)
            single = (parts.drawn + parts.finite) * items
            unseen = parts.unseen * items**2
            plan = solve(parts.between, single, parts.finite, error, units=population, unseen=unseen)
            now = _TWO_SIDED * math.sqrt(parts.total)
            known = bool(np.isfinite(fit.coefficients[group, 0]))
            needed = (plan.items, plan.half_width, plan.least) if known else (None, None, None)
            other = None if versus is None else names[versus]
            rows.append(
                (item.name, names[group], other, items, now if known else None, *needed, _hours(pilot, plan.items))
            )
    columns = ["measure", "group", "versus", "coded", "half_width_now", "items", "half_width", "least", "hours"]
    table = pd.DataFrame(rows, columns=columns)
    floats = dict.fromkeys(("half_width_now", "half_width", "least", "hours"), "Float64")
    texts = dict.fromkeys(("measure", "group", "versus"), "string")
    return table.astype({**texts, **floats, "coded": "Int64", "items": "Int64"})


def _hours(pilot: Study, items: int | None) -> float | None:
    pace = [found for name in coders(pilot) if (found := progress(pilot, name).median_seconds) is not None]
    return None if items is None or not pace else items * float(np.mean(pace)) / 3600
