"""Take a correction back, with all that followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import CorrectionError
from ..tables import NARRATOR, CorrectedTable, Correction
from ..voices import Voices
from .draft import Draft, Note
from .fields import known_column, known_table, read, read_row
from .follow import nearest_mention, voice_of
from .make import add, change_column, reject
from .who import who_is

Rows = Mapping[str, Sequence[Any]]


def revert(rows: Rows, text: str, correction_id: str) -> Rows:
    """Return the tables as if a correction had not been made.

    What was corrected later is made again: of two mentions of a state that were rejected, either can be taken back,
    though the number of mentions of the state follows from both.

    Parameters
    ----------
    rows, text
        As for `change_row`.
    correction_id : str
        A correction by hand; those that follow from it go with it. Other corrections keep their ids.

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
    place = draft.log.index(chosen)
    undone = draft.log[place:]
    _refuse_later(chosen, undone[1:])
    for each in reversed(undone):
        if each.state == "applied":
            _undo(draft, known_table(each.table), each)
    del draft.log[place:]
    later = [each for each in undone if correction_id not in (each.correction_id, each.follows)]
    for each in later:
        if each.follows is None:
            _again(draft, each, chosen)
    draft.log[place:] = _renamed(draft.log[place:], later)
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


def _refuse_later(chosen: Correction, later: Iterable[Correction]) -> None:
    """Refuse where somebody has corrected the same value again, or a row that was added by this correction."""
    for each in later:
        same = (each.table, each.row_id) == (chosen.table, chosen.row_id) and each.follows is None
        if not same or each.state != "applied" or chosen.action not in ("add", "change"):
            continue
        if chosen.action == "add" or (each.action == "change" and each.field == chosen.field):
            raise _rests_on(each, chosen)


def _rests_on(later: Correction, chosen: Correction) -> CorrectionError:
    return CorrectionError(
        f"{later.correction_id} was made later and rests on {chosen.correction_id} ({chosen.row_id}); "
        "take that one back first."
    )


def _again(draft: Draft, made: Correction, chosen: Correction) -> None:
    """Make a later correction again; one that changes nothing any more is kept, and its state says so."""
    table, note = known_table(made.table), Note(made.coder, made.time, made.reason)
    if made.state != "applied":
        draft.note_missing(made, made.state)
        return
    if (made.row_id in draft.table(table)) == (made.action == "add"):
        raise _rests_on(made, chosen)
    if made.action == "add":
        add(draft, table, _fitted(draft, table, read_row(table, made.after)), note=note)
    elif made.action == "reject":
        reject(draft, table, made.row_id, note=note)
    elif made.action == "confirm":
        draft.confirm(table, made.row_id, note=note)
    else:
        column = known_column(table, str(made.field))
        if not change_column(draft, table, made.row_id, column, read(table, column, made.after), note=note):
            draft.note_missing(made, "already so")


def _fitted(draft: Draft, table: CorrectedTable, row: Any) -> Any:
    """Return an added row that names no row which is gone; else it stays as it was added."""
    quotes, mentions, actors = draft.table("quotes"), draft.table("mentions"), draft.table("actors")
    if table == "quotes":
        gone = {name: None for name in ("speaker_actor", "addressee_actor") if getattr(row, name) not in actors}
        return row._replace(**gone, parent_id=row.parent_id if row.parent_id in quotes else None)
    if table == "stances":
        if row.target_mention not in mentions:
            row = row._replace(target_mention=nearest_mention(draft, row))
        if row.holder_actor not in actors:
            row = row._replace(holder_actor=who_is(draft, row.holder).actor)
    # Whose words a stance is in may have been said by hand.
    if table == "actors" or (table == "stances" and row.voice in (NARRATOR, *quotes)):
        return row
    return row._replace(voice=voice_of(Voices(quotes.values()), row))


def _renamed(made: Sequence[Correction], before: Sequence[Correction]) -> list[Correction]:
    """Return corrections that were made again under the ids that they had; what follows anew has a new id."""
    by_hand = [each.correction_id for each in before if each.follows is None]
    again = [each.correction_id for each in made if each.follows is None]
    names = dict(zip(again, by_hand, strict=True))
    had = {_told(each, each.follows): each.correction_id for each in before if each.follows is not None}
    for each in made:
        if each.follows is not None:
            names[each.correction_id] = had.pop(_told(each, names[each.follows]), each.correction_id)
    return [
        each._replace(
            correction_id=names[each.correction_id], follows=None if each.follows is None else names[each.follows]
        )
        for each in made
    ]


def _told(made: Correction, follows: str | None) -> tuple[Any, ...]:
    return follows, made.table, made.row_id, made.field, made.action
