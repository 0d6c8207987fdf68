"""What a result can do with corrections: `Analysis` takes these methods."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from .. import tables
from ..errors import CorrectionError, CorrectionWarning
from ..tables import Correction
from .again import replay
from .count import corrected
from .draft import TIME, Note
from .make import add_row, change_row, confirm_row, reject_row
from .revert import revert

if TYPE_CHECKING:
    import pandas as pd

    from ..reading import Document

Rows = Mapping[str, Sequence[Any]]


class Correctable:
    """A result whose rows can be corrected; each method returns a new result and leaves this one as it is."""

    if TYPE_CHECKING:
        document: Document
        rows: Rows

    def correct(
        self,
        row_id: str,
        *,
        why: str | None = None,
        who: str | None = None,
        when: datetime | None = None,
        **values: Any,
    ) -> Self:
        """Return a result in which some columns of a row are changed; all that rests on them follows.

        Parameters
        ----------
        row_id : str
            Id of a row of ``mentions`` (``m3``), ``actors`` (``a2``), ``quotes`` (``q1``), ``stances`` (``t7``) or
            ``markers`` (``k1``).
        why, who : str, optional
            Reason and name, for the table ``corrections``.
        when : datetime.datetime, optional
            By default now.
        **values
            New values by column. A ``holder`` or a ``speaker`` may be the code of a state, the id of an actor, a
            name, or ``narrator``.

        Returns
        -------
        Analysis
            A new result, with a row in its table ``corrections`` for each changed column.

        Raises
        ------
        CorrectionError
            If there is no such row, column or value, or the row has these values already.

        Examples
        --------
        >>> from analysis import analyse
        >>> result = analyse("Kasachstan kritisiert Russland.")
        >>> result = result.correct("t1", holder="KG", why="verlesen")
        >>> result.stances[["holder", "holder_country", "target"]].to_numpy().tolist()
        [['Kirgisistan', 'KG', 'RU']]
        """
        return self._with(change_row(self.rows, self.document.text, row_id, values, note=_note(who, when, why)))

    def reject(
        self, row_id: str, *, why: str | None = None, who: str | None = None, when: datetime | None = None
    ) -> Self:
        """Return a result without a row that is wrong; parameters are those of `correct`.

        Examples
        --------
        >>> from analysis import analyse
        >>> result = analyse("Kasachstan kritisiert Russland.").reject("t1")
        >>> len(result.stances), result.corrections["action"].tolist()
        (0, ['reject'])
        """
        return self._with(reject_row(self.rows, self.document.text, row_id, note=_note(who, when, why)))

    def confirm(
        self, row_id: str, *, why: str | None = None, who: str | None = None, when: datetime | None = None
    ) -> Self:
        """Return a result in which somebody has found a row right: nothing changes but the table ``corrections``.

        Parameters are those of `correct`.
        """
        return self._with(confirm_row(self.rows, self.document.text, row_id, note=_note(who, when, why)))

    def add(
        self, table: str, *, why: str | None = None, who: str | None = None, when: datetime | None = None, **values: Any
    ) -> Self:
        """Return a result with a row that was missing.

        Parameters
        ----------
        table : {"mentions", "actors", "quotes", "stances", "markers"}
            Table of the row.
        why, who, when
            As for `correct`.
        **values
            Where it stands, ``text`` (words that occur once) or ``start`` and ``end``; and its columns: stances need
            ``holder``, ``target`` and ``sign``, mentions ``country``, markers ``kind``, actors ``name`` and ``kind``.

        Raises
        ------
        CorrectionError
            If a column is missing or has no such value, or the words do not stand there, or more than once.

        Examples
        --------
        >>> from analysis import analyse
        >>> result = analyse("Kasachstan und China schweigen dazu.")
        >>> result = result.add("stances", holder="KZ", target="CN", sign=1, text="schweigen")
        >>> result.stances[["holder", "target", "sign", "rule"]].to_numpy().tolist()
        [['Kasachstan', 'CN', 1, 'hand']]
        """
        return self._with(add_row(self.rows, self.document.text, table, values, note=_note(who, when, why)))

    def apply(self, corrections: pd.DataFrame | Iterable[Correction]) -> Self:
        """Return a result with corrections made again that were made on this text or another version of it.

        Rows are found by their words and what stands around them; a text that was edited slightly, or analysed by
        another version, keeps its corrections. The column ``state`` of ``corrections`` says what became of each.

        Parameters
        ----------
        corrections : pandas.DataFrame or iterable of Correction
            Table ``corrections`` of another result.

        Warns
        -----
        CorrectionWarning
            If some rows were not found; it names them.

        Raises
        ------
        CorrectionError
            If a row is no correction.
        """
        wanted = [_native(each) for each in tables.as_rows("corrections", corrections)]
        made = self._with(replay(self.rows, self.document.text, wanted))
        if lost := lost_in_words(made.rows["corrections"][len(self.rows.get("corrections", ())) :]):
            warnings.warn(lost, CorrectionWarning, stacklevel=2)
        return made

    def revert(self, correction_id: str) -> Self:
        """Return a result as if a correction had not been made, with all that followed from it.

        Raises
        ------
        CorrectionError
            If there is no such correction, or a later one rests on it.
        """
        return self._with(revert(self.rows, self.document.text, correction_id))

    @property
    def n_corrected(self) -> int:
        """How many rows were corrected by hand."""
        return corrected(self.rows.get("corrections"))

    def _with(self, rows: Rows) -> Self:
        return replace(self, rows=rows)  # type: ignore[type-var]


def _native(each: Correction) -> Correction:
    """Return a row with Python's own numbers: those of a data frame are numpy's, which JSON does not know."""
    start, end = each.start, each.end
    return each._replace(start=None if start is None else int(start), end=None if end is None else int(end))


def lost_in_words(corrections: Iterable[Correction]) -> str:
    """Name the corrections whose rows were not found; nothing where all were.

    Examples
    --------
    >>> lost_in_words([])
    ''
    """
    wanted = [each for each in corrections if each.follows is None]
    lost = [each for each in wanted if each.state == "not found"]
    if not lost:
        return ""
    listed = "; ".join(f"{each.table} {_cut(each.text or each.key)!r} ({_what(each)})" for each in lost)
    return f"{len(lost)} of {len(wanted)} corrections found no row and changed nothing: {listed}."


def _what(each: Correction) -> str:
    return f"{each.field}: {each.before} to {each.after}" if each.action == "change" else each.action


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _note(who: str | None, when: datetime | None, why: str | None) -> Note:
    if when is not None and not isinstance(when, datetime):
        raise CorrectionError(f"when={when!r:.60} is no time; give a datetime.datetime.")
    moment = (when or datetime.now(UTC)).astimezone(UTC)
    return Note(who or None, moment.strftime(TIME), why or None)
