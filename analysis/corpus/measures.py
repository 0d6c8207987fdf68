"""Measures of a corpus: ratios of sums over documents, with intervals from a bootstrap over documents.

A value is always the sum of x over the sum of y, document by document; so a long series of documents is read once,
in any order and in constant memory. Documents are drawn, not rows: what stands in one article goes together. Copies of
one text are drawn together, too, and count as one text unless it is said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, get_args

from ..errors import CorpusError
from .drawing import Batch, Copies, Drawing, Sums, group_columns, shares_of, weights_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from .corpus import Corpus

    Cloud: TypeAlias = npt.NDArray[np.float64]

DRAWS: Final = 1000
PRIOR: Final = 0.5
LEAST: Final = 3
# Sums of multiples of 2^-24 are exact in any order, so that threads cannot change the last digit of a value.
_GRID: Final = 2.0**24


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is measured.

    Attributes
    ----------
    name : str
        Its name.
    meaning : str
        The ratio in words.
    over : str
        SQL that gives ``doc_id, unit, x``, and ``y`` where the denominator belongs to the unit.
    under : str or None
        SQL that gives ``doc_id, y`` where all units share the denominator: then a document without the unit counts.
    bounds : (float, float) or None
        Least and greatest value of a single observation.
    """

    name: str
    meaning: str
    over: str
    under: str | None = None
    bounds: tuple[float, float] | None = None


_NAMED: Final = "FROM mentions WHERE role <> 'language'"
_SPOKEN: Final = "FROM quotes WHERE parent_id IS NULL AND speaker_country IS NOT NULL"
_ALL: Final = (
    Measure(
        name="mentions",
        meaning="mentions of a country per 1,000 tokens",
        over=f"SELECT doc_id, country AS unit, 1000.0 * count(*) AS x {_NAMED} GROUP BY ALL",
        under="SELECT doc_id, n_tokens AS y FROM documents WHERE n_tokens > 0",
    ),
    Measure(
        name="attention",
        meaning="share of a country in all mentions of countries",
        over=f"SELECT doc_id, country AS unit, count(*) AS x {_NAMED} GROUP BY ALL",
        under=f"SELECT doc_id, count(*) AS y {_NAMED} GROUP BY ALL",
        bounds=(0, 1),
    ),
    Measure(
        name="voice",
        meaning="share of speakers of a country in all quotes whose speaker's country is known; no nested quotes",
        over=f"SELECT doc_id, speaker_country AS unit, count(*) AS x {_SPOKEN} GROUP BY ALL",
        under=f"SELECT doc_id, count(*) AS y {_SPOKEN} GROUP BY ALL",
        bounds=(0, 1),
    ),
    Measure(
        name="stance",
        meaning="mean sign of the stances of a country, or those who speak for it, toward another: KZ>RU",
        over="SELECT doc_id, holder_country || '>' || target AS unit, sum(sign) AS x, count(*) AS y FROM stances "
        "WHERE holder_country IS NOT NULL AND holder_country <> target GROUP BY ALL",
        bounds=(-1, 1),
    ),
    Measure(
        name="stance_received",
        meaning="mean sign of all stances toward a country, whoever holds them but itself",
        over="SELECT doc_id, target AS unit, sum(sign) AS x, count(*) AS y FROM stances "
        "WHERE holder_country IS DISTINCT FROM target GROUP BY ALL",
        bounds=(-1, 1),
    ),
    Measure(
        name="stance_narrator",
        meaning="mean sign of the stances of the articles' own voice toward a country",
        over="SELECT doc_id, target AS unit, sum(sign) AS x, count(*) AS y FROM stances "
        "WHERE holder = 'narrator' GROUP BY ALL",
        bounds=(-1, 1),
    ),
)
MEASURES: Final[Mapping[str, Measure]] = {measure.name: measure for measure in _ALL}


def measure_named(name: str) -> Measure:
    """Return a measure, or the mean over documents of an indicator of the table ``framing``.

    Raises
    ------
    CorpusError
        If there is neither.

    Examples
    --------
    >>> measure_named("voice").bounds
    (0, 1)
    """
    from ..framing import INDICATORS

    if name in MEASURES:
        return MEASURES[name]
    if name not in INDICATORS:
        raise CorpusError(
            f"There is no measure {name!r}. Measures are: {', '.join(MEASURES)}; and the indicators of framing: "
            f"{', '.join(INDICATORS)}."
        )
    return Measure(
        name=name,
        meaning=f"mean of the indicator {name} over documents where it is known",
        over=f"SELECT doc_id, unit, value AS x, 1 AS y FROM framing WHERE indicator = '{name}' AND value IS NOT NULL",  # noqa: S608 (a name of our own)
    )


class Estimate(NamedTuple):
    """A ratio with its bootstrap draws.

    Attributes
    ----------
    value : float or None
        None where the denominator is zero.
    cloud : numpy.ndarray or None
        Draws of the value; None with fewer than three documents, which say nothing of how documents differ.
    n : float
        The denominator: mentions, quotes, stances, tokens or documents.
    n_documents : int
        Documents that it rests on.
    """

    value: float | None
    cloud: Cloud | None
    n: float
    n_documents: int

    def interval(self) -> tuple[float | None, float | None]:
        """Return the central 95 % of the draws, widened to hold the value."""
        import numpy as np

        if self.value is None or self.cloud is None:
            return None, None
        known = self.cloud[~np.isnan(self.cloud)]
        if not len(known):
            return None, None
        low, high = np.quantile(known, [0.025, 0.975])
        return min(float(low), self.value) + 0.0, max(float(high), self.value) + 0.0


def estimate(
    corpus: Corpus,
    measure: Measure,
    *,
    by: Sequence[str] = (),
    units: Iterable[str] | None = None,
    where: str | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    copies: Copies = "once",
) -> dict[tuple[Any, ...], Estimate]:
    """Estimate a measure in groups of documents.

    Parameters
    ----------
    corpus : Corpus
        The store.
    measure : Measure
        What to measure.
    by : sequence of str
        SQL expressions over ``documents`` that make the groups; documents where one is null are left out.
    units : iterable of str, optional
        Countries or dyads; by default all that occur.
    where : str, optional
        Condition in SQL over ``documents``.
    seed : int
        Seed of the bootstrap.
    draws : int
        How many draws.
    copies : {"once", "together", "apart"}
        Whether the copies of a text count as one text in each group, each with its share; count each, but are drawn
        together; or count and are drawn like texts that have nothing to do with each other.

    Returns
    -------
    dict
        The values of ``by`` and the unit to an `Estimate`.

    Raises
    ------
    CorpusError
        If there is no such way to count copies.

    References
    ----------
    Hanley and MacGibbon (2006), Creating non-parametric bootstrap samples using Poisson frequencies, Computer Methods
    and Programs in Biomedicine 83(1). Chamandy et al. (2012), Estimating Uncertainty for Massive Data Streams.
    """
    if copies not in get_args(Copies):
        raise CorpusError(f"copies={copies!r} will not do; say one of {', '.join(get_args(Copies))}.")
    families = None if copies == "apart" else corpus.families()
    drawing = Drawing(seed, draws, families, shares=shares_of(corpus, families, by, where) if copies == "once" else {})
    wanted = None if units is None else tuple(dict.fromkeys(units))
    over: dict[tuple[Any, ...], Sums] = {}
    under: dict[tuple[Any, ...], Sums] = {}
    for cell, values, batch in _cells(corpus, measure.over, by, wanted, where, drawing):
        over.setdefault(cell, Sums(draws)).add(values[0], batch)
        if measure.under is None:
            under.setdefault(cell, Sums(draws)).add(values[1], batch)
    if measure.under is not None:
        for cell, values, batch in _cells(corpus, measure.under, by, None, where, drawing):
            under.setdefault(cell, Sums(draws)).add(values[0], batch)
        names = wanted if wanted is not None else tuple(sorted({cell[-1] for cell in over}))
        # A group that never names the country has the value zero, as long as it says anything at all.
        pairs = {
            (*cell[:-1], name): (over.get((*cell[:-1], name)), sums) for cell, sums in under.items() for name in names
        }
    else:
        pairs = {cell: (over[cell], sums) for cell, sums in under.items()}
    prior = _prior(seed, draws)
    once = copies == "once"
    return {cell: _ratio(x, y, measure.bounds, prior, once) for cell, (x, y) in sorted(pairs.items(), key=_order)}


def _order(item: tuple[tuple[Any, ...], Any]) -> tuple[str, ...]:
    return tuple(map(str, item[0]))


def _ratio(x: Sums | None, y: Sums, bounds: tuple[float, float] | None, prior: Cloud, once: bool) -> Estimate:
    import numpy as np

    if y.total == 0:
        return Estimate(None, None, 0.0, y.documents)
    over = x.drawn if x is not None else np.zeros_like(y.drawn)
    value = (x.total if x is not None else 0.0) / y.total
    if y.texts < LEAST:
        return Estimate(value, None, y.total, y.documents)
    under = y.drawn
    if bounds is not None:
        # Three friendly stances out of three prove no "always": half a document's worth of either extreme is added.
        low, high = prior * (y.total / (y.texts if once else y.documents))
        over, under = over + bounds[0] * low + bounds[1] * high, under + low + high
    with np.errstate(divide="ignore", invalid="ignore"):
        cloud = np.where(under > 0, over / under, np.nan)
    return Estimate(value, cloud, y.total, y.documents)


def _prior(seed: int, draws: int) -> Cloud:
    import numpy as np

    return np.random.default_rng([seed, 1]).standard_gamma(PRIOR, (2, draws))


def _cells(
    corpus: Corpus,
    query: str,
    by: Sequence[str],
    units: tuple[str, ...] | None,
    where: str | None,
    drawing: Drawing,
) -> Iterator[tuple[tuple[Any, ...], list[Cloud], Batch]]:
    """Give, batch by batch and cell by cell, the values of documents and the weights that these draw."""
    import numpy as np

    groups = group_columns(by)
    chosen = f" WHERE {where}" if where else ""
    names = ", ".join(f"g{index}" for index in range(len(by)))
    conditions = [f"g{index} IS NOT NULL" for index in range(len(by))]
    if units is not None:
        conditions.append("unit IN (SELECT unnest($units))")
    text = (
        f"SELECT d.doc_id, v.* EXCLUDE (doc_id){', ' + names if names else ''} FROM ({query}) v JOIN "  # noqa: S608
        f"(SELECT doc_id{', ' + ', '.join(groups) if groups else ''} FROM documents{chosen}) d USING (doc_id)"
        f"{' WHERE ' + ' AND '.join(conditions) if conditions else ''}"
    )
    for columns in corpus.stream(text, {"units": list(units)} if units is not None else None):
        ids: list[str] = columns["doc_id"]
        labels = [columns[f"g{index}"] for index in range(len(by))]
        share = np.array([drawing.share(ids[row], tuple(label[row] for label in labels)) for row in range(len(ids))])
        values = [np.round(np.array(columns[k], float) * share * _GRID) / _GRID for k in ("x", "y") if k in columns]
        cells: dict[tuple[Any, ...], list[int]] = {}
        for row, unit in enumerate(columns.get("unit", [""] * len(ids))):
            cells.setdefault((*(label[row] for label in labels), unit), []).append(row)
        texts = [drawing.text(doc_id) for doc_id in ids]
        numbers = {text: index for index, text in enumerate(dict.fromkeys(texts))}
        drawn = np.stack([weights_of(text, drawing.seed, drawing.draws) for text in numbers])
        for cell, rows in cells.items():
            weights = drawn[[numbers[texts[row]] for row in rows]]
            yield cell, [value[rows] for value in values], Batch(weights, [drawing.family(ids[row]) for row in rows])
