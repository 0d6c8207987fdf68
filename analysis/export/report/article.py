"""The article with its annotations: spans that overlap are cut at every boundary into pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...charts import Lang, label
from ...framing import Perspective
from ...legible import legible
from ...spans import cut_at_borders
from ...tables import Spans, each
from ..cells import isnull
from .words import say

if TYPE_CHECKING:
    import pandas as pd

Layer = Literal["quote", "mention", "stance", "marker"]


class Annotation(NamedTuple):
    """What marks the text: a quote, a mention, the evidence of a stance, a marker.

    `spans` are where it stands, `look` its CSS class, `tip` what is told about it, `row` the row of a table that it
    belongs to ("" where there is none).
    """

    name: str
    layer: Layer
    spans: Spans
    look: str
    tip: str
    row: str


class Piece(NamedTuple):
    """A stretch of text under the same annotations; `anchors` name those that begin with it."""

    text: str
    anchors: tuple[str, ...]
    classes: str
    tip: str
    row: str
    first: bool


class Block(NamedTuple):
    """A segment of the layout with its pieces."""

    kind: str
    pieces: tuple[Piece, ...]


def article_blocks(
    text: str, segments: pd.DataFrame, annotations: Iterable[Annotation], *, places: Mapping[int, Sequence[str]]
) -> list[Block]:
    """Cut an article into blocks and pieces.

    Parameters
    ----------
    text : str
        The text as it stands.
    segments : pandas.DataFrame
        Table of segments; a text without any is one block.
    annotations : iterable of Annotation
        In any order, overlapping as they like.
    places : mapping of int to sequence of str
        Further anchors, by their offset.

    Returns
    -------
    list of Block
        Their pieces, joined, are the text of the segments.
    """
    layout = [(str(s.kind), int(s.start), int(s.end)) for s in each(segments)] or [("paragraph", 0, len(text))]
    marks = sorted(_marks(annotations, len(text)), key=lambda mark: mark.start)
    begins: dict[int, list[str]] = {place: list(names) for place, names in places.items()}
    for mark in marks:
        begins.setdefault(mark.start, []).extend([mark.annotation.name] if mark.first else [])
    ends = {mark.end for mark in marks if mark.annotation.layer == "stance"}
    bounds = {*places, *(border for _, *borders in layout for border in borders)}
    cuts = list(cut_at_borders(len(text), [(mark.start, mark.end) for mark in marks], bounds=bounds))
    blocks: list[Block] = []
    due: list[str] = []  # anchors of what begins between two blocks stand at the next piece
    at = 0
    for kind, start, end in sorted(layout, key=lambda block: block[1]):
        pieces: list[Piece] = []
        while at < len(cuts) and cuts[at].start < end:
            left, right, covering = cuts[at]
            due += begins.get(left, ())
            if left >= start:
                active = [marks[index].annotation for index in covering]
                pieces.append(_piece(text[left:right], active, tuple(due), ends=right in ends))
                due = []
            at += 1
        blocks.append(Block(kind, tuple(pieces)))
    return blocks


class _Mark(NamedTuple):
    """A span of an annotation within the text; `first` where it is the first of them, which gets the anchor."""

    annotation: Annotation
    start: int
    end: int
    first: bool


def _marks(annotations: Iterable[Annotation], length: int) -> Iterator[_Mark]:
    for annotation in annotations:
        spans = [(max(0, start), min(length, end)) for start, end in annotation.spans]
        for number, (start, end) in enumerate(span for span in spans if span[0] < span[1]):
            yield _Mark(annotation, start, end, number == 0)


_RANK: Mapping[Layer, int] = {"stance": 0, "mention": 1, "marker": 2, "quote": 3}


def _piece(text: str, active: Sequence[Annotation], anchors: tuple[str, ...], *, ends: bool) -> Piece:
    ranked = sorted(active, key=lambda a: _RANK[a.layer])
    classes = " ".join(dict.fromkeys(name for a in ranked for name in (a.layer, a.look)))
    classes += " ends" if ends else ""
    row = next((a.row for a in ranked if a.row), "")
    return Piece(legible(text), anchors, classes, "\n".join(a.tip for a in ranked), row, bool(anchors))


def annotations_of(tables: Mapping[str, pd.DataFrame], *, lang: Lang, perspective: Perspective) -> Iterator[Annotation]:
    """Yield every annotation of a document, with the words that the reader gets on pointing at it."""
    for quote in each(tables["quotes"]):
        yield Annotation(
            quote.quote_id,
            "quote",
            _spans(quote.spans),
            f"quote-{quote.type}",
            _quote_tip(quote, lang),
            str(quote.quote_id),
        )
    for mention in each(tables["mentions"]):
        look = f"unit-{unit_class(str(mention.country), perspective)}"
        span = ((int(mention.start), int(mention.end)),)
        yield Annotation(mention.mention_id, "mention", span, look, _mention_tip(mention, lang), str(mention.country))
    for stance in each(tables["stances"]):
        spans = tuple((piece[0], piece[1]) for piece in _evidence(stance.evidence)) or ((stance.start, stance.end),)
        look = "stance-negative" if stance.sign < 0 else "stance-positive"
        yield Annotation(
            stance.stance_id, "stance", _spans(spans), look, _stance_tip(stance, lang), str(stance.stance_id)
        )
    for marker in each(tables["markers"]):
        tip = f"{say('marker', lang)}: {say(f'marker.{marker.kind}', lang)}"
        span = ((int(marker.start), int(marker.end)),)
        yield Annotation(marker.marker_id, "marker", span, f"marker-{marker.kind}", tip, "")


def unit_class(country: str, perspective: Perspective) -> str:
    """Return which look a country gets: that of a pole by its number, of the focus, or of the others."""
    unit = perspective.unit(country)
    if unit in perspective.poles:
        return f"pole{perspective.poles.index(unit) + 1}"
    return "focus" if unit == perspective.region else "other"


def holder_name(stance: Any, lang: Lang) -> str:
    """Name who evaluates."""
    if stance.holder == "narrator":
        return label("narrator", lang)
    if not isnull(stance.holder):
        return legible(str(stance.holder))
    return label(stance.holder_country, lang) if not isnull(stance.holder_country) else say("open", lang)


def speaker_name(quote: Any, lang: Lang) -> str:
    """Name who speaks, as far as the text says it."""
    for value in (quote.speaker_name, quote.speaker_text):
        if not isnull(value):
            return legible(str(value))
    return say("unnamed", lang)


def evidence_words(stance: Any) -> str:
    """Return the words that carry a stance."""
    return legible(" … ".join(" ".join(str(piece[2]).split()) for piece in _evidence(stance.evidence)))


def _evidence(value: Any) -> list[tuple[Any, ...]]:
    return [tuple(piece.values()) if isinstance(piece, Mapping) else tuple(piece) for piece in value]


def _spans(value: Any) -> Spans:
    return tuple((int(start), int(end)) for start, end in _evidence(value))


def _quote_tip(quote: Any, lang: Lang) -> str:
    country = "" if isnull(quote.speaker_country) else f" ({label(str(quote.speaker_country), lang)})"
    cue = "" if isnull(quote.cue_text) else f" · {say('cue', lang)}: {legible(str(quote.cue_text))}"
    return f"{say('quote', lang)}: {speaker_name(quote, lang)}{country} · {say(f'type.{quote.type}', lang)}{cue}"


def _mention_tip(mention: Any, lang: Lang) -> str:
    country = label(str(mention.country), lang)
    return f"{country} · {say(f'form.{mention.form}', lang)} · {say(f'role.{mention.role}', lang)}"


def _stance_tip(stance: Any, lang: Lang) -> str:
    sign = "−" if stance.sign < 0 else "+"
    hedged = "" if isnull(stance.hedged) or not stance.hedged else f" · {say('hedged', lang)}"
    target = label(str(stance.target), lang)
    return f"{sign} {holder_name(stance, lang)} → {target} · {say(f'kind.{stance.kind}', lang)}{hedged}"
