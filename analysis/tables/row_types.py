"""The tables as types: a `NamedTuple` for the rows of each, whose fields are its columns, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple, TypeAlias

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
