"""Cards of evidence alone, without a kernel: what the page sends, and what stays in a form when rows change."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[2] / "analysis" / "explore" / "widgets" / "static" / "evidence.js"
START = """async ([source, state]) => {
  const { default: widget } = await import(source);
  window.sent = [];
  let draw = null;
  const model = { get: (name) => state[name], on: (_, drawn) => { draw = drawn; }, send: (told) => sent.push(told) };
  window.show = (changes) => { Object.assign(state, changes); state.state += 1; draw(); };
  widget.render({ model, el: document.body });
}"""
WORDS = (
    "title", "close", "jump", "right", "wrong", "edit", "take_back", "judge", "memo", "apply", "cancel", "why", "coder",
    "keys", "busy", "open_value", "back",
)  # fmt: skip


def item(row_id: str, **changed: Any) -> dict[str, Any]:
    """Return a stance as the page gets it."""
    holder, target = changed.pop("holder", "China"), changed.pop("target", "KZ")
    fields = [["holder", "Wer", holder, [], "names"], ["target", "Zu wem", target, [], "countries"]]
    told = {"id": f"d/{row_id}", "title": row_id, "facts": [], "passages": [["lobt", True, True]], "memo": ""}
    return told | {"verdict": "", "note": "", "problem": "", "judged": True, "fields": fields} | changed


def start(page: Any, *items: dict[str, Any]) -> None:
    """Show cards to a page that nobody answers."""
    countries = [["KZ", "Kasachstan"], ["RU", "Russland"]]
    state = {
        "words": {name: name for name in WORDS}, "lists": {"names": [["China", "China"]], "countries": countries},
        "items": list(items), "total": len(items), "message": "", "more": "", "coder": "", "state": 0,
    }  # fmt: skip
    source = "data:text/javascript," + quote(SCRIPT.read_text("utf-8"))
    page.evaluate(START, [source, state])


def show(page: Any, *items: dict[str, Any]) -> None:
    """Show other cards, as an answer or another view does."""
    page.evaluate("items => show({ items })", list(items))


def test_a_form_keeps_what_was_typed_and_follows_in_what_was_not(page):
    start(page, item("t1"))
    page.get_by_role("button", name="edit").click()
    page.locator("[name=holder]").fill("Usbekistan")
    show(page, item("t1", holder="Tokajew", target="RU"))
    assert page.locator("[name=holder]").input_value() == "Usbekistan"
    assert page.locator("[name=target]").input_value() == "RU"
    page.get_by_role("button", name="apply").click()
    (told,) = page.evaluate("sent")
    assert told["values"] == {"holder": "Usbekistan", "target": "RU"}


def test_a_form_that_nobody_touched_changes_nothing(page):
    start(page, item("t1", target="CENTRAL_ASIA"))  # no list has it
    page.get_by_role("button", name="edit").click()
    assert page.locator("[name=target]").input_value() == "CENTRAL_ASIA"
    show(page, item("t1", holder="Artikel", target="CENTRAL_ASIA"))
    page.get_by_role("button", name="apply").click()
    assert page.evaluate("sent") == []


def test_a_verdict_names_its_row_and_what_was_shown_of_it(page):
    start(page, item("t1"), item("t2", verdict="right"))
    page.get_by_role("button", name="wrong").nth(1).click()
    page.keyboard.press("1")
    told = page.evaluate("sent")
    assert [(each["id"], each["shown"], each["verdict"]) for each in told] == [
        ("d/t2", "right", "wrong"),
        ("d/t2", "right", "right"),
    ]
    assert page.get_by_role("status").inner_text() == "busy"


@pytest.mark.parametrize(
    ("card", "buttons"),
    [
        (item("t1"), ["right", "wrong", "edit"]),
        (item("t1", verdict="edit"), ["right", "wrong", "edit", "take_back"]),
        (item("t1", verdict="wrong", fields=[]), ["wrong", "take_back"]),
        (item("t1", verdict="edit", fields=[]), ["take_back"]),  # fell with another row after it was edited
        (item("t1", judged=False, fields=[]), []),
    ],
)
def test_a_card_offers_what_can_be_done(page, card, buttons):
    start(page, card)
    assert page.locator(".ml-judge button").all_inner_texts() == buttons
