"""A text ten times as long takes ten times as long, in the measures and in every view of the app."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from analysis import analyse, tables
from analysis.explore import Explorer, Key, concordance, evidence_table, view_filters, view_table, view_text
from analysis.framing import measure_framing
from analysis.framing.resample import UNKNOWN

TEXT = (
    "Gipfel in Astana\n\n"
    "Kasachstan und Usbekistan werben um China, sagte der kasachische Präsident Tokajew am Dienstag.\n\n"
    "„Russland muss unsere Souveränität achten“, sagte der usbekische Außenminister Bachtijor Saidow in Astana. "
    "Die USA könnten Sanktionen verhängen. Moskau wird von Washington scharf kritisiert.\n\n"
)
SIZES = (25, 75, 225)
MOST = 1.15
_PLACES = frozenset({"start", "end", "speaker_start", "speaker_end", "addressee_start", "addressee_end"})
_NUMBERED = frozenset({"segment_id", "mention_id", "quote_id", "stance_id", "marker_id", "target_mention", "parent_id"})
Rows = Mapping[str, Sequence[Any]]


@pytest.fixture(scope="module")
def base() -> Rows:
    return analyse(TEXT).rows


def grown(base: Rows, times: int) -> dict[str, list[Any]]:
    """Rows of the text written several times over, without reading it."""
    return {
        name: [
            _moved(row, number) for number in range(times if name not in ("documents", "actors") else 1) for row in rows
        ]
        for name, rows in base.items()
    }


def _moved(row: Any, number: int) -> Any:
    shift, new = number * len(TEXT), {}
    for name, value in row._asdict().items():
        if value is None:
            continue
        if name in _PLACES:
            new[name] = value + shift
        elif name.endswith("spans"):
            new[name] = tuple((start + shift, end + shift) for start, end in value)
        elif name == "evidence":
            new[name] = tuple(each._replace(start=each.start + shift, end=each.end + shift) for each in value)
        elif name in ("sentence_id", "token_id", "head"):
            new[name] = value + number * 1000
        elif name in _NUMBERED or (name == "voice" and value != tables.NARRATOR):
            new[name] = f"{value[0]}{int(value[1:]) + number * 1000}"
    return row._replace(**new)


def explorer_of(base: Rows, times: int, *, framed: bool = False) -> Explorer:
    rows = grown(base, times)
    frames = {name: tables.frame(name, each) for name, each in rows.items()}
    if framed:
        frames["framing"] = measure_framing(rows)
    return Explorer(frames, {base["documents"][0].doc_id: TEXT * times})


def keys(explorer: Explorer) -> list[Key]:
    mentions = explorer.whole["mentions"]
    return [Key(*pair) for pair in zip(mentions["doc_id"], mentions["mention_id"], strict=True)]


def look(explorer: Explorer) -> None:
    view_text(explorer)


WORK: dict[str, Callable[[Any], Any]] = {
    "text": look,
    "filters": view_filters,
    "quotes": lambda explorer: view_table(explorer, "quotes"),
    "mentions": lambda explorer: view_table(explorer, "mentions"),
    "stances": lambda explorer: view_table(explorer, "stances"),
    "concordance": lambda explorer: concordance(explorer, "Russland"),
    "evidence": lambda explorer: evidence_table(explorer, keys(explorer)),
}


def exponent(work: Callable[[Any], Any], given: Callable[[int], Any], sizes: Sequence[int]) -> float:
    """Slope of time over size, both as logarithms; the least of three times each, since others use the machine too."""
    spent = []
    for size in sizes:
        least = math.inf
        argument = given(size)
        for _ in range(3):
            gc.collect()
            begun = time.process_time()
            work(argument)
            least = min(least, time.process_time() - begun)
        spent.append(least)
    return float(np.polyfit(np.log(sizes), np.log(spent), 1)[0])


@pytest.mark.parametrize("name", WORK)
def test_views_grow_with_the_text(base: Rows, name: str) -> None:
    assert exponent(WORK[name], lambda size: explorer_of(base, size), SIZES) <= MOST


def test_measures_grow_with_the_text(base: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    # without the draws: their number is fixed, but weights of 40 MB leave the processor's cache, which takes its time
    monkeypatch.setattr("analysis.framing.measure.draw_intervals", lambda ratios, seed: [UNKNOWN] * len(ratios))
    monkeypatch.setattr("analysis.framing.mitigation.statistics", lambda counts, *_, **__: [UNKNOWN] * len(counts))
    wanted = ["agency_role", "frame_share", "mitigation_modals", "attention_first", "frame_association"]

    def measure(rows: Rows) -> None:
        measure_framing(rows, indicators=wanted)

    assert exponent(measure, lambda size: grown(base, size), [size * 4 for size in SIZES]) <= MOST


def test_grown_tables_say_what_the_text_says(base: Rows) -> None:
    explorer, twice = explorer_of(base, 2, framed=True), TEXT * 2
    assert len(explorer.whole["mentions"]) == 2 * len(base["mentions"]) > 10
    for name in ("mentions", "quotes", "tokens"):
        for row in tables.rows(name, explorer.whole[name]):
            assert twice[row.start : row.end] == row.text
