"""View of the indicators: by concept, each value with a small bar, its interval and n; a click opens its evidence."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ...legible import legible_line
from ..measures import Measure, Value, measures
from ..state import Choice, Explorer, Key
from ..words import say
from .evidence import beside
from .parts import MeasuresWidget, together


def view_measures(explorer: Explorer, *, evidence: bool = False) -> ipw.Widget:
    """Show the indicators of the document on show; a click on a value opens the rows that it was computed from.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes. Filters change no indicator: each is of the whole text.
    evidence : bool
        Whether the evidence that a click opens stands beside the view, as in a cell of a notebook.

    Returns
    -------
    ipywidgets.Widget
        Indicators by concept, those without evidence folded.
    """
    token = object()
    widget = measures_widget(explorer, token)
    box = ipw.VBox([widget])
    return beside(explorer, box, token) if evidence else box


def measures_widget(explorer: Explorer, token: object) -> MeasuresWidget:
    """Return the widget alone; `token` is who opens evidence."""
    widget = MeasuresWidget()
    keys: list[Key] = []

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and (before.lang, before.document) == (after.lang, after.document):
            return
        lang = after.lang
        keys.clear()
        together(
            widget,
            help=say("measure.help", lang),
            words={name: say(f"measure.{name}", lang) for name in ("value", "interval_head", "open")}
            | {"unit": say("measure.whose", lang)},
            groups=[[group.title, [_measure(each, keys, explorer) for each in group.measures]] for group in
                    measures(explorer)],
            state=widget.state + 1,
        )  # fmt: skip

    def clicked(_: Any, content: dict[str, Any], buffers: Any) -> None:
        row = content.get("row", -1)
        if content.get("kind") == "open" and isinstance(row, int) and 0 <= row < len(keys):
            explorer.open([keys[row]], by=token)

    widget.on_msg(clicked)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return widget


def _measure(measure: Measure, keys: list[Key], explorer: Explorer) -> dict[str, Any]:
    """Write a measure for the page; what opens evidence gets a number."""
    lang = explorer.choice.lang

    def rows(values: tuple[Value, ...], *, opens: bool) -> list[list[Any]]:
        found = []
        for value in values:
            found.append([
                legible_line(value.unit), value.value, value.interval, value.n, value.place, value.low, value.high,
                len(keys) if opens else -1,
            ])  # fmt: skip
            if opens:
                keys.append(value.key)
        return found

    return {
        "id": measure.indicator,
        "name": measure.name,
        "scale": measure.scale,
        "explanation": measure.explanation,
        "zero": measure.zero,
        "rows": rows(measure.asked, opens=True),
        "others": rows(measure.others, opens=True),
        "silent": rows(measure.silent, opens=False),
        "more": say("measure.others", lang, n=len(measure.others)),
        "none": say("measure.silent", lang, n=len(measure.silent)),
    }
