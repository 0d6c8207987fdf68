"""Frequency, dispersion, co-occurrence, keyness and concordance, on numbers worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.actors import (
    count_cooccurrence,
    count_mentions,
    gries_dp,
    juilland_d,
    log_likelihood,
    log_ratio,
    make_concordance,
    measure_dispersion,
    measure_keyness,
    wilson_interval,
)
from analysis.errors import TableError

MENTIONS = pd.DataFrame(
    {
        "doc_id": ["a", "a", "a", "b", "b"],
        "mention_id": ["m1", "m2", "m3", "m1", "m2"],
        "sentence_id": [0, 0, 1, 0, 0],
        "start": [0, 10, 90, 0, 12],
        "end": [8, 15, 95, 5, 20],
        "country": ["RU", "CN", "RU", "CN", "KZ"],
        "form": ["name", "name", "adjective", "name", "name"],
        "role": ["actor"] * 5,
    }
)
DOCUMENTS = pd.DataFrame(
    {"doc_id": ["a", "b", "c"], "n_tokens": [100, 300, 100], "n_chars": [100, 300, 90], "outlet": ["X", "Y", "Z"]}
)


def test_frequencies_raw_and_per_thousand():
    table = count_mentions(MENTIONS, DOCUMENTS)
    assert table[["country", "n", "n_documents", "tokens"]].to_numpy().tolist() == [
        ["CN", 2, 2, 500],
        ["RU", 2, 1, 500],
        ["KZ", 1, 1, 500],
    ]
    assert table["per_1000"].tolist() == [4.0, 4.0, 2.0]
    assert (table["low"] < table["per_1000"]).all()
    assert (table["per_1000"] < table["high"]).all()


def test_frequencies_by_form_and_by_document():
    by_form = count_mentions(MENTIONS, DOCUMENTS, by=("country", "form"))
    assert by_form.set_index(["country", "form"])["n"].to_dict() == {
        ("CN", "name"): 2,
        ("KZ", "name"): 1,
        ("RU", "adjective"): 1,
        ("RU", "name"): 1,
    }
    by_document = count_mentions(MENTIONS, DOCUMENTS, by=("doc_id", "country"))
    assert by_document.query("doc_id == 'b' and country == 'KZ'")["per_1000"].item() == pytest.approx(1000 / 300)


def test_frequencies_refuse_what_they_cannot_count():
    with pytest.raises(TableError, match="colour"):
        count_mentions(MENTIONS, DOCUMENTS, by=("colour",))
    with pytest.raises(TableError, match="'b'"):
        count_mentions(MENTIONS, DOCUMENTS[:1])


def test_wilson_on_the_textbook_example():
    low, high = wilson_interval(15, 20)
    assert (round(low, 3), round(high, 3)) == (0.531, 0.888)
    assert all(math.isnan(end) for end in wilson_interval(0, 0))


def test_gries_dp_on_his_worked_example():
    # Gries (2008, table 2): parts of equal size, frequencies 1, 2, 3, 4, 5
    assert gries_dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]) == pytest.approx(0.18)
    assert math.isnan(gries_dp([0, 0], [1, 1]))


def test_juilland_d_by_hand():
    # rates 1, 2, 3: mean 2, standard deviation sqrt(2/3); V = 0.4082, D = 1 - V / sqrt(2)
    assert juilland_d([1, 2, 3], [1, 1, 1]) == pytest.approx(1 - math.sqrt(2 / 3) / 2 / math.sqrt(2))
    assert math.isnan(juilland_d([1], [1]))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 500)), min_size=2, max_size=12))
def test_dispersion_stays_in_its_bounds(parts):
    counts, sizes = zip(*parts, strict=True)
    if sum(counts):
        assert -1e-9 <= gries_dp(counts, sizes) <= 1
        assert 0 <= juilland_d(counts, sizes) <= 1


def test_dispersion_over_documents_and_over_stretches():
    table = measure_dispersion(MENTIONS, DOCUMENTS).set_index("country")
    assert table.loc["RU", "dp"] == pytest.approx(0.8)
    assert table.loc["RU", "range"] == 1
    only = MENTIONS[MENTIONS["doc_id"] == "a"]
    stretches = measure_dispersion(only, DOCUMENTS[:1], parts=10).set_index("country")
    assert (stretches.loc["RU", "parts"], stretches.loc["RU", "range"]) == (10, 2)
    with pytest.raises(TableError, match="3 documents"):
        measure_dispersion(MENTIONS, DOCUMENTS, parts=10)


def test_cooccurrence_by_sentence():
    sentences = pd.DataFrame({"doc_id": ["a", "a", "b", "b"], "sentence_id": [0, 1, 0, 1]})
    table = count_cooccurrence(MENTIONS, sentences)
    assert table[["first", "second", "n", "n_first", "n_second", "expected"]].to_numpy().tolist() == [
        ["CN", "KZ", 1, 2, 1, 0.5],
        ["CN", "RU", 1, 2, 2, 1.0],
    ]
    assert table["npmi"].tolist() == pytest.approx([math.log(2) / math.log(4), 0.0])
    assert table["jaccard"].tolist() == pytest.approx([0.5, 1 / 3])


def test_keyness_between_groups():
    table = measure_keyness(MENTIONS, DOCUMENTS, groups={"a": "x", "b": "y", "c": "y"}, target="x")
    first = table.iloc[0]
    assert (first["country"], first["n"], first["n_reference"]) == ("RU", 2, 0)
    assert first["g2"] == pytest.approx(2 * 2 * math.log(2 / (100 * 2 / 500)))
    assert first["log_ratio"] == pytest.approx(math.log2((2 / 100) / (0.5 / 400)))
    assert (table["p"].diff().dropna() >= 0).all()
    assert table["p"].between(0, 1).all()
    with pytest.raises(TableError, match="'c' has no group"):
        measure_keyness(MENTIONS, DOCUMENTS, groups={"a": "x", "b": "y"}, target="x")
    with pytest.raises(TableError, match="no text in the group 'z'"):
        measure_keyness(MENTIONS, DOCUMENTS, groups=dict.fromkeys("abc", "y"), target="z")


@given(st.integers(0, 99), st.integers(100, 999), st.integers(0, 99), st.integers(100, 999))
def test_keyness_has_the_same_sign_seen_from_either_side(count, size, other, other_size):
    assert log_likelihood(count, size, other, other_size) == pytest.approx(
        log_likelihood(other, other_size, count, size)
    )
    assert log_ratio(count, size, other, other_size) == pytest.approx(-log_ratio(other, other_size, count, size))


def test_concordance_shows_the_word_between_its_neighbours():
    texts = {"a": "Russland\nund China. " + "x" * 70 + "russisch", "b": "China und Kasachstan"}
    rows = MENTIONS.iloc[[1, 3]]
    lines = make_concordance(rows, texts, width=8, documents=DOCUMENTS)
    assert lines[["left", "node", "right", "outlet"]].to_numpy().tolist() == [
        ["u", "nd Ch", "ina.", "X"],
        ["", "China", "und", "Y"],
    ]
    with pytest.raises(TableError, match="'b'"):
        make_concordance(rows, {"a": texts["a"]})
