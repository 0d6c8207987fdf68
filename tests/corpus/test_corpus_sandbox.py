"""The sandbox: documents that fail, crash, hang or eat memory are found and set aside; the others are kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import HERE, build_store, contents, make_documents
from fakewalk import POISONS, broken_stage, fake_walk, noisy_walk, short_walk, slow_walk

from analysis.corpus.engine import Stage
from analysis.corpus.partition import Partition, keyed, partition_of
from analysis.corpus.sandbox import Limits, Sandbox
from analysis.corpus.store import Store
from analysis.errors import CorpusError
from analysis.pipeline import Options
from analysis.reading import Document

KINDS = {
    "POISON-ERROR": ("error", "ValueError: no verb in this one"),
    "POISON-CRASH": ("crash", "signal SIGSEGV"),
    "POISON-EXIT": ("crash", "exit code 7"),
    "POISON-HANG": ("timeout", "after 1.5 s"),
    "POISON-MEMORY": ("memory", "more than 0.5 GB"),
    "POISON-SURROGATE": ("error", "surrogates not allowed"),
}


def part(documents: list[Document]) -> Partition:
    return partition_of([keyed(document) for document in documents])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Store(tmp_path / "store", made={"stage": "fake"})
    return tmp_path / "store"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(Stage(fake_walk, Options()), limits=Limits(1.5, 500_000_000))
    yield box
    box.close()


def test_every_poison_is_named_and_every_other_document_kept(root: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    documents = make_documents(25, poisons=POISONS[:3] + POISONS[5:])
    for poison in POISONS[3:5]:
        documents.append(Document.from_text(f"Und {poison}.", doc_id=poison))
    beats: list[tuple[int, int]] = []
    outcome = sandbox.run(part(documents), root, beat=lambda *done: beats.append(done))
    errors = {row["doc_id"]: row for row in outcome.record["errors"]}
    assert set(errors) == set(KINDS)
    for poison, (kind, message) in KINDS.items():
        assert (errors[poison]["kind"], errors[poison]["tries"]) == (kind, 2)
        assert message in errors[poison]["message"]
    for poison in ("POISON-ERROR", "POISON-CRASH", "POISON-HANG", "POISON-MEMORY"):
        assert "fakewalk.py" in errors[poison]["traceback"], f"{poison}: the traceback leads nowhere"
    assert beats[-1][0] == len(documents)
    Store(root, made={"stage": "fake"}).recover()
    good = contents(root)
    good.pop("errors")
    alone = contents(build_store(tmp_path / "good", make_documents(25)))
    assert good == {table: data for table, data in alone.items() if table != "errors"}


def test_a_document_that_fails_alone_costs_no_new_engine(root: Path, sandbox: Sandbox) -> None:
    sandbox.run(part(make_documents(2)), root)
    engine = sandbox.process_id
    outcome = sandbox.run(part(make_documents(9, poisons=["POISON-ERROR"])), root)
    assert [row["doc_id"] for row in outcome.record["errors"]] == ["POISON-ERROR"]
    assert outcome.record["rows"]["documents"] == 9
    assert sandbox.process_id == engine


def test_a_finished_partition_is_not_done_again(root: Path, sandbox: Sandbox) -> None:
    first = sandbox.run(part(make_documents(3)), root)
    sandbox.close()
    assert sandbox.run(part(make_documents(3)), root).record == first.record
    assert sandbox.process_id is None


def test_an_engine_that_has_grown_is_replaced(root: Path) -> None:
    box = Sandbox(Stage(fake_walk, Options()), limits=Limits(renew=10_000_000))
    try:
        box.run(part(make_documents(3)), root)
        assert box.process_id is None
        assert box.run(part(make_documents(5)), root).record["rows"]["documents"] == 5
        assert box.peak > 10_000_000
    finally:
        box.close()


def test_prints_do_not_end_up_among_the_answers(root: Path) -> None:
    box = Sandbox(Stage(noisy_walk, Options()))
    try:
        assert box.run(part(make_documents(3)), root).record["rows"]["documents"] == 3
    finally:
        box.close()


@pytest.mark.parametrize(
    ("walk", "message"), [(broken_stage, "no backend 'klingonisch'"), (short_walk, "gave 0 results")]
)
def test_what_no_document_is_to_blame_for_ends_the_run(root: Path, walk: object, message: str) -> None:
    box = Sandbox(Stage(walk, Options()))  # type: ignore[arg-type]
    try:
        with pytest.raises(CorpusError, match=message):
            box.run(part(make_documents(3)), root)
    finally:
        box.close()
    assert not list((root / "tables").rglob("part-*"))


def test_a_stage_that_cannot_be_imported_says_so(root: Path) -> None:
    box = Sandbox(Stage(lambda documents: [], Options()))
    try:
        with pytest.raises(CorpusError, match="Put it into a module"):
            box.run(part(make_documents(1)), root)
    finally:
        box.close()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end the engine with its worker")
def test_the_engine_ends_with_its_worker_even_in_an_endless_loop(root: Path) -> None:
    code = f"""
        import sys
        sys.path.insert(0, {str(HERE)!r})
        from pathlib import Path
        from conftest import make_documents
        from fakewalk import fake_walk
        from test_corpus_sandbox import Options, Sandbox, Stage, part
        Sandbox(Stage(fake_walk, Options())).run(part(make_documents(1, poisons=["POISON-HANG"])), Path({str(root)!r}))
    """
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
    begin = time.monotonic()
    while not (engines := psutil.Process(worker.pid).children()) or engines[0].cpu_times().user < 0.5:
        assert time.monotonic() - begin < 120
        time.sleep(0.05)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert not psutil.wait_procs(engines, timeout=30)[1]


def test_stopping_ends_a_partition_under_way(root: Path) -> None:
    import threading

    box = Sandbox(Stage(slow_walk, Options()))
    raised: list[BaseException] = []

    def work() -> None:
        try:
            box.run(part(make_documents(200)), root, beat=lambda *done: begun.set())
        except CorpusError as error:
            raised.append(error)

    begun = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(60)
    box.stop()
    thread.join(30)
    assert "stopped" in str(raised[0])
    assert not list((root / "tables").rglob("part-*"))
