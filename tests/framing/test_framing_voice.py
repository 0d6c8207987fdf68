"""Voice, on texts counted by hand."""

from __future__ import annotations

import pytest


@pytest.fixture
def talk(text):
    return (
        text()
        .add(
            "„Wir stehen zu Kasachstan“, hieß es in Washington", quotes=[("US", "direct", "„Wir stehen zu Kasachstan“")]
        )
        .add("Washington meint, das sei gut", quotes=[("US", "indirect", "das sei gut")])
        .add("Tokajew sagte, er sei froh", quotes=[("KZ", "indirect", "er sei froh")])
        .add("Russland und China kommen vor")
        .add("Es heißt, alles sei offen", quotes=[(None, "indirect", "alles sei offen")])
    )


def test_share_of_quoted_words(talk, measure) -> None:
    found = measure(talk, "voice_share")
    assert found["US"] == (round(7 / 13, 4), 4, ("q1", "q2"))
    assert found["CENTRAL_ASIA"] == (round(3 / 13, 4), 4, ("q3",))
    assert found["anonymous"] == (round(3 / 13, 4), 4, ("q4",))
    assert found["RU"] == (0.0, 4, ())


def test_direct_share_of_each_voice(talk, measure) -> None:
    found = measure(talk, "voice_direct")
    assert found["US"] == (round(4 / 7, 4), 2, ("q1", "q2"))
    assert found["CENTRAL_ASIA"] == (0.0, 1, ("q3",))
    assert found["RU"] == (None, 0, ())


def test_access_is_zero_for_the_named_who_are_never_heard(talk, measure) -> None:
    found = measure(talk, "voice_access")
    assert found["US"] == (1.0, 2, ("q1", "q2"))
    assert found["KZ"] == (0.5, 2, ("q3",))
    assert found["RU"] == (0.0, 1, ())
    assert found["UZ"] == (None, 0, ())


def test_a_quote_within_a_quote_counts_for_the_outer_voice(text, measure) -> None:
    built = text().add(
        "Moskau sagte, Peking habe „nein“ gesagt",
        quotes=[("RU", "indirect", "Peking habe „nein“ gesagt"), ("CN", "direct", "„nein“")],
    )
    inner = built.rows["quotes"][1]._replace(parent_id="q1")
    built.rows["quotes"][1] = inner
    found = measure(built, "voice_share")
    assert found["RU"][0] == 1.0
    assert found["CN"][0] == 0.0


def test_a_reported_act_gives_nobodys_words(text, measure) -> None:
    built = text().add("Moskau forderte mehr Gas", quotes=[("RU", "reported", "forderte mehr Gas")])
    assert measure(built, "voice_share")["RU"] == (None, 0, ())
    assert measure(built, "voice_access")["RU"] == (0.0, 1, ())


def test_addressee_by_the_country_of_the_actor(talk, measure) -> None:
    talk.actor("a1", "KZ").actor("a2", "RU")
    quotes = talk.rows["quotes"]
    quotes[0] = quotes[0]._replace(addressee_actor="a1")
    quotes[1] = quotes[1]._replace(addressee_actor="a1")
    quotes[3] = quotes[3]._replace(addressee_actor="a2")
    found = measure(talk, "voice_addressed")
    assert found["CENTRAL_ASIA"] == (round(2 / 3, 4), 3, ("q1", "q2"))
    assert found["RU"] == (round(1 / 3, 4), 3, ("q4",))
    assert found["US"] == (0.0, 3, ())


def test_scare_quotes_where_the_country_is_the_topic(text, measure) -> None:
    built = (
        text()
        .add("Die „Hilfe“ von Moskau kam spät", markers=[("scare_quote", "„Hilfe“")])
        .add("Moskau schweigt")
        .add("Peking lacht")
    )
    found = measure(built, "voice_scare")
    assert found["RU"] == (0.5, 2, ("k1",))
    assert found["CN"] == (0.0, 1, ())
    assert found["US"] == (None, 0, ())


@pytest.mark.parametrize("indicator", ["voice_share", "voice_direct", "voice_addressed"])
def test_nobody_quoted_is_unknown(indicator, text, measure) -> None:
    found = measure(text().add("China schweigt"), indicator)
    assert {value for value, _, _ in found.values()} == {None}
