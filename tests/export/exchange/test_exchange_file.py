"""One place for all formats: suffixes, choices, whole files, the same bytes, and the way there from a result."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cli import main
from analysis.errors import ExportError
from analysis.export.exchange import SUFFIXES, Annotated, export_file, read_results, rebuild_text, suffix_of
from analysis.export.exchange.plain import Utf16, carried

from .conftest import stances_of

CORE = tuple(suffix for suffix in SUFFIXES if "xmi" not in suffix)


def call(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


def needs(suffix: str) -> None:
    if "xmi" in suffix:
        pytest.importorskip("cassis")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_bytes_every_time(suffix: str, emoji: Annotated, tmp_path: Path) -> None:
    needs(suffix)
    first, second = (export_file([emoji], tmp_path / folder / f"x{suffix}") for folder in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert export_file([emoji], first).read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_error_leaves_what_was_there(suffix: str, emoji: Annotated, tmp_path: Path) -> None:
    needs(suffix)

    def broken() -> Any:
        yield emoji
        raise RuntimeError("power cut")

    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        export_file(broken(), path)
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {path.name: b"old"}


@pytest.mark.parametrize("name", ["x", "x.", "x.png", ".dna", "dna", "x.xml", "x.zip", "x.dna.bak"])
def test_an_unknown_suffix_names_the_known(name: str, tmp_path: Path, emoji: Annotated) -> None:
    with pytest.raises(ExportError, match=r"\.graphml, \.gexf, \.dna, \.qdpx"):
        export_file([emoji], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "suffix"), [("A.GEXF", ".gexf"), ("a.b.dna", ".dna"), ("x.xmi.zip", ".xmi.zip")])
def test_a_suffix_is_found(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("choice", [{"nodes": "people"}, {"concept": "mood"}, {"lang": "fr"}])
def test_an_unknown_choice_is_named(choice: dict[str, Any], emoji: Annotated, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=next(iter(choice))):
        export_file([emoji], tmp_path / "x.dna", **choice)


def test_the_language_of_labels(emoji: Annotated, tmp_path: Path) -> None:
    assert 'label="Russia"' in export_file([emoji], tmp_path / "x.gexf", lang="en").read_text("utf-8")


def test_a_result_exports_itself(article: Any, tmp_path: Path) -> None:
    path = article.export(tmp_path / "x.graphml", aggregate=True)
    assert path.read_text("utf-8").count("<edge ") == len(stances_of(article.annotated()))


@given(st.text(alphabet=st.sampled_from("a\r\n\t\x00😀ê\ud83d\u2028 "), max_size=40))
def test_a_carried_text_keeps_its_length(text: str) -> None:
    found = carried(text)
    assert len(found) == len(text)
    assert "\r" not in found
    found.encode("utf-8")


@given(st.text(max_size=40))
def test_units_of_utf16_are_those_of_java(text: str) -> None:
    units = Utf16(text)
    for point in range(len(text) + 1):
        expected = len(text[:point].encode("utf-16-le", "surrogatepass")) // 2
        assert units.of(point) == expected
        assert units.back(expected) == point


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from analysis import analyse, read_document
    from analysis.export import save_comparison, save_results
    from analysis.export.comparison import Compared

    place = tmp_path_factory.mktemp("results")
    text = "🚀 Kasachstan kritisiert Russland.\r\n\r\nNamibia lobt die USA. China lobt Namibia.\r\n"
    (place / "a.txt").write_bytes(text.encode())
    (place / "b.txt").write_text("Usbekistan kritisiert China. Russland lobt Kasachstan.", "utf-8")
    results = {name: analyse(read_document(place / f"{name}.txt")) for name in "ab"}
    few: dict[str, Any] = {"charts": ("mentions",), "pictures": ("svg",)}
    for name in ("csv", "parquet", "xlsx"):
        save_results(results["a"].tables, results["a"].document, place / name, formats=[name], **few)
    compared = [Compared(name, result.tables, result.document) for name, result in results.items()]
    save_comparison(compared, place / "both", **few)
    return place


def test_csv_and_parquet_give_the_same(folder: Path) -> None:
    (one,), (other,) = list(read_results(folder / "csv")), list(read_results(folder / "parquet"))
    assert one.text == other.text == (folder / "a.txt").read_bytes().decode()
    assert {name: list(rows) for name, rows in one.rows.items()} == {n: list(rows) for n, rows in other.rows.items()}
    assert stances_of(one) == Counter({("Kasachstan", "RU", -1): 1, ("Namibia", "US", 1): 1, ("China", "NA", 1): 1})
    assert all(type(row.start) is int for row in one.rows["tokens"])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_command(suffix: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs(suffix)
    out = tmp_path / f"x{suffix}"
    assert call("export", folder / "csv", out) == 0
    assert capsys.readouterr().out.strip() == str(out)
    same = export_file(read_results(folder / "parquet"), tmp_path / "again" / f"x{suffix}")
    assert out.read_bytes() == same.read_bytes()


def test_the_command_takes_a_text_and_compared_documents(folder: Path, tmp_path: Path) -> None:
    assert call("export", folder / "a.txt", tmp_path / "a.conllu") == 0
    assert call("export", folder / "csv", tmp_path / "b.conllu") == 0
    assert (tmp_path / "a.conllu").read_bytes() == (tmp_path / "b.conllu").read_bytes()
    assert call("export", folder / "both", tmp_path / "both.gexf", "--nodes", "countries", "--aggregate") == 0
    assert (tmp_path / "both.gexf").read_text("utf-8").count("<edge ") == 5


def test_the_command_reads_codings_back(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("cassis")
    for name in ("x.dna", "x.xmi"):
        assert call("export", folder / "csv", tmp_path / name) == 0
    assert call("export", tmp_path / "x.dna", tmp_path / "dna.csv") == 0
    assert call("export", tmp_path / "x.dna", tmp_path / "beside.csv", "--beside", folder / "csv") == 0
    assert call("export", tmp_path / "x.xmi", tmp_path / "xmi.csv") == 0
    assert call("export", tmp_path / "x.xmi", tmp_path / "gold.jsonl") == 0
    assert (tmp_path / "beside.csv").read_text("utf-8").count('"same"') == 3
    assert "'NA" in (tmp_path / "xmi.csv").read_text("utf-8-sig")
    assert len(json.loads((tmp_path / "gold.jsonl").read_text("utf-8"))["edges"]) == 3


@pytest.mark.parametrize(
    ("source", "out", "message"),
    [
        ("csv", "x.pdf", "formats are .graphml"),
        ("nothing", "x.dna", "no file or folder"),
        ("xlsx", "x.dna", "no table 'documents' as CSV or Parquet"),
        (".", "x.dna", "holds no results"),
        ("csv", "x.csv", "does not become .csv"),
        ("csv", "x.yml", "gazetteer"),
        ("a.txt", "x.jsonl", "does not become .jsonl"),
    ],
)
def test_the_command_says_what_is_wrong(
    source: str, out: str, message: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("export", folder / source, tmp_path / out) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_its_text_gets_it_from_the_sentences(folder: Path, tmp_path: Path) -> None:
    (item,) = read_results(folder / "csv")
    text = rebuild_text(item.rows["sentences"], len(item.text))
    assert len(text) == len(item.text)
    for row in item.rows["stances"]:
        assert text[row.start : row.end] == item.text[row.start : row.end]


def test_without_the_library_the_extra_is_named(
    emoji: Annotated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cassis", None)
    with pytest.raises(ExportError, match=r"mittellage\[exchange\]"):
        export_file([emoji], tmp_path / "x.xmi")


@pytest.mark.parametrize("suffix", CORE)
def test_dates_and_names_of_documents_may_be_missing(suffix: str, tmp_path: Path) -> None:
    from .conftest import make_item

    item = make_item("Georgien.", [("Georgien", None, None, "GE", 1)], doc_id="", outlet=None, title=None)
    path = export_file([item], tmp_path / f"x{suffix}")
    assert path.stat().st_size > 0
    assert suffix != ".qdpx" or zipfile.is_zipfile(path)


def test_a_day_of_publication_reaches_the_text(folder: Path, tmp_path: Path) -> None:
    from analysis.export.exchange import read_dna

    assert call("export", folder / "a.txt", tmp_path / "x.dna", "--date", "2024-05-17") == 0
    assert set(read_dna(tmp_path / "x.dna")["date"]) == {date(2024, 5, 17).isoformat()}
