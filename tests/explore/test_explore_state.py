"""Choosing, filtering, undoing: all that a click does, without a browser."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MittellageError
from analysis.explore import Explorer, Key


@pytest.mark.parametrize(
    ("choice", "mentions", "quotes", "stances"),
    [
        ({}, 7, 1, 3),
        ({"countries": ["UZ"]}, 4, 0, 3),
        ({"countries": ["DE"]}, 1, 1, 2),
        ({"countries": ["RU", "DE"]}, 3, 1, 3),
        ({"voices": ["Weber"]}, 1, 1, 1),
        ({"voices": ["narrator"]}, 6, 0, 2),
        ({"types": ["capital"]}, 4, 1, 3),  # quotes and stances have no type "capital", so they stay whole
        ({"types": ["act"]}, 7, 1, 2),
        ({"segments": ["title"]}, 2, 0, 1),
        ({"segments": ["lead", "paragraph"], "countries": ["UZ"]}, 3, 0, 2),
        ({"countries": ["UZ"], "voices": ["Weber"], "types": ["name"]}, 1, 0, 1),
    ],
)
def test_filters_narrow_every_table_by_what_they_mean_there(explorer, choice, mentions, quotes, stances):
    explorer.choose(**choice)
    assert [len(explorer.table(name)) for name in ("mentions", "quotes", "stances")] == [mentions, quotes, stances]


def test_tables_that_measure_the_whole_text_are_never_narrowed(explorer):
    explorer.choose(countries=["RU"], voices=["Weber"])
    assert len(explorer.table("sentences")) == 4
    assert len(explorer.table("framing")) == 1


def _counts(options):
    return [(option.value, option.n) for option in options]


def test_a_chip_counts_what_the_chart_on_its_question_counts(explorer):
    assert _counts(explorer.options["countries"]) == [("UZ", 4), ("RU", 2), ("DE", 1)]
    assert dict(explorer.options["countries"][0].rows) == {"mentions": 4, "stances": 3}
    assert _counts(explorer.options["voices"]) == [("Weber", 1), ("narrator", 0)]
    assert _counts(explorer.options["segments"]) == [("paragraph", 4), ("title", 2), ("lead", 1)]
    assert _counts(explorer.options["types"])[:2] == [("capital", 4), ("name", 3)]


@pytest.mark.parametrize(
    ("choice", "facet", "expected"),
    [
        ({"countries": ["RU"]}, "countries", {"UZ": 4, "RU": 2, "DE": 1}),  # its own filter recounts nothing
        ({"countries": ["RU"]}, "segments", {"paragraph": 2, "title": 0, "lead": 0}),
        ({"segments": ["lead"]}, "countries", {"UZ": 1, "RU": 0, "DE": 0}),
        ({"segments": ["title"], "voices": ["Weber"]}, "countries", {"UZ": 0, "RU": 0, "DE": 0}),
        ({"countries": ["DE"], "segments": ["title"]}, "types", {"capital": 1, "name": 0, "direct": 0, "act": 1}),
    ],
)
def test_chips_are_recounted_under_the_other_filters(explorer, choice, facet, expected):
    explorer.choose(**choice)
    found = dict(_counts(explorer.recount()[facet]))
    assert {value: found[value] for value in expected} == expected
    assert [option.value for option in explorer.recount()[facet]] == [o.value for o in explorer.options[facet]]


def test_a_stance_of_a_state_toward_itself_counts_once(explorer):
    explorer.whole["stances"].loc[0, "holder_country"] = "UZ"
    [option] = [option for option in explorer.options["countries"] if option.value == "UZ"]
    assert dict(option.rows)["stances"] == 3


def test_turning_to_another_view_is_no_step_to_take_back(explorer):
    explorer.choose(countries=["RU"])
    explorer.look("charts")
    explorer.undo()
    assert (explorer.choice.countries, explorer.choice.view) == ((), "charts")
    assert not explorer.can_undo


def test_a_jump_shows_the_text_and_knows_the_way_back(pair):
    seen = []
    pair.observe_jumps(seen.append)
    pair.look("tables")
    pair.jump(("e", "t3"))
    assert (pair.choice.view, pair.choice.document, pair.came_from, seen) == ("text", "e", "tables", [("e", "t3")])
    pair.look("tables")
    assert pair.came_from is None


def test_undo_and_redo_walk_the_choices(explorer):
    explorer.choose(countries=["RU"])
    explorer.choose(lang="en")
    assert explorer.undo()
    assert explorer.choice.lang == "de"
    assert explorer.choice.countries == ("RU",)
    assert explorer.undo()
    assert not explorer.undo()
    assert explorer.redo()
    assert explorer.choice.countries == ("RU",)
    explorer.choose(countries=["UZ"])
    assert not explorer.redo()  # a new change closes the way forward


def test_a_choice_that_changes_nothing_is_no_step(explorer):
    explorer.choose(lang="de")
    assert not explorer.can_undo


def test_observers_hear_before_and_after_until_they_stop(explorer):
    heard = []
    stop = explorer.observe(lambda before, after: heard.append((before.countries, after.countries)))
    explorer.choose(countries=["RU"])
    explorer.undo()
    stop()
    explorer.choose(countries=["UZ"])
    assert heard == [((), ("RU",)), (("RU",), ())]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"countries": ["FR"]}, r"countries has no value 'FR' in these tables. Values: DE, RU, UZ"),
        ({"colour": "red"}, "There is nothing called 'colour' to choose, only countries"),
        ({"lang": "fr"}, "lang has no value 'fr'"),
        ({"document": "x"}, "document has no value 'x'"),
    ],
)
def test_a_wrong_choice_says_what_is_right_and_changes_nothing(explorer, choice, message):
    with pytest.raises(MittellageError, match=message):
        explorer.choose(**choice)
    assert not explorer.can_undo


def test_no_document_is_an_error():
    with pytest.raises(MittellageError, match="no document to explore"):
        Explorer({}, {})


def test_reset_keeps_language_and_layers(explorer):
    explorer.choose(lang="en", layers=["quotes"], countries=["RU"], evidence=[Key("d", "m1")])
    explorer.reset()
    assert explorer.choice.lang == "en"
    assert explorer.choice.layers == ("quotes",)
    assert not explorer.choice.filtered
    assert explorer.choice.evidence == ()


def test_rows_of_one_document_are_those_on_show(pair):
    pair.choose(document="e")
    assert set(pair.of_document("mentions")["doc_id"]) == {"e"}
    assert len(pair.table("mentions")) == 14


_CHANGES = st.lists(
    st.sampled_from(
        [{"countries": ["RU"]}, {"countries": []}, {"voices": ["Weber"]}, {"lang": "en"}, {"layers": []}, {"word": "x"}]
    ),
    max_size=8,
)


@given(changes=_CHANGES)
def test_undoing_everything_gives_the_first_choice_back(make_explorer, changes):
    explorer = make_explorer()
    first = explorer.choice
    for change in changes:
        explorer.choose(**change)
    last = explorer.choice
    steps = 0
    while explorer.undo():
        steps += 1
    assert explorer.choice == first
    while explorer.redo():
        steps -= 1
    assert steps == 0
    assert explorer.choice == last


def test_state_needs_no_widgets():
    code = (
        "import sys, analysis.explore, analysis.explore.state, analysis.explore.layers, analysis.explore.figures;"
        "sys.exit(any(m in sys.modules for m in ('ipywidgets', 'anywidget', 'itables', 'matplotlib.pyplot')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
