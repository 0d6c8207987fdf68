"""A run that something stops: what was done stays, what went wrong is said in one line, and the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.annotate import annotate_file
from analysis.cli import main
from analysis.errors import ExportError

LINES = [
    *({"doc_id": f"d{number}", "text": f"Kasachstan kritisiert Russland zum {number}. Mal."} for number in range(4)),
    {"doc_id": "kaputt", "text": 7},
    {"doc_id": "d5", "text": "„Nein“, sagte Präsident Tokajew.", "title": "Nein"},
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(item) + "\n\n" for item in LINES), "utf-8")
    return path


@pytest.fixture
def whole(source: Path, tmp_path: Path) -> bytes:
    target = tmp_path / "whole.jsonl"
    assert annotate_file(source, target) == 1
    return target.read_bytes()


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@pytest.mark.parametrize("kept", [0, 1, 3, 5, 6])
@pytest.mark.parametrize("rest", [b"", b'{"doc_id":"d', b"\x00\x00\x00"])
def test_resume_goes_on_behind_the_last_whole_record(
    source: Path, whole: bytes, tmp_path: Path, kept: int, rest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import analysis.annotate as module

    done: list[str] = []
    document = module._document
    monkeypatch.setattr(module, "_document", lambda *a, **k: done.append("x") or document(*a, **k))
    target = tmp_path / "out.jsonl"
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(b"".join(lines(whole)[:kept]) + rest)
    assert annotate_file(source, target, resume=True) == 1
    assert target.read_bytes() == whole
    assert not part.exists()
    assert len(done) == len(LINES) - kept


def test_resume_of_a_finished_file_adds_the_lines_that_are_new(source: Path, whole: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(whole)
    with source.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"doc_id": "neu", "text": "China lobt Usbekistan."}))
    assert annotate_file(source, target, resume=True) == 1
    assert target.read_bytes().startswith(whole)
    assert [json.loads(line)["doc_id"] for line in lines(target.read_bytes())[len(LINES) :]] == ["neu"]


@pytest.mark.parametrize(
    ("there", "message"),
    [
        (b'{"doc_id":"x","error":null}\n', "record 1 is of 'x', the input has line 'd0'"),
        (b"[1]\n", "record 1 is of None"),
        (b"kein JSON\n", "record 1 is of None"),
    ],
)
def test_resume_refuses_what_is_of_another_input(source: Path, tmp_path: Path, there: bytes, message: str) -> None:
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(there)
    with pytest.raises(ExportError, match="is not of this input") as caught:
        annotate_file(source, tmp_path / "out.jsonl", resume=True)
    assert message in str(caught.value)
    assert part.read_bytes() == there


def test_resume_refuses_more_records_than_lines(source: Path, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.part").write_bytes(whole + lines(whole)[0])
    with pytest.raises(ExportError, match="no such line"):
        annotate_file(source, tmp_path / "out.jsonl", resume=True)


def test_without_resume_a_run_begins_anew(source: Path, whole: bytes, tmp_path: Path) -> None:
    target, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    part.write_bytes(b"alt\n")
    assert annotate_file(source, target) == 1
    assert target.read_bytes() == whole
    assert not part.exists()


def test_resume_needs_a_file(source: Path) -> None:
    with pytest.raises(ExportError, match="standard output is none"):
        annotate_file(source, "-", resume=True)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from analysis.cli import main
main(sys.argv[2:])
"""


COMMAND = "import sys; from analysis.cli import main; main(sys.argv[1:])"


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit of file sizes")
def test_a_full_disk_is_one_line_and_resume_finishes(source: Path, whole: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    limit = len(b"".join(lines(whole)[:2])) + 100  # the third record is cut
    options = ["annotate", "--input", str(source), "--output", str(target)]
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), *options], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    (said,) = ran.stderr.strip().splitlines()
    assert said.startswith(f"mittellage: {str(target)!r} cannot be written: File too large. 2 records (")
    assert said.endswith("make room, then run the same command with --resume.")
    assert not target.exists()
    part = tmp_path / "out.jsonl.part"
    assert part.read_bytes() == b"".join(lines(whole)[:2])
    assert f"{part.stat().st_size:,} bytes" in said
    with pytest.raises(SystemExit) as left:
        main([*options, "--resume"])
    assert left.value.code == 1  # a record carries an error
    assert target.read_bytes() == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_standard_output_is_one_line(source: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", COMMAND, "annotate", "--input", str(source), "--output", "-"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.strip() == "mittellage: Standard output cannot be written: No space left on device."


@pytest.mark.skipif(sys.platform == "win32", reason="no locks")
def test_two_runs_do_not_write_one_file(source: Path, tmp_path: Path) -> None:
    from analysis.partial import PartialFile

    with PartialFile(tmp_path / "out.jsonl") as out:
        out.write([b"a\n"])
        with pytest.raises(ExportError, match="Another run is writing"):
            annotate_file(source, tmp_path / "out.jsonl")
        assert out.path.read_bytes() == b"a\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_leaves_records_to_go_on_with(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [f"Kasachstan kritisiert Russland zum {number}. Mal. " * 40 for number in range(200)]
    source.write_text(
        "".join(json.dumps({"doc_id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8"
    )
    options = ["annotate", "--input", str(source), "--output", str(target)]
    process = subprocess.Popen([sys.executable, "-c", COMMAND, *options])
    part = tmp_path / "out.jsonl.part"
    end = time.monotonic() + 60
    while time.monotonic() < end and not (part.exists() and b"\n" in part.read_bytes()[10_000:]):
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert b"\n" in part.read_bytes()[10_000:]
    before = part.read_bytes()
    source.write_text("".join(source.read_text("utf-8").splitlines(keepends=True)[: before.count(b"\n") + 2]), "utf-8")
    assert annotate_file(source, target, resume=True) == 0
    assert target.read_bytes().startswith(before[: before.rindex(b"\n") + 1])
    assert [json.loads(line)["doc_id"] for line in lines(target.read_bytes())] == [
        str(n) for n in range(before.count(b"\n") + 2)
    ]
