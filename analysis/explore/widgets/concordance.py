"""View of the concordance."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as ipw
import pandas as pd

from ...errors import MittellageError
from ..bundle import concordance_bytes
from ..concordance import concordance
from ..figures import draws_again, value_in_words
from ..state import Choice, Explorer, Key
from ..words import say
from .evidence import beside
from .parts import Download
from .tables import grid, refill


def view_concordance(explorer: Explorer, *, evidence: bool = False) -> ipw.Widget:
    """Show every place of a word in its context, as the filters of voices and segments keep them.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    evidence : bool
        Whether the evidence that a click opens stands beside the view, as in a cell of a notebook.

    Returns
    -------
    ipywidgets.Widget
        A field for the word, and a table of places.
    """
    word = ipw.Text(value=explorer.choice.word, continuous_update=False, style={"description_width": "initial"})
    said, table, save = ipw.HTML(), grid(), Download()
    keys: list[Key] = []
    busy, token = [False], object()

    def draw(before: Choice | None, after: Choice) -> None:
        if before is not None and before.word == after.word and not draws_again(before, after):
            return
        lang = after.lang
        word.description, word.placeholder = say("concordance.word", lang), say("concordance.hint", lang)
        word.value = after.word
        try:
            found = concordance(explorer)
            said.value = f'<p role="status">{escape(_message(found, after))}</p>'
        except MittellageError as error:
            found = pd.DataFrame()
            said.value = f'<p role="alert">{escape(error.in_words(lang))}</p>'
        table.layout.display = save.layout.display = None if len(found) else "none"
        save.label, save.message = say("export.csv", lang), ""
        if len(found):
            busy[0] = True
            sentences = zip(found["doc_id"], found["sentence_id"], strict=True)
            keys[:] = [Key(doc_id, str(number)) for doc_id, number in sentences]
            refill(table, _shown(found, explorer), lang=lang, concordance=True)
            busy[0] = False

    def look_for(change: dict[str, Any]) -> None:
        explorer.choose(word=change["new"])

    def opened(change: dict[str, Any]) -> None:
        if change["new"] and not busy[0]:
            explorer.open([keys[index] for index in change["new"] if index < len(keys)], by=token)

    def make(_: Any, content: dict[str, Any], buffers: Any) -> None:
        if content.get("kind") == "make":
            name = "mittellage-concordance.csv"
            save.hand_over(name, concordance_bytes(explorer), kind="text/csv")
            save.message = say("export.done", explorer.choice.lang, name=name)

    save.on_msg(make)
    word.observe(look_for, "value")
    table.observe(opened, "selected_rows")
    explorer.observe(draw)
    draw(None, explorer.choice)
    box = ipw.VBox([word, said, save, table])
    return beside(explorer, box, token) if evidence else box


def _message(found: pd.DataFrame, choice: Choice) -> str:
    if not choice.word.strip():
        return say("concordance.none", choice.lang)
    key = "concordance.n" if len(found) else "concordance.empty"
    return say(key, choice.lang, word=choice.word, n=len(found))


def _shown(found: pd.DataFrame, explorer: Explorer) -> pd.DataFrame:
    lang = explorer.choice.lang
    shown = pd.DataFrame(
        {
            say("concordance.left", lang): found["left"],
            say("concordance.word", lang): found["word"],
            say("concordance.right", lang): found["right"],
            say("facet.voices", lang): [value_in_words("voices", str(voice), lang) for voice in found["voice"]],
        }
    )
    return shown.assign(**{say("facet.document", lang): found["doc_id"]}) if len(explorer.texts) > 1 else shown
