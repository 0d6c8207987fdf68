"""The index of simplemma's dictionary: the same entries as without it, and no use of it for another dictionary."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from unicodedata import normalize

import numpy as np
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from analysis.language.lemmas import is_known, lemma_of
from analysis.reading.dictionary import INDEX, dictionary_factory, open_indexed


def test_the_index_belongs_to_the_dictionary_that_is_installed() -> None:
    indexed, whole = open_indexed(INDEX), LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("de")
    assert indexed is not None, "make it anew: training/language/lemma_index.py"
    assert len(indexed) == len(whole)
    for form in islice(whole, 0, None, 4999):
        assert indexed[form] == whole[form]
    assert "Gibtsnicht" not in indexed


def test_an_index_of_another_dictionary_is_left_alone(tmp_path: Path) -> None:
    with np.load(INDEX) as archive:
        stale = {**archive, "sha256": np.array("0" * 64)}
    np.savez(tmp_path / "stale.npz", **stale)
    assert open_indexed(tmp_path / "stale.npz") is None


def test_lemmas_come_through_the_index() -> None:
    assert dictionary_factory().get_dictionary("de")["ging"] == "gehen"
    assert lemma_of("Vereinbarungen", "NOUN", "NN") == "Vereinbarung"


def test_a_decomposed_umlaut_is_the_same_letter() -> None:
    assert is_known(normalize("NFD", "Künstler"))
