"""The process beside the page: it answers, it can be cancelled, and it may die without taking the page along."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from analysis.errors import LimitError, MittellageError
from analysis.explore.work import CancelledError, DiedError, FailedError, Worker
from analysis.limits import Limits

# The tasks are functions of the standard library, because the process imports them by name.


def _echo() -> Worker:
    return Worker(max)


def test_a_worker_gives_the_answer_and_is_used_again():
    worker = _echo()

    async def twice() -> list[int]:
        return [await worker.analyse(3, 5), await worker.analyse(8, 5)]

    try:
        assert asyncio.run(twice()) == [5, 8]
    finally:
        worker.close()


def test_a_worker_that_is_cancelled_stops_at_once_and_works_again():
    worker, ticks = Worker(_sleep_or_answer), []

    async def cancel() -> None:
        task = asyncio.ensure_future(worker.analyse(60, None, watch=ticks.append))
        await asyncio.sleep(0.6)
        worker.cancel()
        with pytest.raises(CancelledError):
            await task
        assert await worker.analyse(0, None) == "awake"

    begun = time.monotonic()
    try:
        asyncio.run(cancel())
    finally:
        worker.close()
    assert time.monotonic() - begun < 30
    assert ticks == sorted(ticks)
    assert len(ticks) >= 3


def _sleep_or_answer(seconds: float, _: object) -> str:
    held = []
    while seconds < 0:
        held.append(b"x" * 10_000_000)
        time.sleep(0.01)
    time.sleep(seconds)
    return "awake"


def test_a_worker_that_dies_says_so():
    worker = Worker(os.kill)  # os.kill(0, 9) ends the process and its group, which is its own

    async def die() -> None:
        with pytest.raises(DiedError):
            await worker.analyse(_Suicide(), 9)

    try:
        asyncio.run(die())
    finally:
        worker.close()


class _Suicide:
    """Unpickles as the end of the process that unpickles it."""

    def __reduce__(self) -> tuple:
        return os._exit, (9,)


@pytest.mark.parametrize(
    ("limits", "kind", "text"), [(Limits(timeout=0.5), "timeout", 60), (Limits(memory=300_000_000), "memory", -1)]
)
def test_a_text_that_costs_too_much_is_ended_and_the_next_one_is_done(limits: Limits, kind: str, text: int):
    worker = Worker(_sleep_or_answer, limits=limits)

    async def twice() -> object:
        with pytest.raises(LimitError, match=rf"limits=Limits\({kind}=") as caught:
            await worker.analyse(text, None)
        assert caught.value.kind == kind
        return await worker.analyse(0, None)

    try:
        assert asyncio.run(twice()) == "awake"
    finally:
        worker.close()


def test_errors_keep_their_sentence_and_failures_their_kind():
    async def fail(worker: Worker, error: type[Exception], message: str) -> None:
        try:
            with pytest.raises(error, match=message):
                await worker.analyse(1, 0)
        finally:
            worker.close()

    asyncio.run(fail(Worker(divmod), FailedError, "ZeroDivisionError"))
    asyncio.run(fail(Worker(_raise_ours), MittellageError, "^Teilen Sie den Text.$"))


def _raise_ours(*_: object) -> None:
    raise MittellageError("Teilen Sie den Text.")
