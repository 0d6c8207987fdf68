"""The report in a real browser: it asks for nothing, runs nothing, fits, and shows what one points at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.charts import CHARTS
from analysis.export import figures, write_report
from analysis.export.report import page as page_module
from analysis.framing import Perspective

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
PROGRAM = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium; apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"mentions": CHARTS["mentions"]}
    monkeypatch.setattr(figures, "CHARTS", chosen)
    monkeypatch.setattr(page_module, "CHARTS", chosen)


def show(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """Open a page; the list fills with whatever it asks for or complains about."""
    page = browser.new_context(**options).new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    page.on("request", lambda request: heard.append(request.url))
    page.goto(path.as_uri())
    return page, [url for url in heard if url != path.as_uri() and not url.startswith("data:")]


@pytest.mark.usefixtures("few")
def test_the_page_fits_and_asks_for_nothing(browser: Any, small_once: Any, document: Any, tmp_path: Path) -> None:
    perspective = Perspective(focus=("MD",), poles=("RU", "EU", "US"))
    path = write_report(small_once, document, tmp_path / "report.html", perspective=perspective)
    for scheme in ("light", "dark"):
        for width in (390, 1280):
            page, heard = show(browser, path, color_scheme=scheme, viewport={"width": width, "height": 800})
            assert heard == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(22, 24, 27)"  # the style passes the policy


@pytest.mark.usefixtures("few")
def test_layers_tips_and_links(browser: Any, small_once: Any, document: Any, tmp_path: Path) -> None:
    path = write_report(small_once, document, tmp_path / "report.html", lang="en")
    page, _ = show(browser, path)
    mention = page.locator("article .mention", has_text="Kreml")
    assert mention.evaluate("e => getComputedStyle(e).borderBottomStyle") != "none"
    page.uncheck("#layer-mention")
    assert mention.evaluate("e => getComputedStyle(e).borderBottomStyle") == "none"
    threat = page.locator("article .stance", has_text="droht")
    threat.hover()
    tip = threat.evaluate("e => getComputedStyle(e, '::before').content")
    assert "Quote: Ana Popa (Moldova)" in tip
    assert "− Russland → Moldova" in tip
    threat.click()
    assert page.evaluate("location.hash") == "#row-t2"
    page.locator("#row-t2 a").first.click()
    assert page.evaluate("location.hash") == "#t2"
    assert page.locator(".at:target").inner_text().startswith("Moskau")


@pytest.mark.usefixtures("few")
def test_the_keyboard_reaches_the_evidence(browser: Any, small_once: Any, document: Any, tmp_path: Path) -> None:
    page, _ = show(browser, write_report(small_once, document, tmp_path / "report.html"))
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))
    assert {"#content", "#article", "layer-stance", "#row-t2", "#q1"} <= reached


@pytest.mark.usefixtures("few")
def test_a_hostile_text_does_nothing(browser: Any, hostile: Any, tmp_path: Path) -> None:
    data, document = hostile
    page, heard = show(browser, write_report(data, document, tmp_path / "report.html"))
    page.wait_for_timeout(200)
    assert heard == []
    assert page.evaluate("document.scripts.length") == 0
    assert page.locator("article img").count() == 0
