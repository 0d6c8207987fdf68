"""The charts of indicators: their numbers, layouts, and the sheet's sentences."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd
import pytest

from analysis import tables as contract
from analysis.charts import CHARTS, numbers_agency, numbers_frames, numbers_network, numbers_prominence, numbers_roles
from analysis.charts.network_plan import layout
from analysis.charts.sheet import A4
from analysis.errors import MittellageError
from analysis.framing import DEFAULT, Perspective, measure_framing, pool
from analysis.framing.findings import findings, frame_name
from analysis.tables import Stance, frame

Tables = dict[str, pd.DataFrame]


def test_agency_counts_roles(small: Tables) -> None:
    numbers = numbers_agency(small).set_index("unit")
    assert numbers.loc["US", ["agent", "patient", "n"]].tolist() == [2, 0, 2]
    assert numbers.loc["KZ", ["agent", "patient", "bearer"]].tolist() == [0, 2, 1]
    assert numbers.loc["KZ", "activation"] == 0.0


def test_frames_and_roles_by_actor(small: Tables) -> None:
    numbers = numbers_frames(small)
    assert set(numbers["frame"]) == {
        "security",
        "sovereignty",
        "economy",
        "sanctions",
        "values",
        "connectivity",
        "rivalry",
    }
    assert numbers.set_index(["unit", "frame"]).loc[("RU", "security"), "n"] == 3
    roles = numbers_roles(small).set_index(["unit", "role"])
    # Sentences 1 and 3 carry friendly stances of the US toward Kazakhstan; four sentences name it.
    assert roles.loc[("CENTRAL_ASIA", "courted"), "value"] == pytest.approx(0.5)


def test_prominence(small: Tables) -> None:
    numbers = numbers_prominence(small).set_index("unit")
    assert numbers.loc["US", "lead"] == pytest.approx(2 / 5)
    assert numbers.loc["US", "share"] == pytest.approx(2 / 11)
    assert numbers.loc["RU", "n"] == 3


def network(nodes: int) -> pd.DataFrame:
    codes = ["KZ", "RU", "CN", "US", "UA", "TR", "IN", "IR", "GB", "AM", "AZ", "GE", "BY", "JP", "AF", "PK", "KR"][
        :nodes
    ]
    rows = [
        Stance("d", f"t{i}", 0, 0, 1, a, None, a, "narrator", b, None, 1 if i % 3 else -1, 0.5, False, "act", "x", ())
        for i, (a, b) in enumerate(combinations(codes, 2), start=1)
        if i % 4 == 1 or a == "KZ"
    ]
    return frame("stances", rows)


def test_network_leaves_out_self_praise(small: Tables) -> None:
    edges = numbers_network(small["stances"])
    assert not (edges["holder"] == edges["target"]).any()
    assert edges["n"].tolist() == [2, 2, 1, 1]


def test_network_layout_is_the_same_every_time_and_keeps_nodes_apart() -> None:
    edges = numbers_network(network(17))
    first, second = layout(edges, DEFAULT), layout(edges.sample(frac=1, random_state=3), DEFAULT)
    assert first == second
    assert len(first) == 15
    assert first["CENTRAL_ASIA"] == (0.0, 0.0)
    assert min(math.dist(a, b) for a, b in combinations(first.values(), 2)) > 0.4


@pytest.mark.parametrize("lang", ["de", "en"])
def test_sheet_is_one_upright_a4_page(lang: str, small: Tables) -> None:
    figure = CHARTS["sheet"].figure(small, lang=lang, perspective=Perspective(translated=True))
    assert tuple(figure.get_size_inches()) == A4
    text = " ".join(t.get_text() for ax in figure.axes for t in ax.texts)
    assert ("Übersetzter Text" if lang == "de" else "Translated text") in text.replace("\n", " ")


def test_sheet_has_no_axes_of_its_own(small: Tables) -> None:
    with pytest.raises(MittellageError, match=r"use its figure\(\)"):
        CHARTS["sheet"].draw(small)


def test_sheet_of_nothing_says_so(nothing: Tables) -> None:
    figure = CHARTS["sheet"].figure(nothing)
    assert any("keine Auskunft" in text.get_text() for text in figure.axes[0].texts)


def test_sheet_of_two_poles_still_draws(small: Tables) -> None:
    figure = CHARTS["sheet"].figure(small, perspective=Perspective(poles=("RU", "US")))
    assert len(figure.axes) == 7


def test_findings_name_their_numbers_and_evidence(small: Tables) -> None:
    said = {finding.indicator: finding for finding in findings(measure_framing(small), lang="de")}
    silent = said["voice_access"]
    assert silent.text == "Genannt, aber nie zitiert: RU, CN."
    assert silent.units == ("RU", "CN")
    assert said["voice_share"].evidence == ("q1", "q2")
    assert "US: nicht bewertet." in [f.text for f in findings(measure_framing(small))]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_findings_of_nothing(lang, nothing: Tables) -> None:
    assert findings(contract.frame("framing"), lang=lang) == []
    assert findings(measure_framing(nothing), lang=lang) == []


def test_a_given_framing_table_is_used_and_another_perspective_measured_anew(small: Tables) -> None:
    given = measure_framing(small)
    marked = given.assign(value=given["value"].mask(given["indicator"] == "role_share", 0.25))
    assert set(numbers_roles(small | {"framing": marked})["value"]) == {0.25}
    other = numbers_roles(small | {"framing": marked}, perspective=Perspective(focus=("UA",), poles=("RU", "US")))
    assert set(other["unit"]) == {"UA"}


def test_frame_names() -> None:
    assert (frame_name("pawn"), frame_name("pawn", "en"), frame_name("eigenes")) == ("Spielball", "pawn", "eigenes")


@pytest.fixture
def three(small: Tables) -> Tables:
    """Give three documents: the tiny article, the same again, and one that only names Russia and the United States."""
    docs = [small, {name: table.assign(doc_id="e") for name, table in small.items()}]
    last = {name: table.assign(doc_id="f") for name, table in small.items()}
    last["mentions"] = last["mentions"][last["mentions"]["country"].isin(["RU", "US"])]
    last["stances"] = last["stances"].iloc[:0]
    last["quotes"] = last["quotes"].iloc[:0]
    docs.append(last)
    return {name: pd.concat([doc[name] for doc in docs], ignore_index=True) for name in small}


@pytest.mark.parametrize("name", list(CHARTS))
def test_several_documents_draw(name: str, three: Tables) -> None:
    assert CHARTS[name].figure(three).axes
    assert len(CHARTS[name].alt(three)) > 20


def test_several_documents_show_their_mean(three: Tables, small: Tables) -> None:
    alone = CHARTS["position"].numbers(small).set_index(["unit", "component", "pole"])
    pooled = CHARTS["position"].numbers(three).set_index(["unit", "component", "pole"])
    key = ("CENTRAL_ASIA", "relations", "US")
    assert pooled.loc[key, "share"] == pytest.approx(alone.loc[key, "share"])
    assert pooled.loc[key, "n"] == 2
    assert set(pooled["doc_id"]) == {"*"}
    assert numbers_agency(three).set_index("unit").loc["US", "agent"] == 3 * 2
    assert numbers_prominence(three)["doc_id"].unique().tolist() == ["d"]


def test_pool_is_the_mean_of_known_values() -> None:
    rows = [
        ("a", "voice_share", "US", 0.2, 5, 0.1, 0.4, ("q1",)),
        ("b", "voice_share", "US", 0.6, 5, 0.1, 0.9, ("q1",)),
        ("c", "voice_share", "US", None, 0, None, None, ()),
        ("a", "hedging", "KZ", None, 0, None, None, ()),
    ]
    pooled = pool(frame("framing", rows)).set_index("indicator")
    assert pooled.loc["voice_share", ["value", "n"]].tolist() == [pytest.approx(0.4), 2]
    assert pooled.loc["voice_share", ["low", "high"]].isna().all()
    assert pooled.loc["hedging", "n"] == 0
    more = pool(frame("framing", [*rows, ("d", "voice_share", "US", 0.4, 1, None, None, ())])).set_index("indicator")
    assert 0.2 < more.loc["voice_share", "low"] < 0.4 < more.loc["voice_share", "high"] < 0.6
