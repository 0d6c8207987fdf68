"""The command on files as they come: other formats, several files, standard input, and messages that help."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from analysis.cli import main

TEXTS = {
    "taz.txt": "Lob aus Astana\n\nKasachstan lobt China. „Russland ist ein Nachbar“, sagte Präsident Tokajew.",
    "faz.html": "<!doctype html><html><body><article><h1>Kritik aus Kiew</h1>"
    "<p>Die Ukraine kritisiert Russland scharf.</p><p>Usbekistan lobt die USA.</p></article></body></html>",
}


def call(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mehrere")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "b").mkdir()
    (folder / "b" / "taz.txt").write_text("Tadschikistan dankt der Türkei.", "utf-8")
    files = [folder / "taz.txt", folder / "faz.html", folder / "b" / "taz.txt"]
    assert call("analyse", *files, "--out", folder / "out", "--date", "2023-03-04", "--quiet") == 0
    return folder / "out"


def test_several_files_give_a_folder_each_and_a_comparison(results: Path) -> None:
    assert {path.name for path in results.iterdir()} == {
        "taz", "faz", "taz-2", "comparison.csv", "index.html", "manifest.json",
    }  # fmt: skip
    for name in ("taz", "faz", "taz-2"):
        assert (results / name / "report.html").is_file()
        assert (results / name / "tables" / "quotes.csv").is_file()
    assert "Usbekistan lobt die USA." in (results / "faz" / "text.txt").read_text("utf-8")
    manifest = json.loads((results / "manifest.json").read_text("utf-8"))
    assert manifest["documents"] == ["taz", "faz", "taz-2"]
    assert "faz/report.html" in manifest["files"]


def test_the_comparison_holds_every_indicator_of_every_text(results: Path) -> None:
    rows = table(results / "comparison.csv")
    assert list(rows[0]) == [
        "document", "doc_id", "outlet", "date", "title", "indicator", "unit", "value", "n", "low", "high",
    ]  # fmt: skip
    for name in ("taz", "faz", "taz-2"):
        own = [(row["indicator"], row["unit"], row["value"]) for row in rows if row["document"] == name]
        framing = table(results / name / "tables" / "framing.csv")
        assert own == [(row["indicator"], row["unit"], row["value"]) for row in framing]
    assert {row["date"] for row in rows} == {"2023-03-04"}
    assert {row["title"] for row in rows} >= {"Lob aus Astana", "Kritik aus Kiew"}


def test_the_list_of_texts_links_every_report_and_nothing_else(results: Path) -> None:
    page = (results / "index.html").read_text("utf-8")
    for name in ("taz", "faz", "taz-2"):
        assert f'href="{name}/report.html"' in page
    assert "Lob aus Astana" in page
    assert "://" not in page
    assert "<script" not in page


def test_again_is_byte_identical_and_replaces_only_ours(results: Path) -> None:
    before = {path.relative_to(results): path.read_bytes() for path in results.rglob("*") if path.is_file()}
    base = results.parent
    files = [base / "taz.txt", base / "faz.html", base / "b" / "taz.txt"]
    assert call("analyse", *files, "--out", results, "--date", "2023-03-04", "--quiet") == 0
    assert before == {path.relative_to(results): path.read_bytes() for path in results.rglob("*") if path.is_file()}


class _Piped(io.StringIO):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.buffer = io.BytesIO(data)  # type: ignore[assignment]


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Piped(TEXTS["faz.html"].encode("cp1252")))
    assert call("analyse", "-", "--out", tmp_path / "r", "--quiet") == 0
    assert (tmp_path / "r" / "text.txt").read_text("utf-8").startswith("Kritik aus Kiew\n\nDie Ukraine")
    monkeypatch.setattr(sys, "stdin", _Piped(b" "))
    assert call("analyse", "-", "--out", tmp_path / "s") == 2


@pytest.mark.parametrize(
    ("name", "content", "options", "message"),
    [
        ("a.csv", "id;text\n1;Eins.\n2;Zwei.\n", (), "holds 2 texts.*mittellage corpus FILE --out STORE"),
        ("a.csv", "id;inhalte\n1;Eins.\n", (), "name it, as in --columns text=Volltext"),
        ("a.csv", "id;inhalte\n1;Eins.\n", ("--columns", "text=fehlt"), "no column 'fehlt'"),
        ("a.csv", "id;inhalte\n1;Eins.\n", ("--columns", "text"), "--columns 'text' is not understood"),
        ("a.csv", "id;inhalte\n1;Eins.\n", ("--columns", "volltext=inhalte"), "a field 'volltext'"),
        ("a.zip", "PK\x05\x06" + "\x00" * 18, (), "archive of files.*mittellage corpus FOLDER"),
    ],
)
def test_a_wrong_file_says_what_to_do_in_words_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, options: tuple[str, ...], message: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8", newline="")
    assert call("analyse", tmp_path / name, "--out", tmp_path / "r", *options) == 2
    said = capsys.readouterr().err
    assert __import__("re").search(message, said), said
    assert "mapping=" not in said
    assert not (tmp_path / "r").exists()


def test_one_wrong_file_of_several_stops_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Kasachstan wählt.", "utf-8")
    (tmp_path / "b.txt").write_text("", "utf-8")
    assert call("analyse", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt", "--out", tmp_path / "r") == 2
    said = capsys.readouterr().err
    assert "b.txt' is empty" in said
    assert "1 more of the 3 files cannot be read either" in said
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("a.txt", "a.txt", "--title", "T"), "--title 'T' is the title of one text"), (("-", "-"), "name it once")],
)
def test_options_that_make_no_sense_for_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "a.txt").write_text("Kasachstan wählt.", "utf-8")
    named = [tmp_path / item if item == "a.txt" else item for item in arguments]
    assert call("analyse", *named, "--out", tmp_path / "r") == 2
    assert message in capsys.readouterr().err


def test_notes_on_reading_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("text,pub_day\nKasachstan wählt.,2023-03-04\n", "utf-8")
    assert call("analyse", tmp_path / "a.csv", "--out", tmp_path / "r") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "column 'pub_day' may hold the date" in said
    assert "--columns date=pub_day" in said


def test_errors_of_a_corpus_stand_in_the_terminal_and_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "texte"
    source.mkdir()
    (source / "a.csv").write_text("id,inhalte\n1,Eins.\n", "utf-8")
    for name in ("b", "c", "d"):
        (source / f"{name}.txt").write_text("", "utf-8")
    assert call("corpus", source, "--out", tmp_path / "store", "--quiet", "--workers", "1") == 1
    said = capsys.readouterr().out
    assert "4 could not be read or analysed" in said
    assert "--columns text=Volltext" in said
    assert "it is empty (and 2 more like it)" in said
    import pyarrow.parquet as pq

    stored = pq.read_table(tmp_path / "store" / "errors.parquet")["message"].to_pylist()
    assert any("--columns text=Volltext" in message for message in stored)
    assert not any("mapping=" in message for message in [said, *stored])
