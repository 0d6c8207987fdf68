"""The numbers behind the charts, on a tiny article counted by hand."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from analysis.charts import (
    CHARTS,
    label,
    numbers_dispersion,
    numbers_mentions,
    numbers_position,
    numbers_stance_matrix,
    numbers_stance_timeline,
    numbers_voice,
    plot_mentions,
    plot_position,
    plot_stance_timeline,
)
from analysis.charts.ink import ink_on, tint
from analysis.charts.style import COLOURS, number, percent, short_label, shorten
from analysis.framing import Perspective
from analysis.tables import frame

Tables = dict[str, pd.DataFrame]


def test_mentions_by_form(small: Tables) -> None:
    numbers = numbers_mentions(small["mentions"])
    assert numbers[["country", "name", "government", "total"]].to_numpy().tolist() == [
        ["KZ", 4, 0, 4],
        ["RU", 2, 1, 3],
        ["US", 1, 1, 2],
        ["CN", 1, 0, 1],
        ["UA", 1, 0, 1],
    ]
    assert numbers["share"].sum() == pytest.approx(1.0)


def test_mentions_beyond_the_top_are_counted_in_the_caption(small: Tables) -> None:
    ax = plot_mentions(small["mentions"], top=2)
    captions = [text.get_text() for text in ax.texts if "n =" in text.get_text()]
    assert captions == ["n = 11 Nennungen, davon 4 in 3 weiteren Ländern"]


def test_dispersion_lists_mentions_and_pieces_of_quotes(small: Tables) -> None:
    numbers = numbers_dispersion(small["mentions"], small["quotes"], small["sentences"])
    assert numbers["layer"].value_counts().to_dict() == {"mention": 11, "quote": 2}
    assert numbers["from_percent"].is_monotonic_increasing
    assert numbers["from_percent"].iloc[0] == 0
    assert numbers["to_percent"].max() <= 100


def test_voice_counts_words_and_names_the_silent(small: Tables) -> None:
    numbers = numbers_voice(small["quotes"], small["mentions"]).set_index("unit")
    assert numbers.loc["US", ["direct", "other", "words", "quotes", "mentions"]].tolist() == [4, 0, 4, 1, 2]
    assert numbers.loc["CENTRAL_ASIA", ["direct", "other", "words", "quotes", "mentions"]].tolist() == [0, 2, 2, 1, 4]
    assert numbers.loc["RU", ["words", "mentions"]].tolist() == [0, 3]
    assert numbers.loc["US", "share"] == pytest.approx(4 / 6)


def test_voice_counts_a_quote_within_a_quote_once(small: Tables) -> None:
    quotes = small["quotes"]
    quotes.loc[1, "parent_id"] = "q1"
    numbers = numbers_voice(quotes).set_index("unit")
    assert numbers.loc["CENTRAL_ASIA", "words"] == 0
    assert numbers["quotes"].sum() == 1


def test_voice_leaves_reported_acts_out(small: Tables) -> None:
    quotes = small["quotes"].assign(type="reported")
    assert numbers_voice(quotes)["words"].sum() == 0


@pytest.mark.parametrize(("name", "unit"), [("Rotes Kreuz", "other"), (None, "anonymous")])
def test_voices_without_a_country(small: Tables, name: str | None, unit: str) -> None:
    quotes = small["quotes"].assign(speaker_country=None, speaker_name=name)
    assert numbers_voice(quotes).set_index("unit").loc[unit, "words"] == 6


def test_stance_matrix(small: Tables) -> None:
    numbers = numbers_stance_matrix(small["stances"])
    found = {(r.holder, r.target): (r.positive, r.negative, r.stances) for r in numbers.itertuples()}
    assert found == {
        ("US", "CENTRAL_ASIA"): (2, 0, "t1 t2"),
        ("CENTRAL_ASIA", "RU"): (1, 1, "t3 t6"),
        ("narrator", "RU"): (0, 1, "t4"),
        ("RU", "UA"): (0, 1, "t5"),
    }
    assert numbers["mean_score"].tolist() == [0.0, 1.0, -1.0, -1.0]


def test_stance_timeline_counts_sentences_from_one(small: Tables) -> None:
    numbers = numbers_stance_timeline(small["stances"], small["sentences"])
    assert numbers["sentence"].tolist() == [1, 3, 4, 5, 5, 5]


def test_stance_timeline_labels_do_not_overlap(small: Tables) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    ax = plot_stance_timeline(small["stances"], small["sentences"])
    FigureCanvasAgg(ax.get_figure(root=True)).draw()
    boxes = [text.get_window_extent() for text in ax.texts if len(text.get_text()) < 12]
    assert len(boxes) == 6
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_position_is_barycentric_and_unknown_is_null(small: Tables) -> None:
    numbers = numbers_position(small)
    sums = numbers.groupby(["unit", "component"])["share"].sum(min_count=1)
    assert sums["CENTRAL_ASIA", "combined"] == pytest.approx(1.0)
    assert numbers[numbers["unit"] == "TM"]["share"].isna().all()
    region = numbers.set_index(["unit", "component", "pole"])
    # Sentences that name Kazakhstan name the US twice and Russia twice; friendly stances: US 2, Russia 1.
    assert region.loc[("CENTRAL_ASIA", "attention", "US"), "share"] == pytest.approx(0.5)
    assert region.loc[("CENTRAL_ASIA", "relations", "US"), "share"] == pytest.approx(2 / 3)
    assert region.loc[("CENTRAL_ASIA", "voice", "US"), "share"] == 1.0


def test_position_needs_three_poles(small: Tables) -> None:
    ax = plot_position(small, perspective=Perspective(poles=("RU", "US")))
    assert [text.get_text() for text in ax.texts] == ["Ein Dreieck braucht genau drei Pole."]


@pytest.mark.parametrize(
    ("code", "de", "en"),
    [("UZ", "Usbekistan", "Uzbekistan"), ("EU", "EU", "EU"), ("SU", "Sowjetunion", "Soviet Union"), ("ZZ", "ZZ", "ZZ")],
)
def test_labels(code: str, de: str, en: str) -> None:
    assert (label(code), label(code, "en")) == (de, en)


def test_small_helpers() -> None:
    assert (percent(0.345), percent(0.345, "en")) == ("34\u00a0%", "34%")
    assert number(-0.5, digits=1) == "−0,5"
    assert shorten("Nordatlantikvertragsorganisation", 10) == "Nordatlan…"
    assert short_label("CENTRAL_ASIA", "en") == "C. As."
    assert ink_on("#000000") == "white"
    assert ink_on(tint("#000000", 0.1)) != "white"


def test_colours_differ_in_grey() -> None:
    """Print without colour keeps the poles apart."""
    grey = {unit: sum(w * c for w, c in zip((0.299, 0.587, 0.114), tint(COLOURS[unit], 1), strict=True))
            for unit in ("RU", "CN", "US")}  # fmt: skip
    values = sorted(grey.values())
    assert min(b - a for a, b in pairwise(values)) > 0.09


def test_a_chart_of_one_row_still_draws() -> None:
    one = frame("mentions", [("d", "m1", 0, 0, 5, "China", "CN", "name", None, "actor", "narrator")])
    assert CHARTS["mentions"].draw({"mentions": one}).get_title(loc="left") == "Welche Länder werden wie oft genannt?"
