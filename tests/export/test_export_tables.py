"""Tables as files: what stands in them comes back, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis import tables
from analysis.errors import ExportError, TableError
from analysis.export import csv_bytes, latex_bytes, parquet_bytes, save_tables, workbook_bytes
from analysis.export.cells import cell, neutralise, restore
from analysis.export.latex import escape_latex

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "－1"])
def test_what_runs_is_neutralised(text: str) -> None:
    (row,) = read_csv(csv_bytes(pd.DataFrame({"text": [text]})))
    assert row["text"].startswith("'")
    assert restore(row["text"]) == text


@pytest.mark.parametrize(
    "text", ["Russland", "3 = 3", "", "–5 Grad", "„=“", "'Tis", "a; – 1", "zu;\n- Berlin", 'sagte "ja"', "a\nb"]
)
def test_what_does_not_run_stays(text: str) -> None:
    data = csv_bytes(pd.DataFrame({"text": [text], "n": [1]}))
    assert read_csv(data) == [{"text": text, "n": "1"}]


def test_a_semicolon_parts_no_cell_where_spreadsheets_read_semicolons() -> None:
    data = csv_bytes(pd.DataFrame({"text": ["Preis; 9 Euro"]})).decode()
    assert list(csv.reader(io.StringIO(data), delimiter=";"))[1] == ["Preis; 9 Euro"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"),
        ('x;"=1+1&";y', 'x;\'"=1+1&";y'),
        ("x\n+SUM(A1)", "x\n'+SUM(A1)"),
        ("x; \u200b＝1+1", "x;' \u200b＝1+1"),
        ("x;'=1+1", "x;''=1+1"),
        ("x;;@y", "x;;'@y"),
        ("=1;=1\n=1", "'=1;'=1\n'=1"),
        ("Liste:\n- Berlin\n- Astana; -5 Grad", "Liste:\n- Berlin\n- Astana; -5 Grad"),
    ],
)
def test_what_runs_where_semicolons_part_cells_is_neutralised(text: str, written: str) -> None:
    data = csv_bytes(pd.DataFrame({"n": ["a"], "text": [text]}))
    assert read_csv(data)[0]["text"] == written
    assert restore(written) == text
    cells = [each for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";") for each in row]
    assert not [each for each in cells if each.strip(' \u200b"')[:1] in tuple("=+@＝")]


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_no_cell_of_any_text_runs_and_none_is_lost(texts: list[str]) -> None:
    rows = read_csv(csv_bytes(pd.DataFrame({"text": texts, "n": range(len(texts))})))
    assert len(rows) == len(texts)
    for row, text in zip(rows, texts, strict=True):
        assert not row["text"].lstrip(" ").startswith(TRIGGERS)
        assert row["text"] == neutralise(str(cell(text)))


def test_csv_keeps_numbers_lists_and_gaps(small: dict[str, pd.DataFrame]) -> None:
    (quote,) = read_csv(csv_bytes(small["quotes"]))
    assert json.loads(quote["spans"]) == [list(span) for span in small["quotes"]["spans"][0]]
    assert (quote["score"], quote["parent_id"], quote["addressee_start"]) == ("0.9", "", "")
    stances = read_csv(csv_bytes(small["stances"]))
    assert [row["sign"] for row in stances] == ["1", "-1", "1"]
    assert [row["hedged"] for row in stances] == ["False", "True", "False"]
    assert json.loads(stances[0]["evidence"])[0]["text"] == "danken Berlin"
    assert read_csv(csv_bytes(small["documents"]))[0]["date"] == "2024-05-02"


def test_parquet_comes_back_as_it_was(small: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for name, data in small.items():
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(parquet_bytes(name, data))
        back = pd.read_parquet(path)
        assert dict(back.dtypes) == dict(data.dtypes)
        assert list(tables.rows(name, back)) == list(tables.rows(name, data))


def test_parquet_types_and_meanings(small: dict[str, pd.DataFrame]) -> None:
    schema = pq.read_schema(io.BytesIO(parquet_bytes("quotes", small["quotes"])))
    assert str(schema.field("cue_spans").type) == "list<element: struct<start: int64 not null, end: int64 not null>>"
    assert not schema.field("doc_id").nullable
    assert schema.field("speaker_country").metadata[b"meaning"] == b"where the speaker belongs"
    evidence = pq.read_schema(io.BytesIO(parquet_bytes("stances", small["stances"]))).field("evidence")
    assert [field.name for field in evidence.type.value_type] == ["start", "end", "text", "weight"]


def test_empty_tables_keep_their_types(nothing: dict[str, pd.DataFrame]) -> None:
    for name, data in nothing.items():
        back = pd.read_parquet(io.BytesIO(parquet_bytes(name, data)))
        assert list(back.columns) == tables.columns(name)
        assert not len(back)
        assert csv_bytes(data).decode("utf-8-sig").strip().split(",") == tables.columns(name)
        assert latex_bytes(name, data).decode().count(r"\\") == 1


def test_workbook(small: dict[str, pd.DataFrame]) -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(small)))
    assert book.sheetnames == ["about", *small]
    sheet = book["stances"]
    head = [item.value for item in sheet[1]]
    assert head == tables.columns("stances")
    assert sheet.freeze_panes == "B2"
    assert sheet.cell(3, head.index("sign") + 1).value == -1
    assert sheet.cell(3, head.index("hedged") + 1).value is True
    about = {(row[0], row[1]): row for row in book["about"].iter_rows(min_row=2, values_only=True)}
    assert about["mentions", "form"][4] == "how the country is named"
    assert "capital" in about["mentions", "form"][5]
    assert all(8 <= dim.width <= 60 for dim in sheet.column_dimensions.values())


def test_workbook_holds_no_formula_and_nothing_illegal(hostile: tuple[dict[str, pd.DataFrame], object]) -> None:
    data, _ = hostile
    packed = workbook_bytes(data)
    book = load_workbook(io.BytesIO(packed))
    kinds = {item.data_type for sheet in book for row in sheet.iter_rows() for item in row}
    assert "f" not in kinds
    (row,) = book["quotes"].iter_rows(min_row=2)
    said = row[tables.columns("quotes").index("speaker_text")]
    assert (said.value, said.quotePrefix) == ("@SUM(1)", True)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_cell_that_is_too_long_is_cut_and_says_so(small: dict[str, pd.DataFrame]) -> None:
    long = small["sentences"].assign(text="x" * 40_000)
    value = load_workbook(io.BytesIO(workbook_bytes({"sentences": long})))["sentences"]["G2"].value
    assert len(value) < 32_767
    assert value.endswith("cut; whole in CSV and Parquet]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 % & 3 $", r"5 \% \& 3 \$"),
        ("a_b#c{d}", r"a\_\allowbreak{}b\#c\{d\}"),
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("a\n\nb", "a b"),
        ("„Größe“", "„Größe“"),
    ],
)
def test_latex_is_escaped(text: str, expected: str) -> None:
    assert escape_latex(text) == expected


@settings(deadline=None)
@given(st.text())
def test_no_text_ends_a_latex_cell(text: str) -> None:
    escaped = escape_latex(text)
    assert "\n" not in escaped
    bare = re.sub(r"\\(?:[{}$&#%_]|allowbreak\{\}|text[a-z]+\{\})", "", escaped)
    assert not re.search(r"[\\{}$&#%_^~]", bare)


def test_latex_table(small: dict[str, pd.DataFrame]) -> None:
    lines = latex_bytes("stances", small["stances"]).decode().splitlines()
    assert lines[2].startswith(r"\begin{longtable}{@{}>")
    assert lines[2].count("p{") == 7
    assert "$-1$" in lines[6]
    assert "Moskau droht" in lines[6]


def test_save_tables(small: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    written = save_tables(small, tmp_path / "new", formats=("csv", "parquet", "xlsx", "latex"))
    names = {path.name for path in written}
    assert {"quotes.csv", "quotes.parquet", "quotes.tex", "tables.xlsx"} <= names
    assert len(names) == 3 * len(small) + 1 == len(list((tmp_path / "new").iterdir()))
    again = save_tables(small, tmp_path / "again", formats=("csv", "parquet", "xlsx", "latex"))
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]


def test_unknown_formats_and_tables_are_refused(small: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'xls'.*csv, parquet, xlsx, latex"):
        save_tables(small, tmp_path, formats=("xls",))
    with pytest.raises(TableError, match="no table 'mine'"):
        save_tables({"mine": small["quotes"]}, tmp_path)
