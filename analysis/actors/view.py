"""A light view of a parsed document: plain lists instead of token objects, and blanks where the parser gave nothing.

Looking at the context touches every country word several times; lists read once from the `Doc` cost a fraction of
token attributes. A `Doc` of `spacy.blank("de")` has no tags and no heads: rules then see empty strings and fall back on
capital letters and neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from ..tables import Segment

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc


class View:
    """Tokens of a document as lists, indexed by token number.

    Attributes
    ----------
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
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LENGTH, ORTH, POS, SENT_START, TAG

        self.doc = doc
        document = doc._.document if doc.has_extension("document") else None
        # Doc.text joins all tokens anew at every call
        self.text: str = document.text if document is not None else doc.text
        size = len(doc)
        wanted = [IDX, LENGTH, ORTH, POS, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START]
        table = doc.to_array(wanted).T.tolist() if size else [[] for _ in wanted]
        idx, length, orth, pos, tag, dep, head, entity, iob, sent = table
        strings: dict[int, str] = {0: ""}
        lookup = doc.vocab.strings

        def name(key: int) -> str:
            found = strings.get(key)
            if found is None:
                found = strings[key] = lookup[key]
            return found

        self.starts: list[int] = idx
        self.ends: list[int] = [start + size for start, size in zip(idx, length, strict=True)]
        self.words = [name(key) for key in orth]
        self.tag = [name(key) for key in tag]
        self.pos = [name(key) for key in pos]
        self.dep = [name(key).lower() for key in dep]
        parsed = any(dep)
        # heads come as unsigned offsets
        self.head = [i + (h - (1 << 64) if h >> 63 else h) if parsed else i for i, h in enumerate(head)]
        self.parsed = parsed
        self.tagged = any(pos)
        self.entity = [name(key) for key in entity]
        self.entity_start: list[int] = []
        for i, mark in enumerate(iob):
            self.entity_start.append(self.entity_start[-1] if mark == 1 and i else i)
        self.sentence: list[int] = []
        number = -1
        for i, mark in enumerate(sent):
            number += mark == 1 or i == 0
            self.sentence.append(number)

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

    def window(self, index: int, reach: int) -> list[str]:
        """Give the words around a token within its sentence, the token itself left out."""
        low, high = max(index - reach, 0), min(index + reach + 1, len(self.words))
        own = self.sentence[index]
        return [self.words[i] for i in range(low, high) if i != index and self.sentence[i] == own]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Segments of the layout, if the document came with them."""
        if self.doc.has_extension("segments"):
            return tuple(self.doc._.segments or ())
        return ()

    def segment_kind(self, offset: int) -> str:
        """Give the kind of the segment that a code point stands in, the empty string outside all."""
        for segment in self.segments:
            if segment.start <= offset < segment.end:
                return segment.kind
        return ""

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
