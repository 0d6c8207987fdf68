"""Tables that others read: nothing is lost in pandas, R and Excel, and everything comes back in mittellage."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis import tables
from analysis.errors import ExportError, TableError
from analysis.export import csv_bytes, parquet_bytes, read_table, save_tables, workbook_bytes
from analysis.export.cells import neutralise, restore
from analysis.tables import Mention, Token

COUNTRIES = ["NA", "KZ", "NA", "XK", "CENTRAL_ASIA"]
WORDS = ["null", "NULL", "None", "nan", "NaN", "n/a", "N/A", "NA", "'NA", "''null", "=1", "'=1", "'s war", "Über", ""]


def mentions() -> pd.DataFrame:
    rows = [
        Mention("d", f"m{n}", 0, n, n + 1, "Größe", code, "name", None, "actor", "narrator")
        for n, code in enumerate(COUNTRIES)
    ]
    return tables.frame("mentions", rows)


def tokens() -> pd.DataFrame:
    rows = [Token("d", 0, n, n, n + 1, word, word, "NOUN", "", 0, "dep", "") for n, word in enumerate(WORDS)]
    return tables.frame("tokens", rows)


def test_a_plain_read_csv_of_pandas_loses_no_country_and_no_column(tmp_path: Path) -> None:
    save_tables({"mentions": mentions()}, tmp_path)
    data = pd.read_csv(tmp_path / "mentions.csv")
    assert list(data.columns) == tables.columns("mentions")
    assert data["country"].tolist() == ["'NA", "KZ", "'NA", "XK", "CENTRAL_ASIA"]
    assert data["country"].str.removeprefix("'").tolist() == COUNTRIES
    assert data["text"].tolist() == ["Größe"] * 5
    assert data["entity"].isna().all()  # what is missing stays missing


def test_a_plain_read_excel_of_pandas_loses_no_country(tmp_path: Path) -> None:
    save_tables({"mentions": mentions()}, tmp_path, formats=["xlsx"])
    data = pd.read_excel(tmp_path / "tables.xlsx", sheet_name="mentions")
    assert data["country"].str.removeprefix("'").tolist() == COUNTRIES
    assert data["entity"].isna().all()


def test_words_that_mean_missing_are_kept_in_every_plain_read() -> None:
    data = pd.read_csv(io.BytesIO(csv_bytes(tokens())))
    assert data["lemma"].isna().tolist() == [word == "" for word in WORDS]
    sheet = pd.read_excel(io.BytesIO(workbook_bytes({"tokens": tokens()})), sheet_name="tokens")
    assert sheet["lemma"].isna().tolist() == [word == "" for word in WORDS]


def test_parquet_needs_no_sign() -> None:
    data = pd.read_parquet(io.BytesIO(parquet_bytes("mentions", mentions())))
    assert data["country"].tolist() == COUNTRIES


@pytest.mark.parametrize("word", WORDS)
def test_what_is_escaped_comes_back(word: str) -> None:
    assert restore(neutralise(word)) == word


def test_read_table_gives_back_what_was_saved(small: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    whole = {**small, "mentions": mentions()}
    save_tables(whole, tmp_path)
    for name, data in whole.items():
        back = read_table(tmp_path / f"{name}.csv")
        assert dict(back.dtypes) == dict(data.dtypes)
        assert list(tables.rows(name, back)) == list(tables.rows(name, data))


def test_read_table_refuses_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "mentions.csv").write_text("a,b\n1,2\n")
    with pytest.raises((ExportError, TableError), match="mentions"):
        read_table(tmp_path / "mentions.csv")
    with pytest.raises(TableError):
        read_table(tmp_path / "fremd.csv")
    with pytest.raises(ExportError, match="fehlt"):
        read_table(tmp_path / "fehlt.csv", table="mentions")


def test_excel_knows_the_encoding_and_shows_umlauts() -> None:
    data = csv_bytes(mentions())
    assert data.startswith(b"\xef\xbb\xbfdoc_id,")  # by these three bytes a double click reads UTF-8
    assert data.count(b"\xef\xbb\xbf") == 1
    sheet = load_workbook(io.BytesIO(workbook_bytes({"mentions": mentions()})))["mentions"]
    names = tables.columns("mentions")
    assert sheet.cell(2, names.index("text") + 1).value == "Größe"
    assert sheet.cell(2, names.index("country") + 1).value == "'NA"
    assert sheet.cell(2, names.index("country") + 1).data_type == "s"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize("encoding", ["", ', fileEncoding = "UTF-8-BOM"'])
def test_a_plain_read_csv_of_r_loses_no_country(tmp_path: Path, encoding: str) -> None:
    save_tables({"mentions": mentions()}, tmp_path)
    code = f"""
    d <- read.csv("mentions.csv"{encoding})
    cat(names(d)[1], sum(is.na(d$country)), sub("^'", "", d$country), d$text[1])
    """
    told = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["Rscript", "-e", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=told)
    assert done.stdout.split() == ["doc_id", "0", *COUNTRIES, "Größe"]
