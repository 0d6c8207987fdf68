"""View of the filters in a panel that folds, the way back, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as ipw

from ...export.names import Names
from ...legible import legible_line
from ..figures import value_in_words
from ..filters import FACETS, NARROWED, TYPE_COLUMN, Option, groups_of_types
from ..state import Choice, Explorer, Lang
from ..terms import explained
from ..words import say, say_count
from .parts import Chips, together

# How many chips of a filter are in sight at once, and how many filters; the rest stands behind a button.
_MOST = 8
_ROWS = 3


def view_filters(explorer: Explorer, *, language: bool = True, folded: bool = False) -> ipw.Widget:
    """Show the filters, linked to every other view of the same explorer.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    language : bool
        Whether the language can be switched here.
    folded : bool
        Whether the panel is closed at first.

    Returns
    -------
    ipywidgets.Widget
        Button that folds the panel; undo, redo, clear; language; what is left; chips for countries, voices, types
        and segments, each counted under the other filters.
    """
    chips = {facet: Chips(most=_MOST) for facet in FACETS}
    buttons = {name: ipw.Button(layout=ipw.Layout(width="auto")) for name in ("undo", "redo", "reset")}
    fold, more = (ipw.ToggleButton(value=not folded, layout=ipw.Layout(width="max-content")) for _ in range(2))
    more.value = False
    tongue = Chips()
    document = ipw.Dropdown(style={"description_width": "initial"}, layout=ipw.Layout(width="auto", max_width="60em"))
    left = ipw.HTML(layout=ipw.Layout(margin="0 0 0 12px"))
    panel = ipw.VBox([*chips.values(), more])
    panel.add_class("ml-panel")

    def draw(before: Choice | None, after: Choice) -> None:
        lang = after.lang
        relabel = before is None or before.lang != lang
        if after.differs(before, *FACETS):
            groups = groups_of_types(explorer.whole)
            for facet, options in explorer.recount().items():
                names = Names(explorer.whole["actors"], lang) if facet == "voices" else None
                _relabel(chips[facet], facet, options, lang, groups, names)
        for facet, widget in chips.items():
            widget.value = list(getattr(after, facet))
        if relabel:
            for name, button in buttons.items():
                button.description = say(name, lang)
            together(tongue, label=say("language", lang), options=[["de", "Deutsch", None], ["en", "English", None]])
            document.description = say("facet.document", lang)
            show()
        tongue.value = [lang]
        document.value = after.document
        buttons["undo"].disabled = not explorer.can_undo
        buttons["redo"].disabled = not explorer.can_redo
        buttons["reset"].disabled = not after.filtered
        counts = {name: say_count(name, explorer.count(name), lang) for name in ("mentions", "quotes", "stances")}
        left.value = f'<p role="status" style="margin:2px 0">{say("filters.state", lang, **counts)}</p>'

    def show(_: Any = None) -> None:
        """Open and close the panel; a filter that is set stays in sight behind a closed row, too."""
        lang = explorer.choice.lang
        fold.description = f"{say('filters.open', lang)} {'▾' if fold.value else '▸'}"
        more.description = f"{say('filters.less' if more.value else 'filters.rows', lang)}"
        panel.layout.display = None if fold.value else "none"
        offered = [facet for facet in FACETS if explorer.options[facet]]
        for facet, widget in chips.items():
            hidden = facet not in offered or (facet in offered[_ROWS:] and not more.value and not widget.value)
            widget.layout.display = "none" if hidden else None
        more.layout.display = None if offered[_ROWS:] else "none"

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
    fold.observe(show, "value")
    more.observe(show, "value")
    explorer.observe(draw)
    draw(None, explorer.choice)
    top = [*([tongue] if language else []), fold, *buttons.values(), left]
    rows = [ipw.HBox(top, layout=ipw.Layout(flex_flow="row wrap", align_items="center")), panel]
    return ipw.VBox([document, *rows] if len(explorer.texts) > 1 else rows)


def _relabel(
    chip: Chips, facet: str, options: Sequence[Option], lang: Lang, groups: Mapping[str, str], names: Names | None
) -> None:
    """Write a filter's chips: name, count, group, and in the tooltip the count of every table."""
    shown = []
    for option in options:
        group = say(f"table.{groups[option.value]}", lang) if facet == "types" else None
        rows = dict(option.rows)
        counts = ", ".join(say_count(name, rows[name], lang) for name in NARROWED if name in rows)
        name = names.anywhere(option.value) if names else option.value
        known = say("canonical", lang, name=option.value) if name != option.value else ""
        tip = "\n".join(part for part in (known, _meaning(facet, option.value, groups, lang), counts) if part)
        # Nothing at all is 0; what its own table lacks while others have it shows no number.
        n = option.n if option.n or not rows else None
        shown.append([option.value, legible_line(value_in_words(facet, name, lang)), n, group, tip])
    words = [say("filters.more", lang), say("filters.less", lang)]
    together(chip, label=say(f"facet.{facet}_n", lang), options=shown, words=words)


def _meaning(facet: str, value: str, groups: Mapping[str, str], lang: Lang) -> str:
    """Say what a value of a filter means, where the codebook defines it."""
    if facet == "segments":
        return explained("segment", value, lang)
    return explained(TYPE_COLUMN[groups[value]], value, lang) if facet == "types" else ""


def _title(explorer: Explorer, doc_id: str) -> str:
    documents = explorer.whole["documents"]
    titles = documents.loc[documents["doc_id"] == doc_id, "title"].dropna().tolist()
    return legible_line(f"{titles[0]} ({doc_id})" if titles else doc_id)
