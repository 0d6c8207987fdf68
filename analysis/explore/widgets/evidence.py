"""View of the open evidence: a card for each row behind whatever was clicked, each in its paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as ipw

from ...errors import MittellageError
from ...legible import legible, legible_line
from ..editing import EDITED, lists, values_of
from ..evidence import table_of
from ..explain import Card, explain, row_of
from ..judging import judge_row
from ..state import Choice, Explorer, Key, Lang
from ..terms import facts_explained
from ..words import say
from .parts import EvidenceWidget, together

_WORDS = (
    "title", "close", "jump", "right", "wrong", "edit", "take_back", "judge", "memo", "apply", "cancel", "why", "coder",
    "keys", "busy", "open_value",
)  # fmt: skip


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
    problem: dict[Key, str] = {}

    def draw(before: Choice | None, after: Choice) -> None:
        if by is not None:
            shown = explorer.opener is by and bool(after.evidence)
            box.layout.display = None if shown else "none"
            if not shown:
                return
        if not after.differs(before, "evidence", "memos", "view", "coder"):
            return
        lang = after.lang
        cards[:], total = explain(explorer)
        memos, rest = dict(after.memos), total - len(cards)
        documents = dict.fromkeys(card.key.doc_id for card in cards)
        meanings = facts_explained(lang)
        together(
            widget,
            words=_words(explorer),
            lists=lists(explorer, documents) if any(card.fields for card in cards) else {},
            items=[_item(card, memos.get(card.key, ""), problem.get(card.key, ""), meanings) for card in cards],
            total=total if after.evidence else -1,
            message=_message(after, total),
            more=say("evidence.more", lang, n=rest) if rest > 0 else "",
            coder=after.coder,
            state=widget.state + 1,
        )

    def judge(card: Card, content: dict[str, Any]) -> None:
        """Carry out what a button or the form says; a reason against it is shown at the row."""
        verdict, values = content.get("verdict"), content.get("values")
        problem.clear()
        state = widget.state
        try:
            if content.get("shown", card.verdict) != card.verdict:
                pass  # a second click, made before the page showed what the first one did
            elif verdict in ("right", "wrong"):
                judge_row(explorer, card.key, None if card.verdict == verdict else verdict)
            elif verdict == "back":
                judge_row(explorer, card.key, None)
            elif verdict == "edit" and isinstance(values, dict):
                row, lang = row_of(explorer, card.key), explorer.choice.lang
                changed = values_of(table_of(card.key.row_id), row, values, lang)
                if changed:
                    why = legible_line(str(content.get("why") or ""))
                    judge_row(explorer, card.key, "edit", why=why or None, **changed)
        except MittellageError as error:
            problem[card.key] = error.in_words(explorer.choice.lang)
        finally:
            if widget.state == state:  # the page waits for an answer
                draw(None, explorer.choice)

    def meant(content: dict[str, Any]) -> Card | None:
        """Return the card that the page names: by its row, as other evidence may have opened, else by its place."""
        row = content.get("row", -1)
        if "id" in content:
            return next((card for card in cards if "/".join(card.key) == content["id"]), None)
        return cards[row] if isinstance(row, int) and 0 <= row < len(cards) else None

    def answer(_: Any, content: dict[str, Any], buffers: Any) -> None:
        kind, card = content.get("kind"), meant(content)
        if kind == "close":
            explorer.choose(evidence=())
        elif kind == "back" and explorer.came_from is not None:
            explorer.look(explorer.came_from)
        elif kind == "memo" and "id" in content:
            # The page names the row itself: while somebody typed, other evidence may have opened.
            explorer.note(_key(content["id"], explorer), str(content["text"]))
        elif kind == "coder":
            explorer.sign(str(content.get("text", "")))
        elif kind == "jump" and card is not None:
            explorer.jump(card.key)
        elif kind == "judge" and card is not None:
            judge(card, content)

    widget.on_msg(answer)
    explorer.observe(draw)
    explorer.observe_jumps(lambda _: draw(None, explorer.choice))
    draw(None, explorer.choice)
    return box


def _item(card: Card, memo: str, problem: str, meanings: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Return what the page shows of a row; `meanings` are definitions by name and value of a fact."""
    return {
        "id": "/".join(card.key),
        "title": legible_line(card.title),
        "facts": [[name, legible_line(value)] for name, value in card.facts],
        "meanings": {fact[0]: meanings[fact] for fact in card.facts if fact in meanings},
        "passages": [[legible(passage.text), passage.marked, passage.inside] for passage in card.passages],
        "memo": memo,
        "verdict": card.verdict,
        "note": legible_line(card.note),
        "problem": legible_line(problem),
        # What fell with another row is judged with that one.
        "judged": table_of(card.key.row_id) in EDITED and bool(card.fields or card.verdict),
        "fields": [[each.column, each.label, each.value, list(each.choices), each.among] for each in card.fields],
    }


def row_in_words(key: Key, lang: Lang) -> str:
    """Name a row: its kind and its id.

    Examples
    --------
    >>> row_in_words(Key("d", "t3"), "de")
    'Bewertung t3'
    """
    return f"{say('row.' + table_of(key.row_id), lang)} {key.row_id}"


def _key(identity: str, explorer: Explorer) -> Key:
    doc_id, _, row_id = str(identity).rpartition("/")
    return Key(doc_id if doc_id in explorer.texts else explorer.choice.document, row_id)


def _message(choice: Choice, total: int) -> str:
    if not choice.evidence:
        return say("evidence.none", choice.lang)
    return say("evidence.rows", choice.lang, n=total) if total else say("evidence.empty", choice.lang)


def _words(explorer: Explorer) -> dict[str, str]:
    lang, back = explorer.choice.lang, explorer.came_from
    words = {name: say(f"evidence.{name}", lang) for name in _WORDS}
    return words | {"back": say("evidence.back", lang, view=say(f"tab.{back}", lang)) if back else ""}
