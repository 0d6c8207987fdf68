"""Tasks for processes under limits: they sleep, eat memory, refuse or die where the item says so."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from analysis.errors import ReadingError


class Unreadable(Exception):  # noqa: N818
    """Cannot be made again from its bytes."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}, {other}")
        self.held = lambda: None  # Dask, once it is imported, makes errors readable that are made of words alone


def steady(item: int) -> tuple[int, int]:
    return item, os.getpid()


def sleepy(item: int) -> int:
    time.sleep(60 * item)
    return item


def hungry(item: int) -> int:
    held = []
    while item:
        held.append(bytearray(20_000_000))
        held[-1][::4096] = b"x" * len(held[-1][::4096])
        time.sleep(0.005)
    return item


def dying(item: int) -> None:
    os._exit(item)


def refusing(item: Any = None) -> None:
    raise ReadingError("Teilen Sie den Text.", obstacle="large")


def unreadable(item: int) -> None:
    raise Unreadable("a", "b")


def told(path: str) -> None:
    Path(path).write_text(str(os.getpid()), "utf-8")
    while True:
        pass


def nothing(*_: Any) -> None:
    time.sleep(0.5)
