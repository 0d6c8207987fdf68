"""Take a correction back, with all that followed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import CorrectionError
from ..tables import CorrectedTable, Correction
from .draft import Draft
from .fields import known_table, read, read_row

Rows = Mapping[str, Sequence[Any]]


def revert(rows: Rows, text: str, correction_id: str) -> Rows:
    """Return the tables as if a correction had not been made.

    Parameters
    ----------
    rows, text
        As for `change_row`.
    correction_id : str
        A correction by hand; those that follow from it go with it.

    Raises
    ------
    CorrectionError
        If there is no such correction, it follows from another, or a later one rests on it.
    """
    draft = Draft(rows, text)
    known = {each.correction_id: each for each in draft.log}
    chosen = known.get(correction_id)
    if chosen is None:
        raise CorrectionError(
            f"There is no correction {correction_id!r:.60}. Corrections are {', '.join(known) or 'none'}."
        )
    if chosen.follows is not None:
        raise CorrectionError(f"{correction_id} follows from {chosen.follows}; take that one back.")
    taken = [each for each in draft.log if correction_id in (each.correction_id, each.follows)]
    _refuse_later(draft.log, taken)
    for each in reversed(taken):
        if each.state == "applied":
            _undo(draft, known_table(each.table), each)
    draft.log[:] = [each for each in draft.log if each not in taken]
    return draft.rows()


def _undo(draft: Draft, table: CorrectedTable, made: Correction) -> None:
    if made.action == "reject":
        draft.place(table, read_row(table, made.before))
    elif made.action == "add":
        draft.table(table).pop(made.row_id, None)
    elif made.action == "change" and made.field is not None:
        row = draft.get(table, made.row_id)
        draft.table(table)[made.row_id] = row._replace(**{made.field: read(table, made.field, made.before)})
        if made.field in ("start", "end"):
            draft.sort(table)


def _refuse_later(log: Sequence[Correction], taken: Sequence[Correction]) -> None:
    """Refuse where a later correction changed a row or a column that this one had changed before."""
    own = {each.correction_id for each in taken}
    for number, first in enumerate(log):
        if first.correction_id not in own or first.state != "applied" or first.action == "confirm":
            continue
        for later in log[number + 1 :]:
            same = (later.table, later.row_id) == (first.table, first.row_id)
            if later.correction_id in own or not same or later.action == "confirm":
                continue
            if first.action == "add" or later.action == "reject" or later.field == first.field:
                raise CorrectionError(
                    f"{later.follows or later.correction_id} was made later and rests on {first.correction_id} "
                    f"({first.row_id}); take that one back first."
                )
