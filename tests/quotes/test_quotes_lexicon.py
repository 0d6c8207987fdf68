"""The reporting words: a reviewed table."""

from __future__ import annotations

import csv

import pytest

from analysis.quotes.features import CUES, cue_lexicon


def test_table_is_in_order() -> None:
    with CUES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert len({(row["lemma"], row["pos"]) for row in rows}) == len(rows)
    assert {row["pos"] for row in rows} == {"verb", "noun", "particle"}
    assert {row["medium"] for row in rows} == {"speech", "thought", "writing", "open"}
    assert {row["frame"] for row in rows} == {"clause", "act"}
    assert all(row["note"] and row["lemma"] == row["lemma"].strip() for row in rows)


@pytest.mark.parametrize(
    ("lemma", "pos", "medium"),
    [
        ("sagen", "verb", "speech"),
        ("glauben", "verb", "thought"),
        ("twittern", "verb", "writing"),
        ("laut", "particle", "open"),
    ],
)
def test_entries_that_must_be_there(lemma: str, pos: str, medium: str) -> None:
    cue = cue_lexicon()[lemma]
    assert (cue.pos, cue.medium) == (pos, medium)


@pytest.mark.parametrize("lemma", ["gehen", "Haus", "und", "fahren", "Minister"])
def test_words_that_must_not(lemma: str) -> None:
    assert lemma not in cue_lexicon()
