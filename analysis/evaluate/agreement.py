"""Krippendorff's alpha: agreement of any number of coders on nominal, ordinal or interval codes, with gaps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from ..coding.codebook import Level
from ..coding.coefficients import alpha, count
from ..errors import MittellageError


def krippendorff_alpha(codes: Sequence[Sequence[Hashable | None]], *, level: Level = "nominal") -> float:
    """Measure the agreement of coders beyond chance.

    Parameters
    ----------
    codes : sequence of sequence
        One sequence a coder, one code a unit, None where the coder has none. Numbers for ``ordinal`` and ``interval``.
    level : {"nominal", "ordinal", "interval"}
        How much two different codes differ.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance, negative below; not a number if all codes are equal.

    Raises
    ------
    MittellageError
        If the coders have different numbers of units, or the level is unknown.

    Examples
    --------
    >>> krippendorff_alpha([["a", "a", "b", "b"], ["a", "a", "b", "b"]])
    1.0

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    if len({len(row) for row in codes}) > 1:
        raise MittellageError("All coders need as many codes as there are units; use None for a missing code.")
    if level not in ("nominal", "ordinal", "interval"):
        raise MittellageError(f"There is no level {level!r}; levels are nominal, ordinal, interval.")
    known = {code for row in codes for code in row if code is not None}
    order = sorted(known, key=lambda value: (str(type(value)), value))
    if not order:
        return float("nan")
    numbers = np.array([float(str(value)) for value in order]) if level == "interval" else None
    return float(alpha(count(codes, order, numbers), level)[0])
