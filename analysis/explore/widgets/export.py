"""View of the export buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import ipywidgets as ipw

from ...charts import CHARTS
from ...errors import MittellageError
from ..bundle import pack_chart, pack_steps
from ..state import Choice, Explorer
from ..words import say
from .parts import Download, together


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
    task: list[asyncio.Task[None]] = []

    def draw(before: Choice | None, after: Choice) -> None:
        if before is None or before.lang != after.lang:
            button.label = say("export.chart" if name else "export.all", after.lang)
            button.message = ""
            note.value = f"<p>{say('export.help' if name else 'export.help_all', after.lang)}</p>"

    def make(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") != "make" or button.busy:
            return
        button.busy, button.message = True, say("export.busy", explorer.choice.lang)
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # in a script nobody waits for a bar
            asyncio.run(work())
        else:
            task[:] = [asyncio.ensure_future(work())]

    async def work() -> None:
        try:
            chart = name() if callable(name) else name
            if chart:
                file, data = pack_chart(explorer, chart)
            else:
                file, data = await _packed(explorer, button)
            button.hand_over(file, data)
            button.message = say("export.done", explorer.choice.lang, name=file)
        except MittellageError as error:
            button.message = error.in_words(explorer.choice.lang)
        except Exception as error:  # whatever it is, the page must say so: nobody sees the kernel
            button.message = say("export.failed", explorer.choice.lang, reason=f"{type(error).__name__}: {error}")
        finally:
            button.busy, button.share = False, -1.0

    button.on_msg(make)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([note, button])


async def _packed(explorer: Explorer, button: Download) -> tuple[str, bytes]:
    """Pack everything, and let the page show the bar between two steps."""
    lang, packing = explorer.choice.lang, pack_steps(explorer)
    while True:
        try:
            step = next(packing)
        except StopIteration as end:
            return cast("tuple[str, bytes]", end.value)
        what = title_of(explorer, step.what)
        together(button, share=step.share, message=say("export.step", lang, share=round(step.share * 100), what=what))
        await asyncio.sleep(0)


def title_of(explorer: Explorer, what: str) -> str:
    """Name a step of packing: a chart by its title."""
    group, _, chart = what.partition(".")
    if group == "chart":
        return CHARTS[chart].titles(explorer.perspective, explorer.choice.lang)
    return say(what, explorer.choice.lang)
