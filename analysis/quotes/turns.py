"""Turns of an interview: an answer is the direct speech of the guest, a question that of who asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ..actors import ActorIndex
from ..actors.name_keys import name_keys
from ..language.view import View
from ..reading.layout.tables import is_outlet
from ..reading.layout.turns import Label, find_label
from ..tables import Quote, Segment, Span
from .finders import Found

if TYPE_CHECKING:
    from ..actors.persons import Person

_OWN: Final = frozenset({"ich", "wir", "Ich", "Wir"})
_ADDRESSED: Final = frozenset({"Sie", "Ihnen"})
_INITIALS: Final = re.compile(r"(?:\w\.[ -]?){2,4}|[A-ZÄÖÜ]{2,3}")
_TALK: Final = re.compile(r"\b(?:[Ii]nterview|[Gg]espräch|INTERVIEW|GESPRÄCH)")
_CALLED: Final = re.compile(
    r"(?:Herrn?|Frau|Präsidentin?|Minister(?:in)?|Kanzler(?:in)?|Exzellenz)(?: [\w.-]{1,30}){0,2} $"
)
_MARKUP: Final = "*_' \t\n\r"
_MARKS: Final = frozenset("„“”»«\"‚‘’›‹'")


class Turn(NamedTuple):
    """A turn in offsets of the text."""

    kind: str
    body: Span
    label: Span | None
    speaker: Span | None


class Turns:
    """The turns of a document; without any, everything stays as it is.

    Parameters
    ----------
    turns : sequence of Turn
        In text order.
    text : str
        The document's text.
    """

    def __init__(self, turns: Sequence[Turn], text: str) -> None:
        self._turns = turns
        self._text = text

    def join(self, found: Iterable[Found]) -> list[Found]:
        """Return the turns and the quotes that were found, within a turn only those of somebody who is quoted there."""
        own = [_quote(turn) for turn in self._turns if turn.speaker is not None or turn.kind == "answer"]
        return [*own, *(quote for quote in found if self._stays(quote))]

    def _stays(self, quote: Found) -> bool:
        start, end = quote.spans[0][0], quote.spans[-1][1]
        for turn in self._turns:
            low = turn.label[0] if turn.label else turn.body[0]
            if end <= low or start >= turn.body[1]:
                continue
            if start < turn.body[0] or end > turn.body[1] or (quote.speaker and _meets(quote.speaker, turn.label)):
                return False
            whole = start <= turn.body[0] + 1 and end >= turn.body[1] - 1
            told = bool(quote.cue) or self._text[start] in _MARKS
            return told and not (whole and turn.kind == "answer")
        return True

    def name(self, rows: list[Quote]) -> list[Quote]:
        """Return rows in which who asks is the press, and *ich* within an answer is the guest."""
        if not self._turns:
            return rows
        questions = {turn.body for turn in self._turns if turn.kind == "question"}
        by_id = {row.quote_id: row for row in rows}
        answers = {turn.body for turn in self._turns if turn.kind == "answer"}
        guest = next((row for row in rows if (row.start, row.end) in answers), None)
        named = []
        for row in rows:
            parent = by_id.get(row.parent_id or "")
            if (row.start, row.end) in questions and row.type == "direct":
                row = row._replace(
                    speaker_name=row.speaker_name or row.speaker_text,
                    speaker_kind="person" if row.speaker_kind == "person" else "organisation",
                    speaker_role="media",
                )
            elif parent is not None and (parent.start, parent.end) in answers and _says(row, _OWN):
                row = _as(row, parent)
            elif parent is not None and (parent.start, parent.end) in questions and guest and _says(row, _ADDRESSED):
                row = _as(row, guest)
            named.append(row)
        return named


def find_turns(view: View, actors: ActorIndex) -> Turns:
    """Return the turns of a document with who speaks.

    Parameters
    ----------
    view : View
        The parsed document with its segments.
    actors : ActorIndex
        Its actors.
    """
    layout, text = view.segments, view.text
    segments = [segment for segment in layout if segment.kind in ("question", "answer")]
    labels = _labels([text[segment.start : segment.end] for segment in segments], actors)
    guest = _guest(layout, segments, actors, text) if segments else None
    several = len({label.key for label, s in zip(labels, segments, strict=True) if label and s.kind == "answer"}) > 1
    turns: list[Turn] = []
    for segment, label in zip(segments, labels, strict=True):
        span = (segment.start + label.start, segment.start + label.end) if label else None
        body = _stripped(text, segment.start + (label.body if label else 0), segment.end)
        if segment.kind == "question":
            # "Frage:" says that somebody asks, not who.
            asks = span if label and not is_outlet(label.text, "interviewer") else None
            speaker = asks
        elif label is None and turns and turns[-1].kind == "answer":
            speaker = turns[-1].speaker
        else:
            speaker = _speaker(
                label, span, actors, guest=None if several and label and not _says_guest(label) else guest
            )
        if body is not None:
            turns.append(Turn(segment.kind, body, span, speaker))
    return Turns([*_headlines(layout, turns, guest, text), *turns], text)


def _headlines(layout: Sequence[Segment], turns: Sequence[Turn], guest: Span | None, text: str) -> list[Turn]:
    """Return headlines of an interview that are in quotation marks: *„Wir sind ein Land“*."""
    speakers = {turn.speaker for turn in turns if turn.kind == "answer"}
    speaker = guest or (next(iter(speakers)) if len(speakers) == 1 else None)
    if speaker is None:
        return []
    heads = [segment for segment in layout if segment.kind in ("title", "heading")]
    return [
        Turn("answer", (segment.start, segment.end), None, speaker)
        for segment in heads
        if text[segment.start] in _MARKS and text[segment.end - 1] in _MARKS
    ]


def _labels(texts: Sequence[str], actors: ActorIndex) -> list[Label | None]:
    """Return the labels that name a voice: known ones, those that recur, and names of people of the text."""
    found = [find_label(text) for text in texts]
    counts = Counter(label.key for label in found if label)

    def names(label: Label) -> bool:
        known = is_outlet(label.text, "interviewer", "paper", "site", "guest")
        return counts[label.key] > 1 or known or any(_stands_for(label.text, person) for person in actors.at.people)

    return [label if label and (number < 2 or names(label)) else None for number, label in enumerate(found)]


def _says_guest(label: Label) -> bool:
    return is_outlet(label.text, "guest")


def _speaker(label: Label | None, span: Span | None, actors: ActorIndex, *, guest: Span | None) -> Span | None:
    """Return the words that name who answers: the label, or the name that it stands for."""
    if label is None or span is None or _says_guest(label):
        return guest
    initials = _INITIALS.fullmatch(label.text) is not None
    if not initials and actors.identify(*span).name is not None:
        return span
    person = next((person for person in actors.at.people if _stands_for(label.text, person)), None)
    if person is not None:
        return _full(person)
    return guest or span


def _stands_for(label: str, person: Person) -> bool:
    """Return whether a label is a surname in capitals or the initials of a person: *TOKAJEW*, *K.-S. T.*."""
    letters = re.sub(r"[^\w]", "", label)
    if _INITIALS.fullmatch(person.name):
        return False
    initials = "".join(part[0] for part in re.split(r"[ -]", person.name) if part)
    if letters.isupper() and len(letters) > 1 and letters in (initials, initials[0] + initials[-1]):
        return True
    return bool(name_keys(label.split()[-1].title()) & person.surname_keys)


def _full(person: Person) -> Span:
    """Return where a person is named at length for the first time."""
    naming = max(person.namings, key=lambda naming: (" " in naming.text, -naming.start))
    return naming.start, naming.end


def _guest(layout: Sequence[Segment], turns: Sequence[Segment], actors: ActorIndex, text: str) -> Span | None:
    """Return the name of who answers: addressed in a question, announced as interviewed, or the first one above."""
    for person in actors.at.people:
        for naming in person.namings:
            if any(turn.start <= naming.start < turn.end for turn in turns if turn.kind == "question") and (
                _CALLED.search(text[max(0, naming.start - 60) : naming.start])
                and text[naming.end : naming.end + 1] == ","
            ):
                return _full(person)
    head = [(n.start, n.end, person) for person in actors.at.people for n in person.namings if n.end <= turns[0].start]
    if not head:
        return None
    talks = [match.start() for s in layout if s.end <= turns[0].start for match in _TALK.finditer(text, s.start, s.end)]
    if talks:
        return min(head, key=lambda naming: min(abs(naming[1] - talk) for talk in talks))[:2]
    official = [naming for naming in head if naming[2].office is not None]
    return min(official or head, key=lambda naming: naming[0])[:2]


def _quote(turn: Turn) -> Found:
    frame = ((turn.label[0], turn.label[1]),) if turn.label else ()
    return Found((turn.body,), turn.speaker, (), frame, None, "direct", "speech", 1.0)


def _meets(one: Span, other: Span | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]


def _says(row: Quote, words: frozenset[str]) -> bool:
    return row.speaker_text in words


def _as(row: Quote, voice: Quote) -> Quote:
    """Return a row whose speaker is that of another one."""
    return row._replace(
        speaker_actor=voice.speaker_actor,
        speaker_name=voice.speaker_name,
        speaker_kind=voice.speaker_kind,
        speaker_country=voice.speaker_country,
        speaker_role=voice.speaker_role,
    )


def _stripped(text: str, start: int, end: int) -> Span | None:
    """Return a span without white space and marks of bold or italics at its ends."""
    while start < end and text[start] in _MARKUP:
        start += 1
    while start < end and text[end - 1] in _MARKUP:
        end -= 1
    return (start, end) if start < end else None
