"""The app in a browser: a text goes in, findings and files come out, and nothing leaves this computer."""

from __future__ import annotations

import http.client
import re
import socket
import time
import urllib.request
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest
from app_page import analyse, start, tab, to_text, unfold, violations, wait_until

from analysis import analyse as analyse_text
from analysis import read_document
from analysis.explore import Explorer, save_project

pytestmark = pytest.mark.browser
ARTICLE = Path(__file__).resolve().parent.parent.parent / "data" / "blinken_astana_2023.txt"
TEXT = """Minister Weber lobt Usbekistan

TASCHKENT: „Wir schätzen Usbekistan als verlässlichen Partner“, sagte der deutsche Außenminister Johann Weber am Montag.

Russland drohte Kasachstan mit Sanktionen. China schwieg. Präsident Mirsijojew dankte Deutschland für die Hilfe.
"""
HOSTILE = """<script>window.pwned = 1; alert(1)</script> China lobt Russland

<img src=x onerror="window.pwned = 2"> „<svg onload=alert(3)></svg> Russland ist ein **Partner**“, sagte <b>Weber</b>.

[China](javascript:window.pwned=4) kritisiert Kasachstan. {{ 7*7 }} ${window.pwned=5} `print(1)` </textarea></span>
"""


def test_an_article_goes_in_and_findings_come_out(page, app, shoot, clock, redraw, tmp_path):
    begun = time.monotonic()
    start(page, app)
    clock("app: page ready", time.monotonic() - begun)
    shoot(page, "app_start")
    assert violations(page) == []
    begun = time.monotonic()
    page.get_by_label("Mitgelieferter Text").select_option(label=ARTICLE.name)
    page.get_by_label("Datum").fill("2023-02-28")
    page.get_by_label("Text ist eine Übersetzung").check()
    page.get_by_role("button", name="Analysieren").click()
    page.wait_for_selector(".ml-findings li")
    clock("app: article analysed", time.monotonic() - begun)
    wait_until(lambda: page.locator(".ml-frame img:visible").count() == 1)
    shoot(page, "app_overview")
    assert violations(page) == []
    tab(page, "Text")
    page.wait_for_selector(".ml-text[data-state]")
    shown = "".join(page.locator(".ml-segment").all_text_contents())
    assert "".join(ARTICLE.read_text("utf-8").split()) == "".join(shown.split())

    # A click in the text opens the evidence.
    page.locator(".ml-body .ml-mark.stances").first.click()
    page.wait_for_selector(".ml-card")
    assert page.locator(".ml-evidence mark").count() >= 1
    shoot(page, "app_text")
    assert violations(page) == []

    # The text can be walked with the keyboard alone.
    page.locator(".ml-body [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.locator(".ml-tip").inner_text() in label
    page.keyboard.press("Enter")
    page.wait_for_selector(".ml-body .ml-chosen:focus")

    # A filter changes the chart, undo brings it back.
    tab(page, "Diagramme")
    chart = page.locator(".ml-chart").filter(has=page.locator(".ml-spot"))
    chart.wait_for()
    unfold(page)
    before = chart.locator("img").get_attribute("alt")
    russia = page.get_by_role("button", name=re.compile(r"^Russland \d")).first
    clock("app: filter changes a chart", redraw(page, russia))
    assert chart.locator("img").get_attribute("alt") != before
    redraw(page, page.get_by_role("button", name="Rückgängig"))
    assert chart.locator("img").get_attribute("alt") == before

    # A bar opens the passages behind it.
    page.locator(".ml-spot").first.click()
    # Playwright would wait with `eval`, which the page's policy forbids.
    wait_until(lambda: int(page.get_attribute("[data-evidence]", "data-evidence") or 0) > 5)
    shoot(page, "app_chart")
    assert violations(page) == []

    # The language is switched for everything on show.
    redraw(page, page.get_by_role("button", name="English"))
    assert page.get_by_role("tab", name="Charts").is_visible()
    assert chart.locator("img").get_attribute("alt") != before
    assert page.get_attribute("html", "lang") == "en"
    shoot(page, "app_english")

    # An exported file arrives on disk.
    with page.expect_download() as download:
        page.get_by_role("button", name="Save chart with data").click()
    download.value.save_as(tmp_path / "chart.zip")
    names = set(zipfile.ZipFile(tmp_path / "chart.zip").namelist())
    assert {"mentions.png", "mentions.pdf", "mentions.csv", "mentions.txt", "citation.txt"} <= names

    tab(page, "Tables")
    page.wait_for_selector("table.dataTable tbody tr")
    page.locator("table.dataTable tbody tr").first.click()
    page.wait_for_selector("table.dataTable tr.selected")
    shoot(page, "app_table")
    assert violations(page) == []
    tab(page, "Concordance")
    page.get_by_label("Word", exact=True).fill("Souverän*")
    page.keyboard.press("Enter")
    page.get_by_text(" hits").wait_for()
    shoot(page, "app_concordance")
    assert violations(page) == []


def test_a_text_without_findings_says_what_to_do_on_a_narrow_page(page, app, shoot):
    page.set_viewport_size({"width": 420, "height": 900})
    start(page, app)
    analyse(page, "Es regnet.")
    page.locator(".ml-note").filter(has_text="In diesem Text wurde nichts gefunden").wait_for()
    tab(page, "Tabellen")
    page.get_by_text("Diese Tabelle ist leer").wait_for()
    tab(page, "Diagramme")
    page.locator(".ml-empty").filter(has_text="Der Text nennt kein Land").wait_for()
    assert page.evaluate("document.querySelector('.ml-app').scrollWidth <= innerWidth")
    shoot(page, "app_empty")
    assert violations(page) == []


def test_a_project_of_five_thousand_rows_opens_as_it_was_left(page, app, tmp_path, shoot, clock):
    result, names = analyse_text(read_document(ARTICLE)), [f"d{number}" for number in range(60)]
    parts = {name: [data.assign(doc_id=each) for each in names] for name, data in result.tables.items()}
    tables = {name: pd.concat(some, ignore_index=True) for name, some in parts.items()}
    explorer = Explorer(tables, dict.fromkeys(names, result.document.text))
    explorer.choose(countries=["RU", "US", "KZ", "CENTRAL_ASIA", "UA", "CN"], evidence=[("d0", "m2")])
    explorer.note(("d0", "m2"), "Erste Nennung")
    assert len(explorer.table("mentions")) > 4000
    save_project(explorer, tmp_path / "gross")
    start(page, app)
    begun = time.monotonic()
    page.get_by_label("Ordner", exact=True).fill(str(tmp_path / "gross"))
    page.get_by_role("button", name="Projekt öffnen").click()
    page.wait_for_selector(".ml-findings li")
    clock("app: project of 60 texts opened", time.monotonic() - begun)
    assert page.get_by_label(re.compile("^Notiz: ")).input_value() == "Erste Nennung"
    unfold(page)
    assert page.get_by_role("button", name=re.compile(r"^Russland \d")).first.get_attribute("aria-pressed") == "true"
    tab(page, "Tabellen")
    page.get_by_label("Tabelle").select_option(label="Nennungen")
    page.get_by_text(re.compile(r"Zeilen 1 bis 10 von \d\.\d{3}")).wait_for()
    assert page.locator("table.dataTable tbody tr").count() == 10
    tab(page, "Diagramme")
    page.wait_for_selector(".ml-chart[data-state] .ml-spot")
    shoot(page, "app_large")
    assert violations(page) == []


def test_hostile_text_stays_text(page, app, shoot):
    start(page, app)
    analyse(page, HOSTILE)
    shown = page.locator(".ml-body").inner_text()
    for part in ("<script>", 'onerror="', "<svg onload", "**Partner**", "](javascript:", "{{ 7*7 }}", "`print(1)`"):
        assert part in shown
    page.locator(".ml-body").get_by_text("China").first.click()
    page.locator(".ml-body .ml-mark").first.click()
    page.wait_for_selector(".ml-card")
    for name in ("Diagramme", "Tabellen", "Konkordanz", "Projekt"):
        tab(page, name)
        page.wait_for_timeout(500)
    tab(page, "Konkordanz")
    page.get_by_label("Wort", exact=True).fill("<img")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert page.evaluate("window.pwned") is None
    inside = ".ml-text, .ml-findings, .ml-evidence, .dataTable, .ml-tip, [role=status], [role=alert]"
    found = page.evaluate(
        "inside => [...document.querySelectorAll(inside)].flatMap(e => [...e.querySelectorAll("
        "'script, img, svg, a[href^=javascript], b, strong, code')]).map(e => e.outerHTML)",
        inside,
    )
    assert found == []
    tab(page, "Text")
    shoot(page, "app_hostile")


def test_what_cannot_be_read_is_a_sentence_in_the_page(page, app, tmp_path, shoot):
    start(page, app)
    alert = page.locator("[role=alert]")
    page.get_by_role("button", name="Analysieren").click()
    alert.filter(has_text="Noch ist kein Text da").wait_for()
    page.fill(".ml-app textarea", TEXT)
    page.get_by_label("Datum").fill("gestern")
    page.get_by_role("button", name="Analysieren").click()
    alert.filter(has_text="„gestern“ ist kein Datum").wait_for()
    page.get_by_label("Datum").fill("")
    large, pdf, old = tmp_path / "gross.txt", tmp_path / "a.pdf", tmp_path / "a.doc"
    large.write_bytes(b"x" * 5_100_000)
    pdf.write_bytes(b"%PDF-1.7")
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    page.set_input_files("input[type=file]", large)
    alert.filter(has_text="erlaubt sind 5 MB").wait_for()
    page.set_input_files("input[type=file]", pdf)
    page.get_by_text("Geladen: a.pdf").wait_for()
    page.get_by_role("button", name="Analysieren").click()
    alert.filter(has_text="„a.pdf“ lässt sich nicht öffnen").wait_for()
    page.set_input_files("input[type=file]", old)
    page.get_by_text("Geladen: a.doc").wait_for()
    page.get_by_role("button", name="Analysieren").click()
    alert.filter(has_text="hier nicht gelesen wird").wait_for()
    shoot(page, "app_error")
    assert "Traceback" not in page.content()

    # After all these errors a Word document goes through.
    document, file = docx.Document(), tmp_path / "artikel.docx"
    for paragraph in TEXT.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(file)
    page.set_input_files("input[type=file]", file)
    page.get_by_text("Geladen: artikel.docx").wait_for()
    page.get_by_role("button", name="Analysieren").click()
    to_text(page)
    assert "Russland drohte Kasachstan" in page.locator(".ml-body").inner_text()


def test_long_work_shows_progress_and_is_cancelled(page, app):
    start(page, app)
    page.fill(".ml-app textarea", TEXT * 150)
    page.get_by_role("button", name="Analysieren").click()
    page.locator("progress").wait_for()
    page.get_by_role("button", name="Abbrechen").click()
    page.get_by_text("Abgebrochen.").wait_for()
    analyse(page, TEXT)
    page.get_by_text("Fertig:").wait_for()


def test_only_this_computer_with_the_token_gets_in(app):
    address, _, token = app.partition("?token=")
    assert len(token) >= 24
    port = int(address.split(":")[2].strip("/"))
    for query in ("/", "/?token=wrong", "/api/kernels"):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", query)
        answer = connection.getresponse()
        assert answer.status == 302
        assert answer.headers["Location"].startswith("/login")
        connection.close()
    with urllib.request.urlopen(app) as answer:
        html = answer.read().decode()
    assert re.findall(r'(?:src|href)="https?://(?!127\.0\.0\.1)[^"]*"', html) == []
    own = {item[4][0] for item in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for host in own:
        with pytest.raises(OSError), socket.create_connection((host, port), timeout=2):
            pass


def test_words_say_what_they_mean_and_indicators_open_their_evidence(page, app):
    start(page, app)
    analyse(page, "Sadyr Dschaparow lobte China. „Peking ist ein Freund“, sagte der kirgisische Präsident Dschaparow.")
    tab(page, "Tabellen")
    cells = page.locator("table.dataTable:visible tbody td")
    cells.filter(has_text="wörtlich").first.hover()
    wait_until(lambda: (cells.filter(has_text="wörtlich").first.get_attribute("title") or "").startswith("die Worte"))
    page.locator("details.ml-terms summary").click()
    assert "Art: indirekt" in page.locator(".ml-terms dt").all_inner_texts()
    assert violations(page) == []
    page.get_by_label("Tabelle").select_option(label="Kennzahlen")
    page.wait_for_selector(".ml-measures[data-state]")
    assert page.locator(".ml-measures h3").first.inner_text() == "Anteil an den Nennungen"
    page.locator("button.ml-unit").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ml-card .ml-explained[title]")
    assert violations(page) == []
