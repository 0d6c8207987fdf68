"""Time grows with the text, not with its square, whatever marks a hostile text piles up."""

from __future__ import annotations

import time
from math import log2

import pytest

from analysis.actors import link_actors, mention_rows
from analysis.language import parse
from analysis.quotes import quote_rows
from analysis.quotes.marks import pair_marks

EXPONENT = 1.15
PATTERNS = {
    "nested": ("„‚", 1200),
    "alternating": ('„A“ »B« "C" ‚D‘ «E» ', 120),
    "unclosed": ("„Das ist so ", 500),
    "sources": ("Laut Moskau ist Peking bereit. ", 200),
    "short": ("„Nein“, sagte er. ", 200),
}
"""A pattern, and how often the smaller text repeats it."""


def seconds(text: str) -> float:
    """Processor time for the quotes of a text that is parsed already."""
    doc = parse(text)
    actors = link_actors(doc, mention_rows(doc))
    begin = time.process_time()
    quote_rows(doc, actors)
    return time.process_time() - begin


@pytest.mark.parametrize("name", PATTERNS)
def test_time_of_quotes_grows_with_the_text(name: str) -> None:
    pattern, count = PATTERNS[name]
    seconds(pattern * 20)  # what is loaded once
    exponents: list[float] = []
    while min(exponents, default=2.0) > EXPONENT and len(exponents) < 3:  # others use the machine too
        exponents.append(log2(seconds(pattern * (4 * count)) / seconds(pattern * count)) / 2)
    assert min(exponents) <= EXPONENT, exponents


MARKS = {
    **{name: pattern for name, (pattern, _) in PATTERNS.items()},
    "lost beginnings": "Das ist so“ ",
    "typewriter": '"Das ist so ',
    "both lost": "„Das ist so. Das auch« ",
    "apostrophes": "‚Hans' Haus ",
}


@pytest.mark.parametrize("name", MARKS)
def test_time_of_marks_grows_with_the_text(name: str) -> None:
    def least(count: int) -> float:
        times: list[float] = []
        for _ in range(2):
            begin = time.process_time()
            pair_marks(MARKS[name] * count)
            times.append(time.process_time() - begin)
        return min(times)

    assert log2(least(8_000) / least(1_000)) / 3 <= 1.4  # the collector of garbage takes its share


def test_deep_nesting_is_cut() -> None:
    """Each word stands in few quotations, or the tables would grow with the square of the text."""
    pairs = pair_marks("„‚" * 500 + "Nein" + "‘“" * 500)
    assert len(pairs) <= 3
