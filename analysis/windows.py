"""Windows: a text too long for the memory is analysed in stretches, whose tables are put together.

The stages hold some kilobytes of each word (states of networks, trees), so that five megabytes of text would take ten
gigabytes. A text of more than `MOST_WORDS` words and marks, longer than any article, is therefore cut between two
paragraphs, or where there is none between two sentences, and each stretch goes through the stages alone. What looks
back (*er*, *der Minister*, a bare surname) does not look beyond such a cut; leaders, states and organisations are the
same actors in all stretches, and other persons whose name is written alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from .reading import Document
from .reading.folding import Folding, unfold
from .tables import Actor, DocumentRow, Segment, Span

MOST_WORDS: Final = 40_000
"""Words and marks of a window."""
MOST_CHARS: Final = 400_000
"""Characters of a window."""
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_END: Final = re.compile(r"[.!?…][\"'“”«»‹›’‘)\]]{0,4}\s")
_BEFORE_CUT: Final = 4_000
"""Characters before the end of a window in which the end of a sentence is looked for."""
_NUMBERED: Final = {"sentences": "", "tokens": "", "mentions": "m", "quotes": "q", "stances": "t", "markers": "k"}
"""Tables whose rows are numbered, and the letter of their ids."""
_NAMES: Final = {"mention_id", "quote_id", "stance_id", "marker_id", "voice", "parent_id", "target_mention"}
_ACTORS: Final = {"speaker_actor", "addressee_actor", "holder_actor"}
_NAME: Final = re.compile(r"(?P<kind>[mqtk])(?P<number>\d+)")

Rows = Mapping[str, Sequence[Any]]


class Window(NamedTuple):
    """A stretch of a document.

    Attributes
    ----------
    start : int
        Where it begins in the document.
    document : Document
        The stretch as a document of its own.
    within : bool
        Whether it begins within a paragraph.
    """

    start: int
    document: Document
    within: bool = False


class Placing(NamedTuple):
    """How a window's offsets are those of the text as it stands; `unfold` takes it for a folding."""

    folding: Folding
    start: int

    @property
    def steps(self) -> tuple[int, ...]:
        """Not empty: there is something to do."""
        return (self.start,)

    def to_source(self, start: int, end: int) -> Span:
        """Return what a span of the window covers in the source."""
        return self.folding.to_source(start + self.start, end + self.start)


def split(document: Document) -> list[Window]:
    """Cut a document into windows; one that is short enough is the only one.

    Parameters
    ----------
    document : Document
        Text and segments as the stages read them.
    """
    if len(document.text) <= MOST_WORDS:  # no more words than characters
        return [Window(0, document)]
    cuts = [*_cuts(document), len(document.text)]
    return [_window(document, start, end) for start, end in zip([0, *cuts], cuts, strict=False)]


def _cuts(document: Document) -> Iterator[int]:
    """Yield where windows begin behind the first one."""
    text = document.text
    borders = [segment.start for segment in document.segments]
    begin, count, border = 0, 0, 0
    for word in _WORD.finditer(text):
        count += 1
        while border < len(borders) and borders[border] <= word.start():
            border += 1
        if count == 1 or (count <= MOST_WORDS and word.end() - begin <= MOST_CHARS):
            continue
        place = _before_space(text, borders[border - 1]) if border else 0
        if place <= begin + (word.start() - begin) // 2:
            place = _sentence_end(text, max(begin + 1, word.start() - _BEFORE_CUT), word.start())
        yield place
        begin, count = place, len(_WORD.findall(text, place, word.end()))


def _sentence_end(text: str, first: int, last: int) -> int:
    """Return where the last sentence ends in a stretch, else its last space, else its end."""
    ends = [match.end() for match in _END.finditer(text, first, last)]
    if ends:
        return ends[-1]
    space = max(text.rfind(" ", first, last), text.rfind("\n", first, last))
    return space + 1 if space >= first else last


def _before_space(text: str, place: int) -> int:
    """Return where the white space before a segment begins: it is a token, the first one of the next window."""
    while place and text[place - 1].isspace():
        place -= 1
    return place


def _window(document: Document, start: int, end: int) -> Window:
    segments = document.segments
    first = bisect_right(segments, start, key=lambda segment: segment.end)
    last = bisect_left(segments, end, key=lambda segment: segment.start)
    within = first < last and segments[first].start < start
    dated = first > 0 and segments[first - 1].kind == "dateline"
    held = tuple(_clipped(segment, start, end) for segment in segments[first:last])
    return Window(start, replace(document, text=document.text[start:end], segments=held), within or dated)


def _clipped(segment: Segment, start: int, end: int) -> Segment:
    return segment._replace(start=max(segment.start, start) - start, end=min(segment.end, end) - start)


def join(parts: Iterable[tuple[Window, Rows]], document: Document, folding: Folding) -> dict[str, Sequence[Any]]:
    """Return the rows of all windows as those of one document, with offsets and texts in the text as it stands.

    Parameters
    ----------
    parts : iterable of (Window, mapping)
        Windows in order, with their rows.
    document : Document
        The text as it stands.
    folding : Folding
        Between the text as it stands and that which was cut.
    """
    joined = _Joined()
    for window, rows in parts:
        placing = Placing(folding, window.start)
        joined.add(window, {name: unfold(table, placing, document.text) for name, table in rows.items()})
    return joined.rows(document)


class _Joined:
    """The rows so far, and the numbers that the next ones begin with."""

    def __init__(self) -> None:
        self._tables: dict[str, list[Any]] = {name: [] for name in _NUMBERED}
        self._counts = dict.fromkeys("mqtk", 0)
        self._sentences = self._tokens = self._paragraphs = 0
        self._actors: dict[tuple[str, str], Actor] = {}
        self._documents: list[DocumentRow] = []

    def add(self, window: Window, rows: Rows) -> None:
        """Add the rows of the next window."""
        actors = self._known(rows["actors"])
        self._paragraphs -= bool(window.within and self._paragraphs)
        for name, table in self._tables.items():
            table += self._numbered(rows.get(name, ()), actors)
        self._documents += rows["documents"]
        sentences, tokens = rows["sentences"], rows.get("tokens")
        if sentences:
            self._sentences += sentences[-1].sentence_id + 1
            self._paragraphs += sentences[-1].paragraph + 1
        self._tokens += tokens[-1].token_id + 1 if tokens else 0
        for name, letter in _NUMBERED.items():
            if letter:
                self._counts[letter] += len(rows[name])

    def _known(self, actors: Sequence[Actor]) -> dict[str, str]:
        """Put actors together with those of earlier windows; return the new id of each."""
        ids: dict[str, str] = {}
        for actor in actors:
            key = actor.kind, actor.name
            known = self._actors.get(key)
            if known is None:
                self._actors[key] = actor._replace(actor_id=f"a{len(self._actors) + 1}")
            else:
                self._actors[key] = known._replace(
                    country=known.country or actor.country,
                    office=known.office or actor.office,
                    n_mentions=known.n_mentions + actor.n_mentions,
                    variants=tuple(dict.fromkeys(known.variants + actor.variants)),
                )
            ids[actor.actor_id] = self._actors[key].actor_id
        return ids

    def _numbered(self, rows: Sequence[Any], actors: Mapping[str, str]) -> Iterator[Any]:
        """Return the rows of a table with the numbers and ids that they have in the whole document."""
        if not rows:
            return iter(())
        kind = type(rows[0])
        columns = dict(zip(kind._fields, zip(*rows, strict=True), strict=True))
        shifts = {"sentence_id": self._sentences, "token_id": self._tokens, "head": self._tokens}
        for field, shift in (shifts | {"paragraph": self._paragraphs}).items():
            if field in columns:
                columns[field] = tuple(number + shift for number in columns[field])
        for field in columns.keys() & _NAMES:
            columns[field] = tuple(map(self._renamed, columns[field]))
        for field in columns.keys() & _ACTORS:
            columns[field] = tuple(None if actor is None else actors[actor] for actor in columns[field])
        return map(kind._make, zip(*columns.values(), strict=True))

    def _renamed(self, name: str | None) -> str | None:
        found = _NAME.fullmatch(name or "")
        return f"{found['kind']}{int(found['number']) + self._counts[found['kind']]}" if found else name

    def rows(self, document: Document) -> dict[str, Sequence[Any]]:
        """Return all tables."""
        whole = self._documents[0]._replace(
            n_chars=len(document.text),
            n_tokens=sum(row.n_tokens for row in self._documents),
            n_sentences=sum(row.n_sentences for row in self._documents),
            text_sha256=document.text_sha256,
        )
        tables: dict[str, Sequence[Any]] = {"documents": [whole], "segments": list(document.segments)}
        return tables | self._tables | {"actors": list(self._actors.values())}
