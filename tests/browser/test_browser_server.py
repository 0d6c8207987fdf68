"""The real servers: whom they refuse, what they hide, what a page may load, and what they leave behind."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from app_page import to_text

from analysis.explore import scratch, server
from analysis.explore.policy import app_policy, lab_policy

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parent.parent.parent
NOBODY = "00000000-0000-4000-8000-000000000000"
MARK = "Geheimniskrämer"
TEXT = f"Der {MARK} aus Taschkent. Russland drohte Kasachstan mit Sanktionen, sagte Präsident Tokajew am Montag."


class Address(NamedTuple):
    """Where a server is, and what opens it."""

    port: int
    token: str
    path: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


def address(url: str) -> Address:
    parts = urlsplit(url)
    assert parts.port is not None
    return Address(parts.port, parse_qs(parts.query)["token"][0], parts.path)


def ask(
    where: Address, method: str, path: str, *, body: bytes = b"", **headers: str
) -> tuple[int, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True)
        sent = {"Host": where.host, "Content-Length": str(len(body)), **headers}
        for name, value in sent.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.headers
    finally:
        connection.close()


def cookie(where: Address) -> str:
    """Trade the token for a cookie, as a browser does."""
    status, headers = ask(where, "GET", f"{where.path}?token={where.token}")
    assert status in (200, 302)
    return "; ".join(each.split(";")[0] for each in headers.get_all("Set-Cookie", []))


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "x" * 22 + "==",
}


@pytest.fixture(scope="module", params=["app", "lab"])
def where(request: pytest.FixtureRequest) -> Address:
    return address(request.getfixturevalue(request.param))


STRANGERS = [
    {"Host": "evil.example"},
    {"Host": "evil.example:{port}"},
    {"Host": "127.0.0.1.evil.example:{port}"},
    {"Host": "127.0.0.1:1"},
    {"Host": "0.0.0.0:{port}"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "https://127.0.0.1:{port}"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://localhost:{port}"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
    {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "websocket"},
]


@pytest.mark.parametrize("headers", STRANGERS, ids=lambda headers: " ".join(f"{k}={v}" for k, v in headers.items()))
def test_another_host_or_origin_is_refused_even_with_the_token(where: Address, headers: dict[str, str]) -> None:
    sent = {name: value.format(port=where.port) for name, value in headers.items()}
    for path in ("/login", "/voila/static/voila.js", f"/api/kernels/{NOBODY}", f"{where.path}?token={where.token}"):
        status, answer = ask(where, "GET", path, **sent)
        assert status in (400, 403), f"{path} {sent}"  # 400: no host at all is no HTTP
        assert "Set-Cookie" not in answer
    status, _ = ask(
        where, "GET", f"/api/kernels/{NOBODY}/channels", **{**UPGRADE, **sent}, Authorization=f"token {where.token}"
    )
    assert status in (400, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:{port}"},
        {"Origin": "http://127.0.0.1:{port}"},
        {"Host": "localhost:{port}", "Origin": "http://localhost:{port}"},
        {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"},  # a link in a mail
        {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"},
    ],
)
def test_the_reader_and_the_servers_own_pages_are_let_in(where: Address, headers: dict[str, str]) -> None:
    status, _ = ask(where, "GET", "/login", **{name: value.format(port=where.port) for name, value in headers.items()})
    assert status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/?token="),
        ("GET", "/?token=wrong"),
        ("GET", "/lab"),
        ("GET", "/api/kernels"),
        ("POST", "/api/kernels"),
        ("GET", "/api/kernels/{kernel}"),
        ("DELETE", "/api/kernels/{kernel}"),
        ("POST", "/voila/api/shutdown/{kernel}"),
        ("POST", "/api/kernels/{kernel}/restart"),
        ("WS", "/api/kernels/{kernel}/channels"),
        ("WS", "/api/kernels/{kernel}/channels?token=wrong"),
        ("WS", "/terminals/websocket/1"),
        ("WS", "/api/events/subscribe"),
        ("GET", "/api/sessions"),
        ("GET", "/api/contents"),
        ("GET", "/api/status"),
        ("POST", "/api/terminals"),
        ("POST", "/api/shutdown"),
        ("GET", "/files/data/blinken_astana_2023.txt"),
        ("GET", "/voila/files/mittellage.ipynb"),
    ],
)
def test_nothing_opens_without_the_token(where: Address, method: str, path: str) -> None:
    headers = {**UPGRADE, "Origin": f"http://{where.host}"} if method == "WS" else {}
    status, answer = ask(where, "GET" if method == "WS" else method, path.format(kernel=NOBODY), **headers)
    if status == 302:
        assert re.match(r"/(login|lab)\b", answer["Location"])  # JupyterLab's page then asks for the token
    else:
        assert status in (401, 403, 404, 405), path


def test_what_a_page_may_do_is_told_with_it() -> None:
    for policy in (app_policy("N", "127.0.0.1:1"), lab_policy("127.0.0.1:1")):
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        allowed = {source for sources in rules.values() for source in sources.split()}
        assert not [source for source in allowed if source.startswith("http") or "*" in source]
        assert {source for source in allowed if "://" in source} == {"ws://127.0.0.1:1"}
    rules = dict(rule.split(" ", 1) for rule in app_policy("N", "h").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' blob: 'nonce-N'"


def test_the_policy_comes_with_every_page(where: Address, app: str, lab: str) -> None:
    own = cookie(where)
    first, second = (ask(where, "GET", where.path, Cookie=own)[1]["Content-Security-Policy"] for _ in range(2))
    assert "default-src 'none'" in first if "/lab" not in where.path else "default-src 'self'" in first
    assert "/lab" in where.path or first != second, "a nonce is used once"
    _, headers = ask(where, "GET", "/login")
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "SameSite=Lax" in ask(where, "GET", f"{where.path}?token={where.token}")[1]["Set-Cookie"]
    assert "HttpOnly" in ask(where, "GET", f"{where.path}?token={where.token}")[1]["Set-Cookie"]


ATTACKS = """
const own = document.createElement("div");
own.innerHTML = "<img src=x onerror='window.__pwned = 1'><a id=go href='javascript:window.__pwned=2'>x</a>";
document.body.append(own);
document.getElementById("go").click();
for (const text of ["window.__pwned = 3", "eval('window.__pwned = 4')", "setTimeout('window.__pwned = 5', 0)"]) {
  const script = document.createElement("script");
  script.textContent = text;
  document.body.append(script);
}
const away = document.createElement("script");
away.src = "http://127.0.0.1:9/x.js";
document.body.append(away);
"""
SEND = """async () => {
  const outcome = {};
  outcome.fetch = await fetch("http://127.0.0.1:9/", { mode: "no-cors" }).then(() => "sent", () => "refused");
  const beacon = document.createElement("img");
  outcome.picture = await new Promise((done) => {
    document.addEventListener("securitypolicyviolation", () => done("refused"), { once: true });
    beacon.src = "http://127.0.0.1:9/?secret";
    setTimeout(() => done("sent"), 3000);
  });
  return outcome;
}"""
TALK = """async ([message]) => {
  const kernel = JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
  const socket = new WebSocket(`ws://${location.host}/api/kernels/${kernel}/channels`);
  const heard = [];
  socket.onmessage = (event) => heard.push(typeof event.data == "string" ? JSON.parse(event.data).msg_type : "bytes");
  return await new Promise((done) => {
    socket.onopen = () => socket.send(typeof message == "number" ? "x".repeat(message) : JSON.stringify(message));
    socket.onclose = (event) => done([event.code, heard]);
    setTimeout(() => done([0, heard]), typeof message == "number" ? 20000 : 2500);
  });
}"""
EXECUTE = {
    "header": {"msg_id": "1", "msg_type": "execute_request", "username": "", "session": "s", "version": "5.3"},
    "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
    "content": {"code": "print(1)", "silent": False, "store_history": False, "user_expressions": {}},
}  # fmt: skip


def test_what_gets_into_the_page_does_nothing(page: Any, app: str) -> None:
    """Whatever slips through: the policy is the second wall. Checked with scripts of our own, in the page itself."""
    page.goto(app)
    page.wait_for_selector(".ml-app textarea")
    assert "token" not in page.url
    page.evaluate(f"() => {{ {ATTACKS} }}")
    assert page.evaluate(SEND) == {"fetch": "refused", "picture": "refused"}
    assert page.evaluate("window.__pwned") is None
    # The page talks to its kernel through widgets alone, and in messages of bounded size.
    heard = set(page.evaluate(TALK, [EXECUTE])[1])
    assert not {"execute_reply", "stream", "execute_input"} & heard
    # 1009 is "too big"; the page hears 1006 where the connection ends before it has read the reason.
    assert page.evaluate(TALK, [server.MESSAGE + 1_000_000])[0] in (1006, 1009)
    page.violations.clear()  # they were meant


def test_bodies_are_bounded(app: str) -> None:
    where = address(app)
    try:
        status, _ = ask(where, "POST", "/login", body=b"x" * (server.BODY + 1), Cookie=cookie(where))
    except OSError:  # the server hangs up before it has all of it
        return
    assert status in (400, 413)


def test_pages_are_bounded() -> None:
    said: list[Any] = []
    few = SimpleNamespace(
        request=SimpleNamespace(query=""),
        current_user="reader",
        kernel_manager=SimpleNamespace(list_kernel_ids=lambda: ["k"] * server.PAGES),
        set_status=said.append,
        finish=said.append,
    )
    with pytest.raises(StopIteration):  # it answers at once, and waits for nothing
        server._Page.get.__wrapped__(few).send(None)
    assert said[0] == 503
    assert "zu viele Seiten" in said[1]


def test_two_pages_share_nothing(page: Any, app: str) -> None:
    other = page.context.new_page()
    other.set_default_timeout(120_000)
    kernels = []
    for each in (page, other):
        each.goto(app)
        each.wait_for_selector(".ml-app textarea")
        config = json.loads(each.locator("#jupyter-config-data").text_content())
        kernels.append(config["kernelId"])
    page.fill(".ml-app textarea", TEXT)
    page.get_by_role("button", name="Analysieren").click()
    to_text(page)
    assert MARK in page.content()
    assert kernels[0] != kernels[1]
    assert MARK not in other.content()
    seen = other.evaluate(
        """async (paths) => {
          const found = [];
          for (const path of paths) found.push(await fetch(path).then((a) => a.text()).catch(() => ""));
          return found.join(" ");
        }""",
        [
            "/api/kernels",
            "/api/sessions",
            "/api/contents",
            "/voila/files/",
            "/voila/files/mittellage.ipynb",
            "/voila/tree",
        ],
    )
    assert kernels[0] not in seen
    assert MARK not in seen
    other.reload()
    other.wait_for_selector(".ml-app textarea")
    assert MARK not in other.content()
    assert other.locator(".ml-app textarea").input_value() == ""
    page.violations.clear()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Address, str, Path]]:
    """Serve an app whose temporary files lie where they can be looked at."""
    temp, browser = tmp_path / "temp", tmp_path / "browser"
    temp.mkdir()
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/opened\n')
    browser.chmod(0o700)
    command = [sys.executable, "-m", "analysis", "app", "--port", "0", "--browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(temp), "BROWSER": f"{browser} %s"}
    environment["MITTELLAGE_SESSIONS"] = str(tmp_path / "sessions")
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            yield process, address(url), url, temp
        finally:
            process.kill()


def files_in(folder: Path) -> dict[Path, int]:
    found = {}
    for path in folder.rglob("*"):
        try:
            found[path] = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue
    return found


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def test_token_and_text_stay_private_and_nothing_stays_behind(page: Any, app: str, own_app: Any) -> None:
    process, where, url, temp = own_app
    assert where.token != address(app).token, "a token is made for one start"
    page.goto(url)
    page.wait_for_selector(".ml-app textarea")
    page.fill(".ml-app textarea", TEXT)
    page.get_by_role("button", name="Analysieren").click()
    page.wait_for_selector(".ml-findings li")

    # The token: in no command line, in no environment, in files of the owner alone.
    everybody = [psutil.Process(process.pid), *family(process)]
    assert len(everybody) >= 4  # command, server, kernel, analysis
    for each in everybody:
        assert where.token not in " ".join(each.cmdline())
        assert where.token not in json.dumps(each.environ())
    # All of them, kernels too, listen to this computer alone.
    ports = [port for each in everybody for port in each.net_connections("inet") if port.status == psutil.CONN_LISTEN]
    assert {port.laddr.ip for port in ports} == {"127.0.0.1"}
    assert where.port in {port.laddr.port for port in ports}
    (home,) = temp.iterdir()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    found = files_in(home)
    # `.ses` is made by onnxruntime while it is loaded: a number drawn at random, behind the mode of the folder.
    loose = {path.name: oct(mode) for path, mode in found.items() if path.is_file() and mode & 0o077}
    assert set(loose) <= {".ses"}
    holding = {path.name for path in found if path.is_file() and where.token.encode() in path.read_bytes()}
    assert holding == {"voila.json", "open.html"}
    # Nor on the command line of the browser: it gets a file, which leads to the address.
    opened = (temp.parent / "opened").read_text().strip()
    assert opened == (home / "open.html").as_uri()
    assert f"url={url}" in html.unescape((home / "open.html").read_text("utf-8"))
    # The text: in no file.
    assert not [path for path in found if path.is_file() and MARK.encode() in path.read_bytes()]

    # A kernel that is killed takes its analysis with it, and the end of the command the rest.
    (kernel,) = [each for each in family(process) if "ipykernel_launcher" in " ".join(each.cmdline())]
    helpers = kernel.children(recursive=True)
    kernel.kill()
    assert not psutil.wait_procs(helpers, timeout=30)[1], "an analysis outlives its page"
    rest = family(process)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    assert not psutil.wait_procs(rest, timeout=30)[1]
    assert list(temp.iterdir()) == []
    # Nothing of either was said but the address, at the start.
    said = process.stdout.read() + (temp.parent / "log").read_text()
    assert where.token not in said
    assert MARK not in said
    page.remove_listener("dialog", page.dismiss)  # the page asks before it is left
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end the server with its command")
def test_a_command_that_is_killed_takes_the_server_along_and_the_next_start_sweeps(
    own_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, _, _, temp = own_app
    rest = family(process)
    process.kill()
    process.wait()
    assert not psutil.wait_procs(rest, timeout=30)[1]
    assert [path.name.startswith("mittellage-") for path in temp.iterdir()] == [True]
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(temp))
    with scratch.scratch() as home:
        assert list(temp.iterdir()) == [home]
    assert list(temp.iterdir()) == []
