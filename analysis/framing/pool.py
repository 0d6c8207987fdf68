"""Pooling: what the indicators of several documents say together, with the document as the unit of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import tables as contract
from ..tables import Framing, each
from .resample import enclose, weigh

if TYPE_CHECKING:
    import pandas as pd

ALL_DOCUMENTS: Final = "*"
_LEAST: Final = 3


def pool(framing: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Average every indicator and unit over documents.

    Parameters
    ----------
    framing : pandas.DataFrame
        Table ``framing`` of several documents.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        Table ``framing`` with ``doc_id`` ``*``: the mean over documents in which the value is known, ``n`` of them,
        and a 95 % interval of a Bayesian bootstrap over documents, which is unknown below three of them. Evidence stays
        with the documents and is empty here.

    References
    ----------
    Rubin (1981), The Bayesian Bootstrap, Annals of Statistics 9(1).
    """
    import numpy as np

    found: dict[tuple[str, str], list[float]] = {}
    for row in each(framing):
        values = found.setdefault((str(row.indicator), str(row.unit)), [])
        if row.value is not None and row.value == row.value:
            values.append(float(row.value))
    rows = []
    for (indicator, unit), values in found.items():
        if not values:
            rows.append(Framing(ALL_DOCUMENTS, indicator, unit, None, 0, None, None, ()))
            continue
        mean, low, high = float(np.mean(values)), None, None
        if len(values) >= _LEAST:
            weights = weigh(len(values), seed=seed)
            _, low, high = enclose(mean, weights @ np.asarray(values) / weights.sum(axis=1))
        rows.append(Framing(ALL_DOCUMENTS, indicator, unit, mean, len(values), low, high, ()))
    return contract.frame("framing", rows)
