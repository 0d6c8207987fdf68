"""View of the open evidence: the passages behind whatever was clicked, each in its sentence."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from ..evidence import evidence_table
from ..state import Choice, Explorer
from ..words import say

MOST_PASSAGES = 50
_STYLE = (
    "<style>.ml-evidence{font:14px/1.55 'DejaVu Sans',sans-serif;color:#1a1a1a;max-width:80ch;margin:0;"
    "padding-left:1.6em;max-height:44rem;overflow-y:auto}"
    ".ml-evidence li{margin:.35em 0}.ml-evidence mark{background:#ffe9a8;color:#1a1a1a;padding:0 2px}"
    ".ml-evidence small{color:#4a4a4a}</style>"
)


def view_evidence(explorer: Explorer) -> ipw.Widget:
    """Show the passages behind the rows whose evidence is open.

    Returns
    -------
    ipywidgets.Widget
        A list of sentences with the passage marked.
    """
    widget = ipw.HTML()
    close = ipw.Button(layout=ipw.Layout(width="max-content"))

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and (before.evidence, before.lang) == (after.evidence, after.lang):
            return
        widget.value = evidence_html(explorer)
        close.description = say("evidence.close", after.lang)
        close.disabled = not after.evidence

    close.on_click(lambda _: explorer.choose(evidence=()))
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([widget, close])


def evidence_html(explorer: Explorer) -> str:
    """Write the open evidence as HTML, every character of the text escaped."""
    lang = explorer.choice.lang
    title = f'<h3 style="margin:.4em 0">{say("evidence.title", lang)}</h3>'
    if not explorer.choice.evidence:
        return f'{title}<p role="status">{say("evidence.none", lang)}</p>'
    table = evidence_table(explorer)
    if table.empty:
        return f'{title}<p role="status">{say("evidence.empty", lang)}</p>'
    items = [
        f"<li lang='de'>{_marked(row['sentence'], ' '.join(row['passage'].split()))} "
        f"<small>{escape(say('row.' + row['table'], lang))} {escape(row['id'])}</small></li>"
        for row in table.head(MOST_PASSAGES).to_dict("records")
    ]
    rest = len(table) - MOST_PASSAGES
    more = f"<p>{say('evidence.more', lang, n=rest)}</p>" if rest > 0 else ""
    said = f'<p role="status" data-evidence="{len(table)}">{say("evidence.n", lang, n=len(table))}</p>'
    return f"{_STYLE}{title}{said}<ol class='ml-evidence' tabindex='0'>{''.join(items)}</ol>{more}"


def _marked(sentence: str, passage: str) -> str:
    before, found, after = sentence.partition(passage)
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(sentence)
