"""Pull and position: where the focus stands between the poles, from attention, relations and voice.

Each of the three gives every pole a non-negative pull; pulls divided by their sum are barycentric coordinates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..tables import Mention
from .perspective import Perspective, expand
from .resample import DRAWS, share_cloud
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array

Component = Literal["attention", "relations", "voice", "combined"]
COMPONENTS: Final[tuple[Component, ...]] = ("attention", "relations", "voice", "combined")


class Position(NamedTuple):
    """Where a unit of the focus stands between the poles, by one component.

    Attributes
    ----------
    unit : str
        A state of the focus, or the region as a whole.
    component : str
        attention, relations, voice, or combined.
    shares : numpy.ndarray or None
        One share a pole, summing to one; None where the text gives no evidence.
    cloud : numpy.ndarray or None
        Bootstrap draws of the shares, shape (draws, poles).
    n : int
        Rows that the shares rest on.
    evidence : tuple of str
        Their ids.
    """

    unit: str
    component: Component
    shares: Array | None
    cloud: Array | None
    n: int
    evidence: tuple[str, ...]


class Pulls(NamedTuple):
    """Pull of each pole in each sentence, and the rows behind it."""

    counts: Array
    evidence: tuple[str, ...]


def positions(
    view: DocumentTables, perspective: Perspective, *, components: Sequence[Component] = COMPONENTS, draws: int = DRAWS
) -> list[Position]:
    """Return the positions of the region and of each of its states between the poles.

    Returns
    -------
    list of Position
        The region first, then the states in order of code; for each the components asked for.
    """
    return [each for each in view.once(_all_positions, perspective, draws) if each.component in components]


def _all_positions(view: DocumentTables, perspective: Perspective, draws: int) -> list[Position]:
    found: list[Position] = []
    for unit in (perspective.region, *perspective.states):
        single = [
            _place(unit, component, pull(view, perspective, unit), perspective.seed, draws)
            for component, pull in _PULLS.items()
        ]
        found.extend([*single, _combine(unit, single)])
    return found


def _place(unit: str, component: Component, pulls: Pulls, seed: int, draws: int) -> Position:
    counts, evidence = pulls
    if counts.sum() == 0:
        return Position(unit, component, None, None, 0, ())
    total = counts.sum(axis=0)
    return Position(
        unit, component, total / total.sum(), share_cloud(counts, seed=seed, draws=draws), len(evidence), evidence
    )


def _combine(unit: str, known: list[Position]) -> Position:
    """Average the components that have evidence, each with the same weight; unknown ones do not count as zero."""
    known = [each for each in known if each.shares is not None]
    if not known:
        return Position(unit, "combined", None, None, 0, ())
    import numpy as np

    shares: Array = np.mean([each.shares for each in known if each.shares is not None], axis=0)
    cloud: Array = np.mean([each.cloud for each in known if each.cloud is not None], axis=0)
    evidence = tuple(dict.fromkeys(row for each in known for row in each.evidence))
    return Position(unit, "combined", shares, cloud, len(evidence), evidence)


@cache
def _codes(perspective: Perspective, unit: str) -> frozenset[str]:
    """Codes that stand for a unit: the region for all of its states and its own name, a state for itself."""
    return expand(perspective.focus) | {unit} if unit == perspective.region else expand([unit])


def _empty(view: DocumentTables, perspective: Perspective) -> Array:
    import numpy as np

    return np.zeros((len(view), len(perspective.poles)))


def attention_pull(view: DocumentTables, perspective: Perspective, unit: str) -> Pulls:
    """Count mentions of each pole in sentences that name the unit."""
    inside, counts, evidence = _codes(perspective, unit), _empty(view, perspective), []
    for at, mentions in view.once(_named_by_sentence).items():
        if not any(mention.country in inside for mention in mentions):
            continue
        for mention in mentions:
            pole = perspective.unit(mention.country)
            if pole in perspective.poles:
                counts[at, perspective.poles.index(pole)] += 1
                evidence.append(mention.mention_id)
    return Pulls(counts, tuple(evidence))


def _named_by_sentence(view: DocumentTables) -> dict[int, list[Mention]]:
    return view.by_sentence(view.named)


def relation_pull(view: DocumentTables, perspective: Perspective, unit: str) -> Pulls:
    """Return the summed strength of friendly stances between the unit and each pole, in both directions.

    A hostile stance counts for no other pole; it is left out here, and the signed network shows it.
    """
    inside, counts, evidence = _codes(perspective, unit), _empty(view, perspective), []
    for stance in view.stances:
        ends = {perspective.unit(stance.holder_country), perspective.unit(stance.target)}
        if stance.sign < 0 or not {stance.holder_country, stance.target} & inside:
            continue
        for pole in ends & set(perspective.poles):
            counts[view.at(stance), perspective.poles.index(str(pole))] += abs(stance.score)
            evidence.append(stance.stance_id)
    return Pulls(counts, tuple(evidence))


def voice_pull(view: DocumentTables, perspective: Perspective, unit: str) -> Pulls:
    """Return the words of each pole's speakers in quotes that name the unit or stand in a sentence naming it."""
    inside, counts, evidence = _codes(perspective, unit), _empty(view, perspective), []
    about = {view.at(mention) for mention in view.named if mention.country in inside}
    for quote in view.voices:
        pole = perspective.unit(quote.speaker_country)
        names = not inside.isdisjoint(view.once(_named_in_quotes)[quote.quote_id])
        if pole in perspective.poles and (names or view.at(quote) in about):
            counts[view.at(quote), perspective.poles.index(str(pole))] += view.said[quote.quote_id]
            evidence.append(quote.quote_id)
    return Pulls(counts, tuple(evidence))


def _named_in_quotes(view: DocumentTables) -> dict[str, frozenset[str]]:
    """Give the countries that each quote names."""
    starts = [mention.start for mention in view.named]
    return {
        quote.quote_id: frozenset(
            mention.country
            for start, end in quote.spans
            for mention in view.named[bisect_left(starts, start) : bisect_left(starts, end)]
        )
        for quote in view.voices
    }


_PULLS: Final[Mapping[Component, Callable[[DocumentTables, Perspective, str], Pulls]]] = {
    "attention": attention_pull,
    "relations": relation_pull,
    "voice": voice_pull,
}
