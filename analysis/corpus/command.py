"""The command ``mittellage corpus``: arguments to `run_corpus`, and its summary to the terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ..errors import ReadingError
from ..legible import legible, legible_line
from ..limits import TIMEOUT, parse_bytes, parse_limits
from ..pipeline import Options
from ..reading.importing.columns import parse_columns
from .checking import Condition, check_store, repair_store
from .manifest import BROKEN, ERRORS, MANIFEST
from .progress import clock
from .run import Summary, run_corpus

# So many reasons, and so much of each, are shown in the terminal.
_REASONS: Final = 5
_CHARS: Final = 400
__all__ = ["describe", "parse_bytes", "parse_columns", "run_check", "run_command"]


def run_command(
    source: Path,
    out: Path,
    *,
    options: Options,
    workers: int | None = None,
    scheduler: str | None = None,
    slurm: Path | None = None,
    format: str | None = None,  # noqa: A002 (the option is called --format)
    columns: str | None = None,
    timeout: float = TIMEOUT,
    memory: str = "3GB",
    retry: bool = False,
    quiet: bool = False,
) -> int:
    """Run a corpus and say what was done.

    Parameters
    ----------
    source, out : pathlib.Path
        The corpus, and the folder of the store.
    options : Options
        As for ``mittellage analyse``.
    workers, scheduler, slurm
        Where to work; see `run_corpus`.
    format : str, optional
        How to read the source, where its name does not tell.
    columns : str, optional
        Which column holds what: ``text=body,date=published``.
    timeout : float
        Seconds that a document may take.
    memory : str
        Bytes that a worker may hold, such as ``3GB``.
    retry : bool
        Take up failed documents again.
    quiet : bool
        Show no progress.

    Returns
    -------
    int
        Exit code: 0, or 1 where documents failed.

    Raises
    ------
    ReadingError
        If there is no such source.
    CorpusError
        As `run_corpus`.
    """
    if not source.exists():
        raise ReadingError(f"There is no corpus {str(source)!r}; check the path.")
    with _polite_end(out):
        summary = run_corpus(
            source,
            out,
            options=options,
            format=format,
            mapping=parse_columns(columns),
            workers=workers,
            scheduler=scheduler,
            slurm=slurm,
            limits=parse_limits(timeout, memory),
            retry=retry,
            progress=not quiet,
            typed=True,
        )
    sys.stdout.write(describe(summary, out) + "\n")
    return int(summary.errors > 0)


def run_check(store: Path, *, repair: bool = False) -> int:
    """Check a store, or repair it, and say what was found and what to do.

    Parameters
    ----------
    store : pathlib.Path
        Its folder.
    repair : bool
        Whether to set aside what is broken.

    Returns
    -------
    int
        Exit code: 0 where nothing is broken, or what was broken is set aside; 1 where something is broken.

    Raises
    ------
    CorpusError
        As `check_store` and `repair_store`.
    """
    condition = repair_store(store) if repair else check_store(store)
    sys.stdout.write(describe_condition(condition, store, repaired=repair) + "\n")
    return int(bool(condition.faults) and not repair)


def describe_condition(condition: Condition, store: Path, *, repaired: bool = False) -> str:
    """Say in a few lines what is broken, and how to go on."""
    if any(fault.file == MANIFEST for fault in condition.faults):
        head = f"{str(store)!r} has no manifest that can be read: nothing says which of its parts count."
    else:
        head = (
            f"{condition.documents:,} documents in {condition.parts:,} parts of {str(store)!r}, {condition.errors:,} "
            f"that could not be read or analysed, schema {condition.schema}."
        )
    lines = [head, *(f"  - {legible(fault.file)} {_short(fault.reason)}" for fault in condition.faults)]
    if not condition.faults:
        lines.append("Nothing is broken.")
    elif repaired:
        lines.append(f"Set aside in {str(store / BROKEN)!r}. {_again(condition)}")
    else:
        lines.append(f"Repair it: mittellage corpus --repair {store}")
        lines.append(f"That sets aside what is broken, and deletes nothing. {_again(condition)}")
    return "\n".join([*lines, *(() if repaired else condition.notes)])


def _again(condition: Condition) -> str:
    """Return what the next run does after a repair."""
    if any(fault.file == MANIFEST for fault in condition.faults):
        return "Run the corpus again into the same store: every document is analysed anew."
    parts = f"{condition.lost:,} documents of broken parts"
    if any(fault.file == ERRORS for fault in condition.faults):
        parts = "documents that could not be read or analysed" + (f", and {parts}" if condition.lost else "")
    return f"Run the corpus again into the same store: {parts} are analysed anew."


@contextmanager
def _polite_end(out: Path) -> Iterator[None]:
    """End on SIGTERM, which batch systems send first, as on Ctrl-C: what is finished is listed before."""

    def interrupt(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(f"{str(out)!r} holds every finished document; run the same command again to go on.\n")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def describe(summary: Summary, out: Path) -> str:
    """Say in a few lines what a run did."""
    per_second = summary.added / summary.seconds if summary.seconds > 0 else 0.0
    lines = [
        f"{summary.documents:,} documents in {str(out)!r}; {summary.added:,} of them in this run"
        + (f", in {clock(summary.seconds)} ({per_second:,.1f} documents/s)." if summary.added else ".")
    ]
    if summary.repeated:
        lines.append(
            f"{summary.repeated:,} documents of the source are repeated, alike in text and metadata: kept once."
        )
    if summary.errors:
        lines.append(
            f"{summary.errors:,} could not be read or analysed; errors.parquet names each. --retry tries again."
        )
        for reason, count in summary.reasons[:_REASONS]:
            again = f" (and {count - 1:,} more like it)" if count > 1 else ""
            lines.append(f"  - {_short(reason)}{again}")
        if len(summary.reasons) > _REASONS:
            lines.append(f"  - and {len(summary.reasons) - _REASONS:,} other reasons.")
    for remark, count in summary.remarks[:_REASONS]:
        lines.append(f"{count:,} text{'s' if count > 1 else ''}: {_short(remark)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    """Return one line of a reason; signs that steer a terminal are written out."""
    line = legible_line(text)
    return line if len(line) <= _CHARS else f"{line[: _CHARS - 2]} …"
