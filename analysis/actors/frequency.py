"""Frequency: how often each country is named, raw and per 1,000 tokens, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from ..errors import TableError

if TYPE_CHECKING:
    import pandas as pd

Key = Literal["country", "form", "role", "voice", "entity", "doc_id"]
_Z: Final = 1.959963984540054
_PER: Final = 1000


def wilson_interval(count: float, size: float) -> tuple[float, float]:
    """Return the 95 % score interval of a share.

    Parameters
    ----------
    count : float
        How many.
    size : float
        Of how many; at least ``count``.

    Returns
    -------
    tuple of float
        Lower and upper end of the share, between 0 and 1; not a number for an empty base.

    References
    ----------
    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.

    Examples
    --------
    >>> [round(end, 3) for end in wilson_interval(8, 10)]
    [0.49, 0.943]
    """
    if size <= 0:
        return math.nan, math.nan
    share, z2 = count / size, _Z**2
    centre = share + z2 / (2 * size)
    spread = _Z * math.sqrt(share * (1 - share) / size + z2 / (4 * size**2))
    return max((centre - spread) / (1 + z2 / size), 0.0), min((centre + spread) / (1 + z2 / size), 1.0)


def count_mentions(
    mentions: pd.DataFrame, documents: pd.DataFrame, *, by: Sequence[Key] = ("country",)
) -> pd.DataFrame:
    """Count mentions, raw and per 1,000 tokens.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Table ``mentions``.
    documents : pandas.DataFrame
        Table ``documents`` of the same documents, those without any mention included; ``n_tokens`` is the base.
    by : sequence of str
        What to count by: ``country``, ``form``, ``role``, ``voice``, ``entity``, ``doc_id``, or several.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, then ``n`` (mentions), ``n_documents`` (documents with at least one), ``tokens`` (base),
        ``per_1000``, ``low`` and ``high`` (95 % Wilson interval of ``per_1000``); most frequent first. The interval
        takes mentions as independent; in a corpus they come in clumps, which `measure_dispersion` shows.

    Raises
    ------
    TableError
        If a mention belongs to no document, or a column to count by does not exist.

    Examples
    --------
    >>> import pandas as pd
    >>> named = pd.DataFrame({"doc_id": ["d", "d"], "country": ["KZ", "KZ"]})
    >>> base = pd.DataFrame({"doc_id": ["d"], "n_tokens": [500]})
    >>> count_mentions(named, base)[["country", "n", "per_1000"]].values.tolist()
    [['KZ', 2, 4.0]]
    """
    import pandas as pd

    for column in by:
        if column not in mentions.columns:
            raise TableError(f"Mentions cannot be counted by {column!r}: there is no such column.")
    strangers = set(mentions["doc_id"]) - set(documents["doc_id"])
    if strangers:
        raise TableError(f"Mentions of document {min(strangers)!r}, which is not in the table of documents.")
    sizes = {str(key): int(size) for key, size in zip(documents["doc_id"], documents["n_tokens"], strict=True)}
    rows = []
    for key, group in mentions.groupby(list(by), sort=True, dropna=False):
        values = key if isinstance(key, tuple) else (key,)
        tokens = sizes[str(values[by.index("doc_id")])] if "doc_id" in by else sum(sizes.values())
        low, high = wilson_interval(len(group), tokens)
        share = len(group) / tokens if tokens else math.nan
        rows.append((*values, len(group), group["doc_id"].nunique(), tokens, share * _PER, low * _PER, high * _PER))
    columns = [*by, "n", "n_documents", "tokens", "per_1000", "low", "high"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["n", *by], ascending=[False] + [True] * len(by), ignore_index=True)
