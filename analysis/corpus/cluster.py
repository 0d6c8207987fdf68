"""Where the work is done: this machine, a Dask scheduler that runs already, or jobs of Slurm."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import CorpusError

if TYPE_CHECKING:
    from distributed import Client

# What an engine holds with all models loaded and a batch under way; it decides how many fit into a machine.
ENGINE_BYTES: Final = 1_200_000_000
_SETTINGS: Final = {
    # Workers hold almost nothing (the engines do), and a partition may be struck by several machines that go down.
    "distributed.scheduler.allowed-failures": 10,
    "distributed.scheduler.work-stealing": False,
    # A worker that was killed comes again; on a busy machine that takes longer than the 15 s after which Dask gives up.
    "distributed.deploy.lost-worker-timeout": "10 minutes",
    "distributed.comm.timeouts.connect": "30s",
    "distributed.admin.low-level-log-length": 0,
    # Looking at itself a hundred times a second costs a worker more than its part in the work.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.tick.interval": "500ms",
}


def distributed() -> Any:
    """Import Dask's `distributed`, most of which declares no types."""
    return import_module("distributed")


def count_workers() -> int:
    """Return how many workers this machine carries: one a core, as far as the memory goes.

    Examples
    --------
    >>> count_workers() >= 1
    True
    """
    import os

    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, int(psutil.virtual_memory().total * 0.8 // ENGINE_BYTES)))


@contextmanager
def connect(*, workers: int | None = None, scheduler: str | None = None, slurm: Path | None = None) -> Iterator[Client]:
    """Connect to workers, and let go of those that were started for this.

    Parameters
    ----------
    workers : int, optional
        How many to start; by default as many as the machine carries, or one Slurm job.
    scheduler : str, optional
        Address of a running scheduler, such as ``tcp://10.0.0.5:8786``.
    slurm : pathlib.Path, optional
        TOML file with arguments of `dask_jobqueue.SLURMCluster`.

    Yields
    ------
    distributed.Client
        With at least one worker on its way.

    Raises
    ------
    CorpusError
        If the extra is not installed, the scheduler cannot be reached, or two places are named.
    """
    if scheduler is not None and (slurm is not None or workers is not None):
        raise CorpusError("A running scheduler has its own workers: leave out --workers and --slurm.")
    if workers is not None and workers < 1:
        raise CorpusError(f"{workers} workers do nothing; write 1 or more.")
    try:
        import dask.config

        dask_of = distributed()
    except ImportError as error:
        raise CorpusError("A corpus needs the extra: pip install 'mittellage[corpus]'.") from error
    with dask.config.set(_SETTINGS), ExitStack() as stack:
        if scheduler is not None:
            try:
                client = stack.enter_context(dask_of.Client(scheduler, timeout="20s"))
            except (OSError, ValueError) as error:
                raise CorpusError(f"No Dask scheduler answers at {scheduler!r}: {error}.") from error
        else:
            try:
                cluster = stack.enter_context(_slurm(slurm, workers) if slurm is not None else _local(workers))
                client = stack.enter_context(dask_of.Client(cluster))
            except (OSError, RuntimeError) as error:  # no room or no rights for temporary files, no free port
                raise CorpusError(f"The workers cannot be started: {error}.") from error
        yield client


def _local(workers: int | None) -> Any:
    return distributed().LocalCluster(
        n_workers=workers or count_workers(),
        threads_per_worker=1,
        memory_limit=0,  # the sandbox watches its engine, where the memory is
        host="127.0.0.1",
        dashboard_address=None,
        # Without a dashboard the scheduler still opens a port for its state: any free one, for this machine alone.
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        silence_logs=50,
    )


def _slurm(config: Path, workers: int | None) -> Any:
    cluster = slurm_cluster(config)
    cluster.scale(jobs=workers or 1)
    return cluster


def slurm_cluster(config: str | Path) -> Any:
    """Make a Slurm cluster from its configuration, without starting a job.

    Parameters
    ----------
    config : str or path
        TOML file; its keys are arguments of `dask_jobqueue.SLURMCluster`, such as ``queue``, ``account``,
        ``walltime``, ``memory``. One worker a core, each with its engine, is the default.

    Returns
    -------
    dask_jobqueue.SLURMCluster
        ``cluster.job_script()`` is what would be submitted.

    Raises
    ------
    CorpusError
        If the file is missing, not TOML, or names an argument that does not exist.
    """
    try:
        jobqueue: Any = import_module("dask_jobqueue")
    except ImportError as error:
        raise CorpusError("Slurm needs the extra: pip install 'mittellage[corpus]'.") from error
    try:
        wanted = tomllib.loads(Path(config).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"The Slurm configuration {str(config)!r} cannot be read: {error}.") from error
    cores = int(wanted.get("cores", 1))
    arguments: dict[str, Any] = {
        "cores": cores,
        "processes": cores,
        "memory": f"{cores * 4} GB",
        "walltime": "24:00:00",
        "scheduler_options": {"dashboard_address": None},
        **wanted,
    }
    makers = (
        jobqueue.SLURMCluster,
        import_module("dask_jobqueue.slurm").SLURMJob,
        import_module("dask_jobqueue.core").Job,
    )
    known = {name for maker in makers for name in signature(maker.__init__).parameters} - {"self", "kwargs", "args"}
    unknown = sorted(set(arguments) - known)
    if unknown:
        raise CorpusError(
            f"The Slurm configuration {str(config)!r} names {unknown[0]!r}, which is not understood. "
            f"Names are: {', '.join(sorted(known))}."
        )
    return jobqueue.SLURMCluster(**arguments)


def job_script(config: str | Path) -> str:
    """Write the script that each Slurm job would run."""
    with slurm_cluster(config) as cluster:
        script: str = cluster.job_script()
    return script
