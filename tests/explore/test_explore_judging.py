"""Verdicts on rows of an explorer: everything that is shown follows, can be undone, and is kept."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis import analyse
from analysis.errors import CorrectionError, MittellageError
from analysis.explore import (
    Explorer,
    Key,
    judge_row,
    numbers,
    open_project,
    result_of,
    save_project,
    verdicts_in,
    view_evidence,
)
from analysis.explore.bundle import pack_chart
from analysis.explore.editing import fields_of, lists, values_of
from analysis.explore.explain import explain
from analysis.explore.figures import picture
from analysis.explore.overview import sentences
from analysis.explore.widgets.parts import EvidenceWidget

TEXT = "Kasachstan kritisiert Russland. China lobt Kasachstan. „Wir danken den USA“, sagte Präsident Tokajew."


@pytest.fixture
def real() -> Explorer:
    """Give a short text as it is analysed."""
    return Explorer.of(analyse(TEXT))


def _key(explorer: Explorer, row_id: str) -> Key:
    return Key(explorer.choice.document, row_id)


def _edges(explorer: Explorer) -> list[list[object]]:
    return explorer.whole["stances"][["holder_country", "target", "sign"]].to_numpy().tolist()


EDGES = [["KZ", "RU", -1], ["CN", "KZ", 1], ["KZ", "US", 1]]


def test_a_wrong_row_leaves_tables_indicators_findings_and_charts(real):
    assert _edges(real) == EDGES
    received = real.whole["framing"].query("indicator == 'relation_received' and unit == 'RU'")["value"].tolist()
    said = [each.text for each in sentences(real)]
    assert numbers(real, "stance_matrix")["n"].sum() == 3
    judge_row(real, _key(real, "t1"), "wrong")
    assert _edges(real) == EDGES[1:]
    after = real.whole["framing"].query("indicator == 'relation_received' and unit == 'RU'")["value"].tolist()
    assert received == [-1.0]
    assert pd.isna(after).all()
    assert said != [each.text for each in sentences(real)]
    assert numbers(real, "stance_matrix")["n"].sum() == 2
    assert "1 Zeile von Hand berichtigt" in picture(real, "sheet").alt
    assert pack_chart(real, "mentions")[1] == pack_chart(real, "mentions")[1]


@pytest.mark.parametrize(
    ("row_id", "verdict", "values", "edges"),
    [
        ("t1", "right", {}, EDGES),
        ("t1", "edit", {"sign": 1}, [["KZ", "RU", 1], *EDGES[1:]]),
        ("t2", "edit", {"holder": "RU", "target": "UZ"}, [EDGES[0], ["RU", "UZ", 1], EDGES[2]]),
        ("t3", "wrong", {}, EDGES[:2]),
        ("q1", "edit", {"speaker": "CN"}, [*EDGES[:2], ["CN", "US", 1]]),
    ],
)
def test_a_verdict_can_be_undone_made_again_and_taken_back(real, row_id, verdict, values, edges):
    judge_row(real, _key(real, row_id), verdict, **values)
    assert _edges(real) == edges
    assert verdicts_in(real) == {_key(real, row_id): verdict}
    real.undo()
    assert (_edges(real), verdicts_in(real)) == (EDGES, {})
    real.redo()
    assert _edges(real) == edges
    judge_row(real, _key(real, row_id), None)
    assert (_edges(real), verdicts_in(real)) == (EDGES, {})
    assert "corrections" not in real.whole


def test_a_rejected_row_can_be_judged_otherwise_and_is_there_once(real):
    judge_row(real, _key(real, "t1"), "wrong")
    judge_row(real, _key(real, "t1"), "right")
    assert _edges(real) == EDGES
    assert verdicts_in(real) == {_key(real, "t1"): "right"}


def test_what_cannot_be_carried_out_changes_nothing(real):
    before = real.choice
    with pytest.raises(CorrectionError, match="There is no row 't99'"):
        judge_row(real, _key(real, "t99"), "wrong")
    with pytest.raises(CorrectionError, match="target takes no 'Mond'"):
        judge_row(real, _key(real, "t1"), "edit", target="Mond")
    with pytest.raises(MittellageError, match="There is no verdict 'perhaps'"):
        judge_row(real, _key(real, "t1"), "perhaps")  # type: ignore[arg-type]
    assert real.choice == before


def test_open_indicators_stay_open_as_the_rows_behind_them(real):
    framing = real.whole["framing"]
    index = framing.index[(framing["indicator"] == "relation_received") & (framing["unit"] == "RU")][0]
    real.choose(evidence=[_key(real, f"f{index}")])
    judge_row(real, _key(real, "t1"), "wrong")
    assert real.choice.evidence == (_key(real, "t1"),)
    (card,), total = explain(real)
    assert (card.title, card.verdict, total) == ("Kasachstan → Russland: negativ", "wrong", 1)
    assert card.note == "Von Hand verworfen; die Zeile zählt nirgends mehr."
    assert "".join(passage.text for passage in card.passages if passage.marked) == "kritisiert"


def test_what_falls_with_another_row_says_so(real):
    judge_row(real, _key(real, "m2"), "wrong")
    assert _edges(real) == EDGES[1:]
    real.choose(evidence=[_key(real, "t1")])
    (card,), _ = explain(real)
    assert (card.verdict, card.note, card.fields) == ("", "Entfällt durch eine andere Berichtigung.", ())


def test_a_filter_that_no_row_meets_any_more_is_dropped(real):
    real.choose(countries=["RU", "CN"])
    judge_row(real, _key(real, "m2"), "wrong")
    assert real.choice.countries == ("CN",)
    real.undo()
    assert real.choice.countries == ("RU", "CN")


def test_of_several_texts_only_the_judged_one_changes(pair):
    before = {name: pair.whole[name].copy() for name in ("stances", "mentions", "quotes")}
    judge_row(pair, Key("d", "t3"), "wrong")
    stances = pair.whole["stances"]
    assert list(zip(stances["doc_id"], stances["stance_id"], strict=True)) == [
        ("d", "t1"), ("d", "t2"), ("e", "t1"), ("e", "t2"), ("e", "t3"),
    ]  # fmt: skip
    for name in ("mentions", "quotes"):
        pd.testing.assert_frame_equal(pair.whole[name], before[name])
    judge_row(pair, Key("d", "t3"), None)
    pd.testing.assert_frame_equal(pair.whole["stances"], before["stances"])


def test_a_project_keeps_corrections_and_one_of_version_0_2_0_carries_out_its_verdicts(real, tmp_path):
    real.sign("AB")
    judge_row(real, _key(real, "t1"), "edit", sign=1, why="Ironie")
    again = open_project(save_project(real, tmp_path / "p"))
    assert _edges(again)[0] == ["KZ", "RU", 1]
    by_hand = again.whole["corrections"].query("follows.isna()")
    assert by_hand[["coder", "reason"]].to_numpy().tolist() == [["AB", "Ironie"]]
    judge_row(again, _key(again, "t1"), None)
    assert _edges(again) == EDGES
    path = save_project(Explorer.of(analyse(TEXT)), tmp_path / "old") / "project.json"
    old = json.loads(path.read_text("utf-8"))
    old |= {"version": 1, "perspective": real.perspective._asdict(), "frames": None}
    del old["options"], old["translated"]
    for name in ("revision", "coder"):
        del old["choice"][name]
    doc_id = real.choice.document
    old["choice"]["verdicts"] = [[[doc_id, "t1"], "wrong"], [[doc_id, "t2"], "right"], [[doc_id, "0"], "right"]]
    path.write_text(json.dumps(old), "utf-8")
    opened = open_project(tmp_path / "old")
    assert _edges(opened) == EDGES[1:]
    assert verdicts_in(opened) == {_key(opened, "t1"): "wrong", _key(opened, "t2"): "right"}


def test_the_result_of_an_explorer_is_the_corrected_one(real):
    judge_row(real, _key(real, "t1"), "edit", sign=1)
    result = result_of(real)
    assert result.n_corrected == 1
    assert result.stances["sign"].tolist() == [1, 1, 1]
    pd.testing.assert_frame_equal(result.framing, real.whole["framing"])


def test_many_corrections_keep_the_last_fifty_steps(real):
    for _ in range(30):
        judge_row(real, _key(real, "t1"), "right")
        judge_row(real, _key(real, "t1"), None)
    steps = 0
    while real.undo():
        steps += 1
    assert steps == 49
    assert _edges(real) == EDGES


@pytest.mark.parametrize(
    ("lang", "given", "meant"),
    [
        ("de", {"holder": "Kirgisistan", "sign": "1"}, {"holder": "KG", "sign": "1"}),
        ("en", {"holder": "Kyrgyzstan"}, {"holder": "KG"}),
        ("de", {"holder": "Artikel"}, {"holder": "narrator"}),
        ("de", {"holder": "  "}, {"holder": None}),
        ("de", {"holder": "Ümit Özdemir", "hedged": "yes"}, {"holder": "Ümit Özdemir", "hedged": True}),
        ("de", {"holder": "Kasachstan", "target": "RU", "stance_id": "t9"}, {}),
    ],
)
def test_a_form_gives_what_was_changed(real, lang, given, meant):
    row = real.whole["stances"].iloc[0].to_dict()
    assert values_of("stances", row, given, lang) == meant


def test_lists_begin_with_what_the_text_names(real):
    found = lists(real, [real.choice.document])
    assert [name for _, name in found["countries"][:4]] == ["Kasachstan", "China", "Russland", "USA"]
    assert [name for _, name in found["names"]][:2] == ["Artikel", "Kasachstan"]
    assert len(found["countries"]) > 190
    assert fields_of("sentences", {}, "de") == []


def _widget(explorer: Explorer, *row_ids: str) -> EvidenceWidget:
    box = view_evidence(explorer)
    explorer.choose(evidence=[_key(explorer, each) for each in row_ids])
    (widget,) = box.children
    return widget


def test_the_form_of_a_card_edits_its_row(real):
    widget = _widget(real, "t1")
    assert [each[0] for each in widget.items[0]["fields"]] == ["holder", "target", "sign", "kind", "hedged"]
    content = {"kind": "judge", "row": 0, "verdict": "edit", "values": {"holder": "Usbekistan", "sign": "1"}, "why": ""}
    widget._handle_custom_msg({"kind": "coder", "text": " ab "}, [])
    widget._handle_custom_msg(content, [])
    assert _edges(real)[0] == ["UZ", "RU", 1]
    assert widget.items[0]["note"] == "Berichtigt: Wer Kasachstan → Usbekistan (ab); Richtung negativ → positiv (ab)"
    assert widget.items[0]["title"] == "Usbekistan → Russland: positiv"
    widget._handle_custom_msg({"kind": "judge", "row": 0, "verdict": "back"}, [])
    assert _edges(real) == EDGES


def test_a_reason_against_a_correction_stands_at_its_row(real):
    widget = _widget(real, "t1", "t2")
    content = {"kind": "judge", "row": 1, "verdict": "edit", "values": {"target": "<b>"}}
    widget._handle_custom_msg(content, [])
    assert [item["problem"][:24] for item in widget.items] == ["", "target takes no '<b>'; w"]
    widget._handle_custom_msg({"kind": "judge", "row": 1, "verdict": "right"}, [])
    assert [item["problem"] for item in widget.items] == ["", ""]


def test_what_is_so_already_is_refused_in_the_language_of_the_page(real):
    with pytest.raises(CorrectionError) as caught:
        judge_row(real, _key(real, "t3"), "edit", sign=1)
    assert caught.value.in_words("de") == "In t3 steht das schon; nichts wurde geändert."
    assert caught.value.in_words("en") == "t3 has sign=1 already; nothing was changed."
