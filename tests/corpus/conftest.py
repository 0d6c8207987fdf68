"""What the tests of corpora share: documents, a cheap stage, one Dask cluster, and how to compare two stores."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the engines import the fake walk by name

import fakewalk  # noqa: E402

from analysis.corpus.columns import TABLES  # noqa: E402
from analysis.corpus.engine import write_part  # noqa: E402
from analysis.corpus.partition import keyed, partition_of  # noqa: E402
from analysis.corpus.store import Store  # noqa: E402
from analysis.reading import Document  # noqa: E402

NAMES = ("Russland", "China", "Kasachstan")


def make_documents(number: int, *, poisons: Sequence[str] = ()) -> list[Document]:
    """Make small articles of two outlets over a year; the poisonous ones stand among them."""
    documents = [
        Document.from_text(
            f"{NAMES[i % 3]} {'lobt' if i % 2 else 'tadelt'} {NAMES[(i + 1) % 3]} zum {i}. Mal in Astana.",
            doc_id=f"d{i:04}",
            outlet=("Morgenblatt", "Abendpost")[i % 2],
            date=date(2023, 1 + i % 12, 1 + i % 28),
        )
        for i in range(number)
    ]
    for index, poison in enumerate(poisons):
        documents.insert(3 + index * 7, Document.from_text(f"Ein Satz mit {poison} darin.", doc_id=poison))
    return documents


def write_jsonl(path: Path, documents: Sequence[Document]) -> Path:
    """Write documents as lines of JSON."""
    lines = (
        json.dumps(
            {
                "doc_id": item.doc_id,
                "text": item.text,
                "outlet": item.outlet,
                "date": item.date.isoformat() if item.date else None,
            }
        )
        for item in documents
    )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def contents(store: Path) -> dict[str, bytes]:
    """Give every table of a store, sorted, as bytes; and its errors."""
    import pyarrow.parquet as pq

    manifest = json.loads((store / "manifest.json").read_text("utf-8"))
    found = {}
    for table in TABLES:
        rows: list[dict[str, Any]] = []
        for part in manifest["parts"]:
            rows.extend(pq.read_table(store / "tables" / table / f"part-{part}.parquet").to_pylist())
        found[table] = "\n".join(sorted(json.dumps(row, default=str) for row in rows)).encode()
        files = {path.name for path in (store / "tables" / table).iterdir()}
        assert files == {f"part-{part}.parquet" for part in manifest["parts"]}, "a file that the manifest does not list"
    errors = pq.read_table(store / "errors.parquet").to_pylist()
    found["errors"] = "\n".join(sorted(f"{row['doc_id']} {row['kind']} {row['tries']}" for row in errors)).encode()
    assert not list(store.rglob("*.draft")), "a draft was left behind"
    assert not list(store.glob("journal/*")), "a record was left in the journal"
    return found


def build_store(root: Path, documents: Sequence[Document], *, size: int = 20) -> Path:
    """Write a store of the fake walk without Dask."""
    store = Store(root, made={"stage": "fake"}, noted={})
    items = [keyed(document) for document in documents]
    for begin in range(0, len(items), size):
        part = partition_of(items[begin : begin + size])
        rows = [fakewalk.rows_of(item.document) for item in part.documents]
        store.commit([write_part(part, root, rows)])
    return root


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Give the address of a scheduler with two workers, which the tests share."""
    from analysis.corpus.cluster import connect

    with connect(workers=2) as client:
        yield client.scheduler.address


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of 120 small articles."""
    return build_store(tmp_path_factory.mktemp("ask") / "store", make_documents(120))
