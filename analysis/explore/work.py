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
from typing import TYPE_CHECKING, Any

from ..errors import MittellageError

if TYPE_CHECKING:
    from ..reading import Document
    from ..walk import Analysis, Options

_LOOK_AGAIN = 0.1


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
        What to do with (document, options); a function that other processes can import, by default the walk.
    """

    def __init__(self, task: Callable[[Any, Any], Any] | None = None) -> None:
        self._task = task or _walk
        self._process: Any = None
        self._pipe: Connection | None = None
        self._cancelled = False
        self.rate: float | None = None  # characters a second of the last analysis

    def start(self) -> None:
        """Start the process, which begins to load its models; nothing happens if it runs."""
        if self._process is not None and self._process.is_alive():
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, self._task), daemon=True)
        self._process.start()
        other.close()

    async def analyse(
        self, document: Document, options: Options | None = None, *, watch: Callable[[float], None] | None = None
    ) -> Analysis:
        """Analyse a document.

        Parameters
        ----------
        document : Document
            What to analyse.
        options : Options, optional
            How.
        watch : callable, optional
            Called with the seconds gone by, a few times a second.

        Returns
        -------
        Analysis
            With every table made.

        Raises
        ------
        MittellageError
            What the analysis itself raises; `CancelledError`, `DiedError` or `FailedError` else.
        """
        self.start()
        assert self._pipe is not None  # noqa: S101 (start has made it)
        self._cancelled = False
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            self._pipe.send((document, options))
            while not self._pipe.poll():
                if not self._process.is_alive():
                    raise EOFError
                if watch is not None:
                    watch(clock() - begun)
                await asyncio.sleep(_LOOK_AGAIN)
            kind, answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process = None
            raise (CancelledError("cancelled") if self._cancelled else DiedError("died")) from error
        if kind == "done":
            if document_size := len(getattr(document, "text", "")):
                self.rate = document_size / max(clock() - begun, 0.1)
            return answer  # type: ignore[no-any-return]
        raise MittellageError(answer) if kind == "error" else FailedError(answer)

    def cancel(self) -> None:
        """End the work at once, and the process with it."""
        self._cancelled = True
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()


def _walk(document: Document, options: Options | None) -> Analysis:
    from ..walk import analyse

    result = analyse(document, options=options)
    _ = result.tables  # made here, so that the page does not wait for them
    return result


def _serve(pipe: Connection, task: Callable[[Any, Any], Any]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if task is _walk:
        _warm_up()
    while True:
        try:
            document, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            pipe.send(("done", task(document, options)))
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

    from ..reading import Document

    with suppress(Exception):
        _walk(Document.from_text("Deutschland lobt Frankreich."), None)
