"""View of a chart with its marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from ..figures import Mark, caption, chart_names, draws_again, picture
from ..state import Choice, Explorer
from ..words import say
from .evidence import beside
from .export import view_export
from .parts import PictureWidget, together

_WIDE = {"description_width": "initial"}


def view_chart(explorer: Explorer, name: str | None = None, *, evidence: bool = False) -> ipw.Widget:
    """Show a chart that follows the filters; a mark in it opens its evidence.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    name : str, optional
        Chart to show; without it the reader chooses.
    evidence : bool
        Whether the evidence that a click opens stands beside the view, as in a cell of a notebook.

    Returns
    -------
    ipywidgets.Widget
        Choice of chart, picture, list of its marks, button to save it.
    """
    names = chart_names(explorer)
    if name is not None and name not in names:
        picture(explorer, name)  # says which charts there are
    layout = ipw.Layout(width="auto", max_width="46em")
    chooser = ipw.Dropdown(options=[(title, each) for each, title in names.items()], style=_WIDE, layout=layout)
    chooser.value = name or next(iter(names))
    shown, marks = PictureWidget(), ipw.Dropdown(style=_WIDE, layout=ipw.Layout(width="auto", max_width="46em"))
    listed: list[Mark] = []
    busy, token = [False], object()

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and not draws_again(before, after, chooser.value):
            together(shown, caption=caption(explorer, chooser.value), chosen=_chosen(listed, after))
            return
        lang = after.lang
        drawn = picture(explorer, chooser.value)
        listed[:] = drawn.marks
        busy[0] = True
        if before is None or before.lang != lang:
            titles = chart_names(explorer)
            if [title for title, _ in chooser.options] != list(titles.values()):
                kept = chooser.value
                chooser.options = [(title, each) for each, title in titles.items()]
                chooser.value = kept
            chooser.description = say("chart.choose", lang)
            marks.description = say("chart.marks", lang)
        marks.layout.display = None if listed else "none"
        marks.options = [
            (say("chart.choose_mark", lang), -1),
            *((mark.label, index) for index, mark in enumerate(listed)),
        ]
        marks.value = -1
        busy[0] = False
        together(
            shown,
            png=drawn.png,
            width=drawn.width,
            alt=drawn.alt,
            caption=drawn.caption,
            marks=[
                [index, say("chart.mark", lang, mark=mark.label), *mark.box]
                for index, mark in enumerate(listed)
                if mark.box is not None
            ],
            chosen=_chosen(listed, after),
            state=shown.state + 1,
        )

    def open_mark(index: int) -> None:
        if 0 <= index < len(listed):
            explorer.open(listed[index].keys, by=token)

    def clicked(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") == "open":
            open_mark(int(content["mark"]))

    shown.on_msg(clicked)
    marks.observe(lambda change: None if busy[0] else open_mark(change["new"]), "value")
    chooser.observe(lambda _: None if busy[0] else draw(None, explorer.choice), "value")
    explorer.observe(draw)
    draw(None, explorer.choice)
    save = view_export(explorer, lambda: str(chooser.value))
    box = ipw.VBox([shown, marks, save] if name else [chooser, shown, marks, save])
    return beside(explorer, box, token) if evidence else box


def _chosen(marks: Sequence[Mark], choice: Choice) -> list[int]:
    """Find the mark whose rows are open."""
    keys = set(choice.evidence)
    return [index for index, mark in enumerate(marks) if keys and set(mark.keys) == keys]
