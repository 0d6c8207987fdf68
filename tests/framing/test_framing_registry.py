"""The registry: every indicator is explained, cited, tested by hand, and written into the methods page."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis.framing import INDICATORS
from analysis.framing.methods import write_methods
from analysis.framing.registry import indicator

ROOT = Path(__file__).resolve().parents[2]


def test_methods_page_is_current() -> None:
    page = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    assert page == write_methods(), "run: python -m analysis.framing.methods > docs/methods.md"


@pytest.mark.parametrize("name", list(INDICATORS))
def test_every_indicator_is_explained_and_cited(name: str) -> None:
    each = INDICATORS[name]
    for text in (each.definition, each.formula, each.unit, each.limits):
        assert len(text) > 10
    assert each.literature
    assert all(any(char.isdigit() for char in source) for source in each.literature)
    if not name.startswith("position_"):
        assert "References\n" in (each.compute.__doc__ or "")


@pytest.mark.parametrize("name", list(INDICATORS))
def test_every_indicator_has_a_test_by_hand(name: str) -> None:
    by_hand = "\n".join(
        path.read_text("utf-8")
        for path in sorted((ROOT / "tests" / "framing").glob("test_framing_*.py"))
        if path.stem not in ("test_framing_registry", "test_framing_constructs")
    )
    assert f'"{name}"' in by_hand


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="already an indicator 'attention_share'"):
        indicator("attention_share")(INDICATORS["attention_share"].compute)


def test_a_name_needs_an_entry() -> None:
    with pytest.raises(ValueError, match=r"no entry 'attention_span' in indicators\.toml"):
        indicator("attention_span")(INDICATORS["attention_share"].compute)


def test_every_entry_has_a_function() -> None:
    entries = tomllib.loads((ROOT / "analysis" / "framing" / "indicators.toml").read_text(encoding="utf-8"))
    assert sorted(entries) == sorted(INDICATORS)


@pytest.mark.parametrize("table", ["blocs", "nouns", "verbs", "frames"])
def test_knowledge_is_complete_rows(table: str) -> None:
    lines = (ROOT / "analysis" / "framing" / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    width = len(lines[0].split("\t"))
    assert lines[0].split("\t")[-1] in ("note", "source")
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) == width, line
        assert cells[0] == cells[0].strip() != "", line
        assert cells[-1], line
    firsts = [line.split("\t")[0] for line in lines[1:]]
    assert table == "frames" or len(firsts) == len(set(firsts))
