"""The page of the app without a browser: what its buttons do, and that every error is a sentence in the page."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.errors import MittellageError
from analysis.explore.project import save_project
from analysis.explore.source import LIMIT
from analysis.explore.widgets.app import _Page
from analysis.explore.work import CancelledError, DiedError, FailedError
from analysis.walk import Options


class Stub:
    """A worker that answers at once, with a result or an error."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.seen: list[Any] = []

    async def analyse(self, document: Any, *, watch: Any) -> Any:
        self.seen.append(document)
        watch(3.7)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def cancel(self) -> None:
        self.answer = CancelledError("cancelled")


@pytest.fixture
def result(make_explorer):
    explorer = make_explorer()
    document = SimpleNamespace(doc_id="d", text=explorer.text, translated=False)
    return SimpleNamespace(document=document, tables=explorer.whole, options=Options())


def _run(page: _Page) -> None:
    async def press() -> None:
        page.go.click()
        if page.task is not None:
            await page.task

    asyncio.run(press())


def test_a_pasted_text_is_analysed_and_the_form_makes_room(result):
    page = _Page(None, "de", Stub(result))
    page.text.value = "Ein Text."
    page.day.value, page.outlet.value, page.translated.value = "2024-05-02", " Blatt ", True
    _run(page)
    [document] = page.worker.seen
    assert (document.text, document.outlet, str(document.date), document.translated) == (
        "Ein Text.",
        "Blatt",
        "2024-05-02",
        True,
    )
    assert "Fertig: Nennungen 7, Zitate 1, Haltungen 3" in page.status.value
    assert page.form.layout.display == "none"
    assert len(page.results.children) == 1
    page.again.click()
    assert page.form.layout.display is None


def test_the_language_switches_page_result_and_message(result):
    page = _Page(None, "de", Stub(result))
    page.text.value = "Ein Text."
    _run(page)
    page.language.value = ["de", "en"]
    assert page.go.description == "Analyse"
    assert "Done: mentions 7" in page.status.value
    assert page.language.value == ["en"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CancelledError("cancelled"), "Abgebrochen. Der Text steht noch im Eingabefeld."),
        (DiedError("died"), "vermutlich reicht der Arbeitsspeicher nicht"),
        (FailedError("KeyError: &lt;x&gt;"), "Die Analyse ist unerwartet gescheitert"),
        (MittellageError("Teilen Sie <b>den</b> Text."), "Teilen Sie &lt;b&gt;den&lt;/b&gt; Text."),
    ],
)
def test_whatever_happens_the_page_says_a_sentence_and_takes_the_next_text(error, sentence):
    page = _Page(None, "de", Stub(error))
    page.text.value = "Ein Text."
    _run(page)
    assert sentence in page.status.value
    assert not page.go.disabled
    assert page.stop.disabled
    assert page.text.value == "Ein Text."


def test_input_that_cannot_be_read_never_reaches_the_worker(result):
    page = _Page(None, "de", Stub(result))
    _run(page)
    assert "Es ist noch kein Text da" in page.status.value
    page.text.value, page.day.value = "Ein Text.", "gestern"
    _run(page)
    assert "„gestern“ ist kein Datum" in page.status.value
    assert page.worker.seen == []


def test_an_upload_is_kept_until_the_analysis_and_a_large_one_is_refused(result):
    page = _Page(None, "de", Stub(result))
    page.upload._handle_custom_msg({"kind": "large", "name": "x.txt", "size": LIMIT + 1}, [])
    assert "erlaubt sind 5 MB" in page.status.value
    page.upload._handle_custom_msg({"kind": "file", "name": "<b>.txt"}, [memoryview(b"China schweigt.")])
    assert "Geladen: &lt;b&gt;.txt" in page.status.value
    _run(page)
    assert page.worker.seen[0].text == "China schweigt."


def test_a_text_of_the_data_folder_is_chosen(result, tmp_path):
    (tmp_path / "a.txt").write_text("Russland schweigt.", encoding="utf-8")
    page = _Page(tmp_path, "de", Stub(result))
    page.files.value = tmp_path / "a.txt"
    _run(page)
    assert page.worker.seen[0].text == "Russland schweigt."


def test_a_project_is_opened_in_its_language_or_the_page_says_why_not(explorer, result, tmp_path, monkeypatch):
    monkeypatch.setenv("MITTELLAGE_HOME", str(tmp_path))
    page = _Page(None, "de", Stub(result))
    page.open.click()
    assert "ist kein Projekt: Ein Projekt ist ein Ordner" in page.status.value
    explorer.choose(lang="en", countries=["RU"])
    save_project(explorer, tmp_path / "projekt")
    page.open.click()
    assert "Opened:" in page.status.value
    assert page.lang == "en"
    assert len(page.results.children) == 1
