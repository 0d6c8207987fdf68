"""The app: a page that takes a text, shows the analysis at work, and then the same views as the notebooks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from ...errors import MittellageError
from ...legible import legible, legible_line
from ..project import open_project
from ..source import LIMIT, SUFFIXES, files_in, read_input, too_large
from ..state import Explorer, Lang
from ..words import say
from ..work import CancelledError, DiedError, FailedError, Worker
from .charts import view_chart
from .concordance import view_concordance
from .controls import view_filters
from .evidence import view_evidence
from .parts import Chips, PageLanguage, Upload
from .project import project_folder, view_project
from .tables import view_table
from .text import view_text

_WIDE = {"description_width": "initial"}


def view_app(*, data: Path | None = None, lang: Lang = "de", worker: Worker | None = None) -> ipw.Widget:
    """Build the page.

    Parameters
    ----------
    data : pathlib.Path, optional
        Folder whose texts are offered.
    lang : {"de", "en"}
        Language to start in.
    worker : Worker, optional
        Who analyses; by default a process of its own, started at once so that its models are loaded.

    Returns
    -------
    ipywidgets.Widget
    """
    page = _Page(data, lang, worker or Worker())
    page.worker.start()
    return page.root


class _Page:
    """The widgets of the page, and what their buttons do."""

    def __init__(self, data: Path | None, lang: Lang, worker: Worker) -> None:
        self.worker, self.lang = worker, lang
        self.uploaded: tuple[str, bytes] | None = None
        self.follow: Callable[[Lang], None] | None = None
        self.counts: dict[str, int] = {}
        self.task: asyncio.Task[None] | None = None
        self.head, self.intro, self.status, self.results = ipw.HTML(), ipw.HTML(), ipw.HTML(), ipw.VBox()
        self.about, self.saved = ipw.HTML(), ipw.HTML()
        self.language = Chips(options=[["de", "Deutsch", None], ["en", "English", None]], value=[lang])
        self.page = PageLanguage(lang=lang)
        self.text = ipw.Textarea(rows=9, layout=ipw.Layout(width="98%"), style=_WIDE)
        self.upload = Upload(accept=",".join(SUFFIXES), limit=LIMIT)
        self.files = ipw.Dropdown(style=_WIDE, layout=ipw.Layout(max_width="36em"))
        self.paths = files_in(data)
        self.day, self.outlet = (ipw.Text(style=_WIDE, layout=ipw.Layout(width="17em")) for _ in range(2))
        self.translated = ipw.Checkbox(indent=False, layout=ipw.Layout(width="auto"))
        self.go, self.stop = ipw.Button(button_style="primary"), ipw.Button(disabled=True)
        meta = ipw.HBox([self.day, self.outlet, self.translated], layout=ipw.Layout(flex_flow="row wrap"))
        choice = [self.upload, *([self.files] if self.paths else [])]
        buttons = ipw.HBox([self.go, self.stop])
        self.folder = ipw.Text(value="projekt", style=_WIDE, layout=ipw.Layout(width="17em"))
        self.open = ipw.Button(layout=ipw.Layout(width="max-content"))
        stored = ipw.HBox([self.folder, self.open], layout=ipw.Layout(flex_flow="row wrap"))
        self.form = ipw.VBox([self.intro, self.text, *choice, self.about, meta, buttons, self.saved, stored])
        self.again = ipw.Button(layout=ipw.Layout(width="max-content", display="none", margin="2px 12px 2px 2px"))
        said = ipw.HBox([self.again, self.status], layout=ipw.Layout(flex_flow="row wrap", align_items="center"))
        self.root = ipw.VBox([self.page, self.head, self.language, self.form, said, self.results])
        self.root.add_class("ml-app")
        self.relabel()
        self.listen()

    def listen(self) -> None:
        """Join the widgets to what they do."""
        self.language.observe(self.pick_language, "value")
        self.upload.on_msg(self.take_file)
        self.files.observe(self.take_path, "value")
        self.go.on_click(lambda _: self.start())
        self.stop.on_click(lambda _: self.worker.cancel())
        self.again.on_click(lambda _: self.ask())
        self.open.on_click(lambda _: self.reopen())

    def relabel(self) -> None:
        """Write every label in the language."""
        lang = self.page.lang = self.lang
        self.head.value = f"<h1>{say('app.title', lang)}</h1>"
        self.intro.value = f"<p>{say('app.intro', lang)}</p>"
        self.about.value = f"<h2>{say('app.about', lang)}</h2><p>{say('app.about_help', lang)}</p>"
        self.saved.value = f"<h2>{say('app.saved', lang)}</h2>"
        self.language.label = say("language", lang)
        self.text.description, self.files.description = say("app.paste", lang), say("app.data", lang)
        self.upload.label = say("app.upload", lang, limit=f"{LIMIT / 1e6:g}")
        chosen = self.files.index or 0
        self.files.options = [
            (say("app.choose", lang), None),
            *((legible_line(path.name), path) for path in self.paths),
        ]
        self.files.index = chosen
        self.day.description, self.outlet.description = say("app.date", lang), say("app.outlet", lang)
        self.translated.description = say("app.translated", lang)
        self.go.description, self.stop.description = say("app.analyse", lang), say("app.cancel", lang)
        self.again.description = say("app.again", lang)
        self.folder.description, self.open.description = say("project.folder", lang), say("project.open", lang)

    def say(self, sentence: str, *, alert: bool = False) -> None:
        """Show a sentence under the buttons; screen readers read it out."""
        self.counts = {}
        self.status.value = (
            f'<p role="{"alert" if alert else "status"}" class="ml-status">{escape(legible(sentence))}</p>'
        )

    def pick_language(self, change: dict[str, Any]) -> None:
        """Switch the page; results follow through their own explorer."""
        other = [each for each in change["new"] if each != self.lang]
        self.language.value = other or [self.lang]
        if other:
            self.lang = other[0]
            self.relabel()
            if self.follow is not None:
                self.follow(self.lang)
            if self.counts:
                counts = self.counts
                self.tell(counts)

    def take_file(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Keep an uploaded file in memory until the analysis starts."""
        size = int(content["size"]) if content.get("kind") == "large" else sum(len(part) for part in buffers or ())
        if content.get("kind") == "large" or size > LIMIT:  # what a page says of a file need not be so
            self.say(too_large(size, lang=self.lang), alert=True)
        elif content.get("kind") == "file" and buffers:
            self.uploaded = (str(content["name"]), bytes(buffers[0]))
            self.text.value = ""
            self.say(say("app.uploaded", self.lang, name=content["name"], size=round(len(buffers[0]) / 1000)))

    def take_path(self, change: dict[str, Any]) -> None:
        """Take a file of the data folder as if it had been uploaded."""
        if change["new"] is not None and (size := change["new"].stat().st_size) > LIMIT:
            self.say(too_large(size, lang=self.lang), alert=True)
        elif change["new"] is not None:
            name, data = change["new"].name, change["new"].read_bytes()
            self.uploaded, self.text.value = (name, data), ""
            self.say(say("app.uploaded", self.lang, name=name, size=round(len(data) / 1000)))

    def start(self) -> None:
        """Read the input and begin the analysis."""
        pasted = self.text.value
        name, data = ("", pasted) if pasted.strip() or self.uploaded is None else self.uploaded
        try:
            document = read_input(
                data,
                name=name,
                published=self.day.value,
                outlet=self.outlet.value.strip(),
                translated=self.translated.value,
                lang=self.lang,
            )
        except MittellageError as error:
            self.say(str(error), alert=True)
            return
        except Exception as error:  # whatever it is, the page must say so: nobody sees the kernel
            self.say(say("app.failed", self.lang, reason=f"{type(error).__name__}: {error}"), alert=True)
            return
        self.go.disabled, self.stop.disabled = True, False
        self.task = asyncio.ensure_future(self.work(document))

    async def work(self, document: Any) -> None:
        """Wait for the analysis, tell how long it has taken, show its result or one sentence."""
        lang = self.lang
        try:
            watch = self.tick
            result = await self.worker.analyse(document, watch=watch)
            self.show(Explorer.of(result, lang=self.lang))
        except CancelledError:
            self.say(say("app.cancelled", lang))
        except DiedError:
            self.say(say("app.died", lang), alert=True)
        except FailedError as error:
            self.say(say("app.failed", lang, reason=str(error)), alert=True)
        except MittellageError as error:
            self.say(str(error), alert=True)
        except Exception as error:
            self.say(say("app.failed", lang, reason=f"{type(error).__name__}: {error}"), alert=True)
        finally:
            self.go.disabled, self.stop.disabled = False, True

    def ask(self) -> None:
        """Show the input again; the result stays until another takes its place."""
        self.form.layout.display, self.again.layout.display = None, "none"

    def reopen(self) -> None:
        """Open a saved project in place of a new analysis."""
        folder = project_folder(self.folder.value)
        try:
            explorer = open_project(folder, lang=self.lang)
        except MittellageError as error:
            self.say(str(error), alert=True)
            return
        self.lang = explorer.choice.lang
        self.language.value = [self.lang]
        self.relabel()
        self.show(explorer)
        self.say(say("project.opened", self.lang, path=folder))

    def tick(self, seconds: float) -> None:
        """Tell once a second how long the analysis has run."""
        self.status.value = (
            f'<p role="status" class="ml-status"><progress aria-label="{say("app.analyse", self.lang)}"></progress> '
            f"{say('app.busy', self.lang, seconds=int(seconds))}</p>"
        )

    def show(self, explorer: Explorer) -> None:
        """Put the views of a result under the input."""
        self.results.children = [view_results(explorer)]
        self.follow = lambda lang: explorer.choose(lang=lang)
        self.form.layout.display, self.again.layout.display = "none", None
        counts = {name: len(explorer.whole[name]) for name in ("mentions", "quotes", "stances")}
        self.tell(counts)

    def tell(self, counts: dict[str, int]) -> None:
        """Say what was found, and what to do with it."""
        self.say(say("app.done" if any(counts.values()) else "app.done_nothing", self.lang, **counts))
        self.counts = counts


def view_results(explorer: Explorer) -> ipw.Widget:
    """Show every view of a result: filters; text, charts, tables, concordance and project; the evidence beside them."""
    names = ("text", "charts", "tables", "concordance", "project")
    tabs = ipw.Tab([ipw.VBox() for _ in names])
    makers: dict[str, Callable[[], list[ipw.Widget]]] = {
        "text": lambda: [view_text(explorer)],
        "charts": lambda: [view_chart(explorer)],
        "tables": lambda: [view_table(explorer)],
        "concordance": lambda: [view_concordance(explorer)],
        "project": lambda: [view_project(explorer)],
    }

    def fill(index: int) -> None:
        if not tabs.children[index].children:  # a view that nobody has looked at need not follow the filters
            tabs.children[index].children = [ipw.HTML(f"<p>{say('app.drawing', explorer.choice.lang)}</p>")]
            tabs.children[index].children = makers[names[index]]()

    def title(lang: Lang) -> None:
        tabs.titles = [say(f"tab.{name}", lang) for name in names]

    tabs.observe(lambda change: fill(change["new"]), "selected_index")
    explorer.observe(lambda before, after: title(after.lang) if before.lang != after.lang else None)
    title(explorer.choice.lang)
    tabs.selected_index = 0
    fill(0)
    tabs.layout.flex, tabs.layout.min_width = "2 1 560px", "0"
    beside = ipw.Layout(flex="1 1 280px", min_width="0", padding="0 0 0 16px")
    evidence = ipw.VBox([view_evidence(explorer)], layout=beside)
    columns = ipw.HBox([tabs, evidence], layout=ipw.Layout(flex_flow="row wrap", width="100%"))
    return ipw.VBox([view_filters(explorer, language=False), columns])


def page() -> ipw.Widget:
    """Build the page as `mittellage app` has configured it, through the environment."""
    folder = os.environ.get("MITTELLAGE_DATA")
    lang: Lang = "en" if os.environ.get("MITTELLAGE_LANG") == "en" else "de"
    return view_app(data=Path(folder) if folder else None, lang=lang)
