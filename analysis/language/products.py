"""Matrix products of a size for which threads cost more than they save."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

Float = TypeVar("Float", np.float32, np.float64)


@cache
def _libraries() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def product(left: NDArray[Float], right: NDArray[Float]) -> NDArray[Float]:
    """Return ``left @ right``, computed on one thread.

    A few hundred words by a few hundred columns take OpenBLAS a twentieth of a millisecond on one thread, and ten to a
    hundred times that on all of them where other processes use the cores, since its threads wait for each other
    without giving up their core. The caller's own setting is restored.
    """
    with _libraries().limit(limits=1, user_api="blas"):
        result: NDArray[Float] = left @ right
    return result
