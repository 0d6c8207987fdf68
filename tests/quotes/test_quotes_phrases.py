"""Noun phrases and categories of words: what the network's decoder may take for a speaker, and what it reads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import parse
from analysis.quotes.categories import COLUMNS, columns_of
from analysis.quotes.features import Encoded, encode
from analysis.quotes.phrases import noun_phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Sie lacht.", ["Sie"]),
        ("Der Minister am Montag", ["Der Minister", "Montag"]),
        ("Die Ministerin Lena Brandt schweigt.", ["Die Ministerin Lena Brandt"]),
        ("Es regnet – überall.", ["Es"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_noun_phrases_of_a_sentence(text: str, phrases: list[str]) -> None:
    encoded = encode(parse(text))
    assert {" ".join(encoded.forms[slice(*run)]) for run in noun_phrases(encoded)} >= set(phrases)


@st.composite
def words(draw: st.DrawFn) -> Encoded:
    """Words with any heads, circles and heads in other sentences among them."""
    count = draw(st.integers(1, 12))
    one = st.integers(0, count - 1)
    encoded = encode(parse(""))
    return encoded._replace(
        forms=["Wort"] * count,
        heads=np.array(draw(st.lists(one, min_size=count, max_size=count)), dtype=np.int64),
        tags=draw(st.lists(st.sampled_from(["NN", "NE", "ART", "$,"]), min_size=count, max_size=count)),
        relations=draw(st.lists(st.sampled_from(["nsubj", "det", "nmod", "acl"]), min_size=count, max_size=count)),
        entities=[""] * count,
        sentences=np.sort(np.array(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))),
    )


@given(words())
def test_phrases_are_runs_of_words_whatever_the_heads(encoded: Encoded) -> None:
    runs = noun_phrases(encoded)
    assert runs == sorted(set(runs))
    assert all(0 <= first < last <= len(encoded.forms) for first, last in runs)


def test_a_chain_of_thousands_of_words_is_read_in_no_time() -> None:
    count = 4000
    encoded = encode(parse(""))._replace(
        forms=["Wort"] * count,
        heads=np.maximum(np.arange(count) - 1, 0),
        tags=["NN"] * count,
        relations=["nmod"] * count,
        entities=[""] * count,
        sentences=np.zeros(count, dtype=np.int64),
    )
    assert max(last - first for first, last in noun_phrases(encoded)) <= 61


def test_categories_are_one_column_each() -> None:
    columns = dict(zip(COLUMNS, columns_of(encode(parse("Er kam. „Gut“, sagte sie."))), strict=True))
    values = {name: [column.values[code] for code in column.codes] for name, column in columns.items()}
    assert {len(column) for column in values.values()} == {10}
    assert values["place"] == ["0", "1", "2e", "0", "1", "2", "2", "2", "2", "2"]
    assert values["outer"] == ["0", "0", "0", "1", "2", "3", "0", "0", "0", "0"]
    assert values["head_tag"][0] == "VVFIN"
    assert values["sentence"][:4] == ["", "", "", "mv"]


def test_a_document_without_words_has_empty_columns() -> None:
    assert [len(column.codes) for column in columns_of(encode(parse(" ")))] == [0] * len(COLUMNS)
