"""Whatever is killed, and whenever: a second run ends with every document once, as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from conftest import HERE, contents, make_documents, write_jsonl
from fakewalk import METHOD, fake_walk

from analysis.corpus import Corpus, Summary, run_corpus

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals")
NUMBER = 60


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("source") / "corpus.jsonl", make_documents(NUMBER))


@pytest.fixture(scope="module")
def undisturbed(source: Path, cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("undisturbed") / "store"
    resume(source, store, cluster)
    return store


def start(
    source: Path, store: Path, walk: str, *limit: str, workers: int = 1, **environment: str
) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "driver.py"), str(source), str(store), walk, str(workers), *limit]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def end(process: subprocess.Popen[str], *, seconds: float = 200) -> tuple[int, str]:
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out + err


def resume(source: Path, store: Path, cluster: str) -> Summary:
    return run_corpus(source, store, process=fake_walk, method=METHOD, scheduler=cluster, most=10, progress=False)


def wait_for(condition: object, *, seconds: float = 200) -> None:
    begin = time.monotonic()
    while not condition():  # type: ignore[operator]
        assert time.monotonic() - begin < seconds, "waited in vain"
        time.sleep(0.02)


def committed(store: Path) -> int:
    return len(Corpus.open(store)) if (store / "manifest.json").exists() else 0


@pytest.mark.parametrize(("who", "when"), [("worker", 7), ("client", 21), ("both", 33)])
def test_killed_while_writing(
    who: str, when: int, source: Path, undisturbed: Path, cluster: str, tmp_path: Path
) -> None:
    store, flag = tmp_path / "store", tmp_path / "killed"
    kill = f"{who}:{when}:{flag}"
    code, said = end(start(source, store, "murderous_walk", workers=1 + (who == "worker"), MITTELLAGE_TEST_KILL=kill))
    assert flag.read_text() == who, said
    assert code == (0 if who == "worker" else -signal.SIGKILL), said
    if who != "worker":
        assert committed(store) < NUMBER
    summary = resume(source, store, cluster)
    assert (summary.documents, summary.errors) == (NUMBER, 0)
    assert contents(store) == contents(undisturbed)
    ours, theirs = (json.loads((each / "manifest.json").read_text("utf-8")) for each in (store, undisturbed))
    assert [ours.pop("noted") is not None, theirs.pop("noted") is not None] == [True, True]
    assert ours == theirs


def test_readers_see_whole_states_and_nothing_outlives_a_killed_client(
    source: Path, undisturbed: Path, cluster: str, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    process = start(source, store, "slow_walk")
    wait_for(lambda: committed(store) > 0)
    seen = []
    while committed(store) < NUMBER // 2 and process.poll() is None:
        with Corpus.open(store) as corpus:
            found = corpus.sql(
                "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM quotes) AS quotes, "
                "(SELECT count(*) FROM tokens) AS tokens, (SELECT sum(n_tokens) FROM documents) AS expected"
            ).iloc[0]
            assert found["documents"] == found["quotes"] == len(corpus)
            assert found["tokens"] == found["expected"]
            seen.append(len(corpus))
    assert seen == sorted(seen)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 2  # a worker and its engine
    process.kill()
    end(process)
    _, alive = psutil.wait_procs(family, timeout=30)
    assert not alive
    before = committed(store)
    assert 0 < before < NUMBER
    assert resume(source, store, cluster).added <= NUMBER - before
    assert contents(store) == contents(undisturbed)


def test_ctrl_c_leaves_a_store_that_goes_on(source: Path, undisturbed: Path, cluster: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    process = start(source, store, "slow_walk")
    wait_for(lambda: committed(store) > 0)
    process.send_signal(signal.SIGINT)
    code, said = end(process)
    assert code == 130, said
    assert "Traceback" not in said
    contents(store)  # nothing half-written
    resume(source, store, cluster)
    assert contents(store) == contents(undisturbed)


def test_a_full_disk_ends_the_run_and_loses_nothing(
    source: Path, undisturbed: Path, cluster: str, tmp_path: Path
) -> None:
    largest = max(path.stat().st_size for path in undisturbed.rglob("part-*.parquet"))
    store = tmp_path / "store"
    code, said = end(start(source, store, "fake_walk", str(largest - 200)))
    assert code == 2, said
    assert "cannot be written" in said
    assert "make room" in said
    contents(store)
    resume(source, store, cluster)
    assert contents(store) == contents(undisturbed)
