"""Keyness: which countries one group of documents names more often than another, and by how much."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import TableError

if TYPE_CHECKING:
    import pandas as pd


def log_likelihood(count: float, size: float, reference: float, reference_size: float) -> float:
    """Test whether a frequency differs between two corpora: Dunning's log-likelihood ratio, one degree of freedom.

    Parameters
    ----------
    count, size : float
        Occurrences and tokens in the group.
    reference, reference_size : float
        Occurrences and tokens in the other.

    Returns
    -------
    float
        G², at least 0; above 3.84 the difference is significant at five per cent.

    References
    ----------
    Dunning, T. (1993): Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19,
    61-74. Rayson, P. and Garside, R. (2000): Comparing corpora using frequency profiling. WCC 2000.

    Examples
    --------
    >>> round(log_likelihood(120, 10000, 60, 10000), 2), log_likelihood(5, 100, 5, 100)
    (20.39, 0.0)
    """
    total, both = size + reference_size, count + reference
    parts = ((count, size * both / total), (reference, reference_size * both / total))
    return max(2 * sum(seen * math.log(seen / expected) for seen, expected in parts if seen), 0.0)


def log_ratio(count: float, size: float, reference: float, reference_size: float) -> float:
    """Measure how many times as often something is named, as a binary logarithm.

    Half an occurrence is added to an empty cell, so that the ratio stays finite.

    References
    ----------
    Hardie, A. (2014): Log Ratio, an informal introduction. CASS, Lancaster University.

    Examples
    --------
    >>> log_ratio(4, 100, 1, 100), log_ratio(1, 100, 0, 100)
    (2.0, 1.0)
    """
    return math.log2(((count or 0.5) / size) / ((reference or 0.5) / reference_size))


def measure_keyness(
    mentions: pd.DataFrame, documents: pd.DataFrame, *, groups: Mapping[str, str], target: str
) -> pd.DataFrame:
    """Compare how often a group of documents names each country with all other documents.

    Parameters
    ----------
    mentions, documents : pandas.DataFrame
        Tables ``mentions`` and ``documents``.
    groups : mapping
        Document to group, for every document.
    target : str
        The group that is compared with the rest.

    Returns
    -------
    pandas.DataFrame
        ``country, n, n_reference, per_1000, per_1000_reference``, ``log_ratio`` (effect: 1 means twice as often),
        ``g2`` (log-likelihood), ``p`` (Holm-adjusted over all countries); strongest evidence first.

    Raises
    ------
    TableError
        If a document has no group, or one side has no tokens.
    """
    import pandas as pd

    missing = [doc_id for doc_id in documents["doc_id"] if doc_id not in groups]
    if missing:
        raise TableError(
            f"Document {missing[0]!r} has no group. Groups are: {', '.join(sorted(set(groups.values())))}."
        )
    inside = {doc_id for doc_id in documents["doc_id"] if groups[doc_id] == target}
    own = documents["doc_id"].isin(inside)
    size, other_size = float(documents.loc[own, "n_tokens"].sum()), float(documents.loc[~own, "n_tokens"].sum())
    if not size or not other_size:
        side = "in the group" if not size else "outside the group"
        raise TableError(f"There is no text {side} {target!r}. Groups are: {sorted(set(groups.values()))}.")
    counts = mentions.assign(own=mentions["doc_id"].isin(inside)).groupby("country")["own"].agg(["sum", "size"])
    rows = []
    for country, n, total in counts.itertuples():
        rest = int(total) - int(n)
        g2 = log_likelihood(n, size, rest, other_size)
        ratio = log_ratio(n, size, rest, other_size)
        chance = math.erfc(math.sqrt(g2 / 2))
        rows.append((country, int(n), rest, n / size * 1000, rest / other_size * 1000, ratio, g2, chance))
    columns = ["country", "n", "n_reference", "per_1000", "per_1000_reference", "log_ratio", "g2", "p"]
    table = pd.DataFrame(rows, columns=columns).sort_values(
        ["g2", "country"], ascending=[False, True], ignore_index=True
    )
    # Holm (1979): the smallest p is held against all tests, the next against one fewer, and so on
    table["p"] = (table["p"] * (len(table) - table.index)).cummax().clip(upper=1.0)
    return table
