"""The annotated text: cut at every boundary, nothing lost, nothing executed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.explore import Explorer, Key
from analysis.explore.layers import Annotation, annotate, blocks, classes, cut, style_names, to_html
from analysis.tables import Mention, Segment


def _marks(spans):
    return [Annotation(a, b, "mentions", "other", Key("d", f"m{i}"), "") for i, (a, b) in enumerate(spans)]


@given(
    text=st.text(max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8),
)
def test_pieces_tile_the_text_and_know_exactly_the_rows_that_cover_them(text, spans):
    marks = _marks(spans)
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        for place in range(piece.start, piece.end):
            covering = {i for i, mark in enumerate(marks) if mark.start <= place < mark.end}
            assert covering == set(piece.marks)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("Ein Wort", ())]),
        ([(0, 3)], [("Ein", (0,)), (" Wort", ())]),
        ([(0, 8), (4, 8)], [("Ein ", (0,)), ("Wort", (0, 1))]),
        ([(0, 5), (3, 8)], [("Ein", (0,)), (" W", (0, 1)), ("ort", (1,))]),
        ([(2, 2)], [("Ein Wort", ())]),  # an empty span marks nothing
        ([(4, 99)], [("Ein ", ()), ("Wort", (0,))]),  # a span that runs out of the text is cut off
    ],
)
def test_cut(spans, expected):
    assert [(piece.text, piece.marks) for piece in cut("Ein Wort", _marks(spans))] == expected


def test_blocks_hold_the_whole_text(explorer):
    found = blocks(explorer, annotate(explorer))
    assert "".join(piece.text for block in found for piece in block.pieces) == explorer.text
    assert [block.kind for block in found if block.kind != "gap"] == ["title", "lead", "paragraph", "paragraph"]


def test_layers_carry_bloc_sign_and_a_label_in_words(explorer):
    explorer.choose(layers=["frames", "quotes", "mentions", "stances"])
    found = {each.key.row_id: each for each in annotate(explorer) if each.layer != "frames"}
    assert (found["q1"].style, found["q1"].label) == ("EU", "wörtlich: Weber (Deutschland)")
    assert (found["m5"].style, found["m5"].label) == ("pole-1", "Russland (Name, Akteur)")
    assert (found["t1"].style, found["t1"].label) == ("plus", "+ Deutschland → Usbekistan (Handlung)")
    assert (found["t3"].style, found["t3"].label) == ("minus", "− Russland → Usbekistan (Handlung, abgeschwächt)")
    frames = [each for each in annotate(explorer) if each.layer == "frames"]
    assert [(each.key.row_id, each.label) for each in frames] == [
        ("3", "Deutungsrahmen: Sicherheit"),
        ("m6", "Deutungsrahmen: Sicherheit"),
    ]


def test_layers_can_be_switched_and_follow_the_filters(explorer):
    explorer.choose(layers=["stances"])
    assert {each.layer for each in annotate(explorer)} == {"stances"}
    explorer.choose(layers=["mentions"], countries=["RU"])
    assert [explorer.text[each.start : each.end] for each in annotate(explorer)] == ["Russland", "Moskau"]
    explorer.choose(lang="en")
    assert annotate(explorer)[0].label == "Russia (name, actor)"


def test_the_key_names_what_is_shown(explorer):
    explorer.choose(layers=["mentions", "stances"])
    names = [label for _, label in style_names(explorer, annotate(explorer))]
    assert names == [
        "Nennungen: EU", "Nennungen: Zentralasien", "Nennungen: Russland",
        "Bewertungen: negativ", "Bewertungen: positiv",
    ]  # fmt: skip


HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> <svg onload=alert(3)></svg> '
    "[China](javascript:alert(4)) **China** `x` &lt;b&gt; \u202eChina\u202c <b>China</b> </span></div>"
)


def test_hostile_text_stays_text():
    start = HOSTILE.index("<script>")
    mention = Mention("d", "m1", 0, start, len(HOSTILE), HOSTILE, "<b>", "name", None, "actor", "narrator")
    data = {
        "mentions": tables.frame("mentions", [mention]),
        "segments": tables.frame("segments", [Segment("d", "s1", "title", 0, len(HOSTILE))]),
    }
    html = to_html(Explorer(data, {"d": HOSTILE}))
    for tag in ("<script", "<img", "<svg", "<b>", 'onerror="'):
        assert tag not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("fixture", ["empty", "single", "large"])
def test_any_number_of_rows_can_be_shown(request, fixture):
    explorer = request.getfixturevalue(fixture)
    found = annotate(explorer)
    assert "".join(piece.text for block in blocks(explorer, found) for piece in block.pieces) == explorer.text
    assert len(found) == {"empty": 0, "single": 1, "large": 8750 + 5000 + 7500}[fixture]


def test_class_names_hold_no_more_than_class_names():
    assert classes(_marks([(0, 1)])) == "mark mentions mentions-other"
