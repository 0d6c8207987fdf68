"""Stance against whole documents with coded edges: precision, recall and F1 of edges, holders, calibration.

An edge is right if sentence, target and sign are. Edges that are not ``must`` are not asked for, and count neither way
where they are found. With ``folds``, a directory of readers each of which was trained without the documents of its
fold, every document is read by the one that has not seen it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..errors import ReadingError
from ..reading import Document
from ..tables import NARRATOR, Stance
from .bootstrap import interval
from .shares import SHARES

if TYPE_CHECKING:
    import pandas as pd

    from ..stance.reader import Reader, ReaderName

METHOD: Final = "mittellage"
_BINS: Final = 10
_LOWEST: Final = 0.02
"""Least probability of the rows that calibration is measured on."""
_SIGNS: Final = {"+": 1, "-": -1, "−": -1}


class Gold(NamedTuple):
    """A coded edge."""

    must: bool
    kind: str
    holders: frozenset[str | None]


class Hit(NamedTuple):
    """A row of the table ``stances`` beside what the coders say of it."""

    document: int
    source: str
    sign: int
    kind: str
    probability: float
    right: bool | None
    """Whether a must edge is found; null for one that may be found or not."""
    held: bool | None
    """Whether the holder is right, where the edge is coded."""
    shown: bool
    """Whether the probability reaches the reader's threshold."""


class Read(NamedTuple):
    """Hits, shown or not, the must edges that no row shows, and the sizes of the documents."""

    hits: list[Hit]
    missed: list[Hit]
    sentences: list[int]
    empty: list[bool]


def evaluate_documents(
    records: Sequence[Mapping[str, Any]],
    *,
    folds: Path | None = None,
    language: str = "default",
    reader: ReaderName = "fast",
) -> pd.DataFrame:
    """Return the scores of whole documents.

    Parameters
    ----------
    records : sequence of mapping
        ``doc, text, sentences, edges, source, fold`` as in the README of the gold standard.
    folds : pathlib.Path, optional
        Directory with a reader for each fold, named by its number. Without it the packaged reader is measured, which
        has learned from these documents.
    language : str
        Backend that is measured.
    reader : {"fast", "thorough"}
        The packaged reader that is measured without `folds`.

    Returns
    -------
    pandas.DataFrame
        Columns ``method, score, value, n, low, high``; intervals are 95 % bootstrap intervals over documents.
    """
    import pandas as pd

    everything = _read_all(records, _readers(records, folds, reader), language)
    read = everything._replace(hits=[hit for hit in everything.hits if hit.shown])
    rows: list[tuple[str, str, float, int, float, float]] = []
    rows.extend(_shares("edge", read, len(records)))
    for name, values in (("source", _values(read, "source")), ("sign", [1, -1]), ("kind", _values(read, "kind"))):
        for value in values:
            hits, missed = ([hit for hit in part if getattr(hit, name) == value] for part in (read.hits, read.missed))
            part = read._replace(hits=hits, missed=missed)
            rows.extend(_shares(f"edge, {name} {value}", part, len(records)))
    held = [hit for hit in read.hits if hit.held is not None]
    right = np.array([hit.held for hit in held], dtype=float)
    rows.append(
        (METHOD, "holder right", float(right.mean()) if len(right) else 0.0, len(right), *interval(right, np.mean))
    )
    rows.append(_false_rate(read))
    rows.append(_calibration(everything.hits))
    return pd.DataFrame(rows, columns=["method", "score", "value", "n", "low", "high"])


def _values(read: Read, name: str) -> list[Any]:
    return sorted({getattr(hit, name) for hit in (*read.hits, *read.missed)})


def _shares(name: str, read: Read, documents: int) -> Iterator[tuple[str, str, float, int, float, float]]:
    counts = np.zeros((documents, 3))
    for hit in read.hits:
        if hit.right is not None:
            counts[hit.document] += (hit.right, 1, hit.right)
    for hit in read.missed:
        counts[hit.document, 2] += 1
    asked = int(counts[:, 2].sum())
    for score, share in SHARES.items():
        yield METHOD, f"{name} {score}", share(counts), asked, *interval(counts, share)


def _false_rate(read: Read) -> tuple[str, str, float, int, float, float]:
    """Return rows per 100 sentences in documents without any coded edge."""
    empty = [number for number, bare in enumerate(read.empty) if bare]
    found = dict.fromkeys(empty, 0)
    for hit in read.hits:
        if hit.document in found:
            found[hit.document] += 1
    counts = np.array([(found[number], read.sentences[number]) for number in empty], dtype=float).reshape(-1, 2)
    return METHOD, "false edges per 100 sentences", _rate(counts), int(counts[:, 1].sum()), *interval(counts, _rate)


def _rate(counts: np.ndarray[Any, Any]) -> float:
    found, sentences = counts.sum(axis=0) if len(counts) else (0.0, 0.0)
    return float(100 * found / sentences) if sentences else 0.0


def _calibration(everything: Sequence[Hit]) -> tuple[str, str, float, int, float, float]:
    """Return the expected calibration error over rows of any probability (Naeini, Cooper & Hauskrecht 2015)."""
    hits = [hit for hit in everything if hit.right is not None]
    pairs = np.array([(hit.probability, hit.right) for hit in hits], dtype=float).reshape(-1, 2)
    return METHOD, "calibration error", _error(pairs), len(pairs), *interval(pairs, _error, resamples=200)


def _error(pairs: np.ndarray[Any, Any]) -> float:
    if not len(pairs):
        return 0.0
    bins = np.minimum((pairs[:, 0] * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((pairs[bins == b, 0] - pairs[bins == b, 1]).sum())) for b in range(_BINS)]
    return sum(gaps) / len(pairs)


def _read_all(records: Sequence[Mapping[str, Any]], readers: Mapping[int, Reader], language: str) -> Read:
    read = Read([], [], [], [])
    documents = [Document.from_text(record["text"], doc_id=str(record["doc"])) for record in records]
    for number, (record, rows) in enumerate(zip(records, _stances(documents, records, readers, language), strict=True)):
        _compare(number, record, rows, readers[int(record["fold"])].threshold, read)
    return read


def _readers(records: Sequence[Mapping[str, Any]], folds: Path | None, reader: ReaderName) -> dict[int, Reader]:
    from ..stance.reader import Reader, packaged_reader

    numbers = sorted({int(record["fold"]) for record in records})
    if folds is None:
        return dict.fromkeys(numbers, packaged_reader(reader))
    missing = [number for number in numbers if not (folds / str(number) / "reader.json").is_file()]
    if missing:
        raise ReadingError(f"{folds} holds no reader for fold {missing[0]}; see training/stance/README.md.")
    return {number: Reader(folds / str(number)) for number in numbers}


def _stances(
    documents: Sequence[Document],
    records: Sequence[Mapping[str, Any]],
    readers: Mapping[int, Reader],
    language: str,
) -> Iterator[list[Stance]]:
    """Yield the rows of each document, improbable ones too."""
    from ..actors import View, link_actors, mention_rows
    from ..language import parse_many
    from ..quotes import quote_rows
    from ..reading.folding import unfold
    from ..stance import stance_rows

    docs = parse_many((document.folded for document in documents), language=language)
    for record, document, doc in zip(records, documents, docs, strict=True):
        view = View(doc)
        mentions = mention_rows(view)
        actors = link_actors(view, mentions)
        quotes = quote_rows(view, actors)
        reader = readers[int(record["fold"])]
        found = stance_rows(view, mentions, quotes, actors, reader=reader, threshold=_LOWEST)
        yield unfold(found, document.folding, document.text)


def _compare(number: int, record: Mapping[str, Any], rows: Sequence[Stance], threshold: float, read: Read) -> None:
    starts = [start for start, _ in record["sentences"]]
    gold = _gold(record["edges"])
    source = str(record.get("source", ""))
    best: dict[tuple[int, str, int], Stance] = {}
    for row in rows:
        key = (bisect_right(starts, row.start), row.target, row.sign)
        if len(row.target) == 2 and (key not in best or abs(row.score) > abs(best[key].score)):
            best[key] = row
    for key, row in best.items():
        edge = gold.get(key)
        held = None if edge is None else (NARRATOR if row.holder == NARRATOR else row.holder_country) in edge.holders
        right = edge.must or None if edge is not None else False
        kind = edge.kind if edge is not None else row.kind
        shown = abs(row.score) >= threshold
        read.hits.append(Hit(number, source, row.sign, kind, abs(row.score), right, held, shown))
    for key, edge in gold.items():
        if edge.must and (key not in best or abs(best[key].score) < threshold):
            read.missed.append(Hit(number, source, key[2], edge.kind, 0.0, None, None, False))
    read.sentences.append(len(starts))
    read.empty.append(not gold)


def _gold(edges: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str, int], Gold]:
    gold: dict[tuple[int, str, int], Gold] = {}
    for edge in edges:
        key = (int(edge["s"]), str(edge["target"]), _SIGNS[edge["sign"]])
        holder = NARRATOR if edge["holder"] == NARRATOR else edge["holder_country"]
        known = gold.get(key, Gold(False, edge["kind"], frozenset()))
        gold[key] = Gold(known.must or edge["must"], known.kind, known.holders | {holder})
    return gold
