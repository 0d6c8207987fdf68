"""Drawing: what a bootstrap over documents draws, and what the copies of a text count for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ..export.bundle.linking import document_digest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from .corpus import Corpus
    from .families import Families

    Cloud: TypeAlias = npt.NDArray[np.float64]

Copies = Literal["once", "together", "apart"]


class Sums:
    """Sums of one cell, and of its bootstrap draws."""

    def __init__(self, draws: int) -> None:
        import numpy as np

        self.total = 0.0
        self.drawn: Cloud = np.zeros(draws)
        self.documents = 0
        self._texts: set[str] = set()
        self._copies = 0

    def add(self, values: Cloud, batch: Batch) -> None:
        """Add the values of some documents."""
        self.total += float(values.sum())
        self.drawn += values @ batch.weights
        known = values != 0
        self.documents += int(known.sum())
        for family, is_known in zip(batch.families, known, strict=True):
            if family is not None and is_known:
                self._texts.add(family)
                self._copies += 1

    @property
    def texts(self) -> int:
        """Texts that differ: a family of copies is one."""
        return self.documents - self._copies + len(self._texts)


class Batch(NamedTuple):
    """What some documents of a cell draw: their weights, a row each, and their families, None where there is none."""

    weights: Cloud
    families: list[str | None]


class Drawing(NamedTuple):
    """How documents are drawn: the seed, the number of draws, families, and what a copy counts for in its group."""

    seed: int
    draws: int
    families: Families | None
    shares: Mapping[tuple[Any, ...], float]

    def family(self, doc_id: str) -> str | None:
        """Return the family of a copy."""
        found = self.families.copies.get(doc_id) if self.families else None
        return found.group if found else None

    def text(self, doc_id: str) -> str:
        """Return what is drawn: the family, or the document itself."""
        return self.family(doc_id) or doc_id

    def share(self, doc_id: str, group: tuple[Any, ...]) -> float:
        """Return what a document counts for in its group."""
        return self.shares.get((self.family(doc_id), *group), 1.0) if self.shares else 1.0


def shares_of(
    corpus: Corpus, families: Families | None, by: Sequence[str], where: str | None
) -> dict[tuple[Any, ...], float]:
    """Return, by family and group, what each copy counts for, so that a text counts once in a group."""
    if families is None or not families.copies:
        return {}
    columns = ", ".join(["doc_id", *group_columns(by)])
    chosen = f"({where}) AND " if where else ""
    query = f"SELECT {columns} FROM documents WHERE {chosen}doc_id IN (SELECT unnest($ids))"  # noqa: S608 (read only)
    counts: Counter[tuple[Any, ...]] = Counter()
    for batch in corpus.stream(query, {"ids": list(families.copies)}):
        ids, *labels = batch.values()
        counts.update((families.of(doc_id), *group) for doc_id, *group in zip(ids, *labels, strict=True))
    return {key: 1 / count for key, count in counts.items()}


def group_columns(by: Sequence[str]) -> list[str]:
    """Return the SQL of the columns that make groups."""
    return [f"({expression}) AS g{index}" for index, expression in enumerate(by)]


def weights_of(doc_id: str, seed: int, draws: int) -> Cloud:
    """Draw how often a text is in each sample; the same text draws the same, wherever it is met."""
    import numpy as np

    generator = np.random.Generator(np.random.SFC64([seed, int.from_bytes(document_digest(doc_id), "little")]))
    return generator.poisson(1.0, draws).astype(float)
