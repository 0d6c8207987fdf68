"""JupyterLab in a browser: the first notebook runs from top to bottom, and its controls change its charts."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from typing import Any

import nbformat
import pytest
from playwright.sync_api import TimeoutError as NotInTime

pytestmark = pytest.mark.browser
_ERROR = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"


def _open(page: Any, lab: str, name: str) -> None:
    """Open a notebook in a workspace of its own, and wait until its kernel listens.

    JupyterLab shows idle before the kernel is connected, and drops Run All until it is.
    """
    page.goto(lab.replace("/lab/tree/", f"/lab/workspaces/{name}/tree/").replace("01_article", name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    address, token = lab.partition("/lab/")[0], lab.partition("token=")[2]
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with urllib.request.urlopen(f"{address}/api/sessions?token={token}") as answer:
            kernels = [each["kernel"] for each in json.load(answer) if name in each["path"]]
        if any(kernel["connections"] > 0 and kernel["execution_state"] == "idle" for kernel in kernels):
            page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle")).first.wait_for()
            return
        time.sleep(0.2)
    pytest.fail("no kernel has connected within 120 s")


def _run_all(page: Any) -> None:
    """Choose Run All, again if the kernel was not listening yet."""
    for _ in range(4):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        try:
            page.locator(".jp-InputPrompt").get_by_text(re.compile(r"\[(\*|\d+)\]")).first.wait_for(timeout=8000)
        except NotInTime:
            continue
        return
    pytest.fail("the kernel has not run the notebook")


def test_the_first_notebook_runs_and_its_filters_change_its_charts(page, lab, shoot, clock, redraw):
    _open(page, lab, "01_article")
    begun = time.monotonic()
    _run_all(page)
    page.wait_for_selector(f".ml-chart[data-state], {_ERROR}")
    assert page.locator(_ERROR).all_inner_texts() == []
    clock("notebook: first chart after Run All", time.monotonic() - begun)
    page.wait_for_function("document.querySelectorAll('.ml-chart[data-state] .ml-frame img').length == 5")
    clock("notebook: last chart after Run All", time.monotonic() - begun)
    assert page.locator(_ERROR).all_inner_texts() == []

    chart = page.locator(".ml-chart").filter(has=page.locator(".ml-spot")).first
    chart.wait_for()
    seconds = []
    for country in ("Kazakhstan", "Russia", "China"):
        before = chart.locator("img").get_attribute("alt")
        seconds.append(redraw(page, page.get_by_role("button", name=re.compile(rf"^{country} \d")).first))
        assert chart.locator("img").get_attribute("alt") != before
        page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle")).first.wait_for()  # the other charts
    clock("notebook: filter changes the first chart", statistics.median(seconds))

    page.locator(".ml-body .ml-mark").first.scroll_into_view_if_needed()
    shoot(page, "lab_text")
    page.locator(".ml-body .ml-mark.mentions").first.click()
    page.locator(".ml-card").first.wait_for()
    # A bar opens its evidence in its own cell.
    chart.locator(".ml-spot").first.click()
    cell = page.locator(".jp-OutputArea-child").filter(has=chart)
    cell.locator(".ml-card").first.wait_for()
    chart.scroll_into_view_if_needed()
    shoot(page, "lab_chart")


CORPUS = """
import pandas as pd
from analysis import analyse, read_document
from analysis.explore import Explorer, view_chart, view_filters

result = analyse(read_document("../data/blinken_astana_2023.txt"))
names = [f"d{number}" for number in range(200)]
parts = {name: [data.assign(doc_id=each) for each in names] for name, data in result.tables.items()}
tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items()}
explorer = Explorer(tables, dict.fromkeys(names, result.document.text))
view_filters(explorer)
"""


def test_a_filter_on_two_hundred_documents_redraws(page, lab, clock, redraw, lab_folder):
    cells = [nbformat.v4.new_code_cell(source) for source in (CORPUS, 'view_chart(explorer, "mentions")')]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab_folder / "notebooks" / "corpus_200.ipynb"
    )
    _open(page, lab, "corpus_200")
    _run_all(page)
    page.wait_for_selector(f".ml-chart[data-state] .ml-spot, {_ERROR}")
    assert page.locator(_ERROR).all_inner_texts() == []
    seconds = redraw(page, page.get_by_role("button", name=re.compile(r"^Russland \d")).first)
    clock("corpus of 200 documents: filter changes a chart", seconds)
    assert re.search(r"Russland \d{4}", page.get_attribute(".ml-chart img", "alt"))


STORE_TABLE = """id,text,outlet,date
a1,"China lobt Usbekistan. Russland droht Kasachstan.",taz,2023-03-01
a2,"Die USA danken Kasachstan. China kritisiert Russland.",FAZ,2023-04-02
"""
STORE = """
from analysis.explore import open_texts, view_chart, view_comparison, view_filters

explorer = open_texts("store", lang="en")
view_filters(explorer)
"""


def test_a_store_opens_in_a_notebook_with_the_same_views(page, lab, lab_folder, shoot):
    table = lab_folder / "presse.csv"
    table.write_text(STORE_TABLE, "utf-8")
    command = [sys.executable, "-m", "analysis", "corpus", str(table), "--out", str(lab_folder / "notebooks" / "store")]
    subprocess.run([*command, "--workers", "1"], check=True, capture_output=True)
    sources = (STORE, 'view_chart(explorer, "mentions", evidence=True)', "view_comparison(explorer)")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab_folder / "notebooks" / "store_2.ipynb")
    _open(page, lab, "store_2")
    _run_all(page)
    page.wait_for_selector(f".ml-chart[data-state] .ml-spot, {_ERROR}")
    assert page.locator(_ERROR).all_inner_texts() == []
    bars = page.locator(".ml-spot").evaluate_all("spots => spots.map(spot => spot.title)")
    assert {"Evidence for China (2)", "Evidence for Kazakhstan (2)", "Evidence for Uzbekistan (1)"} <= set(bars)
    page.locator(".ml-spot").first.click()
    page.locator(".ml-card").first.wait_for()
    page.locator("table.dataTable").get_by_text("taz").first.wait_for()
    # A key rejects a row where it is read: the bars follow, and the cell stays what it is.
    cells = page.locator(".jp-CodeCell").count()
    page.locator(".ml-card .ml-wrong").first.focus()
    page.keyboard.press("2")
    page.locator(".ml-card.ml-rejected").first.wait_for()
    page.wait_for_function(
        """before => [...document.querySelectorAll(".ml-spot")].map((spot) => spot.title).join() !== before""",
        arg=",".join(bars),
    )
    assert page.locator(".jp-CodeCell").count() == cells
    shoot(page, "lab_store")
