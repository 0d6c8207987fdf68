"""Framing measured without the words is framing measured with them, whatever the text does."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis import analyse, tables
from analysis.charts import numbers_voice
from analysis.framing import DocumentTables, count_said, measure_framing, predications
from analysis.framing.derived import derive

TEXTS = {
    "quotes and modals": "„Wir müssen reden und können warten“, sagte Tokajew in Astana. Russland will das nicht.",
    "passive": "Die Ukraine wurde von Russland angegriffen. In Kasachstan wird gebaut. Usbekistan wird umworben.",
    "frames": "Die Sicherheit der Grenze und die Souveränität Kasachstans sind bedroht. China baut eine Pipeline.",
    "separated verb": "Moskau lehnt den Vorschlag Astanas ab. Washington bietet Kasachstan Hilfe an.",
    "soft hyphens": "Russ\u00adland redet. „Wir danken den Ver\u00adeinigten Staaten“, sagte Tokajew.",
    "divided words": "Die Präsidenten von Kasach-\nstan und Usbe-\nkistan sagten: „Wir fürchten nicht Russ-\nland.“",
    "decomposed letters": "Das Gespra\u0308ch mit Russland wa\u0308re no\u0308tig, sagte Tokajew in Kasachstan.",
    "hedges": "Vermutlich könnte China womöglich Kasachstan helfen. Das ist zweifellos ein Angriff auf die „Freunde“.",
    "boilerplate": "meinblatt.de\n\nRussland droht\n\nVon Anna Beispiel\n\nRussland muss Kasachstan achten.\n\nTeilen",
    "no country": "Der Hund schläft. Er könnte bellen und wird gestreichelt.",
    "nobody acts": "Russland. China. Kasachstan.",
    "a reported act": "Kasachstan forderte eine Lösung. Der Sprecher sagte, Russland solle abziehen.",
}


def masked(rows: Any) -> dict[str, list[Any]]:
    """Take the words out of rows, as a package does."""
    wording, agency = derive(DocumentTables(rows))

    def mask(row: Any) -> Any:
        return row._replace(text=" ".join("x" * count_said(row.text)))

    found = {name: list(rows[name]) for name in rows if name != "tokens"}
    found |= {name: [mask(row) for row in rows[name]] for name in ("sentences", "quotes")}
    found["mentions"] = [row._replace(text="x") for row in rows["mentions"]]
    return {**found, "wording": wording, "agency": agency}


@pytest.mark.parametrize("name", TEXTS)
def test_the_numbers_are_the_same_without_the_words(name: str) -> None:
    result = analyse(TEXTS[name])
    again = measure_framing(masked(result.rows))
    pd.testing.assert_frame_equal(again, result.framing, check_exact=True)


@pytest.mark.parametrize(
    ("text", "feature", "unit", "value"),
    [
        ("passive", "passive", "", 1.0),
        ("quotes and modals", "modal", "q1", 2.0),
        ("quotes and modals", "modal", "narrator", 1.0),
        ("passive", "passive_without_agent", "", 0.0),
    ],
)
def test_words_count_toward(text: str, feature: str, unit: str, value: float) -> None:
    wording, _ = derive(DocumentTables(analyse(TEXTS[text]).rows))
    assert (feature, unit, value) in {row[2:] for row in wording}


def test_derived_tables_keep_their_contract_and_hold_no_words() -> None:
    wording, agency = derive(DocumentTables(analyse(TEXTS["frames"]).rows))
    for name, rows in (("wording", wording), ("agency", agency)):
        assert rows
        assert list(tables.rows(name, tables.check(name, tables.frame(name, rows)))) == rows
    units = {row.unit for row in wording if row.feature == "frame"}
    assert {"security", "sovereignty"} <= units
    assert not any("Sicherheit" in str(row) or "Pipeline" in str(row) for row in (*wording, *agency))


def test_without_tokens_and_derived_tables_frames_are_unknown() -> None:
    rows = {name: found for name, found in masked(analyse(TEXTS["frames"]).rows).items() if name != "wording"}
    framing = measure_framing(rows, indicators=["frame_share", "mitigation_modals", "agency_suppression"])
    assert framing["value"].isna().all()


def test_without_words_there_are_no_predications() -> None:
    assert len(predications(analyse(TEXTS["passive"]).tables))
    rows = masked(analyse(TEXTS["passive"]).rows)
    found = predications({name: tables.frame(name, rows[name]) for name in rows if name != "framing"})
    assert set(found["word"]) <= {""}


def test_the_chart_counts_quoted_words_as_the_indicator_does() -> None:
    result = analyse(TEXTS["soft hyphens"])
    (quote,) = result.rows["quotes"]
    assert "\u00ad" in quote.text
    numbers = numbers_voice(result.quotes, result.mentions)
    assert int(numbers["words"].sum()) == count_said(quote.text) == 5
