"""The view on a parsed document that all stages use: its columns as plain lists, its tree, neighbours and layout.

Looking at the context touches every country word several times; lists read once from the `Doc` cost a fraction of
token attributes. A `Doc` of `spacy.blank("de")` has no tags and no heads: rules then see empty strings and fall back on
capital letters and neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ..tables import UNCOUNTED, UNSPOKEN, Segment
from .tree import Tree

if TYPE_CHECKING:
    from datetime import date

    from spacy.strings import StringStore
    from spacy.tokens import Doc

_Value = TypeVar("_Value")
_BREAK: Final = re.compile(r"\n[ \t]*\n\s*")
_STRINGS_KEPT: Final = 100_000


class _Strings(dict[int, str]):
    """Strings by their number in a vocabulary, which decodes them anew at every call; forgotten when too many."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> str:
        if len(self) > _STRINGS_KEPT:
            self.clear()
        text = self[key] = str(self._strings[key])
        return text


@lru_cache(maxsize=4)
def _strings_of(strings: StringStore) -> _Strings:
    return _Strings(strings)


def _strings(doc: Doc, attribute: str) -> list[str]:
    """Return an attribute of all tokens, by its name in `spacy.attrs`, as strings."""
    strings = _strings_of(doc.vocab.strings)
    keys = cast("list[int]", doc.to_array([attribute]).ravel().tolist())
    return [strings[key] for key in keys]


def _numbers(doc: Doc, attribute: str) -> NDArray[np.int64]:
    """Return an attribute of all tokens as numbers."""
    return doc.to_array([attribute]).ravel().view(np.int64)  # heads are signed offsets


class View(Tree):
    """Tokens of a document as lists, indexed by token number.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed document; a column that the parser did not fill holds empty strings.

    Attributes
    ----------
    text : str
        The document's text; `Doc.text` joins all tokens anew at every call.
    words, starts, ends, lemmas, pos, tag, morphs, dep, head, sentence, entity : list
        As in `Tree`.
    entity_start : list of int
        Number of the first token of the name that each token stands in.
    begins, blank : list of bool
        Whether a token begins a sentence, and whether it is white space.
    parsed, tagged : bool
        Whether the document has relations, and parts of speech.

    Examples
    --------
    >>> from analysis.language import parse
    >>> view = View(parse("Astana warnt Moskau."))
    >>> list(zip(view.words, view.starts, view.dep))
    [('Astana', 0, 'nsubj'), ('warnt', 7, 'root'), ('Moskau', 13, 'obj'), ('.', 19, 'punct')]
    """

    def __init__(self, doc: Doc) -> None:
        places = np.arange(len(doc))
        starts = _numbers(doc, "IDX")
        begins = _numbers(doc, "SENT_START") == 1
        begins[:1] = True
        super().__init__(
            words=_strings(doc, "ORTH"),
            starts=starts.tolist(),
            ends=(starts + _numbers(doc, "LENGTH")).tolist(),
            lemmas=_strings(doc, "LEMMA"),
            pos=_strings(doc, "POS"),
            tag=_strings(doc, "TAG"),
            # spaCy writes `_` for no features
            morphs=["" if features == "_" else features for features in _strings(doc, "MORPH")],
            dep=[relation.lower() for relation in _strings(doc, "DEP")],
            head=(_numbers(doc, "HEAD") + places).tolist(),
            sentence=(np.cumsum(begins) - 1).tolist(),
            entity=_strings(doc, "ENT_TYPE"),
        )
        self.doc = doc
        document = doc._.document if doc.has_extension("document") else None
        self.text: str = doc.text if document is None else document.text
        self.doc_id: str = "" if document is None else document.doc_id
        self.date: date | None = None if document is None else document.date
        self.segments: tuple[Segment, ...] = tuple(doc._.segments or ()) if doc.has_extension("segments") else ()
        self.begins: list[bool] = begins.tolist()
        self.blank: list[bool] = (_numbers(doc, "IS_SPACE") != 0).tolist()
        self.parsed = any(self.dep)
        self.tagged = any(self.pos)
        inside = _numbers(doc, "ENT_IOB") == 1
        inside[:1] = False
        self.entity_start: list[int] = np.maximum.accumulate(np.where(inside, 0, places)).tolist()

    @classmethod
    def of(cls, doc: Doc | View) -> View:
        """Give the view of a document, which may be one already."""
        return doc if isinstance(doc, View) else cls(doc)

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
    def borders(self) -> list[int]:
        """Code points where segments begin; where the layout is unknown, paragraphs behind blank lines."""
        return [segment.start for segment in self.segments] or [match.end() for match in _BREAK.finditer(self.text)]

    def block(self, offset: int) -> int:
        """Return the number of the segment or paragraph around a code point, counted from one; 0 before the first."""
        return bisect_right(self.borders, offset)

    def segment_kind(self, offset: int) -> str:
        """Return the kind of the segment that a code point stands in, the empty string outside all."""
        place = self.block(offset) - 1 if self.segments else -1
        if place < 0 or offset >= self.segments[place].end:
            return ""
        return self.segments[place].kind

    def counts(self, offset: int) -> bool:
        """Whether what stands at a code point is the article's: boilerplate and bylines are not."""
        return self.segment_kind(offset) not in UNCOUNTED

    def spoken(self) -> tuple[NDArray[np.int64], list[str]]:
        """Return the tokens that are words outside layout residue, and the kind of segment that each stands in."""
        kept = ~np.array(self.blank, dtype=bool)
        kinds = np.full(len(kept), "", dtype=object)
        for segment in self.segments:
            first, last = bisect_left(self.starts, segment.start), bisect_left(self.starts, segment.end)
            kinds[first:last] = segment.kind
            kept[first:last] &= segment.kind not in UNSPOKEN
        words = np.flatnonzero(kept)
        return words, kinds[words].tolist()

    def among(self, words: NDArray[np.int64]) -> Tree:
        """Return the tree of some tokens, numbered anew; a word whose head is left out is its own."""
        numbers: list[int] = words.tolist()
        place = np.full(len(self), -1)
        place[words] = np.arange(len(words))
        heads = place[np.array(self.head, dtype=np.int64)[words]]

        def some(column: list[_Value]) -> list[_Value]:
            return [column[number] for number in numbers]

        return Tree(
            words=some(self.words),
            starts=some(self.starts),
            ends=some(self.ends),
            lemmas=some(self.lemmas),
            pos=some(self.pos),
            tag=some(self.tag),
            morphs=some(self.morphs),
            dep=some(self.dep),
            head=np.where(heads < 0, np.arange(len(words)), heads).tolist(),
            sentence=some(self.sentence),
            entity=some(self.entity),
        )
