"""A text that is cut where spans begin or end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.spans import cut_at_borders

SPAN = st.tuples(st.integers(-3, 23), st.integers(-3, 23))


@pytest.mark.parametrize(
    ("length", "spans", "bounds", "expected"),
    [
        (0, [(0, 3)], (), []),
        (3, [], (), [(0, 3, ())]),
        (5, [(2, 2), (4, 1)], (), [(0, 5, ())]),
        (5, [(-2, 9)], (), [(0, 5, (0,))]),
        (5, [(0, 2), (2, 4)], (0, 3, 5, 9), [(0, 2, (0,)), (2, 3, (1,)), (3, 4, (1,)), (4, 5, ())]),
        (6, [(3, 6), (0, 4), (3, 4)], (), [(0, 3, (1,)), (3, 4, (0, 1, 2)), (4, 6, (0,))]),
    ],
)
def test_a_text_is_cut_at_every_border(
    length: int, spans: list[tuple[int, int]], bounds: tuple[int, ...], expected: list[tuple[int, int, tuple[int, ...]]]
) -> None:
    assert [tuple(cut) for cut in cut_at_borders(length, spans, bounds=bounds)] == expected


@given(st.integers(0, 20), st.lists(SPAN, max_size=9), st.lists(st.integers(-3, 23), max_size=4))
def test_each_piece_knows_the_spans_over_it(length: int, spans: list[tuple[int, int]], bounds: list[int]) -> None:
    pieces = list(cut_at_borders(length, spans, bounds=bounds))
    assert [place for piece in pieces for place in range(piece.start, piece.end)] == list(range(length))
    for piece in pieces:
        for place in range(piece.start, piece.end):
            assert piece.covering == tuple(n for n, (start, end) in enumerate(spans) if start <= place < end)
    inside = {place for place in bounds if 0 < place < length}
    assert inside <= {piece.start for piece in pieces}
