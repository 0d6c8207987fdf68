"""Charts as objects: one signature, from a result, tables by name, or bare tables; nothing is measured twice."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import charts
from analysis.charts import CHARTS, ESSENTIAL, Chart, Source, source_of
from analysis.errors import LexiconError, TableError
from analysis.framing import Perspective

Tables = dict[str, pd.DataFrame]
PLOTS = [name for name, kind in CHARTS.items() if kind.kind == "axes"]


@pytest.fixture
def result(small: Tables) -> SimpleNamespace:
    """Stands for an `Analysis`."""
    options = SimpleNamespace(focus=("UA",), poles=("RU", "US", "KZ"), seed=5)
    return SimpleNamespace(tables=small, document=SimpleNamespace(translated=True), options=options)


def test_every_chart_has_its_functions_and_one_signature() -> None:
    signatures = {str(inspect.signature(getattr(charts, f"plot_{name}"))) for name in PLOTS}
    assert len(signatures) == 1
    parameters = inspect.signature(charts.plot_mentions).parameters
    keywords = [name for name, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY]
    assert keywords == ["focus", "poles", "lang", "ax", "seed", "top", "perspective"]
    for name in PLOTS:
        assert callable(getattr(charts, f"numbers_{name}"))
        assert callable(getattr(charts, f"describe_{name}"))
        assert {f"plot_{name}", f"numbers_{name}", f"describe_{name}"} <= set(charts.__all__)


def test_essential_charts_come_first() -> None:
    assert list(CHARTS)[: len(ESSENTIAL)] == list(ESSENTIAL)


@pytest.mark.parametrize("name", list(CHARTS))
def test_data_drawing_and_words_of_one_object(name: str, small: Tables) -> None:
    chart = CHARTS[name].of(small)
    assert isinstance(chart, Chart)
    assert chart.name == name
    assert not chart.data.empty
    assert chart.describe() == CHARTS[name].alt(small)
    assert chart.describe("en") != chart.describe("de")
    assert chart.title("en") == CHARTS[name].title["en"]
    pd.testing.assert_frame_equal(chart.data, CHARTS[name].numbers(small))
    assert chart.figure("en").axes


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_source_measures_a_chart_once(name: str, small: Tables) -> None:
    source = Source(small)
    assert CHARTS[name].chart(source) is CHARTS[name].chart(source)


def test_a_result_brings_its_perspective(result: SimpleNamespace) -> None:
    assert source_of(result).perspective == Perspective(("UA",), ("RU", "US", "KZ"), True, 5)
    assert charts.plot_position(result, lang="en").get_title(loc="left") == (
        "Where does Ukraine stand between the powers?"
    )
    assert set(CHARTS["stance_matrix"].of(result).data["target"]) == {"KZ", "RU", "UA"}


def test_what_is_said_goes_before_the_result(result: SimpleNamespace) -> None:
    chosen = source_of(result, focus=["KZ"], poles=["RU", "US"], seed=1).perspective
    assert chosen == Perspective(("KZ",), ("RU", "US"), True, 1)
    assert source_of(result, seed=9).perspective.focus == ("UA",)
    assert source_of(result, perspective=Perspective(("MD",))).perspective == Perspective(("MD",))
    assert charts.plot_roles(result, focus=["KZ"], poles=["RU", "US"]).get_title(loc="left") == (
        "In welcher Rolle erscheint Kasachstan?"
    )


def test_focus_and_poles_must_differ(small: Tables) -> None:
    with pytest.raises(LexiconError, match="RU is in both"):
        charts.plot_mentions(small, focus=["RU"])


@pytest.mark.parametrize("table", ["sentences", "mentions", "quotes", "stances", "segments", "tokens"])
def test_bare_tables_are_known_by_their_columns(table: str, small: Tables) -> None:
    source = source_of(small[table])
    assert len(source[table]) == len(small[table])
    assert all(source[other].empty for other in small if other != table)


def test_bare_tables_draw_as_named_ones_do(small: Tables) -> None:
    bare = charts.numbers_voice(small["mentions"], small["quotes"])
    pd.testing.assert_frame_equal(bare, charts.numbers_voice(small))
    two = charts.plot_stance_timeline(small["stances"], small["sentences"], lang="en")
    assert two.get_title(loc="left") == "Where in the text is each country evaluated?"


def test_foreign_tables_are_refused() -> None:
    with pytest.raises(TableError, match="No table of the contract has the columns a, b"):
        charts.plot_mentions(pd.DataFrame({"a": [1], "b": [2]}))


def test_the_seed_changes_clouds_and_no_shares(small: Tables) -> None:
    one, two = (CHARTS["position"].of(small, seed=seed).data for seed in (0, 1))
    assert one["share"].equals(two["share"])
    assert not one["low"].equals(two["low"])
    assert two.equals(CHARTS["position"].of(small, seed=1).data)


def test_top_is_how_many_countries(small: Tables) -> None:
    assert len(charts.plot_mentions(small, top=2).get_yticks()) == 2
    assert len(charts.plot_agency(small, top=1).get_yticks()) == 1
