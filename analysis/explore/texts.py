"""The texts of an explorer as a list: what each is, and what was found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..charts.source import counted_mentions
from .state import Explorer
from .words import say

if TYPE_CHECKING:
    import pandas as pd


def texts_table(explorer: Explorer) -> pd.DataFrame:
    """List the texts with headings in words, in their order.

    Returns
    -------
    pandas.DataFrame
        Name, title, outlet, date, and the rows of mentions, quotes and stances.
    """
    import pandas as pd

    lang = explorer.choice.lang
    documents = explorer.whole["documents"].drop_duplicates("doc_id").set_index("doc_id").reindex(list(explorer.texts))
    columns = {say("facet.document", lang): list(explorer.texts)}
    for name in ("title", "outlet"):
        columns[say(f"texts.{name}", lang)] = ["" if pd.isna(value) else str(value) for value in documents[name]]
    columns[say("texts.date", lang)] = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in documents["date"]]
    table = pd.DataFrame(columns)
    for name in ("mentions", "quotes", "stances"):
        data = explorer.whole[name]
        counts = (counted_mentions(data) if name == "mentions" else data)["doc_id"].value_counts()
        table[say(f"table.{name}", lang)] = [int(counts.get(doc_id, 0)) for doc_id in explorer.texts]
    return table
