"""View of the project: export, what the reader has written and judged, and saving."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as ipw

from ...errors import MittellageError
from ...legible import legible, legible_line
from ..evidence import evidence_table
from ..explain import verdicts
from ..project import save_project
from ..state import Choice, Explorer, Lang
from ..words import say
from .evidence import row_in_words
from .export import view_export

_WIDE = {"description_width": "initial"}


def view_project(explorer: Explorer) -> ipw.Widget:
    """Show the memos, and the buttons that save; nothing is written before one is pressed.

    Returns
    -------
    ipywidgets.Widget
        List of memos, folder and button, export of everything.
    """
    save = ipw.Button(layout=ipw.Layout(width="max-content"))
    folder = ipw.Text(value="projekt", style=_WIDE, layout=ipw.Layout(width="30em", max_width="98%"))
    listed, said, help_text, take = (ipw.HTML() for _ in range(4))
    told: list[tuple[str, Callable[[Lang], str]]] = []

    def draw(before: Choice | None, after: Choice) -> None:
        lang = after.lang
        if not after.differs(before, "memos"):
            return
        show()
        save.description, folder.description = say("project.save", lang), say("project.folder", lang)
        help_text.value = f"<h2>{say('project.save', lang)}</h2><p>{say('project.help', lang)}</p>"
        take.value = f"<h2>{say('export.title', lang)}</h2>"
        listed.value = f"<h2>{say('memo.title', lang)}</h2>{_said_html(explorer)}"

    def save_all(_: ipw.Button) -> None:
        try:
            path = save_project(explorer, project_folder(folder.value))
            explorer.mark_saved()
            told[:] = [("status", lambda lang: say("project.saved", lang, path=path))]
        except MittellageError as error:
            told[:] = [("alert", error.in_words)]
        show()

    def show() -> None:
        """Say how the saving went, in the language of the page."""
        for role, words in told:
            said.value = f'<p role="{role}">{escape(words(explorer.choice.lang))}</p>'

    save.on_click(save_all)
    explorer.observe(draw)
    draw(None, explorer.choice)
    row = ipw.HBox([folder, save], layout=ipw.Layout(flex_flow="row wrap"))
    return ipw.VBox([take, view_export(explorer), listed, help_text, row, said])


def _said_html(explorer: Explorer) -> str:
    """List what the reader has written and judged, each with the passage that it is about."""
    lang, items = explorer.choice.lang, []
    for key, verdict, memo in verdicts(explorer):
        passages = evidence_table(explorer, [key])["passage"]
        about = f" „{legible_line(passages.iloc[0])[:80]}“" if len(passages) else ""
        said = "; ".join(part for part in (say(f"verdict.{verdict}", lang) if verdict else "", legible(memo)) if part)
        items.append(f"<li>{escape(row_in_words(key, lang) + about)}: {escape(said)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else f"<p>{say('memo.none', lang)}</p>"


def project_folder(typed: str) -> Path:
    """Give the folder that a reader has typed; a relative one lies where the command was started."""
    return Path(os.environ.get("MITTELLAGE_HOME", ".")) / Path(typed.strip() or "projekt").expanduser()
