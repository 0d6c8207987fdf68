"""Verdicts on evidence: a row is right, wrong, or to be edited; each is a correction of the result."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from .. import tables as contract
from ..errors import MittellageError
from ..export.exchange.items import native

if TYPE_CHECKING:
    from ..pipeline import Analysis
    from .state import Explorer

Verdict = Literal["right", "wrong", "edit"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)


def judge(
    result: Analysis,
    row_id: str,
    verdict: Verdict,
    *,
    who: str | None = None,
    why: str | None = None,
    when: datetime | None = None,
    **values: Any,
) -> Analysis:
    """Return a result in which a verdict on a row is carried out; the result that is given stays as it is.

    Parameters
    ----------
    result : Analysis
        The result that the row belongs to.
    row_id : str
        Id of the row whose evidence is looked at, such as ``t7``, ``q3`` or ``m12``.
    verdict : {"right", "wrong", "edit"}
        ``right`` notes that somebody has checked the row, ``wrong`` rejects it, ``edit`` changes columns.
    who, why, when
        As for `Analysis.correct`.
    **values
        For ``edit``, new values by column.

    Raises
    ------
    CorrectionError
        As `Analysis.correct`; its message can be shown as it stands.
    MittellageError
        If there is no such verdict, or values stand beside one that takes none.

    Examples
    --------
    >>> from analysis import analyse
    >>> result = analyse("Kasachstan kritisiert Russland.")
    >>> judge(result, "t1", "edit", sign=1).stances["sign"].tolist()
    [1]
    """
    if verdict not in VERDICTS:
        raise MittellageError(f"There is no verdict {verdict!r:.60}; verdicts are {', '.join(VERDICTS)}.")
    if verdict == "edit":
        return result.correct(row_id, who=who, why=why, when=when, **values)
    if values:
        raise MittellageError(f"The verdict {verdict!r} takes no values; {', '.join(values)} can be edited.")
    if verdict == "wrong":
        return result.reject(row_id, who=who, why=why, when=when)
    return result.confirm(row_id, who=who, why=why, when=when)


def verdicts_of(result: Analysis) -> dict[str, Verdict]:
    """Return the last verdict on each row that has one; rows that were added by hand are right.

    Examples
    --------
    >>> from analysis import analyse
    >>> verdicts_of(analyse("Kasachstan kritisiert Russland.").confirm("t1"))
    {'t1': 'right'}
    """
    said: dict[str, Verdict] = {"confirm": "right", "add": "right", "reject": "wrong", "change": "edit"}
    made = result.rows.get("corrections", ())
    return {each.row_id: said[each.action] for each in made if each.follows is None and each.state == "applied"}


def result_of(explorer: Explorer, doc_id: str | None = None) -> Analysis:
    """Return one document of an explorer as a result, which can be corrected, saved and reported.

    Parameters
    ----------
    explorer : Explorer
        Where it is explored; filters hide none of its rows.
    doc_id : str, optional
        The document; by default the one on show.

    Raises
    ------
    MittellageError
        If the explorer has no such document.
    """
    from ..pipeline import Analysis, Options
    from ..reading import Document

    name = doc_id or explorer.choice.document
    if name not in explorer.texts:
        raise MittellageError(f"There is no document {name!r:.60}. Documents are {', '.join(explorer.texts)}.")
    rows = {
        table: native(contract.rows(table, data[data["doc_id"] == name]))
        for table, data in explorer.whole.items()
        if "doc_id" in data
    }
    translated = explorer.perspective.translated
    document = Document.from_rows(explorer.texts[name], rows, doc_id=name, translated=translated)
    seen = explorer.perspective
    return Analysis(document, rows, Options(focus=seen.focus, poles=seen.poles, seed=seen.seed))
