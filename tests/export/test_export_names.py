"""Readers see names as the text spells them, and states by one name in the language of the page."""

from __future__ import annotations

import pytest

from analysis import analyse
from analysis.explore import Explorer, Key, listing
from analysis.explore.explain import explain
from analysis.explore.layers import annotate
from analysis.explore.terms import named_terms
from analysis.export.names import Names, spelled_in_text
from analysis.export.report.page import report_bytes

TEXT = (
    "Der kirgisische Präsident Sadyr Dschaparow lobte China. „Peking ist ein Freund“, sagte Dschaparow in Bischkek. "
    "Tokajew warnte Russland."
)


@pytest.mark.parametrize(
    ("name", "variants", "shown"),
    [
        ("Sadyr Schaparow", ["Sadyr Dschaparow", "Dschaparow"], "Sadyr Dschaparow"),
        ("Sadyr Schaparow", ["Japarow", "Japarows"], "Japarow"),
        ("Wladimir Putin", ["Putins", "Putin"], "Wladimir Putin"),
        ("Wladimir Putin", ["Putins"], "Wladimir Putin"),
        ("Kassym-Jomart Tokajew", ["Kassym-Jomart Tokayev", "Tokajew"], "Kassym-Jomart Tokajew"),
        ("Kassym-Jomart Tokajew", ["Kassym-Jomart Tokayev", "Tokayev"], "Kassym-Jomart Tokayev"),
        ("Weber", ["Minister Weber"], "Weber"),
        ("Ana Popa", ["Ministerin Popa"], "Ana Popa"),
        ("Xi Jinping", [], "Xi Jinping"),
    ],
)
def test_the_form_of_the_text_is_shown_where_it_differs(name, variants, shown):
    assert spelled_in_text(name, variants) == shown


@pytest.fixture(scope="module")
def result():
    return analyse(TEXT)


def test_tables_keep_one_form_and_readers_see_that_of_the_text(result):
    explorer = Explorer.of(result, lang="de")
    assert "Sadyr Schaparow" in explorer.whole["quotes"]["speaker_name"].tolist()
    assert "Sadyr Dschaparow" in listing(explorer, "quotes")["Wer"].tolist()
    assert "Sadyr Dschaparow" in listing(explorer, "actors")["Name"].tolist()
    assert "Sadyr Dschaparow" in listing(explorer, "stances")["Wer"].tolist()
    assert any(each.label.startswith("wörtlich: Sadyr Dschaparow") for each in annotate(explorer))
    [card], _ = explain(explorer, [Key(explorer.choice.document, "q1")])
    assert card.title == "Sadyr Dschaparow (Kirgisistan)"
    assert dict(card.facts)["In den Tabellen"] == "Sadyr Schaparow"


def test_the_form_of_the_tables_stands_in_the_tooltip(result):
    explorer = Explorer.of(result, lang="en")
    [term] = [term for term in named_terms(explorer, "quotes") if term.word == "Sadyr Dschaparow"]
    assert (term.heading, term.meaning) == ("Who", "In the tables: Sadyr Schaparow")
    page = report_bytes(result.tables, result.document, lang="de").decode()
    assert '<span class="word" title="In den Tabellen: Sadyr Schaparow">Sadyr Dschaparow</span>' in page


def test_states_are_called_as_in_charts(result):
    names = Names(analyse("Die USA lobten Kasachstan.").tables["actors"], "en")
    assert set(names.canonical()) >= {"United States", "Kazakhstan"}
    assert names.anywhere("Vereinigte Staaten") == "United States"
    assert names.anywhere("Niemand") == "Niemand"
