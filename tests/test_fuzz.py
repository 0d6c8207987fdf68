"""Two thousand broken and hostile inputs: none crashes, none is lost, every offset says what its row says."""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from analysis import analyse
from analysis.errors import ReadingError
from analysis.pipeline import iter_results
from analysis.reading import Document

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))  # the benchmark and the test run the same inputs

from fuzzing import targets  # noqa: E402
from fuzzing.checks import check_folding, check_rows, crash, hidden, is_ours  # noqa: E402
from fuzzing.inputs import SHARES, kind_of, make_input  # noqa: E402
from fuzzing.run import as_json, from_json, run_inputs  # noqa: E402
from fuzzing.targets import guarded  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processor time is bounded by a signal")

NUMBER = 2_000
SEED = 7


def test_two_thousand_inputs(tmp_path: Path) -> None:
    # What the other kinds cost is spent on a hundred of them here, and on all by benchmarks/fuzz.py.
    numbers = [n for n in range(3 * NUMBER) if kind_of(n) not in ("long", "giant", "export", "corpus", "store")]
    numbers = [*numbers[: NUMBER - 100], *_some("export", 40), *_some("corpus", 40), *_some("store", 20)]
    outcomes = run_inputs((make_input(SEED, number) for number in numbers), tmp_path)
    wrong = [(outcome.number, *fault) for outcome in outcomes for fault in outcome.faults]
    assert wrong == []
    assert len(outcomes) == NUMBER
    assert {outcome.number for outcome in outcomes} == set(numbers)
    refused = Counter(kind_of(outcome.number) for outcome in outcomes if outcome.refused)
    assert 50 < refused["line"] < 300
    assert 150 < refused["file"] < 600
    assert not list(tmp_path.glob("[fe]*")), "a file was left behind"


def _some(kind: str, number: int) -> list[int]:
    found = [n for n in range(100 * number) if kind_of(n) == kind]
    return found[:number]


def test_an_input_is_a_function_of_seed_and_number() -> None:
    for number in range(0, 400, 3):
        assert make_input(1, number) == make_input(1, number)
    assert make_input(1, 5) != make_input(2, 5)
    assert set(SHARES) == {kind_of(number) for number in range(100)}
    assert sum(SHARES.values()) == 100


def test_a_failure_is_kept_and_run_again(tmp_path: Path) -> None:
    item = make_input(3, next(number for number in range(50) if kind_of(number) == "file"))
    kept = json.loads(json.dumps(as_json(item, targets.Outcome(item.number))))
    assert from_json(kept) == item
    assert run_inputs([from_json(kept)], tmp_path) == run_inputs([item], tmp_path)


# What the checks find: each is made wrong in one place.
SOUND = "„Wir warten“, sagte Xi Jinping. Kasachstan kritisiert Russland. Moskau schweigt nicht."


def _tables() -> dict[str, list[dict[str, Any]]]:
    rows = analyse(Document.from_text(SOUND, doc_id="d")).rows
    names = ("segments", "sentences", "tokens", "mentions", "quotes", "stances", "markers")
    return {name: [row._asdict() for row in rows[name]] for name in names}


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("mentions", "start", -1, "offsets"),
        ("mentions", "end", 10_000, "offsets"),
        ("mentions", "text", "Rußland", "offsets"),
        ("sentences", "end", 3, "offsets"),
        ("tokens", "start", 0, "offsets"),
        ("quotes", "spans", ((0, 10_000),), "offsets"),
        ("quotes", "text", "„Wir“", "offsets"),
        ("quotes", "speaker_text", "Putin", "offsets"),
        ("quotes", "cue_text", "sagt", "offsets"),
        ("stances", "evidence", ((0, 3, "Wer", 1.0),), "offsets"),
        ("mentions", "mention_id", "m7", "lost"),
        ("mentions", "sentence_id", 99, "lost"),
        ("mentions", "voice", "q9", "lost"),
    ],
)
def test_what_is_wrong_is_found(table: str, column: str, value: Any, kind: str) -> None:
    tables = _tables()
    assert list(check_rows(SOUND, tables)) == []
    row = tables[table][-1]
    assert column in row
    row[column] = value
    assert kind in {fault.kind for fault in check_rows(SOUND, tables)}


def test_errors_that_are_not_ours_are_found() -> None:
    assert hidden("ValueError: no such thing")[0].kind == "crashed"
    assert hidden("Line 3: IndexError: list index out of range")[0].kind == "crashed"
    assert hidden("ReadingError: the text is empty") == hidden("Line 3: the text is empty.") == hidden(None) == []

    def broken(item: object) -> tuple[None, list[Any]]:
        return None, [][item]  # type: ignore[call-overload]

    (fault,) = guarded(broken, make_input(1, 1)).faults
    assert fault.kind == "crashed"
    assert "TypeError" in fault.message

    def endless(item: object) -> tuple[None, list[Any]]:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    (fault,) = guarded(endless, make_input(1, 1), bound=0.2).faults
    assert fault.kind == "slow"

    def refusing(item: object) -> tuple[None, list[Any]]:
        raise ReadingError("it is empty")

    assert guarded(refusing, make_input(1, 1)) == (1, "it is empty", ())


def test_a_fault_in_our_lines_is_told_from_one_in_a_librarys() -> None:
    with pytest.raises(AttributeError) as ours:
        list(check_rows("", {"mentions": [7]}))  # type: ignore[list-item]
    assert not is_ours(ours.value), "a benchmark is no part of the package"
    with pytest.raises(AttributeError) as ours:
        list(iter_results(["Kasachstan"], options=7))  # type: ignore[arg-type]
    assert is_ours(ours.value)
    assert crash(ours.value).message.startswith("AttributeError at stages.py:")
    with pytest.raises(ValueError) as theirs:
        json.loads("{")
    assert not is_ours(theirs.value)


def test_a_folding_that_is_not_stable_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(check_folding("Rus\u00adsland &amp;quot;lobt&amp;quot; Chi-\nna.")) == []
    monkeypatch.setattr(import_module("analysis.reading.folding.fold"), "_ROUNDS", 1)
    assert [fault.kind for fault in check_folding("Wasser-\nkraftwerks-\nbau in China")] == ["unequal"]


def test_a_blank_line_is_told_and_costs_the_others_nothing(tmp_path: Path) -> None:
    lines = [
        make_input(SEED, 0)._replace(number=n, kind="line", data=data) for n, data in enumerate([b"", b" \t", b"{}"])
    ]
    outcomes = {outcome.number: outcome for outcome in targets.run_lines(lines, tmp_path)}
    assert [outcomes[n].faults for n in range(3)] == [(), (), ()]
    assert all(outcomes[n].refused for n in range(3))
