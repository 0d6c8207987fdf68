"""Matrix products of a size for which threads cost more than they save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from threadpoolctl import LibController

Float = TypeVar("Float", np.float32, np.float64)


@cache
def _libraries() -> list[LibController]:
    from threadpoolctl import ThreadpoolController

    return [library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"]


@contextmanager
def _on_one_thread() -> Iterator[None]:
    """Keep BLAS to one thread, in a sixth of the time that `ThreadpoolController.limit` takes."""
    before = [library.get_num_threads() for library in _libraries()]
    try:
        for library in _libraries():
            library.set_num_threads(1)
        yield
    finally:
        for library, number in zip(_libraries(), before, strict=True):
            library.set_num_threads(number)


def product(left: NDArray[Float], right: NDArray[Float]) -> NDArray[Float]:
    """Return ``left @ right``, computed on one thread.

    A few hundred words by a few hundred columns take OpenBLAS a twentieth of a millisecond on one thread, and ten to a
    hundred times that on all of them where other processes use the cores, since its threads wait for each other
    without giving up their core. The caller's own setting is restored.
    """
    with _on_one_thread():
        result: NDArray[Float] = left @ right
    return result
