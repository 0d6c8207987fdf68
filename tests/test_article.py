"""The article of data/, held against what a careful reader finds in it.

The fixture lists the spans, voices and stances that have to be found. Nothing in the package may name the
article's strings: these are expectations, never rules.
"""

from __future__ import annotations

import gc
from typing import Any

import pytest

from analysis import Analysis, analyse
from analysis.errors import MittellageError
from analysis.pipeline import Options
from analysis.tables import check, each


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Share of the longer span that both have in common."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, common) / max(a[1] - a[0], b[1] - b[0])


def test_every_table_keeps_its_contract(article: Analysis) -> None:
    for name, frame in article.tables.items():
        check(name, frame)
        if {"start", "end", "text"} <= set(frame.columns) and name != "quotes":
            for row in each(frame):
                assert article.document.text[row.start : row.end] == row.text


def test_segments(article: Analysis, gold: dict[str, Any]) -> None:
    found = [[s.start, s.end, s.kind] for s in article.document.segments if s.kind not in {"lead", "paragraph"}]
    assert found == gold["segments"]
    assert [s.kind for s in article.document.segments].count("lead") == 1


def test_every_quote_is_found_with_its_speaker(article: Analysis, gold: dict[str, Any]) -> None:
    for want in gold["quotes"]:
        # One quote may end before an aside between dashes or after it: both are right.
        ends = [want["span"], want.get("or", want["span"])]
        (best,) = [q for q in each(article.quotes) if max(overlap((q.start, q.end), end) for end in ends) > 0.85]
        assert best.type == want["type"], best.text
        assert best.speaker_kind == want["speaker_kind"], best.text
        for column in ("speaker_name", "speaker_country"):
            assert getattr(best, column) == want[column], best.text


def test_no_quote_is_invented(article: Analysis) -> None:
    # Thirteen passages can be read as quotes, nested and reported ones included.
    assert len(article.quotes) <= 14


def test_no_stance_is_found_with_the_wrong_sign(article: Analysis, gold: dict[str, Any]) -> None:
    found = 0
    for want in gold["stances"]:
        rows = [
            row
            for row in each(article.stances)
            if row.target == want["target"]
            and any(e.start < want["span"][1] and want["span"][0] < e.end for e in row.evidence)
            and (
                row.holder == "narrator"
                if want["holder"] == "narrator"
                else row.holder_country == want["holder_country"]
            )
        ]
        assert {row.sign for row in rows} <= {want["sign"]}, want
        found += bool(rows)
    assert found >= 4


def test_silence_where_no_stance_is_taken(article: Analysis, gold: dict[str, Any]) -> None:
    for want in gold["silent"]:
        start, end = want["span"]
        for row in each(article.stances):
            assert not any(start <= e.start and e.end <= end for e in row.evidence), row


@pytest.mark.parametrize(("holder", "target"), [("CENTRAL_ASIA", "CN"), ("KZ", "CN"), ("UZ", "CN")])
def test_no_stance_of_central_asia_toward_china(article: Analysis, holder: str, target: str) -> None:
    assert article.stances.query(f"holder_country == {holder!r} and target == {target!r}").empty


def test_core_mentions(article: Analysis, gold: dict[str, Any]) -> None:
    core = {(start, end, country) for start, end, country, is_core in gold["mentions"] if is_core}
    optional = [(start, end) for start, end, _, is_core in gold["mentions"] if not is_core]
    found = {
        (row.start, row.end, row.country)
        for row in each(article.mentions)
        if not any(row.start < end and start < row.end for start, end in optional)
    }
    f1 = 2 * len(core & found) / (len(core) + len(found))
    assert f1 >= 0.97, (sorted(core - found), sorted(found - core))


def test_spellings_are_one_person(article: Analysis) -> None:
    (tokajew,) = [a for a in each(article.actors) if "Tokajew" in a.name]
    assert {"Tokajew", "Kassym-Jomart Tokayev"} <= {v.removeprefix("Präsident ") for v in tokajew.variants}


def test_the_same_text_gives_the_same_tables(article: Analysis) -> None:
    from analysis import analyse

    again = analyse(article.document, options=article.options)
    assert again.rows == article.rows
    for name, frame in article.tables.items():
        assert frame.equals(again.tables[name]), name


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_of_garbage_is_left_as_it_was(running: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if running else gc.disable)()
        analyse("Kasachstan kritisiert Russland.")
        assert gc.isenabled() is running
        with pytest.raises(MittellageError):
            analyse("Kasachstan kritisiert Russland.", options=Options(language="klingonisch"))
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()
