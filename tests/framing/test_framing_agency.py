"""Agency: roles read from small dependency trees, and the ratios over them."""

from __future__ import annotations

import pytest

from analysis.framing.agency import roles

ACTIVE = """
Russland Russland PROPN 2 nsubj
bedroht bedrohen VERB 0 root
Kasachstan Kasachstan PROPN 2 obj
"""
PASSIVE_WITH = """
Kasachstan Kasachstan PROPN 5 nsubj:pass
wird werden AUX 5 aux:pass
von von ADP 4 case
Russland Russland PROPN 5 obl
bedroht bedrohen VERB 0 root
"""
PASSIVE_WITHOUT = """
Kasachstan Kasachstan PROPN 3 nsubj:pass
wird werden AUX 3 aux:pass
bedroht bedrohen VERB 0 root
"""
EVENT = """
Russlands Russland PROPN 2 nmod Case=Gen
Angriff Angriff NOUN 6 nsubj
auf auf ADP 5 case
die der DET 5 det
Ukraine Ukraine PROPN 2 nmod
dauert dauern VERB 0 root
"""
GENITIVE_PATIENT = """
die der DET 2 det
Invasion Invasion NOUN 5 nsubj
der der DET 4 det
Ukraine Ukraine PROPN 2 nmod Case=Gen
dauert dauern VERB 0 root
"""
ADJECTIVE = """
Die der DET 3 det
zentralasiatischen zentralasiatisch ADJ 3 amod
Nationen Nation NOUN 4 nsubj
warnen warnen VERB 0 root
Moskau Moskau PROPN 4 obj
"""
POSSESSION = """
Washington Washington PROPN 2 nsubj
achtet achten VERB 0 root
Kasachstans Kasachstan PROPN 4 nmod Case=Gen
Grenze Grenze NOUN 2 obj
"""
COPULA = """
China China PROPN 4 nsubj
ist sein AUX 4 cop
ein ein DET 4 det
Partner Partner NOUN 0 root
"""
OWNS = """
Kasachstan Kasachstan PROPN 2 nsubj
hat haben VERB 0 root
Öl Öl NOUN 2 obj
"""
GETS = """
Kasachstan Kasachstan PROPN 2 nsubj
bekommt bekommen VERB 0 root
Hilfe Hilfe NOUN 2 obj
"""
DATIVE = """
China China PROPN 2 nsubj
hilft helfen VERB 0 root
Kasachstan Kasachstan PROPN 2 obl Case=Dat
"""
COORDINATED = """
Kasachstan Kasachstan PROPN 4 nsubj
und und CCONJ 3 cc
Usbekistan Usbekistan PROPN 1 conj
warten warten VERB 0 root
"""
PARTICLE = """
Astana Astana PROPN 2 nsubj
hängt hängen VERB 0 root
von von ADP 4 case
Moskau Moskau PROPN 2 obl
ab ab ADP 2 compound:prt
"""
OFFICE = """
Der der DET 2 det
US-Minister US-Minister NOUN 3 nsubj
besucht besuchen VERB 0 root
Astana Astana PROPN 3 obj
"""
HYPHEN_OFFICE = """
Der der DET 4 det
US US PROPN 4 compound
- - PUNCT 4 punct
Minister Minister NOUN 5 nsubj
besucht besuchen VERB 0 root
Astana Astana PROPN 5 obj
"""
HYPHEN_ACT = """
Die der DET 4 det
US US PROPN 4 compound
- - PUNCT 4 punct
Unterstützung Unterstützung NOUN 7 nsubj
für für ADP 6 case
Kasachstan Kasachstan PROPN 4 nmod
wächst wachsen VERB 0 root
"""
HYPHEN_THING = """
Der der DET 4 det
US US PROPN 4 compound
- - PUNCT 4 punct
Dollar Dollar NOUN 5 nsubj
steigt steigen VERB 0 root
"""
FUTURE = """
Moskau Moskau PROPN 4 nsubj:pass
wird werden AUX 4 aux
Astana Astana PROPN 4 obj
besuchen besuchen VERB 0 root VerbForm=Inf
"""
COORDINATED_PASSIVE = """
Kasachstan Kasachstan PROPN 3 nsubj:pass
wird werden AUX 3 aux:pass
bedroht bedrohen VERB 0 root VerbForm=Part
und und CCONJ 7 cc
von von ADP 6 case
China China PROPN 7 obl
umworben umwerben VERB 3 conj VerbForm=Part
"""
TWO_SUBJECTS = """
Washington Washington PROPN 2 nsubj
drängt drängen VERB 0 root
Kasachstan Kasachstan PROPN 2 nsubj
"""
ELSEWHERE = """
Der der DET 2 det
Botschafter Botschafter NOUN 5 nsubj
in in ADP 4 case
Russland Russland PROPN 2 nmod
schweigt schweigen VERB 0 root
"""


def spoken(tree: str) -> str:
    return " ".join(line.split()[0] for line in tree.strip().splitlines()).replace(" - ", "-")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (ACTIVE, [("RU", "agent", "bedrohen"), ("KZ", "patient", "bedrohen")]),
        (PASSIVE_WITH, [("KZ", "patient", "bedrohen"), ("RU", "agent", "bedrohen")]),
        (EVENT, [("RU", "agent", "Angriff"), ("UA", "patient", "Angriff")]),
        (GENITIVE_PATIENT, [("UA", "patient", "Invasion")]),
        (ADJECTIVE, [("CENTRAL_ASIA", "agent", "warnen"), ("RU", "patient", "warnen")]),
        (POSSESSION, [("US", "agent", "achten"), ("KZ", "possessor", "Grenze")]),
        (COPULA, [("CN", "bearer", "Partner")]),
        (OWNS, [("KZ", "bearer", "haben")]),
        (GETS, [("KZ", "beneficiary", "bekommen")]),
        (DATIVE, [("CN", "agent", "helfen"), ("KZ", "beneficiary", "helfen")]),
        (COORDINATED, [("KZ", "agent", "warten"), ("UZ", "agent", "warten")]),
        (PARTICLE, [("KZ", "patient", "abhängen"), ("RU", "other", "abhängen")]),
        (OFFICE, [("US", "agent", "besuchen"), ("KZ", "patient", "besuchen")]),
        (HYPHEN_OFFICE, [("US", "agent", "besuchen"), ("KZ", "patient", "besuchen")]),
        (HYPHEN_ACT, [("US", "agent", "Unterstützung"), ("KZ", "beneficiary", "Unterstützung")]),
        (HYPHEN_THING, [("US", "other", "Dollar")]),
        (FUTURE, [("RU", "agent", "besuchen"), ("KZ", "patient", "besuchen")]),
        (COORDINATED_PASSIVE, [("KZ", "patient", "bedrohen"), ("CN", "agent", "umwerben")]),
        (TWO_SUBJECTS, [("US", "agent", "drängen"), ("KZ", "patient", "drängen")]),
        (ELSEWHERE, [("RU", "other", "Botschafter")]),
    ],
    ids=lambda value: spoken(value) if isinstance(value, str) else "",
)
def test_roles(tree: str, expected: list[tuple[str, str, str]], text) -> None:
    view = text().add(spoken(tree), tree=tree).view
    assert [(each.mention.country, each.role, each.process) for each in roles(view)] == expected


def test_activation_is_agents_among_those_who_take_part(text, measure) -> None:
    built = text()
    for tree in (ACTIVE, PASSIVE_WITH, ADJECTIVE, DATIVE, OWNS, POSSESSION):
        built.add(spoken(tree), tree=tree)
    found = measure(built, "agency_activation")
    # Kasachstan: patient, patient, beneficiary; owning and being owned count for neither side.
    assert found["KZ"][:2] == (0.0, 3)
    assert found["CENTRAL_ASIA"][:2] == (0.25, 4)
    assert found["RU"] == (round(2 / 3, 4), 3, ("m1", "m4", "m6"))
    assert found["CN"][0] == 1.0


def test_halves_are_halves_by_words(text, measure) -> None:
    built = text().add(spoken(ACTIVE), tree=ACTIVE).add(spoken(ADJECTIVE), tree=ADJECTIVE)
    found = measure(built, "agency_half")
    assert found["CENTRAL_ASIA:first"][:2] == (0.0, 1)
    assert found["CENTRAL_ASIA:second"][:2] == (1.0, 1)
    assert found["US:first"] == (None, 0, ())


def test_roles_add_up(text, measure) -> None:
    built = text()
    for tree in (ACTIVE, OWNS, POSSESSION):
        built.add(spoken(tree), tree=tree)
    found = measure(built, "agency_role")
    shares = {role: found[f"KZ:{role}"][0] for role in ("agent", "patient", "bearer", "possessor")}
    assert shares == {"agent": 0.0, "patient": 0.3333, "bearer": 0.3333, "possessor": 0.3333}


def test_suppression_is_passives_without_a_doer(text, measure) -> None:
    built = text()
    for tree in (PASSIVE_WITH, PASSIVE_WITHOUT, ACTIVE):
        built.add(spoken(tree), tree=tree)
    assert measure(built, "agency_suppression")["text"] == (0.5, 2, ("0", "1"))


@pytest.mark.parametrize(
    "indicator", ["agency_activation", "agency_half", "agency_suppression", "nomination_possessive"]
)
def test_without_a_tree_agency_is_unknown(indicator, text, measure) -> None:
    found = measure(text().add("Russland bedroht Kasachstan"), indicator)
    assert {value for value, _, _ in found.values()} == {None}


def test_a_broken_tree_ends(text) -> None:
    built = text().add("Russland droht", tree="Russland Russland PROPN 2 nmod\ndroht drohen NOUN 1 nmod")
    assert [each.role for each in roles(built.view)] == ["possessor"]


@pytest.mark.parametrize(
    ("noun", "known"),
    [("Außenminister", True), ("Nachbarstaat", True), ("Nation", True), ("Kombination", False), ("Preise", False),
     ("Einführung", False), ("Eindruck", False), ("Gasexport", True), ("Handelskrieg", True)],
)  # fmt: skip
def test_ends_of_compounds_are_not_free(noun: str, known: bool) -> None:
    from analysis.framing.agency import find_noun

    assert (find_noun(noun) is not None) is known


def test_nomination(text, measure) -> None:
    built = text().add("Russland und Moskau und Russlands Bürger").add(spoken(POSSESSION), tree=POSSESSION)
    found = measure(built, "nomination_share")
    assert found["RU:name"] == (round(2 / 3, 4), 3, ("m1", "m3"))
    assert found["RU:capital"] == (round(1 / 3, 4), 3, ("m2",))
    assert found["CN"] == (None, 0, ())
    assert measure(built, "nomination_possessive")["KZ"][:2] == (1.0, 1)


def test_inventories_and_concordance(text) -> None:
    from analysis.framing import concordance, nominations, predications

    attributed = "Das der DET 3 det\nmächtige mächtig ADJ 3 amod\nChina China PROPN 4 nsubj\nwartet warten VERB 0 root"
    built = text().add(spoken(COPULA), tree=COPULA).add(spoken(attributed), tree=attributed)
    tables = built.tables
    named = nominations(tables)
    assert named[["unit", "form", "text", "n", "ids"]].to_numpy().tolist() == [["CN", "name", "China", 2, ("m1", "m2")]]
    said = {(row.relation, row.word) for row in predications(tables).itertuples()}
    assert said == {("predicate", "Partner"), ("attribute", "mächtig"), ("agent", "warten")}
    shown = concordance(tables, ("m2",), width=9)
    assert shown[["left", "text", "right"]].to_numpy().tolist() == [["mächtige", "China", "wartet"]]
