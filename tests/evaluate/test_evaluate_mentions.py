"""Country mentions against the gold standard, which is not part of the project."""

from __future__ import annotations

import json

import pytest

from analysis.errors import ReadingError
from analysis.evaluate.mentions import GoldMention, Item, compare, read_gold, run
from analysis.tables import Mention


def score(table, name):
    return table.set_index("score")["value"][name]


@pytest.mark.shared
@pytest.mark.parametrize(("gold", "texts", "least"), [("dev.jsonl", "quotes", 0.975), ("probes_dev.jsonl", None, 0.95)])
def test_f1_on_articles_and_probes(shared, gold, texts, least):
    folder = shared / "data"
    table = run(folder / "mentions" / gold, texts=folder / texts if texts else None)
    assert score(table, "f1") >= least
    assert score(table, "exact") >= 0.97


@pytest.mark.shared
def test_f1_on_the_article(shared):
    table = run(shared / "seed" / "mentions.csv", texts=shared / "seed" / "article.txt")
    assert score(table, "f1") >= 0.97


def mention(start, end, country, form="name"):
    return Mention("d", "m", 0, start, end, "", country, form, None, "actor", "narrator")


def test_optional_mentions_neither_help_nor_hurt():
    item = Item("d", "x" * 60, [GoldMention(0, 5, "RU", "name", True), GoldMention(10, 15, "CN", "name", False)])
    counts, hits, gold = compare(item, [mention(0, 4, "RU"), mention(12, 14, "US"), mention(30, 35, "IR")])
    assert counts == (1, 2, 1, 0, 1)
    assert hits == gold == {"name": 1}


def test_a_leader_is_left_out_and_a_mention_is_taken_once():
    item = Item("d", "x" * 60, [GoldMention(0, 5, "RU", "name", True), GoldMention(6, 9, "RU", "name", True)])
    counts, _, _ = compare(item, [mention(0, 9, "RU"), mention(20, 25, "RU", "leader")])
    assert counts[:3] == (1, 1, 2)


def test_gold_without_its_text_is_refused(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"doc_id": "a", "mentions": []}) + "\n", encoding="utf-8")
    with pytest.raises(ReadingError, match="no text for 'a'"):
        read_gold(path)
    path.write_text(json.dumps({"doc_id": "a", "text": "x", "text_sha256": "0", "mentions": []}), encoding="utf-8")
    with pytest.raises(ReadingError, match="not the one"):
        read_gold(path)


def test_scores_come_with_n_and_interval(tmp_path):
    path = tmp_path / "gold.jsonl"
    found = {"start": 0, "end": 8, "country": "RU", "form": "name", "core": "yes"}
    missed = {"start": 4, "end": 9, "country": "FR", "form": "name", "core": "yes"}
    rows = [
        {"id": "p1", "text": "Russland droht.", "mentions": [found]},
        {"id": "p2", "text": "Die Stadt liegt da.", "mentions": [missed]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    table = run(path).set_index("score")
    assert table.loc["recall", ["value", "n"]].tolist() == [0.5, 2]
    assert table.loc["recall", "low"] == 0.0
    assert table.loc["precision", "value"] == 1.0
    assert table.loc["precision", "low"] == pytest.approx(0.025)
