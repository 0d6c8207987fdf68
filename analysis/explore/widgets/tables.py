"""View of a table: sortable, searchable, paged; a click on a row opens its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from ...charts.style import number
from ...legible import legible
from ..evidence import keys_of
from ..figures import draws_again
from ..listing import LISTED, listing
from ..state import Choice, Explorer, Key
from ..terms import named_terms, terms_of
from ..words import say
from .evidence import beside
from .measures import measures_widget
from .parts import TermsWidget, together

if TYPE_CHECKING:
    import pandas as pd

PAGE = 10
_GERMAN = {
    "search": "Suchen:", "info": "Zeilen _START_ bis _END_ von _TOTAL_", "infoEmpty": "keine Zeilen",
    "infoFiltered": "(aus _MAX_)", "lengthMenu": "_MENU_ Zeilen je Seite", "zeroRecords": "Nichts gefunden.",
    "emptyTable": "Keine Zeilen.", "thousands": ".",
}  # fmt: skip


def view_table(explorer: Explorer, name: str | None = None, *, evidence: bool = False) -> ipw.Widget:
    """Show the rows of a table that the filters keep.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    name : {"quotes", "mentions", "stances", "markers", "actors", "framing"}, optional
        Table to show, with the columns that are worth reading; without it the reader chooses.
    evidence : bool
        Whether the evidence that a click opens stands beside the view, as in a cell of a notebook.

    Returns
    -------
    ipywidgets.Widget
        Choice of table, reading aid, and table of pages.
    """
    if name is not None and name not in LISTED:
        listing(explorer, name)  # says which tables there are
    chooser = ipw.Dropdown(style={"description_width": "initial"}, layout=ipw.Layout(width="auto", max_width="30em"))
    said, table, terms = ipw.HTML(), grid(), TermsWidget()
    keys: list[Key] = []
    busy, token = [True], object()
    measured = ipw.VBox()  # indicators have a view of their own, made when it is first asked for

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and not draws_again(before, after):
            return
        busy[0] = True
        if before is None or before.lang != after.lang:
            kept = chooser.value or name or next(iter(LISTED))
            chooser.options = [(say(f"table.{each}", after.lang), each) for each in LISTED]
            chooser.value, chooser.description = kept, say("table.choose", after.lang)
        fill()
        busy[0] = False

    def fill() -> None:
        shown, lang = str(chooser.value), explorer.choice.lang
        measuring = shown == "framing"
        for part in (said, table, terms):
            part.layout.display = "none" if measuring else None
        measured.layout.display = None if measuring else "none"
        if measuring:
            measured.children = measured.children or (measures_widget(explorer, token),)
            return
        data = explorer.table(shown)
        keys[:] = keys_of(explorer, shown, data)
        empty = "table.empty" if explorer.choice.filtered else "table.nothing"
        words = say("table.help" if len(data) else empty, lang)
        uncounted = len(data) - explorer.count(shown)
        if uncounted:
            words += " " + say("table.languages", lang, n=uncounted)
        said.value = f'<p role="status">{words}</p>'
        table.layout.display = None if len(data) else "none"
        if len(data):
            refill(table, listing(explorer, shown, data), lang=lang)
        items = [*terms_of(shown, LISTED[shown], lang), *named_terms(explorer, shown)]
        together(terms, title=say("table.terms", lang), items=[list(term) for term in items])

    def switched(_: Any) -> None:
        if not busy[0]:
            busy[0] = True
            fill()
            busy[0] = False

    def opened(change: dict[str, Any]) -> None:
        if change["new"] and not busy[0]:
            explorer.open([keys[index] for index in change["new"] if index < len(keys)], by=token)

    chooser.observe(switched, "value")
    table.observe(opened, "selected_rows")
    explorer.observe(draw)
    draw(None, explorer.choice)
    parts = [said, measured, terms, table]
    box = ipw.VBox(parts if name else [chooser, *parts])
    return beside(explorer, box, token) if evidence else box


def grid() -> Any:
    """Build an empty table of pages whose script is served by the notebook itself."""
    import pandas as pd
    from itables.widget import ITable

    return ITable(pd.DataFrame({"": []}, dtype="object"), select="single", format_floats_in_python=False)


def refill(table: Any, data: pd.DataFrame, *, lang: str = "de", concordance: bool = False) -> None:
    """Show other rows; cells stay text, whatever they hold. A concordance has its word in the middle.

    Numbers are written here: the page's policy lets no string become a script, as itables would have it for them.
    """
    floats = [name for name in data if data[name].dtype.kind == "f"]
    written = {
        str(name): [
            "" if value != value else number(value, "en" if lang == "en" else "de", digits=2) for value in data[name]
        ]
        if name in floats
        else [legible(value) if isinstance(value, str) else value for value in data[name]]
        for name in data
    }
    sides = [{"className": "dt-right", "targets": 0}, {"className": "dt-center", "targets": 1}] if concordance else []
    table.update(
        data.assign(**written).reset_index(drop=True),
        select="single",
        selected_rows=[],
        showIndex=False,
        allow_html=False,
        format_floats_in_python=False,
        add_rank_to_categories=False,
        maxBytes=0,
        pageLength=PAGE,
        lengthMenu=[10, 25, 100],
        classes="display compact",
        style="table-layout:auto;width:100%",
        columnDefs=sides,
        language=_GERMAN if lang == "de" else {},
    )
