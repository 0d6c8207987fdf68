"""Work beside the page: a process of its own analyses, so that it can be watched, and ended when cancelled.

A text is handed over in memory and is written nowhere. The process loads the models once and keeps them, so only
the first analysis waits for them.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..errors import MittellageError
from ..limits import Limits, Watch, limit_error

if TYPE_CHECKING:
    from ..pipeline import Analysis, Options
    from ..reading import Document

_LOOK_AGAIN = 0.1
Task: TypeAlias = Callable[[Any, Any, Callable[[str, float], object]], Any]


class Progress(NamedTuple):
    """How far a text is: seconds gone by, the stage at work, and about what share is done; empty where unknown."""

    seconds: float
    stage: str = ""
    share: float = 0.0


class CancelledError(MittellageError):
    """The reader has cancelled the work."""


class DiedError(MittellageError):
    """The process ended without an answer, as it does when memory runs out."""


class FailedError(MittellageError):
    """The work failed for a reason that the reader cannot mend; the message is the kind of failure."""


class Worker:
    """One process that analyses documents, one after the other.

    Parameters
    ----------
    task : callable, optional
        What to do with (document, options, watch); a function that other processes can import, by default `analyse`.
    limits : Limits, optional
        What a document may cost.
    """

    def __init__(self, task: Task | None = None, *, limits: Limits | None = None) -> None:
        self._task = task or _analyse
        self.limits = limits or Limits()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._cancelled = self._loading = False

    def start(self) -> None:
        """Start the process, which begins to load its models; nothing happens if it runs."""
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._task), daemon=True)
        self._process.start()
        self._loading = True
        other.close()

    async def analyse(
        self, document: Document, options: Options | None = None, *, watch: Callable[[Progress], object] | None = None
    ) -> Analysis:
        """Analyse a document.

        Parameters
        ----------
        document : Document
            What to analyse.
        options : Options, optional
            How.
        watch : callable, optional
            Called with how far it is, a few times a second.

        Returns
        -------
        Analysis
            With every table made.

        Raises
        ------
        MittellageError
            What the analysis itself raises; `CancelledError`, `DiedError`, `FailedError` or `LimitError` else.
        """
        self.start()
        assert self._pipe is not None  # noqa: S101 (start has made it)
        self._cancelled = False
        clock = asyncio.get_running_loop().time
        begun = clock()
        cost = Watch(self._process.pid)
        try:
            self._pipe.send((document, options))
            kind, answer = await self._answer(cost, lambda *at: watch and watch(Progress(clock() - begun, *at)))
        except (EOFError, OSError) as error:
            self._process = None
            raise (CancelledError("cancelled") if self._cancelled else DiedError("died")) from error
        if kind == "done":
            return answer  # type: ignore[no-any-return]
        raise MittellageError(answer) if kind == "error" else FailedError(answer)

    async def _answer(self, cost: Watch, tick: Callable[..., object]) -> tuple[str, Any]:
        """Wait for an answer, as long as the document stays within the limits."""
        assert self._pipe is not None  # noqa: S101 (start has made it)
        limits = self.limits.patient() if self._loading else self.limits
        at: tuple[Any, ...] = ()
        while True:
            while not self._pipe.poll():
                if not self._process.is_alive():
                    raise EOFError
                if excess := cost.excess(limits):
                    self.close()
                    self._process.join()
                    self._process = None
                    raise limit_error("The text", excess, limits)
                tick(*at)
                await asyncio.sleep(_LOOK_AGAIN)
            kind, answer = self._pipe.recv()
            if kind == "stage":
                at = answer
                continue
            if kind != "ready":
                return kind, answer
            # Loading the models is no document's fault.
            self._loading, limits = False, self.limits
            cost.start()

    def cancel(self) -> None:
        """End the work at once, and the process with it."""
        self._cancelled = True
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()


def _analyse(document: Document, options: Options | None, watch: Callable[[str, float], object]) -> Analysis:
    from ..pipeline import BEGINS, analyse

    result = analyse(document, options=options, watch=watch)
    watch("framing", BEGINS["framing"])
    _ = result.tables  # made here, so that the page does not wait for them
    return result


def _serve(pipe: Connection, task: Task) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if task is _analyse:
        _warm_up()
    pipe.send(("ready", None))
    while True:
        try:
            document, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            pipe.send(("done", task(document, options, lambda *at: pipe.send(("stage", at)))))
        except MittellageError as error:
            pipe.send(("error", str(error)))
        except Exception as error:  # the page shows a sentence, whatever went wrong
            pipe.send(("failed", f"{type(error).__name__}: {error}"[:200]))


def _end_with_parent() -> None:
    """End with the kernel, also where that is killed in the middle of a text."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _warm_up() -> None:
    """Load the models while the reader is still pasting; a failure shows itself again with the first text."""
    from contextlib import suppress

    from ..pipeline import unwatched
    from ..reading import Document

    with suppress(Exception):
        _analyse(Document.from_text("Deutschland lobt Frankreich."), None, unwatched)
