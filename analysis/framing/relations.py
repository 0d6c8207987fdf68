"""Relations: the signed, directed network of stances between countries, and who courts whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ..tables import NARRATOR, Stance
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Interval, Ratio, signs_of, statistic
from .view import View

if TYPE_CHECKING:
    from .resample import Array

_NET: Final = (
    "van Atteveldt, Kleinnijenhuis and Ruigrok (2008), Parsing, Semantic Networks, and Political Authority, "
    "Political Analysis 16(4)."
)
_DNA: Final = "Leifeld (2017), Discourse Network Analysis, in: The Oxford Handbook of Political Networks."
_BALANCE: Final = "Harary, Norman and Cartwright (1965), Structural Models: signed directed graphs."
TEXT: Final = "text"


def ends(stance: Stance, perspective: Perspective) -> tuple[str | None, str | None]:
    """Give holder and target as units; the narrator is a holder, somebody without a country is None."""
    holder = NARRATOR if stance.holder == NARRATOR else perspective.unit(stance.holder_country)
    return holder, perspective.unit(stance.target)


def ties(view: View, perspective: Perspective) -> dict[tuple[str, str], list[Stance]]:
    """Group stances by dyad of countries or blocs; the narrator's, and those toward oneself, are left out."""
    found: dict[tuple[str, str], list[Stance]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        if holder not in (None, NARRATOR, target) and target is not None:
            found.setdefault((str(holder), target), []).append(stance)
    return dict(sorted(found.items()))


def signs(view: View, rows: Sequence[Stance]) -> tuple[Array, Array]:
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


@indicator(
    "relation_sign",
    dimension="relations",
    definition="How one country stands toward another, in the text's account.",
    formula="(positive stances - negative stances) / all stances from the first to the second",
    unit="directed dyad, as US>RU; -1 to 1",
    literature=(_NET, _DNA),
    limits="Speech, acts and relations weigh alike, and so do hedged stances. Unknown where there is no stance: "
    "silence is not neutrality.",
)
def relation_sign(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign of every dyad.

    References
    ----------
    van Atteveldt, Kleinnijenhuis and Ruigrok (2008); Leifeld (2017).
    """
    found = ties(view, perspective)
    for holder, target in dict.fromkeys([*_key_dyads(perspective), *found]):
        rows = found.get((holder, target), [])
        name = f"{holder}>{target}"
        if not rows:
            yield unknown(name)
        else:
            yield Value(name, signs_of(*signs(view, rows)), len(rows), _ids(rows))


@indicator(
    "relation_ambivalence",
    dimension="relations",
    definition="Whether one country's stance toward another is of one kind or mixed.",
    formula="2 * min(positive, negative) / all stances of the dyad",
    unit="directed dyad; 0 (one sign) to 1 (evenly mixed)",
    literature=(_BALANCE,),
    limits="One or two stances cannot show ambivalence; read it with n.",
)
def relation_ambivalence(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the ambivalence of every dyad.

    References
    ----------
    Harary, Norman and Cartwright (1965).
    """
    import numpy as np

    found = ties(view, perspective)
    for holder, target in dict.fromkeys([*_key_dyads(perspective), *found]):
        rows = found.get((holder, target), [])
        name = f"{holder}>{target}"
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


@indicator(
    "relation_received",
    dimension="relations",
    definition="How the text as a whole, with all its voices, speaks of a country.",
    formula="(positive - negative) / all stances toward the unit, the narrator's included, its own left out",
    unit="country or bloc; -1 to 1",
    literature=(_NET,),
    limits="Voices are not weighed by their length or authority. Unknown where nobody evaluates the country.",
)
def relation_received(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign received by every unit.

    References
    ----------
    van Atteveldt, Kleinnijenhuis and Ruigrok (2008).
    """
    found: dict[str, list[Stance]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        if target is not None and holder != target:
            found.setdefault(target, []).append(stance)
    for unit in dict.fromkeys([perspective.region, *perspective.poles, *sorted(found)]):
        rows = found.get(unit, [])
        if not rows:
            yield unknown(unit)
        else:
            yield Value(unit, signs_of(*signs(view, rows)), len(rows), _ids(rows))


@indicator(
    "relation_narrator",
    dimension="relations",
    definition="How the text in its own voice, outside quotes, speaks of a country.",
    formula="(positive - negative) / all stances of the narrator toward the unit",
    unit="country or bloc; -1 to 1",
    literature=(_NET, "Reisigl and Wodak (2001), Discourse and Discrimination: perspectivation."),
    limits="Only open evaluation counts; selection and order of facts are the matter of attention and agency.",
    wording=True,
)
def relation_narrator(view: View, perspective: Perspective) -> Iterator[Value]:
    """Give the mean sign of the narrator's stances.

    References
    ----------
    Reisigl and Wodak (2001).
    """
    found: dict[str, list[Stance]] = {}
    for stance in view.stances:
        holder, target = ends(stance, perspective)
        if holder == NARRATOR and target is not None:
            found.setdefault(target, []).append(stance)
    for unit in dict.fromkeys([perspective.region, *perspective.poles, *sorted(found)]):
        rows = found.get(unit, [])
        if not rows:
            yield unknown(unit)
        else:
            yield Value(unit, signs_of(*signs(view, rows)), len(rows), _ids(rows))


def _courts(stance: Stance) -> bool:
    """Tell whether a stance woos: long-standing relations are a tie of both sides, and nobody courts by having them."""
    return stance.sign > 0 and stance.kind in ("speech", "act")


@indicator(
    "relation_courting",
    dimension="relations",
    definition="Who courts whom: whether friendliness flows toward the focus or away from it.",
    formula="(friendly speech and acts pole > focus - friendly speech and acts focus > pole) / both",
    unit="pole and focus, as US:CENTRAL_ASIA; 1 (the pole courts) to -1 (the pole is courted)",
    literature=(
        _DNA,
        "Cooley (2012), Great Games, Local Rules: outside powers compete for Central Asia's favour.",
    ),
    limits="Hostile stances do not enter, nor do relations that both sides have. Unknown where neither side woos.",
)
def relation_courting(view: View, perspective: Perspective) -> Iterator[Value]:
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


@indicator(
    "relation_density",
    dimension="relations",
    definition="How closely the countries of the text are tied to each other by evaluation.",
    formula="ordered pairs with at least one stance / k * (k - 1), k = countries that hold or receive a stance",
    unit="text; 0 to 1",
    literature=(_DNA, "Wasserman and Faust (1994), Social Network Analysis."),
    limits="Only countries that take part count, so that a long list of neighbours does not thin the network. "
    "A bootstrap cannot find ties that the text does not hold; there is no interval.",
)
def relation_density(view: View, perspective: Perspective) -> Iterator[Value]:
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


@indicator(
    "relation_reciprocity",
    dimension="relations",
    definition="How often an evaluation is answered.",
    formula="dyads whose opposite dyad has stances as well / all dyads with stances",
    unit="text; 0 to 1",
    literature=("Wasserman and Faust (1994), Social Network Analysis.",),
    limits="Whether the answer has the same sign is not asked here; the dyads' signs tell.",
)
def relation_reciprocity(view: View, perspective: Perspective) -> Iterator[Value]:
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
