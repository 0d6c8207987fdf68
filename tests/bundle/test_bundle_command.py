"""The commands bundle, cite and protocol, on a saved result and on a store."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import cli
from analysis.coding import draw_sample, save_label
from analysis.corpus import Corpus
from analysis.export.bundle import read_package, replicate
from analysis.export.results import save_results
from analysis.export.saved import is_saved, read_saved
from analysis.pipeline import Options


@pytest.fixture(scope="module")
def saved(article: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a result with few charts."""
    folder = tmp_path_factory.mktemp("saved") / "results"
    options = Options()
    return save_results(
        article.tables, article.document, folder, options=options, charts=["voice"], pictures=["svg"],
        formats=["csv", "parquet"],
    )  # fmt: skip


def command(*arguments: str | Path) -> int:
    """Run the command and give its exit code."""
    try:
        cli.main([str(argument) for argument in arguments])
    except SystemExit as error:
        return int(error.code or 0)
    return 0


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_saved_result_is_read_back(article: Any, saved: Path, form: str, tmp_path: Path) -> None:
    import shutil

    folder = shutil.copytree(saved, tmp_path / "results")
    for path in (folder / "tables").iterdir():
        if path.suffix != f".{form}":
            path.unlink()
    found = read_saved(folder)
    for name, data in article.tables.items():
        pd.testing.assert_frame_equal(found.tables[name], data, check_exact=True)


def test_bundle_of_a_saved_result(
    saved: Path, article: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "paper.zip"
    assert command("bundle", saved, "--out", out, "--charts", "essential", "--date", "2026-11-29", "--lang", "en") == 0
    assert capsys.readouterr().out.strip() == str(out)
    package = read_package(out)
    assert package.settings.lang == "en"
    assert len(package.tables["stances"]) == len(article.stances)
    names = zipfile.ZipFile(out).namelist()
    assert "charts/dispersion.png" in names
    assert "charts/sheet.png" not in names
    assert replicate(out, workers=1).same


def test_codings_of_a_study_go_along_without_names_and_memos(small_corpus: Corpus, tmp_path: Path) -> None:
    study = draw_sample(small_corpus, tmp_path / "study", unit="stance", n=6, seed=1)
    for item in study.items:
        save_label(study, "Krähenbrink", item.item_id, "none", memo=item.text)
    out = tmp_path / "paper.zip"
    options = ["--charts", "essential", "--date", "2026-11-29", "--codings", study.folder]
    assert command("bundle", small_corpus.path, "--out", out, *options) == 0
    with zipfile.ZipFile(out) as archive:
        codings = pd.read_csv(archive.open("tables/codings.csv"), encoding="utf-8-sig")
        documents = pd.read_parquet(archive.open("tables/documents.parquet"))
    assert set(codings["doc_id"]) <= set(documents["doc_id"])
    assert codings["coder"].str.replace("name-.*", "somebody", regex=True).value_counts().to_dict() == {
        "machine": 6,
        "somebody": 6,
    }
    assert "memo" not in codings
    assert codings["inclusion_probability"].between(0, 1, inclusive="right").all()


def test_bundle_of_a_store(small_corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "paper.zip"
    assert command("bundle", small_corpus.path, "--out", out, "--charts", "essential", "--date", "2026-11-29") == 0
    assert read_package(out).settings.kind == "corpus"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bundle", "FOLDER", "--out", "x.zip"], "neither a result nor a store"),
        (["protocol", "FOLDER"], "neither a result nor a store"),
        (["cite", "FOLDER"], "neither a result nor a store"),
        (["protocol", "SAVED", "--out", "sheet.pdf"], "a protocol is a .md or a .docx file"),
        (["bundle", "SAVED", "--out", "x.zip", "--date", "yesterday"], "is not a day"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], message: str, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    places = {"FOLDER": str(tmp_path), "SAVED": str(saved)}
    assert command(*(places.get(item, item) for item in arguments)) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not list(tmp_path.iterdir())


def test_cite_of_a_result_names_what_made_it(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("cite", saved) == 0
    assert "Version " in capsys.readouterr().out
    assert command("cite", "--format", "bibtex") == 0
    assert capsys.readouterr().out.startswith("@software{mittellage_")


def test_protocol_of_a_result_and_of_a_store(
    saved: Path, small_corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("protocol", saved) == 0
    assert "| Texte | 1 |" in capsys.readouterr().out
    assert command("protocol", small_corpus.path, "--lang", "en", "--out", tmp_path / "sheet.docx") == 0
    docx = pytest.importorskip("docx")
    document = docx.Document(str(tmp_path / "sheet.docx"))
    cells = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert cells["Documents"] == "20"
    assert cells["Different outlets"] == "3"
    assert cells["Stances"] == str(len(small_corpus.stances))


def test_a_folder_of_something_else_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"software": "another"}')
    assert not is_saved(tmp_path)
