"""Coding in a browser: two coders with keys alone, a kernel and a page killed, and what the page must not hold."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from playwright.sync_api import expect

from analysis.coding import Study, draw_sample, read_adjudicated, read_codings
from analysis.coding.adjudication import adjudicated_by

pytestmark = pytest.mark.browser
TESTS = Path(__file__).resolve().parent.parent
# The words of the analysis for its labels are none of this codebook, so that the page cannot hold them by right.
LABELS = (("lob", "1", "positive"), ("kritik", "2", "negative"), ("beides", "3", "mixed"), ("nichts", "0", "none"))
BOOK = 'unit = "stance"\nquestion = "Was sagt der Satz über {target}?"\n' + "".join(
    f'[[labels]]\nname = "{name}"\nkey = "{key}"\nmachine = ["{known}"]\ntext = "<b>{name}</b>"\n'
    for name, key, known in LABELS
)
KEYS = {name: key for name, key, _ in LABELS}
N = 100


def load(path: str) -> Any:
    """Load another file of the tests."""
    spec = spec_from_file_location("other", TESTS / path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Draw a hundred items of invented articles."""
    folder = tmp_path_factory.mktemp("coding")
    book = folder / "own.toml"
    book.write_text(BOOK, "utf-8")
    articles, _ = load("coding/conftest.py").invent(40)
    strata = ("outlet", "sign")
    return draw_sample(articles, folder / "study", unit="stance", n=N, stratify_by=strata, seed=3, codebook=book)


class Desk:
    """A page at which somebody sits, and all that its kernel has sent it since the study was opened."""

    def __init__(self, page: Any) -> None:
        self.page, self.heard = page, []
        self.listening = False
        page.on("websocket", lambda socket: socket.on("framereceived", self.hear))

    def hear(self, frame: str | bytes) -> None:
        if self.listening:
            self.heard.append(frame if isinstance(frame, str) else frame.decode("utf-8", "ignore"))

    def sit_down(self, app: str, study: Study, name: str, button: str) -> None:
        """Open the app, the study, and the page of a coder; nothing here needs a mouse."""
        self.page.goto(app)
        folder = self.page.get_by_label("Ordner der Studie")
        folder.fill(str(study.folder))
        self.listening = True
        self.page.get_by_role("button", name="Studie öffnen").press("Enter")
        field = self.page.get_by_label("Ihr Name")
        expect(field).to_be_focused()
        self.page.keyboard.type(name)
        self.page.get_by_role("button", name=button).press("Enter")

    def at(self, item: str) -> None:
        """Wait until an item is on show, and ready."""
        self.page.locator(f'.ml-code[data-item="{item}"]:not([aria-busy])').wait_for()

    def press(self, study: Study, label: Callable[[int], str], first: int, last: int) -> None:
        """Code the items from one to another with a key each."""
        for place in range(first, last):
            self.at(study.items[place].item_id)
            self.page.keyboard.press(KEYS[label(place)])
        self.at(study.items[last].item_id if last < len(study.items) else "")

    def shows(self) -> str:
        """Everything that the page holds of the study."""
        return self.page.locator(".ml-code").evaluate("node => node.outerHTML")

    def next(self, name: str, button: str) -> None:
        """Leave the page to another person."""
        self.page.get_by_role("button", name="Beenden").press("Enter")
        expect(self.page.get_by_label("Ihr Name")).to_be_focused()
        self.heard.clear()
        self.page.keyboard.type(name)
        self.page.get_by_role("button", name=button).press("Enter")


def kernels() -> set[int]:
    """Processes of kernels that this test run has started."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        try:
            if any("ipykernel_launcher" in word for word in process.cmdline()):
                found.add(process.pid)
        except psutil.Error:
            continue
    return found


def leaks(study: Study, desk: Desk) -> list[str]:
    """Name what is sealed and stands on a page, or was sent to it, all the same."""
    sealed = [json.loads(line) for line in (study.folder / "sealed" / "machine.jsonl").read_text("utf-8").splitlines()]
    words = {str(row[field]) for row in sealed for field in ("doc_id", "label", "stratum", "outlet", "date")}
    words |= {f"{row['probability']:.6g}" for row in sealed if row["probability"] < 1}
    words |= {"sealed", "machine", "probability", "stratum", "strata", "sentence_id", "doc_id", "population"}
    assert {"negative", "positive", "none", "Abendpost", "d0001"} <= words

    def found(text: str, names: set[str]) -> set[str]:
        return {name for name in names if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)}

    # What widgets are sent says "none" of their layout.
    return sorted(found(desk.shows(), words) | found("\n".join(desk.heard), words - {"none"}))


def anna(place: int) -> str:
    return LABELS[place % 4][0]


def ben(place: int) -> str:
    return LABELS[(place + (place % 10 == 0)) % 4][0]


def test_two_code_with_the_keyboard_are_killed_in_the_middle_and_go_on(page, app, browser, study, shoot, clock):
    begun = time.monotonic()
    # Anna: her kernel is killed at item 51.
    before = kernels()
    desk = Desk(page)
    desk.sit_down(app, study, "anna", "Codieren")
    desk.at("i001")
    expect(page.locator(".ml-code-item")).to_be_focused()
    desk.press(study, anna, 0, 40)
    page.keyboard.press("z")
    desk.at("i040")
    page.keyboard.press("m")
    page.keyboard.type("mzu1 nur für Anna")  # in the memo keys are letters
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.get_by_label("unsicher")).to_be_checked()
    assert violations(page) == []
    shoot(page, "coding_item")
    desk.press(study, anna, 39, 50)
    held = read_codings(study, "anna")
    assert (held["i040"].memo, held["i040"].unsure) == ("mzu1 nur für Anna", True)
    assert all(coding.seconds is not None and coding.seconds < 60 for coding in held.values())
    [kernel] = kernels() - before
    psutil.Process(kernel).kill()
    page.keyboard.press(KEYS[anna(50)])
    expect(page.get_by_role("alert").filter(has_text="Keine Antwort")).to_be_visible(timeout=30_000)
    assert read_codings(study, "anna") == held
    desk.sit_down(app, study, "anna", "Codieren")
    desk.press(study, anna, 50, N)
    page.get_by_text("Alle 100 Items sind codiert").wait_for()
    assert leaks(study, desk) == []

    # Ben: the page is closed at item 31. He never hears of Anna.
    desk.next("ben", "Codieren")
    desk.press(study, ben, 0, 30)
    heard = [*desk.heard, desk.shows()]
    page.close()
    narrow = browser.new_context(viewport={"width": 400, "height": 900}).new_page()
    narrow.set_default_timeout(120_000)
    desk = Desk(narrow)
    desk.sit_down(app, study, "ben", "Codieren")
    desk.press(study, ben, 30, 99)
    shoot(narrow, "coding_narrow")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 400
    assert violations(narrow) == []
    desk.press(study, ben, 99, N)
    assert leaks(study, desk) == []
    assert "anna" not in "\n".join([*heard, *desk.heard, desk.shows()]).lower()

    # Nothing is lost, and every item has the label of its key.
    for name, label in (("anna", anna), ("ben", ben)):
        codings = read_codings(study, name)
        assert {item: coding.label for item, coding in codings.items()} == {
            item.item_id: label(place) for place, item in enumerate(study.items)
        }

    # Where they differ Carla decides, and turns back once.
    desk.next("carla", "Abweichungen entscheiden")
    for place in range(0, N, 10):
        desk.at(study.items[place].item_id)
        if place == 20:
            opinions = narrow.locator(".ml-code-opinions li").all_inner_texts()
            assert opinions == [f"anna: {anna(20)}", f"ben: {ben(20)}"]
            assert violations(narrow) == []
            shoot(narrow, "coding_decide")
            narrow.keyboard.press("ArrowLeft")
            desk.at("i011")
            narrow.keyboard.press("ArrowRight")
            desk.at("i021")
        narrow.keyboard.press(KEYS["beides"])
    narrow.get_by_text("10 von 10 entschieden").wait_for()
    assert leaks(study, desk) == []
    narrow.context.close()
    assert {item: coding.label for item, coding in read_adjudicated(study).items()} == {
        study.items[place].item_id: "beides" for place in range(0, N, 10)
    }
    assert set(adjudicated_by(study).values()) == {"carla"}
    clock("two coders of 100 items, killed twice, and 10 decisions", time.monotonic() - begun)


def test_keys_of_the_coding_page_are_not_those_of_jupyterlab(page, lab, lab_folder, study, shoot):
    source = f"from analysis.explore import view_coding\nview_coding({str(study.folder)!r}, lang='en')"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=kernel)
    nbformat.write(book, lab_folder / "notebooks" / "coding_keys.ipynb")
    labs = load("browser/test_browser_lab.py")
    labs._open(page, lab, "coding_keys")
    labs._run_all(page)
    page.get_by_label("Your name").fill("dora")
    page.keyboard.press("Enter")
    desk = Desk(page)
    desk.press(study, anna, 0, 3)
    page.keyboard.press("z")
    desk.at("i003")
    page.keyboard.press("m")
    expect(page.get_by_label("Memo")).to_be_focused()
    page.keyboard.press("Escape")
    for key in ("a", "x", "y"):  # a cell above, cut, code
        page.keyboard.press(key)
    desk.press(study, ben, 2, 4)
    assert [coding.label for coding in read_codings(study, "dora").values()] == [anna(0), anna(1), ben(2), ben(3)]
    # The cell is neither a heading nor Markdown, none was added, and none was cut.
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert page.locator(".jp-Notebook .jp-CodeCell .ml-code").count() == 1
    shoot(page, "coding_lab")


def violations(page: Any) -> list[str]:
    """Name what axe finds serious or critical on the coding page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".ml-code").response["violations"]
    return [f"{each['id']}: {each['help']} {[node['html'][:160] for node in each['nodes'][:3]]}"
            for each in found if each["impact"] in ("serious", "critical")]  # fmt: skip
