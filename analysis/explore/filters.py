"""Filters: which rows of which table a country, a voice, a type or a kind of segment keeps.

Filters are linked: one choice of a country narrows mentions, quotes, stances and markers alike, each by what
the country means there (named, speaking, evaluating or evaluated). Tables that measure the whole text
(``documents``, ``segments``, ``sentences``, ``tokens``, ``actors``, ``framing``) are never narrowed: a share of a
part would look like a share of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..tables import NARRATOR

if TYPE_CHECKING:
    import pandas as pd

FACETS: Final = ("countries", "voices", "types", "segments")
UNNAMED: Final = "?"
_COUNTRY: Final[Mapping[str, tuple[str, ...]]] = {
    "mentions": ("country",),
    "quotes": ("speaker_country",),
    "stances": ("holder_country", "target"),
}
_TYPE: Final[Mapping[str, str]] = {"mentions": "form", "quotes": "type", "stances": "kind", "markers": "kind"}
NARROWED: Final = ("mentions", "quotes", "stances", "markers")

Tables = Mapping[str, "pd.DataFrame"]


def options_of(tables: Tables) -> dict[str, list[tuple[str, int]]]:
    """Count what each filter can choose from.

    Returns
    -------
    dict of str to list of (value, n)
        For each of `FACETS`, most frequent first, ties in alphabetical order; types table by table.
    """
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    types: list[tuple[str, int]] = []
    for name in NARROWED:
        data = tables[name]
        for column in _COUNTRY.get(name, ()):
            counts["countries"].update(data[column].dropna())
        counts["segments"].update(kinds_of_segment(tables, name).dropna())
        counts["voices"].update(voices_of(tables, name))
        types.extend(_most_first(Counter(data[_TYPE[name]].dropna())))
    return {facet: _most_first(count) for facet, count in counts.items()} | {"types": types}


def groups_of_types(tables: Tables) -> dict[str, str]:
    """Name the table that each type stands in: a name is a form of mentions, a speech act a kind of stances."""
    return {value: name for name in reversed(NARROWED) for value in tables[name][_TYPE[name]].dropna().unique()}


def _most_first(count: Counter[str]) -> list[tuple[str, int]]:
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))


def select(tables: Tables, name: str, chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Keep the rows of a table that every filter keeps.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All tables: segments and speakers stand in tables of their own.
    name : str
        Table to narrow.
    chosen : mapping of str to sequence of str
        Values chosen by filter, of `FACETS`; an empty sequence keeps every row.

    Returns
    -------
    pandas.DataFrame
        Some rows of ``tables[name]`` with their index.
    """
    import pandas as pd

    data = tables[name]
    if name not in NARROWED or data.empty:
        return data
    keep = pd.Series(data=True, index=data.index)
    columns = _COUNTRY.get(name)
    if chosen["countries"] and columns:
        keep &= data[list(columns)].isin(list(chosen["countries"])).any(axis=1)
    types = set(chosen["types"]) & set(data[_TYPE[name]].dropna())
    if types:
        keep &= data[_TYPE[name]].isin(types)
    if chosen["voices"]:
        keep &= pd.Series(voices_of(tables, name), index=data.index).isin(list(chosen["voices"]))
    if chosen["segments"]:
        keep &= kinds_of_segment(tables, name).isin(list(chosen["segments"]))
    return data[keep.astype(bool)]


def voices_of(tables: Tables, name: str) -> list[str]:
    """Name the voice of each row: the speaker of a quote, the voice that anything else stands in.

    Returns
    -------
    list of str
        Name of the speaker, ``narrator``, or ``?`` where the text leaves the speaker open.
    """
    quotes = tables["quotes"]
    names = quotes["speaker_name"].fillna(quotes["speaker_text"]).fillna(UNNAMED).astype(str).tolist()
    if name == "quotes":
        return names
    speakers = dict(zip(zip(quotes["doc_id"], quotes["quote_id"], strict=True), names, strict=True))
    data = tables[name]
    return [
        NARRATOR if voice == NARRATOR else speakers.get((doc, voice), UNNAMED)
        for doc, voice in zip(data["doc_id"], data["voice"], strict=True)
    ]


def kinds_of_segment(tables: Tables, name: str) -> pd.Series[Any]:
    """Give the kind of segment that each row starts in, null outside of any."""
    import numpy as np
    import pandas as pd

    data, segments = tables[name], tables["segments"]
    found = pd.Series(pd.NA, index=data.index, dtype="string")
    groups = dict(iter(segments.groupby("doc_id"))) if len(segments) else {}
    for doc_id, rows in data.groupby("doc_id") if len(data) else ():
        own = groups.get(doc_id)
        if own is None:
            continue
        starts, ends = own["start"].to_numpy(dtype=int), own["end"].to_numpy(dtype=int)
        places = rows["start"].to_numpy(dtype=int)
        index = np.searchsorted(starts, places, side="right") - 1
        inside = (index >= 0) & (places < ends[np.maximum(index, 0)])
        found.loc[rows.index[inside]] = own["kind"].to_numpy()[index[inside]]
    return found
