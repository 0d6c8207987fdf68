"""Grammar after the networks: which verb of a clause is finite. Each row is what a tagger in doubt may say."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.language.agreement import made_consistent
from analysis.language.labels import FEATURES, RELATIONS, TAGS, UPOS
from analysis.language.networks import Parsed


def parsed(rows: str) -> tuple[list[str], Parsed]:
    """Read `word/TAG/relation/head`, heads counted from 1, a root being its own."""
    words, tags, relations, heads = zip(*(row.rsplit("/", 3) for row in rows.split()), strict=True)
    count = len(words)
    return list(words), Parsed(
        upos=np.full(count, UPOS.index("VERB")),
        tags=np.array([TAGS.index(tag) for tag in tags]),
        features=np.zeros((count, len(FEATURES)), dtype=np.int64),
        heads=np.array([int(head) - 1 for head in heads]),
        relations=np.array([RELATIONS.index(relation) for relation in relations]),
        states=np.zeros((count, 2), dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("rows", "place", "tag"),
    [
        # an auxiliary that closes its clause
        ("damit/KOUS/mark/4 sie/PPER/nsubj/4 frei/ADJD/advmod/4 reisen/VVINF/root/4 können/VMINF/aux/4", 5, "VMFIN"),
        ("dass/KOUS/mark/3 Waren/NN/nsubj/3 geliefert/VVPP/root/3 werden/VAINF/aux:pass/3", 4, "VAFIN"),
        # only one of two is finite
        ("weil/KOUS/mark/3 sie/PPER/nsubj/3 kommen/VVINF/root/3 sollen/VMINF/aux/3 wollte/VMFIN/aux/3", 4, "VMINF"),
        # a participle that may be a present form
        ("ob/KOUS/mark/4 er/PPER/nsubj/4 Kiew/NE/obj/4 besucht/VVPP/root/4", 4, "VVFIN"),
        ("das/PRELS/nsubj/3 Astana/NE/obj/3 gefällt/VVPP/root/3", 3, "VVFIN"),
        # it may not: ge-
        ("die/PRELS/nsubj/3 Hilfe/NN/obj/3 gesucht/VVPP/root/3", 3, "VVPP"),
        # no subject: wie geplant
        ("wie/KOKOM/mark/2 vereinbart/VVPP/root/2", 2, "VVPP"),
        # a headline has no auxiliary
        ("Präsident/NN/nsubj/2 besucht/VVPP/root/2", 2, "VVPP"),
        # the auxiliary of the second verb serves the first
        (
            "dass/KOUS/mark/4 er/PPER/nsubj/4 Kiew/NE/obj/4 besucht/VVPP/root/4 und/KON/cc/6 "
            "informiert/VVPP/conj/4 hat/VAFIN/aux/6",
            4,
            "VVPP",
        ),
        # a form that is no infinitive, whatever it looks like
        ("Werte/NN/nsubj/3 Mängel/NN/obj/3 aufwiesen/VVINF/root/3", 3, "VVFIN"),
        ("Länder/NN/nsubj/2 haben/VAINF/root/2 Zeit/NN/obj/2", 2, "VAFIN"),
    ],
)
def test_a_clause_has_a_finite_verb(rows: str, place: int, tag: str) -> None:
    words, found = parsed(rows)
    assert TAGS[made_consistent(words, found).tags[place - 1]] == tag


def test_a_verb_made_finite_gets_a_mood_and_a_tense() -> None:
    words, found = parsed("ob/KOUS/mark/3 er/PPER/nsubj/3 besucht/VVPP/root/3")
    features = dict(zip(FEATURES, made_consistent(words, found).features[2].tolist(), strict=True))
    assert FEATURES["Mood"][features["Mood"]] == "Ind"
    assert FEATURES["Tense"][features["Tense"]] == "Pres"
