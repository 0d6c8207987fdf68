"""Trials of new users from beginning to end: each ends with what it came for."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from app_page import start, tab, violations, wait_until

pytestmark = pytest.mark.browser
ARTICLE = Path(__file__).resolve().parent.parent.parent / "data" / "blinken_astana_2023.txt"
TEXTS = {
    "taz_2023-02-28_astana.txt": "Kasachstan lobt China. Russland kritisiert Kasachstan. Die USA danken Kasachstan.",
    "FAZ_2023-03-14_taschkent.txt": "Usbekistan dankt Russland. „Wir vertrauen China“, sagte Präsident Mirsijojew.",
    "FAZ_2023-05-02_bischkek.txt": "Die USA warnten Kirgisistan vor China. Russland drohte Kirgisistan.",
}


def counted(page):
    """Return how many stances the overview counts."""
    return int(re.search(r"(\d+) Bewertung(?:en)?\.", page.locator(".ml-basis").inner_text())[1])


def test_a_political_scientist_pastes_reads_judges_and_takes_everything_away(page, app, tmp_path, shoot):
    start(page, app)
    page.fill(".ml-app textarea", ARTICLE.read_text("utf-8"))
    page.get_by_label("Datum").fill("2023-02-28")
    page.get_by_role("button", name="Analysieren").click()

    # The answer comes first, and its sentences open their evidence.
    first = page.locator(".ml-findings li").first
    first.wait_for()
    mentions = int(re.search(r"nennt (\d+)-mal", first.inner_text())[1])
    page.locator(".ml-findings li").filter(has_text="Umworben wird Zentralasien").get_by_role("button").click()
    page.locator(".ml-card").first.wait_for()
    rows = page.locator(".ml-card").count()
    page.get_by_text(re.compile(f"^{rows} Belege?$")).wait_for()

    # A wrong row is rejected with a key, another is edited with the form; the numbers follow at once.
    before = counted(page)
    page.locator(".ml-wrong").first.focus()
    page.keyboard.press("2")
    page.locator(".ml-card.ml-rejected").wait_for()
    page.get_by_text("Von Hand geprüft: 0 richtig, 1 verworfen, 0 geändert").wait_for()
    assert counted(page) == before - 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    wait_until(lambda: page.evaluate("document.activeElement.name") == "holder")
    page.keyboard.type("Kirgisistan")
    page.locator(".ml-form").get_by_label("Richtung").select_option(label="negativ")
    page.locator(".ml-form").get_by_label("Grund (freiwillig)").fill("verlesen")
    assert violations(page) == []
    shoot(page, "app_correction")
    page.get_by_role("button", name="Übernehmen").click()
    page.locator(".ml-card h3", has_text=re.compile("^Kirgisistan → ")).wait_for()
    page.locator(".ml-note", has_text="Richtung positiv → negativ").wait_for()
    page.get_by_text("2 Zeilen von Hand berichtigt").first.wait_for()
    wait_until(lambda: page.evaluate("document.activeElement.dataset.key") == "edit-1")
    page.locator(".ml-memo textarea").nth(1).fill("Höflichkeit?")
    page.locator(".ml-card").nth(1).get_by_role("button", name="Im Text zeigen").click()
    page.wait_for_selector(".ml-body .ml-chosen:focus")
    page.get_by_role("button", name="Zurück: Überblick").click()
    first.get_by_role("button").wait_for()

    # The numbers of sentence, chips, chart and list are the same.
    page.get_by_role("button", name="Filter ▸").click()
    page.get_by_text(f"Gezeigt: {mentions} Nennung").wait_for()
    tab(page, "Diagramme")
    page.wait_for_selector(".ml-spot")
    labels = page.locator(".ml-spot").evaluate_all("spots => spots.map(spot => spot.title)")
    counts = dict(re.fullmatch(r"Belege zu (.+) \((\d+)\)", each).groups() for each in labels)
    for country in ("Russland", "USA", "Kasachstan"):
        page.get_by_role("button", name=f"{country} {counts[country]}", exact=True).wait_for()
    page.locator(".ml-spot").first.click()
    wait_until(lambda: page.get_attribute("[data-evidence]", "data-evidence") == next(iter(counts.values())))
    wait_until(lambda: page.locator(".ml-spot").first.get_attribute("aria-current") == "true")

    # Everything in one go; the files open and hold what was said and written.
    tab(page, "Projekt")
    with page.expect_download() as download:
        page.get_by_role("button", name="Alles speichern").click()
        page.locator(".ml-said", has_text="%").wait_for()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = set(archive.namelist())
        assert {"report.html", "tables.xlsx", "charts/sheet.pdf", "charts/mentions.svg", "citation.txt"} <= names
        book = openpyxl.load_workbook(io.BytesIO(archive.read("tables.xlsx")), read_only=True)
        corrected = list(csv.DictReader(io.StringIO(archive.read("tables/corrections.csv").decode("utf-8-sig"))))
        said = list(csv.DictReader(io.StringIO(archive.read("verdicts.csv").decode("utf-8-sig"))))
        report = archive.read("report.html").decode()
    assert {"mentions", "quotes", "stances", "framing"} <= set(book.sheetnames)
    assert [(row["verdict"], row["memo"]) for row in said] == [("wrong", ""), ("edit", "Höflichkeit?")]
    assert {"verlesen"} == {row["reason"] for row in corrected if row["action"] == "change" and not row["follows"]}
    assert "2 Zeilen von Hand berichtigt" in report
    assert f"nennt {mentions}-mal" in report
    saved = page.context.new_page()
    saved.set_content(report)
    assert saved.get_by_text("Auf einen Blick").first.is_visible()
    saved.close()

    # Leaving asks first; who comes back finds the session.
    asked: list[str] = []
    page.remove_listener("dialog", page.dismiss)
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.wait_for_timeout(1500)  # what is written is kept a moment after the last key
    page.goto(app)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name=re.compile("^Letzte Sitzung öffnen")).click()
    page.get_by_text("Höflichkeit?").first.wait_for()  # in the view that was in front
    tab(page, "Überblick")
    page.locator(".ml-findings li").first.wait_for()
    shoot(page, "app_session")


def test_three_files_become_texts_that_can_be_compared(page, app, tmp_path, shoot):
    files = []
    for name, text in TEXTS.items():
        files.append(tmp_path / name)
        files[-1].write_text(text, "utf-8")
    start(page, app)
    page.set_input_files("input[type=file]", files)
    page.get_by_text("Geladen: 3 Dateien").wait_for()
    page.get_by_role("button", name="Analysieren").click()
    page.get_by_text("Fertig: 3 Texte").wait_for()
    table = page.locator("table.dataTable:visible")
    table.get_by_text("FAZ_2023-05-02_bischkek").wait_for()
    assert violations(page) == []
    tab(page, "Vergleich")
    chart = page.locator(".ml-chart:visible")
    chart.get_by_text("Anteil an den Nennungen im Zeitverlauf").wait_for()
    alt = chart.locator("img").first.get_attribute("alt")
    assert "März 2023, Russland" in alt
    page.locator("table.dataTable:visible").get_by_text("taz_2023-02-28_astana").wait_for()
    shoot(page, "app_comparison")
    assert violations(page) == []
    tab(page, "Texte")
    page.locator("table.dataTable:visible").get_by_text("FAZ_2023-03-14_taschkent").click()
    page.locator(".ml-findings li").first.wait_for()
    tab(page, "Text")
    page.locator(".ml-body:visible").get_by_text("Mirsijojew").first.wait_for()


@pytest.mark.parametrize("width", [400, 1000, 1600])
def test_no_view_is_wider_than_the_window_and_the_text_is_ten_stops_away(page, app, shoot, width):
    page.set_viewport_size({"width": width, "height": 900})
    start(page, app)
    page.fill(".ml-app textarea", "China lobt Kasachstan. „Wir vertrauen Russland“, sagte Präsident Tokajew.")
    page.get_by_role("button", name="Analysieren").click()
    page.locator(".ml-findings li").first.wait_for()
    for name in ("Überblick", "Text", "Diagramme", "Tabellen", "Konkordanz", "Projekt"):
        tab(page, name)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        shoot(page, f"width_{width}_{name}")
        assert violations(page) == [], name
    tab(page, "Text")
    page.wait_for_selector(".ml-body .ml-mark")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops = _stops(page, ".ml-body")
    assert stops <= 10, stops


def _stops(page: Any, goal: str) -> int:
    """Count the presses of Tab from the top of the page until something in the goal has the focus."""
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }")
    for pressed in range(1, 30):
        page.keyboard.press("Tab")
        if page.evaluate("goal => !!document.activeElement.closest(goal)", goal):
            return pressed
    return 30
