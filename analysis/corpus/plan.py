"""The plan: which documents of a source are still to do, in partitions that a second run cuts alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from ..reading import Document, ReadingFailure
from .failures import Problem, reading_problem
from .partition import CHARS, DOCUMENTS, Keyed, Partition, cut, keyed, partition_of
from .store import Store


class Plan:
    """An iterator over the partitions that a store still lacks.

    Partitions are cut from the whole source, also from what is done already: so a resumed run makes the same
    partitions as an undisturbed one. Of each document 16 bytes of hashes are remembered, not the text.

    Parameters
    ----------
    store : Store
        Its documents and problems are left out.
    items : iterable of Document or ReadingFailure
        The source.
    chars, most : int
        Size of a partition.

    Attributes
    ----------
    known : int
        Documents met that the store has already, as rows or as problems.
    repeated : int
        Documents met twice, alike in text and metadata.
    """

    def __init__(
        self, store: Store, items: Iterable[Document | ReadingFailure], *, chars: int = CHARS, most: int = DOCUMENTS
    ) -> None:
        self.known = 0
        self.repeated = 0
        self._problems: list[Problem] = []
        self._reported = set(store.problems)
        self._stored = {_number(doc_id): key for doc_id, key in _numbered(store)}
        self._done = set(self._stored.values()) | {int(key, 16) for key in store.problems}
        self._seen: dict[int, int] = {}
        self._partitions = self._cut(items, chars, most)

    def __iter__(self) -> Iterator[Partition]:
        return self._partitions

    def take_problems(self) -> list[Problem]:
        """Hand over the problems found since the last call."""
        found, self._problems = self._problems, []
        return found

    def _cut(self, items: Iterable[Document | ReadingFailure], chars: int, most: int) -> Iterator[Partition]:
        for group in cut(self._documents(items), chars=chars, most=most):
            todo = [item for item in group if int(item.key, 16) not in self._done]
            self.known += len(group) - len(todo)
            if todo:
                yield partition_of(todo)

    def _documents(self, items: Iterable[Document | ReadingFailure]) -> Iterator[Keyed]:
        for found in items:
            if not isinstance(found, Document):
                self._report(reading_problem(found))
                continue
            item = keyed(found)
            name, key = _number(found.doc_id), int(item.key, 16)
            if self._seen.get(name) == key:
                self.repeated += 1
            elif self._seen.setdefault(name, key) != key:
                self._report(_conflict(item, "another document of this source"))
            elif self._stored.get(name, key) != key:
                self._report(_conflict(item, "a document in the store"))
            else:
                yield item

    def _report(self, problem: Problem) -> None:
        if problem.key not in self._reported:
            self._reported.add(problem.key)
            self._problems.append(problem)


def _conflict(item: Keyed, other: str) -> Problem:
    document = item.document
    message = (
        f"{document.doc_id!r} is also the doc_id of {other} with another text or other metadata; "
        "give each document an id of its own."
    )
    return Problem(item.key, document.doc_id, document.source, "conflict", message, None, 1, None)


def _numbered(store: Store) -> Iterator[tuple[str, int]]:
    return ((doc_id, int(key, 16)) for doc_id, key in store.done())


def _number(doc_id: str) -> int:
    digest = hashlib.blake2b(doc_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
