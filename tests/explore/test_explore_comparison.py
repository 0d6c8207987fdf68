"""Several texts compared: over time and by outlet, each text one observation."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis import tables
from analysis.errors import MittellageError
from analysis.explore import Explorer
from analysis.explore.comparison import by_outlet, draw_outlets, draw_over_time, over_time, period_of
from analysis.explore.texts import texts_table
from analysis.tables import DocumentRow, Framing


def _document(number: int, outlet: str | None, day: date | None) -> DocumentRow:
    return DocumentRow(f"d{number}", None, outlet, f"Titel {number}", day, "de", False, 10, 2, 1, "0")


def _explorer(texts: list[tuple[str | None, date | None, float | None]]) -> Explorer:
    documents = [_document(number, outlet, day) for number, (outlet, day, _) in enumerate(texts)]
    framing = [
        Framing(f"d{number}", indicator, unit, share, 4, None, None, ())
        for number, (_, _, value) in enumerate(texts)
        for indicator, unit, share in (
            ("attention_share", "RU", value),
            ("position_combined", "CENTRAL_ASIA:RU", value),
            ("position_combined", "CENTRAL_ASIA:CN", None if value is None else (1 - value) / 2),
            ("position_combined", "CENTRAL_ASIA:US", None if value is None else (1 - value) / 2),
        )
    ]
    data = {"documents": tables.frame("documents", documents), "framing": tables.frame("framing", framing)}
    return Explorer(data, {row.doc_id: "Text." for row in documents})


def _cells(data: pd.DataFrame, *names: str) -> list[tuple]:
    return [tuple(row) for row in data[data["unit"].str.endswith("RU")][list(names)].itertuples(index=False)]


def test_an_outlet_is_the_mean_of_its_texts_and_unknown_counts_nowhere():
    explorer = _explorer(
        [("taz", None, 0.2), ("taz", None, 0.4), ("FAZ", None, 0.9), ("FAZ", None, None), (None, None, 1)]
    )
    found = _cells(by_outlet(explorer, "attention_share"), "group", "value", "n_documents")
    assert found == [("FAZ", pytest.approx(0.9), 1), ("taz", pytest.approx(0.3), 2)]


def test_an_interval_needs_three_texts():
    explorer = _explorer([("taz", None, value) for value in (0.2, 0.4, 0.6)] + [("FAZ", None, 0.5)])
    found = by_outlet(explorer, "attention_share")
    assert found["low"].isna().tolist() == [True, False]
    assert found["low"].iloc[1] < 0.4 < found["high"].iloc[1]


@pytest.mark.parametrize(
    ("days", "length", "periods"),
    [
        ([date(2023, 2, 1), date(2023, 2, 3)], "D", ["2023-02-01", "2023-02-03"]),
        ([date(2023, 2, 1), date(2023, 2, 28), date(2023, 9, 3)], "M", ["2023-02-01", "2023-09-01"]),
        ([date(2012, 2, 1), date(2023, 2, 3)], "Y", ["2012-01-01", "2023-01-01"]),
        ([date(2023, 2, 1), None], "D", ["2023-02-01"]),
    ],
)
def test_periods_suit_the_time_between_first_and_last_text(days, length, periods):
    explorer = _explorer([(None, day, 0.5) for day in days])
    assert period_of(explorer) == length
    assert [f"{period:%Y-%m-%d}" for period in over_time(explorer, "attention_share")["period"]] == periods


def test_what_is_left_out_stands_in_the_caption():
    explorer = _explorer([("taz", date(2023, 2, 1), 0.2), (None, None, 0.4)])
    time, outlets = draw_over_time(explorer, "attention_share"), draw_outlets(explorer)
    assert time.png.startswith(b"\x89PNG")
    assert time.caption == "Anteil an den Nennungen im Zeitverlauf. Ohne Datum und darum nicht gezeigt: 1 Text."
    assert "Ohne Medium und darum nicht gezeigt: 1 Text." in outlets.caption
    assert "taz, Zentralasien: Russland 0,20 (n = 1)" in outlets.alt


def test_without_dates_and_outlets_the_page_says_what_to_do():
    explorer = _explorer([(None, None, 0.2), (None, None, 0.4)])
    assert draw_over_time(explorer, "attention_share").png == b""
    assert "taz_2023-02-28_astana.txt" in draw_outlets(explorer).alt
    assert draw_outlets(explorer).png == b""


def test_an_unknown_measure_is_named():
    with pytest.raises(MittellageError, match="no measure 'pie'"):
        by_outlet(_explorer([("taz", None, 0.2)]), "pie")


def test_the_list_of_texts_counts_what_was_found_in_each(pair):
    table = texts_table(pair)
    assert table.columns.tolist() == ["Text", "Titel", "Medium", "Datum", "Nennungen", "Zitate", "Bewertungen"]
    assert table.iloc[1].tolist() == ["e", "Berlin lobt Taschkent", "Abendblatt", "2024-05-02", 7, 1, 3]
