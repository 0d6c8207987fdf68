"""View of the export buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw

from ...errors import MittellageError
from ..bundle import pack_all, pack_chart
from ..state import Choice, Explorer
from ..words import say
from .parts import Download


def view_export(explorer: Explorer, name: str | Callable[[], str] | None = None) -> ipw.Widget:
    """Show a button that saves one chart with its data, or everything.

    Parameters
    ----------
    explorer : Explorer
        State that is saved: filters and language hold.
    name : str or callable, optional
        Chart to save, or what tells its name when the button is pressed; without it all tables and charts.

    Returns
    -------
    ipywidgets.Widget
        The button and what it says.
    """
    button, note = Download(), ipw.HTML()

    def draw(before: Choice | None, after: Choice) -> None:
        if before is None or before.lang != after.lang:
            button.label = say("export.chart" if name else "export.all", after.lang)
            note.value = f"<p>{say('export.help' if name else 'export.help_all', after.lang)}</p>"

    def make(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") != "make":
            return
        button.busy, button.message = True, say("export.busy", explorer.choice.lang)
        try:
            chart = name() if callable(name) else name
            file, data = pack_chart(explorer, chart) if chart else pack_all(explorer)
            button.hand_over(file, data)
            button.message = say("export.done", explorer.choice.lang, name=file)
        except MittellageError as error:
            button.message = str(error)
        finally:
            button.busy = False

    button.on_msg(make)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([note, button])
