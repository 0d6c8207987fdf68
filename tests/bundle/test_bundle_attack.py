"""The attack of the benchmark is one: it gets a text back where it is told too much, and nothing where it is not."""

from __future__ import annotations

from typing import Any

import pytest
import reconstruction

from analysis.export.bundle.linking import Linking
from analysis.export.bundle.packed import pack_part

SENTENCES = 6


def attacked(article: Any, lines: list[str]) -> str:
    language = reconstruction.learn(lines)
    names = reconstruction.Names(language, ())
    linking = Linking([article.document.text_sha256], [article.document.doc_id])
    packed = pack_part(article.rows, linking)
    packed["sentences"] = packed["sentences"][:SENTENCES]
    (guess,) = reconstruction.attack(packed, language, names).values()
    return guess


def got(article: Any, guess: str, length: int) -> float:
    text = " ".join(sentence.text for sentence in article.rows["sentences"][:SENTENCES])
    hits, total = reconstruction.share(text, guess, length)
    return hits / total


@pytest.mark.parametrize(("guess", "expected"), [("a b c d", (2, 2)), ("x a B c", (1, 2)), ("c b a", (0, 2))])
def test_sequences_are_counted(guess: str, expected: tuple[int, int]) -> None:
    assert reconstruction.share("A b c d", guess, 3) == expected


def test_a_gap_is_filled_exactly() -> None:
    language = reconstruction.learn(["Der Hund bellt laut.", "Der Hund schläft."])
    known = [reconstruction.Known(4, 8, "Hund")]
    assert reconstruction.fill(language, 0, 20, known, 4) == "Der Hund bellt laut."
    assert reconstruction.fill(language, 0, 17, known, 3) == "Der Hund schläft."


def test_who_knows_the_text_gets_much_of_it_back(article: Any) -> None:
    lines = [sentence.text for sentence in article.rows["sentences"]]
    assert got(article, attacked(article, lines), 8) > 0.05


def test_who_knows_german_gets_nothing_back(article: Any, texts: list[Any]) -> None:
    lines = [line for text in texts for line in reconstruction.sentences(text.text)]
    guess = attacked(article, lines)
    assert got(article, guess, 1) > 0.1  # countries and leaders stand in the package
    assert got(article, guess, 5) < 0.01
    assert got(article, guess, 8) < reconstruction.LIMIT
