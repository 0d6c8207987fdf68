"""`Draft`: the rows of one document while a correction is made, and the list of what was changed."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from ..errors import CorrectionError
from ..tables import CorrectedTable, Correction, CorrectionAction, CorrectionState, Sentence
from .fields import KEYS, PREFIXES, write_row, written

# So many characters before and after a row tell equal words apart.
_AROUND: Final = 60
_NUMBER: Final = 1  # place of the digits in an id
TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
"""How a time is written in the table of corrections."""


class Note(NamedTuple):
    """Who corrects, when (ISO 8601 in UTC) and why."""

    coder: str | None
    time: str
    reason: str | None = None


class Draft:
    """The rows of one document that are being corrected; those that it was made from stay as they are.

    Parameters
    ----------
    rows : mapping of str to sequence of tuple
        Tables of the contract, of one document.
    text : str
        The text that they point into.

    Attributes
    ----------
    log : list of Correction
        Earlier corrections and those of this draft.
    """

    def __init__(self, rows: Mapping[str, Sequence[Any]], text: str) -> None:
        self.text = text
        self.log: list[Correction] = list(rows.get("corrections", ()))
        self._last = max((int(each.correction_id.lstrip("c") or 0) for each in self.log), default=0)
        self._given = rows
        self._tables: dict[CorrectedTable, dict[str, Any]] = {}
        self._sentences: Sequence[Sentence] = rows.get("sentences", ())
        self._starts = [sentence.start for sentence in self._sentences]
        # Tables that somebody has made may say nothing of the document itself.
        self.doc_id = next((str(some[0].doc_id) for some in rows.values() if some), "")

    def table(self, name: CorrectedTable) -> dict[str, Any]:
        """Return the rows of a table by id, in text order."""
        if name not in self._tables:
            self._tables[name] = {row[1]: row for row in self._given.get(name, ())}
        return self._tables[name]

    def rows(self) -> dict[str, Sequence[Any]]:
        """Return all tables as they are now; indicators are left out, they have to be measured again."""
        changed: dict[str, Sequence[Any]] = {name: list(rows.values()) for name, rows in self._tables.items()}
        kept = {name: rows for name, rows in self._given.items() if name != "framing"}
        return {**kept, **changed, "corrections": self.log}

    def get(self, table: CorrectedTable, row_id: str) -> Any:
        """Return a row.

        Raises
        ------
        CorrectionError
            If there is none with this id.
        """
        found = self.table(table).get(row_id)
        if found is None:
            known = list(self.table(table))
            listed = ", ".join(known if len(known) < 30 else [*known[:5], "…", known[-1]])
            raise CorrectionError(f"There is no row {row_id!r:.60} in {table}. Rows are {listed or 'none'}.")
        return found

    def set(
        self, table: CorrectedTable, row_id: str, column: str, value: Any, *, note: Note, follows: str | None = None
    ) -> str | None:
        """Change a column of a row.

        Returns
        -------
        str or None
            The correction's id; None where the column has this value already.
        """
        row = self.get(table, row_id)
        before = getattr(row, column)
        if before == value:
            return None
        made = self._write(table, row, "change", note, follows, column, written(before), written(value))
        self.table(table)[row_id] = row._replace(**{column: value})
        return made

    def remove(self, table: CorrectedTable, row_id: str, *, note: Note, follows: str | None = None) -> str:
        """Take a row away and return the correction's id."""
        row = self.get(table, row_id)
        made = self._write(table, row, "reject", note, follows, None, write_row(row), None)
        del self.table(table)[row_id]
        return made

    def insert(self, table: CorrectedTable, row: Any, *, note: Note, follows: str | None = None) -> str:
        """Put a row in its place in the text and return the correction's id."""
        made = self._write(table, row, "add", note, follows, None, None, write_row(row))
        self.place(table, row)
        return made

    def confirm(self, table: CorrectedTable, row_id: str, *, note: Note) -> str:
        """Note that somebody found a row right, and return the correction's id."""
        return self._write(table, self.get(table, row_id), "confirm", note, None, None, None, None)

    def place(self, table: CorrectedTable, row: Any) -> None:
        """Put a row among the others, in text order."""
        self.table(table)[row[1]] = row
        self.sort(table)

    def sort(self, table: CorrectedTable) -> None:
        """Put the rows of a table in text order again; those at one place, and actors, by their numbers."""

        def place(item: tuple[str, Any]) -> tuple[int, int, int]:
            number = int(item[0][_NUMBER:]) if item[0][_NUMBER:].isdecimal() else 0
            return (0, 0, number) if table == "actors" else (item[1].start, item[1].end, number)

        self._tables[table] = dict(sorted(self.table(table).items(), key=place))

    def next_id(self, table: CorrectedTable) -> str:
        """Return an id that no row has or had."""
        used = [*self.table(table), *(each.row_id for each in self.log if each.table == table)]
        numbers = (int(name[_NUMBER:]) for name in used if name[_NUMBER:].isdecimal())
        return f"{PREFIXES[table]}{max(numbers, default=0) + 1}"

    def sentence_at(self, start: int) -> int:
        """Return the number of the sentence in which a place stands, or after which it stands."""
        place = max(bisect_right(self._starts, start) - 1, 0)
        if not self._sentences:
            raise CorrectionError("The result has no sentences; nothing can be placed in it.")
        return int(self._sentences[place].sentence_id)

    def _write(
        self,
        table: CorrectedTable,
        row: Any,
        action: CorrectionAction,
        note: Note,
        follows: str | None,
        field: str | None,
        before: str | None,
        after: str | None,
    ) -> str:
        start, end = getattr(row, "start", None), getattr(row, "end", None)
        made = Correction(
            doc_id=self.doc_id,
            correction_id=self.next_correction(),
            table=table,
            row_id=row[1],
            start=start,
            end=end,
            text=None if start is None else self.text[start:end],
            context=None if start is None or end is None else surroundings(self.text, start, end),
            key=key_of(table, row),
            field=field,
            before=before,
            after=after,
            action=action,
            coder=note.coder,
            time=note.time,
            reason=note.reason,
            follows=follows,
            state="applied",
        )
        self.log.append(made)
        return made.correction_id

    def note_missing(self, wanted: Correction, state: CorrectionState) -> None:
        """List a correction that changes nothing here, with the reason."""
        self.log.append(wanted._replace(doc_id=self.doc_id, correction_id=self.next_correction(), state=state))

    def next_correction(self) -> str:
        """Return an id that no correction of this draft has."""
        self._last += 1
        return f"c{self._last}"


def key_of(table: CorrectedTable, row: Any) -> str:
    """Return what tells a row from others at the same place, as JSON.

    Examples
    --------
    >>> from analysis.tables import Marker
    >>> key_of("markers", Marker("d", "k1", 0, 0, 4, "wohl", "hedge", "narrator"))
    '{"kind": "hedge"}'
    """
    return json.dumps({name: getattr(row, name) for name in KEYS[table]}, ensure_ascii=False)


def surroundings(text: str, start: int, end: int) -> str:
    """Return the words before and after a span, parted by a bar.

    Examples
    --------
    >>> surroundings("Astana lobt Moskau heute.", 7, 11)
    'Astana | Moskau heute.'
    """
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return f"{' '.join(before.split())} | {' '.join(after.split())}"
