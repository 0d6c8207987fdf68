"""Mitigation and intensification, counted by hand."""

from __future__ import annotations

import pytest


@pytest.fixture
def speech(text):
    modal = """
    Moskau Moskau PROPN 3 nsubj
    kann können AUX 3 aux
    warten warten VERB 0 root
    """
    return (
        text()
        .add("Washington sagte, vielleicht helfe man Kasachstan",
             quotes=[("US", "indirect", "vielleicht helfe man Kasachstan")], markers=[("hedge", "vielleicht")],
             stances=[("US", "KZ", 1)], hedged=True)
        .add("Russland ist überaus stark", markers=[("booster", "überaus")], stances=[("narrator", "RU", 1)])
        .add("Moskau kann warten", tree=modal, stances=[("US", "RU", -1)])
    )  # fmt: skip


def test_hedges_per_hundred_words_of_each_voice(speech, measure) -> None:
    found = measure(speech, "mitigation_hedges")
    assert found["US"] == (25.0, 4, ("k1",))
    assert found["narrator"] == (0.0, 9, ())
    assert found["RU"] == (None, 0, ())


def test_boosters(speech, measure) -> None:
    found = measure(speech, "mitigation_boosters")
    assert found["narrator"] == (round(100 / 9, 4), 9, ("k2",))
    assert found["US"] == (0.0, 4, ())


def test_modal_verbs(speech, measure) -> None:
    found = measure(speech, "mitigation_modals")
    assert found["narrator"] == (round(100 / 9, 4), 9, ("2",))
    assert found["US"] == (0.0, 4, ())


def test_hedged_stances(speech, measure) -> None:
    found = measure(speech, "mitigation_stances")
    assert found["US"] == (0.5, 2, ("t1",))
    assert found["narrator"] == (0.0, 1, ())
    assert found["CN"] == (None, 0, ())


def test_reported_speech_is_the_narrators_wording(text, measure) -> None:
    built = text().add("Moskau drohte mit Gas", quotes=[("RU", "reported", "drohte mit Gas")])
    assert measure(built, "mitigation_hedges")["RU"] == (None, 0, ())
