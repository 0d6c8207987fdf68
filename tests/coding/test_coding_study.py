"""A study on disk: what is saved stays saved, what is wrong is named, one coder never reads another's file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

import pytest

from analysis.coding import (
    adjudicate,
    ask,
    coders,
    default_codebook,
    final_labels,
    find_cases,
    next_item,
    open_study,
    parse_codebook,
    progress,
    read_adjudicated,
    read_codings,
    save_label,
    undo,
)
from analysis.coding.codebook import RESERVED, UNITS
from analysis.errors import CodingError

from .conftest import TEXT, write_study

NOON = datetime(2023, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("unit", UNITS)
def test_a_shipped_codebook_has_both_languages_and_free_keys(unit):
    book = parse_codebook(default_codebook(unit), unit)
    assert book.unit == unit
    assert book.question["de"] != book.question["en"]
    assert not RESERVED & {label.key for label in book.labels}
    assert all(label.title["de"] and label.title["en"] for label in book.labels)


BROKEN = {
    "no labels": ('unit = "stance"', "2 to 60 entries"),
    "one label": ('unit = "stance"\n[[labels]]\nname = "a"\nkey = "1"', "2 to 60 entries"),
    "unknown unit": ('unit = "clause"', "'clause'"),
    "unknown level": ('unit = "stance"\nlevel = "ratio"', "'ratio'"),
    "no TOML": ("unit = stance", "no TOML"),
    "same key": ('{a}key = "1"\n{b}key = "1"', "key '1' to two"),
    "keys that differ in case only": ('{a}key = "x"\n{b}key = "X"', "key 'x' to two"),
    "same name": ('{a}key = "1"\n{a}key = "2"', "name 'a' to two"),
    "key of the page": ('{a}key = "1"\n{b}key = "u"', "'u'"),
    "two characters": ('{a}key = "1"\n{b}key = "22"', "'22'"),
    "a name of two words": ('{a}key = "1"\n[[labels]]\nname = "sehr gut"\nkey = "2"', "'sehr gut'"),
    "a formula as name": ('{a}key = "1"\n[[labels]]\nname = "=1+1"\nkey = "2"', "'=1+1'"),
    "value is text": ('{a}key = "1"\nvalue = "eins"\n{b}key = "2"', "'eins'"),
    "value is no number": ('{a}key = "1"\nvalue = nan\n{b}key = "2"', "nan"),
    "two labels say the same": ('{a}key = "1"\nmachine = ["b"]\n{b}key = "2"', "machine 'b' to two"),
    "interval without values": ('level = "interval"\n{a}key = "1"\n{b}key = "2"', "needs a 'value'"),
    "one language": ('question = { de = "Was?" }\n{a}key = "1"\n{b}key = "2"', "'question'"),
    "deep": ("x = " + "[" * 5000 + "]" * 5000, "no TOML"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_a_wrong_codebook_says_what_is_wrong(text, words):
    text = text.replace("{a}", '[[labels]]\nname = "a"\n').replace("{b}", '[[labels]]\nname = "b"\n')
    if "unit" not in text:
        text = f'unit = "stance"\n{text}'
    with pytest.raises(CodingError, match=r".*") as error:
        parse_codebook(text.encode(), "own.toml")
    assert words in str(error.value)
    assert "own.toml" in str(error.value)


def test_a_codebook_translates_labels_of_the_analysis():
    book = parse_codebook(default_codebook("quote"), "quote")
    assert [book.translate(label) for label in ("RU", "none", "unknown", "MN")] == ["RU", "none", "unknown", "other"]
    assert parse_codebook(default_codebook("stance"), "stance").translate("MN") is None


def test_items_are_coded_in_order_and_the_last_label_holds(study):
    assert next_item(study, "anna").item_id == "i001"
    save_label(study, "anna", "i001", "negative", unsure=True, memo="Drohung", seconds=6.4, time=NOON)
    save_label(study, "anna", "i002", "none", seconds=4)
    save_label(study, "anna", "i001", "positive", seconds=5000)
    assert next_item(study, "anna").item_id == "i003"
    held = read_codings(study, "anna")
    assert {item: coding.label for item, coding in held.items()} == {"i001": "positive", "i002": "none"}
    assert progress(study, "anna") == (2, 3, 0, 452.0, 452.0)
    first = (study.folder / "coder_anna.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(first) == {
        "item": "i001", "label": "negative", "unsure": True, "memo": "Drohung", "seconds": 6.4,
        "time": "2023-03-01T12:00:00+00:00",
    }  # fmt: skip


def test_undo_takes_back_one_label_after_the_other(study):
    for item in ("i001", "i002"):
        save_label(study, "anna", item, "none")
    assert [undo(study, "anna").item_id for _ in range(2)] == ["i002", "i001"]
    assert undo(study, "anna") is None
    assert next_item(study, "anna").item_id == "i001"
    save_label(study, "anna", "i001", "mixed")
    assert read_codings(study, "anna")["i001"].label == "mixed"


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_line_that_a_kill_has_cut_costs_itself_only(study, cut):
    save_label(study, "anna", "i001", "negative")
    save_label(study, "anna", "i002", "positive")
    path = study.folder / "coder_anna.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    assert list(read_codings(study, "anna")) == (["i001", "i002"] if cut == 1 else ["i001"])
    save_label(study, "anna", "i003", "none")
    assert set(read_codings(study, "anna")) >= {"i001", "i003"}


def test_nothing_is_lost_when_the_process_is_killed(study):
    code = f"""
        from analysis.coding import open_study, save_label
        study = open_study({str(study.folder)!r})
        for n in range(100000):
            save_label(study, "anna", f"i00{{1 + n % 3}}", ("positive", "negative")[n % 2], memo=str(n))
            print(n, flush=True)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    said = [int(next(process.stdout)) for _ in range(40)]
    os.kill(process.pid, signal.SIGKILL)
    said += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    kept = [int(coding.memo) for coding in read_codings(study, "anna").values()]
    assert len(kept) == 3
    assert max(kept) >= max(said)


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "a\\b", "adjudicated", "Machine", ".", "_x", "a" * 41, "x\n", "con:", "a b"]
)
def test_a_coder_has_a_name_that_every_system_can_file(study, name):
    with pytest.raises(CodingError, match="called"):
        save_label(study, name, "i001", "none")
    assert sorted(path.name for path in study.folder.iterdir()) == ["codebook.toml", "items.jsonl", "study.json"]


@pytest.mark.parametrize("name", ["anna", "Айгерим", "müller-2", "k1"])
def test_names_of_all_scripts_are_fine(study, name):
    save_label(study, name, "i001", "none")
    assert coders(study) == [name]


@pytest.mark.parametrize(
    ("item", "label", "memo"), [("i009", "none", ""), ("i001", "positiv", ""), ("i001", "none", "x" * 2001)]
)
def test_what_the_study_does_not_have_is_refused(study, item, label, memo):
    with pytest.raises(CodingError):
        save_label(study, "anna", item, label, memo=memo)
    assert coders(study) == []


@pytest.mark.parametrize(
    "line",
    [
        {"item": "i009", "label": "none"},
        {"item": ["i001"], "label": "none"},
        {"item": "i001", "label": "sehr gut"},
        {"item": "i001", "label": {"a": 1}},
    ],
)
def test_a_file_of_another_study_is_named(study, line):
    (study.folder / "coder_anna.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(CodingError, match=r"coder_anna\.jsonl"):
        read_codings(study, "anna")


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", '"x"', "null", "1e999"])
def test_odd_seconds_in_a_file_are_unknown(study, seconds):
    (study.folder / "coder_anna.jsonl").write_text(f'{{"item":"i001","label":"none","seconds":{seconds}}}\n', "utf-8")
    assert read_codings(study, "anna")["i001"].seconds is None


@pytest.mark.parametrize(
    "change",
    [
        {"start": 90, "end": 95},
        {"start": 5, "end": 2},
        {"text": None},
        {"named": [[0, 10_000]]},
        {"named": "x"},
        {"item": 7},
        {"item": "i002"},
    ],
    ids=str,
)
def test_a_wrong_item_is_named(tmp_path, change):
    folder = write_study(tmp_path / "study")
    lines = (folder / "items.jsonl").read_text("utf-8").splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | change)
    (folder / "items.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(CodingError, match=r"items\.jsonl"):
        open_study(folder)


def test_a_folder_of_something_else_is_no_study(tmp_path):
    for content in (None, "{", "[]", '{"software": "mittellage"}', '{"software": "other", "format": 1}'):
        if content is not None:
            (tmp_path / "study.json").write_text(content, "utf-8")
        with pytest.raises(CodingError, match="no study"):
            open_study(tmp_path)
    (tmp_path / "study.json").write_text('{"software": "mittellage", "format": 99, "unit": "stance"}', "utf-8")
    with pytest.raises(CodingError, match="newer"):
        open_study(tmp_path)


def test_nothing_sealed_is_needed_or_read_to_code(study):
    (study.folder / "sealed").mkdir()
    (study.folder / "sealed" / "machine.jsonl").write_text("geheim", "utf-8")
    save_label(study, "ben", "i001", "none")

    opened, watching = [], [True]  # a hook stays for good; a flag silences it
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if watching and event == "open" else None)
    again = open_study(study.folder)
    save_label(again, "anna", next_item(again, "anna").item_id, "none")
    undo(again, "anna")
    progress(again, "anna")
    watching.clear()
    inside = {name.removeprefix(str(study.folder)).strip("/") for name in opened if name.startswith(str(study.folder))}
    assert inside - {""} == {"study.json", "codebook.toml", "items.jsonl", "coder_anna.jsonl"}


def test_the_question_names_the_target_in_words(study):
    assert ask(study, study.items[0], "en") == "How is Russia evaluated in this sentence?"
    assert TEXT[study.items[0].start : study.items[0].end] == "Kasachstan lobte Russland."


def test_adjudication_shows_all_and_keeps_who_decided(study):
    for coder, labels in {"anna": ("negative", "none", "none"), "ben": ("none", "none", "none")}.items():
        for item, label in zip(study.items, labels, strict=True):
            save_label(study, coder, item.item_id, label, unsure=coder == "ben" and item.item_id == "i003")
    assert [case.item.item_id for case in find_cases(study)] == ["i001"]
    assert [case.item.item_id for case in find_cases(study, unsure=True)] == ["i001", "i003"]
    with pytest.raises(CodingError, match="not adjudicated"):
        final_labels(study)
    assert final_labels(study, "ben")["i001"] == "none"
    adjudicate(study, "i001", "mixed", by="carla", memo="beides", time=NOON)
    assert final_labels(study) == {"i001": "mixed", "i002": "none", "i003": "none"}
    assert find_cases(study, open_only=True) == []
    assert find_cases(study)[0].decided.memo == "beides"
    assert json.loads((study.folder / "adjudicated.jsonl").read_text("utf-8")) == {
        "item": "i001", "label": "mixed", "memo": "beides", "by": "carla",
        "before": {"anna": "negative", "ben": "none"}, "time": "2023-03-01T12:00:00+00:00",
    }  # fmt: skip
    assert read_adjudicated(study)["i001"].label == "mixed"
    assert coders(study) == ["anna", "ben"]


def test_what_nobody_has_coded_is_not_adjudicated(study):
    with pytest.raises(CodingError, match="Nobody"):
        adjudicate(study, "i001", "none", by="carla")
    with pytest.raises(CodingError, match="none yet"):
        final_labels(study, "anna")
