"""Relations, position and hedging, on texts counted by hand."""

from __future__ import annotations

import math

import pytest


@pytest.fixture
def net(text):
    return (
        text()
        .add("USA werben um Kasachstan", stances=[("US", "KZ", 1)])
        .add("USA helfen Kasachstan", stances=[("US", "KZ", 1), ("US", "RU", -1)])
        .add("Kasachstan dankt Washington", stances=[("KZ", "US", 1)])
        .add("Kasachstan besucht Moskau", stances=[("KZ", "RU", 1)])
        .add("Usbekistan kritisiert Russland", stances=[("UZ", "RU", -1)])
        .add("Russland überfällt die Ukraine", stances=[("narrator", "RU", -1), ("RU", "UA", -1)])
        .add("Kasachstan lobt sich", stances=[("KZ", "KZ", 1)])
    )


def test_sign_of_dyads(net, measure) -> None:
    found = measure(net, "relation_sign")
    assert found["US>CENTRAL_ASIA"] == (1.0, 2, ("t1", "t2"))
    assert found["CENTRAL_ASIA>US"] == (1.0, 1, ("t4",))
    assert found["CENTRAL_ASIA>RU"] == (0.0, 2, ("t5", "t6"))
    assert found["US>RU"] == (-1.0, 1, ("t3",))
    assert found["CN>CENTRAL_ASIA"] == (None, 0, ())
    assert "CENTRAL_ASIA>CENTRAL_ASIA" not in found


def test_ambivalence(net, measure) -> None:
    found = measure(net, "relation_ambivalence")
    assert found["CENTRAL_ASIA>RU"][0] == 1.0
    assert found["US>CENTRAL_ASIA"][0] == 0.0
    assert found["RU>CENTRAL_ASIA"][0] is None


def test_received_by_all_voices(net, measure) -> None:
    found = measure(net, "relation_received")
    assert found["RU"] == (-0.5, 4, ("t3", "t5", "t6", "t7"))
    assert found["CENTRAL_ASIA"] == (1.0, 2, ("t1", "t2"))
    assert found["CN"] == (None, 0, ())


def test_narrator(net, measure) -> None:
    found = measure(net, "relation_narrator")
    assert found["RU"] == (-1.0, 1, ("t7",))
    assert found["US"] == (None, 0, ())


def test_courting(net, measure) -> None:
    found = measure(net, "relation_courting")
    assert found["US:CENTRAL_ASIA"] == (round(1 / 3, 4), 3, ("t1", "t2", "t4"))
    assert found["RU:CENTRAL_ASIA"] == (-1.0, 1, ("t5",))
    assert found["CN:CENTRAL_ASIA"] == (None, 0, ())


def test_having_relations_is_not_courting(net, measure) -> None:
    net.rows["stances"][0] = net.rows["stances"][0]._replace(kind="relation")
    assert measure(net, "relation_courting")["US:CENTRAL_ASIA"] == (0.0, 2, ("t2", "t4"))


def test_density_and_reciprocity(net, measure) -> None:
    # Dyads: US>CA, US>RU, CA>US, CA>RU, RU>UA among US, CA, RU, UA; only US and CA answer each other.
    assert measure(net, "relation_density")["text"][0] == round(5 / 12, 4)
    assert measure(net, "relation_reciprocity")["text"][:2] == (0.4, 5)


def test_position_by_component(net, measure) -> None:
    attention = measure(net, "position_attention")
    # Sentences that name Central Asia name the US three times, Russia twice (Moskau, Russland).
    assert [attention[f"CENTRAL_ASIA:{pole}"][0] for pole in ("RU", "CN", "US")] == [0.4, 0.0, 0.6]
    relations = measure(net, "position_relations")
    assert [relations[f"CENTRAL_ASIA:{pole}"][0] for pole in ("RU", "CN", "US")] == [0.25, 0.0, 0.75]
    assert relations["CENTRAL_ASIA:US"][2] == ("t1", "t2", "t4", "t5")
    assert measure(net, "position_voice")["CENTRAL_ASIA:US"] == (None, 0, ())
    combined = measure(net, "position_combined")
    assert combined["CENTRAL_ASIA:US"][0] == round((0.6 + 0.75) / 2, 4)
    assert combined["UZ:RU"][0] == 1.0
    assert combined["TM:RU"][0] is None


def test_position_by_voice(text, measure) -> None:
    built = (
        text()
        .add("Moskau sagte, Kasachstan bleibe Partner", quotes=[("RU", "indirect", "Kasachstan bleibe Partner")])
        .add("Peking sagte, es regne", quotes=[("CN", "indirect", "es regne")])
        .add("Washington sagte, man helfe", quotes=[("US", "indirect", "man helfe")])
    )
    found = measure(built, "position_voice")
    assert [found[f"KZ:{pole}"][0] for pole in ("RU", "CN", "US")] == [1.0, 0.0, 0.0]


def test_hedging(net, measure) -> None:
    # The region's stances toward poles: Russia +1 -1, China none, United States +1.
    evenness = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)) / math.log(3)
    assert measure(net, "hedging_evenness")["CENTRAL_ASIA"] == (round(evenness, 4), 3, ("t5", "t6", "t4"))
    assert measure(net, "hedging_ambivalence")["CENTRAL_ASIA"][0] == round(2 / 3, 4)
    assert measure(net, "hedging")["CENTRAL_ASIA"][0] == round(evenness * (1 + 2 / 3) / 2, 4)


@pytest.mark.parametrize(
    ("ties", "value"),
    [
        ([("KZ", "RU", 1)], 0.0),
        ([("KZ", "RU", 1), ("KZ", "CN", 1), ("KZ", "US", 1)], 0.5),
        ([("KZ", p, s) for p in ("RU", "CN", "US") for s in (1, -1)], 1.0),
        ([("US", "KZ", 1)], None),
    ],
    ids=["sides with one", "clear with all", "mixed with all", "does nothing"],
)
def test_hedging_between_its_ends(ties, value, text, measure) -> None:
    found = measure(text().add("Alles ist offen", stances=ties), "hedging")["CENTRAL_ASIA"][0]
    assert found == value


@pytest.mark.parametrize(
    "indicator",
    ["relation_sign", "relation_received", "relation_courting", "relation_density", "relation_reciprocity", "hedging"],
)
def test_no_stance_is_unknown_and_not_neutral(indicator, text, measure) -> None:
    found = measure(text().add("Kasachstan und Russland reden"), indicator)
    assert found
    assert {value for value, _, _ in found.values()} == {None}


def test_moldova_between_the_eu_and_russia(text, measure) -> None:
    built = (
        text()
        .add("Moldau und EU und Deutschland einig", stances=[("DE", "MD", 1), ("EU", "MD", 1)])
        .add("Moldau ohne Russland", stances=[("MD", "RU", -1)])
    )
    found = measure(built, "position_combined", focus=["MD"], poles=["RU", "EU"])
    assert found["MD:EU"][0] == round((2 / 3 + 1) / 2, 4)
    assert measure(built, "relation_courting", focus=["MD"], poles=["RU", "EU"])["EU:MD"][0] == 1.0
