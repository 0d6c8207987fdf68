"""One table of definitions: the codebook, the app and the report say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import tables
from analysis.definitions import DEFINITIONS, define, with_tables

BOOK = Path(__file__).resolve().parent.parent / "data" / "CODEBOOK.md"
# Which group of definitions a column of the contract has.
GROUPS = {
    ("segments", "kind"): "segment",
    ("mentions", "form"): "form",
    ("mentions", "role"): "role",
    ("quotes", "type"): "type",
    ("quotes", "medium"): "medium",
    ("quotes", "speaker_role"): "speaker_role",
    ("quotes", "speaker_kind"): "kind",
    ("actors", "kind"): "kind",
    ("stances", "kind"): "kind",
    ("markers", "kind"): "marker",
}


def test_the_tables_of_the_codebook_are_those_of_the_definitions():
    page = BOOK.read_text("utf-8")
    assert with_tables(page) == page
    assert page.count("<!-- definitions: ") == 10


def test_a_definition_that_changes_changes_the_codebook():
    page = BOOK.read_text("utf-8")
    assert with_tables(page.replace("the country's name, in any case", "something else")) == page


@pytest.mark.parametrize(("table", "column"), list(GROUPS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_value_of_the_contract_has_a_definition(table, column, lang):
    [found] = [each for each in tables.describe(table) if each.name == column]
    assert found.allowed
    for value in found.allowed:
        assert define(f"{GROUPS[table, column]}.{value}", lang), value


def test_what_a_group_of_rows_is_stands_in_the_codebook():
    page = " ".join(BOOK.read_text("utf-8").split())
    for name in ("quotes", "mentions", "stances", "markers"):
        assert DEFINITIONS.say(f"table.{name}", "en") in page


@pytest.mark.parametrize(
    ("key", "lang", "words"),
    [
        ("form.demonym", "de", "seine Bewohner. Beispiel: die Russen"),
        ("quotes.cue_text", "de", "das Wort, das sagt, dass jemand spricht, mit Verbzusatz, Hilfsverb und „sich“"),
        ("marker.hedge", "en", "weakens. Example: möglicherweise"),
        ("segment.lead", "de", "erster Absatz nach der Überschrift, ohne Ortsmarke"),
        ("form.unheard_of", "en", ""),
    ],
)  # fmt: skip
def test_a_tooltip_is_plain_text_with_its_example(key, lang, words):
    assert define(key, lang) == words
