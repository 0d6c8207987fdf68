"""Documents with coded edges as arrays: what the reader sees of them, and what it should say.

    python training/stance/examples.py --documents …/stance_edges/documents.jsonl --out main.pkl
    python training/stance/examples.py --documents training/stance/coded/*.jsonl.xz --texts …/quotes/*.jsonl.xz \\
        --out more.pkl
    python training/stance/examples.py --predicates --out predicates.pkl

Runs in the run-time environment. A document whose text is not ours names it by ``doc_id``, and ``--texts`` has it.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analysis.actors import View, link_actors, mention_rows
from analysis.language import parse_many
from analysis.language.vectors import form_vectors
from analysis.quotes import quote_rows
from analysis.reading import Document
from analysis.stance.holders import find_references
from analysis.stance.lexicon import default_predicates, known_words
from analysis.stance.lexicon import predicates as lexicon
from analysis.stance.output.rows import KINDS
from analysis.stance.reader import Cells, Encoded, Related, Relator, encode, find_cells

PREDICATE_WEIGHT = 0.5
"""Weight of the examples of the lexicon: they are many and alike."""


class Example(NamedTuple):
    """A document; `signs`, `must`, `kinds`, `hedged`, `evidence` and `holders` say what was coded of each cell."""

    record: dict[str, Any]
    spans: list[tuple[int, int]]
    """Code points of the sentences."""
    encoded: Encoded
    vectors: np.ndarray
    known: np.ndarray
    cells: Cells
    related: Related | None
    signs: np.ndarray
    must: np.ndarray
    kinds: np.ndarray
    hedged: np.ndarray
    evidence: np.ndarray
    holders: np.ndarray
    weight: float
    soft: np.ndarray | None = None
    """Probabilities of both signs that a network gives each cell, where nobody coded them."""

    @property
    def wanted(self) -> np.ndarray:
        """What the reader should say of the signs of each cell: what was coded, else what a network gives."""
        return self.signs if self.soft is None else self.soft


def read_articles(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return articles of the quotation corpus by their ``doc_id``."""
    found = {}
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            found |= {record["doc_id"]: record for record in map(json.loads, file)}
    return found


def read_documents(paths: Iterable[Path], texts: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if "text" not in record:
                    source = texts.get(record["doc_id"])
                    if source is None:
                        continue
                    record |= {"text": source["text"], "sentences": [s[:2] for s in source["sentences"]]}
                yield record


def read_predicates() -> Iterator[dict[str, Any]]:
    """Yield the examples of the lexicon with the edges that they are expected to give."""
    path = Path(lexicon.__file__).with_name("predicates.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows):
        text, expected = row["example"], row["expected"]
        if not text or not (expected or row["effect"]):
            continue
        edges = []
        for holder, target, sign in re.findall(r"(\S+)>([A-Z]{2})(?: ([+-]))?", expected):
            country = holder if re.fullmatch("[A-Z]{2}", holder) else None
            edges.append(
                {
                    "s": 1, "holder": "narrator" if holder == "narrator" else country, "holder_country": country,
                    "target": target, "sign": sign or row["sign"], "kind": row["kind"] or "act", "hedged": False,
                    "must": True, "evidence": None,
                }
            )  # fmt: skip
        if all(edge["sign"] in "+-" for edge in edges):
            for version, (new, changed) in enumerate(_versions(text, edges, row, number)):
                yield {
                    "doc": f"predicate{number}-{version}", "source": "predicates", "text": new,
                    "sentences": [[0, len(new)]], "edges": changed, "weight": PREDICATE_WEIGHT,
                }  # fmt: skip


NEGATIONS = ("nicht", "nie", "niemals", "nicht", "keineswegs")
HEDGES = ("Angeblich", "Offenbar", "Vermutlich", "Möglicherweise", "Wahrscheinlich")


def _versions(
    text: str, edges: list[dict[str, Any]], row: dict[str, str], number: int
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield an example, its negation and two hedged forms, where they can be made.

    Support that is denied is no support (*unterstützt … nicht*: −), criticism that is denied is nothing.
    """
    yield text, edges
    subject, auxiliary, rest = text.partition(" hat " if " hat " in text else " ist ")
    if not auxiliary or row["effect"] or row["pos"] not in ("VERB", "ADJ") or " nicht " in text or "kein" in text:
        return
    before, _, last = text.rpartition(" ")
    turned = [edge | {"sign": "-"} for edge in edges if edge["sign"] == "+" and edge["holder"] != "narrator"]
    yield f"{before} {NEGATIONS[number % len(NEGATIONS)]} {last}", turned
    hedged = [edge | {"hedged": True} for edge in edges]
    yield f"{HEDGES[number % len(HEDGES)]}{auxiliary}{subject} {rest}", hedged
    infinitive = "haben" if auxiliary == " hat " else "sein"
    yield f"{subject} soll {rest.rstrip('.')} {infinitive}.", hedged


def make_examples(records: Sequence[dict[str, Any]]) -> Iterator[Example]:
    documents = [Document.from_text(record["text"], doc_id=str(record["doc"])) for record in records]
    for record, doc in zip(records, parse_many(documents), strict=True):
        view = View(doc)
        mentions = mention_rows(view)
        actors = link_actors(view, mentions)
        quotes = quote_rows(view, actors)
        encoded = encode(view, mentions, quotes, find_references(view, mentions, actors))
        yield _example(record, view, encoded)


def _example(record: dict[str, Any], view: View, encoded: Encoded) -> Example:
    tokens = encoded.tokens.tolist()
    bounds = encoded.sentences.tolist()
    spans = [(view.starts[tokens[first]], view.ends[tokens[end - 1]]) for first, end in pairwise(bounds)]
    cells = find_cells(encoded)
    count, parties = len(cells.sentences), len(encoded.parties)
    related = Relator(encoded).relate(cells) if count else None
    length = related.words.shape[1] if related is not None else 0
    vectors = form_vectors(encoded.forms)
    vectors[[not form for form in encoded.forms]] = 0
    example = Example(
        record, spans, encoded, vectors.astype(np.float16),
        known_words(encoded.forms, encoded.lemmas, default_predicates()).astype(np.float16), cells, related,
        np.zeros((count, 2), np.float32), np.zeros((count, 2), bool), np.zeros((count, 2, 4), np.float32),
        np.zeros((count, 2), np.float32), np.zeros((count, 2, length), np.float32),
        np.zeros((count, 2 + parties), np.float32), float(record.get("weight", 1.0)),
    )  # fmt: skip
    starts = np.array([view.starts[token] for token in tokens], dtype=np.int64)
    ends = np.array([view.ends[token] for token in tokens], dtype=np.int64)
    place = {
        pair: number for number, pair in enumerate(zip(cells.sentences.tolist(), cells.targets.tolist(), strict=True))
    }
    numbers = {party: number for number, party in enumerate(encoded.parties)}
    for edge in record["edges"]:
        cell = place.get((_sentence_of(edge, record, spans), numbers.get(edge["target"], -1)))
        if cell is not None:
            _write_edge(example, cell, edge, numbers, starts, ends)
    return example


def _sentence_of(edge: dict[str, Any], record: dict[str, Any], spans: Sequence[tuple[int, int]]) -> int:
    """Return the package's sentence that holds the evidence, else the one that shares most with the coded sentence."""
    first, end = edge["evidence"] or record["sentences"][edge["s"] - 1]
    middle = (first + end) / 2
    shares = [(a <= middle < b, min(b, end) - max(a, first)) for a, b in spans]
    return max(range(len(spans)), key=shares.__getitem__) if spans else -1


def _write_edge(
    example: Example, cell: int, edge: dict[str, Any], numbers: dict[str, int], starts: np.ndarray, ends: np.ndarray
) -> None:
    side = "+-".index(edge["sign"])
    example.signs[cell, side] = 1
    example.must[cell, side] |= edge["must"]
    example.kinds[cell, side, KINDS.index(edge["kind"])] = 1
    example.hedged[cell, side] = max(example.hedged[cell, side], float(edge["hedged"]))
    country = edge["holder_country"]
    if edge["holder"] == "narrator":
        example.holders[cell, 0] = 1
    elif country is None:
        example.holders[cell, 1] = 1
    elif country in numbers:
        example.holders[cell, 2 + numbers[country]] = 1
    if edge["evidence"] and example.related is not None:
        words = example.related.words[cell]
        first, end = edge["evidence"]
        inside = (words >= 0) & (starts[words] < end) & (ends[words] > first)
        example.evidence[cell, side][inside] = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles of ../quotes, for documents without text"
    )
    parser.add_argument("--predicates", action="store_true", help="the examples of the lexicon")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    records = [
        *read_documents(options.documents, read_articles(options.texts)),
        *(read_predicates() if options.predicates else ()),
    ]
    examples = list(make_examples(records))
    with options.out.open("wb") as file:
        pickle.dump(examples, file)
    edges = sum(len(record["edges"]) for record in records)
    read = sum(int(example.signs.sum()) for example in examples)
    print(
        f"{len(examples)} documents, {edges} edges, {read} cells with a sign of {sum(len(e.signs) for e in examples)}"
    )


if __name__ == "__main__":
    import examples

    examples.main()  # so that the pickled rows belong to this module, not to a script
