"""`DocumentTables`: the tables of one document as rows, sentence by sentence, without boilerplate and bylines.

Every indicator reads this view and nothing else. Sentences are the unit of every bootstrap, so each row of
each table knows the position of its sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from .. import tables
from ..reading.folding import fold_piece
from ..tables import (
    UNCOUNTED,
    Actor,
    Agency,
    GrammaticalRole,
    Marker,
    Mention,
    Quote,
    Segment,
    Sentence,
    Stance,
    Token,
    Wording,
)
from ..voices import outer_voices

if TYPE_CHECKING:
    import pandas as pd

    from .lexicon import Frames
    from .resample import Array

Rows = Mapping[str, Sequence[tuple[Any, ...]]]
_T = TypeVar("_T")
_Row = TypeVar("_Row", Mention, Quote, Stance, Marker)
_WORD_CHARS: Final = 40
_start = attrgetter("start")
_span = attrgetter("start", "end")
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


def count_words(text: str) -> int:
    """Count words; numbers and hyphenated words are one word each.

    Examples
    --------
    >>> count_words("„Die US-Hilfe“ … kostet 7.644 Euro.")
    5
    """
    return len(_WORD.findall(text))


def count_said(text: str) -> int:
    """Count the words of a text as it stands in a table: soft hyphens and divided words are undone first.

    Examples
    --------
    >>> count_words("Kasach\u00adstan schweigt"), count_said("Kasach\u00adstan schweigt")
    (3, 2)
    """
    return count_words(fold_piece(text))


class DocumentTables:
    """The rows of one document that count: boilerplate and bylines are left out.

    Parameters
    ----------
    rows : mapping of str to sequence of tuple
        Tables of one document, as rows of the contract. A missing table counts as empty.
    doc_id : str, optional
        The document; by default that of the first row.
    frames : Frames, optional
        Vocabulary of frames; by default that of mittellage.

    Attributes
    ----------
    doc_id : str
        The document.
    sentences : list of Sentence
        In text order.
    mentions, quotes, stances, markers : list
        Rows that stand in those sentences.
    """

    def __init__(self, rows: Rows, *, doc_id: str | None = None, frames: Frames | None = None) -> None:
        self._rows = rows
        self.frames = frames
        self._kept: dict[Any, Any] = {}
        segments = cast(Sequence[Segment], rows.get("segments", ()))
        residue = {segment.segment_id for segment in segments if segment.kind in UNCOUNTED}
        self.kinds = {segment.segment_id: segment.kind for segment in segments}
        self.segments = [segment for segment in segments if segment.kind not in UNCOUNTED]
        every = (s for s in cast(Sequence[Sentence], rows.get("sentences", ())) if s.segment_id not in residue)
        self.sentences = sorted(map(_folded, every), key=_start)
        self.position = {sentence.sentence_id: index for index, sentence in enumerate(self.sentences)}
        self.mentions: list[Mention] = self._standing("mentions")
        self.quotes: list[Quote] = self._standing("quotes")
        self.stances: list[Stance] = self._standing("stances")
        self.markers: list[Marker] = self._standing("markers")
        self.doc_id = doc_id or next((str(row[0]) for table in rows.values() for row in table), "")

    def _standing(self, table: str) -> list[Any]:
        rows = cast(Sequence[Mention], self._rows.get(table, ()))
        position = self.position
        return sorted((_folded(row) for row in rows if row.sentence_id in position), key=_span)

    def __len__(self) -> int:
        return len(self.sentences)

    def at(self, row: Mention | Quote | Stance | Marker | Token | Wording) -> int:
        """Give the position of the row's sentence."""
        return self.position[row.sentence_id]

    def by_sentence(self, rows: Iterable[_Row]) -> dict[int, list[_Row]]:
        """Group rows by the position of their sentence."""
        groups: dict[int, list[_Row]] = defaultdict(list)
        for row in rows:
            groups[self.at(row)].append(row)
        return groups

    @cached_property
    def named(self) -> list[Mention]:
        """Mentions that stand for the country; a language (russischsprachig) names speakers, not Russia."""
        return [mention for mention in self.mentions if mention.role != "language"]

    @cached_property
    def tokens(self) -> list[Token]:
        """Tokens outside boilerplate and bylines, in text order; empty when the language stage has not run."""
        every, position = cast(Sequence[Token], self._rows.get("tokens", ())), self.position
        kept = (token for token in every if token.sentence_id in position)
        return sorted((token if _is_plain(token.text) else _folded(token) for token in kept), key=_start)

    def tokens_by_sentence(self) -> dict[int, list[Token]]:
        """Group the tokens by the position of their sentence."""
        return self.once(_group_tokens)

    @property
    def parsed(self) -> bool:
        """Whether the language stage has read the text, so that what rests on its tokens is known."""
        return bool(self.wording or self.tokens)

    @cached_property
    def wording(self) -> list[Wording]:
        """What the words count toward, where the tables were handed on without their tokens; else empty."""
        every = cast(Sequence[Wording], self._rows.get("wording", ()))
        return sorted((row for row in every if row.sentence_id in self.position), key=self.at)

    @cached_property
    def agency(self) -> dict[str, GrammaticalRole]:
        """Grammatical role by mention, where the tables were handed on without their tokens."""
        return {row.mention_id: row.role for row in cast(Sequence[Agency], self._rows.get("agency", ()))}

    @cached_property
    def voices(self) -> list[Quote]:
        """Quotes that give somebody's words: not reported acts, and each word once, for the outermost voice."""
        return outer_voices(self.quotes)

    @cached_property
    def said(self) -> dict[str, int]:
        """Words of each of those quotes by its id."""
        return {quote.quote_id: count_words(quote.text) for quote in self.voices}

    @cached_property
    def countries(self) -> dict[str, str | None]:
        """Country of each actor by its id."""
        return {actor.actor_id: actor.country for actor in cast(Sequence[Actor], self._rows.get("actors", ()))}

    def once(self, function: Callable[..., _T], *arguments: Hashable) -> _T:
        """Call a function of this view at most once with the same arguments, and keep what it gives."""
        key = (function, arguments)
        try:
            return cast(_T, self._kept[key])
        except KeyError:
            found = self._kept[key] = function(self, *arguments)
            return found

    def column(self) -> Array:
        """Give a column of zeros, one a sentence."""
        import numpy as np

        return np.zeros(len(self.sentences))

    @cached_property
    def words(self) -> list[int]:
        """Words of each sentence."""
        return [count_words(sentence.text) for sentence in self.sentences]


def _folded(row: Any) -> Any:
    """Give a row its text as lexicons list it: rows point into the source, which may hold soft hyphens."""
    text = getattr(row, "text", None)
    if text is None or _is_plain(text):
        return row
    folded = _fold_word(text) if len(text) < _WORD_CHARS else fold_piece(text)
    return row if folded == text else row._replace(text=folded)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isalpha()


@lru_cache(maxsize=1 << 15)
def _fold_word(text: str) -> str:
    return fold_piece(text)


def _group_tokens(view: DocumentTables) -> dict[int, list[Token]]:
    groups: dict[int, list[Token]] = defaultdict(list)
    position = view.position
    for token in view.tokens:
        groups[position[token.sentence_id]].append(token)
    return groups


def views(
    data: Mapping[str, pd.DataFrame | Sequence[tuple[Any, ...]]], *, frames: Frames | None = None
) -> Iterator[DocumentTables]:
    """Split tables, as data frames or as rows, by document.

    Raises
    ------
    TableError
        If a table lacks a column of the contract.
    """
    known = (*tables.ROWS, *tables.DERIVED)
    names = [name for name in known if name in data and name not in ("documents", "framing")]
    split: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
    documents = data.get("documents", ())
    for row in documents if isinstance(documents, Sequence) else tables.rows("documents", documents):
        split[str(row[0])] = {}
    for name in names:
        table = data[name]
        for row in table if isinstance(table, Sequence) else tables.rows(name, table):
            split.setdefault(str(row[0]), {}).setdefault(name, []).append(row)
    for doc_id, rows in split.items():
        yield DocumentTables(rows, doc_id=doc_id, frames=frames)
