"""Co-occurrence: which countries stand together in a sentence, and whether more often than chance would have it."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def count_cooccurrence(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Count in how many sentences two countries are named together.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Table ``mentions``.
    sentences : pandas.DataFrame
        Table ``sentences`` of the same documents; their number is the base of what chance would give.

    Returns
    -------
    pandas.DataFrame
        ``first, second`` (codes, in alphabetical order), ``n`` (sentences with both), ``n_first, n_second``,
        ``expected`` (if the two were independent), ``npmi`` (normalised pointwise mutual information, -1 to 1) and
        ``jaccard``; most frequent first. Pairs that never meet have no row.

    References
    ----------
    Bouma, G. (2009): Normalized (pointwise) mutual information in collocation extraction. GSCL 2009, 31-40.

    Examples
    --------
    >>> import pandas as pd
    >>> named = pd.DataFrame({"doc_id": "d", "sentence_id": [0, 0, 1], "country": ["RU", "KZ", "RU"]})
    >>> said = pd.DataFrame({"doc_id": "d", "sentence_id": [0, 1, 2, 3]})
    >>> count_cooccurrence(named, said)[["first", "second", "n", "expected"]].values.tolist()
    [['KZ', 'RU', 1, 0.5]]
    """
    import pandas as pd

    total = len(sentences)
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for _, group in mentions.groupby(["doc_id", "sentence_id"]):
        named = sorted(set(group["country"]))
        alone.update(named)
        pairs.update(combinations(named, 2))
    rows = []
    for (first, second), together in pairs.items():
        left, right = alone[first], alone[second]
        expected = left * right / total if total else math.nan
        rows.append(
            (
                first,
                second,
                together,
                left,
                right,
                expected,
                _npmi(together, left, right, total),
                together / (left + right - together),
            )
        )
    columns = ["first", "second", "n", "n_first", "n_second", "expected", "npmi", "jaccard"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["n", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _npmi(together: int, left: int, right: int, total: int) -> float:
    if not total:
        return math.nan
    if together >= total:
        return 1.0
    return math.log(together * total / (left * right)) / -math.log(together / total)
