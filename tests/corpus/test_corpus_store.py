"""The store: what counts is what the manifest lists, whatever else lies around."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import fakewalk
import pytest
from conftest import build_store, contents, make_documents

from analysis.corpus import Corpus, migrate
from analysis.corpus.columns import TABLES
from analysis.corpus.engine import write_part
from analysis.corpus.failures import WORTH_RETRYING, Problem, reading_problem
from analysis.corpus.files import locked, write_whole
from analysis.corpus.manifest import SCHEMA, refuse_foreign
from analysis.corpus.partition import Partition, keyed, partition_of
from analysis.corpus.store import Store, journal_file, table_file
from analysis.errors import CorpusError
from analysis.reading import ReadingFailure
from analysis.tables import describe

MADE = {"version": "1", "models": {"parser": "aa"}, "stage": "fake"}


def part(begin: int, end: int) -> Partition:
    return partition_of([keyed(document) for document in make_documents(40)[begin:end]])


def write(store: Store, partition: Partition) -> dict[str, object]:
    return write_part(partition, store.root, [fakewalk.rows_of(item.document) for item in partition.documents])


def test_a_finished_part_that_was_not_listed_is_taken_up(tmp_path: Path) -> None:
    store = Store(tmp_path, made=MADE)
    write(store, part(0, 5))
    assert store.documents == 0
    again = Store(tmp_path, made=MADE)
    again.recover()
    assert again.documents == len(Corpus.open(tmp_path)) == 5
    contents(tmp_path)


def test_parts_without_a_record_and_drafts_are_removed(tmp_path: Path) -> None:
    store = Store(tmp_path, made=MADE)
    store.commit([write(store, part(0, 5))])  # type: ignore[list-item]
    write(store, part(5, 9))
    journal_file(tmp_path, part(5, 9).key).unlink()
    (tmp_path / "tables" / "quotes" / ".part-x.parquet.0.draft").write_bytes(b"half")
    Store(tmp_path, made=MADE).recover()
    assert contents(tmp_path) == contents(build_store(tmp_path / "same", make_documents(40)[:5], size=5))


def test_a_record_whose_documents_were_done_anew_is_dropped(tmp_path: Path) -> None:
    store = Store(tmp_path, made=MADE)
    store.commit([write(store, part(0, 5))])  # type: ignore[list-item]
    write(store, part(3, 8))  # of a worker that lost its client: two of its documents are in the store by now
    again = Store(tmp_path, made=MADE)
    again.recover()
    assert sorted(doc_id for doc_id, _ in again.done()) == [f"d{i:04}" for i in range(5)]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"part": "x"}'])
def test_a_damaged_record_counts_as_none(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path, made=MADE)
    write(store, part(0, 5))
    journal_file(tmp_path, part(0, 5).key).write_text(damage)
    Store(tmp_path, made=MADE).recover()
    assert len(Corpus.open(tmp_path)) == 0
    contents(tmp_path)


def test_errors_of_parts_that_a_reader_does_not_know_yet_are_hidden(tmp_path: Path) -> None:
    store = Store(tmp_path, made=MADE)
    store.commit([], problems=[reading_problem(ReadingFailure("a.txt", "row 3", None, "it is empty"))])
    before = (tmp_path / "manifest.json").read_bytes()
    record = write(store, part(0, 5))
    record["errors"] = [Problem("k", "bad", None, "crash", "It ended.", None, 2, part(0, 5).key)._asdict()]
    store.commit([record])  # type: ignore[list-item]
    assert sorted(Corpus.open(tmp_path).errors["kind"]) == ["crash", "reading"]
    (tmp_path / "manifest.json").write_bytes(before)
    assert Corpus.open(tmp_path).errors["source"].tolist() == ["a.txt#row-3"]


def test_failed_documents_can_be_taken_up_again(tmp_path: Path) -> None:
    store = Store(tmp_path, made=MADE)
    kinds = [*WORTH_RETRYING, "conflict", "reading"]
    store.commit([], problems=[Problem(kind, kind, None, kind, "why", None, 2, None) for kind in kinds])  # type: ignore[arg-type]
    store.forget(WORTH_RETRYING)
    assert sorted(Store(tmp_path, made=MADE).problems) == ["conflict", "reading"]


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ({**MADE, "version": "2"}, "version '1', this run has '2'"),
        ({**MADE, "models": {"parser": "bb"}}, "models parser 'aa', this run has 'bb'"),
    ],
)
def test_a_store_holds_results_of_one_method(tmp_path: Path, made: dict[str, object], named: str) -> None:
    Store(tmp_path, made=MADE)
    with pytest.raises(CorpusError, match=named):
        Store(tmp_path, made=made)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(CorpusError, match=r"thesis\.docx"):
        refuse_foreign(tmp_path)
    (tmp_path / "manifest.json").write_text('{"kind": "results"}')
    with pytest.raises(CorpusError, match="no corpus store"):
        refuse_foreign(tmp_path)
    with pytest.raises(CorpusError, match="is a file"):
        refuse_foreign(tmp_path / "thesis.docx")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path / ".lock"), pytest.raises(CorpusError, match="Another run"), locked(tmp_path / ".lock"):
        pass
    with locked(tmp_path / ".lock"):
        pass


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")

    def full(draft: Path) -> None:
        draft.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(CorpusError, match="No space left on device"):
        write_whole(path, full)
    assert [item.name for item in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "before"


def age(store: Path, schema: int) -> None:
    """Make a store look as if it came from another schema."""
    manifest = json.loads((store / "manifest.json").read_text("utf-8"))
    manifest["schema"] = schema
    (store / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_another_schema_says_what_to_do(tmp_path: Path) -> None:
    store = build_store(tmp_path / "store", make_documents(5))
    age(store, SCHEMA - 1)
    with pytest.raises(CorpusError, match="migrate"):
        Corpus.open(store)
    age(store, SCHEMA + 1)
    with pytest.raises(CorpusError, match="update mittellage"):
        Corpus.open(store)
    with pytest.raises(CorpusError, match="update mittellage"):
        migrate(store)


def test_migration_brings_columns_and_meanings_up_to_date(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    store = build_store(tmp_path / "store", make_documents(30), size=10)
    before = {table: getattr(Corpus.open(store), table).frame() for table in TABLES}
    for file in (store / "tables/mentions").iterdir():  # as if an older contract had no entity, and German roles
        data = pq.read_table(file).drop_columns(["entity"])
        roles = pa.array(["handelnd"] * data.num_rows)
        pq.write_table(data.set_column(data.column_names.index("role"), "role", roles), file)

    def translate(table: str, data: pa.Table) -> pa.Table:
        if table != "mentions":
            return data
        roles = pa.array(["actor" if role == "handelnd" else role for role in data["role"].to_pylist()])
        return data.set_column(data.column_names.index("role"), "role", roles)

    assert migrate(store, steps={SCHEMA: translate}, schema=SCHEMA + 1) == 3
    assert migrate(store, steps={SCHEMA: translate}, schema=SCHEMA + 1) == 0
    assert not list(store.glob("tables/*/part-????????????????.parquet"))
    for table in TABLES:
        files = sorted(store.glob(f"tables/{table}/*.v{SCHEMA + 1}.parquet"))
        assert len(files) == 3
        rows = pa.concat_tables([pq.read_table(file) for file in files])
        assert rows.column_names == [column.name for column in describe(table)]
        assert rows.num_rows == len(before[table])
    mentions = pa.concat_tables([pq.read_table(file) for file in store.glob("tables/mentions/*")])
    assert set(mentions["role"].to_pylist()) == {"actor"}
    assert set(mentions["entity"].to_pylist()) == {None}


def test_migration_cannot_make_up_what_may_not_be_null(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    store = build_store(tmp_path / "store", make_documents(3))
    copy = shutil.copytree(store, tmp_path / "copy")
    for file in (copy / "tables/mentions").iterdir():
        pq.write_table(pq.read_table(file).drop_columns(["country"]), file)
    with pytest.raises(CorpusError, match="lacks the column 'country'"):
        migrate(copy, schema=SCHEMA + 1)
    assert json.loads((copy / "manifest.json").read_text())["schema"] == SCHEMA


def test_the_schema_number_changes_with_the_contract() -> None:
    """When this fails, raise `SCHEMA`, add to `migration.STEPS` what changed its meaning, and the hash here."""
    import hashlib

    contract = json.dumps([[table, [column[:2] for column in describe(table)]] for table in TABLES])
    assert (SCHEMA, hashlib.sha256(contract.encode()).hexdigest()[:12]) == (1, "966aa85a7669")


def test_names_of_files_do_not_collide(tmp_path: Path) -> None:
    names = {table_file(tmp_path, "quotes", "k", schema=schema) for schema in (1, 2, 3)}
    assert len(names) == 3
