"""The report: the text is whole, every number leads to its evidence, and nothing in it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.charts import CHARTS
from analysis.errors import ExportError
from analysis.export import figures, write_report
from analysis.export.report import page as page_module
from analysis.export.report.article import Annotation, Piece, article_blocks
from analysis.export.report.page import report_bytes
from analysis.export.report.summary import format_value, sentences
from analysis.framing import Perspective
from analysis.reading import Document
from analysis.tables import Framing, Segment

PERSPECTIVE = Perspective(focus=("MD",), poles=("RU", "EU", "US"), translated=True)
VOID = {"meta", "img", "input", "br", "link", "hr"}
Tables = dict[str, pd.DataFrame]


class Page(HTMLParser):
    """A page as a browser reads it: its tags, ids, links, and the text of the article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.blocks: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        data = dict(attrs)
        self.tags.append((tag, data))
        self.ids += [str(data["id"])] if "id" in data else []
        self.links += [str(data["href"])] if "href" in data else []
        if tag not in VOID:
            self.open.append(tag)
        if tag == "div" and str(data.get("class")).startswith("block "):
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "article" in self.open and "div" in self.open:
            self.blocks[-1] += data


@pytest.fixture(autouse=True, scope="module")
def _few_charts() -> Iterator[None]:
    """Draw two charts only; the tests of the results draw all."""
    few = {name: CHARTS[name] for name in ("mentions", "stance_matrix")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "CHARTS", few)
        patch.setattr(page_module, "CHARTS", few)
        yield


@pytest.fixture(scope="module")
def page(small_once: Tables, document: Document) -> Page:
    return Page(report_bytes(small_once, document, lang="de", perspective=PERSPECTIVE).decode())


def test_the_article_is_whole(page: Page, document: Document) -> None:
    assert page.blocks == [document.text[s.start : s.end] for s in document.segments]


def test_every_link_leads_somewhere_and_no_anchor_is_double(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    rows = {"q1", "m1", "m2", "m3", "m4", "m5", "row-RU", "t1", "t2", "t3", "k1", "row-q1", "row-t3", "n0", "n3"}
    assert rows <= set(page.ids)


def test_every_mark_of_a_row_leads_to_it_and_back(page: Page) -> None:
    assert {"#row-q1", "#row-t1", "#q1", "#t1", "#m3", "#n2"} <= set(page.links)


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    for tag, data in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "base", "form")
        assert not any(name.startswith("on") or name == "style" for name in data)
        assert str(data.get("src", "data:")).startswith("data:")
    policy = next(
        d["content"] for t, d in page.tags if t == "meta" and d.get("http-equiv") == "Content-Security-Policy"
    )
    assert str(policy).startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in str(policy)


def test_what_is_said(page: Page) -> None:
    for wanted in (
        "Maschinelle Übersetzung", "Ana Popa", "Außenministerin", "Der Text nennt 5-mal ein Land",
        "Form der Nennung †", "Russland: Hauptstadt",
        "40\u00a0%", "10\u00a0% bis 80\u00a0%; n\u00a0=\u00a05", "Zitieren als", "abgeschwächt",
    ):  # fmt: skip
        assert wanted in page.text, wanted


def test_images_have_words(page: Page) -> None:
    images = [data for tag, data in page.tags if tag == "img"]
    assert images
    assert all(len(str(image["alt"])) > 20 for image in images)


def test_english(small_once: Tables, document: Document) -> None:
    page = Page(report_bytes(small_once, document, lang="en", perspective=PERSPECTIVE).decode())
    assert "Machine translation" in page.text
    assert "The text names a country or region 5 times" in page.text
    assert ("html", {"lang": "en"}) in page.tags
    assert any(tag == "article" and data["lang"] == "de" for tag, data in page.tags)


def test_a_hostile_text_is_text(hostile: tuple[Tables, Document]) -> None:
    data, document = hostile
    html = report_bytes(data, document, perspective=PERSPECTIVE).decode()
    page = Page(html)
    assert "<script" not in html
    assert "onerror=alert" not in re.sub(r"&[a-z#0-9]+;", "", re.sub(r'"[^"]*"|>[^<]*<', "", html))
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "{{7*7}}{% x %}⟨U+202E⟩gpj.exe" in page.text
    assert not set("\u202e\x00\x01") & set(html)


def test_an_empty_analysis_is_a_page_too(nothing: Tables) -> None:
    document = Document.from_text("Es regnet.", doc_id="leer")
    page = Page(report_bytes(nothing, document).decode())
    assert "Der Text nennt kein Land." in page.text
    assert "Er zitiert niemanden." in page.text
    assert "Maschinelle Übersetzung" not in page.text
    assert page.blocks == ["Es regnet."]
    assert Page(report_bytes({}, document).decode()).blocks == page.blocks


def test_only_the_rows_of_the_document_count(small_once: Tables, document: Document) -> None:
    other = {name: data.assign(doc_id="other") for name, data in small_once.items()}
    both = {name: pd.concat([small_once[name], other[name]], ignore_index=True) for name in small_once}
    one = report_bytes(small_once, document, perspective=PERSPECTIVE)
    assert report_bytes(both, document, perspective=PERSPECTIVE) == one


def test_write_report(small_once: Tables, document: Document, tmp_path: Path) -> None:
    path = write_report(small_once, document, tmp_path / "neu" / "bericht.html", perspective=PERSPECTIVE)
    assert path.read_bytes().startswith(b"<!doctype html>")
    with pytest.raises(ExportError, match="is a folder"):
        write_report(small_once, document, tmp_path)


def test_sentences_of_the_summary(small_once: Tables) -> None:
    found = sentences(small_once, lang="de", perspective=PERSPECTIVE)
    assert [text for text, _ in found[:2]] == [
        "Der Text nennt 5-mal ein Land oder eine Region, "
        "am häufigsten Russland (2), Deutschland (1), EU (1) und Moldau (1).",
        "Er enthält ein einziges Zitat, und zwar von Ana Popa.",
    ]


@pytest.mark.parametrize(
    ("numbers", "doubt"),
    [
        ((0.5, 0.4, 0.6, 0.2, 0.1, 0.3), False),
        ((0.5, 0.2, 0.6, 0.2, 0.1, 0.3), True),
        ((0.5, None, None, 0.2, 0.1, 0.3), True),
    ],
)
def test_the_closest_pole_is_named_with_its_doubt(nothing: Tables, numbers: tuple, doubt: bool) -> None:
    value, low, high, value2, low2, high2 = numbers
    rows = [
        Framing("d", "position_combined", "MD:EU", value, 9, low, high, ("m1", "4")),
        Framing("d", "position_combined", "MD:RU", value2, 9, low2, high2, ("m1",)),
        Framing("d", "position_combined", "MD:US", 0.0, 9, 0.0, 0.1, ()),
    ]
    found = sentences(nothing | {"framing": tables.frame("framing", rows)}, lang="en", perspective=PERSPECTIVE)
    text, places = next((text, places) for text, places in found if "50%" in text)
    assert text.endswith("The intervals overlap: the difference is not certain.") == doubt
    assert ("m1", "m1") in places.places


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (None, ("?", "")),
        (Framing("d", "x", "RU", None, 0, None, None, ()), ("?", "n\u00a0=\u00a00")),
        (Framing("d", "x", "RU", 0.0, 4, None, None, ()), ("0.00", "n\u00a0=\u00a04")),
        (Framing("d", "x", "RU", -0.5, 4, -1.0, 0.25, ()), ("−0.50", "−1.00 to 0.25; n\u00a0=\u00a04")),
    ],
)
def test_unknown_is_not_zero(row: Framing | None, expected: tuple[str, str]) -> None:
    assert format_value(row, "en") == expected


def cut(text: str, spans: list[tuple[int, int]], layout: list[tuple[int, int]]) -> Iterator[list[Piece]]:
    segments = tables.frame("segments", [Segment("d", f"s{n}", "paragraph", *span) for n, span in enumerate(layout, 1)])
    marks = [Annotation(f"m{n}", "mention", (span,), f"unit-{n}", f"tip {n}", f"r{n}") for n, span in enumerate(spans)]
    return (list(block.pieces) for block in article_blocks(text, segments, marks, places={}))


def test_overlapping_spans_are_cut_at_their_boundaries() -> None:
    (pieces,) = cut("abcdefgh", [(0, 5), (3, 7), (3, 5)], [(0, 8)])
    assert [(p.text, p.tip.split("\n"), p.anchors) for p in pieces] == [
        ("abc", ["tip 0"], ("m0",)),
        ("de", ["tip 0", "tip 1", "tip 2"], ("m1", "m2")),
        ("fg", ["tip 1"], ()),
        ("h", [""], ()),
    ]


def test_a_span_goes_on_in_the_next_paragraph() -> None:
    first, second = cut("ab cd", [(1, 4)], [(0, 2), (3, 5)])
    assert [(p.text, p.tip) for p in first] == [("a", ""), ("b", "tip 0")]
    assert [(p.text, p.tip, p.anchors) for p in second] == [("c", "tip 0", ()), ("d", "", ())]


SPAN = st.tuples(st.integers(-2, 32), st.integers(-2, 32))


@settings(deadline=None)
@given(st.lists(SPAN, max_size=12), st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True))
def test_pieces_know_exactly_the_spans_above_them(spans: list[tuple[int, int]], edges: list[int]) -> None:
    text = "0123456789abcdefghijklmnopqrst"
    layout = list(pairwise(sorted(edges)))
    for (start, end), pieces in zip(layout, cut(text, spans, layout), strict=True):
        assert "".join(piece.text for piece in pieces) == text[start:end]
        place = start
        for piece in pieces:
            stop = place + len(piece.text)
            above = {f"tip {n}" for n, (a, b) in enumerate(spans) if a < stop and b > place and a < b}
            assert set(piece.tip.split("\n")) - {""} == above
            assert all(a <= place and stop <= b for n, (a, b) in enumerate(spans) if f"tip {n}" in above)
            place = stop
    anchors = [name for pieces in cut(text, spans, layout) for piece in pieces for name in piece.anchors]
    assert len(anchors) == len(set(anchors))
