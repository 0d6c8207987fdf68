"""Quotation marks of every house, and of none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quotes.marks import mark_states, pair_marks

CASES = [
    ("„Das ist gut“, sagte er.", ["„Das ist gut“"]),
    ("«Das ist gut», sagte er.", ["«Das ist gut»"]),
    ("« Das ist gut », sagte er.", ["« Das ist gut »"]),
    ("»Das ist gut«, sagte er.", ["»Das ist gut«"]),
    ('"Das ist gut", sagte er und "nein".', ['"Das ist gut"', '"nein"']),
    ('" Das ist gut " , sagte er.', ['" Das ist gut "']),
    ("“Das ist gut”, sagte er.", ["“Das ist gut”"]),
    ("”Das ist gut”, sagte er.", ["”Das ist gut”"]),
    (",,Das ist gut'', sagte er.", [",,Das ist gut''"]),
    ("``Das ist gut'', sagte er.", ["``Das ist gut''"]),
    ("„Das ist gut”, sagte er.", ["„Das ist gut”"]),
    ('„Das ist gut", sagte er.', ['„Das ist gut"']),
    ("'Das ist gut', sagte er.", ["'Das ist gut'"]),
    ("Das ist gut“, sagte er.", ["Das ist gut“"]),
    ("Er kam. Das ist gut“, sagte er.", ["Das ist gut“"]),
    ("Er sagte: „Das ist gut. Nun ja.", ["„Das ist gut."]),
    ("„Er sagte ‚nein‘ dazu“, so Hans’ Bruder.", ["„Er sagte ‚nein‘ dazu“", "‚nein‘"]),
    ("«Er hat gesagt: ‹Nein!›»", ["«Er hat gesagt: ‹Nein!›»", "‹Nein!›"]),
    ("„Eins“ – „zwei“", ["„Eins“", "„zwei“"]),
    ("„Eins.\n\n„Zwei.“", ["„Eins.", "„Zwei.“"]),
    ("Wie geht's? Hans' Haus, d'accord.", []),
    ('Der 27" Monitor', []),
    ("Ohne Marken.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [text[pair.start : pair.end] for pair in pair_marks(text)] == expected


def test_balance_and_depth() -> None:
    outer, inner = pair_marks("„Er sagte ‚nein‘ dazu“")
    assert (outer.balanced, outer.depth) == (True, 0)
    assert (inner.balanced, inner.depth) == (True, 1)
    (lost,) = pair_marks("Das ist gut“, sagte er.")
    assert not lost.balanced
    assert lost.start == lost.inner_start


def test_states() -> None:
    text = "Er : „ gut so “ ."
    starts = [0, 3, 5, 7, 11, 14, 16]
    outer, inner, size = mark_states(starts, pair_marks(text))
    assert outer == [0, 0, 1, 2, 2, 3, 0]
    assert inner == [0] * 7
    assert size == [0, 0, 2, 2, 2, 2, 0]


@given(st.text(alphabet="ab .,„“\"'«»‚‘’\n!", max_size=80))
def test_pairs_lie_in_the_text_and_never_cross(text: str) -> None:
    pairs = pair_marks(text)
    assert pairs == sorted(pairs, key=lambda pair: (pair.start, -pair.end))
    for pair in pairs:
        assert 0 <= pair.start <= pair.inner_start <= pair.inner_end <= pair.end <= len(text)
    for first in pairs:
        for second in pairs:
            apart = first.end <= second.start or second.end <= first.start
            within = first.start <= second.start and second.end <= first.end
            around = second.start <= first.start and first.end <= second.end
            assert apart or within or around
