"""Countries exchanged in coded documents: text, edges, and places of the evidence."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(__file__).resolve().parents[2] / "training" / "stance"


@pytest.fixture(scope="module")
def swapping() -> Any:
    sys.path.insert(0, str(FOLDER))
    try:
        yield importlib.import_module("swapping")
    finally:
        sys.path.remove(str(FOLDER))
        for name in ("swapping", "examples"):
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def forms(swapping: Any) -> Any:
    return swapping.forms_of_countries()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russland droht Polen.", "China droht Polen."),
        ("Chinas Antwort an Moskau", "Russlands Antwort an Peking"),
        ("Wladimir Putin lobt Xi Jinping, Putin lobt Xi.", "Xi Jinping lobt Wladimir Putin, Xi lobt Putin."),
        ("Russische und chinesische Händler", "Chinesische und russische Händler"),
        ("die russischsprachige Presse, Belarussland", "die russischsprachige Presse, Belarussland"),
        ("der Kreml", "der Kreml"),
        ("", ""),
    ],
)
def test_forms_stand_for_one_another(swapping: Any, forms: Any, text: str, expected: str) -> None:
    assert swapping.exchange(text, forms["RU"], forms["CN"])[0] == expected


def test_edges_are_exchanged_with_the_text(swapping: Any, forms: Any) -> None:
    text = "Moskau lobt Peking sehr. Die Ukraine lobt Russland nicht."
    place = text.index("lobt Russland nicht")
    edges = [
        {"holder_country": "RU", "target": "CN", "evidence": [7, 11]},
        {"holder_country": "UA", "target": "RU", "evidence": [place, len(text) - 1]},
        {"holder_country": None, "target": "UA", "evidence": None},
    ]
    record = {"doc": "a", "text": text, "sentences": [[0, 24], [25, len(text)]], "edges": edges}
    new = swapping.swapped(record, "RU", "CN", forms)
    assert new["text"] == "Peking lobt Moskau sehr. Die Ukraine lobt China nicht."
    assert [(edge["holder_country"], edge["target"]) for edge in new["edges"]] == [
        ("CN", "RU"),
        ("UA", "CN"),
        (None, "UA"),
    ]
    said = [edge["evidence"] and new["text"][slice(*edge["evidence"])] for edge in new["edges"]]
    assert said == ["lobt", "lobt China nicht", None]
    assert [new["text"][slice(*span)] for span in new["sentences"]] == [
        "Peking lobt Moskau sehr.",
        "Die Ukraine lobt China nicht.",
    ]


@given(st.lists(st.sampled_from(["Russland", "Putin", "China", "chinesische", "Xi", "Rom", "–", "ä", "Moskaus"])))
def test_exchanged_twice_is_the_text(swapping: Any, forms: Any, words: list[str]) -> None:
    text = " ".join(words)
    once, _ = swapping.exchange(text, forms["RU"], forms["CN"])
    assert swapping.exchange(once, forms["RU"], forms["CN"])[0] == text


def test_a_document_without_a_country_that_can_be_exchanged(swapping: Any, forms: Any) -> None:
    record = {"text": "Die Vereinten Nationen loben die USA.", "edges": [{"holder_country": "UN", "target": "US"}]}
    assert swapping.choose(record, forms, swapping.random.Random(1)) is None
