"""Near-duplicates: agency copies that several outlets print are put into groups, never dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from ..document import Document
from .article import library

_WORD: Final = re.compile(r"\w+")
_PERMUTATIONS: Final = 128


class Copy(NamedTuple):
    """A document's place among its near-duplicates.

    Attributes
    ----------
    doc_id : str
        The document.
    group : str
        Id of the first document of its group, its own where it has no copies.
    size : int
        Documents in the group.
    similarity : float
        Estimated Jaccard similarity to the group's closest other document; 0 where there is none.
    """

    doc_id: str
    group: str
    size: int
    similarity: float


class Text(NamedTuple):
    """A text that may have copies: its id, its words, and the day on which it appeared."""

    doc_id: str
    text: str
    date: date | None = None


def group_copies(
    documents: Iterable[Document], *, threshold: float = 0.7, words: int = 4, seed: int = 1, window: int | None = None
) -> list[Copy]:
    """Group documents that print the same text with small changes.

    Parameters
    ----------
    documents : iterable of Document
        A corpus; read once, only a signature of 128 numbers is kept of each.
    threshold : float
        Jaccard similarity of shingles from which on two documents are copies.
    words : int
        Words of a shingle.
    seed : int
        Seed of the hash functions.
    window : int, optional
        Days that may lie between two copies; by default any number. A document without a date may be anybody's copy.

    Returns
    -------
    list of Copy
        One for each document, in order. Groups are transitive: a copy of a copy belongs to both.

    Raises
    ------
    ReadingError
        If datasketch is not installed.

    References
    ----------
    Broder, A. (1997). On the resemblance and containment of documents. Compression and Complexity of Sequences.

    Examples
    --------
    >>> texts = ["Kasachstan und China bauen eine neue Bahn nach Usbekistan.", "Es regnet in Omsk, sagt der Dienst."]
    >>> docs = [Document.from_text(text, doc_id=str(n)) for n, text in enumerate([*texts, texts[0]])]
    >>> [(copy.doc_id, copy.group, copy.size) for copy in group_copies(docs)]
    [('0', '0', 2), ('1', '1', 1), ('2', '0', 2)]
    """
    texts = (Text(document.doc_id, document.text, document.date) for document in documents)
    return group_texts(texts, threshold=threshold, words=words, seed=seed, window=window)


def group_texts(
    texts: Iterable[Text],
    *,
    threshold: float = 0.7,
    words: int = 4,
    seed: int = 1,
    window: int | None = None,
    least: int = 0,
) -> list[Copy]:
    """Do what `group_copies` does, for texts; those of fewer than ``least`` words are nobody's copies."""
    datasketch = library("datasketch", use="Looking for copies")
    index = datasketch.MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    signatures: list[Any] = []
    names: list[str] = []
    days: list[date | None] = []
    parents: list[int] = []
    similarity: list[float] = []
    for text in texts:
        number = len(names)
        signature = datasketch.MinHash(num_perm=_PERMUTATIONS, seed=seed)
        found = _words(text.text)
        names.append(text.doc_id)
        days.append(text.date)
        parents.append(number)
        similarity.append(0.0)
        signatures.append(signature)
        if len(found) < least:
            continue
        signature.update_batch(list(_shingles(found, words)))
        for other in sorted(index.query(signature)):
            likeness = float(signature.jaccard(signatures[other]))
            if likeness >= threshold and _near(days[number], days[other], window):
                similarity[number] = max(similarity[number], likeness)
                similarity[other] = max(similarity[other], likeness)
                first, second = sorted((_root(parents, number), _root(parents, other)))
                parents[second] = first
        index.insert(number, signature)
    roots = [_root(parents, number) for number in range(len(names))]
    sizes = Counter(roots)
    return [
        Copy(name, names[root], sizes[root], round(similarity[number], 3))
        for number, (name, root) in enumerate(zip(names, roots, strict=True))
    ]


def _near(one: date | None, other: date | None, window: int | None) -> bool:
    return window is None or one is None or other is None or abs((one - other).days) <= window


def _words(text: str) -> list[str]:
    """Return the words without case and punctuation."""
    return [word.casefold() for word in _WORD.findall(text)]


def _shingles(found: list[str], words: int) -> Iterator[bytes]:
    """Yield every run of words; a short text is one run."""
    for start in range(max(1, len(found) - words + 1)):
        yield " ".join(found[start : start + words]).encode("utf-8", "replace")


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
