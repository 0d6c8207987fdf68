"""What follows from a correction: in the other columns of the row, and in rows that name it or stand in it.

A quote's speaker is the holder of the stances that rest on the quote's voice; a mention's country is the target of the
stances toward it; an actor's country is that of the quotes and stances of this actor. Only values that were taken
from the corrected row follow; a holder that somebody has set by hand stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..tables import Actor, CorrectedTable, Marker, Mention, Quote, Stance, text_of
from ..voices import Voices
from .draft import Draft, Note
from .who import Who, who_is, who_speaks

_SPEAKER: Final = frozenset({"speaker_name", "speaker_actor", "speaker_country", "speaker_role", "speaker_kind"})
_NAMED_AFTER_STATE: Final = frozenset({"name", "adjective", "demonym", "compound", "capital", "region", "language"})


class Follower:
    """Makes the changes that follow from one correction.

    Parameters
    ----------
    draft : Draft
        The rows.
    note : Note
        Who corrects, and when.
    cause : str
        Id of the correction by hand.
    """

    def __init__(self, draft: Draft, note: Note, cause: str) -> None:
        self.draft = draft
        self.note = note._replace(reason=None)
        self.cause = cause
        self._by_hand = {
            (each.table, each.row_id, each.field)
            for each in draft.log
            if each.follows is None and each.action == "change" and each.state == "applied"
        }

    def changed(self, table: CorrectedTable, before: Any, column: str) -> None:
        """Let the rest follow after a column of a row was changed by hand."""
        if column in ("start", "end", "spans"):
            self._moved(table, before[1], column)
        if table == "quotes":
            self._quote_changed(before, column)
        elif table == "stances":
            self._stance_changed(before[1], column)
        elif table == "mentions":
            self._mention_changed(before)
        elif table == "actors":
            self._actor_changed(before)

    def added(self, table: CorrectedTable, row: Any) -> None:
        """Let the rest follow after a row was added."""
        if table == "quotes":
            self._voices([*row.spans])
        elif table == "mentions":
            self._count(row, 1)

    def removed(self, table: CorrectedTable, row: Any) -> None:
        """Let the rest follow after a row was rejected."""
        if table == "quotes":
            for quote in self._rows("quotes"):
                if quote.parent_id == row.quote_id:
                    self._set("quotes", quote.quote_id, parent_id=row.parent_id)
            self._voices([*row.spans], gone=row)
        elif table == "mentions":
            self._count(row, -1)
            for stance in self._rows("stances"):
                if stance.target_mention == row.mention_id:
                    self._aim(stance)
        elif table == "actors":
            self._actor_gone(row)

    # --- columns of the same row ------------------------------------------------------------------------------

    def _moved(self, table: CorrectedTable, row_id: str, column: str) -> None:
        """Let words and sentence follow the place of a row."""
        draft, row = self.draft, self.draft.get(table, row_id)
        if table == "quotes":
            spans = row.spans if column == "spans" else ((row.start, row.end),)
            self._set(table, row_id, spans=spans, start=spans[0][0], end=spans[-1][1], text=text_of(spans, draft.text))
        elif table != "stances":
            self._set(table, row_id, text=draft.text[row.start : row.end])
        row = draft.get(table, row_id)
        self._set(table, row_id, sentence_id=draft.sentence_at(row.start))
        draft.sort(table)

    def _stance_changed(self, row_id: str, column: str) -> None:
        stance: Stance = self.draft.get("stances", row_id)
        if column == "holder":
            who = who_is(self.draft, stance.holder)
            self._set("stances", row_id, holder_actor=who.actor, holder_country=who.speaks_for)
        elif column == "target":
            self._set("stances", row_id, target_mention=nearest_mention(self.draft, stance))
        elif column == "sign":
            self._set("stances", row_id, score=stance.sign * abs(stance.score))

    # --- quotes -----------------------------------------------------------------------------------------------

    def _quote_changed(self, before: Quote, column: str) -> None:
        if column == "speaker_name":
            quote: Quote = self.draft.get("quotes", before.quote_id)
            who = who_is(self.draft, quote.speaker_name)
            self._set(
                "quotes", before.quote_id, speaker_actor=who.actor, speaker_kind=who.kind, speaker_country=who.country,
                speaker_role=who.role,
            )  # fmt: skip
        quote = self.draft.get("quotes", before.quote_id)
        if column in _SPEAKER:
            old = _speaker(before)
            for stance in self._rows("stances"):
                if stance.voice == quote.quote_id and _holds(stance, old):
                    self._hold(stance, _speaker(quote))
        elif column in ("type", "start", "end", "spans"):
            self._voices([*before.spans, *quote.spans])

    def _voices(self, spans: Iterable[tuple[int, int]], *, gone: Quote | None = None) -> None:
        """Say anew whose words the rows in some spans are."""
        quotes = list(self._rows("quotes"))
        voices = Voices(quotes)
        touched = list(spans)
        kinds: tuple[CorrectedTable, ...] = ("mentions", "stances", "markers")
        for table in kinds:
            for row in self._rows(table):
                if not any(row.start < end and row.end > start for start, end in touched):
                    continue
                voice = voice_of(voices, row)
                if voice == row.voice or (table, row[1], "voice") in self._by_hand:
                    continue
                old = _speaker(gone) if gone and row.voice == gone.quote_id else who_speaks(self.draft, row.voice)
                self._set(table, row[1], voice=voice)
                if table == "stances" and _holds(row, old):
                    self._hold(row, who_speaks(self.draft, voice))

    def _hold(self, stance: Stance, who: Who) -> None:
        if ("stances", stance.stance_id, "holder") in self._by_hand:
            return
        self._set(
            "stances", stance.stance_id, holder=who.name, holder_actor=who.actor, holder_country=who.speaks_for
        )  # fmt: skip

    # --- mentions ---------------------------------------------------------------------------------------------

    def _mention_changed(self, before: Mention) -> None:
        mention: Mention = self.draft.get("mentions", before.mention_id)
        if mention.country == before.country:
            return
        if before.form in _NAMED_AFTER_STATE:
            self._set("mentions", mention.mention_id, entity=who_is(self.draft, mention.country).name)
        self._count(before, -1)
        self._count(self.draft.get("mentions", mention.mention_id), 1)
        for stance in self._rows("stances"):
            if stance.target_mention == mention.mention_id and stance.target == before.country:
                self._set("stances", stance.stance_id, target=mention.country)

    def _count(self, mention: Mention, by: int) -> None:
        """Count a mention with its actor; a state that the document named nowhere else becomes an actor."""
        actors = list(self._rows("actors"))
        known = next((actor for actor in actors if actor.name == mention.entity), None)
        if known is not None:
            self._set("actors", known.actor_id, n_mentions=max(0, known.n_mentions + by))
        elif by > 0 and mention.form in _NAMED_AFTER_STATE and mention.entity is not None:
            row = Actor(
                self.draft.doc_id, self.draft.next_id("actors"), mention.entity, "state", mention.country, None, 1,
                (mention.text,),
            )  # fmt: skip
            self.draft.insert("actors", row, note=self.note, follows=self.cause)

    def _aim(self, stance: Stance) -> None:
        """Find another mention that a stance is toward; without one in its sentence nobody is evaluated there."""
        other = nearest_mention(self.draft, stance, elsewhere=False)
        if other is not None:
            self._set("stances", stance.stance_id, target_mention=other)
        elif ("stances", stance.stance_id, "target") not in self._by_hand:
            self.draft.remove("stances", stance.stance_id, note=self.note, follows=self.cause)

    # --- actors -----------------------------------------------------------------------------------------------

    def _actor_changed(self, before: Actor) -> None:
        actor: Actor = self.draft.get("actors", before.actor_id)
        for quote in self._rows("quotes"):
            if quote.speaker_actor == actor.actor_id:
                self._if_same("quotes", quote, "speaker_name", before.name, actor.name)
                self._if_same("quotes", quote, "speaker_country", before.country, actor.country)
                self._if_same("quotes", quote, "speaker_kind", before.kind, actor.kind)
        for stance in self._rows("stances"):
            if stance.holder_actor == actor.actor_id:
                self._if_same("stances", stance, "holder", before.name, actor.name)
                if stance.holder_country is not None:
                    self._if_same("stances", stance, "holder_country", before.country, actor.country)
        for mention in self._rows("mentions"):
            if mention.entity == before.name:
                self._if_same("mentions", mention, "entity", before.name, actor.name)
                if actor.country is not None and self._if_same(
                    "mentions", mention, "country", before.country, actor.country
                ):
                    self._aimed_at(mention, actor.country)

    def _aimed_at(self, mention: Mention, country: str) -> None:
        for stance in self._rows("stances"):
            if stance.target_mention == mention.mention_id:
                self._if_same("stances", stance, "target", mention.country, country)

    def _actor_gone(self, actor: Actor) -> None:
        for quote in self._rows("quotes"):
            self._if_same("quotes", quote, "speaker_actor", actor.actor_id, None)
            self._if_same("quotes", quote, "addressee_actor", actor.actor_id, None)
        for stance in self._rows("stances"):
            self._if_same("stances", stance, "holder_actor", actor.actor_id, None)

    # --- rows -------------------------------------------------------------------------------------------------

    def _rows(self, table: CorrectedTable) -> list[Any]:
        return list(self.draft.table(table).values())

    def _if_same(self, table: CorrectedTable, row: Any, column: str, before: Any, after: Any) -> bool:
        """Change a column where it holds what the corrected row held, and nobody has set it by hand."""
        if getattr(row, column) != before or before == after or (table, row[1], column) in self._by_hand:
            return False
        self._set(table, row[1], **{column: after})
        return True

    def _set(self, table: CorrectedTable, row_id: str, **values: Any) -> None:
        for column, value in values.items():
            self.draft.set(table, row_id, column, value, note=self.note, follows=self.cause)


def voice_of(voices: Voices, row: Mention | Stance | Marker) -> str:
    """Return whose words a row is in, as the stages say it: a stance stands where its first evidence does."""
    if isinstance(row, Mention):
        return voices.name(row.start, row.end)
    return voices.name(row.evidence[0].start if isinstance(row, Stance) and row.evidence else row.start)


def nearest_mention(draft: Draft, stance: Stance, *, elsewhere: bool = True) -> str | None:
    """Return the mention of a stance's target that is nearest in its sentence, else the last one before it."""
    own = [m for m in draft.table("mentions").values() if m.country == stance.target]
    inside = [m for m in own if m.sentence_id == stance.sentence_id]
    if inside:
        return str(min(inside, key=lambda m: abs(m.start - stance.start)).mention_id)
    before = [m for m in own if m.start < stance.start]
    return str(before[-1].mention_id) if before and elsewhere else None


def _speaker(quote: Quote) -> Who:
    return Who(
        quote.speaker_name or quote.speaker_text, quote.speaker_actor, quote.speaker_kind, quote.speaker_country,
        quote.speaker_role,
    )  # fmt: skip


def _holds(stance: Stance, who: Who) -> bool:
    """Return whether somebody is the holder of a stance."""
    if who.actor is not None and stance.holder_actor == who.actor:
        return True
    return who.name is not None and stance.holder == who.name
