"""The edges of the article, against those that were drawn by hand."""

from __future__ import annotations

import json

import pytest


@pytest.mark.shared
def test_edges_of_the_article(shared, read):
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    (result,) = read([(shared / "seed" / "article.txt").read_text("utf-8")])
    found, turned = [], []
    for edge in gold["edges"]:
        start, end = edge["evidence"]
        holder = "narrator" if edge["holder"] == "narrator" else edge["holder_country"]
        near = [
            row
            for row in result.stances
            if row.target == edge["target"] and row.start < end and start < row.end
            and ("narrator" if row.holder == "narrator" else row.holder_country) == holder
        ]  # fmt: skip
        sign = 1 if edge["sign"] == "+" else -1
        if any(row.sign == sign for row in near):
            found.append(edge["id"])
        if any(row.sign != sign for row in near):
            turned.append(edge["id"])
    silent = [
        p["text"] for p in gold["no_stance"] for r in result.stances if r.start < p["span"][1] and p["span"][0] < r.end
    ]
    assert (turned, silent) == ([], [])
    assert len(found) >= 4, found
