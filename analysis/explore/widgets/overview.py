"""View of the overview: findings that open their evidence, what the numbers rest on, and the position sheet."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

import ipywidgets as ipw

from ...charts.style import number
from ...legible import legible
from ..figures import picture
from ..overview import Sentence, basis, errors, sentences
from ..state import Choice, Explorer, Lang
from ..words import say
from .parts import FindingsWidget, PictureWidget, together


def view_overview(explorer: Explorer, *, in_tab: bool = False) -> ipw.Widget:
    """Show what the text on show says: findings, what they rest on, and the position sheet.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    in_tab : bool
        Whether another view can stand in front: the sheet, which takes most of a second, then waits until this one
        does again.

    Returns
    -------
    ipywidgets.Widget
        Sentences with buttons that open their evidence, counts and measured errors, one page of charts.
    """
    findings, rests, sheet = FindingsWidget(), ipw.HTML(), PictureWidget()
    said: list[Sentence] = []
    old = [True]  # whether the sheet shows an earlier state

    def draw(before: Choice | None, after: Choice) -> None:
        if after.differs(before, "document"):
            write(after.lang)
        if old[0] and (after.view == "overview" or not in_tab):
            old[0] = False
            _later(draw_sheet)

    def write(lang: Lang) -> None:
        rests.value = basis_html(explorer)
        said[:] = sentences(explorer)
        together(
            findings,
            title=say("overview.title", lang),
            help=say("overview.help", lang),
            items=[
                [legible(each.text), say("overview.open", lang, n=len(each.keys)) if each.keys else ""] for each in said
            ],
            state=findings.state + 1,
        )
        together(sheet, png=b"", alt=say("overview.drawing", lang), caption="", marks=[], state=sheet.state + 1)
        old[0] = True

    def draw_sheet() -> None:
        drawn = picture(explorer, "sheet")
        caption = drawn.caption if drawn.png else ""
        together(
            sheet, png=drawn.png, width=drawn.width, alt=drawn.alt, caption=caption, marks=[], state=sheet.state + 1
        )

    def clicked(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") == "open" and 0 <= int(content["item"]) < len(said):
            explorer.choose(evidence=said[int(content["item"])].keys)

    findings.on_msg(clicked)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([findings, rests, sheet])


def _later(function: Any) -> None:
    """Call a function when the page has what it already has; at once where no loop runs, as in a script."""
    try:
        asyncio.get_running_loop().call_later(0.05, function)
    except RuntimeError:
        function()


def basis_html(explorer: Explorer) -> str:
    """Write what the numbers rest on as HTML."""
    lang = explorer.choice.lang
    lines = "".join(f"<li>{escape(legible(line))}</li>" for line in basis(explorer))
    measured = "".join(
        "<li>"
        + escape(
            say(
                "basis.error", lang, label=each.label, value=number(each.value, lang, digits=2),
                low=number(each.low, lang, digits=2), high=number(each.high, lang, digits=2),
                n=number(float(each.n), lang), gold=each.gold,
            )
        )
        + "</li>"
        for each in errors(lang)
    )  # fmt: skip
    return (
        f'<section class="ml-basis"><h2>{say("basis.title", lang)}</h2><ul>{lines}</ul>'
        f"<details><summary>{say('basis.errors', lang)}</summary><ul>{measured}</ul></details></section>"
    )
