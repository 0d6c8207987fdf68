"""From single stances to what a text or a corpus says: mean sign with interval, hedging, ambivalence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ...errors import TableError
from .rows import predicate_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_KEYS: Final = ("doc_id", "holder", "holder_actor", "holder_country", "voice", "target", "kind")
_UNKNOWN: Final = "unknown"


def aggregate_stances(
    stances: pd.DataFrame,
    *,
    by: Sequence[str] = ("holder_country", "target"),
    self_evaluations: bool = False,
    samples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Summarise stances by holder, voice, target or document.

    Parameters
    ----------
    stances : pandas.DataFrame
        Table ``stances`` of one or more documents.
    by : sequence of str
        Columns to group by, of ``doc_id, holder, holder_actor, holder_country, voice, target, kind``. Where a holder
        is not known, or speaks for no country, its group is called ``unknown``, never dropped and never taken for
        neutral.
    self_evaluations : bool
        Whether to count what states say of themselves; dyads leave it out.
    samples : int
        Bootstrap samples.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        One row a group, sorted by group: the grouping columns; ``n`` rows; ``mean`` sign between -1 and 1 with the
        bounds ``low`` and ``high`` of its 95 % bootstrap interval (percentiles; null where n is 1); ``hedged``, the
        share of hedged rows; ``ambivalence`` between 0 (all one sign) and 1 (both signs equally often).

    Raises
    ------
    TableError
        If a column to group by does not exist.

    References
    ----------
    Efron, B., & Tibshirani, R. (1993). An Introduction to the Bootstrap. Chapman & Hall.
    Thompson, M. M., Zanna, M. P., & Griffin, D. W. (1995). Let's not be indifferent about (attitudinal) ambivalence.
    In R. E. Petty & J. A. Krosnick (Eds.), Attitude Strength (pp. 361-386). Erlbaum.
    """
    import numpy as np
    import pandas as pd

    unknown = [name for name in by if name not in _KEYS]
    if unknown:
        raise TableError(f"Stances cannot be grouped by {', '.join(map(repr, unknown))}; choose of {', '.join(_KEYS)}.")
    data = stances
    if not self_evaluations:
        same = (data["holder_country"] == data["target"]).fillna(value=False).astype(bool)
        data = data[~same]
    keys = list(by)
    groups = data.assign(**{key: data[key].fillna(_UNKNOWN) for key in keys})
    columns = [*keys, "n", "mean", "low", "high", "hedged", "ambivalence"]
    found: list[dict[str, Any]] = []
    for name, group in groups.groupby(keys, sort=True):
        signs = group["sign"].to_numpy(dtype=float)
        low, high = _interval(signs, np.random.default_rng(seed), samples)
        found.append(
            {
                **dict(zip(keys, name, strict=True)),
                "n": len(signs),
                "mean": float(signs.mean()),
                "low": low,
                "high": high,
                "hedged": float(group["hedged"].to_numpy(dtype=float).mean()),
                "ambivalence": _ambivalence(signs),
            }
        )
    types = dict.fromkeys(keys, "string") | {"n": "Int64"} | dict.fromkeys(columns[len(keys) + 1 :], "Float64")
    return pd.DataFrame(found, columns=columns).astype(types)


def _interval(signs: np.ndarray[Any, Any], rng: np.random.Generator, samples: int) -> tuple[float | None, float | None]:
    import numpy as np

    if len(signs) < 2:
        return None, None
    positive = rng.binomial(len(signs), float((signs > 0).mean()), size=samples)
    means = 2.0 * positive / len(signs) - 1.0
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _ambivalence(signs: np.ndarray[Any, Any]) -> float:
    positive, negative = int((signs > 0).sum()), int((signs < 0).sum())
    return 2.0 * min(positive, negative) / len(signs)


def predicate_sensitivity(stances: pd.DataFrame, *, by: Sequence[str] = ("holder_country", "target")) -> pd.DataFrame:
    """Leave every predicate out in turn and see how far each mean moves.

    Parameters
    ----------
    stances : pandas.DataFrame
        Table ``stances``.
    by : sequence of str
        As in `aggregate_stances`.

    Returns
    -------
    pandas.DataFrame
        One row per group and predicate in it, the largest effect first: the grouping columns, ``predicate``, ``n``
        rows of the predicate, ``mean`` of the group, ``mean_without`` the predicate (null if nothing
        remains), ``effect``.

    Raises
    ------
    TableError
        If a column to group by does not exist.

    References
    ----------
    Belsley, D. A., Kuh, E., & Welsch, R. E. (1980). Regression Diagnostics. Wiley.
    """
    import pandas as pd

    keys = list(by)
    data = stances.assign(predicate=stances["rule"].map(predicate_of))
    whole = aggregate_stances(data, by=by, samples=1).set_index(keys)["mean"]
    means = {key: float(value) for key, value in whole.items()}
    found = []
    for predicate in sorted(set(data["predicate"])):
        mine = aggregate_stances(data[data["predicate"] == predicate], by=by, samples=1).set_index(keys)
        rest = aggregate_stances(data[data["predicate"] != predicate], by=by, samples=1).set_index(keys)["mean"]
        others = {key: float(value) for key, value in rest.items()}
        for group, row in mine.iterrows():
            names = group if isinstance(group, tuple) else (group,)
            mean, without = float(means[group]), others.get(group)
            effect = None if without is None else without - mean
            found.append((*names, predicate, int(row["n"]), mean, without, effect))
    columns = [*keys, "predicate", "n", "mean", "mean_without", "effect"]
    types = dict.fromkeys([*keys, "predicate"], "string") | {"n": "Int64"} | dict.fromkeys(columns[-3:], "Float64")
    table = pd.DataFrame(found, columns=columns).astype(types)
    order = table["effect"].abs().fillna(-1.0).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
