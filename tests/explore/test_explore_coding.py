"""The coding page: what it is told, what it saves, and what it must never see; keys are in tests/browser."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.coding import adjudicate, default_codebook, open_study, read_adjudicated, read_codings, save_label
from analysis.coding.adjudication import adjudicated_by
from analysis.coding.study import Item
from analysis.errors import CodingError
from analysis.explore.coding import Session, codebook, labels_of_page, pieces
from analysis.explore.widgets import coding as view
from analysis.explore.widgets.coding import CodingEntry, CodingView

TEXT = "Astana empfing Gäste. Kasachstan lobte Russland. Danach reisten sie ab."
SECRET = "nur-fuer-die-andere"


@pytest.fixture
def study(tmp_path):
    """Give a study of four items with a sealed part that nothing here may open."""
    folder = tmp_path / "study"
    (folder / "sealed").mkdir(parents=True)
    (folder / "sealed" / "machine.jsonl").write_text('{"label": "versiegelt"}\n', "utf-8")
    (folder / "study.json").write_text(
        json.dumps({"software": "mittellage", "format": 1, "unit": "stance", "items": 4}), "utf-8"
    )
    (folder / "codebook.toml").write_bytes(default_codebook("stance"))
    line = {"text": TEXT, "start": 22, "end": 48, "target": "RU", "named": [[39, 47]]}
    rows = [json.dumps({"item": f"i{place:03}"} | line) + "\n" for place in range(1, 5)]
    (folder / "items.jsonl").write_text("".join(rows), "utf-8")
    return open_study(folder)


def send(page: CodingView, **content: object) -> str:
    """Send what the page sends, and return the alarm."""
    page.widget._handle_custom_msg(content, [])
    return page.widget.alert


def told(page: CodingView) -> str:
    """Everything that the browser holds of the page."""
    state = page.widget.get_state()
    return json.dumps({name: state[name] for name in ("words", "book", "page", "message", "alert")}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        # The target is named before the sentence, in it, and not at all.
        (Item("i", "Moskau droht. Er lacht.", 14, 23, "RU", ((0, 6),)),
         [["Moskau", False, True], [" droht. ", False, False], ["Er lacht.", True, False]]),
        (Item("i", "Moskau droht.", 0, 13, "RU", ((0, 6),)), [["Moskau", True, True], [" droht.", True, False]]),
        (Item("i", "A. B.", 3, 5, None, ()), [["A. ", False, False], ["B.", True, False]]),
        # Offsets are code points, which a browser counts otherwise.
        (Item("i", "😀😀 Oh. Peking lobt.", 7, 18, "CN", ((7, 13),)),
         [["😀😀 Oh. ", False, False], ["Peking", True, True], [" lobt", True, False], [".", False, False]]),
        # Names of the target may overlap.
        (Item("i", "Süd- und Nordkorea", 0, 18, "KR", ((0, 18), (9, 18))),
         [["Süd- und ", True, True], ["Nordkorea", True, True]]),
        (Item("i", "x\u202ey", 0, 3, None, ()), [["x⟨U+202E⟩y", True, False]]),
    ],
)  # fmt: skip
def test_a_text_is_cut_where_marks_begin_and_end(item, expected):
    assert pieces(item) == expected


def test_every_label_is_saved_at_once_and_coding_goes_on_where_it_stopped(study):
    page = CodingView(study, "en")
    assert send(page, kind="code", name=" anna ") == ""
    assert page.widget.page["item"] == "i001"
    assert page.widget.page["question"] == "How is Russia evaluated in this sentence?"
    send(page, kind="label", item="i001", label="positive", unsure=True, memo="lobte", seconds=2.5)
    coding = read_codings(study, "anna")["i001"]
    assert (coding.label, coding.unsure, coding.memo, coding.seconds) == ("positive", True, "lobte", 2.5)
    assert page.widget.page["item"] == "i002"
    assert page.widget.page["facts"] == "1 of 4 coded · unsure: 1 · 2.5 s per item, about 1 min left"
    again = CodingView(study.folder, "de")
    send(again, kind="code", name="anna")
    assert again.widget.page["item"] == "i002"
    assert again.widget.message == "anna: 1 von 4 sind codiert."


def test_a_key_pressed_twice_codes_one_item(study):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    for _ in range(2):
        send(page, kind="label", item="i001", label="none")
    assert list(read_codings(study, "anna")) == ["i001"]
    assert page.widget.page["item"] == "i002"
    assert page.widget.message.startswith("i001 ist nicht mehr an der Reihe")


def test_undo_shows_the_item_with_what_was_said_of_it(study):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    for item in ("i001", "i002"):
        send(page, kind="label", item=item, label="mixed", unsure=True, memo=f"zu {item}")
    send(page, kind="undo")
    shown = page.widget.page
    assert (shown["item"], shown["label"], shown["unsure"], shown["memo"]) == ("i002", "mixed", True, "zu i002")
    assert list(read_codings(study, "anna")) == ["i001"]
    send(page, kind="undo")
    send(page, kind="undo")  # nothing is left
    assert page.widget.page["item"] == "i001"
    send(page, kind="label", item="i001", label="none")
    assert page.widget.page["label"] == ""


def test_the_last_item_ends_it_and_can_be_taken_back(study):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    for item in study.items:
        send(page, kind="label", item=item.item_id, label="none")
    assert page.widget.page["item"] == ""
    assert page.widget.page["title"] == "Alle 4 Items sind codiert. Danke."
    send(page, kind="undo")
    assert page.widget.page["item"] == "i004"


def test_a_coder_sees_neither_the_other_nor_what_is_sealed(study, monkeypatch):
    for item in study.items[:3]:
        save_label(study, "berta", item.item_id, "negative", unsure=True, memo=SECRET)
    adjudicate(study, "i001", "negative", by="cem", memo=SECRET)
    opened: list[Path] = []
    original = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *rest, **more: opened.append(path) or original(path, *rest, **more))
    page = CodingView(study.folder, "de")
    seen = [told(page)]
    for content in (
        {"kind": "code", "name": "anna"},
        {"kind": "label", "item": "i001", "label": "positive"},
        {"kind": "undo"},
        {"kind": "label", "item": "i001", "label": "none"},
        {"kind": "step", "by": 1},
        {"kind": "decide", "name": "anna"},  # not before all is coded
    ):
        send(page, **content)
        seen.append(told(page))
    assert "anna hat 1 von 4 codiert" in page.widget.alert
    assert page.session.mode == "code"
    assert not [word for word in (SECRET, "berta", "cem", "versiegelt") if word in "".join(seen)]
    allowed = {"study.json", "codebook.toml", "items.jsonl", "coder_anna.jsonl"}
    assert {path.name for path in opened if study.folder in path.parents} == allowed


def test_whoever_decides_sees_both_and_is_kept(study):
    for number, item in enumerate(study.items):
        save_label(study, "anna", item.item_id, "positive", memo="klar")
        save_label(study, "ben", item.item_id, "positive" if number == 1 else "negative", unsure=True)
    page = CodingView(study, "de")
    send(page, kind="decide", name="cem")
    shown = page.widget.page
    assert [(each["who"], each["label"], each["unsure"], each["memo"]) for each in shown["said"]] == [
        ("anna", "positiv", "", "klar"), ("ben", "negativ", "unsicher", ""),
    ]  # fmt: skip
    assert (shown["title"], shown["verdict"]) == ("Fall 1 von 3 (i001)", "Noch nicht entschieden")
    send(page, kind="label", item="i001", label="mixed", memo="beides")
    assert page.widget.page["item"] == "i003"  # i002 is no case
    send(page, kind="step", by=-1)
    shown = page.widget.page
    assert (shown["item"], shown["label"], shown["memo"]) == ("i001", "mixed", "beides")
    assert shown["verdict"] == "Entschieden: gemischt (cem)"
    send(page, kind="step", by=-1)  # from the first to the last
    send(page, kind="label", item="i004", label="none")
    assert page.widget.page["item"] == "i003"
    send(page, kind="label", item="i003", label="none")
    assert page.widget.page["facts"] == "3 von 3 entschieden"
    assert {item: coding.label for item, coding in read_adjudicated(study).items()} == {
        "i001": "mixed", "i004": "none", "i003": "none",
    }  # fmt: skip
    again = CodingView(study, "de")
    send(again, kind="decide", name="anna")  # a coder who has coded all may
    send(again, kind="label", item="i001", label="positive")
    assert adjudicated_by(study) == {"i001": "anna", "i003": "cem", "i004": "cem"}


def test_there_is_nothing_to_decide(study):
    save_label(study, "anna", "i001", "none")
    page = CodingView(study, "en")
    assert send(page, kind="decide", name="cem") == "A comparison needs at least two coders; so far: anna."
    save_label(study, "ben", "i001", "none")
    assert send(page, kind="decide", name="cem") == ""
    assert (page.widget.page["item"], page.widget.page["title"]) == (
        "", "The coders agree on every item that more than one of them has coded.",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "../anna", "machine", "a b", "x" * 41, "<b>"])
def test_nobody_is_called_so(study, name):
    page = CodingView(study, "de")
    assert "taugt nicht als Name" in send(page, kind="code", name=name)
    assert page.widget.page["mode"] == "start"
    assert not list(study.folder.glob("coder_*"))


def test_what_could_not_be_saved_is_told_and_the_item_stays(study, monkeypatch):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")

    def full(*_: object, **__: object) -> None:
        raise CodingError("'coder_anna.jsonl' cannot be written: No space left on device.")

    monkeypatch.setattr("analysis.explore.coding.save_label", full)
    assert "No space left" in send(page, kind="label", item="i001", label="none")
    assert page.widget.page["item"] == "i001"


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "label"},
        {"kind": "label", "item": "i001", "label": "pwned"},
        {"kind": "label", "item": "i001", "label": "none", "memo": "x" * 2001},
        {"kind": "step", "by": None},
    ],
)
def test_a_wrong_message_saves_nothing_and_is_told(study, content):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    assert send(page, **content)
    assert read_codings(study, "anna") == {}
    assert page.widget.page["item"] == "i001"


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), "7", None, -1])
def test_a_time_that_is_none_is_left_out(study, seconds):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    assert send(page, kind="label", item="i001", label="none", seconds=seconds) == ""
    assert read_codings(study, "anna")["i001"].seconds is None


def test_a_file_damaged_meanwhile_is_told(study):
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    (study.folder / "coder_anna.jsonl").write_text('{"item": "i999", "label": "none"}\n', "utf-8")
    assert "Die Studie lässt sich nicht lesen" in send(page, kind="other")
    assert page.widget.page["mode"] == "start"


def test_everything_is_said_in_both_languages(study):
    german, english = labels_of_page("de"), labels_of_page("en")
    assert all(german.values())
    assert {name for name in german if german[name] == english[name]} == {"labels"}
    assert codebook(study, "de")["labels"][1]["title"] == "negativ"
    page = CodingView(study, "de")
    send(page, kind="code", name="anna")
    page.relabel("en")
    assert page.widget.page["title"] == "Item 1 of 4"
    assert page.widget.book["rules"].startswith("What counts")


def test_the_app_opens_a_folder_or_says_why_not(study, monkeypatch):
    monkeypatch.setenv("MITTELLAGE_HOME", str(study.folder.parent))
    shown: list[object] = []
    said: list[object] = []
    entry = CodingEntry(shown.append, lambda text, **_: said.append(text))
    entry.relabel("en")
    assert entry.button.description == "Open study"
    entry.folder.value = "nowhere"
    entry.button.click()
    assert "holds no study" in said[-1]("en")
    assert "liegt keine Studie" in said[-1]("de")
    assert shown == []
    entry.folder.value = "study"
    entry.button.click()
    assert shown == [entry.view.root]
    entry.relabel("de")
    assert entry.view.widget.words["undo"] == "Zurücknehmen"


def test_a_session_begins_without_anybody(study):
    session = Session(study, "de")
    session.take_back()
    session.step(1)
    session.give("i001", "none", unsure=False, memo="", seconds=None)
    assert session.page()["mode"] == "start"
    assert not list(study.folder.glob("coder_*"))
    assert view.view_coding(study.folder).children


def test_corrected_estimates_are_a_picture_that_says_its_numbers():
    columns = (
        *("measure", "kind", "group", "versus", "naive", "naive_low", "naive_high", "corrected", "low", "high"),
        "n_coded",
    )
    row = ("stance", "level", "taz", None, -0.4, -0.5, -0.3, -0.25, -0.4, -0.1, 80)
    [picture] = view.view_corrections(pd.DataFrame([row], columns=columns), lang="de").children
    assert picture.png.startswith(b"\x89PNG")
    assert "taz −0,40 → −0,25 [−0,40; −0,10]" in picture.alt
