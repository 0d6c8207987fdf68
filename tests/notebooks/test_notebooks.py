"""Every notebook: a pair without outputs, one clear call a cell, and it runs on a text of one's own."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import jupytext
import nbformat
import pytest

from analysis.corpus import run_corpus
from analysis.errors import MittellageError
from analysis.explore.launch import read_values, run_notebook

FOLDER = Path(__file__).resolve().parent.parent.parent / "notebooks"
NAMES = ("01_article", "02_voices", "03_countries", "04_stance", "05_position", "06_corpus", "07_methods", "08_coding")
GERMAN = tuple(f"{name}_de" for name in NAMES)
ALL = (*NAMES, *GERMAN)
TEXT = """Berlin lobt Taschkent

„Wir schätzen Usbekistan als verlässlichen Partner“, sagte die deutsche Außenministerin am Montag.

Russland drohte Kasachstan mit Sanktionen. China schwieg dazu. Die zentralasiatischen Staaten kritisierten Moskau.
"""


def _cells(name: str) -> list:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells


def test_there_are_no_other_notebooks():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_the_pair_says_the_same(name):
    script = jupytext.read(FOLDER / f"{name}.py").cells
    assert [(each.cell_type, each.source) for each in script] == [
        (each.cell_type, each.source) for each in _cells(name)
    ]


@pytest.mark.parametrize("name", ALL)
def test_outputs_are_stripped(name):
    for cell in _cells(name):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert set(cell.metadata) <= {"tags"}


@pytest.mark.parametrize("name", ALL)
def test_one_cell_holds_the_parameters_and_none_holds_logic(name):
    cells = _cells(name)
    assert sum("parameters" in cell.metadata.get("tags", ()) for cell in cells) == 1
    code = ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    assert not [node for node in ast.walk(code) if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.For))]
    assert all(len(cell.source.splitlines()) <= 16 for cell in cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", ALL)
def test_every_notebook_asks_a_question_and_helps_to_read_the_answer(name):
    prose = "\n".join(cell.source for cell in _cells(name) if cell.cell_type == "markdown")
    german = ("**Frage.**", "**So liest man es.**")
    for part in german if name in GERMAN else ("**Question.**", "**How to read it.**", "Take it away"):
        assert part in prose
    code = "\n".join(cell.source for cell in _cells(name) if cell.cell_type == "code")
    # Whoever codes must not see what was found.
    assert ("evidence=True" in code) == (not name.startswith("08_coding"))


def _steps(cell) -> str:
    """Give the code of a cell without comments, sentences and the language: in these two sisters differ."""
    tree = ast.parse(cell.source)
    sentences = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    for node in sentences:
        if node.value in ("de", "en") or (" " in node.value and node.value.endswith(".")):
            node.value = ""
    return ast.dump(tree)


@pytest.mark.parametrize("name", NAMES)
def test_the_german_sister_does_the_same_in_the_same_order(name):
    english, german = _cells(name), _cells(f"{name}_de")
    assert [cell.cell_type for cell in english] == [cell.cell_type for cell in german]
    for one, other in zip(english, german, strict=True):
        if one.cell_type == "code":
            assert _steps(one) == _steps(other)
        else:
            assert one.source.count("#") == other.source.count("#")
            assert one.source.count("\n\n") == other.source.count("\n\n")
    settings = "\n".join(cell.source for cell in german if cell.cell_type == "code")
    assert 'lang = "de"' in settings
    assert 'lang = "en"' in "\n".join(cell.source for cell in english if cell.cell_type == "code")


def test_german_parameters_run_the_german_sister(monkeypatch, tmp_path):
    ran = []
    monkeypatch.setattr("papermill.execute_notebook", lambda source, target, **_: ran.append(Path(source).stem))
    for values in ({"lang": "de"}, {"lang": "en"}, {}):
        with pytest.raises(FileNotFoundError):  # nothing was written
            run_notebook("01_article", out=tmp_path, parameters=values)
    assert ran == ["01_article_de", "01_article", "01_article"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_runs_on_a_text_of_ones_own(name, tmp_path):
    text = tmp_path / "blatt_2024-05-02.txt"
    text.write_text(TEXT, encoding="utf-8")
    values = {"lang": "en"}
    if name == "06_corpus":
        shutil.copy(text, tmp_path / "post_2024-05-03.txt")
        values["documents"] = [str(text), str(tmp_path / "post_2024-05-03.txt")]
    own = None if name in ("06_corpus", "08_coding") else text
    executed = run_notebook(name, out=tmp_path / "out", document=own, parameters=values)
    cells = nbformat.read(executed, as_version=4).cells
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")
    written = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert len(written) > 1
    assert not [each for each in written if each.startswith(".")]


def test_what_cannot_run_says_why(tmp_path):
    with pytest.raises(MittellageError, match="Notebooks are: 01_article, 02_voices"):
        run_notebook("99_nothing", out=tmp_path)
    with pytest.raises(MittellageError, match=r"There is no file '.*nowhere\.txt'"):
        run_notebook("01_article", out=tmp_path, document=tmp_path / "nowhere.txt")
    with pytest.raises(MittellageError, match=r"01_article has no parameter colour\. Parameters are: document, lang"):
        run_notebook("01_article", out=tmp_path, parameters={"colour": "red"})
    with pytest.raises(MittellageError, match="'=x' sets nothing"):
        read_values(["=x"])


@pytest.mark.slow
def test_a_cell_that_fails_is_named_and_can_be_read(tmp_path):
    with pytest.raises(MittellageError, match=r"01_article stopped in cell \d+: ReadingError: .*01_article.ipynb"):
        run_notebook("01_article", out=tmp_path, parameters={"published": "gestern"})
    assert (tmp_path / "01_article.ipynb").is_file()


TABLE = """text,outlet,date
"China lobt Usbekistan. Russland droht Kasachstan.",taz,2023-03-01
"Die USA danken Kasachstan. China kritisiert Russland.",FAZ,2023-04-02
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    table = tmp_path_factory.mktemp("store") / "presse.csv"
    table.write_text(TABLE, encoding="utf-8")
    run_corpus(table, table.parent / "store", workers=1)
    return table.parent / "store"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), [("01_article", "de"), ("07_methods", "en")])
def test_a_store_of_a_corpus_runs(name, lang, store, tmp_path):
    executed = run_notebook(name, out=tmp_path / "out", document=store, parameters={"lang": lang})
    assert executed.stem == (f"{name}_de" if lang == "de" else name)
    assert all(cell.execution_count for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_article", "04_stance", "06_corpus", "07_methods"])
def test_a_table_with_columns_for_outlet_and_date_runs(name, tmp_path):
    table = tmp_path / "presse.csv"
    table.write_text(TABLE, encoding="utf-8")
    own, values = (table, {}) if name != "06_corpus" else (None, {"documents": [str(table)]})
    executed = run_notebook(name, out=tmp_path / "out", document=own, parameters={"lang": "de", **values})
    assert all(cell.execution_count for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code")
