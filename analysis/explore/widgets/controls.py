"""View of the filters, the way back, and the language."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ...legible import legible_line
from ..figures import value_in_words
from ..filters import FACETS, groups_of_types
from ..state import Choice, Explorer, Lang
from ..words import say
from .parts import Chips, together


def view_filters(explorer: Explorer, *, language: bool = True) -> ipw.Widget:
    """Show the filters, linked to every other view of the same explorer.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    language : bool
        Whether the language can be switched here.

    Returns
    -------
    ipywidgets.Widget
        Chips for countries, voices, types and segments; undo, redo, clear; language; what is left.
    """
    chips = {facet: Chips() for facet in FACETS}
    buttons = {name: ipw.Button(layout=ipw.Layout(width="auto")) for name in ("undo", "redo", "reset")}
    tongue = Chips()
    document = ipw.Dropdown(style={"description_width": "initial"}, layout=ipw.Layout(width="auto", max_width="60em"))
    left = ipw.HTML(layout=ipw.Layout(margin="0 0 0 12px"))
    groups = groups_of_types(explorer.whole)

    def draw(before: Choice | None, after: Choice) -> None:
        lang = after.lang
        relabel = before is None or before.lang != lang
        for facet, widget in chips.items():
            changes: dict[str, Any] = {"value": list(getattr(after, facet))}
            if relabel:
                changes["label"] = say(f"facet.{facet}", lang)
                changes["options"] = [
                    [
                        option.value,
                        legible_line(value_in_words(facet, option.value, lang)),
                        option.n,
                        *_group(option.value, facet, lang),
                    ]
                    for option in explorer.options[facet]
                ]
                widget.layout.display = None if changes["options"] else "none"
            together(widget, **changes)
        if relabel:
            for name, button in buttons.items():
                button.description = say(name, lang)
            together(tongue, label=say("language", lang), options=[["de", "Deutsch", None], ["en", "English", None]])
            document.description = say("facet.document", lang)
        tongue.value = [lang]
        document.value = after.document
        buttons["undo"].disabled = not explorer.can_undo
        buttons["redo"].disabled = not explorer.can_redo
        buttons["reset"].disabled = not after.filtered
        counts = {name: len(explorer.table(name)) for name in ("mentions", "quotes", "stances")}
        left.value = f'<p role="status" style="margin:2px 0">{say("filters.state", lang, **counts)}</p>'

    def _group(value: str, facet: str, lang: Lang) -> list[str]:
        return [say(f"table.{groups[value]}", lang)] if facet == "types" else []

    def pick_language(change: dict[str, Any]) -> None:
        other = [each for each in change["new"] if each != explorer.choice.lang]
        tongue.value = other or [explorer.choice.lang]  # one of the two is always chosen
        if other:
            explorer.choose(lang=other[0])

    document.options = [(_title(explorer, doc_id), doc_id) for doc_id in explorer.texts]
    for facet, widget in chips.items():
        widget.observe(lambda change, facet=facet: explorer.choose(**{facet: change["new"]}), "value")
    tongue.observe(pick_language, "value")
    document.observe(lambda change: explorer.choose(document=change["new"]), "value")
    buttons["undo"].on_click(lambda _: explorer.undo())
    buttons["redo"].on_click(lambda _: explorer.redo())
    buttons["reset"].on_click(lambda _: explorer.reset())
    explorer.observe(draw)
    draw(None, explorer.choice)
    top = [*([tongue] if language else []), *buttons.values(), left]
    rows = [ipw.HBox(top, layout=ipw.Layout(flex_flow="row wrap", align_items="center")), *chips.values()]
    return ipw.VBox([document, *rows] if len(explorer.texts) > 1 else rows)


def _title(explorer: Explorer, doc_id: str) -> str:
    documents = explorer.whole["documents"]
    titles = documents.loc[documents["doc_id"] == doc_id, "title"].dropna().tolist()
    return legible_line(f"{titles[0]} ({doc_id})" if titles else doc_id)
