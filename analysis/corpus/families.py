"""Families: near-duplicates within some days, such as the copies of an agency's text, found once and kept.

Thirty prints of one text are no thirty observations. Families are what the bootstrap draws, and what `Corpus.edits`
looks into. They are found from the words of the store alone, boilerplate and bylines left out, so that a paper's own
frame around a text does not hide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import CorpusError, ReadingError
from ..export.bundle.linking import document_digest
from ..reading.importing.duplicates import Copy, Text, group_texts
from .columns import read_parquet, write_parquet
from .files import write_whole

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .corpus import Corpus

FILE: Final = "copies.parquet"
THRESHOLD: Final = 0.7
WINDOW: Final = 7
# A short notice ("Der Kurs blieb gleich") resembles others without being a copy.
LEAST: Final = 30
_COLUMNS: Final = ("family", "size", "doc_id", "outlet", "date", "title", "similarity")
_TEXTS: Final = """
SELECT e.doc_id, string_agg(e.text, ' ' ORDER BY e.start) AS text, any_value(d.date) AS date
FROM sentences e JOIN documents d USING (doc_id)
JOIN segments g ON g.doc_id = e.doc_id AND g.segment_id = e.segment_id
WHERE g.kind NOT IN ('boilerplate', 'byline', 'dateline')
GROUP BY e.doc_id ORDER BY any_value(d.date) NULLS LAST, e.doc_id
"""


class Families(NamedTuple):
    """Which documents are copies of each other.

    Attributes
    ----------
    copies : dict of str to Copy
        By document; those that are nobody's copies are left out. A family is named after its earliest document.
    window, threshold
        With what it was looked for.
    """

    copies: dict[str, Copy]
    window: int
    threshold: float

    @property
    def n_repeated(self) -> int:
        """How many documents are copies of an earlier one."""
        return len(self.copies) - len({copy.group for copy in self.copies.values()})

    def of(self, doc_id: str) -> str:
        """Return the family of a document, its own id where it has no copies."""
        found = self.copies.get(doc_id)
        return found.group if found else doc_id


def find_families(corpus: Corpus, *, window: int = WINDOW, threshold: float = THRESHOLD) -> Families:
    """Look for near-duplicates in a corpus.

    Parameters
    ----------
    corpus : Corpus
        The store; each text is read once.
    window : int
        Days that may lie between a copy and the next.
    threshold : float
        Jaccard similarity of runs of four words from which on two texts are copies.

    Raises
    ------
    CorpusError
        If the library that finds them is not installed.
    """
    if not 0 < threshold <= 1:
        raise CorpusError(f"threshold={threshold!r} will not do; a similarity is above 0 and at most 1.")
    if window < 0:
        raise CorpusError(f"window={window!r} will not do; it is a number of days.")
    try:
        found = group_texts(_texts(corpus), threshold=threshold, window=window, least=LEAST)
    except ReadingError as error:
        raise CorpusError(str(error)) from error
    return Families({copy.doc_id: copy for copy in found if copy.size > 1}, window, threshold)


def _texts(corpus: Corpus) -> Iterator[Text]:
    for columns in corpus.stream(_TEXTS):
        for doc_id, text, day in zip(columns["doc_id"], columns["text"], columns["date"], strict=True):
            yield Text(doc_id, text, day if day is None or type(day) is date else day.date())


def families_frame(corpus: Corpus, families: Families) -> pd.DataFrame:
    """Return a row for each document that has copies, the largest family first, each from its earliest text on."""
    import pandas as pd

    documents = corpus.documents.frame(columns=["doc_id", "outlet", "date", "title"])
    documents = documents[documents["doc_id"].isin(list(families.copies))]
    own = [families.copies[doc_id] for doc_id in documents["doc_id"]]
    table = documents.assign(
        family=pd.array([copy.group for copy in own], dtype="string"),
        size=pd.array([copy.size for copy in own], dtype="Int64"),
        similarity=pd.array([copy.similarity for copy in own], dtype="Float64"),
    )
    table = table.sort_values(["size", "family", "date", "doc_id"], ascending=[False, True, True, True])
    return table[list(_COLUMNS)].reset_index(drop=True)


def save_families(corpus: Corpus, families: Families) -> Path:
    """Write families into the store, so that they need not be looked for again.

    Raises
    ------
    CorpusError
        If the folder cannot be written.
    """
    rows = sorted(families.copies.values())
    return write_families(corpus.path, rows, parts=corpus.parts, window=families.window, threshold=families.threshold)


def write_families(
    root: Path, rows: Sequence[Copy], *, parts: Sequence[str], window: int = WINDOW, threshold: float = THRESHOLD
) -> Path:
    """Write the file of families of a store; it holds for these parts alone."""
    import pyarrow as pa

    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in Copy._fields}
    kinds = (pa.string(), pa.string(), pa.int64(), pa.float64())
    schema = pa.schema(
        list(zip(Copy._fields, kinds, strict=True)), metadata=_stamp(parts, window, threshold)
    )  # fmt: skip
    write_whole(root / FILE, lambda draft: write_parquet(pa.table(columns, schema=schema), draft))
    return root / FILE


def read_families(corpus: Corpus, *, window: int = WINDOW, threshold: float = THRESHOLD) -> Families | None:
    """Return the families that were written into a store.

    None where there are none, the store has grown since, or the file is damaged: then they are looked for again.
    """
    path = corpus.path / FILE
    if not path.is_file():
        return None
    try:
        data: pa.Table = read_parquet(path)
    except CorpusError:
        return None
    if dict(data.schema.metadata or {}) != _stamp(corpus.parts, window, threshold):
        return None
    rows = (Copy(*(row[name] for name in Copy._fields)) for row in data.to_pylist())
    return Families({row.doc_id: row for row in rows}, window, threshold)


def digests_of(families: Families) -> tuple[tuple[str, ...], ...]:
    """Return the digests of the ids of each family's documents, that of the document that names it first."""
    members: dict[str, list[str]] = {}
    for doc_id, copy in families.copies.items():
        members.setdefault(copy.group, []).append(doc_id)
    ordered = ((name, *sorted(each for each in members[name] if each != name)) for name in sorted(members))
    return tuple(tuple(document_digest(doc_id).hex() for doc_id in family) for family in ordered)


def copies_of(families: Sequence[Sequence[str]], documents: Sequence[str]) -> list[Copy]:
    """Return the copies among documents from what `digests_of` gave; how alike they are is no longer known."""
    ids = {document_digest(doc_id).hex(): doc_id for doc_id in documents}
    known = [[ids[digest] for digest in family if digest in ids] for family in families]
    return [Copy(doc_id, family[0], len(family), 1.0) for family in known for doc_id in family]


def _stamp(parts: Sequence[str], window: int, threshold: float) -> dict[bytes, bytes]:
    said = {"parts": ",".join(sorted(parts)), "window": str(window), "threshold": repr(float(threshold))}
    return {key.encode(): value.encode() for key, value in said.items()}
