"""Attention, on texts counted by hand."""

from __future__ import annotations

import math

import pytest


@pytest.fixture
def news(text):
    return (
        text()
        .add("Kasachstan hofft auf Russland", kind="title")
        .add("Washington lobt Kasachstan sehr", kind="lead")
        .add("Russland und Ukraine schweigen noch")
        .add("russischsprachige Leser gibt es")
    )


def test_share_counts_mentions_but_not_languages(news, measure) -> None:
    found = measure(news, "attention_share")
    assert found["CENTRAL_ASIA"] == (0.3333, 6, ("m1", "m4"))
    assert found["KZ"] == (0.3333, 6, ("m1", "m4"))
    assert found["RU"] == (0.3333, 6, ("m2", "m5"))
    assert found["US"] == (0.1667, 6, ("m3",))
    assert found["UA"] == (0.1667, 6, ("m6",))
    assert found["CN"] == (0.0, 6, ())


def test_lead_counts_title_and_lead_only(news, measure) -> None:
    found = measure(news, "attention_lead")
    assert found["KZ"] == (0.5, 4, ("m1", "m4"))
    assert found["RU"] == (0.25, 4, ("m2",))
    assert found["UA"] == (0.0, 4, ())


def test_decay_discounts_by_rank(news, measure) -> None:
    first, second, third = 1.0, 1 / math.log2(3), 0.5
    total = 2 * first + 2 * second + 2 * third
    found = measure(news, "attention_decay")
    assert found["KZ"][0] == round((first + second) / total, 4)
    assert found["RU"][0] == round((first + third) / total, 4)


def test_first_is_the_share_of_words_before(news, measure) -> None:
    found = measure(news, "attention_first")
    assert found["KZ"] == (0.0, 1, ("m1",))
    assert found["US"] == (round(4 / 17, 4), 1, ("m3",))
    assert found["UA"] == (round(8 / 17, 4), 1, ("m6",))
    assert found["CN"] == (None, 0, ())


def test_dispersion_is_gries_dp(text, measure) -> None:
    # Three sentences of two words; Russia stands in the first two, China only in the third.
    built = text().add("Russland schweigt").add("Russland handelt").add("China wartet")
    found = measure(built, "attention_dispersion")
    assert found["RU"][0] == pytest.approx((1 / 6 + 1 / 6 + 1 / 3) / 2, abs=1e-4)
    assert found["CN"][0] == pytest.approx((1 / 3 + 1 / 3 + 2 / 3) / 2, abs=1e-4)
    assert found["US"] == (None, 0, ())


@pytest.mark.parametrize(
    "indicator", ["attention_share", "attention_lead", "attention_decay", "attention_first", "attention_dispersion"]
)
def test_a_text_without_countries_is_unknown(indicator, text, measure) -> None:
    found = measure(text().add("Es regnet heute stark", kind="title"), indicator)
    assert {value for value, _, _ in found.values()} == {None}


def test_boilerplate_counts_nowhere(text, measure) -> None:
    built = text().add("Russland heute", kind="boilerplate").add("China lacht")
    assert measure(built, "attention_share")["RU"] == (0.0, 1, ())
