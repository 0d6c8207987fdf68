"""One vocabulary: what page and report have in common stands in one table."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from analysis.explore.listing import LISTED
from analysis.explore.terms import explained, terms_of
from analysis.explore.words import day_in_words, say, say_count
from analysis.export.report.words import say as say_in_report


def _keys(package: str) -> list[str]:
    lines = (files(package) / "words.tsv").read_text("utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]


def test_no_word_stands_twice():
    page, report = _keys("analysis.explore"), _keys("analysis.export.report")
    assert len(page) == len(set(page))
    assert len(report) == len(set(report))
    assert not set(page) & set(report)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("page", "report"),
    [
        ("form.leader", "form.leader"),
        ("form.demonym", "form.demonym"),
        ("type.indirect_free_indirect", "type.indirect_free_indirect"),
        ("speaker_role.official", "role.official"),
        ("kind.evidential", "marker.evidential"),
        ("col.variants", "col.variants"),
    ],
)
def test_page_and_report_say_the_same(page, report, lang):
    assert say(page, lang) == say_in_report(report, lang)


def test_both_call_a_cue_a_cue():
    assert say("col.cue_text", "de") == say_in_report("col.cue", "de") == "Redewort"


def test_every_label_is_in_both_languages():
    lines = (files("analysis.explore") / "words.tsv").read_text("utf-8").splitlines()
    assert all(len(line.split("\t")) == 4 and all(line.split("\t")[:3]) for line in lines)


@pytest.mark.parametrize(
    ("key", "lang", "n", "words"),
    [
        ("count.mentions", "de", 1, "1 Nennung"),
        ("count.mentions", "de", 0, "0 Nennungen"),
        ("count.stances", "en", 1, "1 stance"),
        ("evidence.rows", "en", 1, "1 piece of evidence"),
        ("concordance.n", "de", 2, "„Astana“: 2 Stellen"),
        ("concordance.n", "de", 1, "„Astana“: 1 Stelle"),
        ("caption.documents", "en", 1, "1 document"),
        ("sum.mentions", "en", 1, "The text names a country or region once: Russia."),
        ("sum.mentions", "de", 3, "Der Text nennt 3-mal ein Land oder eine Region, am häufigsten Russia."),
    ],
)
def test_one_is_singular(key, lang, n, words):
    assert say(key, lang, n=n, word="Astana", top="Russia") == words


def test_counts_and_days_are_written_in_the_language():
    assert [say_count("mentions", 1200, lang) for lang in ("de", "en")] == ["1.200 Nennungen", "1,200 mentions"]
    day = date(2023, 3, 1)
    assert [day_in_words(day, lang) for lang in ("de", "en")] == ["1. März 2023", "1 March 2023"]


@pytest.mark.parametrize("package", ["analysis.explore", "analysis.export.report", "analysis.export"])
def test_both_languages_have_the_same_places(package):
    name = "protocol.tsv" if package == "analysis.export" else "words.tsv"
    for line in (files(package) / name).read_text("utf-8").splitlines()[1:]:
        key, german, english = line.split("\t")[:3]
        places = [set(re.findall(r"\{(\w+)", text)) for text in (german, english)]
        assert places[0] == places[1], key


@pytest.mark.parametrize("package", ["analysis.explore", "analysis.export.report"])
def test_what_is_called_one_thing_is_called_so_everywhere(package):
    """One word for one thing: what tables hold are Zitate, Nennungen, Bewertungen and Marker."""
    text = (files(package) / "words.tsv").read_text("utf-8")
    for other in ("Haltung", "Signal", "Redeanzeige", "Schreibungen", "Redewiedergaben", "Kodier", "kodier"):
        assert other not in text, other


@pytest.mark.parametrize(
    ("group", "value", "lang", "words"),
    [
        ("type", "direct", "de", "die Worte selbst, in Anführungszeichen"),
        ("kind", "hedge", "en", "weakens"),
        ("kind", "act", "de", "der Bewertende tut"),
        ("speaker_role", "expert", "en", "speaks as a scholar or analyst"),
    ],
)
def test_a_word_of_a_table_has_its_definition(group, value, lang, words):
    assert explained(group, value, lang).startswith(words)


@pytest.mark.parametrize("table", ["quotes", "mentions", "stances", "markers", "actors"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_words_of_a_table_are_told_apart_by_their_column(table, lang):
    terms = terms_of(table, LISTED[table], lang)
    assert terms
    assert all(term.meaning for term in terms)
    assert len({(term.heading, term.word) for term in terms}) == len(terms)
