"""Agreement, scores and the floors on gold."""

from __future__ import annotations

import json
import math

import pytest

from analysis.errors import MittellageError, ReadingError
from analysis.evaluate.agreement import krippendorff_alpha
from analysis.evaluate.stance import run

# The worked example of Krippendorff (2011), section E: four observers, twelve units, gaps.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_worked_example(level, alpha):
    assert krippendorff_alpha(OBSERVERS, level=level) == pytest.approx(alpha, abs=0.001)


def test_alpha_at_its_ends():
    assert krippendorff_alpha([["a", "b"], ["b", "a"]]) < 0
    assert math.isnan(krippendorff_alpha([["a", "a"], ["a", "a"]]))
    with pytest.raises(MittellageError, match="as many codes"):
        krippendorff_alpha([["a"], ["a", "b"]])
    with pytest.raises(MittellageError, match="no level 'ratio'"):
        krippendorff_alpha([["a"], ["a"]], level="ratio")


def test_scores_of_a_small_gold(tmp_path):
    items = [
        {"id": "1", "capability": 1, "pair_id": "P", "text": "Polen kritisiert Litauen.",
         "edges": [{"holder": "Polen", "holder_country": "PL", "target": "LT", "sign": "-"}]},
        {"id": "2", "capability": 1, "pair_id": "P", "text": "Litauen kritisiert Polen.",
         "edges": [{"holder": "Litauen", "holder_country": "LT", "target": "PL", "sign": "-"}]},
        {"id": "3", "capability": 14, "pair_id": None, "text": "Es regnet in Polen.", "edges": []},
    ]  # fmt: skip
    gold = tmp_path / "items.jsonl"
    gold.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    scores = run(gold).set_index(["method", "score"])["value"]
    assert scores["mittellage", "edge F1"] == 1
    assert scores["mittellage", "edge with holder F1"] == 1
    assert scores["mittellage", "minimal pairs"] == 1
    assert scores["tonality", "minimal pairs"] == 0


def _edge(sentence, holder, country, target, sign, kind):
    names = ("s", "holder", "holder_country", "target", "sign", "kind", "must")
    return dict(zip(names, (sentence, holder, country, target, sign, kind, True), strict=True))


DOCUMENT = {
    "doc": "d1", "source": "invented", "fold": 0, "text": "Polen kritisiert Litauen. Japan lobt Indien. Es regnet.",
    "sentences": [[0, 25], [26, 44], [45, 55]],
    "edges": [
        _edge(1, "Polen", "PL", "LT", "-", "speech"),
        _edge(2, "narrator", None, "IN", "+", "speech") | {"must": False},
        _edge(3, "narrator", None, "LT", "+", "act"),
    ],
}  # fmt: skip


def test_scores_of_whole_documents(tmp_path):
    gold = tmp_path / "documents.jsonl"
    empty = {**DOCUMENT, "doc": "d2", "text": "Es regnet in Polen.", "sentences": [[0, 19]], "edges": []}
    gold.write_text("\n".join(json.dumps(record) for record in (DOCUMENT, empty)), encoding="utf-8")
    scores = run(gold).set_index("score")
    assert scores.loc["edge precision", "value"] == 1
    assert scores.loc["edge recall", "value"] == 0.5
    assert scores.loc["edge recall", "n"] == 2
    assert scores.loc["holder right", "value"] == 0.5  # Japan holds what the coder gave to the narrator
    assert scores.loc["false edges per 100 sentences", "value"] == 0
    assert scores.loc["edge, kind act recall", "value"] == 0


def test_readers_of_folds_are_asked_for(tmp_path):
    gold = tmp_path / "documents.jsonl"
    gold.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    with pytest.raises(ReadingError, match="no reader for fold 0"):
        run(gold, folds=tmp_path)


def test_a_foreign_gold_is_refused(tmp_path):
    gold = tmp_path / "gold.json"
    gold.write_text('[{"a": 1}]', encoding="utf-8")
    with pytest.raises(ReadingError, match="neither items"):
        run(gold)
    gold.write_text("{", encoding="utf-8")
    with pytest.raises(ReadingError, match="cannot be read"):
        run(gold)


@pytest.mark.shared
@pytest.mark.slow
def test_floors_on_the_behavioural_suite(shared):
    scores = run(shared / "data" / "stance" / "checklist_dev.jsonl").set_index(["method", "score"])["value"]
    assert scores["mittellage", "edge F1"] >= 0.75
    assert scores["mittellage", "edge with holder F1"] >= 0.68
    assert scores["mittellage", "minimal pairs"] >= 0.5
    assert scores["mittellage", "edge F1"] > scores["lexicon", "edge F1"] + 0.2


@pytest.mark.shared
@pytest.mark.slow
def test_floors_on_sentences(shared):
    scores = run(shared / "data" / "stance" / "sentences_dev.json").set_index(["method", "score"])["value"]
    assert scores["mittellage", "F1 negative"] >= 0.38
    assert scores["mittellage", "F1 neutral"] >= 0.85
    assert scores["mittellage", "alpha with gold"] > scores["lexicon", "alpha with gold"]
    assert scores["mittellage", "macro-F1"] > scores["lexicon", "macro-F1"]
