"""From numbers to passages, and the concordance."""

from __future__ import annotations

import pytest

from analysis import analyse
from analysis.errors import MittellageError
from analysis.explore import Explorer, Key, concordance, evidence_table
from analysis.explore.evidence import keys_behind, keys_of, table_of


@pytest.mark.parametrize(
    ("row_id", "table"),
    [("m1", "mentions"), ("q1", "quotes"), ("t1", "stances"), ("k1", "markers"), ("s1", "segments"), ("a1", "actors"),
     ("f0", "framing"), ("3", "sentences")],
)  # fmt: skip
def test_an_id_tells_its_table(row_id, table):
    assert table_of(row_id) == table


@pytest.mark.parametrize(
    ("mark", "table", "ids"),
    [
        ({"country": "RU", "total": 2}, "mentions", ["m5", "m6"]),
        ({"country": "UZ", "form": "capital"}, "mentions", ["m2", "m7"]),
        ({"unit": "CENTRAL_ASIA", "words": 3}, "mentions", ["m2", "m3", "m4", "m7"]),
        ({"unit": "EU"}, "quotes", ["q1"]),
        ({"unit": "anonymous"}, "quotes", []),
        ({"holder": "EU", "target": "CENTRAL_ASIA", "positive": 2}, "stances", ["t1", "t2"]),
        ({"target": "UZ", "sign": -1}, "stances", ["t3"]),
        ({"id": "m3", "country": "RU"}, "mentions", ["m3"]),
        ({"stance_id": "t2", "sign": -1}, "stances", ["t2"]),
        ({"stances": ("t1", "t3"), "holder": "DE"}, "stances", ["t1", "t3"]),
        ({"evidence": ("3", "m6")}, "framing", ["3", "m6"]),
        ({"n": 3}, "stances", ["t1", "t2", "t3"]),
    ],
)
def test_a_mark_finds_the_rows_behind_it(explorer, mark, table, ids):
    assert [key.row_id for key in keys_behind(explorer, mark, table=table)] == ids


def test_filters_hold_for_the_rows_behind_a_mark(explorer):
    explorer.choose(segments=["title"])
    assert keys_behind(explorer, {"country": "UZ"}, table="mentions") == [Key("d", "m2")]


def test_two_documents_keep_their_rows_apart(pair):
    found = keys_behind(pair, {"country": "RU"}, table="mentions")
    assert found == [Key("d", "m5"), Key("d", "m6"), Key("e", "m5"), Key("e", "m6")]
    assert keys_behind(pair, {"doc_id": "e", "country": "DE"}, table="mentions") == [Key("e", "m1")]
    assert len(evidence_table(pair, found)) == 4


def test_evidence_shows_the_passage_in_its_sentence(explorer):
    table = evidence_table(explorer, [Key("d", "t3"), Key("d", "q1")])
    assert table[["table", "id", "passage"]].values.tolist() == [
        ["quotes", "q1", "„Wir schätzen Usbekistan“"],
        ["stances", "t3", "drohte"],
    ]
    assert table["sentence"].tolist() == [
        "„Wir schätzen Usbekistan“, sagte Minister Weber.",
        "Moskau drohte Taschkent, hieß es.",
    ]


def test_an_indicator_opens_to_the_rows_that_it_rests_on(explorer):
    keys = keys_of(explorer, "framing")
    assert keys == [Key("d", "f0")]
    assert evidence_table(explorer, keys)["id"].tolist() == ["m6", "3"]


def test_unknown_rows_have_no_evidence(explorer):
    assert evidence_table(explorer, [Key("d", "m99"), Key("x", "m1"), Key("d", "f7")]).empty
    assert evidence_table(explorer).empty


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Taschkent", ["Taschkent", "Taschkent"]),
        ("taschkent", ["Taschkent", "Taschkent"]),
        ("Usbekistan", ["Usbekistan"]),
        ("Usbekistan*", ["Usbekistan", "Usbekistans"]),
        ("*stan", ["Usbekistan"]),
        ("Minister Weber", ["Minister Weber"]),
        ("zu   Russ*", ["zu Russland"]),
        ("Russ.and", []),
        ("", []),
    ],
)
def test_concordance_finds_words_and_parts_of_words(explorer, word, found):
    assert concordance(explorer, word)["word"].tolist() == found


def test_concordance_tells_who_speaks_and_where(explorer):
    table = concordance(explorer, "Usbekistan*", width=8)
    assert table[["left", "right", "voice", "segment"]].values.tolist() == [
        ["", "“, sagte", "Weber", "lead"],
        ["Weber.", "Nähe zu", "narrator", "paragraph"],
    ]
    explorer.choose(voices=["Weber"])
    assert len(concordance(explorer, "Usbekistan*")) == 1
    explorer.choose(voices=[], segments=["title"])
    assert concordance(explorer, "Usbekistan*").empty


def test_concordance_finds_line_breaks_between_words(explorer):
    assert concordance(explorer, "Taschkent „Wir")["word"].tolist() == ["Taschkent „Wir"]


@pytest.mark.parametrize("word", ["*", "…", "(("])
def test_concordance_of_nothing_says_what_to_type(explorer, word):
    with pytest.raises(MittellageError, match="type a word"):
        concordance(explorer, word)


def test_concordance_of_5000_rows(large):
    assert len(concordance(large, "Taschkent")) == 2500


def test_a_concordance_finds_divided_words() -> None:
    explorer = Explorer.of(analyse("Rus\u00adsische Truppen. Die Ukra-\nine wartet auf Poli\u00adti\u00adker:innen."))
    assert concordance(explorer, "russ*")["word"].tolist() == ["Russische"]
    assert concordance(explorer, "Ukraine")[["start", "end"]].to_numpy().tolist() == [[24, 33]]
    assert concordance(explorer, "Politikerinnen")["left"].tolist() == ["Russische Truppen. Die Ukraine wartet auf"]
