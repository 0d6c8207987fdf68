"""The run: partitions go to workers, their records into the store, until every document is there once."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..errors import CorpusError, in_command_words
from ..limits import Limits
from ..pipeline import Options, iter_results
from ..reading import Document, ReadingFailure, iter_documents
from .cluster import connect, distributed
from .engine import Process, Stage
from .failures import WORTH_RETRYING, count_reasons
from .files import locked
from .manifest import refuse_foreign
from .partition import CHARS, Partition, documents_of_a_task
from .plan import Plan
from .progress import Show, State, shown
from .sandbox import Outcome
from .source import expect
from .store import Store

# Listing a part costs a new manifest, which grows with the store: at most this share of the time goes into it.
_COMMIT_EVERY: Final = 1.0
_COMMIT_SHARE: Final = 0.02
_MOST_REMARKS: Final = 1000


class Summary(NamedTuple):
    """What a run did.

    Attributes
    ----------
    documents, errors : int
        In the store now.
    added, tokens : int
        Documents and tokens of this run.
    repeated : int
        Documents that the source has twice, alike in text and metadata; they are in the store once.
    seconds : float
        From the first to the last document, without the time that models take to load.
    peak : int
        Most memory that an engine held, in bytes.
    reasons : tuple of (str, int)
        Why documents could not be read or analysed, with how many each, the most frequent first.
    remarks : tuple of (str, int)
        What reading the source noticed, with how many texts each, the most frequent first.
    """

    documents: int
    errors: int
    added: int
    tokens: int
    repeated: int
    seconds: float
    peak: int
    reasons: tuple[tuple[str, int], ...] = ()
    remarks: tuple[tuple[str, int], ...] = ()


def run_corpus(
    source: str | Path | Iterable[Document],
    store: str | Path,
    *,
    options: Options | None = None,
    process: Process | None = None,
    method: Mapping[str, Any] | None = None,
    format: str | None = None,  # noqa: A002 (the name that readers know)
    mapping: Mapping[str, str] | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    slurm: str | Path | None = None,
    limits: Limits | None = None,
    retry: bool = False,
    chars: int = CHARS,
    most: int | None = None,
    progress: bool = True,
    typed: bool = False,
) -> Summary:
    """Analyse a corpus into a store, going on where an earlier run ended.

    Parameters
    ----------
    source : str, path or iterable of Document
        What `analysis.reading.iter_documents` reads, or documents.
    store : str or path
        Folder of the store; on a cluster, one that all machines see.
    options : Options, optional
        As for `analysis.analyse`.
    process : callable, optional
        Takes documents and gives an `Analysis` or a `Failure` for each; by default `analysis.pipeline.iter_results`. It
        has to live in a module that the workers can import.
    method : mapping, optional
        What decides about results, where ``process`` is your own: a store is gone on with only by the same method. By
        default the version, code, models, lexicons and options of mittellage.
    format, mapping
        As for `analysis.reading.iter_documents`.
    workers : int, optional
        Processes on this machine (by default as many as it carries), or Slurm jobs.
    scheduler : str, optional
        Address of a running Dask scheduler.
    slurm : str or path, optional
        TOML file with arguments of `dask_jobqueue.SLURMCluster`.
    limits : Limits, optional
        Seconds and bytes that a document may cost.
    retry : bool
        Take up documents again that failed in an earlier run.
    chars, most : int
        Code points or documents of a partition, whichever is reached first; by default 1,000,000 and 200, or fewer
        documents where the corpus is small.
    progress : bool
        Show a bar.
    typed : bool
        Reasons name options of the command ``mittellage corpus`` in place of arguments of Python.

    Returns
    -------
    Summary
        What was done.

    Raises
    ------
    CorpusError
        If the store cannot be written, was made by something else, or no worker can be reached. What was
        committed stays.
    """
    options = options or Options()
    stage = Stage(process or partial(iter_results, options=options), options)
    root = Path(store).absolute()
    refuse_foreign(root)
    items: Iterable[Document | ReadingFailure] = ()
    remarks: Counter[str] = Counter()
    if isinstance(source, (str, Path)):
        items, total = (
            iter_documents(source, format=format, mapping=mapping, any_language=options.any_language),
            expect(source),
        )
        items = (_noted(item, remarks, typed) for item in items)
    else:
        items, total = source, len(source) if isinstance(source, Sized) else None
    most = documents_of_a_task(total) if most is None else most
    with locked(root / ".lock"):
        writer = Store(root, made=method or describe_method(stage), noted=describe_environment())
        writer.recover()
        if retry:
            writer.forget(WORTH_RETRYING)
        run = _Run(writer, Plan(writer, items, chars=chars, most=most), total)
        try:
            with ExitStack() as stack:
                show = stack.enter_context(shown(enabled=progress))
                first = next(iter(run.plan), None)
                if first is not None:
                    client = stack.enter_context(
                        connect(workers=workers, scheduler=scheduler, slurm=Path(slurm) if slurm else None)
                    )
                    show(run.state())
                    client.register_plugin(run.plugin(stage, limits or Limits()))
                    run.drive(client, first, show=show)
        finally:
            # Also after Ctrl-C or a full disk: what the workers finished is listed, what they began is removed.
            run.commit()
            writer.recover()
    return Summary(
        documents=writer.documents,
        errors=len(writer.problems),
        added=run.documents,
        tokens=run.tokens,
        repeated=run.plan.repeated,
        seconds=run.seconds,
        peak=run.peak,
        reasons=count_reasons(writer.problems.values()),
        remarks=tuple(remarks.most_common()),
    )


def _noted(item: Document | ReadingFailure, remarks: Counter[str], typed: bool) -> Document | ReadingFailure:
    """Count what reading noticed, and word it for who typed a command."""
    if isinstance(item, ReadingFailure):
        return item._replace(reason=in_command_words(item.reason)) if typed else item
    if typed and item.remarks:
        item = replace(item, remarks=tuple(map(in_command_words, item.remarks)))
    for remark in item.remarks:
        if remark in remarks or len(remarks) < _MOST_REMARKS:
            remarks[remark] += 1
    return item


class _Run:
    """The state of a run: what is under way, what is finished and not yet listed."""

    def __init__(self, store: Store, plan: Plan, total: int | None) -> None:
        self.store = store
        self.plan = plan
        self.documents = self.tokens = self.peak = 0
        self.seconds = 0.0
        self._name = f"mittellage-{uuid.uuid4().hex[:12]}"
        self._errors = len(store.problems)
        self._total = total
        self._finished: list[Outcome] = []
        self._under_way: dict[str, tuple[int, int]] = {}
        self._last = time.monotonic()
        self._pause = _COMMIT_EVERY

    def plugin(self, stage: Stage, limits: Limits) -> Any:
        """Return what each worker of this run starts with."""
        from .worker import SandboxPlugin

        return SandboxPlugin(stage, limits, name=self._name)

    def drive(self, client: Any, first: Partition, *, show: Show) -> None:
        """Keep every worker busy with one partition and one in reserve, and take in what comes back."""
        client.subscribe_topic(self._name, lambda event: self._hear(event, show))
        show(self.state())
        begin = time.monotonic()
        futures = distributed().as_completed()
        todo = _chain(first, iter(self.plan))
        self._fill(client, futures, todo)
        try:
            for future in futures:
                self._take(_result(future))
                future.release()
                show(self.state())
                self._fill(client, futures, todo)
        finally:
            self.seconds = time.monotonic() - begin
            client.unsubscribe_topic(self._name)
            client.unregister_worker_plugin(self._name)  # ends the engines, on a scheduler that lives on too

    def _fill(self, client: Any, futures: Any, todo: Iterator[Partition]) -> None:
        from .worker import run_partition

        room = 2 * max(len(client.nthreads()), 1) + 1 - futures.count()
        # The range comes first: zip takes from the left, and a partition taken in vain would be lost.
        for _, partition in zip(range(room), todo, strict=False):
            self._under_way[partition.key] = (0, 0)
            futures.add(client.submit(run_partition, partition, str(self.store.root), run=self._name, pure=False))

    def _hear(self, event: tuple[float, Any], show: Show) -> None:
        key, documents, tokens = event[1]
        if key in self._under_way:
            self._under_way[key] = (documents, tokens)
            show(self.state())

    def _take(self, outcome: Outcome) -> None:
        record = outcome.record
        self._finished.append(outcome)
        self._under_way.pop(record["part"], None)
        self.documents += record["rows"]["documents"] + len(record["errors"])
        self.tokens += record["tokens"]
        self.peak = max(self.peak, outcome.peak)
        if time.monotonic() - self._last >= self._pause:
            self.commit()

    def commit(self) -> None:
        """List what is finished."""
        begin = time.monotonic()
        problems = self.plan.take_problems()
        if self._finished or problems:
            self.store.commit([outcome.record for outcome in self._finished], problems=problems)
            self._finished = []
        self._last = time.monotonic()
        self._pause = max(_COMMIT_EVERY, (self._last - begin) / _COMMIT_SHARE)

    def state(self) -> State:
        """Return how far the run is."""
        under_way = list(self._under_way.values())
        left = None if self._total is None else max(self._total - self.plan.known - self.plan.repeated, 0)
        documents = self.documents + sum(documents for documents, _ in under_way)
        return State(
            documents=documents,
            tokens=self.tokens + sum(tokens for _, tokens in under_way),
            errors=len(self.store.problems) - self._errors,
            known=self.plan.known,
            total=left if left is None else max(left, documents),
        )


def _chain(first: Partition, rest: Iterator[Partition]) -> Iterator[Partition]:
    yield first
    yield from rest


def _result(future: Any) -> Outcome:
    try:
        outcome: Outcome = future.result()
    except CorpusError:
        raise
    except distributed().KilledWorker as error:
        raise CorpusError(f"Partition {future.key} lost its worker again and again: {error}") from error
    except Exception as error:
        raise CorpusError(
            f"A worker failed: {type(error).__name__}: {error}. What was committed before is safe; mend that, then run "
            "the same command again."
        ) from error
    return outcome


def describe_method(stage: Stage) -> dict[str, Any]:
    """Return what decides about results: version, code, models, lexicons, options. A store never mixes two of them."""
    made = _manifest(stage.options)
    process = stage.process.func if isinstance(stage.process, partial) else stage.process
    kept = ("software", "version", "models", "lexicons", "own_lexicons")
    options = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(stage.options).items()
    }
    return {
        **{name: made[name] for name in kept},
        "code": _code(),
        "options": {name: value.as_posix() if isinstance(value, Path) else value for name, value in options.items()},
        "stage": f"{process.__module__}.{getattr(process, '__qualname__', type(process).__qualname__)}",
    }


def describe_environment() -> dict[str, Any]:
    """Return what a store was begun with: commit, Python and libraries."""
    made = _manifest(Options())
    return {name: made[name] for name in ("commit", "python", "libraries")}


def _code() -> dict[str, str]:
    """Return the hash of the code of each stage that a document passes; no other code changes a result."""
    home = Path(__file__).resolve().parents[1]
    found = {}
    shared = ("tables", "spans.py", "voices.py", "windows.py", "pipeline")
    for stage in (*shared, "reading", "language", "actors", "quotes", "stance", "framing"):
        files = sorted((home / stage).rglob("*.py")) if (home / stage).is_dir() else [home / stage]
        found[stage] = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
    return found


def _manifest(options: Options) -> dict[str, Any]:
    from ..export import build_manifest

    return build_manifest(Document(doc_id="", text=""), options=options)
