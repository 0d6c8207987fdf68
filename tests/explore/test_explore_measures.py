"""Indicators for readers: by name, with scale, interval, n and a small bar; without evidence folded."""

from __future__ import annotations

import pytest

from analysis import analyse
from analysis.explore import Explorer, Key, view_measures, view_table
from analysis.explore.measures import measures
from analysis.explore.widgets.parts import MeasuresWidget
from analysis.framing import INDICATORS
from analysis.framing.naming import BOUNDS, describe_indicator

TEXT = "Kasachstan lobt China. Russland kritisiert Kasachstan. „Die USA helfen uns“, sagte Präsident Tokajew."


@pytest.fixture(scope="module")
def result():
    return analyse(TEXT)


@pytest.fixture
def explorer(result):
    return Explorer.of(result, lang="de")


def _widget(explorer, view=None):
    return next(w for w in _all(view or view_measures(explorer)) if isinstance(w, MeasuresWidget))


def _all(view):
    yield view
    for child in getattr(view, "children", ()):
        yield from _all(child)


@pytest.mark.parametrize("name", list(INDICATORS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_indicator_has_a_name_a_scale_and_an_explanation(name, lang):
    naming = describe_indicator(name, lang)
    assert naming.name != name
    assert "_" not in naming.name
    assert naming.scale
    assert naming.explanation.endswith(".")
    assert naming.kind in (*BOUNDS, "rate")


def test_names_tell_indicators_apart():
    for lang in ("de", "en"):
        names = [describe_indicator(name, lang).name for name in INDICATORS]
        assert len(names) == len(set(names))


def test_every_row_is_shown_once(explorer):
    shown = [
        value.key.row_id
        for group in measures(explorer)
        for each in group.measures
        for value in (*each.asked, *each.others, *each.silent)
    ]
    assert sorted(shown) == sorted(f"f{index}" for index in explorer.whole["framing"].index)


def test_focus_and_poles_come_first_and_what_has_no_evidence_is_folded(explorer):
    share = next(each for group in measures(explorer) for each in group.measures if each.indicator == "attention_share")
    assert share.name == "Anteil an den Nennungen"
    assert share.asked[0].unit == "Zentralasien"
    assert {value.unit for value in share.asked} <= {"Zentralasien", "Russland", "China", "USA"}
    framing = explorer.whole["framing"]
    for group in measures(explorer):
        for each in group.measures:
            for value in (*each.asked, *each.others, *each.silent):
                row = framing.loc[int(value.key.row_id[1:])]
                assert (value in each.silent) == (not len(row["evidence"]) or value.value == "unbekannt")


def test_bars_lie_on_the_scale(explorer):
    for group in measures(explorer):
        for each in group.measures:
            for value in (*each.asked, *each.others):
                assert 0 <= value.place <= 100
                if value.low is not None:
                    assert 0 <= value.low <= value.high <= 100
    signs = next(each for group in measures(explorer) for each in group.measures if each.indicator == "relation_sign")
    assert signs.zero == 50
    assert {value.value for value in (*signs.asked, *signs.others)} <= {"+1,00", "−1,00"}


def test_values_are_written_in_the_language_of_the_page(explorer):
    share = measures(explorer)[0].measures[0].asked[0]
    assert share.value.endswith("\u00a0%")
    assert " bis " in share.interval
    explorer.choose(lang="en")
    assert measures(explorer)[0].measures[0].asked[0].value.endswith("%")
    assert " to " in measures(explorer)[0].measures[0].asked[0].interval


def test_a_click_opens_the_evidence_and_the_language_follows(explorer):
    widget = _widget(explorer)
    name = widget.groups[0][1][0]["name"]
    row = widget.groups[0][1][0]["rows"][0][-1]
    widget._handle_custom_msg({"kind": "open", "row": row}, [])
    assert explorer.choice.evidence == (measures(explorer)[0].measures[0].asked[0].key,)
    assert isinstance(explorer.choice.evidence[0], Key)
    explorer.choose(lang="en")
    assert (name, widget.groups[0][1][0]["name"]) == ("Anteil an den Nennungen", "Share of mentions")


def test_the_table_of_indicators_is_this_view(explorer):
    widget = _widget(explorer, view_table(explorer, "framing"))
    assert [title for title, _ in widget.groups][:2] == ["Aufmerksamkeit", "Benennung"]


def test_translated_texts_mark_what_measures_the_wording():
    from analysis.reading import Document

    explorer = Explorer.of(analyse(Document.from_text(TEXT, translated=True)), lang="en")
    marked = [each.name for group in measures(explorer) for each in group.measures if each.name.endswith(" †")]
    assert "Form of the mention †" in marked
    assert "Share of mentions" not in marked
