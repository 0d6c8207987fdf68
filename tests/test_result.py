"""A result: its tables as properties, what it shows of itself, and what looking at it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from inspect import getdoc
from pathlib import Path
from typing import get_type_hints

import pandas as pd
import pytest

from analysis import Analysis, Document, Options, analyse, open_result, read_text
from analysis.errors import ReadingError
from analysis.explore import Explorer, result_of
from analysis.explore.bundle import document_of
from analysis.tables import BY_HAND, ROWS

TEXT = (
    "Der russische Außenminister Sergej Lawrow kritisierte Kasachstan. „Wir warten“, sagte er. "
    "Kasachstan lobte China. China und Kasachstan schweigen."
)
TABLES = (*ROWS, *BY_HAND)


@pytest.fixture(scope="module")
def result() -> Analysis:
    return analyse(read_text(TEXT, title="Lawrow droht", outlet="Die Zeitung", date="2023-02-28"))


@pytest.mark.parametrize("given", [Path("artikel.txt"), b"Kasachstan lobte China.", None])
def test_what_is_no_text_is_named(given: object) -> None:
    with pytest.raises(ReadingError, match=re.escape(f"{given!r} is neither a text nor a Document")):
        analyse(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_a_typed_and_documented_property(name: str, result: Analysis) -> None:
    table = getattr(Analysis, name)
    hints = get_type_hints(table.fget, {"pd": pd})
    assert hints == {"return": pd.DataFrame}
    assert (getdoc(table) or "").startswith("Return ")
    assert name in dir(result)


@pytest.mark.parametrize("name", TABLES)
def test_each_access_gives_a_copy(name: str, result: Analysis) -> None:
    own, other = getattr(result, name), getattr(result, name)
    own["doc_id"] = "changed"
    assert "changed" not in list(getattr(result, name)["doc_id"])
    pd.testing.assert_frame_equal(other, getattr(result, name))
    if name in result.tables:
        pd.testing.assert_frame_equal(other, result.tables[name])


def test_only_indicators_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    result = analyse(TEXT)
    monkeypatch.setattr("analysis.framing.measure_framing", lambda *args, **more: pytest.fail("measured"))
    assert [len(getattr(result, name)) > 0 for name in ("mentions", "quotes", "stances", "corrections")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_wrong_name_lists_the_tables(result: Analysis) -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'mention'; tables are documents, .*framing, corrections"):
        result.mention  # type: ignore[attr-defined]  # noqa: B018


def test_an_error_within_a_table_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.tables.frame", lambda name, rows: rows.nothing)
    with pytest.raises(AttributeError, match="'nothing'"):
        analyse(TEXT).mentions  # noqa: B018


def test_a_result_shows_its_findings_at_a_prompt(result: Analysis) -> None:
    lines = repr(result).splitlines()
    assert lines[:2] == ["Lawrow droht", "Die Zeitung · 2023-02-28 · 25 Tokens · 4 Sätze"]
    assert "  • Russland: nicht bewertet." in lines
    assert lines[3].startswith("  • Der Text nennt 7-mal ein Land")
    n = {name: len(result.tables[name]) for name in ROWS}
    assert lines[-1] == "Tabellen: " + ", ".join(f"{name} {count}" for name, count in n.items())
    assert str(result) == f"Lawrow droht: {n['mentions']} mentions, {n['quotes']} quotes, {n['stances']} stances"


def test_a_summary_speaks_english(result: Analysis) -> None:
    summary = result.summary(lang="en")
    assert "Russia: not evaluated." in summary.sentences
    assert summary.details == "Die Zeitung · 2023-02-28 · 25 tokens · 4 sentences"
    assert str(summary).splitlines()[-1].startswith("Tables: documents 1, ")
    assert 'lang="en"' in summary._repr_html_()


class _Cells(HTMLParser):
    """Names of the tags, and the text of list items and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1], data))


def test_a_notebook_shows_the_same_as_html(result: Analysis) -> None:
    page = _Cells()
    page.feed(result._repr_html_())
    assert page.open == []
    summary = result.summary()
    assert [text for tag, text in page.texts if tag == "li"] == list(summary.sentences)
    assert [text for tag, text in page.texts if tag == "code"] == list(summary.counts)
    counts = " · ".join(f"{name} {n}" for name, n in summary.counts.items())
    assert "".join(text for _, text in page.texts).endswith(f"Tabellen: {counts}")


def test_what_a_text_brings_along_is_escaped() -> None:
    evil = "<script>alert(1)</script> \u202edroht"
    result = analyse(read_text(TEXT, title=evil, outlet="<b>Zeitung</b>"))
    page = _Cells()
    page.feed(result._repr_html_())
    known = {"div", "p", "b", "bdi", "br", "small", "ul", "li", "code"}
    assert set(page.tags) == known
    assert ("bdi", "<script>alert(1)</script> ⟨U+202E⟩droht") in page.texts
    assert "\u202e" not in repr(result)


def test_corrections_and_translations_are_noted() -> None:
    result = analyse(read_text(TEXT, translated=True)).correct("t1", sign=1)
    shown = repr(result)
    assert "1 Zeile von Hand berichtigt" in shown
    assert ("†" in "".join(result.summary().sentences)) == ("Dieser Text ist übersetzt" in shown)


def test_what_is_shown_and_reported_takes_the_perspective_of_the_options(tmp_path: Path) -> None:
    options = Options(focus=("KZ",), poles=("DE", "FR", "CN"))
    result = analyse("Deutschland lobt Kasachstan. Frankreich lobt Kasachstan. China schweigt.", options=options)
    assert "Deutschland: nicht bewertet." in repr(result)
    page = result.report(tmp_path / "report.html").read_text("utf-8")
    assert "KZ | DE, FR, CN" in page


def test_reading_the_pipeline_loads_nothing_heavy() -> None:
    code = (
        "import sys, analysis.pipeline; loaded = set(sys.modules); "
        "print(sorted(loaded & {'pandas', 'numpy', 'spacy', 'matplotlib', 'analysis.export', 'analysis.charts'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_document_comes_back_the_same_from_wherever_it_was_kept(result: Analysis, tmp_path: Path) -> None:
    explorer = Explorer.of(result)
    kept = result.document
    for document in (
        open_result(result.save(tmp_path / "saved", charts=[])).document,
        result_of(explorer).document,
        document_of(explorer, kept.doc_id),
        Document.from_rows(kept.text, result.rows, doc_id=kept.doc_id),
    ):
        assert (document, document.segments) == (kept, kept.segments)


def test_a_document_of_which_nothing_is_known_comes_back_too() -> None:
    document = Document.from_rows("Ja.", {"documents": [], "segments": []}, doc_id="d", translated=True, remarks=("x",))
    assert document == Document("d", "Ja.", translated=True, remarks=("x",))
