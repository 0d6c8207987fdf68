"""Whose words stand at a place: one answer for mentions, stances, markers and framing."""

from __future__ import annotations

import pytest

from analysis import analyse
from analysis.tables import Quote
from analysis.voices import Voices, gives_words, outer_voices


def quote(
    name: str, start: int, end: int, *, kind: str = "direct", speaker: str | None = "X", parent: str | None = None
):
    values = dict.fromkeys(Quote._fields)
    values |= {"quote_id": name, "type": kind, "start": start, "end": end, "spans": ((start, end),)}
    return Quote(**values | {"speaker_text": speaker, "parent_id": parent})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quotes", "start", "end", "expected"),
    [
        ([], 3, 5, "narrator"),
        ([quote("q1", 0, 9)], 3, 5, "q1"),
        ([quote("q1", 0, 9)], 8, 10, "narrator"),  # half outside
        ([quote("q1", 0, 9)], 9, 10, "narrator"),
        ([quote("q1", 0, 20), quote("q2", 4, 9)], 5, 7, "q2"),  # the innermost one
        ([quote("q1", 0, 20), quote("q2", 4, 9, speaker=None)], 5, 7, "q1"),  # … whose speaker is known
        ([quote("q1", 0, 20, speaker=None), quote("q2", 4, 9, speaker=None)], 5, 7, "q2"),
        ([quote("q1", 0, 20, kind="reported")], 5, 7, "narrator"),  # told in the newsroom's words
        ([quote("q1", 0, 20, kind="reported"), quote("q2", 4, 9)], 5, 7, "q2"),
        ([quote("q1", 0, 9), quote("q2", 0, 9)], 3, 5, "q1"),  # two speakers of one quote: the first
    ],
)
def test_voice_of_a_span(quotes, start, end, expected):
    assert Voices(quotes).name(start, end) == expected


def test_outer_voices_give_each_word_once():
    quotes = [quote("q1", 0, 20), quote("q2", 4, 9, parent="q1"), quote("q3", 30, 40, kind="reported")]
    inside_retold = quote("q4", 31, 35, parent="q3")
    assert [each.quote_id for each in outer_voices([*quotes, inside_retold])] == ["q1", "q4"]
    assert [gives_words(kind) for kind in ("direct", "free_indirect", "reported")] == [True, True, False]


def test_tables_agree_on_the_voice():
    text = (
        "„Russland bedroht vielleicht Kasachstan“, sagte der polnische Präsident Duda. Usbekistan schwieg vielleicht."
    )
    result = analyse(text)
    (quoted,) = result.rows["quotes"]
    inside = {
        name: [row.voice for row in result.rows[name] if row.start < quoted.end] for name in ("mentions", "markers")
    }
    assert inside == {"mentions": [quoted.quote_id] * 2, "markers": [quoted.quote_id]}
    assert {row.voice for row in result.rows["mentions"] if row.start > quoted.end} == {"narrator"}
    assert {row.voice for row in result.rows["stances"] if row.start < quoted.end} <= {quoted.quote_id}
