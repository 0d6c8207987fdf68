"""Names of states are read as one: a sentence is parsed alike, whoever it is about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.actors import load_gazetteer
from analysis.actors.forms import expand_name, split_cell
from analysis.language import parse, state_names
from analysis.language.state_names import read_as
from analysis.reading import Document

TABLE = Path(state_names.__file__).with_suffix(".tsv")


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Turkmenistan", "Frankreich"),
        ("Kirgisistans", "Frankreichs"),
        ("Bischkek", "Washington"),
        ("Moskaus", "Washingtons"),
        ("kasachischem", "französischem"),
        ("Kasachische", "Französische"),
        ("Kasachisch", "Kasachisch"),
        ("Türkei", "Türkei"),
        ("Deutschland", "Deutschland"),
        ("deutsche", "deutsche"),
        ("russischsprachige", "russischsprachige"),
        ("China-Politik", "China-Politik"),
        ("US-Präsident", "US-Präsident"),
        ("", ""),
    ],
)
def test_form_is_read_as(form: str, expected: str) -> None:
    assert read_as(form) == expected


def test_the_table_has_what_the_gazetteer_has() -> None:
    """A name that is no name of a state would change how some other word is read."""
    known: dict[str, set[str]] = {"name": set(), "capital": set(), "adjective": set()}
    for country in load_gazetteer().countries:
        known["name"] |= {form for name in (country.name, *split_cell(country.variants)) for form in expand_name(name)}
        known["capital"] |= {form for name in split_cell(country.capital) for form in expand_name(name)}
        known["adjective"] |= set(split_cell(country.adjectives))
    wrong = [row["word"] for row in rows() if row["word"] not in known[row["list"]]]
    assert not wrong


def test_no_word_stands_twice() -> None:
    words = [row["word"] for row in rows()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("names", [("Russland", "Moskau", "russische"), ("Vanuatu", "Bamako", "usbekische")])
@pytest.mark.parametrize(
    "sentence",
    [
        "{0} wirft der Regierung in {1} vor, sie breche ihr Wort.",
        "Den {2}n Botschafter bestellte {0}s Außenministerium ein.",
        "{1} zufolge war die {2} Armee nie dort.",
    ],
)
def test_a_sentence_is_parsed_alike(sentence: str, names: tuple[str, str, str]) -> None:
    doc, other = (
        parse(Document.from_text(sentence.format(*form))) for form in (names, ("China", "Peking", "chinesische"))
    )
    assert [(token.tag_, token.dep_, token.head.i) for token in doc] == [
        (token.tag_, token.dep_, token.head.i) for token in other
    ]
