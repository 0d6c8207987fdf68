"""The tables of the report: rows as they are printed, each with the way back to its place in the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ...charts import Lang, label
from ...charts.source import counted_mentions
from ...charts.style import number, percent
from ...definitions import define
from ...framing import INDICATORS, Perspective
from ...framing.naming import describe_indicator, indicator_name
from ...legible import legible
from ...tables import each
from ..cells import cell, isnull
from ..names import Names
from .article import evidence_words, holder_name, speaker_name, unit_class
from .links import Links, links, to_evidence
from .summary import format_value
from .units import unit_in_words
from .words import say

if TYPE_CHECKING:
    import pandas as pd

_LINKS: Final = 24


class Entry(NamedTuple):
    """A cell with a look of its own, and what its word means."""

    text: str
    look: str
    meaning: str = ""


Cell: TypeAlias = "str | Links | Entry"


class Listing(NamedTuple):
    """A table as it is printed: heads, rows of cells, and the id of each row ("" where it has none)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchors: tuple[str, ...]
    numeric: frozenset[int] = frozenset()

    def full(self) -> Listing:
        """Leave out columns in which nothing stands."""
        kept = [index for index in range(len(self.heads)) if any(row[index] for row in self.rows)]
        return Listing(
            tuple(self.heads[index] for index in kept),
            tuple(tuple(row[index] for index in kept) for row in self.rows),
            self.anchors,
            frozenset(new for new, old in enumerate(kept) if old in self.numeric),
        )


def list_quotes(quotes: pd.DataFrame, *, lang: Lang, perspective: Perspective, names: Names) -> Listing:
    """List who says what."""
    heads = _heads(lang, "place", "speaker", "country", "role", "type", "words", "cue", "addressee")
    rows = tuple(
        (
            _link(quote.quote_id),
            _name(speaker_name(quote, lang), names, lang),
            _country(quote.speaker_country, lang, perspective),
            _word("role", quote.speaker_role, lang, meaning=f"speaker_role.{quote.speaker_role}"),
            _word("type", quote.type, lang),
            _text(quote.text),
            _text(quote.cue_text),
            _text(quote.addressee_text),
        )
        for quote in each(quotes)
    )
    return Listing(heads, rows, tuple(str(name) for name in quotes["quote_id"])).full()


def list_stances(stances: pd.DataFrame, *, lang: Lang, perspective: Perspective, names: Names) -> Listing:
    """List who evaluates whom, on what words."""
    heads = _heads(lang, "place", "holder", "sign", "target", "kind", "evidence", "voice")
    rows = tuple(
        (
            _link(stance.stance_id),
            _name(holder_name(stance, lang), names, lang),
            Entry("−", "negative") if stance.sign < 0 else Entry("+", "positive"),
            _country(stance.target, lang, perspective),
            _word("kind", stance.kind, lang, more=f", {say('hedged', lang)}" if _true(stance.hedged) else ""),
            evidence_words(stance),
            _voice(stance.voice, lang),
        )
        for stance in each(stances)
    )
    return Listing(heads, rows, tuple(str(name) for name in stances["stance_id"]))


def stance_matrix(stances: pd.DataFrame, *, lang: Lang, perspective: Perspective) -> Listing:
    """Count who evaluates whom; each sign is a way to its evidence."""
    cells: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for stance in each(stances):
        if isnull(stance.holder_country) or stance.holder_country != stance.target:
            name = (
                label(str(stance.holder_country), lang)
                if not isnull(stance.holder_country)
                else holder_name(stance, lang)
            )
            cells[name][str(stance.target)].append(stance)
    asked = (*perspective.poles, *perspective.states, perspective.region)
    counts = Counter(target for row in cells.values() for target, found in row.items() for _ in found)
    targets = sorted(counts, key=lambda t: (asked.index(t) if t in asked else len(asked), -counts[t], t))
    order = sorted(cells, key=lambda name: (-sum(map(len, cells[name].values())), name))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(_signs(cells[name].get(target, ())) for target in targets)) for name in order
    )
    heads = (say("col.holder", lang), *(f"→ {label(target, lang)}" for target in targets))
    return Listing(heads, rows, ("",) * len(rows))


def list_countries(mentions: pd.DataFrame, *, lang: Lang, perspective: Perspective) -> Listing:
    """Count the countries, with their forms and places."""
    by_country: dict[str, list[Any]] = defaultdict(list)
    mentions = counted_mentions(mentions)
    for mention in each(mentions):
        by_country[str(mention.country)].append(mention)
    order = sorted(by_country.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple(
        (
            _country(code, lang, perspective),
            str(len(found)),
            percent(len(found) / len(mentions), lang),
            ", ".join(f"{say(f'form.{form}', lang)} {n}" for form, n in Counter(m.form for m in found).most_common()),
            links([(str(m.mention_id), " ".join(legible(str(m.text)).split())) for m in found], limit=_LINKS),
        )
        for code, found in order
    )
    heads = _heads(lang, "country", "n", "share", "forms", "places")
    return Listing(heads, rows, tuple(code for code, _ in order), frozenset({1, 2}))


def list_actors(actors: pd.DataFrame, *, lang: Lang, perspective: Perspective, names: Names) -> Listing:
    """List who appears, under which spellings."""
    heads = _heads(lang, "name", "kind", "country", "office", "n", "variants")
    rows = tuple(
        (
            _name(_text(actor.name), names, lang),
            _word("kind", actor.kind, lang),
            _country(actor.country, lang, perspective),
            _text(actor.office),
            str(actor.n_mentions),
            legible(", ".join(map(str, actor.variants))),
        )
        for actor in sorted(each(actors), key=lambda a: -int(a.n_mentions))
    )
    return Listing(heads, rows, ("",) * len(rows), frozenset({4})).full()


def list_corrections(corrections: pd.DataFrame, *, lang: Lang) -> Listing:
    """List what people corrected; what follows from it is seen in the other tables."""
    heads = _heads(lang, "row", "passage", "field", "before", "after", "coder", "time", "reason")
    made = [row for row in each(corrections) if row.follows is None and row.state == "applied"]
    rows = tuple(
        (
            _text(row.row_id) if row.action == "reject" or row.table == "actors" else _link(row.row_id),
            _text(row.text),
            _text(row.field) or say(f"action.{row.action}", lang),
            _text(row.before) if row.action == "change" else "",
            _text(row.after) if row.action == "change" else "",
            _text(row.coder),
            _text(row.time)[:10],
            _text(row.reason),
        )
        for row in made
    )
    return Listing(heads, rows, ("",) * len(rows)).full()


def list_framing(framing: pd.DataFrame, *, lang: Lang, translated: bool) -> Iterator[tuple[str, Listing]]:
    """List every indicator, concept by concept."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in each(framing):
        known = INDICATORS.get(str(row.indicator))
        groups[known.dimension if known else "other"].append(row)
    heads = _heads(lang, "indicator", "unit", "value", "interval", "evidence")
    for dimension, found in groups.items():
        rows = tuple(
            (
                Entry(
                    indicator_name(str(row.indicator), lang)
                    + (" †" if translated and _is_wording(str(row.indicator)) else ""),
                    "indicator",
                    f"{row.indicator}: {describe_indicator(str(row.indicator), lang).explanation}",
                ),
                unit_in_words(str(row.unit), lang),
                *format_value(row, lang),
                to_evidence(row.evidence),
            )
            for row in found
        )
        yield say(f"dimension.{dimension}", lang), Listing(heads, rows, ("",) * len(rows), frozenset({2, 3}))


def list_numbers(data: pd.DataFrame, lang: Lang) -> Listing:
    """Return the numbers behind a chart as a listing."""
    columns = [data[name].tolist() for name in data.columns]
    rows = tuple(tuple(_printed(value, lang) for value in row) for row in zip(*columns, strict=True))
    return Listing(tuple(map(str, data.columns)), rows, ("",) * len(rows))


def _heads(lang: Lang, *names: str) -> tuple[str, ...]:
    return tuple(say(f"col.{name}", lang) for name in names)


def _name(name: str, names: Names, lang: Lang) -> Cell:
    """Write a name as the text spells it, and say how the tables do where that differs."""
    known = names.canonical().get(name)
    return Entry(name, "word", say("canonical", lang, name=known)) if known else name


def _word(group: str, value: Any, lang: Lang, *, meaning: str = "", more: str = "") -> Entry:
    """Say a value in words, with what the codebook says of it."""
    return Entry(say(f"{group}.{value}", lang) + more, "word", define(meaning or f"{group}.{value}", lang))


def _text(value: Any) -> str:
    return "" if isnull(value) else legible(" ".join(str(value).split()))


def _country(code: Any, lang: Lang, perspective: Perspective) -> Cell:
    return "" if isnull(code) else Entry(label(str(code), lang), f"unit unit-{unit_class(str(code), perspective)}")


def _voice(voice: Any, lang: Lang) -> Cell:
    return label("narrator", lang) if voice == "narrator" else _link(voice)


def _true(value: Any) -> bool:
    return not isnull(value) and bool(value)


def _link(name: Any) -> Links:
    return Links(((str(name), str(name)),))


def _signs(found: Sequence[Any]) -> Links:
    ordered = sorted(found, key=lambda stance: -int(stance.sign))
    return Links(tuple((str(stance.stance_id), "−" if stance.sign < 0 else "+") for stance in ordered))


def _is_wording(name: str) -> bool:
    known = INDICATORS.get(name)
    return known is not None and known.wording


def _printed(value: Any, lang: Lang) -> str:
    value = cell(value)
    if isinstance(value, float):
        return number(value, lang, digits=3)
    return "" if value is None else legible(str(value))
