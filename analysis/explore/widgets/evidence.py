"""View of the open evidence: a card for each row behind whatever was clicked, each in its paragraph."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from ...legible import legible, legible_line
from ..evidence import table_of
from ..explain import Card, explain
from ..state import Choice, Explorer, Key, Lang
from ..terms import facts_explained
from ..words import say
from .parts import EvidenceWidget, together


def beside(explorer: Explorer, view: ipw.Widget, by: object) -> ipw.Widget:
    """Put the evidence that a view opens beside it, where it stays until another view opens some."""
    view.layout.flex, view.layout.min_width = "3 1 420px", "0"
    evidence = view_evidence(explorer, by=by)
    evidence.layout.flex, evidence.layout.min_width = "2 1 280px", "0"
    return ipw.HBox([view, evidence], layout=ipw.Layout(flex_flow="row wrap", width="100%"))


def view_evidence(explorer: Explorer, *, by: object = None) -> ipw.Widget:
    """Show the rows whose evidence is open: what each says, its paragraph, a memo, and whether it is right.

    Parameters
    ----------
    explorer : Explorer
        State that the view shows and changes.
    by : object, optional
        Show only what this view has opened, and nothing else.

    Returns
    -------
    ipywidgets.Widget
        Cards; each leads to its place in the text, and back.
    """
    widget = EvidenceWidget()
    box = ipw.VBox([widget])
    cards: list[Card] = []

    def draw(before: Choice | None, after: Choice) -> None:
        if by is not None:
            shown = explorer.opener is by and bool(after.evidence)
            box.layout.display = None if shown else "none"
            if not shown:
                return
        elif before is not None and not _changed(before, after):
            return
        lang = after.lang
        cards[:], total = explain(explorer)
        memos, verdicts = dict(after.memos), dict(after.verdicts)
        meanings = facts_explained(lang)
        rest = total - len(cards)
        together(
            widget,
            words=_words(explorer),
            items=[
                {
                    "id": "/".join(card.key),
                    "title": legible_line(card.title),
                    "facts": [[name, legible_line(value)] for name, value in card.facts],
                    "meanings": {fact[0]: meanings[fact] for fact in card.facts if fact in meanings},
                    "passages": [[legible(passage.text), passage.marked, passage.inside] for passage in card.passages],
                    "memo": memos.get(card.key, ""),
                    "verdict": verdicts.get(card.key, ""),
                }
                for card in cards
            ],
            total=total if after.evidence else -1,
            message=_message(after, total),
            more=say("evidence.more", lang, n=rest) if rest > 0 else "",
            state=widget.state + 1,
        )

    def answer(_: Any, content: dict[str, Any], buffers: Any) -> None:
        kind, row = content.get("kind"), content.get("row", -1)
        if kind == "close":
            explorer.choose(evidence=())
        elif kind == "back" and explorer.came_from is not None:
            explorer.look(explorer.came_from)
        elif kind == "memo" and "id" in content:
            # The page names the row itself: while somebody typed, other evidence may have opened.
            explorer.note(_key(content["id"], explorer), str(content["text"]))
        elif isinstance(row, int) and 0 <= row < len(cards):
            key = cards[row].key
            if kind == "jump":
                explorer.jump(key)
            elif kind == "judge" and content.get("verdict") in ("right", "wrong"):
                verdict = content["verdict"]
                explorer.judge(key, None if dict(explorer.choice.verdicts).get(key) == verdict else verdict)

    widget.on_msg(answer)
    explorer.observe(draw)
    explorer.observe_jumps(lambda _: draw(None, explorer.choice))
    draw(None, explorer.choice)
    return box


def row_in_words(key: Key, lang: Lang) -> str:
    """Name a row: its kind and its id.

    Examples
    --------
    >>> row_in_words(Key("d", "t3"), "de")
    'Bewertung t3'
    """
    return f"{say('row.' + table_of(key.row_id), lang)} {key.row_id}"


def _changed(before: Choice, after: Choice) -> bool:
    fields = ("evidence", "lang", "memos", "verdicts", "view")
    return any(getattr(before, field) != getattr(after, field) for field in fields)


def _key(identity: str, explorer: Explorer) -> Key:
    doc_id, _, row_id = str(identity).rpartition("/")
    return Key(doc_id if doc_id in explorer.texts else explorer.choice.document, row_id)


def _message(choice: Choice, total: int) -> str:
    if not choice.evidence:
        return say("evidence.none", choice.lang)
    return say("evidence.rows", choice.lang, n=total) if total else say("evidence.empty", choice.lang)


def _words(explorer: Explorer) -> dict[str, str]:
    lang = explorer.choice.lang
    words = {
        name: say(f"evidence.{name}", lang) for name in ("title", "close", "jump", "right", "wrong", "judge", "memo")
    }
    back = explorer.came_from
    return words | {"back": say("evidence.back", lang, view=say(f"tab.{back}", lang)) if back else ""}
