"""Relations: the signed, directed network of stances between countries, and who courts whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..tables import NARRATOR, Stance
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Interval, Ratio, signs_of, statistic
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array

TEXT: Final = "text"


def ends(stance: Stance, perspective: Perspective) -> tuple[str | None, str | None]:
    """Give holder and target as units; the narrator is a holder, somebody without a country is None."""
    holder = NARRATOR if stance.holder == NARRATOR else perspective.unit(stance.holder_country)
    return holder, perspective.unit(stance.target)


def ties(view: DocumentTables, perspective: Perspective) -> dict[tuple[str, str], list[Stance]]:
    """Group stances by dyad of countries or blocs; the narrator's, and those toward oneself, are left out."""
    found: dict[tuple[str, str], list[Stance]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        if holder not in (None, NARRATOR, target) and target is not None:
            found.setdefault((str(holder), target), []).append(stance)
    return dict(sorted(found.items()))


def signs(view: DocumentTables, rows: Sequence[Stance]) -> tuple[Array, Array]:
    """Count positive and negative stances sentence by sentence."""
    positive, negative = view.column(), view.column()
    for row in rows:
        (positive if row.sign > 0 else negative)[view.at(row)] += 1
    return positive, negative


def _ids(rows: Sequence[Stance]) -> tuple[str, ...]:
    return tuple(row.stance_id for row in rows)


def _key_dyads(perspective: Perspective) -> list[tuple[str, str]]:
    """List the dyads that are always reported, known or not: focus and each pole, both ways."""
    region = perspective.region
    return [pair for pole in perspective.poles for pair in ((pole, region), (region, pole))]


def _dyads(view: DocumentTables, perspective: Perspective) -> Iterator[tuple[str, list[Stance]]]:
    """Yield the name of every dyad with its stances: those of region and poles always, then all others with any."""
    found = ties(view, perspective)
    for holder, target in dict.fromkeys([*_key_dyads(perspective), *found]):
        yield f"{holder}>{target}", found.get((holder, target), [])


@indicator("relation_sign")
def relation_sign(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign of every dyad.

    References
    ----------
    van Atteveldt, Kleinnijenhuis and Ruigrok (2008); Leifeld (2017).
    """
    for name, rows in _dyads(view, perspective):
        yield _mean_sign(view, name, rows)


def _mean_sign(view: DocumentTables, unit: str, rows: list[Stance]) -> Value:
    return Value(unit, signs_of(*signs(view, rows)), len(rows), _ids(rows)) if rows else unknown(unit)


@indicator("relation_ambivalence")
def relation_ambivalence(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the ambivalence of every dyad.

    References
    ----------
    Harary, Norman and Cartwright (1965).
    """
    import numpy as np

    for name, rows in _dyads(view, perspective):
        if not rows:
            yield unknown(name)
        else:
            counts = np.column_stack(signs(view, rows))
            yield Value(name, statistic(counts, _mixture, seed=perspective.seed), len(rows), _ids(rows))


def _mixture(sums: Array) -> Array:
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        result: Array = 2 * sums.min(axis=1) / sums.sum(axis=1)
    return result


def _toward(
    view: DocumentTables, perspective: Perspective, counts: Callable[[str | None, str], bool]
) -> Iterator[tuple[str, list[Stance]]]:
    """Yield every unit with the stances toward it whose holder and target count."""
    found: dict[str, list[Stance]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        if target is not None and counts(holder, target):
            found.setdefault(target, []).append(stance)
    for unit in dict.fromkeys([perspective.region, *perspective.poles, *sorted(found)]):
        yield unit, found.get(unit, [])


@indicator("relation_received")
def relation_received(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign received by every unit.

    References
    ----------
    van Atteveldt, Kleinnijenhuis and Ruigrok (2008).
    """
    for unit, rows in _toward(view, perspective, lambda holder, target: holder != target):
        yield _mean_sign(view, unit, rows)


@indicator("relation_narrator")
def relation_narrator(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign of the narrator's stances.

    References
    ----------
    Reisigl and Wodak (2001).
    """
    for unit, rows in _toward(view, perspective, lambda holder, target: holder == NARRATOR):
        yield _mean_sign(view, unit, rows)


def _courts(stance: Stance) -> bool:
    """Tell whether a stance woos: long-standing relations are a tie of both sides, and nobody courts by having them."""
    return stance.sign > 0 and stance.kind in ("speech", "act")


@indicator("relation_courting")
def relation_courting(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the balance of friendly stances between each pole and the focus.

    References
    ----------
    Cooley (2012); Leifeld (2017).
    """
    found = ties(view, perspective)
    region = perspective.region
    for pole in perspective.poles:
        toward, back = ([s for s in found.get(pair, []) if _courts(s)] for pair in ((pole, region), (region, pole)))
        name = f"{pole}:{region}"
        if not toward and not back:
            yield unknown(name)
            continue
        given, returned = signs(view, toward)[0], signs(view, back)[0]
        yield Value(name, signs_of(given, returned), len(toward) + len(back), _ids(toward + back))


@indicator("relation_density")
def relation_density(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the density of the network of stances.

    References
    ----------
    Wasserman and Faust (1994); Leifeld (2017).
    """
    found = ties(view, perspective)
    nodes = {unit for pair in found for unit in pair}
    if not found:
        yield unknown(TEXT)
        return
    value = len(found) / (len(nodes) * (len(nodes) - 1))
    yield Value(TEXT, Interval(value, None, None), len(found), _ids([row for rows in found.values() for row in rows]))


@indicator("relation_reciprocity")
def relation_reciprocity(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of answered dyads.

    References
    ----------
    Wasserman and Faust (1994).
    """
    found = ties(view, perspective)
    if not found:
        yield unknown(TEXT)
        return
    hits, trials = view.column(), view.column()
    for (holder, target), rows in found.items():
        # The dyad is one trial, told by its first stance.
        trials[view.at(rows[0])] += 1
        hits[view.at(rows[0])] += (target, holder) in found
    answered = [row for (holder, target), rows in found.items() if (target, holder) in found for row in rows]
    yield Value(TEXT, Ratio(hits, trials), len(found), _ids(answered))
