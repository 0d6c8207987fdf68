"""Payloads in every page, in Chromium: nothing runs, nothing is asked for, and everything stands there as text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt

from analysis.charts import CHARTS
from analysis.explore import Explorer, save_project
from analysis.export.bundle import pack_result
from analysis.export.comparison import Compared, save_comparison
from analysis.export.manifest import build_manifest
from analysis.export.results import save_results
from analysis.framing import measure_framing
from analysis.legible import legible_line
from analysis.pipeline import Options
from analysis.reading import Document

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:Glyph .* missing from font")]
KEEP = ("titles", "names", "sources", "ids")
# What the page itself brings: everything else that draws, links or runs would be a payload's.
FOREIGN = """inside => [...document.querySelectorAll(inside)].flatMap(e => [...e.querySelectorAll("*")])
  .filter(e => /^(script|iframe|object|embed|link|base|form|svg|math|video|audio|img|style|meta|marquee|details)$/i
    .test(e.tagName) || [...e.attributes].some(a => /^on/i.test(a.name)) || /^javascript:/i.test(e.href || ""))
  .map(e => e.outerHTML.slice(0, 200))"""


class Files(SimpleHTTPRequestHandler):
    """A folder, and what was asked for."""

    asked: list[str]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as the base calls it)
        """Say nothing."""

    def do_GET(self) -> None:
        """Note the path before answering."""
        self.asked.append(self.path)
        super().do_GET()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Serve a folder, so that pages may ask whatever they like: address, folder, and what was asked for."""
    asked: list[str] = []
    handler = type("Handler", (Files,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path, asked
        server.shutdown()
        thread.join()


def poke(page: Any) -> None:
    """Point at, and move the focus to, whatever a payload might have made."""
    page.evaluate("""() => { for (const e of document.querySelectorAll("*")) {
      for (const kind of ["mouseover", "focus", "toggle", "load", "error"]) e.dispatchEvent(new Event(kind)); } }""")
    page.wait_for_timeout(150)
    assert page.evaluate("window.__fired") is None


def test_files_in_a_browser(page: Any, served: Any, laden: Any, payloads: list[Any], monkeypatch: Any) -> None:
    address, folder, asked = served
    data, document = laden
    chosen = ("stance_matrix", "network", "mentions")
    save_results(data, document, folder / "one", charts=chosen, pictures=("svg",))
    few = {name: table.head(3) for name, table in data.items()}
    other = Document.from_text(
        "Russland schweigt.", title=document.title, outlet=document.outlet, doc_id=document.doc_id
    )
    name = "javascript:window.__fired=1"
    save_comparison([Compared(name, few, other)], folder / "some", charts=("mentions",), pictures=("svg",))

    expected = []
    for path in ("one/report.html", "some/index.html", f"some/{quote(name)}/report.html"):
        page.goto(f"{address}/{path}")
        expected.append(f"/{path}")
        poke(page)
        assert (
            page.evaluate("document.scripts.length + document.querySelectorAll('iframe, object, embed, form').length")
            == 0
        )
        assert page.title()
    page.goto(f"{address}/one/report.html")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    words = page.evaluate("document.body.textContent.split(/\\s+/).join(' ')")
    for payload in payloads:
        assert legible_line(payload.text) in " ".join(words.split()), payload
    assert page.evaluate(FOREIGN, "article, header, table") == []
    page.locator("article a.mark").nth(3).click()
    assert page.evaluate("location.hash").startswith("#row-")
    page.goto(f"{address}/some/index.html")
    page.locator("tbody a").first.click()  # a link that looks like a script leads to the report
    page.wait_for_url("**/report.html")
    assert page.evaluate("window.__fired") is None
    assert set(asked) <= {*expected, "/favicon.ico"}


def test_pages_and_pictures_of_a_package(page: Any, served: Any, laden: Any) -> None:
    address, folder, asked = served
    data, document = laden
    rows = {name: table if name in ("documents", "segments") else table.head(60) for name, table in data.items()}
    rows["framing"] = measure_framing(rows)
    title = "<script>window.__fired=1</script><img src=x onerror=window.__fired=1> ![x](https://evil.example/x.png)"
    package = pack_result(
        rows, build_manifest(document, options=Options()), folder / "p.zip", keep=KEEP, title=title, authors=[title],
        charts=[name for name in CHARTS if name in ("stance_matrix", "network")],
    )  # fmt: skip
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "p")
    pages = sorted((folder / "p").glob("*.md"))
    assert len(pages) >= 5
    for path in pages:  # as repositories show them
        shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(path.read_text("utf-8"))
        path.with_suffix(".html").write_text(f"<!doctype html><meta charset=utf-8>{shown}", "utf-8")
    pictures = sorted((folder / "p").rglob("*.svg"))
    assert len(pictures) == 2
    for path in (*(path.with_suffix(".html") for path in pages), *pictures):
        page.goto(f"{address}/{path.relative_to(folder).as_posix()}")
        poke(page)
        assert page.evaluate("[...document.querySelectorAll('script, img, image, iframe')].length") == 0
    assert {each.partition("?")[0] for each in asked} <= {
        *(f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.*")), "/favicon.ico"
    }  # fmt: skip


def test_a_project_of_payloads_in_the_app(page: Any, app: str, laden: Any, payloads: list[Any], tmp_path: Path) -> None:
    document = laden[1]
    data = {name: table if name in ("documents", "segments") else table.head(100) for name, table in laden[0].items()}
    explorer = Explorer(data, {document.doc_id: document.text})
    for number, payload in enumerate(payloads[:60]):
        explorer.note((document.doc_id, f"t{number}"), payload.text or "-")
    explorer.choose(evidence=[(document.doc_id, f"t{number}") for number in range(40)], word="<img*")
    save_project(explorer, tmp_path / "projekt")
    page.set_default_timeout(60_000)
    page.goto(app)
    page.wait_for_selector(".ml-app textarea")
    page.get_by_label("Medium").fill("<img src=x onerror=window.__fired=1>")
    page.get_by_label("Ordner", exact=True).fill(str(tmp_path / "projekt"))
    page.get_by_role("button", name="Projekt öffnen").click()
    page.get_by_role("tab", name="Text", exact=True).click()
    page.wait_for_selector(".ml-text[data-state]")
    page.wait_for_selector("[data-evidence]")
    seen = "".join(page.locator(".ml-segment").all_text_contents())
    assert seen.count("<script>window.__fired=1</script>") >= 3
    assert "⟨U+001B⟩[31mrot" in seen
    assert page.locator(".ml-evidence .ml-card").count() > 10
    assert page.locator(".ml-evidence textarea").first.input_value() == payloads[0].text
    for tab, ready in (
        ("Überblick", ".ml-findings[data-state]"),
        ("Diagramme", ".ml-chart[data-state]:visible"),
        ("Tabellen", "table.dataTable tbody tr:visible"),
        ("Konkordanz", "table.dataTable tbody tr:visible"),
        ("Projekt", "li:visible"),
    ):
        page.get_by_role("tab", name=tab, exact=True).click()
        page.locator(ready).first.wait_for(timeout=20_000)
        if tab == "Diagramme":
            page.get_by_label("Diagramm").first.select_option(label="Wer bewertet wen, und wie?")
            page.wait_for_timeout(600)
        if tab == "Tabellen":
            page.get_by_label("Tabelle").select_option(label="Bewertungen")
            page.get_by_label("Suchen:").first.fill("onerror")
            page.wait_for_timeout(300)
        assert page.evaluate("window.__fired") is None
        read = page.locator(".ml-app").inner_text()
        assert not {"\u202e", "\x1b", "\x9b", "\x07"} & set(read), tab
    views = ".ml-text, .ml-evidence, .ml-findings, .dataTable tbody, .ml-tip, .ml-chips, .ml-app ul"
    inside = f"{views}, [role=status], [role=alert]"
    assert page.evaluate(FOREIGN, inside) == []
    page.get_by_role("tab", name="Text", exact=True).click()
    page.locator(".ml-body .ml-mark").nth(5).hover()
    poke(page)


def test_a_pasted_text_of_payloads_in_the_app(page: Any, app: str, payloads: list[Any]) -> None:
    page.set_default_timeout(60_000)
    page.goto(app)
    page.wait_for_selector(".ml-app textarea")
    title = "<img src=x onerror=window.__fired=1> lobt Russland"
    lines = [f"„{payload.text}“, sagte Präsident {payload.text} in Astana." for payload in payloads[:20]]
    page.get_by_label("Medium").fill("<script>window.__fired=1</script>")
    page.fill(".ml-app textarea", "\n\n".join([title, *lines, "China droht Russland, und Kasachstan schweigt dazu."]))
    page.get_by_role("button", name="Analysieren").click()
    page.get_by_role("tab", name="Text", exact=True).click()
    page.wait_for_selector(".ml-text[data-state]")
    page.locator(".ml-body .ml-mark").first.click()
    page.wait_for_selector("[data-evidence]")
    page.get_by_role("tab", name="Diagramme").click()
    page.locator(".ml-chart[data-state]:visible").first.wait_for()
    assert "<script>window.__fired=1</script>" in page.locator("figcaption:visible").first.inner_text()
    assert page.evaluate(FOREIGN, ".ml-text, .ml-evidence, .ml-findings, .ml-chips, figcaption, [role=status]") == []
    poke(page)
