"""Products of small matrices: the numbers of numpy, on one thread, and the caller's threads as they were."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from analysis.language import products


@pytest.mark.parametrize(("rows", "inner", "columns"), [(0, 4, 3), (1, 4, 3), (700, 384, 25)])
def test_the_product_is_that_of_numpy(rows: int, inner: int, columns: int) -> None:
    chance = np.random.default_rng(1)
    left, right = (chance.random(shape, dtype=np.float32) for shape in ((rows, inner), (inner, columns)))
    np.testing.assert_allclose(products.product(left, right), left @ right, rtol=1e-5)


def test_one_thread_computes_and_the_setting_is_restored() -> None:
    def threads() -> list[int]:
        """Return the threads of the library that numpy calls; others, such as SciPy's, may be loaded later."""
        found = [library for library in threadpool_info() if library["user_api"] == "blas"]
        return [library["num_threads"] for library in found if "numpy" in library["filepath"]] or [1]

    class Matrix:
        def __matmul__(self, other: object) -> list[int]:
            return threads()

    before = threads()
    assert products.product(Matrix(), Matrix()) == [1] * len(before)  # type: ignore[arg-type, comparison-overlap]
    assert threads() == before
