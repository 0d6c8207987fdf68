"""The process beside the page: it answers, it can be cancelled, and it may die without taking the page along."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from analysis import analyse, windows
from analysis.errors import LimitError, MittellageError
from analysis.explore.work import CancelledError, DiedError, FailedError, Worker
from analysis.limits import Limits
from analysis.pipeline import BEGINS
from analysis.reading import Document

# The tasks are functions of modules, because the process imports them by name.


def _echo() -> Worker:
    return Worker(_larger)


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


def _sleep_or_answer(seconds: float, *_: object) -> str:
    held = []
    while seconds < 0:
        held.append(b"x" * 10_000_000)
        time.sleep(0.01)
    time.sleep(seconds)
    return "awake"


def test_a_worker_that_dies_says_so():
    worker = Worker(_end)  # os.kill(0, 9) ends the process and its group, which is its own

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

    asyncio.run(fail(Worker(_divide), FailedError, "ZeroDivisionError"))
    asyncio.run(fail(Worker(_raise_ours), MittellageError, "^Teilen Sie den Text.$"))


def _raise_ours(*_: object) -> None:
    raise MittellageError("Teilen Sie den Text.")


def _larger(one: int, other: int, _: object) -> int:
    return max(one, other)


def _end(process: int, signal: int, _: object) -> None:
    os.kill(process, signal)


def _divide(one: int, other: int, _: object) -> tuple[int, int]:
    return divmod(one, other)


def test_a_worker_tells_the_stage_and_the_share_of_a_text():
    text = "Kasachstan kritisiert Russland. „Wir danken China“, sagte Präsident Tokajew.\n\n" * 800
    told = []

    async def watched() -> object:
        worker = Worker()
        try:
            return await worker.analyse(Document.from_text(text), None, watch=told.append)
        finally:
            worker.close()

    assert len(asyncio.run(watched()).rows["stances"]) > 800
    stages = list(dict.fromkeys(at.stage for at in told if at.stage))
    assert stages == [stage for stage in BEGINS if stage in stages]
    assert {"language", "quotes", "stance"} <= set(stages)
    assert [at.share for at in told] == sorted(at.share for at in told)


def test_the_windows_of_a_long_text_share_its_work(monkeypatch):
    monkeypatch.setattr(windows, "MOST_WORDS", 80)
    told = []
    analyse("Kasachstan kritisiert Russland.\n\n" * 60, watch=lambda stage, share: told.append((stage, share)))
    assert [stage for stage, _ in told].count("quotes") == 3
    assert [share for _, share in told[1:]] == sorted(share for _, share in told[1:])
    assert told[-1] == ("stance", pytest.approx((2 + BEGINS["stance"]) / 3))
