"""Comparison across documents: whether an indicator differs between two groups, with what so few texts can show."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ..errors import MittellageError

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 10_000


def compare(framing: pd.DataFrame, documents: pd.DataFrame, by: str, *, seed: int = 0, least: int = 2) -> pd.DataFrame:
    """Compare every indicator and unit between the two groups of documents that a column makes.

    Parameters
    ----------
    framing : pandas.DataFrame
        Table ``framing`` of several documents.
    documents : pandas.DataFrame
        Table ``documents``, or any table with ``doc_id`` and the column ``by``.
    by : str
        Column with two values, such as ``outlet`` or ``translated``; rows where it is null are left out.
    seed : int
        Seed of the sample of permutations, where there are too many for all.
    least : int
        Documents with a known value that each group needs.

    Returns
    -------
    pandas.DataFrame
        ``indicator, unit, group_a, group_b, mean_a, mean_b, difference`` (b - a), ``delta`` (Cliff's, -1 to 1),
        ``p`` (two-sided), ``p_least`` (the smallest p that so many documents can reach), ``n_a, n_b``. Documents in
        which the value is unknown are left out; where a group has fewer than ``least``, difference, delta and p are
        null.

    Raises
    ------
    MittellageError
        If the column is missing or does not make two groups.

    References
    ----------
    Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses. Cliff (1993), Dominance statistics,
    Psychological Bulletin 114(3). Phipson and Smyth (2010), Permutation P-values should never be zero, SAGMB 9(1).
    """
    import pandas as pd

    if by not in documents.columns:
        raise MittellageError(f"There is no column {by!r}; columns are: {', '.join(map(str, documents.columns))}.")
    labels = documents.dropna(subset=[by]).set_index("doc_id", drop=False)[by]
    groups = sorted(labels.unique().tolist(), key=str)
    if len(groups) != 2:
        found = ", ".join(map(str, groups[:5])) or "none"
        raise MittellageError(f"Column {by!r} must make two groups, but has {len(groups)}: {found}. Filter it first.")
    known = framing.assign(group=framing["doc_id"].map(labels)).dropna(subset=["value", "group"])
    rows = []
    for (indicator, unit), part in known.groupby(["indicator", "unit"], sort=True):
        a, b = (part.loc[part["group"] == group, "value"].astype(float).tolist() for group in groups)
        rows.append((indicator, unit, *groups, *_test(a, b, seed=seed, least=least), len(a), len(b)))
    columns = ["indicator", "unit", "group_a", "group_b", "mean_a", "mean_b", "difference", "delta", "p", "p_least"]
    table = pd.DataFrame(rows, columns=[*columns, "n_a", "n_b"])
    return table.astype(dict.fromkeys(columns[4:], "Float64"))


def _test(a: Sequence[float], b: Sequence[float], *, seed: int, least: int) -> tuple[float | None, ...]:
    mean_a, mean_b = _mean(a), _mean(b)
    if min(len(a), len(b)) < least or mean_a is None or mean_b is None:
        return mean_a, mean_b, None, None, None, None
    observed = mean_b - mean_a
    return mean_a, mean_b, observed, cliffs_delta(a, b), *permutation_p(a, b, seed=seed)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def cliffs_delta(a: Sequence[float], b: Sequence[float]) -> float:
    """Give how much more often a value of b exceeds one of a than the reverse.

    Examples
    --------
    >>> cliffs_delta([1, 2], [2, 3])
    0.75
    """
    return sum((y > x) - (y < x) for x in a for y in b) / (len(a) * len(b))


def permutation_p(a: Sequence[float], b: Sequence[float], *, seed: int = 0) -> tuple[float, float]:
    """Give the two-sided p of the difference of means, and the smallest p that so many values can reach.

    Examples
    --------
    >>> permutation_p([0.0, 0.1, 0.2], [0.8, 0.9, 1.0])
    (0.1, 0.1)
    """
    pooled = [*a, *b]
    ways = math.comb(len(pooled), len(a))
    observed = abs(math.fsum(b) / len(b) - math.fsum(a) / len(a))
    total = math.fsum(pooled)

    def extreme(chosen: Sequence[int]) -> bool:
        part = math.fsum(pooled[index] for index in chosen)
        return abs((total - part) / len(b) - part / len(a)) >= observed - 1e-12

    if ways <= MOST:
        hits = sum(extreme(chosen) for chosen in combinations(range(len(pooled)), len(a)))
        # With groups of one size every division has a mirror image with the same difference.
        return hits / ways, (2 if len(a) == len(b) else 1) / ways
    hits = sum(extreme(chosen) for chosen in _sample(len(pooled), len(a), seed))
    return (hits + 1) / (MOST + 1), 1 / (MOST + 1)


def _sample(total: int, size: int, seed: int) -> Iterator[list[int]]:
    import numpy as np

    generator = np.random.default_rng(seed)
    for _ in range(MOST):
        yield generator.permutation(total)[:size].tolist()
