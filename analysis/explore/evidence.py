"""From any number to the rows behind it: marks of charts, rows of tables, indicators, and their places in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..charts.source import counted_mentions, counted_stances
from ..charts.stance_matrix import holder_units
from ..corrections import rejected_rows
from .state import Explorer, Key

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

ID_COLUMN: Final[Mapping[str, str]] = {
    "segments": "segment_id",
    "mentions": "mention_id",
    "actors": "actor_id",
    "quotes": "quote_id",
    "stances": "stance_id",
    "markers": "marker_id",
}
_PREFIX: Final[Mapping[str, str]] = {
    "s": "segments", "m": "mentions", "a": "actors", "q": "quotes", "t": "stances", "k": "markers",
}  # fmt: skip
_COUNTED: Final = {"mentions": counted_mentions, "stances": counted_stances}
_COUNTRY: Final = {"mentions": "country", "quotes": "speaker_country", "stances": "holder_country"}
# Columns that say which rows a mark stands for; all others (counts, shares, intervals) are what the mark shows.
_TELLING: Final = (
    "country", "form", "role", "type", "kind", "sign", "holder", "holder_country", "target", "voice",
    "speaker_country", "speaker_name", "sentence_id",
)  # fmt: skip


def table_of(row_id: str) -> str:
    """Name the table of an id.

    Examples
    --------
    >>> table_of("t7"), table_of("12"), table_of("f3")
    ('stances', 'sentences', 'framing')
    """
    if row_id.isdigit():
        return "sentences"
    return _PREFIX.get(row_id[:1], "framing")


def keys_of(explorer: Explorer, name: str, data: pd.DataFrame | None = None) -> list[Key]:
    """Give the keys of rows of a table, by default of all that the filters keep."""
    data = explorer.table(name) if data is None else data
    if name == "framing":
        ids: Iterable[str] = (f"f{index}" for index in data.index)
    elif name in ("sentences", "tokens"):
        ids = (str(value) for value in data["sentence_id"])
    else:
        ids = data[ID_COLUMN.get(name, "doc_id")]
    return [Key(doc_id, str(row_id)) for doc_id, row_id in zip(data["doc_id"], ids, strict=True)]


def keys_behind(explorer: Explorer, mark: Mapping[str, Any], *, table: str) -> list[Key]:
    """Find the rows that a mark of a chart stands for.

    Parameters
    ----------
    explorer : Explorer
        Its filters hold: rows that they hide are not found.
    mark : mapping
        A row of the numbers behind a chart. Where it names rows (``evidence``, ``id``, ``quote_id`` ...) these are
        meant; else the rows of `table` that agree with it in every column that tells rows apart. A country code may
        stand for its unit in the perspective (``CENTRAL_ASIA`` for Kazakhstan).
    table : str
        Table that the chart is drawn from.

    Returns
    -------
    list of Key
        In the order of the table.
    """
    import pandas as pd

    doc_id = str(mark.get("doc_id") or explorer.choice.document)
    # Charts of many documents name no document, and then an id alone says nothing.
    named = _named(mark) if len(explorer.texts) == 1 or "doc_id" in mark else None
    if named is not None:
        return [Key(doc_id, each) for each in named]
    data = explorer.table(table)
    if table in _COUNTED:  # a bar opens the rows that it counts
        data = _COUNTED[table](data)
    if "doc_id" in mark:
        data = data[data["doc_id"] == doc_id]
    if mark.get("unit") is not None and table in _COUNTRY:
        data = data[_agrees(explorer, data[_COUNTRY[table]], mark["unit"])]
    for column in _TELLING:
        if column in mark and column in data.columns:
            values = pd.Series(holder_units(data, explorer.perspective)) if column == "holder" else data[column]
            # A bar of mentions stands for the very code: that of the region does not stand for its states.
            units = column not in ("country", "speaker_country")
            data = data[_agrees(explorer, values, mark[column], units=units)]
    return keys_of(explorer, table, data)


def _named(mark: Mapping[str, Any]) -> list[str] | None:
    for column in ("evidence", "stances", "quotes", "mentions"):
        ids = mark.get(column)
        if isinstance(ids, str):
            return ids.split()
        if isinstance(ids, (tuple, list)):
            return [str(each) for each in ids]
    for column in ("id", *ID_COLUMN.values()):
        if isinstance(mark.get(column), str):
            return [mark[column]]
    return None


def _agrees(explorer: Explorer, values: pd.Series[Any], wanted: Any, *, units: bool = True) -> npt.NDArray[np.bool_]:
    import numpy as np
    import pandas as pd

    if wanted is None or wanted is pd.NA or wanted != wanted or wanted == "anonymous":
        return values.isna().to_numpy(dtype=bool)
    unit = explorer.perspective.unit
    equal = (
        not pd.isna(value) and bool(value == wanted or (units and isinstance(value, str) and unit(value) == wanted))
        for value in values
    )
    return np.fromiter(equal, dtype=bool, count=len(values))


def spans_of(explorer: Explorer, doc_id: str, ids: Iterable[str]) -> list[tuple[int, int]]:
    """Give the places in the text of rows of one document; ids without a place (actors) give none."""
    places = _places(explorer, doc_id)
    return sorted({span for each in ids for span in places.get(str(each), ())})


def _places(explorer: Explorer, doc_id: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Index every row of a document that has a place, by id; built once, because tables never change."""
    cache = explorer.places
    if doc_id not in cache:
        found: dict[str, list[tuple[int, int]]] = {}
        for name in ("sentences", *(each for each in ID_COLUMN if each != "actors")):
            data = explorer.whole[name]
            data = data[data["doc_id"] == doc_id]
            ids = data["sentence_id" if name == "sentences" else ID_COLUMN[name]].astype(str)
            spans = data["spans"] if "spans" in data else [None] * len(data)
            for row_id, start, end, pieces in zip(ids, data["start"], data["end"], spans, strict=True):
                whole = [(int(start), int(end))]
                found[row_id] = [(int(a), int(b)) for a, b in pieces] if pieces is not None and len(pieces) else whole
        for (own, row_id), row in rejected_rows(explorer.whole.get("corrections")).items():
            if own == doc_id and hasattr(row, "start"):  # its card stays, so that it can be taken back
                pieces = getattr(row, "spans", None) or [(row.start, row.end)]
                found.setdefault(row_id, [(int(a), int(b)) for a, b in pieces])
        cache[doc_id] = found
    return cache[doc_id]


def evidence_table(explorer: Explorer, keys: Iterable[Key] | None = None) -> pd.DataFrame:
    """Give the passages behind rows, each with the sentence around it.

    Parameters
    ----------
    explorer : Explorer
        The tables.
    keys : iterable of Key, optional
        Rows, by default those whose evidence is open.

    Returns
    -------
    pandas.DataFrame
        ``doc_id, table, id, start, end, passage, sentence``, in text order, one row each passage. A row of
        ``framing`` is opened to the rows that it was computed from.
    """
    import pandas as pd

    chosen = explorer.choice.evidence if keys is None else tuple(keys)
    found = set()
    for doc_id, row_id in chosen:
        text = explorer.texts.get(doc_id)
        if text is None:
            continue
        for each in opened(explorer, row_id):
            for start, end in spans_of(explorer, doc_id, [each]):
                found.add((doc_id, table_of(each), each, start, end, text[start:end]))
    ordered = sorted(found, key=lambda row: (row[0], row[3], row[4], row[2]))
    around = {doc_id: _sentences(explorer, doc_id) for doc_id in {row[0] for row in ordered}}
    rows = [(*row, around[row[0]](row[3], row[4])) for row in ordered]
    return pd.DataFrame(rows, columns=["doc_id", "table", "id", "start", "end", "passage", "sentence"])


def opened(explorer: Explorer, row_id: str) -> list[str]:
    """Return the ids of the rows that an id stands for: those behind an indicator, else the row itself."""
    match = re.fullmatch(r"f(\d+)", row_id)
    if match is None:
        return [row_id]
    framing = explorer.whole["framing"]
    index = int(match[1])
    return [str(each) for each in framing["evidence"].loc[index]] if index in framing.index else []


def _sentences(explorer: Explorer, doc_id: str) -> Callable[[int, int], str]:
    """Give what finds the sentences that a span of a document lies in, on one line."""
    text, data = explorer.texts[doc_id], explorer.whole["sentences"]
    data = data[data["doc_id"] == doc_id].sort_values("start")
    starts, ends = data["start"].astype(int).tolist(), data["end"].astype(int).tolist()

    def around(start: int, end: int) -> str:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        left, right = (starts[first], ends[last - 1]) if first < last else (start, end)
        return " ".join(text[left:right].split())

    return around
