"""The R code of the documentation: run where R and its packages are, else parsed; its Python side is tested always."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import mittellage
from analysis import tables
from analysis.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = next(path for folder in ("how-to", "howto") if (path := ROOT / "docs" / folder / "r.md").is_file())
BLOCKS = re.findall(r"^```r\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
NEEDS_R = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")


def run_r(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "LC_ALL": "C.UTF-8"}
    (folder / "block.R").write_text(code, "utf-8")
    return subprocess.run(
        ["Rscript", "--vanilla", "block.R"], cwd=folder, capture_output=True, text=True, env=told, timeout=120
    )


@pytest.fixture(scope="module")
def place(article: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder as the page's first block leaves it."""
    from analysis.export import save_results

    folder = tmp_path_factory.mktemp("r")
    few: dict[str, Any] = {"charts": ("mentions",), "pictures": ("svg",)}
    save_results(article.tables, article.document, folder / "results", formats=["csv", "parquet"], **few)
    article.export(folder / "network.graphml", aggregate=True)
    return folder


def test_the_page_reads_calls_and_plots() -> None:
    whole = "\n".join(BLOCKS)
    for words in ("read_parquet(", "mittellage$analyse(", "barplot("):
        assert words in whole


@NEEDS_R
@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_blocks_run(block: str, place: Path) -> None:
    needed = re.findall(r"library\((\w+)\)", block)
    asked = ", ".join(f'requireNamespace("{name}", quietly = TRUE)' for name in needed)
    there = not needed or run_r(f"cat(all({asked}))", place).stdout == "TRUE"
    if not there or "reticulate" in needed:  # the page's path of an environment is the reader's
        done = run_r(f"invisible(parse(text = {_literal(block)}))", place)
    else:
        done = run_r(block, place)
    assert done.returncode == 0, done.stderr


def _literal(code: str) -> str:
    return '"' + code.replace("\\", "\\\\").replace('"', '\\"') + '"'


@NEEDS_R
def test_base_r_finds_our_numbers(place: Path, article: Any) -> None:
    """The words that R cuts out of the text, and its plot."""
    words, plot, read = (next(b for b in BLOCKS if mark in b) for mark in ("print(words)", "barplot(", "print(edges"))
    out = run_r(words.replace("print(words)", "writeLines(gsub('\\n', ' ', words))"), place).stdout.splitlines()
    text = article.document.text
    assert out == [text[row.start : row.end].replace("\n", " ") for row in article.rows["stances"]]
    assert run_r(plot, place).returncode == 0
    assert (place / "stances.png").stat().st_size > 1000
    assert (
        run_r(read + "cat('n =', sum(edges$n))", place).stdout.splitlines()[-1] == f"n = {len(article.rows['stances'])}"
    )


def test_columns_that_the_page_names_are_there(place: Path) -> None:
    for table, column in re.findall(r"(stances|mentions)\$(\w+)", "\n".join(BLOCKS)):
        assert column in tables.columns(table)
    stances = pd.read_parquet(place / "results" / "tables" / "stances.parquet")
    assert list(stances.columns) == tables.columns("stances")


def test_what_reticulate_calls_is_there(article: Any, tmp_path: Path) -> None:
    """Every step of the block with reticulate, in Python."""
    (block,) = (block for block in BLOCKS if "reticulate" in block)
    for name in re.findall(r"mittellage\$(\w+)", block):
        assert callable(getattr(mittellage, name))
    for name in re.findall(r"result\$(\w+)", block):
        assert hasattr(article, name)
    file = tmp_path / "article.txt"
    file.write_text("Kasachstan kritisiert Russland. Namibia lobt die USA.", "utf-8")
    result = mittellage.analyse(mittellage.read_document(str(file), date=date(2023, 2, 28)))
    rows = list(csv.DictReader(io.StringIO(result.stances.to_csv(index=False))))
    assert [(row["holder_country"], row["target"], row["sign"]) for row in rows] == [
        ("KZ", "RU", "-1"),
        ("NA", "US", "1"),
    ]
    assert result.export(str(tmp_path / "network.graphml"), aggregate=True).is_file()


def test_the_first_block_is_our_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("yaml")
    (commands,) = re.findall(r"^```bash\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_text("Kasachstan kritisiert Russland.", "utf-8")
    for line in commands.splitlines():
        with pytest.raises(SystemExit) as leaving:
            main(line.split()[1:])
        assert not leaving.value.code
    assert {"results", "network.graphml", "countries.yml"} <= {path.name for path in tmp_path.iterdir()}
