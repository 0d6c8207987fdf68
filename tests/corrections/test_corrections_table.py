"""The table of corrections: what it says, how it is taken back, made again, saved and counted."""

from __future__ import annotations

import warnings
from dataclasses import replace

import pytest
from handmade import TEXT, WHEN, make_article
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Analysis, open_result, tables
from analysis.corrections import corrected
from analysis.errors import CorrectionError, CorrectionWarning, ExportError
from analysis.explore import Explorer, judge, open_project, result_of, save_project, verdicts_of


def made(result: Analysis) -> list[tuple[str | None, ...]]:
    return [
        (c.row_id, c.field, c.before, c.after, c.action, c.follows) for c in result.rows["corrections"]
    ]  # fmt: skip


def data(result: Analysis) -> dict[str, list]:
    return {name: list(rows) for name, rows in result.rows.items() if name != "corrections"}


def test_a_correction_is_a_row(result):
    (row, *_) = result.correct("t1", sign=-1, who="AB", why="Ironie", when=WHEN).rows["corrections"]
    start = TEXT.index("danken")
    assert row == tables.Correction(
        doc_id="d", correction_id="c1", table="stances", row_id="t1", start=start, end=start + 6, text="danken",
        context="Bischkek sucht Nähe. Präsident Japarow sagte: „Wir | China, aber Moskau droht uns wohl.“ Das Außenamt "
        "nannte den", key='{"target": "CN", "sign": 1, "holder": "Sadyr Schaparow"}', field="sign", before="1",
        after="-1", action="change", coder="AB", time="2026-01-02T03:04:05Z", reason="Ironie", follows=None,
        state="applied",
    )  # fmt: skip


def test_what_follows_names_what_it_follows_from(result):
    assert made(result.correct("t1", sign=-1)) == [
        ("t1", "sign", "1", "-1", "change", None),
        ("t1", "score", "0.8", "-0.8", "change", "c1"),
    ]
    frame = result.correct("q1", speaker="KZ").corrections
    tables.check("corrections", frame)
    assert set(frame["follows"].dropna()) == {"c1"}
    assert (frame["row_id"] == "t1").sum() == 3


def test_rows_are_counted_not_changes(result):
    assert result.n_corrected == 0
    result = result.correct("q1", speaker="KZ", type="indirect").correct("q1", medium="writing")
    assert result.n_corrected == 1
    result = result.reject("t3").add("markers", kind="hedge", text="Nähe").confirm("t1")
    assert result.n_corrected == 3
    assert "3 rows corrected by hand" in str(result)
    assert corrected(result.corrections[["doc_id", "table", "row_id"]]) > 3  # a table made elsewhere
    assert corrected(None) == corrected(tables.frame("corrections")) == 0


def test_a_frame_of_a_result_cannot_be_changed(result):
    import pandas as pd

    own = result.stances
    own.loc[0, "sign"] = -1
    own["sign"].array[1] = 1
    result.tables["stances"].pop("target")
    assert result.stances["sign"].tolist() == [1, -1, -1]
    if int(pd.__version__.split(".")[0]) >= 3:
        with pytest.warns(pd.errors.ChainedAssignmentError):
            result.stances.loc[0, "sign"] = -1
    assert result.stances["sign"].tolist() == [1, -1, -1]


def test_indicators_follow(result):
    def received(result: Analysis) -> float:
        rows = result.framing.query("indicator == 'relation_received' and unit == 'RU'")
        return float(rows["value"].iloc[0])

    assert received(result) == -1
    assert received(result.correct("t2", sign=1)) == 1
    assert received(result.correct("t2", sign=1).revert("c1")) == -1


@pytest.mark.parametrize(
    "correct",
    [
        lambda r: r.correct("t1", sign=-1, holder="KZ"),
        lambda r: r.correct("q1", speaker="KZ", type="reported"),
        lambda r: r.reject("q1"),
        lambda r: r.reject("m3"),
        lambda r: r.correct("a1", country="UZ"),
        lambda r: r.correct("m3", country="TW"),
        lambda r: r.correct("q1", start=TEXT.index("Wir"), end=TEXT.index(", aber")),
        lambda r: r.add("quotes", speaker="KG", text="Moskau droht auch Astana").confirm("t1"),
        lambda r: r.add("stances", holder="KG", target="RU", sign=-1, text="falsch").reject("t1"),
    ],
)  # fmt: skip
def test_a_correction_can_be_taken_back_and_made_again(result, correct):
    changed = correct(result)
    again = result.apply(changed.corrections)
    assert data(again) == data(changed)
    assert again.rows["corrections"] == changed.rows["corrections"]
    by_hand = [c.correction_id for c in changed.rows["corrections"] if c.follows is None]
    for name in reversed(by_hand):
        changed = changed.revert(name)
    restored = data(changed)
    assert restored == data(result)
    assert changed.n_corrected == 0


def test_an_earlier_correction_is_not_taken_back_under_a_later_one(result):
    result = result.correct("t1", sign=-1).correct("t1", sign=1)
    with pytest.raises(CorrectionError, match="c3 was made later and rests on c1"):
        result.revert("c1")
    with pytest.raises(CorrectionError, match="c2 follows from c1"):
        result.revert("c2")
    assert made(result.revert("c3"))[0][3] == "-1"


EDITS = {
    "a sentence before it": lambda text: "Eine neue Zeile steht davor.\n\n" + text,
    "a word beside it": lambda text: text.replace("danken China", "danken China sehr"),
    "other quotation marks": lambda text: text.replace("„Wir", "»Wir").replace("wohl.“", "wohl.«"),
    "line ends": lambda text: text.replace("sucht Nähe.\n\n", "sucht Nähe.\r\n\r\n"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_rows_are_found_in_an_edited_text(edit):
    text = EDITS[edit](TEXT)
    old = make_article()
    old = old.correct("t1", sign=-1).reject("t3").correct("m6", country="BY").confirm("t2")
    old = old.add("stances", holder="KG", target="RU", sign=-1, text="falsch").correct("a4", country="KG")
    rows = _reanalysed(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        new = rows.apply(old.rows["corrections"])
    assert new.n_corrected == old.n_corrected
    assert all(c.doc_id == "e" and c.state == "applied" for c in new.rows["corrections"])
    assert [(s.target, s.sign, s.rule) for s in new.rows["stances"]] == [
        (s.target, s.sign, s.rule) for s in old.rows["stances"]
    ]
    assert [m.country for m in new.rows["mentions"]] == [m.country for m in old.rows["mentions"]]
    (by_hand,) = [s for s in new.rows["stances"] if s.rule == "hand"]
    assert text[by_hand.start : by_hand.end] == "falsch"


def _reanalysed(text: str) -> Analysis:
    """Give the rows of the article moved to where their words stand in another version of it."""
    from difflib import SequenceMatcher

    old = make_article()
    blocks = SequenceMatcher(None, TEXT, text, autojunk=False).get_matching_blocks()

    def to(place: int) -> int:
        block = max((b for b in blocks if b.a <= place and b.size), key=lambda b: b.a, default=blocks[0])
        return block.b + min(place - block.a, block.size)

    def moved(row):
        if not hasattr(row, "start"):
            return row._replace(doc_id="e")
        start, end = to(row.start), to(row.end - 1) + 1
        row = row._replace(doc_id="e", start=start, end=end)
        return row._replace(spans=((start, end),)) if hasattr(row, "spans") else row

    document = replace(old.document, doc_id="e", text=text)
    return Analysis(document, {name: [moved(row) for row in rows] for name, rows in old.rows.items()})


def test_rows_that_are_not_found_are_told_and_kept():
    old = make_article().correct("t1", sign=-1).reject("t3").add("mentions", country="KG", text="Das Außenamt")
    other = make_article()
    gone = replace(other, rows={**other.rows, "stances": [], "mentions": []})
    text = TEXT.replace("Das Außenamt nannte den", "Jemand nannte den").replace("danken", "loben")
    with pytest.warns(CorrectionWarning) as caught:
        new = replace(gone, document=replace(gone.document, text=text)).apply(old.corrections)
    said = str(caught[0].message)
    assert said.startswith("2 of 3 corrections found no row and changed nothing: stances 'danken' (sign: 1 to -1); ")
    assert [c.state for c in new.rows["corrections"]] == ["not found", "already so", "not found"]
    assert new.n_corrected == 0
    # tried again on the first text, they are found
    assert make_article().apply(new.corrections).n_corrected == 3


def test_equal_words_are_told_apart_by_what_stands_around_them():
    old = make_article().correct("m6", country="BY").correct("m4", country="UA")
    new = _reanalysed("Moskau schweigt. Moskau droht.\n\n" + TEXT).apply(old.corrections)
    countries = [m.country for m in new.rows["mentions"]]
    assert countries == [m.country for m in old.rows["mentions"]]


def test_rows_at_one_place_are_told_apart_by_what_they_say(result):
    (first, *rest) = result.rows["stances"]
    twin = first._replace(stance_id="t4", target="RU", target_mention="m4")
    two = replace(result, rows={**result.rows, "stances": [first, twin, *rest]})
    moved = _reanalysed("Neu.\n\n" + TEXT)
    (a, *others) = moved.rows["stances"]
    again = replace(moved, rows={**moved.rows, "stances": [a._replace(stance_id="t9", target="RU"), a, *others]})
    for chosen, target in (("t1", "CN"), ("t4", "RU")):
        corrected_ = again.apply(two.correct(chosen, kind="act").corrections)
        assert [s.target for s in corrected_.rows["stances"] if s.kind == "act"] == [target]


CORRECTED = make_article().correct("t1", sign=-1).reject("t3").add("markers", kind="hedge", text="Nähe")


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_any_other_text_is_refused_without_an_error(text):
    from analysis import Document

    old = CORRECTED
    empty = Analysis(
        Document("e", text), {name: [] for name in tables.ROWS if name not in ("framing",)}
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CorrectionWarning)
        new = empty.apply(old.corrections)
    assert len(new.rows["corrections"]) == 3


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("key", "no json", "no key of a correction"),
        ("key", "[1]", "no key of a correction"),
        ("table", "tokens", "cannot be corrected"),
        ("field", "doc_id", "cannot be corrected"),
        ("after", "viel", "no value of the column sign"),
        ("after", "0", "sign takes"),
    ],
)
def test_a_damaged_table_is_refused(result, column, value, message):
    frame = result.correct("t1", sign=-1).corrections
    frame[column] = value
    with pytest.raises(CorrectionError, match=message):
        result.apply(frame)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_saved_result_keeps_its_corrections(result, tmp_path, form):
    changed = result.correct("t1", holder="KZ", why='=1+1 "x"', who="NA", when=WHEN).reject("t3")
    changed.save(tmp_path / "out", formats=[form], charts=["mentions"])
    opened = open_result(tmp_path / "out")
    assert data(opened) == {**data(changed), "framing": opened.rows["framing"]}
    assert opened.rows["corrections"] == changed.rows["corrections"]
    assert opened.framing.astype(str).equals(changed.framing.astype(str))
    assert result.apply(opened.corrections).n_corrected == 2
    further = opened.correct("t2", sign=1)
    assert "framing" not in further.rows
    assert [c.correction_id for c in further.rows["corrections"]][-2:] == ["c5", "c6"]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "2 Zeilen von Hand berichtigt" in page
    assert "2 Zeilen von Hand berichtigt" in (tmp_path / "out" / "charts" / "mentions.txt").read_text("utf-8")


def test_a_result_without_corrections_has_no_such_file(result, tmp_path):
    result.save(tmp_path / "out", charts=["mentions"])
    assert not (tmp_path / "out" / "tables" / "corrections.csv").exists()
    assert "berichtigt" not in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert len(open_result(tmp_path / "out").corrections) == 0


def test_a_folder_that_is_no_result_or_of_another_text_is_refused(result, tmp_path):
    with pytest.raises(ExportError, match="no result"):
        open_result(tmp_path)
    result.save(tmp_path / "out", charts=["mentions"])
    (tmp_path / "out" / "text.txt").write_text("anders", encoding="utf-8")
    with pytest.raises(ExportError, match="not the text that was analysed"):
        open_result(tmp_path / "out")


def test_verdicts_are_corrections(result):
    assert judge(result, "t1", "right").rows["corrections"][0].action == "confirm"
    assert len(judge(result, "t1", "wrong").rows["stances"]) == 2
    edited = judge(judge(result, "t1", "right"), "t1", "edit", sign=-1, who="AB")
    assert verdicts_of(edited) == {"t1": "edit"}
    with pytest.raises(Exception, match="There is no verdict"):
        judge(result, "t1", "perhaps")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="takes no values"):
        judge(result, "t1", "wrong", sign=1)


def test_a_project_keeps_corrections(result, tmp_path):
    explorer = Explorer.of(judge(result, "t1", "edit", sign=-1))
    save_project(explorer, tmp_path / "project")
    opened = result_of(open_project(tmp_path / "project"))
    assert opened.n_corrected == 1
    assert opened.document.text == TEXT
    assert judge(opened, "t2", "wrong").n_corrected == 2
    assert opened.revert("c1").stances["sign"].tolist() == result.stances["sign"].tolist()


def test_a_package_names_no_private_person(article, tmp_path):
    import csv
    import io
    import zipfile

    changed = article.correct("t1", holder="Krähenbrink", who="Almut Weiß", why="wörtlich").reject("t2")
    path = changed.bundle(tmp_path / "a.zip", charts=["voice"], authors=["A. Beispiel"])
    with zipfile.ZipFile(path) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert not any("Krähenbrink".encode() in data or b"Almut" in data for data in packed.values())
    rows = list(csv.DictReader(io.StringIO(packed["tables/corrections.csv"].decode("utf-8-sig"))))
    assert [row["action"] for row in rows if not row["follows"]] == ["change", "reject"]
    assert b"2 Zeilen von Hand berichtigt" in packed["charts/voice.txt"]
    assert b"Korrekturen: 2" in packed["PROTOCOL.md"]
