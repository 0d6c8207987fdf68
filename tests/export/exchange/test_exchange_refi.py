"""REFI-QDA: the project is valid, and its positions cut the coded words out of its texts."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analysis.charts import label
from analysis.export.exchange import Annotated, export_file
from analysis.export.exchange.plain import carried, one_line

SCHEMA = Path(__file__).parent / "schemas" / "refi-qda-1.5.xsd"
Q = {"q": "urn:QDA-XML:project:1.0"}


def read(path: Path) -> tuple[Any, list[tuple[tuple[str, ...], str]]]:
    """Read a project as an analysis program does: codes with their path, and the words that they are given to."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("project.qde"))
        codes = {
            code.get("guid"): tuple(
                above.get("name") for above in (*reversed(list(code.iterancestors(f"{{{Q['q']}}}Code"))), code)
            )
            for code in root.iterfind(".//q:Code", Q)
        }
        found = []
        for source in root.iterfind(".//q:TextSource", Q):
            name = source.get("plainTextPath").replace("internal://", "sources/")
            text = archive.read(name).decode("utf-8")
            for selection in source.iterfind("q:PlainTextSelection", Q):
                words = text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
                code = selection.find("q:Coding/q:CodeRef", Q).get("targetGUID")
                found.append((codes[code], words))
    return root, found


@pytest.mark.parametrize("name", ["analysed", "moldau", "emoji", "payload"])
def test_rows_are_codings(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    item: Annotated = request.getfixturevalue(name)
    root, found = read(export_file([item], tmp_path / "x.qdpx"))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    text = carried(item.text)
    stances = [(code[1].rpartition(" → ")[2], code[2], words) for code, words in found if code[0] == "Stance"]
    assert Counter(stances) == Counter(
        (label(row.target), "+" if row.sign > 0 else "−", text[row.start : row.end]) for row in item.rows["stances"]
    )
    mentions = [(code[1], words) for code, words in found if code[0] == "Mention"]
    assert Counter(mentions) == Counter(
        (label(row.country), text[row.start : row.end]) for row in item.rows["mentions"]
    )
    quoted = [words for code, words in found if code[0] == "Quote"]
    assert Counter(quoted) == Counter(text[a:b] for row in item.rows["quotes"] for a, b in row.spans)


def test_codes_name_holder_and_target(emoji: Annotated, tmp_path: Path) -> None:
    _, found = read(export_file([emoji], tmp_path / "x.qdpx"))
    assert [code for code, _ in found if code[0] == "Stance"] == [
        ("Stance", "Kasachstan → Russland", "+"),
        ("Stance", "China → USA", "−"),
        ("Stance", "Artikel → USA", "−"),
        ("Stance", "ungenannt → Russland", "−"),
    ]


def test_a_code_is_there_once(emoji: Annotated, tmp_path: Path) -> None:
    root, found = read(export_file([emoji, emoji], tmp_path / "x.qdpx"))
    guids = [code.get("guid") for code in root.iterfind(".//q:Code", Q)]
    assert len(guids) == len(set(guids))
    assert len(found) == 2 * (4 + 4 + 2)
    assert root.get("name") == "x"
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)


def test_nothing_coded_is_a_valid_project(emoji: Annotated, tmp_path: Path) -> None:
    item = emoji._replace(rows={**emoji.rows, "stances": [], "quotes": [], "mentions": []})
    root, found = read(export_file([item], tmp_path / "x.qdpx"))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    assert found == []


def test_names_stay_on_one_line(payload: Annotated, tmp_path: Path) -> None:
    root, _ = read(export_file([payload], tmp_path / "x.qdpx"))
    assert all(code.get("name") == one_line(code.get("name")) for code in root.iterfind(".//q:Code", Q))
