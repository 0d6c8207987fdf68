"""The network of 5 to 40 nodes: what touches what in the drawn figure, who is gathered, and what widths mean."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from measured import box_of, crossing, drawn, overlap, touching

from analysis.charts import CHARTS, saving
from analysis.charts.network_plan import OTHERS, gather
from analysis.framing import DEFAULT
from analysis.tables import Stance, frame

CODES = [
    "KZ",
    "RU",
    "CN",
    "US",
    "UA",
    "TR",
    "IN",
    "IR",
    "GB",
    "AM",
    "AZ",
    "GE",
    "BY",
    "JP",
    "AF",
    "PK",
    "KR",
    "DE",
    "FR",
    "PL",
    "MN",
    "SA",
    "AE",
    "IT",
    "ES",
    "CA",
    "CZ",
    "HU",
    "SE",
    "FI",
]
NAMES = [
    "Weltbank", "Internationaler Währungsfonds", "Shanghaier Organisation für Zusammenarbeit",
    "ein Diplomat aus Almaty", "Human Rights Watch",
    "Institut für Strategische Studien in Taschkent", "Gazprom", "Amnesty International",
    "Handelskammer", "Fischereiverband",
]  # fmt: skip
NETWORK = CHARTS["network"]


def stances(edges: list[tuple[str | None, str, int]]) -> pd.DataFrame:
    """Give a table of stances from holder (a code, a name, or nobody), target and sign."""
    rows = [
        Stance("d", f"t{number}", 0, 0, 1, holder, None, holder if holder and len(holder) == 2 else None, "narrator",
               target, None, sign, 0.5, False, "act", "x", ())
        for number, (holder, target, sign) in enumerate(edges, start=1)
    ]  # fmt: skip
    return frame("stances", rows)


def network(nodes: int, seed: int) -> pd.DataFrame:
    """Give a network of so many nodes by chance, in which few evaluate much and many little."""
    chance = random.Random(seed)
    codes = CODES[: max(nodes - nodes // 4, 4)]
    every: list[str] = [*codes, *NAMES[: nodes - len(codes)]]
    weights = [(place + 1) ** -0.7 for place in range(len(every))]
    edges = [(node, codes[(at + 1 + seed) % 4], 1) for at, node in enumerate(every)]
    edges.extend(
        (chance.choices(every, weights)[0], chance.choice(codes), chance.choice((1, 1, -1))) for _ in range(3 * nodes)
    )
    return stances([(holder, target, sign) for holder, target, sign in edges if holder != target])


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("all_drawn", [False, True], ids=["gathered", "all"])
@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("nodes", [5, 10, 20, 40])
def test_no_name_touches_a_name_a_node_or_an_arrow(nodes: int, seed: int, all_drawn: bool, lang: str) -> None:
    with saving():
        ax = NETWORK.plot(network(nodes, seed), lang=lang, top=nodes if all_drawn else None)  # type: ignore[arg-type]
        figure = ax.get_figure(root=True)
        assert touching(figure) == []
        texts = drawn(figure)
        names = [text for text in texts if text.get_zorder() == 5]
        numbers = [text for text in texts if text.get_zorder() == 4]
        assert names
        assert crossing(figure, names) == {}
        assert set(crossing(figure, numbers).values()) <= {1}  # its own arrow
        circles = [mark.get_window_extent() for mark in ax.collections]
        assert not any(overlap(a, b) for a, b in combinations(circles, 2))
        assert not [(t.get_text(), c) for t in [*names, *numbers] for c in circles if overlap(box_of(t), c)]


@pytest.mark.parametrize("seed", range(3))
def test_an_unnamed_holder_is_touched_by_no_arrow(seed: int) -> None:
    """The article once drew an arrow through „ungenannt“."""
    edges = [(None, "RU", -1), ("US", "KZ", 1), ("RU", "UA", -1), ("US", "RU", -1), ("KZ", "US", 1)]
    random.Random(seed).shuffle(edges)
    figure = NETWORK.plot(stances(edges)).get_figure(root=True)
    names = [text for text in drawn(figure) if text.get_text() in {"ungenannt", "Russland", "Ukraine", "USA"}]
    assert len(names) == 4
    assert crossing(figure, names) == {}


def gathered(nodes: int, *, top: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    edges = NETWORK.of(network(nodes, 0)).data
    return edges, gather(edges, DEFAULT, top=top).edges


def test_the_weakest_nodes_become_one_and_nothing_is_lost() -> None:
    edges = NETWORK.of(network(40, 0)).data
    found = gather(edges, DEFAULT, top=12)
    kept = {*found.edges["holder"], *found.edges["target"]}
    assert len(kept) == 12
    assert {OTHERS, "CENTRAL_ASIA", "RU", "CN", "US"} <= kept
    assert found.nodes == len({*edges["holder"], *edges["target"]}) - 11
    assert int(found.edges["n"].sum()) + found.within == int(edges["n"].sum())
    untouched = found.edges[(found.edges.index >= 0)]
    pd.testing.assert_frame_equal(untouched.sort_index(), edges.loc[sorted(untouched.index)])


@pytest.mark.parametrize(("nodes", "top"), [(5, 15), (16, 16), (17, 16)])
def test_one_weak_node_alone_keeps_its_name(nodes: int, top: int) -> None:
    edges, whole = gathered(nodes, top=top)
    n = len({*edges["holder"], *edges["target"]})
    assert (OTHERS in {*whole["holder"], *whole["target"]}) == (n > top)


def test_the_caption_says_who_is_gathered_and_what_is_left_out() -> None:
    with saving():
        ax = NETWORK.plot(network(40, 1))
        caption = next(text.get_text() for text in ax.texts if text.get_gid() == "caption").replace("\n", " ")
    edges = NETWORK.of(network(40, 1)).data
    found = gather(edges, DEFAULT, top=15)
    assert f"andere: {found.nodes} mit je höchstens {found.most} Belegen" in caption
    assert any(text.get_text() == f"andere ({found.nodes})" for text in ax.texts)
    shown, left = int(caption.split()[2]), int(caption.partition("schwache Pfeile (")[2].partition(")")[0])
    assert shown + left + found.within == int(edges["n"].sum())


def test_widths_of_arrows_have_a_legend() -> None:
    ax = NETWORK.plot(stances([("US", "KZ", 1)] * 9 + [("RU", "KZ", -1)] + [("CN", "KZ", 1)] * 5))
    samples = [line for line in ax.lines if line.get_gid() == "legend"]
    words = [text.get_text() for text in ax.texts if text.get_gid() == "legend"]
    assert words == ["freundlich", "ablehnend", "1 Beleg", "5", "9 Belege"]
    widths = dict(zip(words, (line.get_linewidth() for line in samples), strict=True))
    arrows = sorted(patch.get_linewidth() for patch in ax.patches)
    assert arrows == pytest.approx([widths["1 Beleg"], widths["5"], widths["9 Belege"]])
    assert np.all(np.diff(arrows) > 1)
