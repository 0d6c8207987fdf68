"""What a reader does on the page of the app, for the tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any


def start(page: Any, app: str) -> None:
    page.goto(app)
    page.wait_for_selector(".ml-app textarea")


def analyse(page: Any, text: str) -> None:
    page.fill(".ml-app textarea", text)
    page.get_by_role("button", name="Analysieren").click()
    to_text(page)


def to_text(page: Any) -> None:
    """Wait for the overview, which opens first, and turn to the text."""
    page.wait_for_selector(".ml-findings li")
    tab(page, "Text")
    page.wait_for_selector(".ml-text[data-state]")


def unfold(page: Any) -> None:
    page.get_by_role("button", name=re.compile("^Filters? ▸")).click()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def violations(page: Any) -> list[str]:
    """Name what axe finds."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']} {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
