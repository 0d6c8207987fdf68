"""The reading of the article in data/: the order that a careful reader sees, never brittle decimals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.charts import CHARTS, label
from analysis.framing import Perspective
from analysis.framing.findings import findings

REGION = "CENTRAL_ASIA"


@pytest.fixture(scope="module")
def values(article: Any) -> dict[tuple[str, str], Any]:
    return {(row.indicator, row.unit): row for row in article.framing.itertuples()}


def value(values: dict[tuple[str, str], Any], indicator: str, unit: str) -> float | None:
    found = values[indicator, unit].value
    return None if pd.isna(found) else float(found)


def test_the_us_courts(values) -> None:
    assert value(values, "relation_courting", f"US:{REGION}") > 0
    assert value(values, "relation_sign", f"US>{REGION}") > 0
    assert values["relation_sign", f"US>{REGION}"].n >= 3


def test_russia_is_negative(values) -> None:
    received = value(values, "relation_received", "RU")
    assert received < -0.2
    us = value(values, "relation_received", "US")
    assert us is None or us > received


def test_russia_is_tied(values) -> None:
    tie = values["relation_sign", f"{REGION}>RU"]
    assert tie.n >= 2
    assert float(tie.value) > -1
    assert value(values, "position_relations", f"{REGION}:RU") > 0


def test_china_is_thin_evidence(values) -> None:
    assert values["relation_received", "CN"].n <= 2
    assert value(values, "relation_sign", f"{REGION}>CN") is None
    shares = {pole: value(values, "attention_share", pole) for pole in ("RU", "CN", "US")}
    assert min(shares, key=shares.__getitem__) == "CN"


def test_no_russian_or_chinese_voice(values) -> None:
    assert value(values, "voice_access", "RU") == 0.0
    assert value(values, "voice_access", "CN") == 0.0
    us, own = value(values, "voice_share", "US"), value(values, "voice_share", REGION)
    assert us > own > 0


def test_position_is_nearest_to_the_us_and_farthest_from_china(values) -> None:
    us, ru, cn = (value(values, "position_combined", f"{REGION}:{pole}") for pole in ("US", "RU", "CN"))
    assert us > ru > cn


def test_object_in_the_first_half_actor_in_the_second(values) -> None:
    first, second = (value(values, "agency_half", f"{REGION}:{half}") for half in ("first", "second"))
    assert first < 0.5 < second
    assert value(values, "agency_half", "US:first") > first


def test_the_region_hedges(values) -> None:
    assert value(values, "hedging", REGION) > 0
    assert value(values, "relation_ambivalence", f"{REGION}>RU") > 0


missed = pytest.mark.xfail(reason="the reader of stance misses some edges of the article; see docs/evaluation.md")


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("Zentralasien und USA: freundlich auf beiden Seiten", marks=missed),
        pytest.param("USA: überwiegend positiv", marks=missed),
        "China: nicht bewertet",
        "nie zitiert: Russland, China",
        "Russland: überwiegend negativ",
        "zwiespältig zu: Russland",
    ],
)
def test_findings(article, expected) -> None:
    said = [f.text for f in findings(article.framing, perspective=Perspective(translated=True), name=label)]
    assert any(expected in text for text in said), said


def test_the_sheet_says_so(article) -> None:
    perspective = Perspective(translated=True)
    figure = CHARTS["sheet"].figure(article.tables, perspective=perspective)
    page = " ".join(text.get_text() for ax in figure.axes for text in ax.texts).replace("\n", " ")
    assert "Russland: überwiegend negativ" in page
    assert "Übersetzter Text" in page
