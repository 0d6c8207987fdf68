"""Voice: whose words the text gives, how, and who is spoken of without being heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ..tables import Quote
from .attention import count_mentions, mentions_of, units
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio, statistics
from .view import DocumentTables

if TYPE_CHECKING:
    from .resample import Array

OTHER: Final = "other"
ANONYMOUS: Final = "anonymous"


def speaker_unit(quote: Quote, perspective: Perspective) -> str:
    """Give the unit of a speaker; a named voice without a country is another thing than nobody named."""
    if quote.speaker_country is not None:
        return perspective.unit(quote.speaker_country) or OTHER
    return OTHER if quote.speaker_name is not None else ANONYMOUS


def _voices(view: DocumentTables, perspective: Perspective) -> list[str]:
    named = units(view, perspective)
    heard = view.once(quotes_by_unit, perspective)
    return [unit for unit in named if unit not in perspective.states] + sorted(heard.keys() - set(named))


def quotes_by_unit(view: DocumentTables, perspective: Perspective) -> dict[str, list[Quote]]:
    """Group the quotes that give words by the unit of their speaker."""
    found: dict[str, list[Quote]] = {}
    for quote in view.voices:
        found.setdefault(speaker_unit(quote, perspective), []).append(quote)
    return found


def _quotes_of(view: DocumentTables, perspective: Perspective, unit: str) -> list[Quote]:
    return view.once(quotes_by_unit, perspective).get(unit, [])


def count_spoken(view: DocumentTables, quotes: Iterable[Quote]) -> Array:
    """Count the words of quotes sentence by sentence."""
    column = view.column()
    for quote in quotes:
        column[view.at(quote)] += view.said[quote.quote_id]
    return column


def _ids(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(quote.quote_id for quote in quotes)


@indicator("voice_share")
def voice_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of the quoted words.

    References
    ----------
    Reisigl and Wodak (2001); Bell (1991).
    """
    total = count_spoken(view, view.voices)
    for unit in _voices(view, perspective):
        if not total.sum():
            yield unknown(unit)
            continue
        quotes = _quotes_of(view, perspective, unit)
        yield Value(unit, Ratio(count_spoken(view, quotes), total), len(view.voices), _ids(quotes))


@indicator("voice_direct")
def voice_direct(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of direct speech in each unit's words.

    References
    ----------
    Leech and Short (1981).
    """
    for unit in _voices(view, perspective):
        quotes = _quotes_of(view, perspective, unit)
        total = count_spoken(view, quotes)
        if not total.any():
            yield unknown(unit)
            continue
        hits = count_spoken(view, (quote for quote in quotes if quote.type == "direct"))
        yield Value(unit, Ratio(hits, total), len(quotes), _ids(quotes))


@indicator("voice_access")
def voice_access(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the quotes per mention.

    References
    ----------
    Bell (1991).
    """
    import numpy as np

    named = [unit for unit in units(view, perspective) if mentions_of(view, perspective, unit)]
    quoted = {unit: _quotes_for(view, perspective, unit) for unit in named}
    counts = []
    for unit, quotes in quoted.items():
        spoken = view.column()
        for quote in quotes:
            spoken[view.at(quote)] += 1
        counts.append(np.column_stack([spoken, count_mentions(view, perspective, unit)]))
    # A bootstrap of no quotes gives no quotes every time; how far from zero the truth lies is not in the data.
    drawn = [bool(quotes) for quotes in quoted.values()]
    intervals = dict(zip(named, statistics(counts, _ratio, seed=perspective.seed, drawn=drawn), strict=True))
    for unit in units(view, perspective):
        if unit in intervals:
            rows = mentions_of(view, perspective, unit)
            yield Value(unit, intervals[unit], len(rows), _ids(quoted[unit]))
        else:
            yield unknown(unit)


def _quotes_for(view: DocumentTables, perspective: Perspective, unit: str) -> list[Quote]:
    """List the quotes of a unit; those of a state of the focus count for the state as well."""
    return [quote for quote in view.voices if unit in (speaker_unit(quote, perspective), quote.speaker_country)]


def _ratio(sums: Array) -> Array:
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        result: Array = sums[:, 0] / sums[:, 1]
    return result


@indicator("voice_addressed")
def voice_addressed(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of the addressed quotes.

    References
    ----------
    Reisigl and Wodak (2001).
    """
    addressed = {
        quote.quote_id: unit
        for quote in view.quotes
        if (unit := perspective.unit(view.countries.get(quote.addressee_actor or ""))) is not None
    }
    total = view.column()
    for quote in view.quotes:
        total[view.at(quote)] += quote.quote_id in addressed
    for unit in dict.fromkeys([perspective.region, *perspective.poles, *sorted(addressed.values())]):
        if not addressed:
            yield unknown(unit)
            continue
        hits = view.column()
        for quote in view.quotes:
            hits[view.at(quote)] += addressed.get(quote.quote_id) == unit
        ids = tuple(quote_id for quote_id, to in addressed.items() if to == unit)
        yield Value(unit, Ratio(hits, total), len(addressed), ids)


@indicator("voice_scare")
def voice_scare(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of a unit's sentences that hold scare quotes.

    References
    ----------
    Reisigl and Wodak (2001); Predelli (2003).
    """
    scare = [marker for marker in view.markers if marker.kind == "scare_quote"]
    marked = {view.at(marker) for marker in scare}
    for unit in units(view, perspective):
        named = {view.at(mention) for mention in mentions_of(view, perspective, unit)}
        if not named:
            yield unknown(unit)
            continue
        hits, trials = view.column(), view.column()
        for at in named:
            trials[at], hits[at] = 1, at in marked
        ids = tuple(marker.marker_id for marker in scare if view.at(marker) in named)
        yield Value(unit, Ratio(hits, trials), len(named), ids)
