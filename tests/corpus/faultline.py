"""Runs of a corpus that are struck at a named point: a process that forks one for each line of JSON that it reads.

A run here is the real one but for Dask: the client is a process of its own, so is the worker of each partition, and a
worker that dies is followed by another, as Dask would do it. So a fault costs a tenth of a second, and every point
where a file is begun, written, moved and listed can have its turn.

A line names the store and where to strike: ``who`` (client, worker or both), ``file`` (manifest, errors, journal or a
table), ``nth`` (of the client's files of this name, or the partition), ``step`` and ``how``.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import conftest
import fakewalk
import pyarrow.compute
import pyarrow.dataset
import pyarrow.parquet  # noqa: F401 (here once, not in each of the forks)

from analysis import whole as drafts
from analysis.corpus import checking, engine, failures, files, run
from analysis.corpus.partition import Partition
from analysis.corpus.sandbox import Outcome
from analysis.errors import MittellageError
from analysis.pipeline import Options

DOCUMENTS = conftest.make_documents(5)
# The second of three partitions has a document that fails.
DOCUMENTS.insert(3, conftest.make_documents(4, poisons=["POISON-ERROR"])[3])
STEPS = ("write", "written", "synced", "moved", "done")
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


class Line:
    """Where to strike, and whether that was reached."""

    def __init__(self, fault: dict[str, Any] | None) -> None:
        self.fault = fault or {}
        self.role = "client"
        self.partition = 0
        self.seen: dict[tuple[str, str], int] = {}

    def at(self, path: Path, step: str) -> None:
        """Note that a file has come to a step, and strike if this is the one."""
        name = _name(path)
        count = self.seen[name, step] = self.seen.get((name, step), 0) + 1
        nth = count if self.role == "client" else self.partition
        here = {"file": name, "step": step, "nth": nth}
        meant = self.fault.get("who") == self.role or (self.fault.get("who") == "both" and self.role == "worker")
        if meant and all(self.fault.get(key, value) == value for key, value in here.items()):
            self.strike(path)

    def strike(self, path: Path) -> None:
        """Do what the fault says."""
        sys.stderr.write("STRUCK\n")
        sys.stderr.flush()
        how = self.fault["how"]
        self.fault = {}
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif how == "full":  # no file grows beyond 16 bytes from now on, neither here nor in the client
            for process in (os.getpid(), *([os.getppid()] if self.role == "worker" else [])):
                resource.prlimit(process, resource.RLIMIT_FSIZE, (16, resource.RLIM_INFINITY))
        else:
            path.parent.chmod(0o500)


def _name(path: Path) -> str:
    if path.parent.parent.name == "tables":
        return path.parent.name
    return "journal" if path.parent.name == "journal" else path.stem


def _hook(line: Line) -> None:
    whole, sync, unlink = files.write_whole, drafts._sync, Path.unlink
    current: list[Path] = []

    def write_whole(path: Path, write: Any) -> None:
        def hooked(draft: Path) -> None:
            line.at(path, "write")
            write(draft)
            line.at(path, "written")

        current.append(path)
        whole(path, hooked)
        line.at(current.pop(), "done")

    def _sync(path: Path) -> None:
        sync(path)
        line.at(current[-1], "moved" if path.is_dir() else "synced")

    def _unlink(path: Path, missing_ok: bool = False) -> None:
        if not path.name.startswith("."):
            line.at(path, "unlink")
        unlink(path, missing_ok)

    for module in (files, engine, failures):
        module.write_whole = write_whole  # type: ignore[attr-defined]
    drafts._sync = _sync
    Path.unlink = _unlink  # type: ignore[method-assign]


class Client:
    """As much of Dask's client as a run needs."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.futures: list[Any] = []

    def nthreads(self) -> dict[str, int]:
        """One worker."""
        return {"worker": 1}

    def submit(self, task: Any, partition: Partition, root: str, **options: Any) -> Any:
        """Remember a partition; the worker begins when it is waited for."""
        return types.SimpleNamespace(
            key=partition.key, release=lambda: None, result=partial(self.work, partition, Path(root))
        )

    def work(self, partition: Partition, root: Path) -> Outcome:
        """Let workers do a partition until one says that it is done."""
        self.line.partition += 1
        while True:
            read, write = os.pipe()
            process = os.fork()
            if not process:
                self.line.role = "worker"
                os.write(write, json.dumps(_engine(partition, root)).encode())
                os._exit(0)
            os.close(write)
            with os.fdopen(read) as pipe:
                said = pipe.read()
            _, status = os.waitpid(process, 0)
            if not os.WIFSIGNALED(status):
                record = json.loads(said)
                if isinstance(record, str):
                    raise run.CorpusError(record)
                return Outcome(record, 0)
            if self.line.fault.get("who") == "both":
                os.kill(os.getpid(), signal.SIGKILL)
            self.line.fault = {}

    # What `as_completed` is to Dask.
    def add(self, future: Any) -> None:
        """Queue."""
        self.futures.append(future)

    def count(self) -> int:
        """How many are queued."""
        return len(self.futures)

    def __iter__(self) -> Iterator[Any]:
        while self.futures:
            yield self.futures.pop(0)

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **options: None  # plugins and topics


def _engine(partition: Partition, root: Path) -> Any:
    """Do what an engine and its worker do with a partition; an error of ours is its message."""
    journal = engine.journal_file(root, partition.key)
    if journal.exists():  # its worker died before it could say so
        return json.loads(journal.read_text("utf-8"))
    try:
        return engine._whole(engine.Stage(fakewalk.fake_walk, Options()), partition, root, say=lambda *said: None)
    except MittellageError as error:
        return str(error)


def _prepare(line: Line) -> None:
    client = Client(line)

    @contextmanager
    def connect(**where: Any) -> Iterator[Client]:
        yield client

    sys.modules["analysis.corpus.worker"] = types.SimpleNamespace(run_partition=None)  # type: ignore[assignment]
    run.connect = connect  # type: ignore[assignment]
    run.distributed = lambda: types.SimpleNamespace(as_completed=lambda: client, KilledWorker=OSError)
    run.describe_environment = lambda: {"commit": None}
    run._Run.plugin = lambda *arguments: None  # type: ignore[method-assign]
    run._COMMIT_EVERY, run._COMMIT_SHARE = 0.0, 1e9  # type: ignore[misc]  # each partition is listed at once
    os.fsync = lambda handle: None  # a kill leaves what the system has taken; only a power cut needs the disk


def give_up_rights() -> None:
    """Let root meet the modes of files as everybody does."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, sets)
        sets[0] &= ~(1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH)
        if libc.capset(header, sets):
            raise OSError(ctypes.get_errno(), "capset")


def _act(request: dict[str, Any]) -> None:
    line = Line(request.get("fault"))
    if line.fault.get("how") == "forbidden" or request.get("humble"):
        give_up_rights()
    _hook(line)
    _prepare(line)
    if request.get("repair"):
        checking.repair_store(request["store"])
    else:
        run.run_corpus(DOCUMENTS, request["store"], method=fakewalk.METHOD, most=2, progress=False)


def _child(request: dict[str, Any], said: int) -> None:
    os.dup2(said, 1)
    os.dup2(said, 2)
    code = 0
    try:
        _act(request)
    except MittellageError as error:
        sys.stderr.write(f"{error}\n")
        code = 2
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 3
    sys.stderr.flush()
    os._exit(code)


def main() -> None:
    """Answer every line with the exit code of the run that it asked for, negative for a signal, and what it said."""
    for table in engine.TABLES:
        engine.arrow_table(table, [])  # what is made once lies ready for every fork
    for request in map(json.loads, sys.stdin):
        read, write = os.pipe()
        process = os.fork()
        if not process:
            _child(request, write)
        os.close(write)
        with os.fdopen(read, errors="replace") as pipe:
            said = pipe.read()
        _, status = os.waitpid(process, 0)
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
