"""The indicators of a text for readers: by concept, each with scale, explanation, and values with intervals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from ..charts.style import known, number, percent
from ..export.report.units import unit_in_words
from ..framing import INDICATORS
from ..framing.naming import BOUNDS, Naming, describe_indicator
from ..framing.registry import Dimension
from ..tables import each
from .state import Explorer, Key, Lang
from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Value(NamedTuple):
    """A value of an indicator: of whom, in words and as places on the scale in percent; `key` names its row.

    Places are None where nothing is known: that of the value, and those of the ends of its interval.
    """

    key: Key
    unit: str
    value: str
    interval: str
    n: str
    place: float | None
    low: float | None
    high: float | None


class Measure(NamedTuple):
    """An indicator: name, scale, what it says; values of focus and poles, of all others, and those without evidence."""

    indicator: str
    name: str
    scale: str
    explanation: str
    zero: float | None
    asked: tuple[Value, ...]
    others: tuple[Value, ...]
    silent: tuple[Value, ...]


class Group(NamedTuple):
    """A concept and its indicators."""

    dimension: str
    title: str
    measures: tuple[Measure, ...]


_ORDER: Final = (*get_args(Dimension), "other")


def measures(explorer: Explorer) -> list[Group]:
    """Return the indicators of the document on show, concept by concept.

    Examples
    --------
    >>> from analysis import analyse
    >>> groups = measures(Explorer.of(analyse("Kasachstan kritisiert Russland."), lang="en"))
    >>> groups[0].title, groups[0].measures[0].name, groups[0].measures[0].asked[0].unit
    ('Attention', 'Share of mentions', 'Central Asia')
    """
    lang, data = explorer.choice.lang, explorer.of_document("framing")
    rows: dict[str, dict[str, list[tuple[int, Any]]]] = defaultdict(lambda: defaultdict(list))
    for index, row in zip(data.index, each(data), strict=True):
        indicator = INDICATORS.get(str(row.indicator))
        rows[indicator.dimension if indicator else "other"][str(row.indicator)].append((int(index), row))
    return [
        Group(
            dimension,
            say(f"dimension.{dimension}", lang),
            tuple(_measure(explorer, name, found) for name, found in rows[dimension].items()),
        )
        for dimension in _ORDER
        if dimension in rows
    ]


def _measure(explorer: Explorer, name: str, found: Sequence[tuple[int, Any]]) -> Measure:
    lang, naming = explorer.choice.lang, describe_indicator(name, explorer.choice.lang)
    start, end = _bounds(naming, (row for _, row in found))
    first, rest, silent = [], [], []
    order = (explorer.perspective.region, *explorer.perspective.poles)
    for index, row in sorted(found, key=lambda item: _rank(str(item[1].unit), order)):
        value = _value(Key(str(row.doc_id), f"f{index}"), row, naming, (start, end), lang)
        if not len(row.evidence) or not known(row.value):
            silent.append(value)
        elif _rank(str(row.unit), order) < len(order) or "text" in str(row.unit) or len(found) <= len(order):
            first.append(value)
        else:
            rest.append(value)
    if not first:
        first, rest = rest, []
    mark = " †" if explorer.perspective.translated and name in INDICATORS and INDICATORS[name].wording else ""
    zero = _place(0.0, start, end) if start < 0 else None
    scale = say("measure.scale", lang, scale=naming.scale) if naming.scale else ""
    parts = (tuple(part) for part in (first, rest, silent))
    return Measure(name, naming.name + mark, scale, naming.explanation, zero, *parts)


def _rank(unit: str, order: tuple[str, ...]) -> int:
    """Return the place of a unit: focus and poles in their order, then all others."""
    head = unit.replace(">", ":").partition(":")[0]
    return order.index(head) if head in order else len(order)


def _bounds(naming: Naming, rows: Iterable[Any]) -> tuple[float, float]:
    """Return the ends of the scale; that of a rate ends at the largest value that the text gives."""
    if naming.kind in BOUNDS:
        return BOUNDS[naming.kind]
    tops = [float(value) for row in rows for value in (row.value, row.high) if known(value)]
    return 0.0, max(tops, default=0.0) or 1.0


def _place(value: Any, start: float, end: float) -> float | None:
    return round(min(max((float(value) - start) / (end - start), 0.0), 1.0) * 100, 1) if known(value) else None


def _value(key: Key, row: Any, naming: Naming, bounds: tuple[float, float], lang: Lang) -> Value:
    def write(value: Any) -> str:
        if naming.kind == "share":
            return percent(float(value), lang)
        written = number(float(value), lang, digits=2)
        return f"+{written}" if naming.kind == "sign" and float(value) > 0 else written

    value = write(row.value) if known(row.value) else say("measure.unknown", lang)
    interval = ""
    if known(row.value) and known(row.low) and known(row.high):
        interval = say("measure.interval", lang, low=write(row.low), high=write(row.high))
    places = (_place(each_, *bounds) for each_ in (row.value, row.low, row.high))
    return Value(key, unit_in_words(str(row.unit), lang), value, interval, number(float(row.n), lang), *places)
