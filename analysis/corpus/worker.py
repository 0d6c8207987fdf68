"""What runs inside a Dask worker: one sandbox with its engine, and the task that uses it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from distributed import WorkerPlugin, get_worker

from ..limits import Limits
from .sandbox import Outcome, Sandbox

if TYPE_CHECKING:
    from distributed import Worker

    from .engine import Stage
    from .partition import Partition

_BEAT_EVERY: Final = 0.5


class SandboxPlugin(WorkerPlugin):
    """Gives each worker its sandbox, and ends the engine with the worker.

    Parameters
    ----------
    stage : Stage
        What is done with documents.
    limits : Limits
        What a document may cost.
    name : str
        Of the run: two runs may share a scheduler.
    """

    def __init__(self, stage: Stage, limits: Limits, *, name: str) -> None:
        self.name = name
        self._stage = stage
        self._limits = limits
        self.sandbox: Sandbox | None = None

    async def setup(self, worker: Worker) -> None:
        """Make the sandbox and load the models, while the worker goes on answering the scheduler."""
        self.sandbox = Sandbox(self._stage, limits=self._limits)
        await asyncio.to_thread(self.sandbox.warm)

    def teardown(self, worker: Worker) -> None:
        """End the engine, also in the middle of a partition."""
        if self.sandbox is not None:
            self.sandbox.stop()


def run_partition(partition: Partition, root: str, *, run: str) -> Outcome:
    """Analyse one partition on this worker; progress goes to the client as events under the name of the run.

    Parameters
    ----------
    partition : Partition
        Its documents.
    root : str
        The store.
    run : str
        Name of the run, and of its plugin.

    Returns
    -------
    Outcome
        What was written.
    """
    worker: Any = get_worker()
    last = 0.0

    def beat(documents: int, tokens: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BEAT_EVERY:
            last = now
            worker.log_event(run, [partition.key, documents, tokens])

    sandbox: Sandbox = worker.plugins[run].sandbox
    return sandbox.run(partition, Path(root), beat=beat)
