"""A light view of a parsed document: plain lists instead of token objects, and blanks where the parser gave nothing.

Looking at the context touches every country word several times; lists read once from the `Doc` cost a fraction of
token attributes. A `Doc` of `spacy.blank("de")` has no tags and no heads: rules then see empty strings and fall back on
capital letters and neighbours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from ..language.columns import Columns
from ..tables import UNCOUNTED, Segment

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc


class View:
    """Tokens of a document as lists, indexed by token number.

    Attributes
    ----------
    columns : Columns
        All columns of the document; whoever needs another one need not read the `Doc` again.
    words, starts, ends : list
        Text of each token and its code points in the document.
    pos, tag, dep : list of str
        Universal part of speech, STTS tag, universal relation; empty strings where the parser gave none.
    head : list of int
        Number of the head; a token without one is its own.
    sentence : list of int
        Number of the sentence that the token stands in.
    entity : list of str
        PER, LOC, ORG, MISC or the empty string; ``entity_start`` is the number of the first token of that entity.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.columns = columns = Columns(doc)
        self.text = columns.text
        self.words = columns.words
        self.starts = columns.starts
        self.ends = columns.ends
        self.tag = columns.tags
        self.pos = columns.pos
        self.dep = [relation.lower() for relation in columns.relations]
        self.parsed = any(columns.relations)
        self.head = columns.heads if self.parsed else list(range(len(doc)))
        self.tagged = any(columns.pos)
        self.entity = columns.entities
        self.entity_start: list[int] = []
        for i, mark in enumerate(columns.numbers("ENT_IOB").ravel().tolist()):
            self.entity_start.append(self.entity_start[-1] if mark == 1 and i else i)
        self.sentence = columns.sentences

    @classmethod
    def of(cls, doc: Doc | View) -> View:
        """Give the view of a document, which may be one already."""
        return doc if isinstance(doc, View) else cls(doc)

    def __len__(self) -> int:
        return len(self.words)

    def token_at(self, offset: int) -> int:
        """Give the number of the token that covers a code point, or the last one before it."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def word(self, index: int) -> str:
        """Give the text of a token, the empty string outside the document."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def before(self, index: int) -> int:
        """Give the number of the token before, white space skipped; -1 at the start."""
        index -= 1
        while index >= 0 and self.words[index].isspace():
            index -= 1
        return index

    def after(self, index: int) -> int:
        """Give the number of the token after, white space skipped; the length at the end."""
        index += 1
        while index < len(self.words) and self.words[index].isspace():
            index += 1
        return index

    def chain(self, index: int) -> tuple[int, int]:
        """Give the first and last token of a word whose hyphens the tokenizer split off: *US - Außenminister*."""
        first = last = index
        while (
            first and self.ends[first - 1] == self.starts[first] and "-" in (self.words[first], self.words[first - 1])
        ):
            first -= 1
        top = len(self.words) - 1
        while (
            last < top and self.ends[last] == self.starts[last + 1] and "-" in (self.words[last], self.words[last + 1])
        ):
            last += 1
        return first, last

    def first(self, index: int) -> bool:
        """Whether a token opens its sentence, quotation marks not counted."""
        before = self.before(index)
        while before >= 0 and self.sentence[before] == self.sentence[index]:
            if self.words[before].isalnum():
                return False
            before = self.before(before)
        return True

    def sentence_around(self, index: int) -> range:
        """Give the tokens of the sentence that a token stands in."""
        own = self.sentence[index]
        return range(bisect_left(self.sentence, own), bisect_right(self.sentence, own))

    def window(self, index: int, reach: int) -> list[str]:
        """Give the words around a token within its sentence, the token itself left out."""
        low, high = max(index - reach, 0), min(index + reach + 1, len(self.words))
        own = self.sentence[index]
        return [self.words[i] for i in range(low, high) if i != index and self.sentence[i] == own]

    def tags_of(self, word: str) -> set[str]:
        """Give the tags that a word has in the document."""
        return self._tags.get(word, set())

    @cached_property
    def _tags(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for word, tag in zip(self.words, self.tag, strict=True):
            found.setdefault(word, set()).add(tag)
        return found

    @cached_property
    def surnames(self) -> dict[str, set[int]]:
        """Last words of persons' full names, as the parser gives them, with the first tokens of those names."""
        found: dict[str, set[int]] = {}
        for token, start in enumerate(self.entity_start):
            ends = token + 1 == len(self) or self.entity_start[token + 1] != start
            if ends and start < token and self.entity[token] == "PER":
                found.setdefault(self.words[token], set()).add(start)
        return found

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Segments of the layout, if the document came with them."""
        if self.doc.has_extension("segments"):
            return tuple(self.doc._.segments or ())
        return ()

    def segment_kind(self, offset: int) -> str:
        """Give the kind of the segment that a code point stands in, the empty string outside all."""
        place = bisect_right(self._segment_starts, offset) - 1
        if place < 0 or offset >= self.segments[place].end:
            return ""
        return self.segments[place].kind

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    def counts(self, offset: int) -> bool:
        """Whether what stands at a code point is the article's: boilerplate and bylines are not."""
        return self.segment_kind(offset) not in UNCOUNTED

    @cached_property
    def doc_id(self) -> str:
        """Identifier of the document."""
        document = self.doc._.document if self.doc.has_extension("document") else None
        return document.doc_id if document is not None else ""

    @cached_property
    def date(self) -> date | None:
        """Day of publication, if known."""
        document = self.doc._.document if self.doc.has_extension("document") else None
        return document.date if document is not None else None
