"""Corrections made again on another version of a text: each row is found by its words and what stands around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from ..errors import CorrectionError
from ..tables import CorrectedTable, Correction, CorrectionState, text_of
from .draft import Draft, Note, surroundings
from .fields import KEYS, checked, known_column, known_table, read, read_row
from .make import add, change, new_row, reject

Rows = Mapping[str, Sequence[Any]]
# How alike words and surroundings have to be: an edit changes some words of a sentence, not its half.
_WORDS: Final = 0.8
_AROUND: Final = 0.6
# So many characters before and after show where words were that have been edited.
_BESIDE: Final = 24
# Equal words that stand in the text more often than this are told apart by equal surroundings alone.
_MANY: Final = 200


def replay(rows: Rows, text: str, corrections: Iterable[Correction]) -> Rows:
    """Return the tables with corrections made again that were made on this text or another version of it.

    Parameters
    ----------
    rows, text
        As for `change_row`.
    corrections : iterable of Correction
        What was corrected. What followed from it follows again, from the rows as they are now.

    Returns
    -------
    mapping of str to sequence of tuple
        The table ``corrections`` says of each whether its row was found, and whether it was so already; what was not
        found stays in the table, so that it can be looked at and tried again.

    Raises
    ------
    CorrectionError
        If a row of the table is no correction.
    """
    draft = Draft(rows, text)
    for wanted in corrections:
        if wanted.follows is None:
            state = _again(draft, wanted)
            if state != "applied":
                draft.note_missing(wanted, state)
    return draft.rows()


def corrections_of(corrections: Sequence[Correction], doc_id: str, *, alone: bool) -> list[Correction]:
    """Return the corrections that are meant for a document.

    Parameters
    ----------
    corrections : sequence of Correction
        Of one or more documents.
    doc_id : str
        The document. The id of a text is made from its words, so an edited text has another one.
    alone : bool
        Whether it is the only document: corrections of one text are then meant for it, whatever their id.
    """
    own = [each for each in corrections if each.doc_id == doc_id]
    same = len({each.doc_id for each in corrections}) == 1
    return own or (list(corrections) if alone and same else [])


def _again(draft: Draft, wanted: Correction) -> CorrectionState:
    table = known_table(wanted.table)
    note = Note(wanted.coder, wanted.time, wanted.reason)
    if wanted.action == "add":
        return _add_again(draft, table, wanted, note)
    row = find_row(draft, table, wanted)
    if wanted.action == "reject":
        if row is None:
            return "already so" if wanted.text and find_words(draft.text, wanted) is not None else "not found"
        reject(draft, table, row[1], note=note)
        return "applied"
    if row is None:
        return "not found"
    if wanted.action == "confirm":
        draft.confirm(table, row[1], note=note)
        return "applied"
    column = known_column(table, str(wanted.field))
    value = checked(table, column, read(table, column, wanted.after))
    if column in ("start", "end", "spans"):
        value = _moved(draft, wanted, row, column, value)
        if value is None:
            return "not found"
    return "applied" if change(draft, table, row[1], {column: value}, note=note) else "already so"


def _moved(draft: Draft, wanted: Correction, row: Any, column: str, value: Any) -> Any:
    """Return a new place of a row in this text: it has moved as the row has, if its words still stand there."""
    by = row.start - (wanted.start or 0)
    if column == "spans":
        spans = tuple((start + by, end + by) for start, end in value)
        return spans if all(0 <= start < end <= len(draft.text) for start, end in spans) else None
    moved = value + by
    start, end = (moved, row.end) if column == "start" else (row.start, moved)
    return moved if 0 <= start <= len(draft.text) and 0 <= end <= len(draft.text) and start < end else None


def _add_again(draft: Draft, table: CorrectedTable, wanted: Correction, note: Note) -> CorrectionState:
    row = read_row(table, wanted.after)
    place: tuple[int, int] | None = None
    if wanted.start is not None:
        place = find_words(draft.text, wanted)
        if place is None:
            return "not found"
    same = [each for each in draft.table(table).values() if _is_same(table, each, row, place)]
    if same:
        return "already so"
    add(draft, table, _placed(draft, table, row, place), note=note)
    return "applied"


def _is_same(table: CorrectedTable, row: Any, other: Any, place: tuple[int, int] | None) -> bool:
    if any(getattr(row, name) != getattr(other, name) for name in KEYS[table]):
        return False
    return place is None or (row.start < place[1] and row.end > place[0])


def _placed(draft: Draft, table: CorrectedTable, row: Any, place: tuple[int, int] | None) -> Any:
    """Return an added row with ids and places of this document; what names other rows is looked up anew."""
    given = {name: value for name, value in row._asdict().items() if name in _GIVEN[table]}
    if table == "quotes" and place is not None:
        by = place[0] - row.start
        given["spans"] = tuple((start + by, end + by) for start, end in row.spans)
    return new_row(draft, table, given, place)


_GIVEN: Final[Mapping[CorrectedTable, tuple[str, ...]]] = {
    "mentions": ("country", "form", "entity", "role"),
    "actors": ("name", "kind", "country", "office"),
    "quotes": (
        "type", "medium", "speaker_name", "speaker_kind", "speaker_country", "speaker_role", "addressee_text",
    ),
    "stances": ("holder", "holder_country", "target", "sign", "hedged", "kind"),
    "markers": ("kind",),
}  # fmt: skip


# --- finding -----------------------------------------------------------------------------------------------------


def find_row(draft: Draft, table: CorrectedTable, wanted: Correction) -> Any | None:
    """Return the row that a correction speaks of, or None.

    Its words have to be the same or nearly so, and so what stands around them; what tells rows at one place apart
    (the target of a stance) has to be the same, unless it is what was corrected.
    """
    key, text, plain = _key(wanted), draft.text, _plain(wanted.text or "")
    rows = [row for row in draft.table(table).values() if _may_be(table, row, key, wanted.field)]
    if table == "actors":
        named = key.get("name")
        return next((row for row in rows if row.name == named or named in row.variants), None)
    here = [row for row in rows if (row.start, row.end) == (wanted.start, wanted.end)]
    if here and _plain(_words(text, here[0])) == plain and _around(text, here[0]) == wanted.context:
        return _most_alike(here, wanted)
    words = [(row, _words(text, row)) for row in rows]
    equal = [row for row, said in words if _plain(said) == plain]
    alike = equal or [row for row, said in words if _ratio(said, wanted.text or "", _WORDS) >= _WORDS]
    if len(alike) > _MANY:
        alike = [row for row in alike if _around(draft.text, row) == wanted.context]
    scored = [(_ratio(_around(draft.text, row), wanted.context or "", _AROUND), row) for row in alike]
    best = max((score for score, _ in scored), default=0.0)
    if best < _AROUND:
        return None
    return _most_alike([row for score, row in scored if score == best], wanted)


def find_words(text: str, wanted: Correction) -> tuple[int, int] | None:
    """Return where the words of a correction stand, in the surroundings that are most like its own; or None."""
    pieces = (wanted.text or "").split()
    if not pieces:
        return None
    found = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, pieces)), text)]
    if len(found) > _MANY:
        found = [span for span in found if surroundings(text, *span) == wanted.context]
    scored = [(_ratio(surroundings(text, *span), wanted.context or "", _AROUND), span) for span in found]
    best = max(scored, key=lambda item: (item[0], -abs(item[1][0] - (wanted.start or 0))), default=None)
    if best is not None and best[0] >= _AROUND:
        return best[1]
    return _find_between(text, wanted)


def _find_between(text: str, wanted: Correction) -> tuple[int, int] | None:
    """Return where edited words of a correction stand: between the words that stood before and after them."""
    before, _, after = (wanted.context or "").partition(" | ")
    before, after = before[-_BESIDE:], after[:_BESIDE]
    if len(before) + len(after) < _BESIDE:
        return None
    left, right = (re.compile(r"\s+".join(map(re.escape, side.split()))) for side in (before, after))
    for start in [match.end() for match in left.finditer(text)] if before else [0]:
        last = right.search(text, start, start + 2 * len(wanted.text or "") + _BESIDE)
        if last is None:
            continue
        words = text[start : last.start()]
        start += len(words) - len(words.lstrip())
        end = last.start() - (len(words) - len(words.rstrip()))
        if start < end and _ratio(_plain(text[start:end]), _plain(wanted.text or ""), _WORDS) >= _WORDS:
            return start, end
    return None


def _may_be(table: CorrectedTable, row: Any, key: Mapping[str, Any], field: str | None) -> bool:
    """Return whether a row agrees with a correction in what tells rows apart; names may be spelt in another way."""
    if table == "actors":
        return True
    told = (name for name in KEYS[table] if name in key and name not in (field, "holder", "speaker_name"))
    return all(getattr(row, name) == key[name] for name in told)


def _most_alike(rows: Sequence[Any], wanted: Correction) -> Any:
    """Return the row that agrees most with a correction in all that tells rows apart."""
    key = _key(wanted)

    def rank(row: Any) -> tuple[int, bool, int]:
        agrees = sum(getattr(row, name, None) == value for name, value in key.items())
        return agrees, row[1] == wanted.row_id, -abs(row.start - (wanted.start or 0))

    return max(rows, key=rank)


def _key(wanted: Correction) -> dict[str, Any]:
    try:
        key = json.loads(wanted.key)
    except ValueError:
        key = None
    if not isinstance(key, dict):
        raise CorrectionError(f'{wanted.key!r:.60} is no key of a correction; it is JSON such as {{"kind": "hedge"}}.')
    return key


def _words(text: str, row: Any) -> str:
    return text_of(row.spans, text) if hasattr(row, "spans") else text[row.start : row.end]


def _around(text: str, row: Any) -> str:
    return surroundings(text, row.start, row.end)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _ratio(one: str, other: str, least: float) -> float:
    """Return how alike two texts are, between 0 and 1; what cannot reach the least is not compared to the end."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
