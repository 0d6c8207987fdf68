"""The command: it teaches, it refuses clearly, and it writes whole results or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.cli import main

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "data" / "blinken_astana_2023.txt"


def call(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@pytest.mark.parametrize("command", [(), ("analyse",), ("annotate",), ("evaluate",)])
def test_help_teaches(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*command, "--help") == 0
    assert "mittellage" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from analysis import __version__

    assert call("--version") == 0
    assert capsys.readouterr().out == f"mittellage {__version__}\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ergebnis") / "Käse & Co"
    assert call("analyse", ARTICLE, "--out", folder, "--date", "28.02.2023", "--translated", "--quiet") == 0
    return folder


def test_analyse_writes_tables_charts_report_and_manifest(results: Path) -> None:
    names = {path.name for path in results.rglob("*")}
    assert {"quotes.csv", "stances.csv", "mentions.csv", "report.html", "manifest.json"} <= names
    manifest = json.loads((results / "manifest.json").read_text("utf-8"))
    assert manifest["options"]["poles"] == ["RU", "CN", "US"]


def test_analyse_again_is_byte_identical(results: Path, tmp_path: Path) -> None:
    again = tmp_path / "noch einmal"
    assert call("analyse", ARTICLE, "--out", again, "--date", "2023-02-28", "--translated", "--quiet") == 0
    files = sorted(path.relative_to(results) for path in results.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in files if (results / name).read_bytes() != (again / name).read_bytes()] == []


def test_summary_names_what_matters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("analyse", ARTICLE, "--out", tmp_path / "r", "--lang", "en") == 0
    printed = capsys.readouterr().out
    for wanted in ("Antony Blinken", "Who speaks", "Which countries are named", "Indicators", "report.html"):
        assert wanted in printed


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"", (), "empty"),
        (b" \n\t\n", (), "empty"),
        (bytes(range(256)) * 40, (), ""),
        ("Rußland.".encode(), ("--date", "gestern"), "gestern"),
        ("Rußland.".encode(), ("--poles", "RU,CN"), "RU,CN"),
        ("Rußland.".encode(), ("--focus", "ZZ"), "ZZ"),
        ("Rußland.".encode(), ("--language", "de_core_news_xxl"), "de_core_news_xxl"),
        ("Rußland.".encode(), ("--gazetteer", "fehlt.tsv"), "fehlt.tsv"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_2(
    content: bytes, options: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "artikel.txt"
    source.write_bytes(content)
    assert call("analyse", source, "--out", tmp_path / "r", *options) == 2
    error = capsys.readouterr().err
    assert error.startswith("mittellage: ")
    assert message in error
    assert "Traceback" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["artikel.txt"]


def test_annotate_ends_with_1_when_a_line_failed(tmp_path: Path) -> None:
    source, target = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    source.write_text('{"doc_id": "a", "text": "Russland schweigt."}\n', "utf-8")
    assert call("annotate", "--input", source, "--output", target) == 0
    source.write_text('{"doc_id": "a", "text": "Russland schweigt."}\nkaputt\n', "utf-8")
    assert call("annotate", "--input", source, "--output", target) == 1
    assert [json.loads(item)["error"] is None for item in target.read_text("utf-8").splitlines()] == [True, False]
