"""A real Chromium, a real app and a real JupyterLab; no page may ask any host but this one."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(Path(__file__).parent))  # for app_page.py
CHROMIUM = Path(os.environ.get("MITTELLAGE_CHROMIUM", "/usr/bin/chromium"))
# A busy machine is slow, which is no fault.
PATIENCE = int(os.environ.get("MITTELLAGE_PATIENCE", "120"))
SHOTS = ROOT / "build" / "screenshots"
RUNS = SHOTS / "timings.jsonl"
# With MITTELLAGE_DOCS=1 the run also writes the pictures and the figures that the documentation shows.
DOCS = ROOT / "docs" if os.environ.get("MITTELLAGE_DOCS") else None
IN_DOCS = ("app_start", "app_overview", "app_text", "app_chart", "app_concordance", "lab_chart")
COMMAND = "MITTELLAGE_DOCS=1 .venv/bin/pytest -m browser tests/browser"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium: where it is missing, continuous integration fails and a laptop skips."""
    if not CHROMIUM.is_file():
        message = f"no Chromium at {CHROMIUM}; install it, or set MITTELLAGE_CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Tell the fixtures how the test has ended."""
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give a page, and hold against it at the end every request to another host and every script error."""
    scale = 2 if DOCS is not None else 1
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000}, device_scale_factor=scale, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    elsewhere: list[str] = []
    errors: list[str] = []
    dialogs: list[str] = []
    page.violations = violations = []

    def look(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            elsewhere.append(request.url)

    def dismiss(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    context.on("request", look)
    page.on("websocket", look)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", dismiss)
    page.dismiss = dismiss
    page.on("console", lambda said: violations.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    if getattr(request.node, "report_call", None) is not None and request.node.report_call.failed:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"failed_{request.node.name}.png")
    context.close()
    assert elsewhere == []
    assert [error for error in errors if "ml-" in error or "anywidget" in error] == []
    assert dialogs == []
    assert violations == []


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the app; its address comes with the token, and its sessions are not those of whoever runs the tests.

    One server for all files would refuse pages: it keeps as many kernels as a reader needs, and for a while.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MITTELLAGE_SESSIONS", str(tmp_path_factory.mktemp("sessions")))
        yield from _serve("app")


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the notebooks and their text, so that running them changes no file of the project."""
    copy = tmp_path_factory.mktemp("lab")
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return copy


@pytest.fixture(scope="session")
def lab(lab_folder: Path) -> Iterator[str]:
    """Serve JupyterLab on the copy."""
    yield from _serve("lab", str(lab_folder / "notebooks"))


def _serve(*command: str) -> Iterator[str]:
    arguments = [sys.executable, "-m", "analysis", *command, "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), f"the server said {address!r}"
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=40)
            finally:
                process.kill()


@pytest.fixture(scope="session")
def shoot() -> Callable[[Any, str], None]:
    """Keep a picture of a page."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Any, name: str) -> None:
        page.wait_for_timeout(300)  # let hover effects and fades end
        app = page.locator(".ml-app")
        # What is taller than the window is painted as far as the window goes.
        fits = app.count() and app.bounding_box()["height"] <= page.viewport_size["height"]
        (app if fits else page).screenshot(path=SHOTS / f"{name}.png")
        if DOCS is not None and name in IN_DOCS:
            # 256 colours are all that a page has; a picture of twice the resolution so stays small.
            Image.open(SHOTS / f"{name}.png").convert("RGB").quantize(256).save(
                DOCS / "images" / f"{name}.png", optimize=True
            )

    return take


# From the click, as the page meets it, to the new picture: what a driver does before it clicks is no part of it.
WATCH = """() => { window.redrawn = new Promise((done) => {
  let begun;
  document.addEventListener("click", () => { begun = performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, observer) => { observer.disconnect(); done((performance.now() - begun) / 1000); })
    .observe(
      [...document.querySelectorAll(".ml-chart")].find((each) => each.offsetParent && each.querySelector(".ml-spot")),
      { attributes: true, attributeFilter: ["data-state"] },
    );
}); }"""


@pytest.fixture(scope="session")
def redraw() -> Callable[[Any, Any], float]:
    """Click, wait until the first chart on show has been replaced, and give the seconds between."""

    def click_and_wait(page: Any, target: Any) -> float:
        page.evaluate(WATCH)
        target.click()
        return float(page.evaluate("window.redrawn"))

    return click_and_wait


@pytest.fixture(scope="session")
def clock() -> Iterator[Callable[[str, float], None]]:
    """Write down how many seconds something took; nothing is asserted on it."""
    taken: dict[str, float] = {}

    def write(what: str, seconds: float) -> None:
        taken[what] = round(seconds, 2)

    yield write
    if taken:
        SHOTS.mkdir(parents=True, exist_ok=True)
        with RUNS.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"load": round(os.getloadavg()[0], 1), "seconds": taken}) + "\n")
        if DOCS is not None:
            (DOCS / "fragments" / "browser.md").write_text(_fragment(), encoding="utf-8")


def _fragment() -> str:
    """Return the section of docs/evaluation.md: medians of all runs that `RUNS` lists."""
    runs = [json.loads(line) for line in RUNS.read_text("utf-8").splitlines()]
    names = dict.fromkeys(name for run in runs for name in run["seconds"])
    loads = [run["load"] for run in runs]
    rows = "".join(
        f"| {name} | {statistics.median(run['seconds'][name] for run in runs if name in run['seconds']):.1f} |\n"
        for name in names
    )
    return (
        f"## Notebooks and app in a browser\n\nMedians of {len(runs)} runs in Chromium with a kernel of its own for "
        f"each page, at loads of {min(loads)} to {max(loads)} when they ended; measured, not asserted. Each run of the "
        f"tests adds a line to `{RUNS.relative_to(ROOT)}`; delete it to begin anew.\n\n"
        f"```bash\n{COMMAND}\n```\n\n| what | seconds |\n| --- | --- |\n{rows}"
    )
