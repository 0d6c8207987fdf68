"""At a glance: what the tables say, in sentences and in the indicators that stand on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...charts import Lang, label
from ...charts.source import counted_mentions
from ...charts.style import label_in_text, number, percent
from ...framing import Perspective, caveat, count_said
from ...framing.findings import findings
from ...tables import each
from ..cells import isnull
from .article import speaker_name, unit_class
from .links import Links, to_evidence
from .words import enumerate_words, say

if TYPE_CHECKING:
    import pandas as pd

_TOP: Final = 4
_SHARES: Final = frozenset({"attention_share", "voice_share", "position_combined"})
_HEADLINES: Final = ("attention_share", "voice_share", "relation_received", "position_combined")


class Figure(NamedTuple):
    """A headline indicator as it is printed."""

    label: str
    value: str
    detail: str


class Card(NamedTuple):
    """The headline indicators of one country."""

    name: str
    look: str
    figures: tuple[Figure, ...]


class Statement(NamedTuple):
    """A sentence about a text, and the ids of the rows that it rests on; `counted` where it counts all of a table."""

    text: str
    evidence: tuple[str, ...]
    counted: bool = False


def statements(tables: Mapping[str, pd.DataFrame], *, lang: Lang, perspective: Perspective) -> list[Statement]:
    """Return in sentences what was found in a document, each with the rows behind it.

    Who is named and who speaks is counted here; the rest is what the indicators say.
    """
    mentions, quotes, framing = counted_mentions(tables["mentions"]), tables["quotes"], tables["framing"]
    found = [
        Statement(_mentions(mentions, lang), tuple(mentions["mention_id"]), counted=True),
        Statement(_quotes(quotes, lang), tuple(quotes["quote_id"]), counted=True),
    ]
    for finding in findings(framing, perspective=perspective, lang=lang, name=lambda code: label_in_text(code, lang)):
        text = finding.text
        if finding.indicator == "position_combined" and (doubt := _doubt(framing, perspective, lang)):
            text += f" {doubt}"
        if caveat(finding.indicator, translated=perspective.translated):
            text += " †"
        found.append(Statement(text, finding.evidence))
    return found


def sentences(tables: Mapping[str, pd.DataFrame], *, lang: Lang, perspective: Perspective) -> list[tuple[str, Links]]:
    """Say in sentences what was found, each with the ways to its evidence; what counts a whole table has none."""
    said = statements(tables, lang=lang, perspective=perspective)
    return [(each.text, Links(()) if each.counted else to_evidence(each.evidence)) for each in said]


def cards(tables: Mapping[str, pd.DataFrame], *, lang: Lang, perspective: Perspective) -> list[Card]:
    """Return the headline indicators of the focus and of each pole."""
    rows = {(row.indicator, row.unit): row for row in each(tables["framing"])}
    units = (perspective.region, *perspective.poles)
    return [
        Card(label(unit, lang), unit_class(unit, perspective), tuple(_figures(rows, unit, perspective, lang)))
        for unit in units
    ]


def _figures(rows: Mapping[tuple[str, str], Any], unit: str, perspective: Perspective, lang: Lang) -> Iterator[Figure]:
    for name in _HEADLINES:
        if name == "position_combined":
            if unit == perspective.region:
                continue
            row = rows.get((name, f"{perspective.region}:{unit}"))
        else:
            row = rows.get((name, unit))
        heading = say(f"head.{name}", lang).format(region=label(perspective.region, lang))
        yield Figure(heading, *format_value(row, lang, share=name in _SHARES))


def format_value(row: Any, lang: Lang, *, share: bool = False) -> tuple[str, str]:
    r"""Write the value of an indicator, and its interval with n; what is unknown is a question mark.

    Examples
    --------
    >>> from analysis.tables import Framing
    >>> format_value(Framing("d", "attention_share", "RU", 0.25, 8, 0.1, 0.5, ()), "de", share=True)
    ('25\xa0%', '10\xa0% bis 50\xa0%; n\xa0=\xa08')
    """

    def write(value: float) -> str:
        return percent(value, lang) if share else number(value, lang, digits=2)

    if row is None:
        return "?", ""
    n = f"n\u00a0=\u00a0{row.n}"
    if isnull(row.value):
        return "?", n
    if isnull(row.low) or isnull(row.high):
        return write(row.value), n
    to = "to" if lang == "en" else "bis"
    return write(row.value), f"{write(row.low)} {to} {write(row.high)}; {n}"


def _mentions(mentions: pd.DataFrame, lang: Lang) -> str:
    counts = Counter(str(code) for code in mentions["country"])
    if not counts:
        return say("sum.mentions.none", lang)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
    top = enumerate_words([f"{label_in_text(code, lang)} ({n})" for code, n in order], lang)
    return say("sum.mentions", lang, n=len(mentions), top=top)


def _quotes(quotes: pd.DataFrame, lang: Lang) -> str:
    """Count words of outer quotes only, so that none counts twice."""
    words: Counter[str] = Counter()
    for quote in each(quotes):
        if isnull(quote.parent_id):
            words[speaker_name(quote, lang)] += count_said(str(quote.text))
    if not words:
        return say("sum.quotes.none", lang)
    who, most = min(words.items(), key=lambda item: (-item[1], item[0]))
    share = percent(most / max(1, sum(words.values())), lang)
    return say("sum.quotes", lang, n=len(quotes), who=who, share=share)


def _doubt(framing: pd.DataFrame, perspective: Perspective, lang: Lang) -> str:
    """Return whether the intervals fail to tell the closest pole from the next."""
    units = [f"{perspective.region}:{pole}" for pole in perspective.poles]
    chosen = framing["indicator"].eq("position_combined") & framing["unit"].isin(units)
    rows = sorted(each(framing[chosen & framing["value"].notna()]), key=lambda row: (-row.value, row.unit))
    if len(rows) < 2:
        return ""
    first, second = rows[:2]
    certain = not isnull(first.low) and not isnull(second.high) and first.low > second.high
    return "" if certain else say("sum.position.open", lang)
