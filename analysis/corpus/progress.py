"""Progress: what a run has done, shown as a bar in terminals and notebooks and as lines in a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console

_LOG_EVERY: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class State:
    """How far a run is.

    Attributes
    ----------
    documents, tokens, errors : int
        Done in this run.
    known : int
        Documents that the store had already.
    total : int or None
        Documents to do in this run, as far as is known.
    """

    documents: int = 0
    tokens: int = 0
    errors: int = 0
    known: int = 0
    total: int | None = None


Show: TypeAlias = Callable[[State], None]


def rate(state: State, seconds: float) -> str:
    """Return how fast it goes and how long it takes.

    Examples
    --------
    >>> rate(State(documents=50, tokens=20_000, total=150), 10)
    '5.0 documents/s, 2,000 tokens/s, 0:00:20 left'
    """
    per_second = state.documents / seconds if seconds > 0 else 0.0
    text = f"{per_second:,.1f} documents/s, {state.tokens / seconds if seconds > 0 else 0:,.0f} tokens/s"
    if per_second and state.total is not None:
        text += f", {clock(max(state.total - state.documents, 0) / per_second)} left"
    return text


def clock(seconds: float) -> str:
    """Write a duration as hours, minutes and seconds.

    Examples
    --------
    >>> clock(3725)
    '1:02:05'
    """
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


@contextmanager
def shown(*, enabled: bool = True, console: Console | None = None) -> Iterator[Show]:
    """Show states while the block runs.

    Parameters
    ----------
    enabled : bool
        Whether to show anything.
    console : rich.console.Console, optional
        By default standard error, or the notebook's cell.

    Yields
    ------
    callable
        Takes a `State`.
    """
    if not enabled:
        yield lambda state: None
        return
    from rich.console import Console

    console = console or Console(stderr=not Console().is_jupyter)
    if console.is_terminal or console.is_jupyter:
        with _bar(console) as show:
            yield show
    else:
        yield _lines(console)


@contextmanager
def _bar(console: Console) -> Iterator[Show]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=console, refresh_per_second=4) as progress:
        task = progress.add_task("starting the workers", total=None)
        begin: list[float] = []

        def show(state: State) -> None:
            begin.append(time.monotonic()) if not begin else None
            text = rate(state, time.monotonic() - begin[0]) if state.documents else "loading the models"
            if state.errors:
                text += f", {state.errors} errors"
            if state.known:
                text += f" ({state.known} were done before)"
            progress.update(task, total=state.total, completed=state.documents, description=text)

        yield show


def _lines(console: Console) -> Show:
    begin = last = time.monotonic()

    def show(state: State) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _LOG_EVERY:
            last = now
            console.print(f"{state.documents} documents, {state.errors} errors, {rate(state, now - begin)}")

    return show
