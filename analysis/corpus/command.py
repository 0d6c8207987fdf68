"""The command ``mittellage corpus``: arguments to `run_corpus`, and its summary to the terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import CorpusError, ReadingError
from ..walk import Options
from .progress import clock
from .run import Summary, run_corpus
from .sandbox import MEMORY, TIMEOUT, Limits

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


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
            limits=Limits(timeout, parse_bytes(memory)),
            retry=retry,
            progress=not quiet,
        )
    sys.stdout.write(describe(summary, out) + "\n")
    return int(summary.errors > 0)


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
        lines.append(f"{summary.errors:,} could not be read or analysed; errors.parquet says why. --retry tries again.")
    return "\n".join(lines)


def parse_columns(text: str | None) -> Mapping[str, str] | None:
    """Read which column holds what.

    Examples
    --------
    >>> parse_columns("text=body, date=published")
    {'text': 'body', 'date': 'published'}
    """
    if not text:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    wrong = [part for part, equals, name in pairs if not equals or not part.strip() or not name.strip()]
    if wrong:
        raise CorpusError(f"--columns {text!r} is not understood at {wrong[0]!r}; write text=body,date=published.")
    return {part.strip(): name.strip() for part, _, name in pairs}


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
    except ValueError:
        size = 0
    if size < 100 * 10**6:
        raise CorpusError(f"--memory {text!r} will not do; write at least 100MB, such as {MEMORY // 10**9}GB.")
    return size
