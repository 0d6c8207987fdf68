"""What may happen to a run and its store: it goes on to the same bytes, or says what is broken and how to go on.

Runs are struck at named points by `faultline.py`, which leaves Dask aside; `test_corpus_killed.py` strikes real ones.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, make_documents, write_jsonl

from analysis.cli import main
from analysis.corpus import Corpus, check_store, migrate, repair_store, run_corpus
from analysis.corpus.columns import TABLES
from analysis.corpus.files import locked
from analysis.errors import CorpusError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and asks Linux for limits")
Run = Callable[..., tuple[int, str]]
STEPS = ("write", "written", "synced", "moved", "done")


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Give what runs a store in a process of its own, and strikes it where it is told."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "faultline.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:

        def ask(store: Path, where: str = "", how: str = "kill", **more: Any) -> tuple[int, str]:
            assert server.stdin is not None
            assert server.stdout is not None
            request = {"store": str(store), "fault": _fault(where, how), **more}
            server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            code, said = json.loads(server.stdout.readline())
            assert ("STRUCK" in said) == bool(where), f"{where}: {said}"
            return code, said

        yield ask
        server.stdin.close()


def _fault(where: str, how: str) -> dict[str, Any] | None:
    """Read a point such as "client manifest 2 synced"."""
    if not where:
        return None
    who, file, nth, step = where.split()
    return {"who": who, "file": file, "nth": int(nth), "step": step, "how": how}


@pytest.fixture(scope="module")
def undisturbed(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("undisturbed") / "store"
    assert run(store) == (0, "")
    condition = check_store(store)
    assert (condition.documents, condition.parts, condition.errors, condition.faults) == (5, 3, 1, ())
    return store


@pytest.fixture
def copy(undisturbed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(undisturbed, tmp_path / "store")


def files(store: Path) -> dict[str, bytes]:
    """Give every file of a store but its lock and what was set aside."""
    found = (path for path in store.rglob("*") if path.is_file() and path.name != ".lock")
    names = {path.relative_to(store).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in sorted(names.items()) if not name.startswith("broken/")}


def sound(store: Path) -> bool:
    """Tell whether a reader sees a whole state, or no store yet."""
    if not (store / "manifest.json").exists():
        with pytest.raises(CorpusError, match="no corpus store"):
            check_store(store)
        return not list(store.rglob("part-*"))
    with Corpus.open(store) as corpus:
        assert len(corpus.documents.frame()) == len(corpus)
    return check_store(store).faults == ()


# The client makes a new store (errors 1, manifest 1), lists the three partitions (manifest 2 to 4) and, with the
# second, the document that failed (errors 2). A worker writes the tables of a partition, then its record.
CLIENT = [
    *(f"client {file} {step}" for file in ("errors 2", "manifest 3") for step in STEPS),
    *(f"client {file} {step}" for file in ("errors 1", "manifest 1", "manifest 4") for step in ("synced", "moved")),
    *(f"client journal {nth} unlink" for nth in (1, 3)),
]
WORKER = [
    *(f"worker {table} 2 {step}" for table in ("framing", "journal") for step in STEPS),
    *(f"worker {table} 3 moved" for table in TABLES if table != "framing"),
    "worker journal 1 done",
]
BOTH = [f"both {point}" for point in ("documents 1 written", "framing 2 done", "journal 2 moved", "journal 3 done")]


@pytest.mark.parametrize("where", [*CLIENT, *BOTH])
def test_a_killed_run_goes_on_to_the_same_bytes(run: Run, undisturbed: Path, tmp_path: Path, where: str) -> None:
    store = tmp_path / "store"
    assert run(store, where)[0] == -9
    assert sound(store)
    assert run(store) == (0, "")
    assert files(store) == files(undisturbed)


@pytest.mark.parametrize("where", WORKER)
def test_a_killed_worker_changes_nothing(run: Run, undisturbed: Path, tmp_path: Path, where: str) -> None:
    assert run(tmp_path, where)[0] == 0
    assert files(tmp_path) == files(undisturbed)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("client manifest 2 write", "client manifest 1 write"),  # while it takes up the first partition
        ("client manifest 2 write", "client journal 1 unlink"),
        ("client manifest 3 synced", "client errors 1 done"),  # while it takes up the failed document
        ("client manifest 3 synced", "client manifest 1 moved"),
        ("both documents 2 done", "client documents 1 unlink"),  # while it removes a partition without a record
        ("client errors 1 done", "client errors 1 moved"),
    ],
)
def test_a_run_that_is_killed_while_it_recovers(
    run: Run, undisturbed: Path, tmp_path: Path, first: str, second: str
) -> None:
    store = tmp_path / "store"
    assert [run(store, where)[0] for where in (first, second)] == [-9, -9]
    assert sound(store)
    assert run(store) == (0, "")
    assert files(store) == files(undisturbed)


@pytest.mark.parametrize(
    "where",
    [
        *(f"client {file} write" for file in ("errors 1", "errors 2", "manifest 1", "manifest 2", "manifest 4")),
        *(f"worker {table} 2 write" for table in (*TABLES, "journal")),
    ],
)
def test_a_full_disk_names_the_file_and_how_to_go_on(run: Run, undisturbed: Path, tmp_path: Path, where: str) -> None:
    store = tmp_path / "store"
    code, said = run(store, where, "full")
    assert code == 2
    assert "Traceback" not in said
    _, file, _, _ = where.split()
    assert re.search(rf"'{store}\S*(manifest|errors|journal|{file})\S*' cannot be written: File too large", said), said
    assert "make room, then run the same command again" in said
    assert sound(store)
    assert run(store) == (0, "")
    assert files(store) == files(undisturbed)


@pytest.mark.parametrize(
    "where", ["client manifest 2 write", "client journal 1 unlink", "worker quotes 2 write", "worker journal 1 write"]
)
def test_a_folder_that_turns_read_only(run: Run, undisturbed: Path, tmp_path: Path, where: str) -> None:
    store = tmp_path / "store"
    code, said = run(store, where, "forbidden")
    for folder in (store, *store.rglob("*/")):
        folder.chmod(0o700)
    assert code == 2, said
    assert "Permission denied" in said
    assert "let your account write there, or name another folder" in said
    assert "Traceback" not in said
    assert sound(store)
    assert run(store)[0] == 0
    assert files(store) == files(undisturbed)


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_that_is_read_only_from_the_start(run: Run, tmp_path: Path, made: bool) -> None:
    store = tmp_path / "folder" / "store"
    (store if made else store.parent).mkdir(parents=True)
    (store if made else store.parent).chmod(0o500)
    code, said = run(store, humble=True)
    store.parent.chmod(0o700)
    assert (code, said) == (
        2,
        f"{str(store)!r} cannot be written: Permission denied. What was committed before is safe; let your account "
        "write there, or name another folder, then run the same command again.\n",
    )


def test_a_store_on_a_disk_that_is_read_only_is_read_and_checked(undisturbed: Path, copy: Path) -> None:
    (copy / ".lock").unlink()
    before = files(copy)
    assert check_store(copy).faults == ()
    assert len(Corpus.open(copy).quotes.frame()) == 5
    assert files(copy) == before
    assert not (copy / ".lock").exists()


CLOCK = """
import os, pathlib, time
_time, _calls = time.time, 0
def back():
    global _calls
    _calls += 1
    if _calls == 41:
        pathlib.Path(__file__).with_name(f"jumped-{os.getpid()}").touch()
    return _time() - (86_400 if _calls > 40 else 0)
time.time = back
"""


@pytest.mark.slow
def test_a_clock_that_jumps_back_a_day(tmp_path: Path) -> None:
    """Every process of a real run gets such a clock: client, scheduler, worker and engine."""
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    path = os.pathsep.join([str(tmp_path), *([os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else [])])
    source, documents = tmp_path / "corpus.jsonl", make_documents(12)
    write_jsonl(source, documents)
    command = [sys.executable, str(HERE / "driver.py"), str(source), str(tmp_path / "store"), "fake_walk", "1"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=240)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.glob("jumped-*"))) >= 2
    assert check_store(tmp_path / "store").faults == ()
    assert Corpus.open(tmp_path / "store").documents.frame()["doc_id"].tolist() == [item.doc_id for item in documents]


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[60] ^= 1  # in the first page, behind its head
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose(path: Path) -> None:
    path.unlink()


def swap(path: Path) -> None:
    """Put the same table of another part in its place, as a wrong hand would."""
    other = next(file for file in sorted(path.parent.iterdir()) if file != path)
    shutil.copy(other, path)


def forge(path: Path) -> None:
    """Name another document in as many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = pq.read_table(path)
    if not data.num_rows:
        data = pa.Table.from_pylist(
            [{"doc_id": "d0000", "actor_id": "a1", "name": "X", "kind": "person", "n_mentions": 1, "variants": []}],
            schema=data.schema,
        )
    names = pa.array(["d9999"] * data.num_rows)
    pq.write_table(data.set_column(0, data.schema.field(0), names), path)


def retype(path: Path) -> None:
    shutil.copy(path.parent.parent / "markers" / path.name, path)


DAMAGES = [
    ("quotes", cut, "is cut off, or no Parquet file at all"),
    ("documents", cut, "is cut off, or no Parquet file at all"),
    ("framing", empty, "is cut off, or no Parquet file at all"),
    ("tokens", lose, "is missing"),
    ("documents", lose, "is missing"),
    ("tokens", flip, "is damaged: .*checksum"),
    ("tokens", swap, r"has \d+ rows, the manifest lists \d+|has rows of 'd000\d', a document of another part"),
    ("actors", forge, r"has 1 rows, the manifest lists 0"),
    ("quotes", forge, r"has rows of 'd9999', a document of another part"),
    ("documents", swap, "(repeats the document 'd000.' of part|has 2 rows, the manifest lists 1|has rows of)"),
    ("mentions", retype, "has other columns than the table mentions"),
]


@pytest.mark.parametrize(("table", "damage", "reason"), DAMAGES)
def test_a_broken_part_is_named_set_aside_and_made_anew(
    run: Run, undisturbed: Path, copy: Path, table: str, damage: Callable[[Path], None], reason: str
) -> None:
    key = Corpus.open(copy).parts[1]
    damage(copy / "tables" / table / f"part-{key}.parquet")
    before = files(copy)
    condition = check_store(copy)
    assert f"tables/{table}/part-{key}.parquet" in [fault.file for fault in condition.faults]
    assert re.search(reason, " ".join(fault.reason for fault in condition.faults))
    assert files(copy) == before  # looking changes nothing
    assert repair_store(copy) == condition
    assert check_store(copy).faults == ()
    aside = {
        path.relative_to(copy / "broken").as_posix(): path.read_bytes() for path in (copy / "broken").rglob("*.parquet")
    }
    assert {name: before[name] for name in aside} == aside, "something was lost"
    assert len(Corpus.open(copy)) < 5
    assert run(copy) == (0, "")
    assert files(copy) == files(undisturbed)


@pytest.mark.parametrize("damage", [cut, empty, lose])
def test_a_list_of_errors_that_is_broken(
    run: Run, undisturbed: Path, copy: Path, damage: Callable[[Path], None]
) -> None:
    damage(copy / "errors.parquet")
    for reader in (Corpus.open, lambda store: run_corpus([], store, method={"stage": "fake"}, progress=False)):
        with pytest.raises(CorpusError, match=r"errors\.parquet' is .*--check STORE.*--repair"):
            reader(copy)
    repair_store(copy)
    assert check_store(copy).errors == 0
    assert run(copy) == (0, "")
    assert Corpus.open(copy).errors["doc_id"].tolist() == ["POISON-ERROR"]
    assert len(Corpus.open(copy)) == 5


LISTING = '{"kind": "corpus", "schema": 1, "made": {}, "noted": {}, "parts": {%s}}'
EMPTIED = LISTING[:-1] % "" + ', "documents": 7}'


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut, "cannot be read"),
        (empty, "cannot be read"),
        (lose, "is missing"),
        (lambda path: path.write_text('{"kind": "corpus"}'), "it says no 'schema'"),
        (lambda path: path.write_text(LISTING % '"../../x": {}'), "is no name of a part"),
        (lambda path: path.write_text(LISTING % '"ab": {"rows": {}}'), "has no counts of rows"),
        (lambda path: path.write_text(EMPTIED), "it says 7 documents, and its parts have 0"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "cannot be read"),
        (lambda path: path.write_text("[" * 100_000), "cannot be read"),
    ],
)  # fmt: skip
def test_a_manifest_that_is_broken(
    run: Run, undisturbed: Path, copy: Path, damage: Callable[[Path], None], reason: str
) -> None:
    damage(copy / "manifest.json")
    for reader in (Corpus.open, migrate, lambda store: run_corpus([], store, method={"stage": "fake"}, progress=False)):
        with pytest.raises(CorpusError, match=rf"manifest\.json' .*{reason}.*--repair"):
            reader(copy)
    assert [(fault.file, fault.part) for fault in check_store(copy).faults] == [("manifest.json", None)]
    repair_store(copy)
    assert len(list((copy / "broken").rglob("part-*"))) == 3 * len(TABLES)
    assert run(copy) == (0, "")
    assert files(copy) == files(undisturbed)


@pytest.mark.parametrize("table", ["documents", "quotes"])
def test_readers_of_a_broken_part_say_how_to_repair_it(copy: Path, table: str) -> None:
    key = Corpus.open(copy).parts[0]
    cut(copy / "tables" / table / f"part-{key}.parquet")
    corpus = Corpus.open(copy)
    for ask in (
        lambda: getattr(corpus, table).part(key),
        lambda: getattr(corpus, table).frame(),
        lambda: corpus.sql(f"SELECT * FROM {table}"),
        lambda: list(corpus.stream(f"SELECT * FROM {table}")),
    ):
        with pytest.raises(CorpusError, match=rf"{table}/part-{key}\.parquet' is .*--repair"):
            ask()


def test_a_run_over_a_broken_part_says_how_to_repair_it(run: Run, copy: Path) -> None:
    cut(next((copy / "tables/documents").iterdir()))
    code, said = run(copy)
    assert code == 2
    assert re.search(r"documents/part-\w+\.parquet' is cut off.*`mittellage corpus --check STORE`", said)


def test_a_finished_part_that_is_cut_before_it_is_listed_is_done_again(
    run: Run, undisturbed: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    run(store, "client manifest 4 write")
    (record,) = (store / "journal").iterdir()
    cut(store / "tables/quotes" / f"part-{record.stem}.parquet")
    assert check_store(store).notes == ("1 finished parts are not listed yet; the next run takes them up.",)
    assert run(store) == (0, "")
    assert files(store) == files(undisturbed)


@pytest.mark.parametrize(
    "where", [f"client {file} {step}" for file in ("errors 1", "manifest 1") for step in ("write", "moved")]
)
def test_a_repair_that_is_killed_is_repeated(run: Run, undisturbed: Path, copy: Path, where: str) -> None:
    cut(copy / "tables" / "quotes" / f"part-{Corpus.open(copy).parts[1]}.parquet")
    assert run(copy, where, repair=True)[0] == -9
    repair_store(copy)
    assert check_store(copy).faults == ()
    assert run(copy) == (0, "")
    assert files(copy) == files(undisturbed)


def test_an_older_store_is_repaired_and_then_brought_up_to_date(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.corpus import checking, manifest, migration, store

    key = Corpus.open(copy).parts[1]
    cut(copy / "tables" / "quotes" / f"part-{key}.parquet")
    with pytest.raises(CorpusError, match=r"quotes/part-\w+\.parquet' is cut off"):
        migrate(copy, schema=2)
    for module in (checking, manifest, migration, store):
        monkeypatch.setattr(module, "SCHEMA", 2)
    monkeypatch.setattr(migration.migrate, "__kwdefaults__", {"steps": {}, "schema": 2})
    condition = check_store(copy)
    assert [fault.part for fault in condition.faults] == [key]
    assert condition.notes == ("Its schema is 1, this version reads 2; --repair brings it up to date.",)
    with pytest.raises(CorpusError, match="has schema 1, this version reads 2"):
        Corpus.open(copy)
    repair_store(copy)
    assert json.loads((copy / "manifest.json").read_text())["schema"] == 2
    assert len(list(copy.glob("tables/*/part-*.v2.parquet"))) == len(list(copy.glob("tables/*/*"))) == 2 * len(TABLES)
    assert len(list(copy.glob(f"broken/tables/*/part-{key}.parquet"))) == len(TABLES)


def test_a_store_of_a_newer_version_is_left_alone(copy: Path) -> None:
    said = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**said, "schema": 99}))
    before = files(copy)
    for act in (check_store, repair_store, Corpus.open):
        with pytest.raises(CorpusError, match="update mittellage"):
            act(copy)
    assert files(copy) == before


@pytest.mark.parametrize("name", ["thesis.docx", "manifest.json", "tables"])
def test_a_folder_of_something_else_is_not_repaired(tmp_path: Path, name: str) -> None:
    if name == "tables":
        (tmp_path / "tables").mkdir()
    else:
        (tmp_path / name).write_text('{"name": "my app", "icons": []')
    for act in (check_store, repair_store):
        with pytest.raises(CorpusError, match="no corpus store"):
            act(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


HOLD = """
import sys, time
from pathlib import Path
from analysis.corpus.files import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(120)
"""


def test_a_second_run_names_the_first_and_one_that_was_killed_holds_nothing(run: Run, copy: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(copy / ".lock")], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        code, said = run(copy)
        assert (code, said) == (
            2,
            f"Another run (process {first.pid}) is writing {str(copy)!r}; wait for it, or name another store.\n",
        )
        with pytest.raises(CorpusError, match=rf"process {first.pid}"):
            repair_store(copy)
        assert check_store(copy).faults == ()  # looking is always possible
        first.kill()
    assert run(copy) == (0, "")


@pytest.mark.parametrize("note", ["", "{", "[]", '{"process": "x"}', '{"process": 7, "host": "elsewhere"}'])
def test_a_lock_whose_note_says_nothing(tmp_path: Path, note: str) -> None:
    path = tmp_path / ".lock"
    with locked(path):
        path.write_text(note)
        where = r" \(process 7 on 'elsewhere'\)" if "elsewhere" in note else ""
        with pytest.raises(CorpusError, match=f"Another run{where} is writing"), locked(path):
            pass


def call(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return int(end.value.code or 0), said.out + said.err


def test_the_command_checks_and_repairs(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("corpus", "--check", copy, capsys=capsys) == (
        0,
        f"5 documents in 3 parts of {str(copy)!r}, 1 that could not be read or analysed, schema 1.\n"
        "Nothing is broken.\n",
    )
    key = Corpus.open(copy).parts[0]
    cut(copy / "tables/quotes" / f"part-{key}.parquet")
    code, said = call("corpus", "--check", copy, capsys=capsys)
    assert code == 1
    assert f"  - tables/quotes/part-{key}.parquet is cut off, or no Parquet file at all\n" in said
    assert f"Repair it: mittellage corpus --repair {copy}\n" in said
    code, said = call("corpus", "articles/", "--out", copy, "--repair", capsys=capsys)
    assert code == 0
    assert f"Set aside in {str(copy / 'broken')!r}. Run the corpus again into the same store: " in said
    assert "documents of broken parts are analysed anew." in said
    code, said = call("corpus", "--check", copy, capsys=capsys)
    assert code == 0
    assert "Nothing is broken.\nWhat an earlier repair has set aside lies in broken/" in said


def test_the_command_without_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("corpus", tmp_path, capsys=capsys) == (
        2, "mittellage: --out is missing: name the folder of the store, as in --out store.\n",
    )  # fmt: skip
    code, said = call("corpus", "--check", tmp_path, capsys=capsys)
    assert code == 2
    assert "no corpus store" in said
    code, said = call("corpus", "--check", tmp_path / "missing", capsys=capsys)
    assert code == 2
    assert "check the path" in said
