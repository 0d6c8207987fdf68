"""Concordance: every mention with the words around it (KWIC), and what is known of its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import TableError
from ..reading.context import in_context

if TYPE_CHECKING:
    import pandas as pd


def make_concordance(
    mentions: pd.DataFrame,
    texts: Mapping[str, str],
    *,
    width: int = 60,
    documents: pd.DataFrame | None = None,
    metadata: Sequence[str] = ("outlet", "date"),
) -> pd.DataFrame:
    """List mentions in context, key word in the middle.

    Parameters
    ----------
    mentions : pandas.DataFrame
        Table ``mentions``, filtered as wanted (``mentions.query("country == 'KZ'")``).
    texts : mapping
        Text of every document.
    width : int
        Characters of context on either side; a word that they would cut is left out.
    documents : pandas.DataFrame, optional
        Table ``documents``, for ``metadata``.
    metadata : sequence of str
        Columns of ``documents`` to show with every line.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, mention_id, left, node, right, country, form, role, start, end`` and the metadata, in the order of
        ``mentions``.

    Raises
    ------
    TableError
        If the text of a document is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"doc_id": "d", "mention_id": "m1", "country": "IR", "form": "name", "role": "actor", "start": 4}
    >>> lines = make_concordance(pd.DataFrame([row | {"end": 8}]), {"d": "Der Iran droht."}, width=6)
    >>> lines[["left", "node", "right"]].values.tolist()
    [['Der', 'Iran', 'droht']]
    """
    import pandas as pd

    missing = sorted(set(mentions["doc_id"]) - set(texts))
    if missing:
        raise TableError(f"The text of document {missing[0]!r} is missing; a concordance needs every text.")
    columns = ["doc_id", "mention_id", "country", "form", "role", "start", "end"]
    rows = []
    for doc_id, mention_id, country, form, role, start, end in mentions[columns].itertuples(index=False):
        shown = in_context(texts[doc_id], start, end, width=width)
        rows.append((doc_id, mention_id, *shown, country, form, role, start, end))
    order = ["doc_id", "mention_id", "left", "node", "right", "country", "form", "role", "start", "end"]
    table = pd.DataFrame(rows, columns=order)
    if documents is None:
        return table
    known = [column for column in metadata if column in documents.columns]
    return table.merge(documents[["doc_id", *known]].drop_duplicates("doc_id"), on="doc_id", how="left")
