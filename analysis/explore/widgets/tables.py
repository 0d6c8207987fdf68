"""View of a table: sortable, searchable, paged; a click on a row opens its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ..evidence import keys_of
from ..figures import draws_again
from ..listing import LISTED, listing
from ..state import Choice, Explorer
from ..words import say

if TYPE_CHECKING:
    import pandas as pd

PAGE = 10
_GERMAN = {
    "search": "Suchen:", "info": "Zeilen _START_ bis _END_ von _TOTAL_", "infoEmpty": "keine Zeilen",
    "infoFiltered": "(aus _MAX_)", "lengthMenu": "_MENU_ Zeilen je Seite", "zeroRecords": "Nichts gefunden.",
    "emptyTable": "Keine Zeilen.",
}  # fmt: skip


def view_table(explorer: Explorer, name: str) -> ipw.Widget:
    """Show the rows of a table that the filters keep.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    name : {"quotes", "mentions", "stances", "markers", "actors", "framing"}
        Table to show, with the columns that are worth reading.

    Returns
    -------
    ipywidgets.Widget
        Reading aid and table of pages.
    """
    said, table = ipw.HTML(), grid()
    keys: list[Any] = []
    busy = [False]

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and not draws_again(before, after):
            return
        data = explorer.table(name)
        keys[:] = keys_of(explorer, name, data)
        message = "table.help" if len(data) else "table.empty"
        said.value = f'<p role="status">{say(message, after.lang)}</p>'
        table.layout.display = None if len(data) else "none"
        if len(data):
            busy[0] = True
            refill(table, listing(explorer, name, data), lang=after.lang)
            busy[0] = False

    def opened(change: dict[str, Any]) -> None:
        if change["new"] and not busy[0]:
            explorer.choose(evidence=[keys[index] for index in change["new"] if index < len(keys)])

    if name not in LISTED:
        listing(explorer, name, explorer.table(name))  # says which tables there are
    table.observe(opened, "selected_rows")
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([said, table])


def grid() -> Any:
    """Build an empty table of pages whose script is served by the notebook itself."""
    import pandas as pd
    from itables.widget import ITable

    return ITable(pd.DataFrame({"": []}), select="single")


def refill(table: Any, data: pd.DataFrame, *, lang: str = "de") -> None:
    """Show other rows; cells stay text, whatever they hold."""
    table.update(
        data.reset_index(drop=True),
        select="single",
        selected_rows=[],
        showIndex=False,
        allow_html=False,
        maxBytes=0,
        pageLength=PAGE,
        lengthMenu=[10, 25, 100],
        classes="display compact",
        style="table-layout:auto;width:100%",
        language=_GERMAN if lang == "de" else {},
    )
