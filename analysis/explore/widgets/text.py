"""View of the annotated text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from ...definitions import define
from ...legible import legible, legible_line
from ..evidence import spans_of
from ..filters import FACETS
from ..layers import Annotation, annotate, blocks, classes, style_names
from ..state import LAYERS, Choice, Explorer, Key
from ..words import say
from .evidence import beside
from .parts import Chips, TextWidget, together


def view_text(explorer: Explorer, *, evidence: bool = False) -> ipw.Widget:
    """Show the document on show with its layers; a click on a mark opens its evidence.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    evidence : bool
        Whether the evidence that a click opens stands beside the view, as in a cell of a notebook.

    Returns
    -------
    ipywidgets.Widget
        Layers to switch, legend, text.
    """
    widget, layers, token = TextWidget(), Chips(), object()
    layers.add_class("ml-layers")
    annotations: list[Annotation] = []

    def draw(before: Choice | None, after: Choice) -> None:
        if not after.differs(before, "document", "layers", *FACETS):
            if before is None or before.evidence != after.evidence:
                widget.chosen = _chosen(annotations, after)
            return
        annotations[:] = annotate(explorer)
        lang = after.lang
        together(
            layers,
            label=say("text.title", lang),
            options=[
                [layer, say(f"layer.{layer}", lang), None, None, define(f"table.{layer}", lang)] for layer in LAYERS
            ],
            value=list(after.layers),
        )
        together(
            widget,
            title=say("text.title", lang),
            help=say("text.help", lang),
            empty=say(_why_empty(after), lang),
            styles=[classes([each]) for each in annotations],
            labels=[legible_line(each.label) for each in annotations],
            blocks=[
                [block.kind, [[legible(piece.text), list(piece.marks)] for piece in block.pieces]]
                for block in blocks(explorer, annotations)
            ],
            legend=style_names(explorer, annotations),
            chosen=_chosen(annotations, after),
            state=widget.state + 1,
        )

    def open_evidence(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") == "open":
            explorer.open([annotations[index].key for index in content["marks"]], by=token)

    def go_to(key: Key) -> None:
        place = _place(explorer, annotations, key)
        if place is None and key.row_id[:1] in "qmt" and explorer.choice.layers != LAYERS:
            explorer.choose(layers=LAYERS)  # its layer was off
            place = _place(explorer, annotations, key)
        if place is not None:
            widget.goal = [place, (widget.goal[1] if widget.goal else 0) + 1]

    widget.on_msg(open_evidence)
    explorer.observe_jumps(go_to)
    layers.observe(lambda change: explorer.choose(layers=[each for each in LAYERS if each in change["new"]]), "value")
    explorer.observe(draw)
    draw(None, explorer.choice)
    box = ipw.VBox([layers, widget])
    return beside(explorer, box, token) if evidence else box


def _place(explorer: Explorer, annotations: Sequence[Annotation], key: Key) -> int | None:
    """Find the mark of a row; of what has none, such as a sentence, the first mark in it."""
    own = [index for index, each in enumerate(annotations) if each.key == key]
    if own or key.row_id[:1] in "qmt":
        return own[0] if own else None
    spans = spans_of(explorer, key.doc_id, [key.row_id])
    start = spans[0][0] if spans else 0
    return next((index for index, each in enumerate(annotations) if each.end > start), None)


def _why_empty(choice: Choice) -> str:
    if not choice.layers:
        return "text.no_layer"
    return "text.empty" if choice.filtered else "text.nothing"


def _chosen(annotations: Sequence[Annotation], choice: Choice) -> list[int]:
    keys = set(choice.evidence)
    return [index for index, each in enumerate(annotations) if each.key in keys]
