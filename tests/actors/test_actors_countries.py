"""Every row of the table of countries, in every form that German news uses, and the table against CLDR."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.actors import country_codes, country_name, load_gazetteer, match_countries
from analysis.actors.forms import expand_adjective, expand_demonym, expand_name, split_cell

COUNTRIES = load_gazetteer().countries
HERE = Path(__file__).parent

# Where we call a country otherwise than CLDR, and why.
OTHER_NAMES = {
    "BN": "Brunei",
    "BW": "Botswana",
    "CD": "Demokratische Republik Kongo",
    "CG": "Republik Kongo",
    "CI": "Elfenbeinküste",
    "CV": "Kap Verde",
    "GB": "Großbritannien",
    "HK": "Hongkong",
    "MD": "Moldau",
    "MF": "Saint-Martin",
    "MO": "Macau",
    "PS": "Palästina",
    "SJ": "Spitzbergen",
    "TL": "Osttimor",
    "VA": "Vatikan",
}
# Codes of CLDR that are no countries: outlying islands, groupings, test codes.
NOT_COUNTRIES = {"AC", "CP", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def codes_in(text: str) -> set[str]:
    return {reading.country for match in match_countries(text) for reading in match.readings}


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_every_country_is_found_in_all_its_forms(country):
    names = expand_name(country.name, article=country.article)
    for form in names:
        assert country.code in codes_in(f"Über {form} wird berichtet."), form
    for variant in split_cell(country.variants):
        assert country.code in codes_in(f"({expand_name(variant)[0]})"), variant
    for adjective in split_cell(country.adjectives):
        for form in expand_adjective(adjective):
            assert country.code in codes_in(f"ein {form} Haus"), form
    for demonym in split_cell(country.demonyms):
        for form in expand_demonym(demonym):
            assert country.code in codes_in(f"mit {form}"), form
    for seat in split_cell(f"{country.capital};{country.places};{country.metonyms};{country.institutions}"):
        assert country.code in codes_in(f"in {expand_name(seat)[0]}"), seat


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_every_country_has_a_genitive_where_german_has_one(country):
    forms = expand_name(country.name, article=country.article)
    plain = not set("(*") & set(country.name) and not country.name.isupper()
    if plain and country.article not in ("die", "pl") and forms[0][-1].isalpha() and forms[0][-1] not in "sxz":
        assert f"{forms[0]}s" in forms


def test_codes_are_iso_and_the_declared_others():
    from babel import Locale

    territories = {code for code in Locale("de").territories if len(code) == 2 and code.isalpha()}
    others = {"SU", "DD", "YU", "CS", "CENTRAL_ASIA", "WEST", "CIS"}
    assert country_codes() == (territories - NOT_COUNTRIES) | others


def test_names_agree_with_cldr_but_for_declared_exceptions():
    from babel import Locale

    territories = Locale("de").territories
    differing = {}
    for country in COUNTRIES:
        ours, theirs = country_name(country.code), territories.get(country.code)
        if theirs is not None and ours != theirs and country.code in country_codes():
            spellings = {theirs.replace("’", "'"), theirs.replace("St.", "St.")}
            if ours not in spellings:
                differing[country.code] = ours
    assert differing == OTHER_NAMES


def test_names_of_cldr_are_found_under_our_code():
    from babel import Locale

    names = {code: name.replace("Sonderverwaltungsregion ", "") for code, name in Locale("de").territories.items()}
    missed = {code for code, name in names.items() if code in country_codes() and code not in codes_in(name)}
    # islands without a state of their own, whose long names no newspaper writes
    assert missed <= set()


def test_rows_name_their_source():
    assert all(country.source for country in COUNTRIES)
    assert len({country.code for country in COUNTRIES}) == len(COUNTRIES)


def test_names_by_code():
    assert country_name("US") == "Vereinigte Staaten"
    assert country_name("XK", lang="en") == "Kosovo"


def test_frequent_words_hit_only_where_reviewed():
    with (HERE / "allowed_words.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) > 1500
    for row in rows:
        found = "; ".join(dict.fromkeys(match.reading.country for match in match_countries(row["word"])))
        assert found == row["countries"], row["word"]


# No state, however much one hides in the letters.
COMMON_WORDS = """
im es an am so in der de is us IM ES AN SO IN DE AT BE IT NO PS Romane Hormone Kapital digitale gespannt Metropolen
Monopolen Wasserbetriebe Spannungen vitale Polenta Katarakt Indienststellung Chili Chilis Panamahut Perserteppich
Hollandrad türkis Türkise getürkt Lateinamerika Südamerika südamerikanisch Westfalen Westeuropa westeuropäisch
Westjordanland südwestlich Bundesland Ausland Inland Festland Rheinland Saarland Franz Franke Britta Pekinese
Chinchilla Georgia Jordan Chad Kenya Rinder Kinder halten Romanze Malthus Kubatur Tongaben Amerikanistik Japanologie
neueste frühesten Terrorismus Afrika Europa europäisch Gaza Krim Tibet Bayern CD-ROM Polarkreis Türklinke Tür
Deutschmann Hochdeutsch Deutschkurs Bermudadreieck neudeutsch Neuguinea Neuengland Syriza Spandau Drehtürklausel
"""


@pytest.mark.parametrize("word", COMMON_WORDS.split())
def test_common_words_are_no_country(word):
    assert match_countries(word) == []


@pytest.mark.shared
def test_hits_among_frequent_words_of_plenary_text_are_all_reviewed(shared):
    import lzma
    import re
    from collections import Counter

    source = shared / "text" / "bundestag_2009_2017.txt.xz"
    source = source if source.exists() else shared / "data" / "text" / "bundestag_2009_2017.txt.xz"
    if not source.exists():
        pytest.skip("the plenary text is not beside the project")
    counts: Counter[str] = Counter()
    with lzma.open(source, "rt", encoding="utf-8") as file:
        counts.update(re.findall(r"[^\W\d_](?:[\w'’]|-(?=\w))*", file.read(8_000_000)))
    with (HERE / "allowed_words.tsv").open(encoding="utf-8", newline="") as file:
        allowed = {row["word"] for row in csv.DictReader(file, delimiter="\t")}
    frequent = [word for word, _ in counts.most_common(20_000)]
    hits = {word for word in frequent if match_countries(word)}
    assert hits <= allowed
