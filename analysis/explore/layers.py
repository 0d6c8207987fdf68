"""Annotated text: layers of rows over the text, cut at every boundary, each piece with all rows that cover it.

Rows overlap freely ("Kasachstans Souveränität" is a mention inside a stance inside a quote). HTML elements may
not, so the text is cut wherever any row starts or ends, and each piece lists its rows. Nothing here builds
HTML from text without escaping it; the widget builds none at all, it sets text nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ..export.names import Names
from ..export.report.units import unit_in_words
from ..legible import legible, legible_line
from ..spans import cut_at_borders
from ..tables import NARRATOR, Framing, Mention, Quote, Stance, rows
from .evidence import spans_of
from .state import LAYERS, Explorer, Key, Layer
from .words import name_of, say

if TYPE_CHECKING:
    from ..framing import Perspective

_FRAMES: Final = ("frame_share", "role_share")


class Annotation(NamedTuple):
    """A stretch of the text that one row covers in one layer."""

    start: int
    end: int
    layer: Layer
    style: str
    key: Key
    label: str


class Piece(NamedTuple):
    """A stretch of the text without any boundary inside; `marks` are positions in the list of annotations."""

    start: int
    end: int
    text: str
    marks: tuple[int, ...]


class Block(NamedTuple):
    """A segment of the document, or (kind ``gap``) what stands between two."""

    kind: str
    pieces: tuple[Piece, ...]


def cut(text: str, annotations: Sequence[Annotation], *, bounds: Iterable[int] = ()) -> list[Piece]:
    """Cut a text at every boundary of its annotations.

    Parameters
    ----------
    text : str
        Unchanged text of the document.
    annotations : sequence of Annotation
        In any order; they may overlap, touch and repeat.
    bounds : iterable of int
        More places to cut at.

    Returns
    -------
    list of Piece
        Without gap or overlap; their texts joined give the text.

    Examples
    --------
    >>> key = Key("d", "m1")
    >>> marks = [Annotation(0, 4, "mentions", "CN", key, ""), Annotation(2, 6, "stances", "plus", key, "")]
    >>> [(piece.text, piece.marks) for piece in cut("abcdefg", marks)]
    [('ab', (0,)), ('cd', (0, 1)), ('ef', (1,)), ('g', ())]
    """
    spans = [(each.start, each.end) for each in annotations]
    return [
        Piece(start, end, text[start:end], marks)
        for start, end, marks in cut_at_borders(len(text), spans, bounds=bounds)
    ]


def annotate(explorer: Explorer) -> list[Annotation]:
    """Give the annotations of the document on show: chosen layers, filtered rows, in text order."""
    makers = {"quotes": _quotes, "mentions": _mentions, "stances": _stances, "frames": _frames}
    found = [each for layer in explorer.choice.layers for each in makers[layer](explorer)]
    return sorted(found, key=lambda each: (each.start, -each.end, each.layer, each.key))


def blocks(explorer: Explorer, annotations: Sequence[Annotation]) -> list[Block]:
    """Cut the document on show into its segments and what stands between them.

    Returns
    -------
    list of Block
        The texts of all their pieces joined give the whole text.
    """
    segments = explorer.of_document("segments").sort_values("start")
    spans = [(int(start), int(end)) for start, end in zip(segments["start"], segments["end"], strict=True)]
    kinds = {start: str(kind) for (start, _), kind in zip(spans, segments["kind"], strict=True)}
    gaps = {end: "gap" for _, end in spans}
    found: list[tuple[str, list[Piece]]] = [("gap", [])]
    for piece in cut(explorer.text, annotations, bounds=(*kinds, *gaps)):
        kind = kinds.get(piece.start) or gaps.get(piece.start)
        if kind is not None:
            found.append((kind, []))
        found[-1][1].append(piece)
    return [Block(kind, tuple(pieces)) for kind, pieces in found if pieces]


def style_of_country(country: str | None, perspective: Perspective) -> str:
    """Give the style of a country: its unit in the perspective where that has one of its own, else ``other``.

    Examples
    --------
    >>> from ..framing import Perspective
    >>> [style_of_country(code, Perspective()) for code in ("US", "KZ", "DE", "IN", None)]
    ['pole-3', 'focus', 'EU', 'other', 'none']
    """
    unit = perspective.unit(country)
    if unit is None:
        return "none"
    if unit == perspective.region:
        return "focus"
    if unit in perspective.poles:
        return f"pole-{perspective.poles.index(unit) + 1}"
    return "EU" if unit == "EU" else "other"


def to_html(explorer: Explorer) -> str:
    """Render the annotated text as static HTML, every character of the document escaped."""
    annotations = annotate(explorer)
    parts = []
    for block in blocks(explorer, annotations):
        inner = "".join(_piece_html(piece, annotations) for piece in block.pieces)
        parts.append(f'<div class="segment segment-{block.kind}">{inner}</div>')
    return f'<div class="annotated" lang="de">{"".join(parts)}</div>'


def _piece_html(piece: Piece, annotations: Sequence[Annotation]) -> str:
    text = escape(legible(piece.text))
    if not piece.marks:
        return text
    covering = [annotations[index] for index in piece.marks]
    title = escape(legible_line(" · ".join(each.label for each in covering)), quote=True)
    return f'<span class="{classes(covering)}" title="{title}">{text}</span>'


def classes(annotations: Iterable[Annotation]) -> str:
    """Name the CSS classes of a piece; names hold letters, digits and hyphens alone."""
    return " ".join(
        dict.fromkeys(name for each in annotations for name in ("mark", each.layer, f"{each.layer}-{each.style}"))
    )


def style_names(explorer: Explorer, annotations: Iterable[Annotation]) -> list[tuple[str, str]]:
    """Give the key to colours and patterns: CSS classes and their meaning, for what the text shows."""
    lang, perspective = explorer.choice.lang, explorer.perspective
    names = {"focus": name_of(perspective.region, lang), "EU": name_of("EU", lang), "any": ""}
    names |= {f"pole-{place}": name_of(pole, lang) for place, pole in enumerate(perspective.poles, start=1)}
    names |= {style: say(f"style.{style}", lang) for style in ("plus", "minus", "other", "none")}
    found = sorted({(LAYERS.index(each.layer), each.style, each.layer) for each in annotations})
    return [
        (f"{layer} {layer}-{style}", f"{say(f'layer.{layer}', lang)}{': ' if names[style] else ''}{names[style]}")
        for _, style, layer in found
    ]


def _quotes(explorer: Explorer) -> Iterator[Annotation]:
    lang = explorer.choice.lang
    names = Names(explorer.whole["actors"], lang)
    for row in cast("Iterator[Quote]", rows("quotes", explorer.of_document("quotes"))):
        speaker = row.speaker_name or row.speaker_text or say("unnamed", lang)
        speaker = names.shown(row.doc_id, speaker)
        country = name_of(row.speaker_country, lang) if row.speaker_country else ""
        belongs = f" ({country})" if country and country != speaker else ""
        label = f"{say(f'type.{row.type}', lang)}: {speaker}{belongs}"
        style = style_of_country(row.speaker_country, explorer.perspective)
        for start, end in row.spans or ((row.start, row.end),):
            yield Annotation(start, end, "quotes", style, Key(row.doc_id, row.quote_id), label)


def _mentions(explorer: Explorer) -> Iterator[Annotation]:
    lang = explorer.choice.lang
    for row in cast("Iterator[Mention]", rows("mentions", explorer.of_document("mentions"))):
        label = f"{name_of(row.country, lang)} ({say(f'form.{row.form}', lang)}, {say(f'role.{row.role}', lang)})"
        style = style_of_country(row.country, explorer.perspective)
        yield Annotation(row.start, row.end, "mentions", style, Key(row.doc_id, row.mention_id), label)


def _stances(explorer: Explorer) -> Iterator[Annotation]:
    lang = explorer.choice.lang
    names = Names(explorer.whole["actors"], lang)
    for row in cast("Iterator[Stance]", rows("stances", explorer.of_document("stances"))):
        holder = name_of(row.holder or "", lang) if row.holder else say("open", lang)
        holder = say("narrator", lang) if row.holder == NARRATOR else names.shown(row.doc_id, holder)
        hedged = f", {say('hedged', lang)}" if row.hedged else ""
        sign = "+" if row.sign > 0 else "−"
        label = f"{sign} {holder} → {name_of(row.target, lang)} ({say(f'kind.{row.kind}', lang)}{hedged})"
        style = "plus" if row.sign > 0 else "minus"
        places = [(piece.start, piece.end) for piece in row.evidence] or [(row.start, row.end)]
        for start, end in places:
            yield Annotation(start, end, "stances", style, Key(row.doc_id, row.stance_id), label)


def _frames(explorer: Explorer) -> Iterator[Annotation]:
    """Mark the sentences that a frame, or a role of the focus, rests on."""
    framing, lang = explorer.of_document("framing"), explorer.choice.lang
    framing = framing[framing["indicator"].isin(list(_FRAMES))]
    for row in cast("Iterator[Framing]", rows("framing", framing)):
        label = f"{say('layer.frames', lang)}: {unit_in_words(row.unit, lang)}"
        for row_id in row.evidence:
            for start, end in spans_of(explorer, row.doc_id, [row_id]):
                yield Annotation(start, end, "frames", "any", Key(row.doc_id, row_id), label)
