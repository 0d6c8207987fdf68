"""Markers of certainty by list: whole words, whatever their case, the longest first, each place once."""

from __future__ import annotations

import re

import pytest

from analysis.language import parse
from analysis.stance import marker_rows
from analysis.stance.output import markers

SENTENCES = (
    ("Angeblich will Astana wohl verhandeln.", ["Angeblich", "wohl"]),
    ("Das Wohl des Landes ist VIELLEICHT gefährdet.", ["Wohl", "VIELLEICHT"]),
    ("Die Wohlhabenden schwiegen; sie wohnten dort.", []),
    ("Nach eigenen Angaben liefert Moskau Gas.", ["Nach eigenen Angaben"]),
    ("Nach eigenen Regeln liefert Moskau Gas.", []),
    ("„Vielleicht-Politik“ schrieb sie.", ["Vielleicht"]),
    ("vielleicht_doch, vielleicht!", ["vielleicht"]),
    ("", []),
)


@pytest.mark.parametrize(("text", "found"), SENTENCES)
def test_markers_are_whole_words(text: str, found: list[str]) -> None:
    rows = [row for row in marker_rows(parse(text), []) if row.kind != "scare_quote"]
    assert [row.text for row in rows] == found
    assert all(text[row.start : row.end] == row.text for row in rows)


def test_the_look_at_first_words_finds_what_a_look_at_each_character_finds() -> None:
    words = sorted(markers._lexicon().kinds, key=len, reverse=True)
    every = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
    text = " ".join(
        piece for word in words for piece in (word, word.upper(), f"x{word}", f"{word}x", f"-{word}", word[:-1])
    )
    rows = [row for row in marker_rows(parse(text), []) if row.kind != "scare_quote"]
    assert [(row.start, row.end) for row in rows] == [match.span() for match in every.finditer(text)]
