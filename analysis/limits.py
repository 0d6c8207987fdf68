"""Limits: what a document may cost in time and memory, and the process that is ended when it costs more.

A search that runs away holds the interpreter, and a list that grows without end takes the memory of the whole machine:
neither can be stopped from within. So the work is done by another process, which is watched from here; the corpus, the
command, the app and the notebooks do so with the same limits.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from .errors import LimitError, LimitKind, MittellageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

TIMEOUT: Final = 120.0
MEMORY: Final = 3_000_000_000
# Vocabularies grow with every new word; an engine of a corpus that holds this much between two partitions is replaced.
RENEW: Final = 1_000_000_000
# Other systems copy a process badly, or not at all.
COPIES: Final = sys.platform == "linux"
# Loading the models is no document's fault; a full disk is told, a slow one waited for.
_PATIENCE: Final = 600.0
_TICK: Final = 0.1
_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}
_LEAST: Final = 100 * 10**6


class Limits(NamedTuple):
    """What a document may cost.

    Attributes
    ----------
    timeout : float
        Seconds without a finished document.
    memory : int
        Bytes that the process may hold.
    renew : int
        Bytes beyond which a fresh engine does the next partition of a corpus.
    """

    timeout: float = TIMEOUT
    memory: int = MEMORY
    renew: int = RENEW

    def patient(self) -> Limits:
        """Return the same limits with time for what is no document."""
        return self._replace(timeout=max(self.timeout, _PATIENCE))


class Excess(NamedTuple):
    """Which limit a process has passed, in words that follow the name of the document."""

    kind: LimitKind
    said: str


class Watch:
    """The time and the memory that a process takes.

    Parameters
    ----------
    process : int
        Number of the process.
    given : int
        Bytes that it holds as a copy of another process, and shares with it: no document has taken them.
    """

    def __init__(self, process: int, *, given: int = 0) -> None:
        self._process, self._given = process, given
        self._begun = time.monotonic()
        self.peak = 0

    def start(self) -> None:
        """Begin the time of the next document."""
        self._begun = time.monotonic()

    def held(self) -> int:
        """Return the bytes that the process has taken; 0 where it has just ended, or the system does not tell."""
        held = max(0, (memory_of(self._process) or 0) - self._given)
        self.peak = max(self.peak, held)
        return held

    def excess(self, limits: Limits) -> Excess | None:
        """Return which limit is passed, if one is."""
        if self.held() > limits.memory:
            return Excess("memory", f"took more than {limits.memory / 1e9:.2g} GB")
        if time.monotonic() - self._begun > limits.timeout:
            return Excess("timeout", f"was not done after {limits.timeout:g} s")
        return None


def memory_of(process: int) -> int | None:
    """Return the bytes that a process holds; None where the system does not tell, or the process has ended."""
    if sys.platform == "linux":
        try:
            pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
        except (OSError, IndexError):
            return None
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    try:
        import psutil
    except ImportError:
        return None
    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return None


def is_memory_told() -> bool:
    """Return whether this system says how much memory a process holds; else the limit of memory has no effect."""
    return memory_of(os.getpid()) is not None


def parse_bytes(text: str) -> int:
    """Read a size.

    Examples
    --------
    >>> parse_bytes("3GB"), parse_bytes("500 M")
    (3000000000, 500000000)
    """
    bare = text.strip().upper().removesuffix("B").strip()
    unit = bare[-1:] if bare[-1:] in _UNITS else ""
    try:
        size = int(float(bare.removesuffix(unit)) * _UNITS[unit])
    except (ValueError, OverflowError):
        size = 0
    if size < _LEAST:
        raise MittellageError(f"--memory {text!r} will not do; write at least 100MB, such as {MEMORY // 10**9}GB.")
    return size


def parse_limits(timeout: float, memory: str) -> Limits:
    """Return the limits that somebody typed.

    Raises
    ------
    MittellageError
        If the time is no time, or the memory none or too little.
    """
    if not 0 < timeout < float("inf"):
        raise MittellageError(f"--timeout {timeout:g} will not do; write seconds, such as {TIMEOUT:g}.")
    return Limits(timeout, parse_bytes(memory))


def limit_error(name: str, excess: Excess, limits: Limits) -> LimitError:
    """Return the error for a document that passed a limit: which one, and how to raise it."""
    value = f"{2 * limits.timeout:g}" if excess.kind == "timeout" else f"{2 * limits.memory:_}"
    return LimitError(
        f"{name} {excess.said}, and was given up. Take a part of it, or allow more, as in "
        f"limits=Limits({excess.kind}={value}).",
        kind=excess.kind,
    )


@contextmanager
def limited(
    task: Callable[[T], R],
    items: Sequence[T],
    *,
    names: Sequence[str],
    limits: Limits | None = None,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Iterator[R]]:
    """Do something with items one after the other, in a process that is ended when one of them costs too much.

    On Linux the process is a copy of this one, which costs no time; elsewhere it is a new one, so that ``task``,
    ``prepare`` and the items have to be importable or picklable.

    Parameters
    ----------
    task : callable
        What is done with an item.
    items : sequence
        The items.
    names : sequence of str
        What errors call them.
    limits : Limits, optional
        What each may cost.
    prepare : callable, optional
        Called in the process first; its time is no item's.

    Yields
    ------
    iterator
        What ``task`` gave, in the order of the items; it can be waited for later, the work has begun.

    Raises
    ------
    LimitError
        If an item costs too much.
    MittellageError
        If an item ends the process.
    Exception
        What ``task`` or ``prepare`` raises.
    """
    child = _Child(task, items, names, limits or Limits(), prepare)
    try:
        yield child.results()
    finally:
        child.close()


class _Child(Generic[T, R]):
    """The process and its pipe."""

    def __init__(
        self,
        task: Callable[[T], R],
        items: Sequence[T],
        names: Sequence[str],
        limits: Limits,
        prepare: Callable[[], object] | None,
    ) -> None:
        import multiprocessing  # the command asks for limits at its start, and only `analyse` for a process

        self._names, self._limits = names, limits
        context: Any = multiprocessing.get_context("fork" if COPIES else "spawn")
        self._pipe, other = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(other, os.getpid(), task, items, prepare), daemon=True)
        with warnings.catch_warnings():
            # Threads that this process may have hold no lock that the copy asks for.
            warnings.simplefilter("ignore", DeprecationWarning)
            # A notebook that holds 5 GB of its own must still be able to analyse an article.
            self._given = (memory_of(os.getpid()) or 0) if COPIES else 0
            self._process.start()
        other.close()

    def results(self) -> Iterator[R]:
        """Yield what the process gives."""
        watch = Watch(self._process.pid, given=self._given)
        self._next(watch, self._limits.patient(), self._names[0] if self._names else "")
        for name in self._names:
            watch.start()
            yield self._next(watch, self._limits, name)

    def _next(self, watch: Watch, limits: Limits, name: str) -> Any:
        while not self._pipe.poll(_TICK):
            if excess := watch.excess(limits):
                self.close()
                raise limit_error(name, excess, limits)
        try:
            error, answer = self._pipe.recv()
        except EOFError:
            self._process.join()
            raise MittellageError(
                f"{name} ended the process that analysed it ({said_of(self._process.exitcode)}), as it happens where "
                "memory runs out. Take a part of it."
            ) from None
        if error is not None:
            raise error from _Elsewhere(answer)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


class _Elsewhere(Exception):  # noqa: N818 (no error, but where one comes from)
    """The traceback of an error in the other process."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'


def said_of(code: int | None) -> str:
    """Return how a process ended.

    Examples
    --------
    >>> said_of(-9), said_of(7)
    ('signal SIGKILL', 'exit code 7')
    """
    return f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"


def end_with(parent: int) -> None:
    """Let this process end with another one, also where a document holds the interpreter if the system can."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
        return
    import multiprocessing

    if (process := multiprocessing.parent_process()) is not None:
        threading.Thread(target=lambda: (process.join(), os._exit(1)), daemon=True).start()


def _serve(pipe: Connection, parent: int, task: Callable[[T], R], items: Sequence[T], prepare: Any) -> None:
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends this process
    try:
        if prepare is not None:
            prepare()
        pipe.send((None, None))
        for item in items:
            pipe.send((None, task(item)))
    except Exception as error:
        pipe.send((_sendable(error), "".join(traceback.format_exception(error))))


def _sendable(error: Exception) -> Exception:
    """Return an error as another process can read it."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
