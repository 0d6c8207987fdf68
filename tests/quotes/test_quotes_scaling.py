"""Time grows with the text, not with its square, whatever marks a hostile text piles up."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from math import log2

import pytest

from analysis.actors import link_actors, mention_rows
from analysis.language import parse
from analysis.quotes import quote_rows
from analysis.quotes.marks import pair_marks

EXPONENT = 1.15
TIMES = 8
"""How often the larger text repeats the smaller one."""
ROUNDS = 3
PATTERNS = {
    "nested": ("„‚", 400),
    "alternating": ('„A“ »B« "C" ‚D‘ «E» ', 40),
    "unclosed": ("„Das ist so ", 200),
    "sources": ("Laut Moskau ist Peking bereit. ", 80),
    "short": ("„Nein“, sagte er. ", 80),
}
"""A pattern, and how often the smaller text repeats it."""


def exponent(small: Callable[[], object], large: Callable[[], object]) -> float:
    """Power of the size with which processor time grows.

    Both are run in turns, and the least time of each counts: whatever else the machine does only adds to it. The
    collector of garbage, which goes through all that other tests have loaded, is off.
    """
    best = [float("inf"), float("inf")]
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for place, run in enumerate((small, large)):
                begin = time.process_time()
                run()
                best[place] = min(best[place], time.process_time() - begin)
    finally:
        gc.enable()
    return log2(best[1] / best[0]) / log2(TIMES)


def prepared(text: str) -> Callable[[], object]:
    """Give what finds the quotes of a text that is parsed already."""
    doc = parse(text)
    actors = link_actors(doc, mention_rows(doc))
    return lambda: quote_rows(doc, actors)


@pytest.mark.parametrize("name", PATTERNS)
def test_time_of_quotes_grows_with_the_text(name: str) -> None:
    pattern, count = PATTERNS[name]
    assert exponent(prepared(pattern * count), prepared(pattern * (TIMES * count))) <= EXPONENT


MARKS = {
    **{name: pattern for name, (pattern, _) in PATTERNS.items()},
    "lost beginnings": "Das ist so“ ",
    "typewriter": '"Das ist so ',
    "both lost": "„Das ist so. Das auch« ",
    "apostrophes": "‚Hans' Haus ",
}


@pytest.mark.parametrize("name", MARKS)
def test_time_of_marks_grows_with_the_text(name: str) -> None:
    small, large = MARKS[name] * 200, MARKS[name] * (TIMES * 200)
    assert exponent(lambda: pair_marks(small), lambda: pair_marks(large)) <= EXPONENT


def test_deep_nesting_is_cut() -> None:
    """Each word stands in few quotations, or the tables would grow with the square of the text."""
    pairs = pair_marks("„‚" * 500 + "Nein" + "‘“" * 500)
    assert len(pairs) <= 3
