"""At a glance: the findings of a text as sentences that open their evidence, and what the numbers rest on."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from ..charts.source import counted_mentions
from ..charts.style import number
from ..export.protocol import measured
from ..export.report.summary import statements
from .documents import own_tables
from .judging import verdicts_in
from .state import Explorer, Key, Lang
from .words import say, say_count

if TYPE_CHECKING:
    pass

# The figures that a reader needs first, of the largest gold that measures them.
_MEASURED: Final = (
    ("mentions", "precision"),
    ("mentions", "recall"),
    ("quotes", "f1 quote"),
    ("quotes", "f1 speaker"),
    ("stance", "edge precision"),
    ("stance", "edge recall"),
)


class Sentence(NamedTuple):
    """A finding in words, and the rows behind it."""

    text: str
    keys: tuple[Key, ...]


class Error(NamedTuple):
    """How well mittellage finds something: the value with its interval and n, in words and as numbers."""

    label: str
    value: float
    low: float
    high: float
    n: int
    gold: str


def sentences(explorer: Explorer) -> list[Sentence]:
    """Return what was found in the document on show; they are the sentences of the report.

    Filters change none: a share of a part would look like a share of the text.
    """
    said = statements(own_tables(explorer), lang=explorer.choice.lang, perspective=explorer.perspective)
    doc_id = explorer.choice.document
    return [Sentence(each.text, tuple(Key(doc_id, row_id) for row_id in each.evidence)) for each in said]


def basis(explorer: Explorer) -> list[str]:
    """Say what the numbers rest on: how many rows, how many of them were looked at, and what was said of them."""
    lang, tables = explorer.choice.lang, own_tables(explorer)
    tables["mentions"] = counted_mentions(tables["mentions"])
    counts = {name: say_count(name, len(tables[name]), lang) for name in ("sentences", "mentions", "quotes", "stances")}
    stances, quotes = tables["stances"], tables["quotes"]
    own = int((stances["holder_country"] == stances["target"]).fillna(value=False).sum())
    nested = int(quotes["parent_id"].notna().sum())
    found = [say("basis.rows", lang, **counts)]
    if nested:
        found.append(say("basis.nested", lang, n=number(float(nested), lang)))
    if own:
        found.append(say("basis.own", lang, n=number(float(own), lang)))
    if explorer.perspective.translated:
        found.append(say("caveat.text", lang))  # what † in the sentences means
    shown = explorer.choice.document
    said = Counter(verdict for key, verdict in verdicts_in(explorer).items() if key.doc_id == shown)
    if not said:
        return [*found, say("basis.unjudged", lang)]
    return [*found, say("basis.judged", lang, right=said["right"], wrong=said["wrong"], edit=said["edit"])]


def errors(lang: Lang) -> list[Error]:
    """Return how well mentions, quotes and stances are found in texts that nothing was tuned to."""
    found = []
    for stage, score in _MEASURED:
        rows = [row for row in measured() if (row.stage, row.score) == (stage, score) and row.low]
        if rows:
            best = max(rows, key=lambda row: int(row.n))
            label = say(f"measured.{stage}.{score}", lang)
            numbers = (float(best.value), float(best.low), float(best.high))
            found.append(Error(label, *numbers, int(best.n), best.gold))
    return found
