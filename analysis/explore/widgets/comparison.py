"""View of several texts compared: side by side, over time, and by outlet."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ...errors import MittellageError
from ..comparison import MEASURES, Drawing, draw_outlets, draw_over_time, measure_names
from ..corpus import side_by_side
from ..state import Choice, Explorer
from ..words import say
from .parts import PictureWidget, together
from .tables import grid, refill


def view_comparison(explorer: Explorer) -> ipw.Widget:
    """Show the texts of an explorer compared; filters do not change it, because it compares whole texts.

    Returns
    -------
    ipywidgets.Widget
        Choice of measure, chart over time, outlets between the poles, a table with a row for each text.
    """
    chooser = ipw.Dropdown(style={"description_width": "initial"}, layout=ipw.Layout(width="auto", max_width="30em"))
    note, time, outlets, table = ipw.HTML(), PictureWidget(), PictureWidget(), grid()
    busy = [True]

    def draw(before: Choice | None, after: Choice) -> None:
        if not after.differs(before):
            return
        lang = after.lang
        busy[0], kept = True, chooser.value or MEASURES[0]
        chooser.options = [(title, name) for name, title in measure_names(lang).items()]
        chooser.value, chooser.description = kept, say("comparison.measure", lang)
        busy[0] = False
        note.value = f"<p>{say('comparison.help', lang)}</p>"
        fill(time, draw_over_time(explorer, str(chooser.value)))
        fill(outlets, draw_outlets(explorer))
        try:
            refill(table, side_by_side(explorer).reset_index(), lang=lang)
            table.layout.display = None
        except MittellageError:  # no text has any of the indicators
            table.layout.display = "none"

    def fill(shown: PictureWidget, drawing: Drawing) -> None:
        together(
            shown, png=drawing.png, width=drawing.width, alt=drawing.alt, caption=drawing.caption, state=shown.state + 1
        )

    def switched(_: Any) -> None:
        if not busy[0]:
            fill(time, draw_over_time(explorer, str(chooser.value)))

    chooser.observe(switched, "value")
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([note, chooser, time, outlets, table])
