"""View of the project: memos on the open evidence, and saving."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path

import ipywidgets as ipw

from ...errors import MittellageError
from ..project import save_project
from ..state import Choice, Explorer
from ..words import say
from .export import view_export

_WIDE = {"description_width": "initial"}


def view_project(explorer: Explorer) -> ipw.Widget:
    """Show the memos and the buttons that save; nothing is written before one is pressed.

    Returns
    -------
    ipywidgets.Widget
        Field for a memo on the open evidence, list of memos, folder and button, export of everything.
    """
    memo = ipw.Textarea(rows=3, layout=ipw.Layout(width="100%", max_width="60em"), style=_WIDE)
    keep, save = ipw.Button(layout=ipw.Layout(width="max-content")), ipw.Button(layout=ipw.Layout(width="max-content"))
    folder = ipw.Text(value="projekt", style=_WIDE, layout=ipw.Layout(width="30em"))
    listed, said, help_text = ipw.HTML(), ipw.HTML(), ipw.HTML()

    def draw(before: Choice | None, after: Choice) -> None:
        lang = after.lang
        if before is None or before.lang != lang:
            memo.description, keep.description = say("project.memo", lang), say("project.keep", lang)
            save.description, folder.description = say("project.save", lang), say("project.folder", lang)
            help_text.value = f"<p>{say('project.help', lang)}</p>"
        if before is None or before.evidence != after.evidence:
            memo.value = next((text for key, text in after.memos if key in after.evidence[:1]), "")
            memo.disabled = keep.disabled = not after.evidence
        items = "".join(f"<li>{escape(key.row_id)}: {escape(text)}</li>" for key, text in after.memos)
        listed.value = f"<ul>{items}</ul>" if items else f"<p>{say('project.none', lang)}</p>"

    def write_memo(_: ipw.Button) -> None:
        explorer.note(explorer.choice.evidence[0], memo.value)

    def save_all(_: ipw.Button) -> None:
        try:
            path = save_project(explorer, project_folder(folder.value))
            message, role = say("project.saved", explorer.choice.lang, path=path), "status"
        except MittellageError as error:
            message, role = str(error), "alert"
        said.value = f'<p role="{role}">{escape(message)}</p>'

    keep.on_click(write_memo)
    save.on_click(save_all)
    explorer.observe(draw)
    draw(None, explorer.choice)
    return ipw.VBox([memo, keep, listed, help_text, ipw.HBox([folder, save]), said, view_export(explorer)])


def project_folder(typed: str) -> Path:
    """Give the folder that a reader has typed; a relative one lies where the command was started."""
    return Path(os.environ.get("MITTELLAGE_HOME", ".")) / Path(typed.strip() or "projekt").expanduser()
