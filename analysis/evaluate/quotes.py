"""Quotes against gold: the benchmark's metric per role and type, word-level F1, and calibration, with intervals.

    mittellage evaluate quotes --gold dev.jsonl.xz

References
----------
Petersen-Frey & Biemann (2024): Dataset of quotation attribution in German news articles. LREC-COLING.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..errors import MittellageError
from ..quotes.finders import TYPES_OF_BENCHMARK
from ..tables import Quote, Span
from .bootstrap import bounds, draws
from .quote_metrics import PARTS, Annotated, align, scores, tally, token_f1

if TYPE_CHECKING:
    import pandas as pd

_MEDIA: Final = {
    "Speech": "speech",
    "Thought": "thought",
    "Writing": "writing",
    "SW": "speech",
    "ST": "speech",
    "TW": "writing",
}
_RESAMPLES: Final = 400


class Judged(NamedTuple):
    """A document with the quotes of the gold and those that were found, in the gold's word numbers."""

    doc_id: str
    text: str
    gold: tuple[Annotated, ...]
    found: tuple[Annotated, ...]
    confidence: tuple[float, ...]
    """Score of each found quote."""


def run(
    gold: Path, *, texts: Path | None = None, language: str = "default", resamples: int = _RESAMPLES
) -> pd.DataFrame:
    """Return the scores of the quotes that the package finds.

    Parameters
    ----------
    gold : pathlib.Path
        Records of the benchmark, JSON lines, plain or packed with xz: ``doc_id, text, tokens, annotations``.
    texts : pathlib.Path, optional
        Not needed, for the gold holds its texts.
    language : str
        Language backend.
    resamples : int
        Bootstrap samples of documents for the 95 % intervals.

    Returns
    -------
    pandas.DataFrame
        Columns ``measure, part, value, n, low, high``. Measures: ``f1`` (the benchmark's, per part, and pooled as roles
        and joint, and of the labels as type), ``f1_of_type`` (quotes of one type alone),
        ``token_f1`` and ``calibration_error``.

    Raises
    ------
    MittellageError
        If a record lacks a field.
    """
    import pandas as pd

    judged = analyse_gold(read_gold(gold), language=language)
    rows = [
        *_benchmark(judged, resamples),
        *_by_type(judged, resamples),
        *_words(judged, resamples),
        _calibration(judged),
    ]
    return pd.DataFrame(rows, columns=["measure", "part", "value", "n", "low", "high"])


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read the benchmark's records; packed files end in ``.xz``."""
    data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    records = [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]
    for number, record in enumerate(records, start=1):
        for field in ("doc_id", "text", "tokens", "annotations"):
            if field not in record:
                raise MittellageError(
                    f"{path.name}, record {number}: {field!r} is missing. The gold is JSON lines with doc_id, text, "
                    "tokens and annotations, as the German quotation benchmark has them."
                )
    return records


def analyse_gold(records: Sequence[Mapping[str, Any]], *, language: str = "default") -> list[Judged]:
    """Let the package read the texts of the gold, and put both sides into the gold's words."""
    from ..actors import link_actors, mention_rows
    from ..language import parse_many
    from ..quotes import quote_rows
    from ..reading import Document
    from ..reading.folding import unfold

    documents = [Document.from_text(record["text"], doc_id=record["doc_id"]) for record in records]
    result: list[Judged] = []
    docs = parse_many((document.folded for document in documents), language=language)
    for record, document, doc in zip(records, documents, docs, strict=True):
        quotes = unfold(quote_rows(doc, link_actors(doc, mention_rows(doc))), document.folding, document.text)
        starts = np.array([token[0] for token in record["tokens"]])
        ends = np.array([token[1] for token in record["tokens"]])
        result.append(
            Judged(
                record["doc_id"],
                record["text"],
                tuple(_from_gold(row, starts, ends) for row in record["annotations"]),
                tuple(_from_row(row, starts, ends) for row in quotes),
                tuple(row.score for row in quotes),
            )
        )
    return result


def _from_gold(row: Mapping[str, Any], starts: Any, ends: Any) -> Annotated:
    parts = tuple(_words_in(row.get(part, {}).get("spans", []), starts, ends) for part in PARTS)
    return Annotated(parts, TYPES_OF_BENCHMARK[row["type"]], _MEDIA.get(row["medium"], ""))


def _from_row(row: Quote, starts: Any, ends: Any) -> Annotated:
    speaker = [] if row.speaker_start is None else [(row.speaker_start, row.speaker_end)]
    addressee = [] if row.addressee_start is None else [(row.addressee_start, row.addressee_end)]
    spans = (row.spans, speaker, row.cue_spans, row.frame_spans, addressee)
    return Annotated(tuple(_words_in(part, starts, ends) for part in spans), row.type, row.medium)


def _words_in(spans: Sequence[Span | Sequence[Any]], starts: Any, ends: Any) -> frozenset[int]:
    inside: set[int] = set()
    for start, end in spans:
        inside.update(np.flatnonzero((starts < end) & (ends > start)).tolist())
    return frozenset(inside)


def _benchmark(judged: Sequence[Judged], resamples: int) -> Iterator[tuple[Any, ...]]:
    tallies = [[tally(*pair) for pair in align(d.gold, d.found)] for d in judged]
    counts = [len(d.gold) for d in judged]

    def measure(chosen: Sequence[int]) -> dict[str, float]:
        return scores(t for i in chosen for t in tallies[i])

    for part, (value, low, high) in _bootstrap(measure, len(judged), resamples).items():
        number = PARTS.index(part) if part in PARTS else None
        n = sum(counts) if number is None else sum(t.recall[number] is not None for d in tallies for t in d)
        yield "f1", part, value, n, low, high


def _by_type(judged: Sequence[Judged], resamples: int) -> Iterator[tuple[Any, ...]]:
    for kind in TYPES_OF_BENCHMARK.values():
        tallies = [
            [
                tally(*pair)
                for pair in align([q for q in d.gold if q.type == kind], [q for q in d.found if q.type == kind])
            ]
            for d in judged
        ]
        n = sum(t.gold_type is not None for d in tallies for t in d)

        def measure(chosen: Sequence[int], tallies: list[list[Any]] = tallies) -> dict[str, float]:
            return {"quote": scores(t for i in chosen for t in tallies[i])["quote"]}

        value, low, high = _bootstrap(measure, len(judged), resamples)["quote"]
        yield "f1_of_type", kind, value, n, low, high


def _words(judged: Sequence[Judged], resamples: int) -> Iterator[tuple[Any, ...]]:
    def measure(chosen: Sequence[int]) -> dict[str, float]:
        return token_f1((judged[i].gold, judged[i].found) for i in chosen)

    for number, (part, (value, low, high)) in enumerate(_bootstrap(measure, len(judged), min(resamples, 100)).items()):
        n = sum(len(quote.parts[number]) for d in judged for quote in d.gold)
        yield "token_f1", part, value, n, low, high


def reliability(judged: Sequence[Judged], *, bins: int = 10) -> list[tuple[float, float, int]]:
    """Compare scores with success: (mean score, share that is right, n) for each bin of scores.

    A found quote is right if it is aligned with a gold quote and shares more than half of its words with it.
    """
    pairs: list[tuple[float, bool]] = []
    for document in judged:
        partner = {id(found): gold for gold, found in align(document.gold, document.found) if found is not None}
        for found, score in zip(document.found, document.confidence, strict=True):
            gold = partner.get(id(found))
            shared = len(gold.parts[0] & found.parts[0]) if gold else 0
            right = gold is not None and 2 * shared / (len(gold.parts[0]) + len(found.parts[0])) > 0.5
            pairs.append((score, right))
    result: list[tuple[float, float, int]] = []
    for number in range(bins):
        inside = [p for p in pairs if number / bins <= p[0] < (number + 1) / bins or (number == bins - 1 and p[0] == 1)]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            result.append((mean, sum(right for _, right in inside) / len(inside), len(inside)))
    return result


def _calibration(judged: Sequence[Judged]) -> tuple[Any, ...]:
    """Return the expected calibration error: mean gap between score and success, weighted by the size of the bins."""
    table = reliability(judged)
    total = sum(n for _, _, n in table)
    value = sum(n * abs(score - right) for score, right, n in table) / total if total else 0.0
    return "calibration_error", "quote", value, total, None, None


def _bootstrap(
    measure: Callable[[Sequence[int]], dict[str, float]], count: int, resamples: int
) -> dict[str, tuple[float, float | None, float | None]]:
    """Value and 95 % interval of each measure; documents are drawn, for their quotes depend on each other."""
    whole = measure(range(count))
    drawn = [measure(draw) for draw in draws(count, seed=0, resamples=resamples).tolist()]
    return {
        name: (value, *(bounds([again[name] for again in drawn]) if drawn else (None, None)))
        for name, value in whole.items()
    }
