"""Voice: whose words the text gives, how, and who is spoken of without being heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..tables import Quote
from .attention import mentions_of, tally, units
from .perspective import Perspective
from .registry import Value, indicator, unknown
from .resample import Ratio, statistic
from .view import DocumentTables, count_words

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
    heard = {speaker_unit(quote, perspective) for quote in view.voices}
    return [unit for unit in named if unit not in perspective.states] + sorted(heard - set(named))


def _spoken(view: DocumentTables, perspective: Perspective, unit: str | None, *, direct: bool = False) -> Array:
    """Count quoted words sentence by sentence, of one unit or of all."""
    column = view.column()
    for quote in view.voices:
        if unit in (None, speaker_unit(quote, perspective)) and (not direct or quote.type == "direct"):
            column[view.at(quote)] += count_words(quote.text)
    return column


def _quotes_of(view: DocumentTables, perspective: Perspective, unit: str) -> tuple[str, ...]:
    return tuple(quote.quote_id for quote in view.voices if speaker_unit(quote, perspective) == unit)


@indicator("voice_share")
def voice_share(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give each unit's share of the quoted words.

    References
    ----------
    Reisigl and Wodak (2001); Bell (1991).
    """
    total = _spoken(view, perspective, None)
    for unit in _voices(view, perspective):
        if not total.sum():
            yield unknown(unit)
            continue
        interval = Ratio(_spoken(view, perspective, unit), total)
        yield Value(unit, interval, len(view.voices), _quotes_of(view, perspective, unit))


@indicator("voice_direct")
def voice_direct(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the share of direct speech in each unit's words.

    References
    ----------
    Leech and Short (1981).
    """
    for unit in _voices(view, perspective):
        ids = _quotes_of(view, perspective, unit)
        total = _spoken(view, perspective, unit)
        if not total.sum():
            yield unknown(unit)
            continue
        hits = _spoken(view, perspective, unit, direct=True)
        yield Value(unit, Ratio(hits, total), len(ids), ids)


@indicator("voice_access")
def voice_access(view: DocumentTables, perspective: Perspective) -> Iterator[Value]:
    """Give the quotes per mention.

    References
    ----------
    Bell (1991).
    """
    import numpy as np

    for unit in units(view, perspective):
        rows = mentions_of(view, perspective, unit)
        if not rows:
            yield unknown(unit)
            continue
        speaking = [quote for quote in view.voices if unit in (speaker_unit(quote, perspective), quote.speaker_country)]
        spoken = view.column()
        for quote in speaking:
            spoken[view.at(quote)] += 1
        counts = np.column_stack([spoken, tally(view, rows)])
        # A bootstrap of no quotes gives no quotes every time; how far from zero the truth lies is not in the data.
        interval = statistic(counts, _ratio, seed=perspective.seed, drawn=bool(speaking))
        yield Value(unit, interval, len(rows), tuple(quote.quote_id for quote in speaking))


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
