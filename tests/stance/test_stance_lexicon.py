"""The lexicon: its examples run, its errors are caught, a user's own entries work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.errors import LexiconError
from analysis.stance import load_predicates
from analysis.stance.lexicon import predicates as lexicon
from analysis.stance.lexicon.predicates import COLUMNS, index_predicates, read_predicates

PATH = Path(lexicon.__file__).with_name("predicates.tsv")


def _rows():
    with PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_lexicon_is_large_and_without_contradiction():
    rows = _rows()
    assert len(rows) >= 1200
    signs: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        signs.setdefault((row["lemma"], row["pos"], row["frame"]), set()).add(row["sign"])
    assert not {key for key, found in signs.items() if {"+", "-"} <= found}


def test_every_entry_with_a_sign_has_an_example():
    without = [row["lemma"] for row in _rows() if row["sign"] != "0" and not row["example"]]
    assert not without


def test_examples_give_their_edge(read):
    rows = [row for row in _rows() if row["example"] and row["expected"]]
    wrong, turned = [], []
    for row, result in zip(rows, read([row["example"] for row in rows], quoted=False), strict=True):
        expected = row["expected"].split()
        sign = expected.pop() if expected[-1] in "+-" else row["sign"]
        edges = result.edges(conduct=True)
        anybody = {"?" + edge[edge.index(">") :] for edge in edges}
        missing = {edge + sign for edge in expected} - edges - anybody
        if missing:
            wrong.append((row["lemma"], row["frame"], row["example"], missing, edges))
        against = {edge + ("-" if sign == "+" else "+") for edge in expected} & edges
        if against:
            turned.append((row["lemma"], row["example"], against))
    assert len(wrong) / len(rows) <= 0.015, wrong
    assert len(turned) / len(rows) <= 0.003, turned


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("kritisieren\t\tVERB\tsubj>objekt\t-\tspeech\t1.0\t\t\t\t", "target slot 'objekt'"),
        ("kritisieren\t\tVERB\twer>obj\t-\tspeech\t1.0\t\t\t\t", "holder slot 'wer'"),
        ("kritisieren\t\tVERB\tsubj>obj\tminus\tspeech\t1.0\t\t\t\t", "sign 'minus'"),
        ("kritisieren\t\tWORT\tsubj>obj\t-\tspeech\t1.0\t\t\t\t", "pos 'WORT'"),
        ("kritisieren\t\tVERB\tsubj>obj\t-\trede\t1.0\t\t\t\t", "kind 'rede'"),
        ("kritisieren\t\tVERB\tsubj>obj\t-\tspeech\tviel\t\t\t\t", "strength 'viel'"),
        ("kritisieren\t\tVERB\tsubj>obj\t-\tspeech\t0\t\t\t\t", "strength '0'"),
        ("beenden\t\tVERB\tsubj>obj\t-\t\t1.0\tshift\t\t\t", "sign '-'"),
        ("anprangern\taus\tVERB\tsubj>obj\t-\tspeech\t1.0\t\t\t\t", "particle 'aus'"),
        ("kritisieren\tVERB", "cells instead of"),
        ("\t\tVERB\tsubj>obj\t-\tspeech\t1.0\t\t\t\t", "lemma is empty"),
    ],
)
def test_a_broken_row_is_named(tmp_path, cells, message):
    file = tmp_path / "own.tsv"
    file.write_text("\t".join(COLUMNS) + "\n" + cells + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2") as error:
        load_predicates(file)
    assert message in str(error.value)


def test_wrong_columns_and_missing_files_are_named(tmp_path):
    file = tmp_path / "own.tsv"
    file.write_text("wort\tzeichen\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="they must be lemma"):
        load_predicates(file)
    with pytest.raises(LexiconError, match="cannot be read"):
        load_predicates(tmp_path / "none.tsv")


def test_a_users_predicate_is_found_and_can_turn_one_of_ours(tmp_path, read):
    file = tmp_path / "own.tsv"
    rows = [
        "verhohnepipeln\t\tVERB\tsubj>obj\t-\tspeech\t1.0\t\t\t\town",
        "loben\t\tVERB\tsubj>obj\t-\tspeech\t1.0\t\t\t\tirony in this corpus",
    ]
    file.write_text("\t".join(COLUMNS) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    own = load_predicates(file)
    texts = ["Polen hat Litauen verhohnepipelt.", "Polen lobt Litauen.", "Polen kritisiert Litauen."]
    assert [result.edges() for result in read(texts, predicates=own)] == [{"PL>LT-"}] * 3


@pytest.mark.parametrize(
    ("row", "text", "edges"),
    [
        ("vorgaukeln\tvor\tVERB\tsubj>dat\t-\tspeech", "Polen warf Litauen den Ball zu.", set()),
        ("verhohnepipeln\t\tVERB\tsubj>obj\t-\tspeech", "Litauen wurde von Polen verhohnepipelt.", {"PL>LT-"}),
        ("verhohnepipeln\t\tVERB\tsubj>obj\t-\tspeech", "Polen hat Litauen nicht verhohnepipelt.", set()),
        ("frotzeln\t\tVERB\tsubj>über\t-\tspeech", "Polen frotzelt in Japan über Litauen.", {"PL>LT-"}),
        ("nörgeln\t\tVERB\tsubj>an\t-\tspeech", "Polen nörgelt am Iran.", {"PL>IR-"}),
        ("verhohnepipeln\t\tVERB\tsubj>obj\t-\tspeech", "„Polen verhohnepipelt Litauen“, sagte er.", {"PL>LT-"}),
    ],
)
def test_a_users_predicate_fills_its_slots(tmp_path, read, row, text, edges):
    file = tmp_path / "own.tsv"
    file.write_text("\t".join(COLUMNS) + "\n" + row + "\t1.0\t\t\t\town\n", encoding="utf-8")
    own = load_predicates(file)
    (result,) = read([text], predicates=own)
    lemma = row.split("\t")[0]
    assert result._replace(stances=[r for r in result.stances if r.rule.startswith(lemma)]).edges() == edges


def test_forms_lead_to_entries():
    entries = [e for e in read_predicates(PATH) if e.lemma in ("anprangern", "vorwerfen") and not e.effect]
    index = index_predicates(entries)
    assert any(not head.split for head in index.heads["angeprangert"])
    assert any(not head.split for head in index.heads["anzuprangern"])
    assert any(head.split for head in index.heads["warf"])
    assert "angeprangertes" in index.heads
