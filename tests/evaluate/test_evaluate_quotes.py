"""Against gold: a part of the benchmark's dev split that no training has seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.errors import MittellageError
from analysis.evaluate.quote_metrics import align, scores, tally
from analysis.evaluate.quotes import analyse_gold, read_gold, reliability, run


@pytest.mark.shared
def test_benchmark(shared: Path) -> None:
    judged = analyse_gold(read_gold(shared / "data" / "quotes" / "dev.jsonl.xz")[:60])
    result = scores(tally(*pair) for document in judged for pair in align(document.gold, document.found))
    assert result["quote"] >= 0.72
    assert result["joint"] >= 0.68
    assert result["type"] >= 0.72
    table = reliability(judged)
    assert table[-1][1] > 0.8  # of the quotes that the room is sure of, most are right


def test_table_of_scores(tmp_path: Path) -> None:
    text = "„Wir bleiben“, sagte die Ministerin."
    words = ["„", "Wir", "bleiben", "“", ",", "sagte", "die", "Ministerin", "."]
    tokens = [[start := text.index(word), start + len(word)] for word in words]
    annotation = {"type": "Direct", "medium": "Speech", "quote": {"spans": [[0, 13]]}, "speaker": {"spans": [[21, 35]]}}
    annotation |= {"cue": {"spans": [[15, 20]]}, "frame": {"spans": [[13, 35]]}, "addressee": {"spans": []}}
    path = tmp_path / "gold.jsonl"
    record = {"doc_id": "a", "text": text, "tokens": tokens, "annotations": [annotation]}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    table = run(path, resamples=5).set_index(["measure", "part"])
    assert table.loc[("f1", "quote"), "value"] == 1.0
    assert table.loc[("f1", "type"), "value"] == 1.0
    assert table.loc[("token_f1", "speaker"), "value"] == 1.0
    assert table.loc[("f1", "speaker"), "n"] == 1
    assert table.loc[("f1_of_type", "direct"), ["low", "high"]].tolist() == [1.0, 1.0]


def test_gold_without_a_field_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a", "text": ""}\n', encoding="utf-8")
    with pytest.raises(MittellageError, match="tokens"):
        run(path)
