"""Leaders: the table, the date that chooses, and names that are somebody else's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from analysis.actors import mention_rows
from analysis.actors.leaders import is_head, leader_table
from analysis.reading.document import Document

LEADERS = leader_table().leaders


@pytest.mark.parametrize("leader", LEADERS, ids=lambda leader: leader.name)
def test_every_leader_is_found_by_full_name(leader):
    for surname in leader.surname:
        name = f"{surname} {leader.given[0]}" if leader.family_first else f"{leader.given[0]} {surname}"
        hits = leader_table().find(f"Gestern sprach {name} lange.")
        assert [hit.text.rstrip(".") for hit in hits] == [name.rstrip(".")], name
        assert leader.name in {found.name for found in hits[0].leaders}


@pytest.mark.parametrize(
    "country", ["RU", "CN", "US", "KZ", "KG", "TJ", "TM", "UZ", "UA", "BY", "DE", "FR", "GB", "TR", "IR", "IN", "JP"]
)
def test_somebody_leads_every_year_since_2012(country):
    heads = {"president", "premier", "chancellor"}
    day = date(2012, 7, 1)
    while day < date(2025, 7, 1):
        assert any(
            term.country == country
            and term.kind in heads
            and term.start <= day
            and (term.end is None or day <= term.end)
            for leader in LEADERS
            for term in leader.terms
        ), day
        day += timedelta(days=180)


def test_terms_of_one_office_overlap_by_no_more_than_a_month():
    held = {}
    for leader in LEADERS:
        for term in leader.terms:
            if term.kind in ("president", "chancellor", "foreign_minister") and term.country != "SU":
                held.setdefault((term.country, term.kind), []).append((term.start, term.end or date.max, leader.name))
    for office, terms in held.items():
        terms.sort()
        for (_, end, name), (start, _, successor) in pairwise(terms):
            assert end <= start + timedelta(days=31) or name == successor, (office, name, successor)


CASES = [
    ("Medwedew sprach.", date(2010, 5, 1), [("Dmitri Medwedew", "RU")]),
    ("Bush sprach im Weißen Haus. George Bush lächelte.", date(2005, 1, 1), [("George W. Bush", "US")] * 2),
    ("US-Präsident Bush sprach.", date(1990, 1, 1), [("George H. W. Bush", "US")]),
    ("Bundeskanzler Scholz kam.", date(2022, 5, 1), [("Olaf Scholz", "DE")]),
    ("Bundeskanzler Scholz kam.", date(2006, 5, 1), []),
    ("Scholz kam.", None, []),
    ("Olaf Scholz kam. Scholz ging.", date(2023, 1, 1), [("Olaf Scholz", "DE")] * 2),
    ("Li Qiang reiste, Li kam an.", date(2024, 1, 1), [("Li Qiang", "CN")] * 2),
    ("Ministerpräsident Li reiste.", date(2015, 1, 1), [("Li Keqiang", "CN")]),
    ("Kassym-Schomart Tokajew und Qassym-Schomart Tokayev", date(2023, 1, 1), [("Kassym-Jomart Tokajew", "KZ")] * 2),
    ("Ursula von der Leyen und von der Leyens Sprecher", date(2023, 1, 1), [("Ursula von der Leyen", "EU")] * 2),
    ("Von der Leyen kam.", date(2016, 1, 1), [("Ursula von der Leyen", "DE")]),
    ("Juncker sprach.", date(2010, 1, 1), [("Jean-Claude Juncker", "LU")]),
    ("Juncker sprach.", date(2016, 1, 1), [("Jean-Claude Juncker", "EU")]),
    ("W. Putin und Wladimir Wladimirowitsch Putin", date(2023, 1, 1), [("Wladimir Putin", "RU")] * 2),
    ("Melania Trump und Hunter Biden kamen.", date(2020, 1, 1), []),
    ("Melania Trump und Donald Trump. Trump sprach.", date(2020, 1, 1), [("Donald Trump", "US")] * 2),
    ("Ken Rice lehrt Physik. Rice forscht.", date(2008, 1, 1), []),
    ("Der Kohl schmeckt, Wenn und Aber, Mai und Kurs.", date(2023, 1, 1), []),
    ("Michel Barnier und Charles Michel", date(2020, 1, 1), [("Charles Michel", "EU")]),
    ("Der Sprecher Peskow schwieg.", date(2023, 1, 1), []),
]


@pytest.mark.parametrize(("text", "day", "named"), CASES)
def test_date_and_context_choose(parsed, text, day, named):
    rows = [row for row in mention_rows(parsed(text, day=day)) if row.form == "leader"]
    assert [(row.entity, row.country) for row in rows] == named


def test_who_takes_office_later_is_no_leader_yet():
    tusk = next(leader for leader in LEADERS if leader.name == "Donald Tusk")
    assert tusk.term_on(date(2000, 1, 1)) is None
    assert tusk.term_on(date(2016, 1, 1)).country == "EU"
    assert tusk.term_on(date(2024, 1, 1)).country == "PL"
    assert tusk.in_office(date(2021, 1, 1)) is False


def test_heads_are_mentions_and_speakers_are_not():
    by_name = {leader.name: leader for leader in LEADERS}
    assert is_head(by_name["Sergej Lawrow"].terms[-1])
    assert not is_head(by_name["Dmitri Peskow"].terms[-1])
    assert not is_head(by_name["António Guterres"].terms[-1])


def test_without_a_date_the_office_is_open(plain):
    assert Document(doc_id="d", text="x").date is None
    rows = mention_rows(plain("Putin sprach."))
    assert [row.country for row in rows] == ["RU"]


@pytest.mark.parametrize(
    "text", ["so Moskau ' Putin kritisierte Deutschland.", "„Ja.“ ’ Putin schwieg.", "sagte er . Putin schwieg."]
)
def test_a_mark_before_a_surname_is_no_given_name(plain, text):
    assert "Putin" in [row.text for row in mention_rows(plain(text))]
