"""Inflection of the lexicon's words."""

from __future__ import annotations

import pytest

from analysis.stance.lexicon.forms import adjective_forms, noun_forms, participle, verb_forms


@pytest.mark.parametrize(
    ("infinitive", "expected"),
    [
        ("kritisieren", "kritisiert"),
        ("verraten", "verraten"),
        ("hintergehen", "hintergangen"),
        ("rechtfertigen", "gerechtfertigt"),
        ("unterstützen", "unterstützt"),
        ("verhängen", "verhängt"),
        ("geben", "gegeben"),
        ("gelingen", "gelungen"),
        ("misstrauen", "misstraut"),
        ("brandmarken", "gebrandmarkt"),
        ("bedenken", "bedacht"),
        ("öffnen", "geöffnet"),
    ],
)
def test_participles(infinitive, expected):
    assert participle(infinitive) == expected


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("werfen", {"wirft", "warf", "warfen", "würfe", "geworfen", "werfend"}),
        ("zürnen", {"zürnt", "zürnte", "zürne"}),
        ("geißeln", {"geißelt", "geißelte", "geißle"}),
        ("sein", {"sei", "seien", "ist", "sind", "waren", "wäre"}),
        ("preisen", {"preist", "pries", "gepriesen"}),
        ("retten", {"rettet", "rettete", "gerettet"}),
    ],
)
def test_verb_forms(infinitive, forms):
    assert forms <= set(verb_forms(infinitive))


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("Vorwurf", {"Vorwürfe", "Vorwürfen", "Vorwurfs"}),
        ("Verbündeter", {"Verbündete", "Verbündeten"}),
        ("Partner", {"Partners", "Partnern"}),
        ("Bündnis", {"Bündnisse", "Bündnissen"}),
        ("Angriff", {"Angriffe", "Angriffen", "Angriffs"}),
    ],
)
def test_noun_forms(noun, forms):
    assert forms <= set(noun_forms(noun))


def test_adjective_forms():
    assert {"übles", "üblere"} <= set(adjective_forms("übel"))
    assert {"stärkere", "starken"} <= set(adjective_forms("stark"))
