"""Verdicts on evidence: a row is right, wrong, or to be edited; each is a correction of the result."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from .. import tables as contract
from ..corrections.draft import TIME
from ..corrections.fields import COLUMNS, PREFIXES, known_table
from ..errors import CorrectionError, MittellageError
from ..export.exchange.items import native
from ..tables import Correction
from .choice import Key

if TYPE_CHECKING:
    import pandas as pd

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
    return {key.row_id: verdict for key, verdict in _verdicts(result.rows.get("corrections", ())).items()}


def verdicts_in(explorer: Explorer) -> dict[Key, Verdict]:
    """Return the last verdict on each row of an explorer that has one, in the order of the keys."""
    made = explorer.whole.get("corrections")
    return dict(sorted(_verdicts([] if made is None else contract.rows("corrections", made)).items()))


def _verdicts(corrections: Iterable[Correction]) -> dict[Key, Verdict]:
    said: dict[str, Verdict] = {"confirm": "right", "add": "right", "reject": "wrong", "change": "edit"}
    return {
        Key(made.doc_id, made.row_id): said[made.action]
        for made in corrections
        if made.follows is None and made.state == "applied"
    }


def judge_row(explorer: Explorer, key: Key, verdict: Verdict | None, *, why: str | None = None, **values: Any) -> None:
    """Carry out a verdict on a row of an explorer; tables, indicators and charts follow, and it can be undone.

    Parameters
    ----------
    explorer : Explorer
        Its choice says who judges.
    key : Key
        The row.
    verdict : {"right", "wrong", "edit"} or None
        As for `judge`. None takes back what was last said of the row.
    why : str, optional
        Reason, for the table ``corrections``.
    **values
        For ``edit``, new values by column.

    Raises
    ------
    CorrectionError
        If there is no such row or value, or a later correction rests on the one that is taken back.

    Examples
    --------
    >>> from analysis import analyse
    >>> from analysis.explore import Explorer
    >>> explorer = Explorer.of(analyse("Kasachstan kritisiert Russland."))
    >>> judge_row(explorer, Key(explorer.choice.document, "t1"), "wrong")
    >>> explorer.count("stances")
    0
    """
    before = result_of(explorer, key.doc_id)
    if verdict is None:
        after = _take_back(before, key.row_id)
    else:
        who = explorer.choice.coder or None
        # A row that was rejected is there again before anything else is said of it.
        base = _take_back(before, key.row_id) if verdicts_of(before).get(key.row_id) == "wrong" else before
        after = judge(base, key.row_id, verdict, who=who, why=why or None, when=_moment(base, key.row_id), **values)
    if after is not before:
        explorer.revise(_revised(explorer, after), evidence=_shown(explorer))


def judge_rows(explorer: Explorer, said: Iterable[tuple[Key, Verdict]]) -> None:
    """Carry out verdicts on many rows of an explorer, and leave out those that cannot be; it is one step for each text.

    Parameters
    ----------
    explorer : Explorer
        Its indicators are measured once for each text, not for each verdict.
    said : iterable of (Key, {"right", "wrong"})
        Rows and what was said of them.
    """
    judged: dict[str, Analysis] = {}
    for key, verdict in said:
        if key.doc_id in explorer.texts:
            before = judged[key.doc_id] if key.doc_id in judged else result_of(explorer, key.doc_id)
            with contextlib.suppress(CorrectionError):  # a row of another kind, or one that fell with another
                judged[key.doc_id] = judge(before, key.row_id, verdict)
    for result in judged.values():
        explorer.revise(_revised(explorer, result), evidence=_shown(explorer))


def _shown(explorer: Explorer) -> list[Key]:
    """Return the open rows, an indicator as the rows behind it: it has another number after a correction."""
    from .evidence import opened

    return [Key(each.doc_id, row_id) for each in explorer.choice.evidence for row_id in opened(explorer, each.row_id)]


def _take_back(result: Analysis, row_id: str) -> Analysis:
    """Return a result without the last verdict on a row; an edit of several columns is one verdict."""
    last: Correction | None = None
    for made in reversed(_own(result, row_id)):
        if last is not None and not _together(made, last):
            break
        result, last = result.revert(made.correction_id), made
    return result


def _own(result: Analysis, row_id: str) -> list[Correction]:
    return [
        made
        for made in result.rows.get("corrections", ())
        if made.row_id == row_id and made.follows is None and made.state == "applied"
    ]


def _together(made: Correction, later: Correction) -> bool:
    """Tell whether two corrections of a row are of one edit, which changes columns in the order of the table."""
    if made.action != "change" or made.field is None or later.field is None:
        return False
    place = COLUMNS[known_table(made.table)].index
    same = all(getattr(made, name) == getattr(later, name) for name in ("action", "time", "coder", "reason"))
    return same and place(made.field) < place(later.field)


def _moment(result: Analysis, row_id: str) -> datetime:
    """Return the time now, or a second later where the row was edited in this one: each edit is taken back alone."""
    taken = {made.time for made in _own(result, row_id)}
    now = datetime.now(UTC)
    while now.strftime(TIME) in taken:
        now += timedelta(seconds=1)
    return now


def _revised(explorer: Explorer, result: Analysis) -> dict[str, pd.DataFrame]:
    """Return the tables that a correction changes, with the rows of one document in the place of its earlier ones."""
    import pandas as pd

    order = {doc_id: place for place, doc_id in enumerate(explorer.texts)}
    found = {}
    for name in (*PREFIXES, "framing", "corrections"):
        new = result.tables["framing"] if name == "framing" else contract.frame(name, result.rows.get(name, ()))
        old = explorer.whole.get(name, new.head(0))
        others = old[old["doc_id"] != result.document.doc_id]
        data = pd.concat([others, new], ignore_index=True) if len(others) else new
        found[name] = data.iloc[data["doc_id"].map(order).argsort(kind="stable")]
    return found


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
    from ..pipeline import Analysis, analyse
    from .documents import document_of

    name = doc_id or explorer.choice.document
    if name not in explorer.texts:
        raise MittellageError(f"There is no document {name!r:.60}. Documents are {', '.join(explorer.texts)}.")
    rows: dict[str, Sequence[Any]] = {
        table: native(contract.rows(table, data[data["doc_id"] == name]))
        for table, data in explorer.whole.items()
        if "doc_id" in data
    }
    options = explorer.made_with
    document = document_of(explorer, name)
    if not rows["tokens"] and rows["sentences"]:
        # A store keeps no tokens, and indicators of agency are measured by them.
        if name not in explorer.tokens:
            explorer.tokens[name] = analyse(document, options=options).rows["tokens"]
        rows["tokens"] = explorer.tokens[name]
    return Analysis(document, rows, options)
