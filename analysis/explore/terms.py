"""What the words in tables, filters and cards mean: definitions of the codebook, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ..definitions import DEFINITIONS, define
from ..export.names import NAMED, Names
from .state import Explorer, Lang
from .words import say

# Columns whose values have definitions, by the group of their keys.
WORDED: Final = {"type": "type", "form": "form", "role": "role", "kind": "kind", "speaker_role": "speaker_role"}
_HEADED: Final = {
    "quotes": {"cue_text": "quotes.cue_text"},
    "stances": {name: f"stances.{name}" for name in ("holder", "sign", "hedged", "voice")},
}
# Kinds of stances; all other kinds are those of actors.
_ACTS: Final = ("speech", "act", "relation", "conduct")


class Term(NamedTuple):
    """A word of a table: the heading of its column, the word (nothing for the heading itself), what it means."""

    heading: str
    word: str
    meaning: str


def explained(group: str, value: str, lang: Lang) -> str:
    """Return what a value means; nothing where the codebook has no definition.

    Examples
    --------
    >>> explained("kind", "hedge", "de"), explained("type", "indirect", "en")
    ('schwächt ab. Beispiel: möglicherweise', 'what was said, in a clause that depends on a frame. Example: Sie sagte, \
sie bleibe.')
    """
    return define(f"{group}.{value}", lang) or (define(f"marker.{value}", lang) if group == "kind" else "")


def terms_of(table: str, columns: tuple[str, ...], lang: Lang) -> list[Term]:
    """Return the words of a table that have a definition, column by column."""
    found = []
    for column in columns:
        heading = say(f"col.{column}", lang)
        if key := _HEADED.get(table, {}).get(column):
            found.append(Term(heading, "", define(key, lang)))
        if group := WORDED.get(column):
            found += [
                Term(heading, say(f"{group}.{value}", lang), explained(group, value, lang))
                for value in _values(table, group)
            ]
    return found


def named_terms(explorer: Explorer, table: str) -> list[Term]:
    """Return the names that a table shows otherwise than it holds them, with the form that it holds."""
    if table not in NAMED:
        return []
    lang = explorer.choice.lang
    heading, names = say(f"col.{NAMED[table]}", lang), Names(explorer.whole["actors"], lang)
    return [
        Term(heading, shown, say("canonical", lang, name=name))
        for shown, name in names.canonical().items()
        if explorer.table(table)[NAMED[table]].eq(name).any()
    ]


def _values(table: str, group: str) -> Iterator[str]:
    """Yield the values of a group that a table can have, in the order of the codebook."""
    wanted = "marker" if (table, group) == ("markers", "kind") else group
    for key in DEFINITIONS.rows:
        name, _, value = key.partition(".")
        if name == wanted and (wanted != "kind" or (table == "stances") == (value in _ACTS)):
            yield value


def facts_explained(lang: Lang) -> dict[tuple[str, str], str]:
    """Return what the facts on a card of evidence mean, by their name and value."""
    found: dict[tuple[str, str], str] = {}
    for table in ("quotes", "mentions", "stances", "markers"):
        for term in terms_of(table, tuple(WORDED), lang):
            found.setdefault((term.heading, term.word), term.meaning)
    return found
