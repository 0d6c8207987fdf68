"""View of a whole result: filters above, views in tabs, the evidence beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ipywidgets as ipw

from ..state import Choice, Explorer, Lang, View
from ..words import say
from .charts import view_chart
from .comparison import view_comparison
from .concordance import view_concordance
from .controls import view_filters
from .evidence import view_evidence
from .overview import view_overview
from .project import view_project
from .tables import view_table
from .text import view_text
from .texts import view_texts

_MAKERS: dict[View, Callable[[Explorer], ipw.Widget]] = {
    "overview": partial(view_overview, in_tab=True),
    "texts": view_texts,
    "text": view_text,
    "charts": view_chart,
    "tables": view_table,
    "concordance": view_concordance,
    "comparison": view_comparison,
    "project": view_project,
}
_OF_MANY = ("texts", "comparison")


def view_results(explorer: Explorer) -> ipw.Widget:
    """Show every view of a result; those of several texts only where there are several.

    Parameters
    ----------
    explorer : Explorer
        State that the views show and change; its choice says which is in front.

    Returns
    -------
    ipywidgets.Widget
        Filters; tabs; the evidence beside them.
    """
    many = len(explorer.texts) > 1
    names: list[View] = [name for name in _MAKERS if many or name not in _OF_MANY]
    if many:
        names.sort(key=lambda name: name != "texts")
    tabs = ipw.Tab([ipw.VBox() for _ in names])

    def fill(index: int) -> None:
        if not tabs.children[index].children:  # a view that nobody has looked at need not follow the filters
            tabs.children[index].children = [ipw.HTML(f"<p>{say('app.drawing', explorer.choice.lang)}</p>")]
            tabs.children[index].children = [_MAKERS[names[index]](explorer)]

    def title(lang: Lang) -> None:
        tabs.titles = [say(f"tab.{name}", lang) for name in names]

    def turned(index: int | None) -> None:
        if index is not None:
            explorer.look(names[index])

    def follow(before: Choice, after: Choice) -> None:
        if before.lang != after.lang:
            title(after.lang)
        if before.view != after.view:
            show(after.view)

    def show(view: View) -> None:
        index = names.index(view) if view in names else 0
        fill(index)
        tabs.selected_index = index

    explorer.observe(follow)
    title(explorer.choice.lang)
    show(explorer.choice.view)
    tabs.observe(lambda change: turned(change["new"]), "selected_index")
    tabs.layout.flex, tabs.layout.min_width = "2 1 560px", "0"
    beside = ipw.Layout(flex="1 1 280px", min_width="0", padding="0 0 0 16px")
    evidence = ipw.VBox([view_evidence(explorer)], layout=beside)
    evidence.add_class("ml-beside")
    columns = ipw.HBox([tabs, evidence], layout=ipw.Layout(flex_flow="row wrap", width="100%"))
    return ipw.VBox([view_filters(explorer, language=False, folded=True), columns])
