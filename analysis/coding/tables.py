"""The codings of a study as one table, for packages and for analysis in other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .adjudication import read_adjudicated
from .agreement import ADJUDICATED, MACHINE
from .sealed import read_machine
from .study import Study, coders, open_study, read_codings

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final[Mapping[str, str]] = {
    "item_id": "string",
    "unit": "string",
    "doc_id": "string",
    "start": "Int64",
    "end": "Int64",
    "target": "string",
    "coder": "string",
    "label": "string",
    "unsure": "boolean",
    "seconds": "Float64",
    "memo": "string",
    "time": "string",
    "inclusion_probability": "Float64",
    "stratum": "string",
}


def study_tables(study: Study, *, memos: bool = False) -> dict[str, pd.DataFrame]:
    """Return the table ``codings`` of a study, which holds no text.

    Parameters
    ----------
    study : Study
        A study with its sealed part.
    memos : bool
        Whether remarks of coders go along; they may cite the text.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``codings``: a row for each item and coder, with what was decided as coder ``adjudicated`` and what the analysis
        found as coder ``machine``; ``start, end`` are the sentence in the document.
    """
    import pandas as pd

    rows = list(_rows(study, memos))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict(COLUMNS))
    return {"codings": table.sort_values(["item_id", "coder"], kind="stable", ignore_index=True)}


def join_codings(folders: Sequence[str | Path]) -> pd.DataFrame:
    """Return the codings of some studies as one table without memos; ids of items begin with the study's folder.

    Parameters
    ----------
    folders : sequence of str or path
        Folders of studies.
    """
    import pandas as pd

    found = []
    for folder in map(Path, folders):
        table = study_tables(open_study(folder))["codings"]
        found.append(table.assign(item_id=f"{folder.resolve().name}/" + table["item_id"]))
    return pd.concat(found, ignore_index=True)


def _rows(study: Study, memos: bool) -> Iterator[tuple[Any, ...]]:
    from ..tables import each

    sealed = {row.item: row for row in each(read_machine(study))}
    said = {coder: read_codings(study, coder) for coder in coders(study)}
    for coder, held in {**said, ADJUDICATED: read_adjudicated(study)}.items():
        for item, coding in held.items():
            at = sealed[item]
            memo = coding.memo or None if memos else None
            given = (coder, coding.label, coding.unsure, coding.seconds, memo, coding.time or None)
            yield item, study.unit, at.doc_id, at.start, at.end, at.target, *given, at.probability, at.stratum
    for item, at in sealed.items():
        found = (MACHINE, at.machine or at.label, False, None, None, None)
        yield item, study.unit, at.doc_id, at.start, at.end, at.target, *found, at.probability, at.stratum
