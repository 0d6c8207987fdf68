"""View of the texts of an explorer: one row each, a click opens it."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ..state import Choice, Explorer
from ..texts import texts_table
from ..words import say
from .tables import grid, refill


def view_texts(explorer: Explorer) -> ipw.Widget:
    """List the texts with title, outlet, date and what was found in each; a click shows the overview of a text.

    Returns
    -------
    ipywidgets.Widget
        Reading aid and table.
    """
    note, table = ipw.HTML(), grid()
    busy = [False]

    def draw(before: Choice | None, after: Choice) -> None:
        if not after.differs(before):
            return
        busy[0] = True
        note.value = f"<p>{say('texts.help', after.lang, n=len(explorer.texts))}</p>"
        refill(table, texts_table(explorer), lang=after.lang)
        busy[0] = False

    def opened(change: dict[str, Any]) -> None:
        if change["new"] and not busy[0]:
            explorer.choose(document=list(explorer.texts)[change["new"][0]], evidence=())
            explorer.look("overview")

    table.observe(opened, "selected_rows")
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([note, table])
