"""Indicators of position: coordinates between the poles, and hedging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..tables import Stance
from .perspective import Perspective
from .position import Component, positions
from .registry import Compute, Value, indicator, unknown
from .relations import signs, ties
from .resample import enclose, statistic
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array


def _coordinates(component: Component) -> Compute:
    """Make the function that gives one component's coordinates of every unit."""

    def compute(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
        for each in positions(view, perspective, components=(component,)):
            for index, pole in enumerate(perspective.poles):
                name = f"{each.unit}:{pole}"
                if each.shares is None or each.cloud is None:
                    yield unknown(name)
                else:
                    interval = enclose(float(each.shares[index]), each.cloud[:, index])
                    yield Value(name, interval, each.n, each.evidence)

    compute.__doc__ = f"Give the coordinates by {component} of the region and its states."
    return compute


indicator("position_attention")(_coordinates("attention"))
indicator("position_relations")(_coordinates("relations"))
indicator("position_voice")(_coordinates("voice"))
indicator("position_combined")(_coordinates("combined"))


def _own_ties(view: DocumentTables, perspective: Perspective) -> list[list[Stance]]:
    """List the focus's own stances toward each pole."""
    found = ties(view, perspective)
    return [found.get((perspective.region, pole), []) for pole in perspective.poles]


def evenness(counts: Array) -> Array:
    """Give Pielou's evenness of each row: entropy over its maximum; nan where a row is empty.

    Examples
    --------
    >>> import numpy as np
    >>> evenness(np.array([[2.0, 2.0], [4.0, 0.0]])).tolist()
    [1.0, 0.0]
    """
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        part = counts / counts.sum(axis=1, keepdims=True)
        entropy = -np.where(part > 0, part * np.log(part), np.where(np.isnan(part), np.nan, 0.0)).sum(axis=1)
    result: Array = np.abs(entropy) / np.log(counts.shape[1])
    return result


def _mixture(counts: Array) -> Array:
    """Give the share of stances offset by one of the other sign toward the same pole; columns: +, -, +, - ..."""
    import numpy as np

    positive, negative = counts[:, 0::2], counts[:, 1::2]
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Array = 2 * np.minimum(positive, negative).sum(axis=1) / counts.sum(axis=1)
    return result


def _evenness_of_ties(counts: Array) -> Array:
    result: Array = evenness(counts[:, 0::2] + counts[:, 1::2])
    return result


def _hedging(counts: Array) -> Array:
    result: Array = _evenness_of_ties(counts) * (1 + _mixture(counts)) / 2
    return result


def _of_ties(view: DocumentTables, perspective: Perspective, function: Callable[[Array], Array]) -> Iterator[Value]:
    import numpy as np

    own = _own_ties(view, perspective)
    rows = [row for tie in own for row in tie]
    if not rows:
        yield unknown(perspective.region)
        return
    counts = np.column_stack([column for tie in own for column in signs(view, tie)])
    interval = statistic(counts, function, seed=perspective.seed)
    yield Value(perspective.region, interval, len(rows), tuple(row.stance_id for row in rows))


@indicator("hedging_evenness")
def hedging_evenness(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the evenness of the focus's ties over the poles.

    References
    ----------
    Kuik (2008); Pielou (1966).
    """
    yield from _of_ties(view, perspective, _evenness_of_ties)


@indicator("hedging_ambivalence")
def hedging_ambivalence(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of offset stances among the focus's ties.

    References
    ----------
    Kuik (2008).
    """
    yield from _of_ties(view, perspective, _mixture)


@indicator("hedging")
def hedging(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the hedging index.

    References
    ----------
    Kuik (2008); Cooley (2012).
    """
    yield from _of_ties(view, perspective, _hedging)
