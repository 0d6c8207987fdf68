"""Make a correction: change, reject, add or confirm a row, and let the rest follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..errors import CorrectionError
from ..spans import Spans
from ..tables import (
    NARRATOR,
    Actor,
    CorrectedTable,
    Evidence,
    Marker,
    Mention,
    Quote,
    Stance,
    text_of,
)
from ..voices import Voices
from .draft import Draft, Note
from .fields import COLUMNS, checked, known_column, known_table, table_of
from .follow import Follower, nearest_mention, voice_of
from .who import who_is

Rows = Mapping[str, Sequence[Any]]
BY_HAND: Final = "hand"
"""Rule of stances that people have added."""
_NEEDED: Final[Mapping[CorrectedTable, tuple[str, ...]]] = {
    "mentions": ("country",),
    "actors": ("name", "kind"),
    "quotes": (),
    "stances": ("holder", "target", "sign"),
    "markers": ("kind",),
}
_SHOWN: Final = 5


def change_row(rows: Rows, text: str, row_id: str, values: Mapping[str, Any], *, note: Note) -> Rows:
    """Return the tables with some columns of a row changed.

    Parameters
    ----------
    rows : mapping of str to sequence of tuple
        Tables of one document.
    text : str
        Its text.
    row_id : str
        Id of the row, which tells its table.
    values : mapping of str to object
        New values by column.
    note : Note
        Who corrects, when and why.

    Raises
    ------
    CorrectionError
        If there is no such row, column or value, or nothing to change.
    """
    draft = Draft(rows, text)
    table = table_of(row_id)
    row = draft.get(table, row_id)
    if not values:
        raise CorrectionError(f"Say what to correct in {row_id}: columns are {', '.join(COLUMNS[table])}.")
    if not change(draft, table, row_id, _resolved(draft, table, values), note=note):
        same = ", ".join(f"{name}={getattr(row, known_column(table, name), None)!r}" for name in values)
        error = CorrectionError(f"{row_id} has {same} already; nothing was changed.")
        error.german = f"In {row_id} steht das schon; nichts wurde geändert."
        raise error
    return draft.rows()


def change(draft: Draft, table: CorrectedTable, row_id: str, values: Mapping[str, Any], *, note: Note) -> bool:
    """Change columns of a row of a draft, one after the other; return whether any was changed."""
    _check_place(draft, draft.get(table, row_id), values)
    done = False
    for column in sorted(values, key=COLUMNS[table].index):
        done = change_column(draft, table, row_id, column, values[column], note=note) or done
    return done


def change_column(draft: Draft, table: CorrectedTable, row_id: str, column: str, value: Any, *, note: Note) -> bool:
    """Change a column of a row of a draft, whose place is not checked; False where it is so already."""
    before = draft.get(table, row_id)
    made = draft.set(table, row_id, column, value, note=note)
    if made is not None:
        Follower(draft, note, made).changed(table, before, column)
    return made is not None


def reject_row(rows: Rows, text: str, row_id: str, *, note: Note) -> Rows:
    """Return the tables without a row that is wrong; parameters are those of `change_row`."""
    draft = Draft(rows, text)
    reject(draft, table_of(row_id), row_id, note=note)
    return draft.rows()


def reject(draft: Draft, table: CorrectedTable, row_id: str, *, note: Note) -> None:
    """Take a row out of a draft."""
    row = draft.get(table, row_id)
    made = draft.remove(table, row_id, note=note)
    Follower(draft, note, made).removed(table, row)


def confirm_row(rows: Rows, text: str, row_id: str, *, note: Note) -> Rows:
    """Return the tables with a note that a row is right; parameters are those of `change_row`."""
    draft = Draft(rows, text)
    draft.confirm(table_of(row_id), row_id, note=note)
    return draft.rows()


def add_row(rows: Rows, text: str, table: str, values: Mapping[str, Any], *, note: Note) -> Rows:
    """Return the tables with a row that was missing.

    Parameters
    ----------
    rows, text, note
        As for `change_row`.
    table : str
        Table of the new row.
    values : mapping of str to object
        Its columns, and where it stands: ``text`` (words that occur once), or ``start`` and ``end``, or ``start``
        with ``text``.

    Raises
    ------
    CorrectionError
        If a column is missing or has no such value, or the words do not stand there.
    """
    draft = Draft(rows, text)
    name = known_table(table)
    place = {key: values[key] for key in ("text", "start", "end") if values.get(key) is not None}
    given = _resolved(draft, name, {key: value for key, value in values.items() if key not in ("text", "start", "end")})
    missing = [column for column in _NEEDED[name] if given.get(column) is None and column != "holder"]
    if missing or ("holder" in _NEEDED[name] and "holder" not in given):
        raise CorrectionError(
            f"A row of {name} needs {', '.join(_NEEDED[name])}; {(missing or ['holder'])[0]} is missing."
        )
    span = None if name == "actors" else _find_place(text, place)
    add(draft, name, new_row(draft, name, given, span), note=note)
    return draft.rows()


def add(draft: Draft, table: CorrectedTable, row: Any, *, note: Note) -> None:
    """Put a new row into a draft."""
    made = draft.insert(table, row, note=note)
    Follower(draft, note, made).added(table, row)


def new_row(draft: Draft, table: CorrectedTable, values: Mapping[str, Any], span: tuple[int, int] | None) -> Any:
    """Return a row from its columns and its place."""
    doc_id, row_id = draft.doc_id, draft.next_id(table)
    if table == "actors":
        name = values["name"]
        return Actor(doc_id, row_id, name, values["kind"], values.get("country"), values.get("office"), 0, (name,))
    start, end = span or (0, 0)
    where = (doc_id, row_id, draft.sentence_at(start), start, end)
    words = draft.text[start:end]
    if table == "mentions":
        from ..actors import country_name

        entity = values.get("entity") or country_name(values["country"])
        form, role = values.get("form", "name"), values.get("role", "actor")
        row: Any = Mention(*where, words, values["country"], form, entity, role, NARRATOR)
    elif table == "markers":
        row = Marker(*where, words, values["kind"], NARRATOR)
    elif table == "quotes":
        return _new_quote(draft, where, values)
    else:
        row = _new_stance(draft, where, values)
    voice = values.get("voice") if table == "stances" else None
    return row._replace(voice=voice or voice_of(Voices(draft.table("quotes").values()), row))


def _new_stance(draft: Draft, where: tuple[Any, ...], values: Mapping[str, Any]) -> Stance:
    doc_id, row_id, sentence, start, end = where
    who = who_is(draft, values["holder"])
    row = Stance(
        doc_id=doc_id,
        stance_id=row_id,
        sentence_id=sentence,
        start=start,
        end=end,
        holder=who.name,
        holder_actor=who.actor,
        holder_country=values.get("holder_country", who.speaks_for),
        voice=NARRATOR,
        target=values["target"],
        target_mention=None,
        sign=values["sign"],
        score=float(values["sign"]),
        hedged=values.get("hedged", False),
        kind=values.get("kind", "speech"),
        rule=BY_HAND,
        evidence=(Evidence(start, end, draft.text[start:end], 1.0),),
    )
    return row._replace(target_mention=values.get("target_mention") or nearest_mention(draft, row))


def _new_quote(draft: Draft, where: tuple[Any, ...], values: Mapping[str, Any]) -> Quote:
    spans = values.get("spans", ((where[3], where[4]),))
    who = who_is(draft, values.get("speaker_name"))
    quotes = draft.table("quotes").values()
    around = Spans((a, b, quote) for quote in quotes for a, b in quote.spans).around(where[3], where[4])
    doc_id, row_id, sentence = where[:3]
    return Quote(
        doc_id=doc_id,
        quote_id=row_id,
        sentence_id=sentence,
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans,
        text=text_of(spans, draft.text),
        type=values.get("type", "direct"),
        medium=values.get("medium", "speech"),
        speaker_start=None,
        speaker_end=None,
        speaker_text=None,
        speaker_actor=who.actor,
        speaker_name=who.name,
        speaker_kind=values.get("speaker_kind", who.kind),
        speaker_country=values.get("speaker_country", who.country),
        speaker_role=values.get("speaker_role", who.role),
        cue_spans=(),
        cue_text=None,
        cue_lemma=None,
        frame_spans=(),
        addressee_start=None,
        addressee_end=None,
        addressee_text=values.get("addressee_text"),
        addressee_actor=values.get("addressee_actor"),
        parent_id=around[0].quote_id if around else None,
        score=1.0,
    )


def _resolved(draft: Draft, table: CorrectedTable, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the columns hold them; a holder or speaker by their normal name."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        column = known_column(table, name)
        cleaned = checked(table, column, value)
        if column in ("holder", "speaker_name"):
            cleaned = who_is(draft, cleaned).name
        elif column in ("target_mention", "addressee_actor") and cleaned is not None:
            draft.get("mentions" if column == "target_mention" else "actors", cleaned)
        elif column == "voice" and cleaned != NARRATOR:
            draft.get("quotes", cleaned)
        found[column] = cleaned
    return found


def _check_place(draft: Draft, row: Any, values: Mapping[str, Any]) -> None:
    """Refuse a place outside the text, or one that ends before it starts."""
    if not {"start", "end", "spans"} & set(values):
        return
    spans = values.get("spans") or ((values.get("start", row.start), values.get("end", row.end)),)
    _inside(draft.text, spans)


def _inside(text: str, spans: Sequence[tuple[int, int]]) -> None:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise CorrectionError(
                f"The place {start} to {end} is no stretch of the text, which has {len(text):,} characters."
            )


def _find_place(text: str, place: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a new row stands."""
    words, start, end = place.get("text"), place.get("start"), place.get("end")
    if start is not None:
        begin = checked("stances", "start", start)
        stop = checked("stances", "end", end) if end is not None else begin + len(words or "")
        _inside(text, [(begin, stop)])
        if words is not None and text[begin:stop] != words:
            raise CorrectionError(f"At {begin} stands {text[begin:stop]!r:.60}, not {words!r:.60}.")
        return begin, stop
    if not words:
        raise CorrectionError("Say where the row stands: text='…' (its words), or start and end.")
    found = [match.start() for match in re.finditer(re.escape(str(words)), text)]
    if not found:
        raise CorrectionError(f"The text does not contain {words!r:.60}.")
    if len(found) > 1:
        listed = ", ".join(map(str, found[:_SHOWN])) + (", …" if len(found) > _SHOWN else "")
        raise CorrectionError(
            f"{words!r:.60} stands in the text {len(found)} times; say which: start= one of {listed}."
        )
    return found[0], found[0] + len(str(words))
