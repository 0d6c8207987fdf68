"""A parsed document as plain lists, column by column: what a token object gives one attribute at a time."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc


_NAMES_KEPT: Final = 100_000


class _Names(dict[int, str]):
    """Strings by their number in a vocabulary, which decodes them anew at every call; forgotten when too many."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> str:
        if len(self) > _NAMES_KEPT:
            self.clear()
        text = self[key] = str(self._strings[key])
        return text


@lru_cache(maxsize=4)
def _names_of(strings: StringStore) -> _Names:
    return _Names(strings)


def _plain(numbers: NDArray[np.int64]) -> list[int]:
    result: list[int] = numbers.tolist()
    return result


class Columns:
    """Tokens of a document as lists, indexed by token number; each column is read when it is first asked for.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed document; a column that the parser did not fill holds empty strings.

    Examples
    --------
    >>> from analysis.language import parse
    >>> columns = Columns(parse("Astana warnt Moskau."))
    >>> list(zip(columns.words, columns.starts, columns.relations))
    [('Astana', 0, 'nsubj'), ('warnt', 7, 'root'), ('Moskau', 13, 'obj'), ('.', 19, 'punct')]
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._names = _names_of(doc.vocab.strings)

    @cached_property
    def text(self) -> str:
        """The text; `Doc.text` joins all tokens anew at every call."""
        document = self.doc._.document if self.doc.has_extension("document") else None
        return self.doc.text if document is None else document.text

    def numbers(self, *attributes: str) -> NDArray[np.int64]:
        """Attributes as numbers, by their names in `spacy.attrs`, shape (tokens, attributes)."""
        table = self.doc.to_array(list(attributes)).view(np.int64)  # heads are signed offsets
        return table.reshape(len(self.doc), len(attributes))

    def _strings(self, attribute: str) -> list[str]:
        names = self._names
        keys = cast("list[int]", self.doc.to_array([attribute]).ravel().tolist())
        return [names[key] for key in keys]

    @cached_property
    def words(self) -> list[str]:
        """Forms as they stand in the text."""
        return self._strings("ORTH")

    @cached_property
    def lemmas(self) -> list[str]:
        """Dictionary forms."""
        return self._strings("LEMMA")

    @cached_property
    def pos(self) -> list[str]:
        """Universal parts of speech."""
        return self._strings("POS")

    @cached_property
    def tags(self) -> list[str]:
        """STTS tags."""
        return self._strings("TAG")

    @cached_property
    def morphs(self) -> list[str]:
        """Universal features, joined by ``|``; spaCy writes ``_`` for none."""
        return ["" if features == "_" else features for features in self._strings("MORPH")]

    @cached_property
    def relations(self) -> list[str]:
        """Universal relations."""
        return self._strings("DEP")

    @cached_property
    def entities(self) -> list[str]:
        """Kinds of the names that the tokens stand in."""
        return self._strings("ENT_TYPE")

    @cached_property
    def starts(self) -> list[int]:
        """Code points at which the tokens start."""
        return _plain(self.numbers("IDX").ravel())

    @cached_property
    def ends(self) -> list[int]:
        """Code points at which the tokens end, exclusive."""
        return _plain(self.numbers("IDX", "LENGTH").sum(axis=1))

    @cached_property
    def heads(self) -> list[int]:
        """Numbers of the heads; a root is its own."""
        return _plain(self.numbers("HEAD").ravel() + np.arange(len(self.doc)))

    @cached_property
    def sentences(self) -> list[int]:
        """Number of the sentence that each token stands in."""
        begins = self.numbers("SENT_START").ravel() == 1
        begins[:1] = True
        return _plain(np.cumsum(begins) - 1)

    @cached_property
    def blank(self) -> list[bool]:
        """Whether each token is white space."""
        return [flag != 0 for flag in _plain(self.numbers("IS_SPACE").ravel())]
