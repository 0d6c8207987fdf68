"""Dispersion: whether a country is named throughout or only in places (Gries' DP, Juilland's D)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import TableError

if TYPE_CHECKING:
    import pandas as pd


def gries_dp(counts: Sequence[float], sizes: Sequence[float], *, normalised: bool = False) -> float:
    """Measure how unevenly occurrences are spread over parts: Gries' deviation of proportions.

    Parameters
    ----------
    counts : sequence of float
        Occurrences in each part.
    sizes : sequence of float
        Size of each part, in the same order.
    normalised : bool
        Divide by the largest value that these parts allow, so that 1 is always the most uneven.

    Returns
    -------
    float
        0 for occurrences spread as the parts are large, near 1 for all in a small part; not a number without any.

    References
    ----------
    Gries, S. Th. (2008): Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics
    13, 403-437. Lijffijt, J. and Gries, S. Th. (2012): Correction to the former. IJCL 17, 147-149.

    Examples
    --------
    >>> gries_dp([1, 1], [50, 50]), gries_dp([2, 0], [50, 50]), gries_dp([2, 0], [50, 50], normalised=True)
    (0.0, 0.5, 1.0)
    """
    total, size = sum(counts), sum(sizes)
    if not total or not size:
        return math.nan
    shares = [part / size for part in sizes]
    deviation = sum(abs(count / total - share) for count, share in zip(counts, shares, strict=True)) / 2
    top = 1 - min(share for share in shares if share)
    return deviation / top if normalised and top else deviation


def juilland_d(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """Measure how evenly occurrences are spread over parts: Juilland's D.

    The variation is that of relative frequencies, so that parts of different size can be compared.

    Returns
    -------
    float
        1 for the same relative frequency everywhere, 0 for all in one of equally large parts; not a number without
        occurrences or with fewer than two parts.

    References
    ----------
    Juilland, A., Brodin, D. and Davidovitch, C. (1970): Frequency Dictionary of French Words. The Hague: Mouton.

    Examples
    --------
    >>> juilland_d([1, 1], [50, 50]), juilland_d([2, 0], [50, 50])
    (1.0, 0.0)
    """
    if len(counts) < 2 or not sum(counts) or not all(sizes):
        return math.nan
    rates = [count / size for count, size in zip(counts, sizes, strict=True)]
    mean = sum(rates) / len(rates)
    spread = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
    return max(1 - spread / mean / math.sqrt(len(rates) - 1), 0.0)


def measure_dispersion(mentions: pd.DataFrame, documents: pd.DataFrame, *, parts: int | None = None) -> pd.DataFrame:
    """Measure how each country is spread over documents, or over stretches of one document.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Table ``mentions``.
    documents : pandas.DataFrame
        Table ``documents``; its ``n_tokens`` are the sizes of the parts.
    parts : int, optional
        Cut the only document into so many stretches of equal length in characters instead.

    Returns
    -------
    pandas.DataFrame
        ``country, n, parts, range`` (parts with a mention), ``dp``, ``dp_norm``, ``d``; most frequent first.

    Raises
    ------
    TableError
        If ``parts`` is given for several documents, or is below 2.
    """
    import pandas as pd

    if parts is not None and (len(documents) != 1 or parts < 2):
        raise TableError(
            f"Stretches need one document and at least two of them; got {len(documents)} documents and parts={parts}. "
            "Leave parts out to take documents as parts."
        )
    if parts is None:
        sizes = [float(size) for size in documents["n_tokens"]]
        place = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
        places = mentions["doc_id"].map(place)
    else:
        length = int(documents["n_chars"].iloc[0])
        sizes = [length / parts] * parts
        places = (mentions["start"].astype("int64") * parts // max(length, 1)).clip(upper=parts - 1)
    rows = []
    for country, group in places.groupby(mentions["country"]):
        counts = [0.0] * len(sizes)
        for part in group:
            counts[int(part)] += 1
        rows.append(
            (
                country,
                len(group),
                len(sizes),
                sum(count > 0 for count in counts),
                gries_dp(counts, sizes),
                gries_dp(counts, sizes, normalised=True),
                juilland_d(counts, sizes),
            )
        )
    table = pd.DataFrame(rows, columns=["country", "n", "parts", "range", "dp", "dp_norm", "d"])
    return table.sort_values(["n", "country"], ascending=[False, True], ignore_index=True)
