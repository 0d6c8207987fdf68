"""Corrected estimates: a measure of all units as the analysis found it, and as the coded items correct it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
from scipy.special import stdtr, stdtrit

from ..errors import CodingError
from .linear import Array, Codes, Fit, Units, fit_corrected, fit_naive
from .measures import Measure, measures_of
from .population import column_of
from .sampled import Sampled, read_sampled
from .sources import Source
from .study import Study

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["dsl", "ppi"]
# Fewer coded units say too little of how the analysis errs in a group for a normal interval.
LEAST_CODED: Final = 10
_MOST_GROUPS: Final = 500
_YEAR: Final = 365.25
_FLOATS: Final = ("naive", "naive_low", "naive_high", "corrected", "low", "high", "p", "design_effect", "power")
COLUMNS: Final = (
    "measure", "kind", "group", "versus", "naive", "naive_low", "naive_high", "corrected", "low", "high", "p",
    "n_units", "n_documents", "n_coded", "design_effect", "power", "method",
)  # fmt: skip


def correct_estimates(
    store: Source,
    codings: Study,
    *,
    measure: str,
    by: str | None = None,
    method: Method = "ppi",
    differences: bool = False,
    trend: bool = False,
    coder: str | None = None,
    families: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return a measure as the analysis found it, and corrected for the error that the codings show.

    Parameters
    ----------
    store : str, path, Corpus, Analysis or iterable of Analysis
        What the sample was drawn from.
    codings : Study
        The study, coded and adjudicated.
    measure : str
        See `measures_of`.
    by : str, optional
        Column that makes groups: ``outlet``, ``target``, ``month``, … The analysis may err differently in each.
    method : {"ppi", "dsl"}
        Prediction-powered inference (PPI++), which lets the codings decide how much the analysis counts, or
        design-based supervised learning.
    differences : bool
        Whether each two groups are compared.
    trend : bool
        Whether the change a year is estimated, a line through the units' days, in each group.
    coder : str, optional
        Whose labels count; by default what was adjudicated.
    families : mapping of str to str, optional
        Family of a document that is a copy of others; copies are one cluster, like the sentences of a document.

    Returns
    -------
    pandas.DataFrame
        ``measure, kind`` (level, difference, trend), ``group, versus`` (a difference is group less versus), ``naive,
        naive_low, naive_high``, ``corrected, low, high`` (95 %), ``p`` (of a difference or a trend, two-sided),
        ``n_units, n_documents, n_coded, design_effect`` (variance against that of a simple random sample of as many
        coded units without the analysis: .5 is as good as twice as many), ``power`` (weight of the analysis, lambda),
        ``method``. Corrected values are missing where fewer than ten coded units of a group count in the measure.

    Raises
    ------
    CodingError
        If the source is not the one that was drawn from, coders differ and nobody decided, or too little is coded.

    References
    ----------
    See `analysis.coding.linear`.
    """
    import pandas as pd

    if method not in get_args(Method):
        raise CodingError(f"There is no method {method!r}; methods are {', '.join(get_args(Method))}.")
    sampled = read_sampled(store, codings, coder=coder)
    rows: list[dict[str, Any]] = []
    for item in measures_of(codings.codebook, measure):
        names, units = group_units(sampled, item, by, trend=trend, families=families)
        rows += estimate_rows(sampled, units, item, names, method=method, differences=differences, trend=trend)
    counts = ("n_units", "n_documents", "n_coded")
    types = dict.fromkeys(_FLOATS, "Float64") | dict.fromkeys(counts, "Int64")
    texts = dict.fromkeys(("measure", "kind", "group", "versus", "method"), "string")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(types | texts)


def _groups(population: pd.DataFrame, by: str | None) -> tuple[list[str], Codes]:
    if by is None:
        return ["all"], np.zeros(len(population), dtype=np.int64)
    places, found = column_of(population, by).factorize(sort=True)
    if len(found) > _MOST_GROUPS:
        raise CodingError(f"{by!r} makes {len(found):,} groups; {_MOST_GROUPS} are the most.")
    return [str(name) for name in found], places.astype(np.int64)


def _basis(population: pd.DataFrame, group: Codes, trend: bool) -> tuple[Array, Codes]:
    """Return the vector of each unit; units without a day are in no group where a line over time is asked for."""
    if not trend:
        return np.ones((len(population), 1)), group
    known = population["date"].notna().to_numpy()
    if not known.any():
        raise CodingError("A trend needs documents with a date.")
    days = population["date"].ffill().bfill().to_numpy().astype("datetime64[D]").astype(float)
    years = (days - days[known].mean()) / _YEAR
    return np.column_stack([np.ones(len(years)), years]), np.where(known, group, -1)


def group_units(
    sampled: Sampled,
    measure: Measure,
    by: str | None,
    *,
    trend: bool = False,
    families: Mapping[str, str] | None = None,
) -> tuple[list[str], Units]:
    """Return the names of the groups, and all units as a measure counts them; parameters as for `correct_estimates`."""
    import pandas as pd

    names, group = _groups(sampled.population, by)
    basis, group = _basis(sampled.population, group, trend)
    family = sampled.population["doc_id"]
    if families is not None:
        family = family.map(lambda name: families.get(name, name))
    # A label that the codebook does not know still has to stand for something: any value is right, this one is neutral.
    unknown = (0.0, 1.0) if measure.whole else (0.0, 0.0)
    places, labels = pd.factorize(sampled.population["machine"])
    found = np.array([*(measure.pairs.get(label, unknown) for label in labels), unknown], dtype=float)[places]
    units = Units(
        found=found,
        coded=sampled.coded,
        said=np.array([measure.pairs[label] for label in sampled.labels], dtype=float).reshape(-1, 2),
        probability=sampled.probability,
        group=group,
        basis=basis,
        clusters=pd.factorize(family)[0].astype(np.int64),
        strata=sampled.strata,
        span=measure.span,
    )
    return names, units


def estimate_rows(
    sampled: Sampled,
    units: Units,
    measure: Measure,
    names: list[str],
    *,
    method: Method,
    differences: bool,
    trend: bool,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a measure, as `correct_estimates` returns them; the units are those of `group_units`."""
    naive = fit_naive(units)
    corrected = fit_corrected(units, power=1.0 if method == "dsl" else None)
    known = bool(sampled.population["machine"].notna().all())
    documents = sampled.population["doc_id"].factorize()[0]
    groups = [number for number in range(len(names)) if (units.group == number).any()]
    coded = {number: int((units.group[units.coded] == number).sum()) for number in groups}
    # A coded unit that neither coder nor analysis counts in the denominator tells nothing of the measure.
    counts = (units.said[:, 1] > 0) | (units.found[units.coded, 1] > 0)
    telling = {number: int(counts[units.group[units.coded] == number].sum()) for number in groups}
    q = units.basis.shape[1]
    asked: list[tuple[str, int, int | None]] = [("trend" if trend else "level", number, None) for number in groups]
    if differences:
        asked += [("difference", a, b) for b, a in combinations(groups, 2)]
    for kind, group, versus in asked:
        weights = np.zeros(naive.coefficients.size)
        weights[group * q + q - 1] = 1.0
        parts = [group]
        if versus is not None:
            weights[versus * q + q - 1] = -1.0
            parts.append(versus)
        inside = np.isin(units.group, parts)
        enough = all(telling[part] >= LEAST_CODED for part in parts)
        bounds = measure.bounds if kind == "level" else (-np.inf, np.inf)
        # As in survey practice: the coded units that tell something, less the coefficients estimated from them.
        freedom = max(1, sum(telling[part] - q for part in parts))
        value, error = corrected.contrast(weights)
        yield {
            "measure": measure.name,
            "kind": kind,
            "group": names[group],
            "versus": None if versus is None else names[versus],
            **_interval(*naive.contrast(weights), math.inf, bounds, ("naive", "naive_low", "naive_high"), known),
            **_interval(value, error, freedom, bounds, ("corrected", "low", "high"), enough),
            "p": _p(value, error, freedom) if enough and kind != "level" else None,
            "n_units": int(inside.sum()),
            "n_documents": len(np.unique(documents[inside])),
            "n_coded": sum(coded[part] for part in parts),
            "design_effect": _design_effect(units, corrected, group) if enough and kind == "level" else None,
            "power": float(corrected.power[group]) if versus is None else None,
            "method": method,
        }


def _interval(
    value: float,
    error: float,
    freedom: float,
    bounds: tuple[float, float],
    names: tuple[str, str, str],
    known: bool,
) -> dict[str, float | None]:
    """Return a value with its interval by Student's t, which between bounds holds on the scale of log odds."""
    if not known or not np.isfinite(value):
        return dict.fromkeys(names)
    (low, high), reach = bounds, _quantile(freedom) * error
    if not low < value < high or not np.isfinite(high - low):
        first, last = max(value - reach, low), min(value + reach, high)
    else:
        part = (value - low) / (high - low)
        step = reach / (high - low) / (part * (1 - part))
        odds = math.log(part / (1 - part))
        # Beyond 700 the exponential leaves the range of numbers.
        first, last = (
            low + (high - low) / (1 + math.exp(-max(-700.0, min(700.0, odds + side * step)))) for side in (-1, 1)
        )
    return dict(zip(names, (value, min(first, value), max(last, value)), strict=True))


def _quantile(freedom: float) -> float:
    return float(stdtrit(min(freedom, 1e9), 0.975))


def _p(value: float, error: float, freedom: float) -> float | None:
    if not np.isfinite(value) or error <= 0:
        return None
    return 2 * float(stdtr(freedom, -abs(value) / error))


def _design_effect(units: Units, fit: Fit, group: int) -> float | None:
    """Return the variance of a level against that of as many coded units, drawn simply, without the analysis."""
    value, error = fit.value(group)
    rows = np.flatnonzero(units.group[units.coded] == group)
    weight, (x, y) = 1 / units.probability[rows], units.said[rows].T
    denominator = (weight * y).sum() / weight.sum()
    if not np.isfinite(value) or denominator <= 0:
        return None
    simple = (weight * (x - y * value) ** 2).sum() / weight.sum() / denominator**2 / len(rows)
    return error**2 / simple if simple > 0 else None
