"""Groups and periods: a measure by outlet, by year, by whatever ``documents`` tells, with intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import CorpusError
from .drawing import Copies
from .measures import DRAWS, Estimate, estimate, measure_named

if TYPE_CHECKING:
    import pandas as pd

    from .corpus import Corpus

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = ("day", "week", "month", "quarter", "year")
_UNIT: Final = re.compile(r"\w+(?:[>:]\w+)?")
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_FLOATS: Final = {"value": "Float64", "low": "Float64", "high": "Float64", "n": "Int64", "n_documents": "Int64"}


def measure_groups(
    corpus: Corpus,
    measure: str,
    *,
    by: str | None = None,
    units: Iterable[str] | None = None,
    where: str | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    copies: Copies = "once",
) -> pd.DataFrame:
    """Measure groups of documents.

    Parameters
    ----------
    corpus : Corpus
        The store.
    measure : str
        One of `measures.MEASURES`, or an indicator of the table ``framing``, whose mean over documents is taken.
    by : str, optional
        Column of ``documents`` that makes the groups, or an SQL expression such as ``year(date)``; by default all
        documents are one group. Documents where it is null are left out.
    units : iterable of str, optional
        Countries (``RU``) or dyads (``KZ>RU``), as the measure has them; by default all that occur.
    where : str, optional
        Condition in SQL over ``documents``, such as ``"date >= DATE '2022-02-24'"``.
    seed, draws : int
        Of the bootstrap over documents.
    copies : {"once", "together", "apart"}
        What is done with near-duplicates (see `Corpus.copies`): by default a text that a group prints more than once
        counts once; ``together`` counts each print, but draws them together; ``apart`` takes them for texts that have
        nothing to do with each other, and gives intervals that are too narrow.

    Returns
    -------
    pandas.DataFrame
        ``group, unit, value, low, high, n, n_documents``, sorted; ``n`` is the denominator (tokens, mentions,
        quotes, stances or documents). Null is unknown; with fewer than three different texts the interval
        is.

    Raises
    ------
    CorpusError
        If there is no such measure, or an expression is not SQL.
    """
    found = _estimate(corpus, measure, [by] if by else ["'all'"], units, where, seed, draws, copies)
    return _frame("group", found)


def measure_over_time(
    corpus: Corpus,
    measure: str,
    *,
    every: Period = "month",
    by: str | None = None,
    units: Iterable[str] | None = None,
    where: str | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    copies: Copies = "once",
) -> pd.DataFrame:
    """Measure periods, of all documents or of groups. Documents without a date are left out.

    Parameters
    ----------
    corpus, measure, by, units, where, seed, draws, copies
        As for `measure_groups`.
    every : {"day", "week", "month", "quarter", "year"}
        Length of a period; weeks begin on Monday.

    Returns
    -------
    pandas.DataFrame
        ``group, unit, period, value, low, high, n, n_documents``. A period without a row is unknown, not zero.
    """
    import pandas as pd

    if every not in PERIODS:
        raise CorpusError(f"There is no period {every!r}. Periods are: {', '.join(PERIODS)}.")
    groups = [by or "'all'", f"date_trunc('{every}', date)"]
    found = _estimate(corpus, measure, groups, units, where, seed, draws, copies)
    rows = [(group, unit, period, *_cells(item)) for (group, period, unit), item in found.items()]
    table = pd.DataFrame(rows, columns=["group", "unit", "period", *_FLOATS])
    table = table.astype({**_FLOATS, "period": "datetime64[us]"}).sort_values(["group", "unit", "period"])
    return table.reset_index(drop=True)


def compare_groups(
    corpus: Corpus,
    measure: str,
    *,
    by: str,
    units: Iterable[str] | None = None,
    where: str | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    copies: Copies = "once",
) -> pd.DataFrame:
    """Compare each two groups of documents.

    Parameters
    ----------
    corpus, measure, by, units, where, seed, draws, copies
        As for `measure_groups`.

    Returns
    -------
    pandas.DataFrame
        ``unit, group_a, group_b, value_a, value_b, difference`` (b - a), ``low, high`` (95 %, bootstrap over
        documents), ``p`` (two-sided, from the same draws: never below 2 / (draws + 1)), ``p_holm`` (for all rows of
        the table), ``n_documents_a, n_documents_b``. Unknown where a group has fewer than three different texts.

    See Also
    --------
    analysis.framing.compare : the permutation test, for a handful of documents.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6(2).
    """
    import pandas as pd

    found = _estimate(corpus, measure, [by], units, where, seed, draws, copies)
    by_unit: dict[str, list[tuple[Any, Estimate]]] = {}
    for (group, unit), item in found.items():
        by_unit.setdefault(unit, []).append((group, item))
    rows = [
        (unit, a, b, one.value, two.value, *_difference(one, two), one.n_documents, two.n_documents)
        for unit, items in sorted(by_unit.items())
        for (a, one), (b, two) in combinations(items, 2)
    ]
    floats = ["value_a", "value_b", "difference", "low", "high", "p"]
    counts = ["n_documents_a", "n_documents_b"]
    table = pd.DataFrame(rows, columns=["unit", "group_a", "group_b", *floats, *counts])
    table = table.astype({**dict.fromkeys(floats, "Float64"), **dict.fromkeys(counts, "Int64")})
    table.insert(
        list(table.columns).index("p") + 1, "p_holm", holm([None if pd.isna(p) else float(p) for p in table["p"]])
    )
    return table.astype({"p_holm": "Float64"})


def holm(values: list[float | None]) -> list[float | None]:
    """Adjust p values for their number; unknown ones do not count.

    Examples
    --------
    >>> holm([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    adjusted: list[float | None] = [None] * len(values)
    known = sorted((value, index) for index, value in enumerate(values) if value is not None)
    highest = 0.0
    for rank, (value, index) in enumerate(known):
        highest = max(highest, min(1.0, value * (len(known) - rank)))
        adjusted[index] = highest
    return adjusted


def _difference(a: Estimate, b: Estimate) -> tuple[float | None, ...]:
    import numpy as np

    if a.value is None or b.value is None:
        return None, None, None, None
    observed = b.value - a.value
    if a.cloud is None or b.cloud is None:
        return observed, None, None, None
    # The groups share no document, so their draws are independent; copies of one text are drawn alike in both.
    cloud = b.cloud - a.cloud
    cloud = cloud[~np.isnan(cloud)]
    low, high = np.quantile(cloud, [0.025, 0.975])
    tail = min(int((cloud <= 0).sum()), int((cloud >= 0).sum()))
    p = min(1.0, 2 * (tail + 1) / (len(cloud) + 1))
    return observed, min(float(low), observed), max(float(high), observed), p


def _estimate(
    corpus: Corpus,
    measure: str,
    by: list[str],
    units: Iterable[str] | None,
    where: str | None,
    seed: int,
    draws: int,
    copies: Copies,
) -> dict[tuple[Any, ...], Estimate]:
    if isinstance(units, str):
        units = [units]
    units = None if units is None else [_unit(unit) for unit in units]
    for expression in by:
        _check_group(corpus, expression)
    return estimate(
        corpus, measure_named(measure), by=by, units=units, where=where, seed=seed, draws=draws, copies=copies
    )


def _unit(unit: str) -> str:
    """Return a unit as the store has it, or say how units are written."""
    if not _UNIT.fullmatch(unit):
        raise CorpusError(f"There is no unit {unit!r}: a country is written RU, who looks at whom KZ>RU.")
    return unit


def _check_group(corpus: Corpus, expression: str) -> None:
    """Refuse a bare name that is no column of the documents; anything else is SQL."""
    if _NAME.fullmatch(expression):
        columns = corpus.sql("SELECT * FROM documents LIMIT 0").columns
        if expression.lower() not in (column.lower() for column in columns):
            raise CorpusError(f"Documents have no column {expression!r}; columns are {', '.join(columns)}.")


def _cells(item: Estimate) -> tuple[Any, ...]:
    return (item.value, *item.interval(), round(item.n), item.n_documents)


def _frame(name: str, found: dict[tuple[Any, ...], Estimate]) -> pd.DataFrame:
    import pandas as pd

    rows = [(group, unit, *_cells(item)) for (group, unit), item in found.items()]
    return pd.DataFrame(rows, columns=[name, "unit", *_FLOATS]).astype(_FLOATS)
