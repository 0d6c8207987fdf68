"""Difficult sentences for every capability, each with the edges that a careful reader draws."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

SUITE = Path(__file__).with_name("suite.tsv")
EDGES, REVERSED, LOUD, PLAIN = 0.72, 6, 0.3, 5
"""Least F1, and the most errors of three kinds; no sentence of the suite has trained the reader."""


@pytest.fixture(scope="module")
def results(read):
    with SUITE.open(encoding="utf-8", newline="") as file:
        items = list(csv.DictReader(file, delimiter="\t"))
    return list(zip(items, read([item["text"] for item in items]), strict=True))


def _expected(item):
    edges = (item["edges"] or "").split()
    return {edge.rstrip("?") for edge in edges}, any(edge.endswith("?") and len(edge) > 1 for edge in edges)


def _found(item, result):
    told = "narrator" in (item["edges"] or "")
    return {edge for edge in result.edges(conduct=told) if told or not edge.startswith("narrator")}


def test_edges_of_the_suite(results):
    right = found = wanted = 0
    wrong = []
    for item, result in results:
        expected, _ = _expected(item)
        edges = _found(item, result)
        right, found, wanted = right + len(edges & expected), found + len(edges), wanted + len(expected)
        if edges != expected:
            wrong.append((item["text"], expected, edges))
    assert 2 * right / (found + wanted) >= EDGES, wrong


def test_no_edge_of_the_suite_has_the_opposite_sign(results):
    reversed_edges = []
    for item, result in results:
        expected, _ = _expected(item)
        edges = _found(item, result)
        turned = {edge[:-1] + ("-" if edge[-1] == "+" else "+") for edge in expected} - expected
        if turned & edges:
            reversed_edges.append((item["text"], turned & edges))
    assert len(reversed_edges) <= REVERSED, reversed_edges


def test_neutral_sentences_stay_silent(results):
    neutral = [(i["text"], r.edges()) for i, r in results if i["capability"] == "neutral"]
    loud = [(text, edges) for text, edges in neutral if edges]
    assert len(loud) / len(neutral) <= LOUD, loud


def test_hedged_sentences_are_hedged(results):
    hedged = [(item, result) for item, result in results if item["capability"] == "hedge"]
    plain = [r.text for _, r in hedged if not all(row.hedged for row in r.stances)]
    assert len(plain) <= PLAIN, plain


def test_plain_statements_are_not_hedged(results):
    active = [result for item, result in results if item["capability"] in ("active", "nominal", "swap")]
    wrong = [r.text for r in active if any(row.hedged for row in r.stances)]
    assert not wrong
