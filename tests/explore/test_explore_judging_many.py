"""Many verdicts on many rows: in any order, quickly, from two pages, in two languages, with any names."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis import Analysis, Document, analyse
from analysis.errors import CorrectionError, LexiconError
from analysis.explore import (
    Explorer,
    Key,
    judge_row,
    numbers,
    open_project,
    save_project,
    session,
    verdicts_in,
    view_evidence,
)
from analysis.explore.editing import lists
from analysis.explore.evidence import spans_of
from analysis.explore.explain import explain
from analysis.explore.overview import basis
from analysis.explore.widgets.parts import EvidenceWidget
from analysis.pipeline import Options
from analysis.tables import Mention, frame

TEXTS = (
    "Kasachstan kritisiert Russland. China lobt Kasachstan. „Wir danken den USA“, sagte Präsident Tokajew. "
    "Moskau warnt Kasachstan und Usbekistan vor China.",
    "Peking lobt Astana, Taschkent und Bischkek. „Moskau droht uns“, sagte Präsident Japarow. Es regnet.",
    "Es regnet.",
)


@pytest.fixture(scope="module")
def results() -> list[Analysis]:
    """Give texts whose rows have the same ids; the last one has none."""
    return [analyse(Document.from_text(text, doc_id=f"a/{number}")) for number, text in enumerate(TEXTS)]


@pytest.fixture
def many(results: list[Analysis]) -> Explorer:
    return Explorer.of(*results)


VALUES: dict[str, list[dict[str, Any]]] = {
    "stances": [{"holder": "UZ"}, {"sign": 1}, {"sign": -1, "kind": "act"}, {"target": "KG", "holder": None}],
    "quotes": [{"speaker": "CN"}, {"speaker": None}, {"speaker_country": "UZ", "type": "reported"}],
    "mentions": [{"country": "KG"}, {"country": "RU"}, {"form": "name", "role": "place"}],
    "markers": [{"kind": "booster"}],
}


def _verdict(chance: random.Random, explorer: Explorer) -> tuple[Key, Any, dict[str, Any]]:
    """Give a row and what somebody may say of it."""
    said = list(verdicts_in(explorer))
    if said and chance.random() < 0.25:
        return chance.choice(said), None, {}
    name = chance.choice([name for name in VALUES if len(explorer.whole[name])])
    row = explorer.whole[name].iloc[chance.randrange(len(explorer.whole[name]))]
    verdict = chance.choice(["right", "wrong", "wrong", "edit", "edit"])
    return Key(row["doc_id"], row.iloc[1]), verdict, chance.choice(VALUES[name]) if verdict == "edit" else {}


@pytest.mark.parametrize("seed", range(6))
def test_the_tables_of_an_explorer_are_those_of_results_that_were_corrected_alike(results, many, seed):
    chance = random.Random(seed)
    alone = {result.document.doc_id: Explorer.of(result) for result in results}
    for _ in range(6):
        key, verdict, values = _verdict(chance, many)
        before = dict(many.whole)
        many.choose(countries=[each.value for each in many.options["countries"]][:1], evidence=[(key.doc_id, "f3")])
        try:
            judge_row(many, key, verdict, **values)
        except CorrectionError:
            continue
        judge_row(alone[key.doc_id], key, verdict, **values)
        assert explain(many)[1] <= len(many.choice.evidence)
        many.undo()
        for name, data in before.items():
            pd.testing.assert_frame_equal(many.whole[name], data)
        many.redo()
    for name, data in many.whole.items():
        parts = [each.whole[name] for each in alone.values() if len(each.whole.get(name, ()))]
        one, other = (
            each.drop(columns="time", errors="ignore")
            for each in (data, pd.concat(parts, ignore_index=True) if parts else data.head(0))
        )
        pd.testing.assert_frame_equal(one, other)
    for key in random.Random(seed).sample([*verdicts_in(many)], k=len(verdicts_in(many))):
        while key in verdicts_in(many):
            judge_row(many, key, None)
    assert "corrections" not in many.whole
    for name, data in Explorer.of(*results).whole.items():
        pd.testing.assert_frame_equal(many.whole[name], data)


def test_a_mention_that_a_stance_needs_comes_back_before_the_one_that_was_rejected_later(many):
    mentions = many.whole["mentions"].query("doc_id == 'a/0' and country == 'CN'")["mention_id"].tolist()
    first, second = (Key("a/0", each) for each in mentions)
    stances = many.whole["stances"]
    judge_row(many, first, "wrong")
    judge_row(many, second, "wrong")
    judge_row(many, first, None)
    assert verdicts_in(many) == {second: "wrong"}
    judge_row(many, second, None)
    pd.testing.assert_frame_equal(many.whole["stances"], stances)


def test_an_edit_under_a_rejection_can_be_taken_back(many):
    key = Key("a/0", "t1")
    mention = many.whole["stances"].query("doc_id == 'a/0' and stance_id == 't1'")["target_mention"].iloc[0]
    judge_row(many, key, "edit", sign=1)
    judge_row(many, Key("a/0", str(mention)), "wrong")
    (card,), _ = explain(many, [key])
    assert (card.verdict, card.note, card.fields) == ("edit", "Entfällt durch eine andere Berichtigung.", ())
    judge_row(many, key, None)
    judge_row(many, Key("a/0", str(mention)), None)
    assert many.whole["stances"]["sign"].iloc[0] == -1
    assert verdicts_in(many) == {}


def test_two_quick_edits_are_taken_back_one_by_one_and_one_of_two_columns_at_once(many):
    key = Key("a/0", "t1")
    for values in ({"sign": 1}, {"kind": "act", "hedged": True}, {"kind": "conduct"}):
        judge_row(many, key, "edit", **values)
    stages = []
    while key in verdicts_in(many):
        row = many.whole["stances"].iloc[0]
        stages.append((row["sign"], row["kind"], bool(row["hedged"])))
        judge_row(many, key, None)
    assert stages == [(1, "conduct", True), (1, "act", True), (1, "speech", False)]


def test_after_the_oldest_step_a_correction_can_still_be_undone(many):
    key = Key("a/0", "t1")
    for _ in range(30):
        judge_row(many, key, "right")
        judge_row(many, key, None)
    while many.undo():
        pass
    before = verdicts_in(many)
    judge_row(many, key, "wrong")
    assert many.undo()
    assert verdicts_in(many) == before
    assert not many.undo()


def test_who_corrects_stays_named_when_a_step_is_taken_back(many):
    judge_row(many, Key("a/0", "t1"), "right")
    many.sign(" A\nB\u202e ")
    many.undo()
    assert many.choice.coder == "A B⟨U+202E⟩"
    many.redo()
    assert many.choice.coder == "A B⟨U+202E⟩"


def _widget(explorer: Explorer, *keys: Key) -> EvidenceWidget:
    (widget,) = view_evidence(explorer).children
    explorer.choose(evidence=keys)
    return widget


def _send(widget: EvidenceWidget, **content: Any) -> None:
    widget._handle_custom_msg({"kind": "judge", "row": 0, **content}, [])


def test_a_quote_without_a_speaker_has_a_card(many):
    key = Key("a/1", many.whole["quotes"].query("doc_id == 'a/1'")["quote_id"].iloc[0])
    widget = _widget(many, key)
    _send(widget, verdict="edit", values={"speaker_name": ""})
    assert widget.items[0]["title"].startswith("Präsident Japarow")
    assert widget.items[0]["fields"][0][2] == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("x" * 100_000, "x" * 200),
        ("Herr\r\n\tWeiß\u202e", "Herr Weiß⟨U+202E⟩"),
        ("\ud83d Weiß", "\ufffd Weiß"),
        ("$\\frac{</script><b>", "$\\frac{</script><b>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_a_name_of_any_kind_is_shown_drawn_and_saved(many, tmp_path, given, kept):
    key = Key("a/0", "t1")
    widget = _widget(many, key)
    _send(widget, verdict="edit", values={"holder": given}, why="\ud83d!")
    assert widget.items[0]["problem"] == ""
    many.note(key, "halb \ud83d")
    assert many.whole["stances"]["holder"].iloc[0] == kept
    assert len(numbers(many, "stance_matrix"))
    again = open_project(save_project(many, tmp_path / "p"))
    assert again.whole["stances"]["holder"].iloc[0] == kept
    assert again.choice.memos == ((key, "halb \ufffd"),)
    assert set(again.whole["corrections"]["reason"].dropna()) == {"\ufffd!"}


def test_the_page_is_answered_whatever_it_sends(many):
    widget = _widget(many, Key("a/0", "t1"))
    for content in ({"verdict": "edit", "values": {"sign": "-1 "}}, {"verdict": "perhaps"}, {"verdict": "edit"}):
        state = widget.state
        _send(widget, **content)
        assert widget.state > state
    assert verdicts_in(many) == {}


def test_a_second_click_before_the_page_has_drawn_takes_nothing_back(many):
    key = Key("a/0", "t1")
    widget = _widget(many, key)
    for _ in range(2):
        _send(widget, id="a/0/t1", shown="", verdict="wrong")
    assert verdicts_in(many) == {key: "wrong"}
    _send(widget, id="a/0/t1", shown="wrong", verdict="back")
    assert verdicts_in(many) == {}


def test_a_verdict_is_on_the_row_that_the_page_names(many):
    widget = _widget(many, Key("a/0", "t1"), Key("a/0", "t2"))
    _send(widget, row=0, id="a/0/t2", shown="", verdict="right")
    assert verdicts_in(many) == {Key("a/0", "t2"): "right"}
    _send(widget, row=0, id="a/0/t3", shown="", verdict="right")
    assert verdicts_in(many) == {Key("a/0", "t2"): "right"}


def test_a_row_that_fell_with_another_has_no_buttons(many):
    mention = many.whole["stances"].query("doc_id == 'a/0' and stance_id == 't1'")["target_mention"].iloc[0]
    widget = _widget(many, Key("a/0", "t1"), Key("a/0", str(mention)))
    places = {item["id"]: place for place, item in enumerate(widget.items)}
    _send(widget, row=places[f"a/0/{mention}"], verdict="wrong")
    assert {item["id"]: item["judged"] for item in widget.items} == {"a/0/t1": False, f"a/0/{mention}": True}


def test_states_are_named_in_the_language_of_the_page(results):
    explorer = Explorer.of(*results, lang="en")
    widget = _widget(explorer, Key("a/0", "t1"))
    assert widget.items[0]["title"] == "Kazakhstan → Russia: negative"
    assert widget.items[0]["fields"][0][2] == "Kazakhstan"
    _send(widget, verdict="edit", values={"holder": "United States", "target": "KZ"})
    assert explorer.whole["stances"]["holder_country"].iloc[0] == "US"
    assert widget.items[0]["note"] == "Corrected: Who Kazakhstan → United States; Whom Russia → Kazakhstan"
    names = [name for _, name in lists(explorer, ["a/0"])["names"]]
    assert "Kasachstan" not in names
    assert names.count("Kazakhstan") == 1


def test_an_unknown_country_of_a_speaker_is_left_open(many):
    key = Key("a/1", many.whole["quotes"].query("doc_id == 'a/1'")["quote_id"].iloc[0])
    judge_row(many, key, "edit", speaker_country=None)
    (card,), _ = explain(many, [key])
    assert card.note.startswith("Berichtigt: Land Kirgisistan → offen")


def test_a_rejected_quote_marks_what_it_marked(many):
    quote = many.whole["quotes"].iloc[0]
    key, pieces = Key(quote["doc_id"], quote["quote_id"]), ((60, 65), (70, 75))
    spans = [pieces, *many.whole["quotes"]["spans"].iloc[1:]]
    parts = many.whole["quotes"].assign(spans=pd.Series(spans, dtype=object))
    many.revise({"quotes": parts})
    judge_row(many, key, "wrong")
    assert spans_of(many, key.doc_id, [key.row_id]) == list(pieces)


def test_the_session_of_one_page_is_not_mixed_with_that_of_another(results):
    one, other = Explorer.of(*results), Explorer.of(*results)
    for explorer, row_id in ((one, "t1"), (other, "t2")):
        session.keep(explorer, whole=True)
        judge_row(explorer, Key("a/0", row_id), "wrong")
    session.keep(one, whole=False)
    session.keep(other, whole=False)
    assert verdicts_in(session.restore()) == {Key("a/0", "t2"): "wrong"}


def test_frames_that_are_gone_are_named(results, tmp_path):
    path = tmp_path / "frames.tsv"
    path.write_text("kind\tframe\tcue\tclass\tweight\tnote\nframe\tsecurity\tDrohung\tN\t1\t\n", "utf-8")
    own = Explorer.of(replace(results[0], options=Options(frames=path)))
    again = open_project(save_project(own, tmp_path / "p"))
    judge_row(again, Key("a/0", "t1"), "right")
    path.unlink()
    with pytest.raises(LexiconError, match=r"frames\.tsv"):
        judge_row(again, Key("a/0", "t1"), "wrong")
    assert verdicts_in(again) == {Key("a/0", "t1"): "right"}
    widget = _widget(again, Key("a/0", "t1"))
    _send(widget, verdict="wrong")
    assert "cannot be read" in widget.items[0]["problem"]


def test_the_overview_of_a_text_counts_the_verdicts_on_that_text(many):
    for key, verdict in ((Key("a/0", "t1"), "wrong"), (Key("a/1", "t1"), "right"), (Key("a/1", "m1"), "right")):
        judge_row(many, key, verdict)
    said = {}
    for doc_id in many.texts:
        many.choose(document=doc_id)
        said[doc_id] = basis(many)[-1].partition(".")[0]
    assert said["a/0"] == "Von Hand geprüft: 0 richtig, 1 verworfen, 0 geändert"
    assert said["a/1"] == "Von Hand geprüft: 2 richtig, 0 verworfen, 0 geändert"
    assert said["a/2"] == "Noch hat niemand einen Beleg geprüft"


def test_tokens_that_a_store_left_out_are_made_once(results, monkeypatch):
    from analysis import pipeline

    made = []
    whole = Explorer.of(*results)
    stored = Explorer({name: data for name, data in whole.whole.items() if name != "tokens"}, whole.texts)
    monkeypatch.setattr(pipeline, "analyse", lambda *given, **options: made.append(1) or analyse(*given, **options))
    for explorer in (whole, stored):
        judge_row(explorer, Key("a/0", "t1"), "wrong")
        judge_row(explorer, Key("a/0", "t2"), "wrong")
    assert len(made) == 1
    pd.testing.assert_frame_equal(stored.whole["framing"], whole.whole["framing"])
    assert len(stored.whole["tokens"]) == 0


def test_the_verdicts_of_an_old_project_are_measured_once_a_text(many, tmp_path, monkeypatch):
    path = save_project(many, tmp_path / "p") / "project.json"
    old = json.loads(path.read_text("utf-8"))
    said = [["a/0", "t1", "wrong"], ["a/0", "t2", "right"], ["a/0", "m1", "right"], ["a/1", "t1", "right"]]
    said += [["a/0", "0", "right"], ["gone", "t1", "wrong"], ["a/0", "t99", "wrong"]]
    old["choice"]["verdicts"] = [[[doc_id, row_id], verdict] for doc_id, row_id, verdict in said]
    old |= {"version": 1, "perspective": many.perspective._asdict(), "frames": None}
    path.write_text(json.dumps(old), "utf-8")
    revised = []
    own = Explorer.revise
    monkeypatch.setattr(Explorer, "revise", lambda self, *a, **k: (revised.append(1), own(self, *a, **k)))
    opened = open_project(tmp_path / "p")
    assert verdicts_in(opened) == {Key(*key): verdict for *key, verdict in said[:4]}
    assert len(revised) == 2


def test_tables_that_say_nothing_of_their_document_can_be_corrected():
    mentions = [Mention("d", f"m{n}", 0, 0, 5, "China", "CN", "name", None, "actor", "narrator") for n in (1, 2)]
    explorer = Explorer({"mentions": frame("mentions", mentions)}, {"d": "China schweigt.", "e": ""})
    judge_row(explorer, Key("d", "m1"), "wrong")
    judge_row(explorer, Key("d", "m2"), "right")
    assert verdicts_in(explorer) == {Key("d", "m1"): "wrong", Key("d", "m2"): "right"}
    assert [card.verdict for card in explain(explorer, verdicts_in(explorer))[0]] == ["wrong", "right"]
    judge_row(explorer, Key("d", "m1"), None)
    assert explorer.whole["mentions"]["mention_id"].tolist() == ["m1", "m2"]
    with pytest.raises(CorrectionError, match=r"no row 'm1' in mentions\. Rows are none"):
        judge_row(explorer, Key("e", "m1"), "wrong")


def test_taking_back_where_nothing_was_said_is_no_step(many):
    judge_row(many, Key("a/0", "t1"), "wrong")
    many.undo()
    judge_row(many, Key("a/0", "t1"), None)
    assert not many.can_undo
    assert many.can_redo
