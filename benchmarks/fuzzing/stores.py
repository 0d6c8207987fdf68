"""Stores: small ones of many documents through the engine of the corpus, and small ones whose files are damaged."""

from __future__ import annotations

import atexit
import json
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus import Corpus
from analysis.corpus.checking import check_store, repair_store
from analysis.corpus.engine import Stage, write_part
from analysis.corpus.failures import reading_problem
from analysis.corpus.partition import cut, keyed, partition_of
from analysis.corpus.sandbox import Sandbox
from analysis.corpus.store import Store
from analysis.pipeline import Analysis, iter_results
from analysis.reading import Document, ReadingFailure, iter_documents
from analysis.tables import ROWS

from .checks import Fault, check_rows, hidden
from .inputs import Input
from .records import damaged
from .targets import ANY, Outcome, guarded

TEXTS = ("Kasachstan kritisiert Russland.", "„Wir warten“, sagte Xi Jinping.", "Die USA loben Usbekistan nicht.")


@cache
def _sandbox() -> Sandbox:
    """Start one engine for all stores of this process."""
    box = Sandbox(Stage(_walk, ANY))
    atexit.register(box.close)
    return box


def _walk(documents: Sequence[Document]) -> Iterator[Any]:
    return iter_results(documents, options=ANY)


def run_corpus_lines(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Analyse lines into a store; each is a document or an error of it, and its rows say what its text says."""
    if not items:
        return
    root = folder / f"store{items[0].number}"
    source = folder / f"lines{items[0].number}.jsonl"
    source.write_bytes(b"\n".join(item.data for item in items) + b"\n")
    found = list(iter_documents(source, any_language=True))
    if len(found) != len(items):
        yield Outcome(items[0].number, None, (Fault("lost", f"{len(found)} documents of {len(items)} lines"),))
        return
    store = Store(root, made={"stage": "fuzz"})
    failures = [reading_problem(item) for item in found if isinstance(item, ReadingFailure)]
    documents = [keyed(item) for item in found if isinstance(item, Document)]
    records = [_sandbox().run(partition_of(group), root).record for group in cut(documents, most=20)]
    store.commit(records, problems=failures)
    corpus = Corpus.open(root)
    rows = {name: getattr(corpus, name).frame().to_dict("records") for name in ROWS if name in CHECKED}
    errors = {row["doc_id"]: row for row in corpus.errors.to_dict("records")}
    for item, one in zip(items, found, strict=True):
        yield Outcome(item.number, *_outcome(one, rows, errors))
    shutil.rmtree(root)
    source.unlink()


CHECKED = frozenset({"documents", "segments", "sentences", "tokens", "mentions", "quotes", "stances", "markers"})


def _outcome(found: Any, rows: dict[str, list[Any]], errors: dict[str, Any]) -> tuple[str | None, tuple[Fault, ...]]:
    if isinstance(found, ReadingFailure):
        return found.reason, ()
    if found.doc_id in errors:
        said = errors[found.doc_id]["message"]
        return said, tuple(hidden(said)) or (Fault("crashed", f"{errors[found.doc_id]['kind']}: {said}"),)
    own = {name: [_plain(row) for row in table if row["doc_id"] == found.doc_id] for name, table in rows.items()}
    if len(own.pop("documents")) != 1:
        return None, (Fault("lost", f"{found.doc_id!r} is in no table and no error"),)
    return None, tuple(check_rows(found.text, {name: _in_order(name, table) for name, table in own.items()}))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with None for what pandas calls missing."""
    return {key: None if _missing(value) else value for key, value in row.items()}


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _in_order(name: str, table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows in the order of their ids: a store sorts by place, where two rows may share one."""
    column = f"{name[:-1]}_id"
    return sorted(table, key=lambda row: int(str(row[column]).lstrip("smqtk")))


def run_stores(items: Sequence[Input], folder: Path) -> Iterator[Outcome]:
    """Damage a file of a store: it is told, or nothing that is read has changed; after a repair the store is whole."""
    for item in items:
        yield guarded(lambda item: _store(item, folder / f"store{item.number}"), item)


def _store(item: Input, root: Path) -> tuple[str | None, list[Fault]]:
    shutil.copytree(_base(), root)
    try:
        return _damaged(random.Random(item.data), root)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _damaged(chance: random.Random, root: Path) -> tuple[str | None, list[Fault]]:
    path = chance.choice(sorted(path for path in root.rglob("*") if path.is_file() and path.name != ".lock"))
    data = path.read_bytes()
    if chance.random() < 0.1:
        path.unlink()
    elif path.suffix == ".json" and chance.random() < 0.5:
        path.write_bytes(_other_values(chance, data))
    else:
        path.write_bytes(damaged(chance, data))
    condition = check_store(root)
    said = "; ".join(f"{fault.file} {fault.reason}" for fault in condition.faults)
    faults = []
    if not said and _contents(root) != _before():
        faults.append(Fault("lost", f"damage of {path.relative_to(root)} is not told, and other rows are read"))
    repair_store(root)
    if left := check_store(root).faults:
        faults.append(Fault("lost", f"after a repair: {left[0]}"))
    return said or None, faults


def _other_values(chance: random.Random, data: bytes) -> bytes:
    """Put a value of another type in a place of a JSON file."""
    tree = json.loads(data)
    place = tree
    while True:
        key = chance.choice(list(place))
        if isinstance(place[key], dict) and place[key] and chance.random() < 0.7:
            place = place[key]
            continue
        place[key] = chance.choice((None, "x", -1, 1.5, [], {}, True, 10**30))
        return json.dumps(tree).encode()


def _contents(root: Path) -> dict[str, str]:
    corpus = Corpus.open(root)
    return {name: repr(getattr(corpus, name).frame().to_dict("records")) for name in sorted(CHECKED)}


@cache
def _before() -> dict[str, str]:
    """Read the store that is not damaged, once."""
    return _contents(_base())


@cache
def _base() -> Path:
    """Make a store of three documents, once."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    documents = [keyed(Document.from_text(text, doc_id=f"d{n}", source=f"{n}.txt")) for n, text in enumerate(TEXTS)]
    store = Store(folder / "store", made={"stage": "fuzz"})
    results = [result for result in iter_results([item.document for item in documents]) if isinstance(result, Analysis)]
    for item, result in zip(documents[:2], results[:2], strict=True):
        part = partition_of([item])
        store.commit([write_part(part, folder / "store", [result.rows])])
    failure = ReadingFailure("c.txt", "", None, "it is empty")
    store.commit([], problems=[reading_problem(failure)])
    return folder / "store"
