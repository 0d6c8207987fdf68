"""Filters: which rows of which table a country, a voice, a type or a kind of segment keeps.

Filters are linked: one choice of a country narrows mentions, quotes, stances and markers alike, each by what
the country means there (named, speaking, evaluating or evaluated). Tables that measure the whole text
(``documents``, ``segments``, ``sentences``, ``tokens``, ``actors``, ``framing``) are never narrowed: a share of a
part would look like a share of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..charts.source import counted_mentions
from ..tables import NARRATOR

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

FACETS: Final = ("countries", "voices", "types", "segments")
UNNAMED: Final = "?"
_COUNTRY: Final[Mapping[str, tuple[str, ...]]] = {
    "mentions": ("country",),
    "quotes": ("speaker_country",),
    "stances": ("holder_country", "target"),
}
TYPE_COLUMN: Final[Mapping[str, str]] = {"mentions": "form", "quotes": "type", "stances": "kind", "markers": "kind"}
NARROWED: Final = ("mentions", "quotes", "stances", "markers")
# A chip shows one number, and it is that of the chart on the same question; types count in their own table.
COUNTED_IN: Final[Mapping[str, str]] = {"countries": "mentions", "voices": "quotes", "segments": "mentions"}

Tables = Mapping[str, "pd.DataFrame"]


class Option(NamedTuple):
    """A value that a filter offers, and on how many rows it stands, table by table."""

    value: str
    rows: tuple[tuple[str, int], ...]
    n: int


class Facets:
    """What each row of the narrowed tables offers to each filter; columns are made once, because tables never change.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All tables: segments and speakers stand in tables of their own.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._made: dict[tuple[str, str], list[pd.Series[Any]]] = {}

    def columns(self, name: str, facet: str) -> list[pd.Series[Any]]:
        """Return the columns of a table that a filter looks at; none where it means nothing there."""
        import pandas as pd

        key = (name, facet)
        if key not in self._made:
            data = self.tables[name]
            if facet == "countries":
                found = [data[column] for column in _COUNTRY.get(name, ())]
            elif facet == "types":
                found = [data[TYPE_COLUMN[name]]]
            elif facet == "voices":
                found = [pd.Series(voices_of(self.tables, name), index=data.index, dtype="object")]
            else:
                found = [kinds_of_segment(self.tables, name)]
            self._made[key] = found
        return self._made[key]

    def keeps(self, name: str, chosen: Mapping[str, Sequence[str]], *, but: str = "") -> npt.NDArray[np.bool_]:
        """Tell which rows of a table every filter keeps, of all filters or all but one."""
        import numpy as np

        keep = np.ones(len(self.tables[name]), dtype=bool)
        for facet in FACETS:
            values = list(chosen[facet])
            columns = self.columns(name, facet) if values and facet != but else []
            if facet == "types" and columns and not columns[0].isin(values).any():
                continue  # a table whose types are not chosen from stays whole
            if columns:
                keep &= np.logical_or.reduce([column.isin(values).to_numpy(dtype=bool) for column in columns])
        return keep

    def select(self, name: str, chosen: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Return the rows of a table that every filter keeps, with their index.

        Parameters
        ----------
        name : str
            Table to narrow.
        chosen : mapping of str to sequence of str
            Values chosen by filter, of `FACETS`; an empty sequence keeps every row.
        """
        data = self.tables[name]
        if name not in NARROWED or data.empty or not any(chosen.values()):
            return data
        return data[self.keeps(name, chosen)]

    def options(self, chosen: Mapping[str, Sequence[str]] | None = None) -> dict[str, list[Option]]:
        """Return what each filter offers: every value of the whole tables, counted under the other filters.

        Parameters
        ----------
        chosen : mapping of str to sequence of str, optional
            Values chosen by filter; by default none.

        Returns
        -------
        dict of str to list of Option
            For each of `FACETS`, most frequent first, ties in alphabetical order; types table by table. The order is
            that of the whole tables, so that chips stay where they are.
        """
        everything = self._counted(dict.fromkeys(FACETS, ()))
        now = self._counted(chosen) if chosen and any(chosen.values()) else everything
        found: dict[str, list[Option]] = {}
        for facet in FACETS:
            whole = everything[facet]
            order = sorted(whole, key=lambda value: (-_main(facet, whole[value]), -sum(whole[value].values()), value))
            if facet == "types":  # stable: by table, then by number
                order.sort(key=lambda value: NARROWED.index(next(iter(whole[value]))))
            rows = {value: now[facet].get(value, {}) for value in order}
            found[facet] = [Option(value, tuple(rows[value].items()), _main(facet, rows[value])) for value in order]
        return found

    def _counts(self, name: str) -> npt.NDArray[np.bool_]:
        """Tell which rows count: names of languages are no mentions of a state, as in every chart."""
        import numpy as np

        data = self.tables[name]
        if name != "mentions" or data.empty:
            return np.ones(len(data), dtype=bool)
        return data.index.isin(counted_mentions(data).index)

    def _counted(self, chosen: Mapping[str, Sequence[str]]) -> dict[str, dict[str, dict[str, int]]]:
        counts: dict[str, dict[str, dict[str, int]]] = {facet: {} for facet in FACETS}
        for facet in FACETS:
            for name in NARROWED:
                keep = self.keeps(name, chosen, but=facet) & self._counts(name)
                columns = [column[keep] for column in self.columns(name, facet)]
                # A stance of a state toward itself is one row, though it names the state twice.
                twice = columns[1] == columns[0] if len(columns) > 1 else None
                counted = Counter(columns[0].dropna()) if columns else Counter()
                if twice is not None:
                    counted.update(columns[1][~twice.fillna(value=False).astype(bool)].dropna())
                for value, n in counted.items():
                    counts[facet].setdefault(str(value), {})[name] = n
        return counts


def _main(facet: str, rows: Mapping[str, int]) -> int:
    return rows.get(COUNTED_IN[facet], 0) if facet in COUNTED_IN else sum(rows.values())


def groups_of_types(tables: Tables) -> dict[str, str]:
    """Name the table that each type stands in: a name is a form of mentions, a speech act a kind of stances."""
    return {value: name for name in reversed(NARROWED) for value in tables[name][TYPE_COLUMN[name]].dropna().unique()}


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
