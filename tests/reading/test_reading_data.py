"""The data dictionary and the codebook say what the file and the contract are."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from analysis import tables
from analysis.reading import read_document

DATA = Path(__file__).resolve().parents[2] / "data"
ARTICLE = DATA / "blinken_astana_2023.txt"


def test_the_article_is_the_file_that_the_dictionary_describes() -> None:
    data, said = ARTICLE.read_bytes(), (DATA / "README.md").read_text("utf-8")
    assert f"`{hashlib.sha256(data).hexdigest()}`" in said
    assert f"{len(data):,} bytes" in said
    assert f"{len(data.decode()):,} code points" in said
    assert not data.endswith(b"\n")
    assert b"\r" not in data


def test_its_segments_are_those_of_the_dictionary() -> None:
    document = read_document(ARTICLE)
    said = (DATA / "README.md").read_text("utf-8")
    for kind in ("boilerplate", "dateline", "heading"):
        for segment in document.segments:
            if segment.kind == kind:
                assert f"`{document.text[segment.start : segment.end]}`" in said
    kinds = [segment.kind for segment in document.segments]
    assert kinds[:4] == ["boilerplate", "title", "dateline", "lead"]
    assert kinds[-1] == "boilerplate"
    assert (kinds.count("heading"), kinds.count("boilerplate"), kinds.count("paragraph")) == (1, 2, 19)
    assert document.remarks == ()


def test_shared_copy_is_the_same(shared: Path) -> None:
    assert ARTICLE.read_bytes() == (shared / "seed" / "article.txt").read_bytes()


@pytest.mark.parametrize("table", list(tables.ROWS))
def test_every_category_is_in_the_codebook(table: str) -> None:
    codes = set(re.findall(r"`([a-z_]+)`", (DATA / "CODEBOOK.md").read_text("utf-8")))
    for column in tables.describe(table):
        assert set(column.allowed) <= codes, column.name
