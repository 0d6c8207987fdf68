"""Near-duplicates: agency copies that several outlets print are put into groups, never dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
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


def group_copies(documents: Iterable[Document], *, threshold: float = 0.7, words: int = 4, seed: int = 1) -> list[Copy]:
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
    datasketch = library("datasketch", use="Looking for copies")
    index = datasketch.MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
    signatures: list[Any] = []
    names: list[str] = []
    parents: list[int] = []
    similarity: list[float] = []
    for document in documents:
        number = len(names)
        signature = datasketch.MinHash(num_perm=_PERMUTATIONS, seed=seed)
        signature.update_batch(list(_shingles(document.text, words)))
        names.append(document.doc_id)
        parents.append(number)
        similarity.append(0.0)
        for other in sorted(index.query(signature)):
            likeness = float(signature.jaccard(signatures[other]))
            if likeness >= threshold:
                similarity[number] = max(similarity[number], likeness)
                similarity[other] = max(similarity[other], likeness)
                first, second = sorted((_root(parents, number), _root(parents, other)))
                parents[second] = first
        index.insert(number, signature)
        signatures.append(signature)
    roots = [_root(parents, number) for number in range(len(names))]
    sizes = Counter(roots)
    return [
        Copy(name, names[root], sizes[root], round(similarity[number], 3))
        for number, (name, root) in enumerate(zip(names, roots, strict=True))
    ]


def _shingles(text: str, words: int) -> Iterator[bytes]:
    """Give every run of words, without case and punctuation; a short text is one run."""
    found = [word.casefold() for word in _WORD.findall(text)]
    for start in range(max(1, len(found) - words + 1)):
        yield " ".join(found[start : start + words]).encode("utf-8", "replace")


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number
