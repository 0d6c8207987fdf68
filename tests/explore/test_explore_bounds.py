"""What a page sends is bounded, and what a server puts aside is its owner's alone and gone afterwards."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.explore import scratch
from analysis.explore.source import LIMIT
from analysis.explore.widgets.app import _Page


class _Idle:
    """A worker that does nothing."""

    def start(self) -> None:
        pass


@pytest.fixture
def page(tmp_path: Path) -> Any:
    (tmp_path / "a.txt").write_text("China schweigt.")
    (tmp_path / "b.txt").write_bytes(b"x" * (LIMIT + 1))
    return _Page(tmp_path, "de", _Idle())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "sizes"),
    [
        ({"kind": "file", "name": "a.txt"}, [LIMIT + 1]),
        ({"kind": "file", "name": "a.txt"}, [1, LIMIT]),  # in pieces
        ({"kind": "large", "name": "a.txt", "size": LIMIT + 1}, []),
        ({"kind": "large", "name": "a.txt", "size": 1}, []),
    ],
)
def test_what_is_too_large_is_not_kept_whatever_the_page_says_of_it(
    page: Any, content: dict[str, Any], sizes: list[int]
) -> None:
    page.form.take_file(None, content, [memoryview(bytes(size)) for size in sizes])
    assert page.form.held == []
    assert "MB" in page.status.value


@pytest.mark.parametrize("content", [{"kind": "file", "name": "a.txt"}, {"kind": "other"}, {}])
def test_a_message_without_a_file_changes_nothing(page: Any, content: dict[str, Any]) -> None:
    page.form.take_file(None, content, [])
    assert page.form.held == []


def test_one_file_is_kept_the_last(page: Any) -> None:
    for name in ("a.txt", "b.txt"):
        page.form.take_file(None, {"kind": "file", "name": name}, [memoryview(b"China schweigt.")])
    assert page.form.held == [("b.txt", b"China schweigt.")]


def test_a_large_file_of_the_data_folder_is_not_read(page: Any) -> None:
    small, large = page.form.paths
    page.form.take_path({"new": large})
    assert page.form.held == []
    assert "erlaubt sind 5 MB" in page.status.value
    page.form.take_path({"new": small})
    assert page.form.held == [("a.txt", b"China schweigt.")]


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_is_private_and_gone_at_the_end_also_after_an_error(temp: Path) -> None:
    def work() -> None:
        with scratch.scratch() as home:
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            with scratch.private():
                (home / "settings.json").write_text("token")
            (home / "tmp" / "deep").mkdir(parents=True)
            assert stat.S_IMODE((home / "settings.json").stat().st_mode) == 0o600
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list(temp.iterdir()) == []


def test_the_folder_of_a_server_that_runs_is_left_alone(temp: Path) -> None:
    with scratch.scratch() as first, scratch.scratch() as second:
        assert {first, second} == set(temp.iterdir())
    assert list(temp.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link", "folder without a lock", "lock that is a link"])
def test_what_only_looks_like_such_a_folder_is_left_alone(temp: Path, kind: str) -> None:
    """Whoever can write into the folder for temporary files must not have the next start remove something else."""
    mine = temp / "thesis"
    mine.mkdir()
    (mine / ".lock").touch()
    other = temp / "mittellage-abc"
    if kind == "file":
        other.touch()
    elif kind == "link":
        other.symlink_to(mine)
    else:
        other.mkdir()
        if kind == "lock that is a link":
            (mine / "precious").write_text("kept")
            (other / ".lock").symlink_to(mine / "precious")
    with scratch.scratch():
        pass
    assert mine.is_dir()
    assert other.exists() or kind == "lock that is a link"
    assert kind != "lock that is a link" or (mine / "precious").read_text() == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="owners")
def test_a_folder_of_somebody_else_is_left_alone(temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temp / "mittellage-abc").mkdir()
    (temp / "mittellage-abc" / ".lock").touch()
    monkeypatch.setattr(scratch.os, "getuid", lambda: os.geteuid() + 1)
    with scratch.scratch():
        pass
    assert (temp / "mittellage-abc").is_dir()


def test_the_doorstep_leads_to_the_address_and_nowhere_else(tmp_path: Path) -> None:
    uri = scratch.doorstep(tmp_path, 'http://127.0.0.1:1/?token=a&b="><script>')
    page = (tmp_path / "open.html").read_text("utf-8")
    assert uri == (tmp_path / "open.html").as_uri()
    assert "token" not in uri
    assert "<script" not in page
    assert 'content="0; url=http://127.0.0.1:1/?token=a&amp;b=&quot;' in page


@pytest.mark.parametrize(
    ("headers", "home"),
    [
        ({"Host": "127.0.0.1:8866"}, True),
        ({"Host": "localhost:8866", "Origin": "http://localhost:8866"}, True),
        ({"Host": "127.0.0.1:8866", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Host": "127.0.0.1"}, False),
        ({"Host": "127.0.0.1:88660"}, False),
        ({"Host": "user@127.0.0.1:8866"}, False),
        ({"Host": "[::1]:8866"}, False),
        ({"Host": "127.0.0.1:8866", "Origin": "http://127.0.0.1:8866.evil.example"}, False),
        ({"Host": "127.0.0.1:8866", "Origin": "http://x@127.0.0.1:8866"}, False),
        ({"Host": "127.0.0.1:8866", "Origin": "file://"}, False),
        ({"Host": "127.0.0.1:8866", "Origin": "http://["}, False),
        ({"Host": "127.0.0.1:8866", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-site"}, False),
        ({}, False),
    ],
)
def test_who_is_at_home(headers: dict[str, str], home: bool) -> None:
    server = pytest.importorskip("analysis.explore.server")
    assert server.is_at_home(SimpleNamespace(headers=headers), 8866) is home
