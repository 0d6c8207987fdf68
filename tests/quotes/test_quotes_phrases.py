"""Noun phrases and categories of words: what the network's decoder may take for a speaker, and what it reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import parse
from analysis.language.noun_phrases import noun_phrases
from analysis.language.tree import Tree
from analysis.quotes.categories import COLUMNS, columns_of
from analysis.quotes.features import encode


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
    assert {" ".join(encoded.forms[slice(*run)]) for run in noun_phrases(encoded.tree)} >= set(phrases)


def tree(tags: list[str], relations: list[str], heads: list[int], sentences: list[int]) -> Tree:
    """A tree of words without forms of their own."""
    empty = [""] * len(tags)
    places = list(range(len(tags)))
    return Tree(
        words=["Wort"] * len(tags),
        starts=places,
        ends=places,
        lemmas=empty,
        pos=empty,
        tag=tags,
        morphs=empty,
        dep=relations,
        head=heads,
        sentence=sentences,
        entity=empty,
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Words with any heads, circles and heads in other sentences among them."""
    count = draw(st.integers(1, 12))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=count, max_size=count))

    return tree(
        column(st.sampled_from(["NN", "NE", "ART", "$,"])),
        column(st.sampled_from(["nsubj", "det", "nmod", "acl"])),
        column(st.integers(0, count - 1)),
        sorted(column(st.integers(0, 2))),
    )


@given(trees())
def test_phrases_are_runs_of_words_whatever_the_heads(words: Tree) -> None:
    runs = noun_phrases(words)
    assert runs == sorted(set(runs))
    assert all(0 <= first < last <= len(words) for first, last in runs)


def test_a_chain_of_thousands_of_words_is_read_in_no_time() -> None:
    count = 4000
    chain = tree(["NN"] * count, ["nmod"] * count, [0, *range(count - 1)], [0] * count)
    assert max(last - first for first, last in noun_phrases(chain)) <= 61


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
