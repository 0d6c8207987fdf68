"""View of the open evidence: the passages behind whatever was clicked, each in its sentence."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from ...legible import legible
from ..evidence import evidence_table, table_of
from ..state import Choice, Explorer, Key, Lang
from ..words import say

MOST_PASSAGES = 50
_STYLE = (
    "<style>.ml-evidence{font:14px/1.55 'DejaVu Sans',sans-serif;color:#1a1a1a;max-width:80ch;margin:0;"
    "padding-left:1.6em;max-height:44rem;overflow-y:auto}"
    ".ml-evidence li{margin:.35em 0}.ml-evidence mark{background:#ffe9a8;color:#1a1a1a;padding:0 2px}"
    ".ml-evidence small{color:#4a4a4a}</style>"
)


def view_evidence(explorer: Explorer) -> ipw.Widget:
    """Show the passages behind the rows whose evidence is open, with room for a memo on the first of these rows.

    Returns
    -------
    ipywidgets.Widget
        A list of sentences with the passage marked, button to close, field and button for a memo.
    """
    widget = ipw.HTML()
    close, keep = (ipw.Button(layout=ipw.Layout(width="max-content")) for _ in range(2))
    memo = ipw.Textarea(rows=2, layout=ipw.Layout(width="98%"), style={"description_width": "initial"})
    opened = ipw.VBox([close, memo, keep])

    def draw(before: Choice | None, after: Choice) -> None:
        if before is None or (before.evidence, before.lang) != (after.evidence, after.lang):
            widget.value = evidence_html(explorer)
            close.description, keep.description = say("evidence.close", after.lang), say("memo.keep", after.lang)
            opened.layout.display = None if after.evidence else "none"
        elif before.memos == after.memos:
            return
        if after.evidence:
            memo.description = say("memo.on", after.lang, row=row_in_words(after.evidence[0], after.lang))
            memo.value = dict(after.memos).get(after.evidence[0], "")

    def write_memo(_: ipw.Button) -> None:
        explorer.note(explorer.choice.evidence[0], memo.value)

    close.on_click(lambda _: explorer.choose(evidence=()))
    keep.on_click(write_memo)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([widget, opened])


def row_in_words(key: Key, lang: Lang) -> str:
    """Name a row: its kind and its id.

    Examples
    --------
    >>> row_in_words(Key("d", "t3"), "de")
    'Haltung t3'
    """
    return f"{say('row.' + table_of(key.row_id), lang)} {key.row_id}"


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
        f"<small>{escape(row_in_words(Key(row['doc_id'], row['id']), lang))}</small></li>"
        for row in table.head(MOST_PASSAGES).to_dict("records")
    ]
    rest = len(table) - MOST_PASSAGES
    more = f"<p>{say('evidence.more', lang, n=rest)}</p>" if rest > 0 else ""
    said = f'<p role="status" data-evidence="{len(table)}">{say("evidence.n", lang, n=len(table))}</p>'
    return f"{_STYLE}{title}{said}<ol class='ml-evidence' tabindex='0'>{''.join(items)}</ol>{more}"


def _marked(sentence: str, passage: str) -> str:
    before, found, after = map(legible, sentence.partition(passage))
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(sentence)
