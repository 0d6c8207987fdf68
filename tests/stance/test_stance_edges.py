"""Plain sentences and traps, each with the edges that a careful reader draws and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TABLE = Path(__file__).with_name("edges.tsv")


def _rows():
    """Yield the rows; those that the reader is known to get wrong have to be marked anew when it gets them right."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            marks = [pytest.mark.xfail(reason=row["note"])] if row["known"] == "wrong" else []
            yield pytest.param(row["text"], row["edges"], id=row["text"][:40], marks=marks)


@pytest.mark.parametrize(("text", "edges"), list(_rows()))
def test_edges(read, text, edges):
    (result,) = read([text])
    assert sorted(result.edges(conduct=True)) == sorted(edges.split())


def test_holders_are_no_pronouns_and_no_things(read):
    texts = [
        "Der polnische Minister kam. Er lobte Litauen.",
        "Die Ministerin aus Warschau sprach. Sie sagte, Litauen sei ein verlässlicher Partner.",
        "Der Strom war dazu gedacht, die Sanktionen gegen Russland zu umgehen.",
        "Das Treffen half Litauen.",
    ]
    names = {row.holder for result in read(texts) for row in result.stances}
    assert not {"er", "sie", "Er", "Sie", "Strom", "Treffen"} & names
