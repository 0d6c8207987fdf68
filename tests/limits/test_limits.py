"""Limits: a document that takes too long or too much memory is ended, and the message says how to allow more."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tasks_limited import dying, hungry, nothing, refusing, sleepy, steady, unreadable

from analysis.errors import LimitError, MittellageError, ReadingError, in_command_words
from analysis.limited import analyse_limited
from analysis.limits import Limits, limited, memory_of, parse_bytes, parse_limits
from analysis.pipeline import Options, analyse_many
from analysis.reading import Document

TEXTS = ["Kasachstan kritisiert Russland.", "„Wir warten“, sagte Xi Jinping.", "Laut Peking ist alles gut."]


def names(number: int) -> list[str]:
    return [f"text {n}" for n in range(number)]


def test_results_come_in_order_and_the_process_ends() -> None:
    with limited(steady, [3, 1, 2], names=names(3)) as results:
        assert [value for value, _ in results] == [3, 1, 2]
    with limited(steady, [5], names=names(1)) as results:
        ((_, process),) = results
    assert process != os.getpid()
    assert memory_of(process) is None or sys.platform != "linux"


GIVEN_UP = "and was given up. Take a part of it, or allow more, as in limits=Limits"


@pytest.mark.parametrize(
    ("task", "limits", "kind", "message"),
    [
        (sleepy, Limits(timeout=0.5), "timeout", f"was not done after 0.5 s, {GIVEN_UP}(timeout=1)."),
        (hungry, Limits(memory=500_000_000), "memory", f"took more than 0.5 GB, {GIVEN_UP}(memory=1_000_000_000)."),
    ],
)
def test_a_document_that_costs_too_much_is_named_with_the_limit(
    task: Callable[[int], int], limits: Limits, kind: str, message: str
) -> None:
    with limited(task, [0, 1, 2], names=names(3), limits=limits) as results:
        assert next(results) == 0
        with pytest.raises(LimitError) as caught:
            next(results)
    assert str(caught.value) == f"text 1 {message}"
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("or allow more, as in limits=Limits(timeout=240).", "or allow more with --timeout 240."),
        ("or allow more, as in limits=Limits(memory=6_000_000_000).", "or allow more with --memory 6GB."),
        ("or allow more, as in limits=Limits(memory=1_500_000_000).", "or allow more with --memory 1.5GB."),
    ],
)
def test_a_command_names_its_options(said: str, typed: str) -> None:
    assert in_command_words(said) == typed


def test_what_the_task_raises_is_raised_here_with_its_place() -> None:
    with (
        pytest.raises(ReadingError, match="Teilen Sie den Text") as caught,
        limited(refusing, [1], names=["a"]) as results,
    ):
        next(results)
    assert caught.value.obstacle == "large"
    assert "tasks_limited.py" in str(caught.value.__cause__)
    with pytest.raises(RuntimeError, match="Unreadable: a, b"), limited(unreadable, [1], names=["a"]) as results:
        next(results)


def test_a_document_that_ends_the_process_is_named() -> None:
    with (
        pytest.raises(MittellageError, match=r"'a.txt' ended the process .*exit code 7"),
        limited(dying, [7], names=["'a.txt'"]) as results,
    ):
        next(results)


def test_preparing_is_no_documents_time_and_its_errors_are_told() -> None:
    with limited(steady, [1], names=["a"], prepare=nothing, limits=Limits(timeout=0.3)) as results:
        assert next(results)[0] == 1
    with pytest.raises(ReadingError, match="Teilen"), limited(steady, [1], names=["a"], prepare=refusing) as results:
        next(results)


def test_an_analysis_within_limits_is_the_same() -> None:
    documents = [Document.from_text(text, doc_id=str(number)) for number, text in enumerate(TEXTS)]
    with analyse_limited(documents) as results:
        found = list(results)
    assert [dict(result.rows) for result in found] == [dict(result.rows) for result in analyse_many(documents)]
    assert [result.document for result in found] == documents
    assert not found[0].framing.empty


def test_an_unknown_backend_is_told() -> None:
    with (
        pytest.raises(MittellageError, match="klingonisch"),
        analyse_limited([Document.from_text(TEXTS[0])], options=Options(language="klingonisch")) as results,
    ):
        next(results)


@pytest.mark.parametrize(
    ("timeout", "memory", "message"),
    [
        (0, "3GB", "--timeout 0"),
        (-1, "3GB", "seconds"),
        (9, "7", "--memory '7'"),
        (float("nan"), "3GB", "--timeout nan"),
        (9, "infGB", "--memory"),
    ],
)
def test_limits_that_make_no_sense(timeout: float, memory: str, message: str) -> None:
    with pytest.raises(MittellageError, match=message):
        parse_limits(timeout, memory)
    assert parse_bytes("1.5 GB") == 1_500_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="there a stage is another one in the copy of this process")
@pytest.mark.parametrize(("stage", "option", "value"), [(sleepy, "--timeout", "1"), (hungry, "--memory", "900MB")])
def test_the_command_says_which_file_and_which_option(
    stage: object,
    option: str,
    value: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from analysis import cli

    monkeypatch.setattr("analysis.limited.warm", nothing)
    monkeypatch.setattr("analysis.pipeline.run.rows_of", lambda *_: stage(1))  # type: ignore[operator]
    path = tmp_path / "lang.txt"
    path.write_text(TEXTS[0], "utf-8")
    with pytest.raises(SystemExit) as leaving:
        cli.main(["analyse", str(path), "--out", str(tmp_path / "out"), option, value])
    error = capsys.readouterr().err
    assert leaving.value.code == 2
    more = {"1": "2", "900MB": "1.8GB"}[value]
    assert error.startswith(f"mittellage: {str(path)!r} ")
    assert error.endswith(f"or allow more with {option} {more}.\n")
    assert [item.name for item in tmp_path.iterdir()] == ["lang.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="there the process is a copy of this one")
def test_notebooks_end_a_text_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis import explore
    from analysis.pipeline import run

    (tmp_path / "taz_2023-02-28.txt").write_text(TEXTS[0], "utf-8")
    found = run.rows_of
    monkeypatch.setattr(run, "rows_of", lambda doc, *more: sleepy(1) if "kritisiert" in doc.text else found(doc, *more))
    with pytest.raises(LimitError, match=r"'taz_2023-02-28' was not done after 0.5 s.*limits=Limits\(timeout=1\)"):
        explore.analyse_files([tmp_path], limits=Limits(timeout=0.5))


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end the process with this one")
def test_the_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tasks_limited import sleepy, told\nfrom analysis.limits import limited\n"
        "with limited(told, [sys.argv[2]], names=['a']) as results: next(results)"
    )
    note = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", code, str(Path(__file__).parent), str(note)])
    begin = time.monotonic()
    while not note.exists() or not note.read_text():
        assert time.monotonic() - begin < 60
        time.sleep(0.05)
    child = int(note.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    while memory_of(child):
        assert time.monotonic() - begin < 60
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the process is no copy")
def test_what_the_asking_process_holds_is_no_cost_of_a_document() -> None:
    ballast = bytearray(400_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    limits = Limits(memory=300_000_000)
    with limited(sleepy, [0.005, 0.005], names=names(2), limits=limits) as results:  # type: ignore[list-item]
        assert len(list(results)) == 2
    with limited(hungry, [1], names=names(1), limits=limits) as results, pytest.raises(LimitError, match="memory="):
        next(results)
    assert ballast
