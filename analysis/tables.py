"""The contract of every table: its columns, their types, meanings and units.

A table is described once, by the `NamedTuple` of its rows: the fields are the columns, in order, and
`describe` says what each means. Stages build lists of rows, which is fast and needs no pandas; `frame`
turns rows into a `pandas.DataFrame` with the contract's types, `rows` turns a frame back, and `check`
names the table, the column and the row that break the contract.

All offsets are Unicode code points into the unchanged `Document.text`, `end` exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, cast, get_type_hints

from .errors import TableError

if TYPE_CHECKING:
    import pandas as pd

Span: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Span, ...]


class Evidence(NamedTuple):
    """A piece of text that carries a stance, and how much it weighs."""

    start: int
    end: int
    text: str
    weight: float


NARRATOR: Final = "narrator"
CENTRAL_ASIA: Final = ("KZ", "KG", "TJ", "TM", "UZ")

SegmentKind = Literal[
    "boilerplate", "title", "byline", "dateline", "heading", "lead", "paragraph", "question", "answer"
]
UNCOUNTED: Final = frozenset({"boilerplate", "byline"})
"""Kinds of segments that count in no measure."""
UNSPOKEN: Final = UNCOUNTED | {"dateline"}
"""Kinds of segments in which nobody speaks or evaluates."""
MentionForm = Literal[
    "name", "adjective", "demonym", "compound", "capital", "institution", "leader", "region", "language"
]
MentionRole = Literal["actor", "place", "origin", "language"]
ActorKind = Literal["person", "state", "organisation", "group", "document"]
SpeakerKind = Literal["person", "state", "organisation", "group", "document", "anonymous"]
SpeakerRole = Literal["official", "party", "organisation", "expert", "media", "company", "citizen", "unknown"]
QuoteType = Literal["direct", "indirect", "reported", "free_indirect", "indirect_free_indirect"]
Medium = Literal["speech", "thought", "writing"]
StanceKind = Literal["speech", "act", "relation", "conduct"]
MarkerKind = Literal["scare_quote", "hedge", "booster", "evidential", "negation"]
Feature = Literal["tokens", "frame", "role", "modal", "passive", "passive_without_agent"]
GrammaticalRole = Literal["agent", "patient", "beneficiary", "bearer", "possessor", "other"]
CorrectedTable = Literal["mentions", "actors", "quotes", "stances", "markers"]
CorrectionAction = Literal["change", "reject", "add", "confirm"]
CorrectionState = Literal["applied", "already so", "not found"]


class DocumentRow(NamedTuple):
    """A document: what is known of it before any analysis, and its size."""

    doc_id: str
    source: str | None
    outlet: str | None
    title: str | None
    date: date | None
    language: str
    translated: bool
    n_chars: int
    n_tokens: int
    n_sentences: int
    text_sha256: str


class Segment(NamedTuple):
    """A stretch of the layout. Boilerplate is marked, never deleted, and counts in no measure."""

    doc_id: str
    segment_id: str
    kind: SegmentKind
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence; it never crosses a segment."""

    doc_id: str
    sentence_id: int
    segment_id: str
    paragraph: int
    start: int
    end: int
    text: str


class Token(NamedTuple):
    """A token with its tags, its head and its entity."""

    doc_id: str
    sentence_id: int
    token_id: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str | None
    head: int
    deprel: str
    entity: str | None


class Mention(NamedTuple):
    """A place in the text that names a country, a region, its government or its leader."""

    doc_id: str
    mention_id: str
    sentence_id: int
    start: int
    end: int
    text: str
    country: str
    form: MentionForm
    entity: str | None
    role: MentionRole
    voice: str


class Actor(NamedTuple):
    """Somebody or something that acts or speaks, under all its spellings in this document."""

    doc_id: str
    actor_id: str
    name: str
    kind: ActorKind
    country: str | None
    office: str | None
    n_mentions: int
    variants: tuple[str, ...]


class Quote(NamedTuple):
    """What somebody says, thinks or writes, with who says it, to whom, and how it is introduced."""

    doc_id: str
    quote_id: str
    sentence_id: int
    start: int
    end: int
    spans: Spans
    text: str
    type: QuoteType
    medium: Medium
    speaker_start: int | None
    speaker_end: int | None
    speaker_text: str | None
    speaker_actor: str | None
    speaker_name: str | None
    speaker_kind: SpeakerKind
    speaker_country: str | None
    speaker_role: SpeakerRole
    cue_spans: Spans
    cue_text: str | None
    cue_lemma: str | None
    frame_spans: Spans
    addressee_start: int | None
    addressee_end: int | None
    addressee_text: str | None
    addressee_actor: str | None
    parent_id: str | None
    score: float


class Stance(NamedTuple):
    """An edge: a holder evaluates a target, positively or negatively, on the evidence of one predicate."""

    doc_id: str
    stance_id: str
    sentence_id: int
    start: int
    end: int
    holder: str | None
    holder_actor: str | None
    holder_country: str | None
    voice: str
    target: str
    target_mention: str | None
    sign: int
    score: float
    hedged: bool
    kind: StanceKind
    rule: str
    evidence: tuple[Evidence, ...]


class Marker(NamedTuple):
    """A word that distances, weakens, strengthens, sources or negates."""

    doc_id: str
    marker_id: str
    sentence_id: int
    start: int
    end: int
    text: str
    kind: MarkerKind
    voice: str


class Framing(NamedTuple):
    """The value of one indicator for one unit (a country, a bloc, a dyad), with its interval and its evidence."""

    doc_id: str
    indicator: str
    unit: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    evidence: tuple[str, ...]


class Wording(NamedTuple):
    """What the words of a sentence count toward, without the words; from it framing is measured where no tokens are."""

    doc_id: str
    sentence_id: int
    feature: Feature
    unit: str
    value: float


class Agency(NamedTuple):
    """The grammatical role of a mention, as it is read from the tokens, without the tokens."""

    doc_id: str
    mention_id: str
    sentence_id: int
    role: GrammaticalRole


class Correction(NamedTuple):
    """A correction of a row of another table by hand, or a change of a row that follows from one."""

    doc_id: str
    correction_id: str
    table: CorrectedTable
    row_id: str
    start: int | None
    end: int | None
    text: str | None
    context: str | None
    key: str
    field: str | None
    before: str | None
    after: str | None
    action: CorrectionAction
    coder: str | None
    time: str
    reason: str | None
    follows: str | None
    state: CorrectionState


# The row types have different fields; code that treats them alike reads their names from here.
ROWS: Final[Mapping[str, type[Any]]] = {
    "documents": DocumentRow,
    "segments": Segment,
    "sentences": Sentence,
    "tokens": Token,
    "mentions": Mention,
    "actors": Actor,
    "quotes": Quote,
    "stances": Stance,
    "markers": Marker,
    "framing": Framing,
}
# Tables that stand in for the words where a text may not be handed on (`analysis.framing.derived` makes them).
DERIVED: Final[Mapping[str, type[Any]]] = {"wording": Wording, "agency": Agency}
# Tables that people make; a result has them where there is something in them (`analysis.corrections` makes them).
BY_HAND: Final[Mapping[str, type[Any]]] = {"corrections": Correction}

# A column that several tables share means the same in each of them.
_MEANINGS: Final[Mapping[str, str]] = {
    "doc_id": "document that the row belongs to",
    "segment_id": "segment, s1, s2, ... in text order",
    "sentence_id": "sentence, counted from 0 through the document",
    "token_id": "token, counted from 0 through the document",
    "paragraph": "paragraph, counted from 0 through the document",
    "start": "first code point of the span in Document.text",
    "end": "code point after the span",
    "text": "Document.text[start:end]; pieces of a split span are joined by ' … '",
    "voice": "narrator, or the quote_id that the span stands in",
    "country": "ISO 3166-1 alpha-2, XK, SU, DD, YU, CS, EU or a region code",
    "kind": "what sort of thing the row is",
    "evidence": "what the value rests on",
    "documents.source": "path or address that the text was read from",
    "documents.outlet": "who published the text",
    "documents.title": "title of the text",
    "documents.date": "day of publication",
    "documents.language": "BCP 47 code of the text",
    "documents.translated": "whether a translator chose the wording",
    "documents.n_chars": "length of the text in code points",
    "documents.n_tokens": "tokens outside boilerplate and bylines, without white space",
    "documents.n_sentences": "sentences outside boilerplate and bylines",
    "documents.text_sha256": "SHA-256 of the text in UTF-8",
    "tokens.lemma": "dictionary form",
    "tokens.upos": "universal part of speech",
    "tokens.feats": "universal features, as in CoNLL-U",
    "tokens.head": "token_id of the syntactic head; the root is its own head",
    "tokens.deprel": "universal dependency relation to the head",
    "tokens.entity": "PER, LOC, ORG or MISC",
    "mention_id": "mention, m1, m2, ... in text order",
    "mentions.form": "how the country is named",
    "mentions.entity": "normal form of what is named: country, leader or institution",
    "mentions.role": "whether the state acts, is a place, an origin or a language",
    "actors.actor_id": "actor, a1, a2, ... in order of first mention",
    "actors.name": "fullest name in normal spelling",
    "actors.office": "office held on the document's date",
    "actors.n_mentions": "how often the actor is named",
    "actors.variants": "spellings in this document",
    "quotes.quote_id": "quote, q1, q2, ... in text order",
    "quotes.spans": "pieces of the quote: German quotes split around the cue",
    "quotes.type": "how the words are rendered",
    "quotes.medium": "said, thought or written",
    "quotes.speaker_start": "first code point of the speaker",
    "quotes.speaker_end": "code point after the speaker",
    "quotes.speaker_text": "the speaker as the text names it",
    "quotes.speaker_actor": "actor_id of the speaker",
    "quotes.speaker_name": "the speaker's normal name",
    "quotes.speaker_kind": "what sort of speaker",
    "quotes.speaker_country": "where the speaker belongs",
    "quotes.speaker_role": "in what role the speaker speaks; official speaks for the state",
    "quotes.cue_spans": "pieces of the cue, the words that say that somebody speaks",
    "quotes.cue_text": "the cue as the text has it",
    "quotes.cue_lemma": "dictionary form of the cue",
    "quotes.frame_spans": "pieces of the frame, the clause around the cue",
    "quotes.addressee_start": "first code point of the addressee",
    "quotes.addressee_end": "code point after the addressee",
    "quotes.addressee_text": "the addressee as the text names it",
    "quotes.addressee_actor": "actor_id of the addressee",
    "quotes.parent_id": "quote that this quote stands in",
    "quotes.score": "probability that the quote is right, between 0 and 1",
    "stances.stance_id": "stance, t1, t2, ... in text order",
    "stances.holder": "who evaluates, by normal name; narrator for the article itself; null where left open",
    "stances.holder_actor": "actor_id of the holder",
    "stances.holder_country": "code of a state, the EU, a region, NATO or UN that the holder is or speaks for",
    "stances.target": "country code of what is evaluated",
    "stances.target_mention": "mention_id of the target",
    "stances.sign": "-1 or +1",
    "stances.score": "sign times the calibrated probability of the row, between -1 and 1",
    "stances.hedged": "whether the evaluation is weakened or hypothetical",
    "stances.rule": "what found the row: the reader, with a predicate that agrees, or a predicate of the user",
    "markers.marker_id": "marker, k1, k2, ... in text order",
    "framing.indicator": "name of the indicator in docs/methods.md",
    "framing.unit": "country, bloc or dyad",
    "framing.value": "value; null is unknown",
    "framing.n": "how many rows the value rests on",
    "framing.low": "lower end of the 95 % interval",
    "wording.feature": "what is counted: tokens; cues of a frame or role; modal verbs; passive clauses",
    "wording.unit": "frame or role; for modal verbs the narrator or the quote_id that they stand in; else empty",
    "wording.value": "number, or for frames and roles the summed weight of the cues",
    "agency.role": "grammatical role in the clause",
    "framing.high": "upper end of the 95 % interval",
    "corrections.correction_id": "correction, c1, c2, ... in the order in which they were made",
    "corrections.table": "table of the corrected row",
    "corrections.row_id": "id of the corrected row",
    "corrections.start": "first code point of the row before the correction; actors have none",
    "corrections.end": "code point after the row",
    "corrections.text": "words of the row, by which it is found again in another version of the text",
    "corrections.context": "the words around it, which tell equal words apart",
    "corrections.key": "JSON: what tells the row from others at the same place, as it was before",
    "corrections.field": "column that was changed; null where the whole row is meant",
    "corrections.before": "value before, lists and whole rows as JSON",
    "corrections.after": "value after",
    "corrections.action": "what was done; confirm says that somebody found the row right",
    "corrections.coder": "who made the correction",
    "corrections.time": "when, ISO 8601 in UTC",
    "corrections.reason": "why",
    "corrections.follows": "correction_id of the correction by hand that this change follows from",
    "corrections.state": "whether the row was found and changed, was so already, or was not found",
}

_DTYPES: Final[Mapping[str, str]] = {
    "str": "string",
    "int": "Int64",
    "float": "Float64",
    "bool": "boolean",
    "date": "datetime64[us]",
    "Literal": "string",
}


class Column(NamedTuple):
    """One column of a table: its name, pandas dtype, meaning, whether it may be null, and its allowed values."""

    name: str
    dtype: str
    meaning: str
    nullable: bool
    allowed: tuple[str, ...]


@cache
def describe(table: str) -> tuple[Column, ...]:
    """Describe the columns of a table.

    Parameters
    ----------
    table : str
        Name of a table, one of `ROWS`, `DERIVED` or `BY_HAND`.

    Returns
    -------
    tuple of Column
        In the order of the contract. Columns that hold lists have dtype ``object``.

    Raises
    ------
    TableError
        If there is no such table.

    Examples
    --------
    >>> describe("segments")[2].allowed
    ('boilerplate', 'title', 'byline', 'dateline', 'heading', 'lead', 'paragraph', 'question', 'answer')
    """
    hints = get_type_hints(row_type(table))
    return tuple(_column(table, name, hint) for name, hint in hints.items())


def row_type(table: str) -> type[Any]:
    """Return the type of a table's rows.

    Raises
    ------
    TableError
        If there is no such table.
    """
    kind = ROWS.get(table) or DERIVED.get(table) or BY_HAND.get(table)
    if kind is None:
        raise TableError(f"There is no table {table!r}. Tables are: {', '.join(ROWS)}.")
    return kind


def _column(table: str, name: str, hint: Any) -> Column:
    options = getattr(hint, "__args__", ())
    nullable = type(None) in options
    if nullable:
        (hint,) = (option for option in options if option is not type(None))
    kind = "Literal" if getattr(hint, "__origin__", None) is Literal else getattr(hint, "__name__", "")
    values = tuple(hint.__args__) if kind == "Literal" else ()
    meaning = _MEANINGS.get(f"{table}.{name}") or _MEANINGS[name]
    return Column(name, _DTYPES.get(kind, "object"), meaning, nullable, values)


def columns(table: str) -> list[str]:
    """Name the columns of a table in the order of the contract."""
    return [column.name for column in describe(table)]


def frame(table: str, rows: Iterable[Any] = ()) -> pd.DataFrame:
    """Turn rows into a data frame with the types of the contract.

    Parameters
    ----------
    table : str
        Name of a table.
    rows : iterable of tuple
        Rows of that table.

    Returns
    -------
    pandas.DataFrame
        One row each, with a fresh range index; a table without rows still has its columns and types.

    Examples
    --------
    >>> frame("segments", [Segment("d", "s1", "title", 0, 5)])["kind"].tolist()
    ['title']
    """
    import pandas as pd

    data = list(rows)
    return pd.DataFrame(
        {
            column.name: _array([row[index] for row in data], column.dtype)
            for index, column in enumerate(describe(table))
        },
        copy=False,
    )


def _array(values: list[Any], dtype: str) -> Any:
    """Values of a column as an array; a series would bring an index of its own, which a frame drops again."""
    import numpy as np
    import pandas as pd

    if dtype == "object":
        objects = np.empty(len(values), dtype=object)
        for place, value in enumerate(values):  # one by one, or numpy would unpack tuples
            objects[place] = value
        return objects
    if dtype.startswith("datetime"):
        return pd.array(np.array(values, dtype=dtype))
    return pd.array(values, dtype=cast("Any", dtype))


def rows(table: str, data: pd.DataFrame) -> Iterator[Any]:
    """Turn a data frame back into rows of the contract; the inverse of `frame`.

    Raises
    ------
    TableError
        If a column is missing.
    """
    kind = row_type(table)
    described = describe(table)
    missing = [column.name for column in described if column.name not in data.columns]
    if missing:
        raise TableError(f"Table {table!r} lacks the columns {', '.join(missing)}.")
    for values in zip(*(_values(data[column.name], column.dtype) for column in described), strict=True):
        yield kind(*values)


def _values(column: pd.Series[Any], dtype: str) -> list[Any]:
    """Give the values of a column, None where there is none; to ask a whole column is far faster than each value."""
    if dtype == "object":
        return [_tuples(value) for value in column]
    gone = column.isna()
    if dtype.startswith("datetime"):
        return [None if no else value.date() for value, no in zip(column, gone, strict=True)]
    return [None if no else value for value, no in zip(column, gone, strict=True)] if gone.any() else list(column)


def each(data: pd.DataFrame) -> Iterator[Any]:
    """Iterate over the rows of any data frame, with columns as attributes and None for what is missing.

    Examples
    --------
    >>> [row.kind for row in each(frame("segments", [Segment("d", "s1", "title", 0, 5)]))]
    ['title']
    """
    yield from data.astype(object).where(data.notna(), None).itertuples(index=False)


def _tuples(value: Any) -> tuple[Any, ...]:
    """Give nested lists (from JSON or Parquet) back their tuples; evidence of stances keeps its names."""
    items: tuple[Any, ...] = tuple(value)
    if items and isinstance(items[0], Mapping):
        items = tuple(tuple(item.values()) for item in items)
    nested = tuple(tuple(item) if not isinstance(item, str) else item for item in items)
    return tuple(Evidence(*item) if len(item) == 4 and not isinstance(item, str) else item for item in nested)


def check(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Hold a data frame against the contract and give it back.

    Raises
    ------
    TableError
        Naming the table, the column and the first row that break the contract.
    """
    for column in describe(table):
        if column.name not in data.columns:
            raise TableError(f"Table {table!r} lacks the column {column.name!r} ({column.meaning}).")
        series = data[column.name]
        nulls = series.isna() if column.dtype != "object" else series.map(lambda value: value is None)
        if not column.nullable and bool(nulls.any()):
            raise TableError(f"Table {table!r}, column {column.name!r}, row {nulls.idxmax()}: the value is missing.")
        if column.allowed:
            wrong = ~(series.isin(column.allowed) | nulls)
            if bool(wrong.any()):
                raise TableError(
                    f"Table {table!r}, column {column.name!r}, row {wrong.idxmax()}: "
                    f"{series.loc[wrong].iloc[0]!r} is not one of {', '.join(column.allowed)}."
                )
    if {"start", "end"} <= set(data.columns):
        wrong = data["start"] > data["end"]
        if bool(wrong.any()):
            raise TableError(f"Table {table!r}, row {wrong.idxmax()}: the span ends before it starts.")
    return data


def as_rows(table: str, data: pd.DataFrame | Iterable[Any]) -> list[Any]:
    """Return the rows of a table that is given as a data frame or as rows.

    Raises
    ------
    TableError
        If a data frame lacks a column.
    """
    if isinstance(data, Sequence | Iterator):
        return list(data)
    if not hasattr(data, "itertuples"):
        raise TableError(f"Table {table!r} is given as {type(data).__name__}; give a data frame or rows.")
    return [row_type(table)(*row) for row in rows(table, cast("pd.DataFrame", data))]


def text_of(spans: Spans, text: str) -> str:
    """Return the text of spans, with an ellipsis for what lies between them.

    Examples
    --------
    >>> text_of(((0, 3), (15, 21)), "Wir, sagte er, wollen")
    'Wir … wollen'
    """
    return " … ".join(text[start:end] for start, end in spans)


def record(row: Any) -> dict[str, Any]:
    """Turn a row into a dictionary of JSON types.

    Examples
    --------
    >>> record(Segment("d", "s1", "title", 0, 5))["end"]
    5
    """
    data: dict[str, Any] = row._asdict()
    for key, value in data.items():
        if isinstance(value, date):
            data[key] = value.isoformat()
        elif isinstance(value, tuple) and value and isinstance(value[0], Evidence):
            data[key] = [item._asdict() for item in value]
    return data


def dumps(record: Mapping[str, Any]) -> str:
    """Write a record as one line of JSON, with umlauts as they are."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
