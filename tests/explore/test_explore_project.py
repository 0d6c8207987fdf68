"""Projects: everything comes back as it was, or a sentence says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.explore import Explorer, Key, project
from analysis.explore.project import ProjectError, open_project, save_project
from analysis.framing import Perspective
from analysis.pipeline import Options


def test_a_project_comes_back_as_it_was(explorer, tmp_path):
    explorer.choose(lang="en", countries=["RU"], voices=["Weber"], layers=["quotes"])
    explorer.choose(word="russ*", evidence=[("d", "t3")])
    explorer.note(Key("d", "t3"), "  Drohung oder Warnung?\nPrüfen! ")
    again = open_project(save_project(explorer, tmp_path / "neu" / "projekt"))
    assert again.choice == explorer.choice
    assert again.choice.memos == ((Key("d", "t3"), "Drohung oder Warnung?\nPrüfen!"),)
    assert again.texts == explorer.texts
    assert again.perspective == explorer.perspective
    for name, data in explorer.whole.items():
        pd.testing.assert_frame_equal(again.whole[name], data)


def test_texts_come_back_byte_for_byte(make_explorer, tmp_path):
    explorer = make_explorer()
    explorer.texts["d"] = "Zeile\r\nZeile\n\u2028 \U0001f600 „Ende“\r"
    assert open_project(save_project(explorer, tmp_path / "p")).texts == explorer.texts


def test_an_empty_memo_takes_the_memo_away(explorer):
    explorer.note(Key("d", "m1"), "x")
    explorer.note(Key("d", "m1"), " ")
    assert explorer.choice.memos == ()
    explorer.undo()
    assert explorer.choice.memos == ((Key("d", "m1"), "x"),)


def test_saving_again_replaces_the_project_and_leaves_nothing_beside(explorer, tmp_path):
    save_project(explorer, tmp_path / "p")
    explorer.choose(lang="en")
    save_project(explorer, tmp_path / "p")
    assert open_project(tmp_path / "p").choice.lang == "en"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_saving_never_replaces_anything_else(explorer, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(ProjectError, match="is no project; choose a new or an empty folder"):
        save_project(explorer, tmp_path)
    with pytest.raises(ProjectError, match="is no project"):
        save_project(explorer, tmp_path / "thesis.docx")
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 99, "mittellage": "9.1"}, "reads up to 3. It was saved by mittellage 9.1; install that version"),
        ({"version": 0, "mittellage": "0.0.1"}, "cannot be converted to 3. Open it with mittellage 0.0.1"),
        ({"version": "x"}, "format version 'x'"),
        ({"format": "other"}, "holds no mittellage project"),
        ({"texts": {"d": "missing.txt"}}, "is damaged"),
        ({"choice": {"lang": "de"}}, "is damaged"),
        ({"version": 1, "choice": 3}, "is damaged"),
    ],
)
def test_what_cannot_be_opened_says_why(explorer, tmp_path, change, message):
    path = save_project(explorer, tmp_path / "p") / "project.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ProjectError, match=message):
        open_project(tmp_path / "p")


def test_an_older_version_is_brought_up_to_date(explorer, tmp_path, monkeypatch):
    path = save_project(explorer, tmp_path / "p") / "project.json"
    old = json.loads(path.read_text())
    old["version"] = 0
    old["filters"] = old.pop("choice")
    old |= {"perspective": explorer.perspective._asdict(), "frames": None}
    path.write_text(json.dumps(old))
    monkeypatch.setitem(project.MIGRATIONS, 0, lambda found: found | {"choice": found["filters"]})
    assert open_project(tmp_path / "p").choice == explorer.choice


def test_what_the_tables_were_made_with_comes_back(tmp_path):
    options = Options(
        focus=("MD",), poles=("RU", "EU", "US"), frames=Path("frames.tsv"), reader="thorough", threshold=0.4
    )
    explorer = Explorer({}, {"d": "Es regnet."}, made_with=options, translated=True)
    again = open_project(save_project(explorer, tmp_path / "p"))
    assert again.made_with == options
    assert again.perspective == explorer.perspective == Perspective(("MD",), ("RU", "EU", "US"), translated=True)


def test_a_project_of_format_2_has_its_perspective_and_frames(explorer, tmp_path):
    path = save_project(explorer, tmp_path / "p") / "project.json"
    old = json.loads(path.read_text())
    del old["options"], old["translated"]
    old |= {"version": 2, "frames": "eigene.tsv"}
    old["perspective"] = {"focus": ["GE"], "poles": ["RU", "EU", "US"], "translated": True, "seed": 7}
    path.write_text(json.dumps(old))
    opened = open_project(tmp_path / "p")
    assert opened.perspective == Perspective(("GE",), ("RU", "EU", "US"), translated=True, seed=7)
    assert opened.made_with == Options(
        focus=("GE",), poles=("RU", "EU", "US"), seed=7, frames=Path("eigene.tsv"), reader="fast"
    )


def test_a_folder_without_a_project_is_named(tmp_path):
    with pytest.raises(ProjectError, match="is not a project: a project is a folder with a readable"):
        open_project(tmp_path / "nowhere")


def test_what_cannot_be_opened_says_so_in_the_language_of_the_page(tmp_path):
    with pytest.raises(ProjectError, match="ist kein Projekt: Ein Projekt ist ein Ordner mit einer lesbaren"):
        open_project(tmp_path / "nirgends", lang="de")
