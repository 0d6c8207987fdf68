"""Partitions: volume, keys that stand for content, and what a plan leaves out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conftest import build_store, make_documents
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.partition import cut, document_key, keyed, partition_of
from analysis.corpus.plan import Plan
from analysis.corpus.store import Store
from analysis.reading import Document


def sizes(*lengths: int) -> list[Document]:
    return [Document(doc_id=str(i), text="x" * length) for i, length in enumerate(lengths)]


def test_a_group_closes_when_it_has_the_text_or_the_documents() -> None:
    items = [keyed(item) for item in sizes(5, 5, 1, 20, 1, 1, 1, 1)]
    assert [len(group) for group in cut(items, chars=10, most=3)] == [2, 2, 3, 1]


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 40), st.integers(1, 7))
def test_cutting_keeps_every_document_in_order(lengths: list[int], chars: int, most: int) -> None:
    items = [keyed(item) for item in sizes(*lengths)]
    groups = list(cut(items, chars=chars, most=most))
    assert [item for group in groups for item in group] == items
    for group in groups[:-1]:
        volume = sum(len(item.document.text) for item in group)
        assert volume >= chars or len(group) == most
        assert volume - len(group[-1].document.text) < chars


def test_the_key_is_that_of_content_and_metadata_not_of_the_path() -> None:
    one = Document.from_text("Russland schweigt.", doc_id="a", date=date(2023, 2, 28), source="here.txt")
    moved = Document.from_text("Russland schweigt.", doc_id="a", date=date(2023, 2, 28), source="there.txt")
    others = [
        Document.from_text("Russland schweigt!", doc_id="a", date=date(2023, 2, 28)),
        Document.from_text("Russland schweigt.", doc_id="b", date=date(2023, 2, 28)),
        Document.from_text("Russland schweigt.", doc_id="a", date=date(2023, 3, 1)),
        Document.from_text("Russland schweigt.", doc_id="a", date=date(2023, 2, 28), translated=True),
    ]
    assert keyed(one).key == keyed(moved).key
    assert len({keyed(item).key for item in [one, *others]}) == 5
    assert partition_of([keyed(one)]).key == partition_of([keyed(moved)]).key


def test_a_row_of_documents_has_the_key_of_its_document(store: Path) -> None:
    import pyarrow.parquet as pq

    rows = [row for file in sorted((store / "tables/documents").iterdir()) for row in pq.read_table(file).to_pylist()]
    assert {document_key(**row) for row in rows} == {keyed(item).key for item in make_documents(120)}


def test_a_plan_leaves_out_what_is_done_and_names_what_contradicts(tmp_path: Path) -> None:
    documents = make_documents(10)
    store = Store(build_store(tmp_path / "store", documents[:4], size=4), made={"stage": "fake"})
    changed = Document.from_text("Ganz anders.", doc_id="d0001")
    twice = Document.from_text("Auch anders.", doc_id="d0007")
    plan = Plan(store, [*documents, documents[5], changed, twice], most=4)
    assert [[item.document.doc_id for item in part.documents] for part in plan] == [
        ["d0004", "d0005", "d0006", "d0007"],
        ["d0008", "d0009"],
    ]
    assert (plan.known, plan.repeated) == (4, 1)
    assert [(item.doc_id, item.kind) for item in plan.take_problems()] == [("d0001", "conflict"), ("d0007", "conflict")]
    assert plan.take_problems() == []


def test_a_resumed_plan_cuts_where_an_undisturbed_one_cuts(tmp_path: Path) -> None:
    documents = make_documents(10)
    whole = Plan(Store(tmp_path / "a", made={}), documents, most=4)
    rest = Plan(Store(build_store(tmp_path / "b", documents[:4], size=4), made={"stage": "fake"}), documents, most=4)
    assert [part.key for part in whole][1:] == [part.key for part in rest]
