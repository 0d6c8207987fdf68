"""Connotations: what the table may hold, and what must and must not be found."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from analysis.stance.lexicon import WIDTH, default_predicates, known_words, words

TABLE = Path(words.__file__).with_name("connotations.tsv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_table_is_whole():
    assert len(ROWS) > 8000
    assert {row["pos"] for row in ROWS} == {"VERB", "NOUN", "ADJ"}
    assert all(row[name] in {"-2", "-1", "0", "1", "2"} for row in ROWS for name in ("holder", "agent", "patient"))
    assert all(set(row["flags"]) <= set(words.FLAGS) for row in ROWS)
    keys = [(row["lemma"], row["pos"]) for row in ROWS]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys, key=lambda key: (key[1], key[0].lower(), key[0]))


@pytest.mark.parametrize(
    ("lemma", "sign"),
    [("angreifen", -1), ("loben", 1), ("verurteilen", -1), ("unterstützen", 1), ("drohen", -1), ("danken", 1)],
)
def test_verbs_say_what_their_subject_feels(lemma, sign):
    assert np.sign(words.connotation(lemma)[0]) == sign


@pytest.mark.parametrize(("lemma", "sign"), [("lügen", -1), ("aggressor", -1), ("verlässlich", 1), ("brutal", -1)])
def test_words_say_how_somebody_looks(lemma, sign):
    assert np.sign(words.connotation(lemma)[1]) == sign


@pytest.mark.parametrize("lemma", ["tisch", "montag", "und", "", "treffen sich"])
def test_plain_words_say_nothing(lemma):
    assert not words.connotation(lemma)[:2].any()


def test_compounds_take_after_their_last_part():
    assert words.connotation("kavallerieangriff")[0] < 0
    assert words.connotation("kavallerieangriff")[-1] == 1


def test_features_have_one_row_a_word():
    rows = known_words(["Kritik", "", "kritisierte"], ["kritik", "", "kritisieren"], default_predicates())
    assert rows.shape == (3, WIDTH)
    assert rows[0].any()
    assert not rows[1].any()
