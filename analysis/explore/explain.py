"""What stands behind a row, in words: who toward whom, in whose voice, what spoke for it, and where in the text."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..charts.style import number
from ..corrections import rejected_rows
from ..export.names import Names
from ..tables import NARRATOR, frame, rows
from .editing import EDITED, Field, fields_of, name_in, value_label
from .evidence import ID_COLUMN, evidence_table, table_of
from .judging import verdicts_in
from .state import Explorer, Key, Lang
from .words import name_of, say

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 50


class Passage(NamedTuple):
    """A stretch of the paragraph: whether the row marks it, and whether it is in the sentence of the row."""

    text: str
    marked: bool
    inside: bool


class Card(NamedTuple):
    """A row in words.

    Attributes
    ----------
    key : Key
        The row.
    title : str
        What it says: ``Russland → Usbekistan: negativ``.
    facts : tuple of (str, str)
        Names and values: kind, probability, voice, what spoke for it.
    passages : tuple of Passage
        The paragraph around it.
    verdict : {"right", "wrong", "edit", ""}
        What was last said of the row by hand.
    note : str
        What was corrected in it, in words; empty where nothing was.
    fields : tuple of Field
        Its form.
    """

    key: Key
    title: str
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    verdict: str = ""
    note: str = ""
    fields: tuple[Field, ...] = ()


def explain(explorer: Explorer, keys: Iterable[Key] | None = None, *, most: int = MOST) -> tuple[list[Card], int]:
    """Return rows in words, in text order, and how many rows there are in all.

    Parameters
    ----------
    explorer : Explorer
        The tables.
    keys : iterable of Key, optional
        Rows, by default those whose evidence is open. A row of ``framing`` is opened to what it was computed from.
    most : int
        How many rows to explain.

    Examples
    --------
    >>> from analysis import analyse
    >>> explorer = Explorer.of(analyse("Kasachstan kritisiert Russland."))
    >>> [card.title for card in explain(explorer, [Key(explorer.choice.document, "t1")])[0]]
    ['Kasachstan → Russland: negativ']
    """
    table = evidence_table(explorer, keys)
    order = list(dict.fromkeys(zip(table["doc_id"], table["id"], strict=True)))
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for doc_id, row_id, start, end in zip(*(table[name] for name in ("doc_id", "id", "start", "end")), strict=True):
        spans.setdefault((doc_id, row_id), []).append((int(start), int(end)))
    said, rejected = verdicts_in(explorer), rejected_rows(explorer.whole.get("corrections"))
    notes, lang = _notes(explorer), explorer.choice.lang
    cards = []
    for key in (Key(*each) for each in order[:most]):
        gone = rejected.get(key)
        row = gone._asdict() if gone is not None else row_of(explorer, key)
        title, facts = _words(explorer, table_of(key.row_id), row)
        paragraph = _paragraph(explorer, key.doc_id, _evidence_of(row) or spans[key])
        note = notes.get(key, "")
        if gone is not None:
            note = say("corrected.rejected" if said.get(key) == "wrong" else "corrected.followed", lang)
        fields = () if gone is not None else tuple(fields_of(table_of(key.row_id), row, lang))
        cards.append(Card(key, title, tuple(facts), paragraph, said.get(key, ""), note, fields))
    return cards, len(order)


def _notes(explorer: Explorer) -> dict[Key, str]:
    """Say what was changed in each row by hand, or because of it: from what to what, and by whom."""
    lang = explorer.choice.lang
    changes: dict[Key, list[str]] = {}
    for made in rows("corrections", explorer.whole.get("corrections", frame("corrections"))):
        if made.action == "change" and made.state == "applied" and made.field in EDITED.get(made.table, ()):
            old, new = (value_label(made.field, value or "", lang) for value in (made.before, made.after))
            who = f" ({made.coder})" if made.coder else ""
            change = f"{say(f'col.{made.field}', lang)} {old} → {new}{who}"
            changes.setdefault(Key(made.doc_id, made.row_id), []).append(change)
    return {key: say("corrected.changed", lang, what="; ".join(some)) for key, some in changes.items()}


def row_of(explorer: Explorer, key: Key) -> Mapping[str, Any]:
    """Return a row of a table by its key, empty where there is none."""
    name = table_of(key.row_id)
    data = explorer.whole.get(name)
    if data is None or (column := "sentence_id" if name == "sentences" else ID_COLUMN.get(name)) is None:
        return {}
    own = data[(data["doc_id"] == key.doc_id) & (data[column].astype(str) == key.row_id)]
    return {str(column): value for column, value in own.iloc[0].items()} if len(own) else {}


def _evidence_of(row: Mapping[str, Any]) -> list[tuple[int, int]]:
    evidence = row.get("evidence")
    return sorted({(int(piece[0]), int(piece[1])) for piece in evidence}) if isinstance(evidence, tuple) else []


def _words(explorer: Explorer, table: str, row: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    lang = explorer.choice.lang
    makers = {"stances": _stance, "quotes": _quote, "mentions": _mention, "markers": _marker}
    if table not in makers or not row:
        number_ = int(row["sentence_id"]) + 1 if "sentence_id" in row else None
        return f"{say(f'row.{table}', lang)} {number_}" if number_ else say(f"row.{table}", lang), []
    row, known = _spelled(explorer, row)
    title, facts = makers[table](explorer, row, lang)
    facts.append(("canonical", known))
    found = [(say(f"col.{name}", lang), value) for name, value in facts if value]
    if "sentence_id" in row:
        found.append((say("col.sentence_id", lang), number(float(row["sentence_id"]) + 1, lang)))
    return title, found


def _spelled(explorer: Explorer, row: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Return a row with names as readers are shown them, and the form of the tables where that differs."""
    names = Names(explorer.whole["actors"], explorer.choice.lang)
    for column in ("speaker_name", "holder"):
        if isinstance(name := row.get(column), str) and (shown := names.shown(row["doc_id"], name)) != name:
            return {**row, column: shown}, name
    return row, ""


def _stance(explorer: Explorer, row: Mapping[str, Any], lang: Lang) -> tuple[str, list[tuple[str, str]]]:
    holder = holder_in_words(row["holder"], row["holder_country"], lang)
    sign = say("style.plus" if row["sign"] > 0 else "style.minus", lang)
    words = [str(piece[2]) for piece in row["evidence"] if str(piece[2]).strip()]
    return f"{holder} → {name_of(row['target'], lang)}: {sign}", [
        ("probability", number(abs(float(row["score"])), lang, digits=2)),
        ("kind", say(f"kind.{row['kind']}", lang)),
        ("hedged", say("yes", lang) if row["hedged"] else ""),
        ("voice", voice_in_words(explorer, row, lang)),
        ("spoke", ", ".join(f"„{' '.join(word.split())}“" for word in dict.fromkeys(words))),
        ("found_by", _rule(str(row["rule"]), lang)),
    ]


def _rule(rule: str, lang: Lang) -> str:
    """Say what found a stance: the trained reader, and the entry of the lexicon that explains it.

    Examples
    --------
    >>> _rule("reader, fordern [subj>von]", "de"), _rule("reader", "en")
    ('trainiertes Modell; Lexikoneintrag: fordern', 'trained model')
    """
    reader, _, predicate = rule.rpartition(", ")
    if rule == "reader":
        reader, predicate = "reader", ""
    entry = say("rule.entry", lang, entry=predicate.partition(" [")[0]) if predicate else ""
    return "; ".join(part for part in (say("rule.reader", lang) if reader else "", entry) if part)


def holder_in_words(holder: Any, country: Any, lang: Lang) -> str:
    """Name the holder of a stance, with the country that it speaks for where that is not the name itself.

    Examples
    --------
    >>> holder_in_words("RU", "RU", "de"), holder_in_words("Weber", "DE", "de"), holder_in_words(None, None, "en")
    ('Russland', 'Weber (Deutschland)', 'holder left open')
    """
    if not isinstance(holder, str) or not holder:
        return say("open", lang)
    if holder == NARRATOR:
        return say("narrator", lang)
    name = name_in(holder, lang)
    belongs = name_of(country, lang) if isinstance(country, str) and country else ""
    return f"{name} ({belongs})" if belongs and belongs != name else name


def voice_in_words(explorer: Explorer, row: Mapping[str, Any], lang: Lang) -> str:
    """Say in whose words a row stands: the article's own, or those of a speaker."""
    if row["voice"] == NARRATOR:
        return say("voice.article", lang)
    quote, _ = _spelled(explorer, row_of(explorer, Key(row["doc_id"], str(row["voice"]))))
    return say("voice.quote", lang, who=_speaker(quote, lang), type=say(f"type.{quote['type']}", lang)) if quote else ""


def _speaker(row: Mapping[str, Any], lang: Lang) -> str:
    return name_in(row.get("speaker_name"), lang) or _text(row.get("speaker_text")) or say("unnamed", lang)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _country(code: Any, lang: Lang) -> str:
    return name_of(code, lang) if isinstance(code, str) and code else ""


def _quote(explorer: Explorer, row: Mapping[str, Any], lang: Lang) -> tuple[str, list[tuple[str, str]]]:
    country, speaker = _country(row["speaker_country"], lang), _speaker(row, lang)
    text = _text(row.get("speaker_text"))
    return f"{speaker}{f' ({country})' if country and country != speaker else ''}", [
        ("type", say(f"type.{row['type']}", lang)),
        ("cue_text", str(row["cue_text"]) if isinstance(row["cue_text"], str) else ""),
        ("speaker_text", text if text not in (speaker, _text(row.get("speaker_name"))) else ""),
        ("addressee_text", str(row["addressee_text"]) if isinstance(row["addressee_text"], str) else ""),
        ("speaker_role", say(f"speaker_role.{row['speaker_role']}", lang) if row["speaker_role"] else ""),
        ("nested", say("yes", lang) if isinstance(row["parent_id"], str) else ""),
        ("confidence", number(float(row["score"]), lang, digits=2)),
    ]


def _mention(explorer: Explorer, row: Mapping[str, Any], lang: Lang) -> tuple[str, list[tuple[str, str]]]:
    country, text = name_of(row["country"], lang), " ".join(str(row["text"]).split())
    return text if text == country else f"{text} ({country})", [
        ("form", say(f"form.{row['form']}", lang)),
        ("role", say(f"role.{row['role']}", lang)),
        ("voice", voice_in_words(explorer, row, lang)),
    ]


def _marker(explorer: Explorer, row: Mapping[str, Any], lang: Lang) -> tuple[str, list[tuple[str, str]]]:
    return say("kind." + row["kind"], lang) + f": {row['text']}", [("voice", voice_in_words(explorer, row, lang))]


def _paragraph(explorer: Explorer, doc_id: str, places: list[tuple[int, int]]) -> tuple[Passage, ...]:
    """Cut the paragraph around a row into what is marked, what is its sentence, and the rest."""
    text = explorer.texts[doc_id]
    first, last = places[0][0], max(end for _, end in places)
    inner = _around(explorer.whole["sentences"], doc_id, first, last)
    outer = _around(explorer.whole["segments"], doc_id, *inner)
    bounds = sorted({*outer, *inner, *(bound for place in places for bound in place)})
    found = []
    for left, right in itertools.pairwise(bounds):
        marked = any(start <= left and right <= end for start, end in places)
        found.append(Passage(text[left:right], marked, inner[0] <= left and right <= inner[1]))
    return tuple(found)


def _around(data: pd.DataFrame, doc_id: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the rows of a table that a span lies in; of places far apart, that of the first."""
    own = data[data["doc_id"] == doc_id].sort_values("start")
    starts, ends = own["start"].astype(int).tolist(), own["end"].astype(int).tolist()
    first = bisect_right(ends, start)
    if first >= len(starts):
        return start, end
    last = max(bisect_right(starts, end - 1) - 1, first)
    return min(starts[first], start), max(ends[last], end)


def verdicts(explorer: Explorer) -> Iterator[tuple[Key, str, str]]:
    """Yield every row that the reader has judged or written a memo on, with both."""
    memos, said = dict(explorer.choice.memos), verdicts_in(explorer)
    for key in sorted({*memos, *said}):
        yield key, said.get(key, ""), memos.get(key, "")
