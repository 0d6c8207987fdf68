"""The worker's side of the engine: it starts it, watches its time and memory, and finds the document that broke it.

A partition is first done in one stream, which is fast. If that ends badly, its documents are done again one by one:
those that end badly a second time are quarantined, all others are kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, TypeAlias

from ..errors import CorpusError
from ..limits import Limits, Watch, said_of
from .engine import DocumentFailure, Rows, Stage, messages, send
from .failures import Kind
from .partition import Partition
from .store import journal_file

Beat: TypeAlias = Callable[[int, int], None]
_TICK: Final = 0.1
_MAIN: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"


class Outcome(NamedTuple):
    """A finished partition: its record in the journal, and the most memory that the engine held, in bytes."""

    record: dict[str, Any]
    peak: int


class EngineLostError(Exception):
    """The engine ended, or had to be ended, while it was at work."""

    def __init__(self, kind: Kind, message: str, traceback: str) -> None:
        super().__init__(message)
        self.broken = DocumentFailure(kind, message, traceback)


class Sandbox:
    """An engine and its limits; started when first needed, and again after it was lost.

    Parameters
    ----------
    stage : Stage
        What the engine does.
    limits : Limits
        Time and memory.
    """

    def __init__(self, stage: Stage, *, limits: Limits | None = None) -> None:
        self._stage = stage
        self._limits = limits or Limits()
        self._engine: _Engine | None = None
        self._stopped = False
        self._busy = threading.Lock()
        self.peak = 0

    def run(self, partition: Partition, root: Path, *, beat: Beat = lambda *done: None) -> Outcome:
        """Analyse a partition and write its part into the store.

        Parameters
        ----------
        partition : Partition
            Its documents.
        root : pathlib.Path
            The store.
        beat : callable
            Called with the number of documents and of tokens done so far.

        Raises
        ------
        CorpusError
            If the store cannot be written, or the stage cannot work at all.
        """
        try:
            record = json.loads(journal_file(root, partition.key).read_text("utf-8"))
        except (OSError, ValueError):
            pass
        else:
            return Outcome(record, self.peak)  # finished by a worker that died before it could say so
        try:
            answer = self._ask("whole", partition, root, beat=beat)
        except EngineLostError:
            answer = DocumentFailure("crash", "", "")
        if isinstance(answer, DocumentFailure):
            answer = self._one_by_one(partition, root, beat=beat)
        if isinstance(answer, DocumentFailure):
            raise CorpusError(f"Partition {partition.key} cannot be written: {answer.message}")
        if self._engine is not None and self._engine.held() > self._limits.renew:
            self.close()
        return Outcome(answer, self.peak)

    def warm(self) -> None:
        """Start the engine and load the models.

        Raises
        ------
        CorpusError
            If the stage cannot work at all.
        """
        with contextlib.suppress(EngineLostError):  # whoever asks next starts another, and says why that is lost
            self._ask("warm", patient=True)

    def _one_by_one(self, partition: Partition, root: Path, *, beat: Beat) -> Any:
        results: list[Rows | DocumentFailure] = []
        tokens = 0
        for item in partition.documents:
            try:
                result = self._ask("one", item.document)
            except EngineLostError as lost:
                result = lost.broken
            if not isinstance(result, DocumentFailure):
                tokens += sum(row.n_tokens for row in result["documents"])
            results.append(result)
            beat(len(results), tokens)
        try:
            return self._ask("write", partition, root, results, patient=True)
        except EngineLostError as lost:
            return lost.broken

    def _ask(self, *request: Any, beat: Beat = lambda *done: None, patient: bool = False) -> Any:
        with self._busy:
            if self._stopped:
                raise CorpusError("The worker was stopped.")
            try:
                if self._engine is None:
                    self._engine = _Engine(self._stage)
                    if request != ("warm",):
                        self._engine.ask(("warm",), limits=self._limits.patient(), beat=beat)
                limits = self._limits.patient() if patient else self._limits
                return self._engine.ask(request, limits=limits, beat=beat)
            except BaseException:
                # Whatever it was, an answer that is still to come would be taken for that of the next request.
                self.close()
                raise
            finally:
                self.peak = max(self.peak, self._engine.peak if self._engine is not None else 0)

    @property
    def process_id(self) -> int | None:
        """Number of the engine's process; None while there is none."""
        return None if self._engine is None else self._engine.process_id

    def stop(self) -> None:
        """End the engine from another thread; whoever waits for an answer gets an error."""
        self._stopped = True
        engine = self._engine
        if engine is not None:
            engine.kill()
        with self._busy:
            self.close()

    def close(self) -> None:
        """End the engine."""
        if self._engine is not None:
            self.peak = max(self.peak, self._engine.peak)
            self._engine.close()
            self._engine = None


class _Engine:
    """One process, its pipes, and what it last wrote to standard error."""

    def __init__(self, stage: Stage) -> None:
        module = __name__.rpartition(".")[0] + ".engine"
        command = [sys.executable, "-P", "-c", _MAIN.format(module=module), json.dumps(sys.path), str(os.getpid())]
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in close)
        # Dask's workers give memory back at once; an engine would ask for it again at once, a tenth of its time.
        environment = {name: value for name, value in os.environ.items() if name != "MALLOC_TRIM_THRESHOLD_"}
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=environment,
            start_new_session=True,
        )  # fmt: skip
        self._memory = Watch(self._process.pid)
        self._answers: queue.Queue[Any] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._send(stage)
        except BaseException:
            self.close()
            raise

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101
        try:
            for message in messages(self._process.stdout):
                self._answers.put(message)
        finally:
            self._answers.put(None)

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None  # noqa: S101
        try:
            send(self._process.stdin, message)
        except (BrokenPipeError, OSError):
            pass  # its answers end, which says so
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise CorpusError(f"The workers cannot import the stage: {error}. Put it into a module.") from error

    def ask(self, request: Any, *, limits: Limits, beat: Beat) -> Any:
        """Send a request and wait for its answer, as long as it goes on and stays within the limits.

        Raises
        ------
        EngineLostError
            If the engine ended, hung, or took too much memory.
        CorpusError
            If it says that no document is at fault.
        """
        self._log.seek(0, os.SEEK_END)
        begin = self._log.tell()
        self._send(request)
        self._memory.start()
        while True:
            self._watch(limits, begin)
            try:
                message = self._answers.get(timeout=_TICK)
            except queue.Empty:
                continue
            if message is None:
                raise EngineLostError(
                    "crash", f"The process ended: {said_of(self._process.wait())}.", self._said(begin)
                )
            self._memory.start()
            name, *rest = message
            if name == "at":
                beat(*rest)
            elif name == "writing":
                limits = limits.patient()
            elif name == "refused":
                raise CorpusError(rest[0])
            else:
                return rest[0]

    def held(self) -> int:
        """Bytes that the process holds; 0 where it has just ended."""
        return self._memory.held()

    @property
    def peak(self) -> int:
        """Most bytes that it held."""
        return self._memory.peak

    def _watch(self, limits: Limits, begin: int) -> None:
        excess = self._memory.excess(limits)
        if excess is not None:
            trace = self._kill(begin)
            raise EngineLostError(excess.kind, f"It {excess.said}; allow more with --{excess.kind}.", trace)

    def _kill(self, begin: int) -> str:
        """End the process, and let it say where it was, which works even in an endless loop of C code."""
        if hasattr(signal, "SIGUSR1"):
            self._process.send_signal(signal.SIGUSR1)
            time.sleep(0.2)
        self.kill()
        return self._said(begin)

    def _said(self, begin: int) -> str:
        self._log.seek(begin)
        return self._log.read()[-20_000:].decode("utf-8", "replace").strip()

    @property
    def process_id(self) -> int:
        """Number of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and close what belongs to it."""
        self.kill()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                with contextlib.suppress(OSError):  # bytes that the process never took
                    pipe.close()
