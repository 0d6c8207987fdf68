"""Probability samples: units are drawn from strata by chance, and each keeps the probability with which it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from ..errors import CodingError
from .population import column_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Array: TypeAlias = npt.NDArray[np.float64]
    Counts: TypeAlias = npt.NDArray[np.int64]

Allocation = Literal["proportional", "equal"]
# With one unit of a stratum nothing is known of how its units differ, and no interval can be given.
LEAST: Final = 2
_MOST: Final = 100_000
_BETWEEN: Final = " | "


def allocate(sizes: Sequence[int], n: int, how: Allocation = "proportional") -> Counts:
    """Return how many units of each stratum are drawn.

    Parameters
    ----------
    sizes : sequence of int
        Units of each stratum.
    n : int
        Units to draw in all; never more than there are.
    how : {"proportional", "equal"}
        By size, or the same number from each. Every stratum gives at least two units, or all that it has.

    Raises
    ------
    CodingError
        If n is too small for that.

    Examples
    --------
    >>> allocate([900, 90, 10], 50).tolist(), allocate([900, 90, 10], 60, "equal").tolist()
    ([44, 4, 2], [25, 25, 10])
    """
    import numpy as np

    if how not in get_args(Allocation):
        raise CodingError(f"There is no allocation {how!r}; allocations are {', '.join(get_args(Allocation))}.")
    size = np.asarray(sizes, dtype=np.int64)
    given = np.minimum(size, LEAST)
    n = min(int(n), int(size.sum()))
    if n < given.sum():
        raise CodingError(
            f"{n} items are too few for {len(size)} strata: every stratum needs {LEAST}; draw at least "
            f"{int(given.sum())}, or stratify by less."
        )
    weight = size.astype(float) if how == "proportional" else np.ones(len(size))
    while (left := n - int(given.sum())) > 0:
        # What a full stratum cannot take goes to the others, by the same rule.
        free = given < size
        wish = np.where(free, weight / weight[free].sum() * n, 0.0) - given
        add = np.minimum(np.floor(np.maximum(wish, 0) / max(np.maximum(wish, 0).sum(), 1e-12) * left), size - given)
        if add.sum() == 0:
            add = np.zeros(len(size))
            add[int(np.argmax(np.where(free, wish, -np.inf)))] = 1
        given = given + add.astype(np.int64)
    return given


def stratify(population: pd.DataFrame, names: Iterable[str]) -> pd.Series[str]:
    """Return the stratum of each unit: the values of the columns, such as ``Abendpost | negative``; see `column_of`."""
    import pandas as pd

    columns = [column_of(population, name) for name in names]
    if not columns:
        return pd.Series("all", index=population.index, dtype="string")
    joined = columns[0]
    for column in columns[1:]:
        joined = joined + _BETWEEN + column
    return joined


def choose(strata: Sequence[str], n: int, *, allocation: Allocation, seed: int) -> tuple[Counts, Array]:
    """Return the places of a sample in random order, and the probability with which each was drawn.

    Parameters
    ----------
    strata : sequence of str
        Stratum of each unit, in an order that does not depend on how the units were stored.
    n : int
        Units to draw.
    allocation : {"proportional", "equal"}
        How n is shared out.
    seed : int
        Seed of the draw.

    Raises
    ------
    CodingError
        If n is no number of items that can be drawn.
    """
    import numpy as np

    if not 1 <= n <= _MOST:
        raise CodingError(f"A sample has 1 to {_MOST:,} items, not {n}.")
    generator = np.random.default_rng(seed)
    _, numbers, sizes = np.unique(np.asarray(strata, dtype=str), return_inverse=True, return_counts=True)
    counts = allocate(sizes.tolist(), n, allocation)
    chosen = np.concatenate(
        [
            generator.choice(np.flatnonzero(numbers == number), size=int(count), replace=False)
            for number, count in enumerate(counts)
        ]
    )
    chosen = chosen[generator.permutation(len(chosen))]
    return chosen, (counts / sizes)[numbers[chosen]]


def draw(
    population: pd.DataFrame, strata: pd.Series[str], n: int, *, allocation: Allocation, seed: int
) -> pd.DataFrame:
    """Return a sample of units in random order, with ``stratum`` and ``probability``; see `choose`."""
    chosen, probability = choose(strata.tolist(), n, allocation=allocation, seed=seed)
    sample = population.iloc[chosen].assign(stratum=strata.iloc[chosen], probability=probability)
    return sample.reset_index(drop=True)
