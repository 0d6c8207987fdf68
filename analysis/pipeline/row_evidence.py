"""What stands behind a row: the words that it was read from, and the reasons for a stance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import tables
from ..errors import MittellageError

if TYPE_CHECKING:
    import pandas as pd

    from ..stance.output.explain import Explanation
    from .result import Analysis

_ID_TABLES: Final = {
    "s": "segments",
    "m": "mentions",
    "a": "actors",
    "q": "quotes",
    "t": "stances",
    "k": "markers",
}


def evidence(result: Analysis, row: Mapping[str, Any] | pd.Series[Any]) -> pd.DataFrame:
    """Open the evidence behind any value: the rows of other tables that it was computed from, and their text.

    Parameters
    ----------
    result : Analysis
        The result that the row belongs to.
    row : mapping or pandas.Series
        A row of ``framing`` (its ``evidence`` names rows), or a row of any table with ``start`` and ``end``.

    Returns
    -------
    pandas.DataFrame
        Columns ``table, id, start, end, text``, in text order.

    Examples
    --------
    >>> from analysis import analyse
    >>> result = analyse("Kasachstan kritisiert Russland.")
    >>> evidence(result, result.stances.iloc[0])["text"].tolist()
    ['kritisiert']
    """
    import pandas as pd

    found: list[tuple[str, str, int, int, str]] = []
    pieces = row.get("evidence")
    if pieces is None:
        found.append(("", "", int(row["start"]), int(row["end"]), str(row["text"])))
    elif "stance_id" in row:
        found.extend(("stances", str(row["stance_id"]), e.start, e.end, e.text) for e in pieces)
    else:
        found.extend(_look_up(result, str(identifier)) for identifier in pieces)
    found.sort(key=lambda item: (item[2], item[3], item[0]))
    return pd.DataFrame(found, columns=["table", "id", "start", "end", "text"])


def _look_up(result: Analysis, identifier: str) -> tuple[str, str, int, int, str]:
    match = re.fullmatch(r"([a-z]?)\d+", identifier)
    if match is None:
        raise MittellageError(f"{identifier!r} is not the id of a row, such as m12, q3 or t7.")
    table = _ID_TABLES[match[1]] if match[1] else "sentences"
    column = tables.ROWS[table]._fields[1]
    for row in result.rows[table]:
        data = row._asdict()
        if str(data[column]) == identifier:
            start, end = data.get("start", 0), data.get("end", 0)
            return table, identifier, start, end, result.document.text[start:end]
    raise MittellageError(f"The result has no row {identifier!r} in table {table!r}; ids are those of its own tables.")


def explain(result: Analysis, stance_id: str) -> Explanation:
    """Explain a stance: its holder, target, sign, predicate and the words that carry it.

    Parameters
    ----------
    result : Analysis
        The result that the stance belongs to.
    stance_id : str
        Id of a row of ``stances``, such as ``t1``.

    Returns
    -------
    Explanation
        Prints as text, and shows itself as HTML in a notebook.

    Raises
    ------
    MittellageError
        If there is no such stance.
    """
    from ..stance import explain_stance

    for stance in result.rows["stances"]:
        if stance.stance_id == stance_id:
            return explain_stance(stance, result.document.text)
    known = ", ".join(stance.stance_id for stance in result.rows["stances"])
    raise MittellageError(f"There is no stance {stance_id!r}. Stances of this result: {known or 'none'}.")
