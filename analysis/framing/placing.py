"""Indicators of position: coordinates between the poles, and hedging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from ..tables import Stance
from .perspective import Perspective
from .position import Component, positions
from .registry import Compute, Value, indicator, unknown
from .relations import signs, ties
from .resample import enclose, statistic
from .view import View

if TYPE_CHECKING:
    from .resample import Array

_AITCHISON: Final = (
    "Aitchison (1986), The Statistical Analysis of Compositional Data; Möbius (1827), Der barycentrische Calcul."
)
_COOLEY: Final = "Cooley (2012), Great Games, Local Rules: Central Asia between Russia, China and the United States."
_KUIK: Final = "Kuik (2008), The Essence of Hedging, Contemporary Southeast Asia 30(2)."
_PIELOU: Final = (
    "Pielou (1966), The measurement of diversity, J. of Theoretical Biology 13: evenness by Shannon entropy."
)


def _coordinates(component: Component) -> Compute:
    """Make the function that gives one component's coordinates of every unit."""

    def compute(view: View, perspective: Perspective) -> Iterator[Value]:
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


indicator(
    "position_attention",
    dimension="position",
    definition="Next to which pole the text names the unit.",
    formula="mentions of the pole in sentences that name the unit / mentions of all poles there",
    unit="unit and pole, as KZ:RU; 0 to 1, summing to 1 over the poles",
    literature=(_AITCHISON, "Church and Hanks (1990), Word association norms, Computational Linguistics 16(1)."),
    limits="Being named together is not being close; a conflict names both as well.",
)(_coordinates("attention"))
indicator(
    "position_relations",
    dimension="position",
    definition="With which pole the text ties the unit in friendliness.",
    formula="sum of |score| of friendly stances between unit and pole, both ways / the same sum over all poles",
    unit="unit and pole, as KZ:RU; 0 to 1, summing to 1 over the poles",
    literature=(_AITCHISON, _COOLEY),
    limits="Hostility does not push toward the other poles, it only fails to pull. Unknown without friendly stances.",
)(_coordinates("relations"))
indicator(
    "position_voice",
    dimension="position",
    definition="Which pole's voices speak of the unit.",
    formula="words of the pole's speakers in quotes that name the unit or stand in a sentence that does / "
    "those of all poles",
    unit="unit and pole, as KZ:RU; 0 to 1, summing to 1 over the poles",
    literature=(_AITCHISON, "Reisigl and Wodak (2001), Discourse and Discrimination: perspectivation."),
    limits="A pole whose leaders talk much of the unit seems near, whatever they say. Unknown where no pole speaks.",
)(_coordinates("voice"))
indicator(
    "position_combined",
    dimension="position",
    definition="Where the unit stands between the poles, all told.",
    formula="mean of the coordinates by attention, relations and voice, over those that are known",
    unit="unit and pole, as KZ:RU; 0 to 1, summing to 1 over the poles",
    literature=(_AITCHISON, _COOLEY),
    limits="Unknown components are left out, not set to zero; equal weights are a convention.",
)(_coordinates("combined"))


def _own_ties(view: View, perspective: Perspective) -> list[list[Stance]]:
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


def _of_ties(view: View, perspective: Perspective, function: Callable[[Array], Array]) -> Iterator[Value]:
    import numpy as np

    own = _own_ties(view, perspective)
    rows = [row for tie in own for row in tie]
    if not rows:
        yield unknown(perspective.region)
        return
    counts = np.column_stack([column for tie in own for column in signs(view, tie)])
    interval = statistic(counts, function, seed=perspective.seed)
    yield Value(perspective.region, interval, len(rows), tuple(row.stance_id for row in rows))


@indicator(
    "hedging_evenness",
    dimension="position",
    definition="Whether the focus keeps ties with all poles or with one.",
    formula="Shannon entropy of the focus's stances over the poles / log of the number of poles",
    unit="focus; 0 (one pole) to 1 (all alike)",
    literature=(_KUIK, _PIELOU),
    limits="Only the focus's own stances count, of either sign. Unknown where it takes none toward any pole.",
)
def hedging_evenness(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the evenness of the focus's ties over the poles.

    References
    ----------
    Kuik (2008); Pielou (1966).
    """
    yield from _of_ties(view, perspective, _evenness_of_ties)


@indicator(
    "hedging_ambivalence",
    dimension="position",
    definition="Whether the focus is friendly and hostile toward the same pole.",
    formula="2 * sum over poles of min(positive, negative) / all stances of the focus toward poles",
    unit="focus; 0 (one sign per pole) to 1 (evenly mixed)",
    literature=(_KUIK,),
    limits="Mixed signals of different states of the region count as the region's; read the states' dyads beside it.",
)
def hedging_ambivalence(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the share of offset stances among the focus's ties.

    References
    ----------
    Kuik (2008).
    """
    yield from _of_ties(view, perspective, _mixture)


@indicator(
    "hedging",
    dimension="position",
    definition="How far the focus avoids siding: ties with all poles, and mixed ones rather than clear ones.",
    formula="evenness * (1 + ambivalence) / 2",
    unit="focus; 0 (sides with one pole) over 0.5 (clear and even ties with all) to 1 (mixed and even ties with all)",
    literature=(_KUIK, _COOLEY),
    limits="A text that gives the focus few stances cannot show hedging; abstaining has no sign and does not count.",
)
def hedging(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the hedging index.

    References
    ----------
    Kuik (2008); Cooley (2012).
    """
    yield from _of_ties(view, perspective, _hedging)
