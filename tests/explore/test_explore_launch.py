"""Starting and ending servers: on this computer alone, behind a token, and gone when the command is."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import MittellageError
from analysis.explore import launch, runner
from analysis.explore.launch import make_template, run_app, run_lab


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_template_tells_its_language_and_asks_no_other_host(tmp_path, lang):
    target = make_template(tmp_path, lang=lang)
    pages = {path.name: path.read_text("utf-8") for path in target.rglob("*") if path.is_file()}
    assert "index.html.j2" in pages
    assert pages["conf.json"] == '{"base_template": "lab"}'
    for text in pages.values():
        assert "cdn." not in text
        assert not [line for line in text.splitlines() if "<link" in line and "://" in line]
        assert not [line for line in text.splitlines() if "<script" in line and "://" in line]
    assert f'document.documentElement.lang = "{lang}"' in pages["index.html.j2"]


def test_settings_with_the_token_can_be_read_by_their_owner_alone(tmp_path):
    launch._prepare_app(tmp_path, token="secret", port=1, lang="de")
    mode = stat.S_IMODE((tmp_path / "voila.json").stat().st_mode)
    assert mode == 0o600
    assert '"token": "secret"' in (tmp_path / "voila.json").read_text()


@pytest.mark.parametrize("start", [run_app, run_lab])
def test_a_port_that_is_taken_is_named(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MittellageError, match=f"Port {port} is taken; choose another with --port"):
            start(port=port, browser=False)


def test_a_missing_package_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setattr(runner, "find_spec", lambda name: None if name == "voila" else name)
    with pytest.raises(MittellageError, match=r"This needs voila\. Install with: pip install"):
        run_app(port=0, browser=False)


def test_missing_notebooks_are_explained(monkeypatch, tmp_path):
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MittellageError, match="clone the repository and run the command inside it"):
        run_lab(port=0, browser=False)


@pytest.mark.slow
def test_the_server_listens_here_alone_and_ends_with_the_command(tmp_path):
    command = [sys.executable, "-m", "analysis", "app", "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline()
            port = int(address.split(":")[2].split("/")[0])
            assert _status(port) == 302  # to the login, because the token is missing
            assert set(_listeners(port)) <= {"127.0.0.1"}
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        finally:
            process.kill()  # does nothing to a process that has ended, and else the test would wait for ever
    with pytest.raises(OSError):
        _status(port)
    assert not [path for path in Path(tmp_path).iterdir() if path.name.startswith("mittellage-")]


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


def _listeners(port: int) -> list[str]:
    """List the addresses that accept connections, of all that this computer has."""
    own = {item[4][0] for item in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} | {"127.0.0.1"}
    found = []
    for host in sorted(own):
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=2):
            found.append(host)
    return found
