"""The app: a page that takes texts, shows the analysis at work, and then the same views as the notebooks."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as ipw

from ...charts.style import percent
from ...corrections import corrected, corrections_in_words
from ...errors import LimitError, MittellageError
from ...legible import legible, legible_line
from ...limits import Limits
from .. import session
from ..project import open_project
from ..source import Inputs, too_much
from ..state import Choice, Explorer, Lang
from ..words import day_in_words, say, say_count
from ..work import CancelledError, DiedError, FailedError, Progress, Worker
from .coding import CodingEntry
from .form import Form
from .parts import Chips, PageWidget
from .project import project_folder
from .results import view_results

_WIDE = {"description_width": "initial"}
_WRITE_AFTER = 1.0


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
        self.explorer: Explorer | None = None
        self.told: Callable[[], None] | None = None
        self.task: asyncio.Task[None] | None = None
        self.writing: asyncio.TimerHandle | None = None
        self.head, self.status, self.saved, self.results = ipw.HTML(), ipw.HTML(), ipw.HTML(), ipw.VBox()
        self.language = Chips(options=[["de", "Deutsch", None], ["en", "English", None]], value=[lang])
        self.language.add_class("ml-language")
        self.page = PageWidget(lang=lang)
        self.form = Form(data, lang, self.say)
        self.go, self.stop = ipw.Button(button_style="primary"), ipw.Button(disabled=True)
        self.folder = ipw.Text(value="projekt", style=_WIDE, layout=ipw.Layout(width="17em"))
        self.open, self.again, self.resume = (ipw.Button(layout=ipw.Layout(width="max-content")) for _ in range(3))
        self.keeps = ipw.Checkbox(value=session.is_kept(), indent=False, layout=ipw.Layout(width="auto"))
        self.kept = ipw.HTML()
        self.coding = CodingEntry(self.replace, self.say)
        self.last = session.last() if self.keeps.value else None
        stored = ipw.HBox([self.folder, self.open, self.resume], layout=ipw.Layout(flex_flow="row wrap"))
        opening = [self.saved, stored, self.keeps, self.kept, self.coding.root]
        self.input = ipw.VBox([self.form.root, ipw.HBox([self.go, self.stop]), *opening])
        self.again.layout.display, self.again.layout.margin = "none", "2px 12px 2px 2px"
        said = ipw.HBox([self.again, self.status], layout=ipw.Layout(flex_flow="row wrap", align_items="center"))
        top = ipw.HBox([self.head, self.language], layout=ipw.Layout(flex_flow="row wrap", align_items="center"))
        self.root = ipw.VBox([self.page, top, self.input, said, self.results])
        self.root.add_class("ml-app")
        self.relabel()
        self.listen()

    def listen(self) -> None:
        """Join the widgets to what they do."""
        self.language.observe(self.pick_language, "value")
        self.go.on_click(lambda _: self.start())
        self.stop.on_click(lambda _: self.worker.cancel())
        self.again.on_click(lambda _: self.ask())
        self.open.on_click(lambda _: self.reopen())
        self.resume.on_click(lambda _: self.restore())
        self.keeps.observe(lambda change: self.switch(on=bool(change["new"])), "value")

    def relabel(self) -> None:
        """Write every label in the language."""
        lang = self.page.lang = self.lang
        self.form.relabel(lang)
        self.coding.relabel(lang)
        self.page.skip = say("app.skip", lang)
        self.head.value = f"<h1>{say('app.title', lang)}</h1>"
        self.saved.value = f"<h2>{say('app.saved', lang)}</h2>"
        self.language.label = say("language", lang)
        self.go.description, self.stop.description = say("app.analyse", lang), say("app.cancel", lang)
        self.again.description = say("app.again", lang)
        self.folder.description, self.open.description = say("project.folder", lang), say("project.open", lang)
        self.keeps.description = say("session.keep", lang)
        self.kept.value = f"<p>{escape(say('session.help', lang, path=session.folder()))}</p>"
        self.resume.layout.display = None if self.last else "none"
        if self.last:
            when = f"{day_in_words(self.last.when, lang)}, {self.last.when:%H:%M}"
            self.resume.description = say("session.open", lang, when=when, title=legible_line(self.last.title)[:60])

    def say(self, told: str | Callable[[Lang], str], *, alert: bool = False) -> None:
        """Show a sentence under the buttons; one that is a function of the language follows it."""
        sentence = told if isinstance(told, str) else told(self.lang)
        self.told = None if isinstance(told, str) else partial(self.say, told, alert=alert)
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
            if self.explorer is not None:
                self.explorer.choose(lang=self.lang)
            if self.told is not None:
                self.told()
            elif self.task is None or self.task.done():
                self.say("")  # what was said in the other language alone

    def refuse(self, error: MittellageError) -> None:
        """Say what the reader can mend; a sentence that has no German goes when the language changes."""
        self.say(error.in_words if error.german else str(error), alert=True)

    def fail(self, reason: str) -> None:
        """Say that something went wrong that no reader can mend."""
        self.say(lambda lang: say("app.failed", lang, reason=reason), alert=True)

    def start(self) -> None:
        """Read the input and begin the analysis."""
        try:
            inputs, options = self.form.read(), self.form.options()
        except MittellageError as error:
            self.refuse(error)
            return
        except Exception as error:  # whatever it is, the page must say so: nobody sees the kernel
            self.fail(f"{type(error).__name__}: {error}")
            return
        self.go.disabled, self.stop.disabled = True, False
        self.page.ask = True
        self.task = asyncio.ensure_future(self.work(inputs, options))

    async def work(self, inputs: Inputs, options: Any) -> None:
        """Wait for the analysis, tell how far it is, show its result or one sentence."""
        try:
            results, failures = await self.analyse(inputs, options)
            explorer = Explorer.of(*results, lang=self.lang)
            if len(results) > 1:
                explorer.look("texts")
            self.form.clear()
            self.show(explorer, whole=True)
            self.say(lambda lang: _done(explorer, failures, lang, cut=inputs.cut))
        except CancelledError:
            self.say(lambda lang: say("app.cancelled", lang))
        except DiedError:
            self.say(lambda lang: say("app.died", lang), alert=True)
        except FailedError as error:
            self.fail(str(error))
        except LimitError as error:
            kind, limits = error.kind, self.worker.limits
            self.say(lambda lang: too_much(kind, limits, lang=lang), alert=True)
        except MittellageError as error:
            self.refuse(error)
        except Exception as error:
            self.fail(f"{type(error).__name__}: {error}")
        finally:
            self.go.disabled, self.stop.disabled = False, True
            self.page.ask = self.explorer is not None and self.explorer.unsaved

    async def analyse(self, inputs: Inputs, options: Any) -> tuple[list[Any], list[str]]:
        """Analyse text after text; of several, one that fails is named and left out."""
        results, failures = [], list(inputs.failures)
        documents = inputs.documents
        for place, document in enumerate(documents):
            watch = partial(self.tick, place=place, total=len(documents))
            try:
                results.append(await self.worker.analyse(document, options, watch=watch))
            except CancelledError:
                raise
            except MittellageError as error:
                if len(documents) == 1 or (place == len(documents) - 1 and not results):
                    raise
                failures.append(f"{document.doc_id}: {error}")
        return results, failures

    def ask(self) -> None:
        """Show the input again; the result stays until another takes its place."""
        self.input.layout.display, self.again.layout.display = None, "none"

    def reopen(self) -> None:
        """Open a saved project in place of a new analysis."""
        folder = project_folder(self.folder.value)
        try:
            explorer = open_project(folder, lang=self.lang)
        except MittellageError as error:
            self.refuse(error)
            return
        explorer.mark_saved()
        self.take(explorer, lambda lang: say("project.opened", lang, path=folder))

    def restore(self) -> None:
        """Open the last session."""
        try:
            explorer = session.restore(self.lang)
        except MittellageError as error:
            self.refuse(error)
            return
        self.take(explorer, lambda lang: say("session.opened", lang))

    def take(self, explorer: Explorer, told: Callable[[Lang], str]) -> None:
        """Show what was stored, in the language in which it was left."""
        self.lang = explorer.choice.lang
        self.language.value = [self.lang]
        self.relabel()
        self.show(explorer, whole=True)
        self.say(told)

    def switch(self, *, on: bool) -> None:
        """Keep sessions or keep none."""
        try:
            session.switch(on=on)
        except OSError as error:
            self.say(say("session.refused", self.lang, reason=error.strerror), alert=True)
            return
        if not on:
            self.last = None
            self.relabel()
        elif self.explorer is not None:
            session.keep(self.explorer, whole=True)

    def tick(self, at: Progress, place: int, total: int) -> None:
        """Tell how long the analysis has run, what it does, and about how far it is."""
        lang = self.lang
        if total > 1:
            share = (place + at.share) / total
            words = say("app.busy_of", lang, done=place + 1, total=total, seconds=int(at.seconds))
        else:
            share = at.share
            words = say("app.busy", lang, seconds=int(at.seconds))
        if at.stage:
            words += f" {say(f'stage.{at.stage}', lang)} ({percent(share, lang)})"
        value = f' max="1" value="{share:.3f}"' if share else ""
        self.status.value = (
            f'<p role="status" class="ml-status"><progress aria-label="{say("app.analyse", lang)}"{value}></progress> '
            f"{words}</p>"
        )

    def show(self, explorer: Explorer, *, whole: bool) -> None:
        """Put the views of a result in the place of the input, and keep the session."""
        self.explorer = explorer
        explorer.observe(self.changed)
        self.page.ask = explorer.unsaved
        session.keep(explorer, whole=whole)
        self.replace(view_results(explorer), ".ml-app .lm-TabBar-tab.lm-mod-current")

    def replace(self, view: ipw.Widget, goal: str = ".ml-code input") -> None:
        """Put a view in the place of the input, and the focus where the reader goes on."""
        self.results.children = [view]
        self.input.layout.display, self.again.layout.display = "none", None
        self.page.focus = [goal, (self.page.focus[1] if self.page.focus else 0) + 1]

    def changed(self, before: Choice, after: Choice) -> None:
        """Keep what the reader writes, a moment later, so that no click waits for the disk."""
        if self.explorer is None:
            return
        self.page.ask = self.explorer.unsaved
        if before.revision != after.revision:
            n = corrected(self.explorer.whole.get("corrections"))
            self.say(lambda lang: corrections_in_words(n, lang) or say("corrected.none", lang))
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            session.keep(self.explorer, whole=False)
            return
        if self.writing is not None:
            self.writing.cancel()
        self.writing = loop.call_later(_WRITE_AFTER, lambda: session.keep(self.explorer, whole=False))  # type: ignore[arg-type]


def _done(explorer: Explorer, failures: list[str], lang: Lang, *, cut: bool) -> str:
    """Say what was found, what could not be read, and what to do with it."""
    counts = {name: explorer.count(name) for name in ("mentions", "quotes", "stances")}
    if len(explorer.texts) > 1:
        parts = [say("app.done_many", lang, n=len(explorer.texts))]
    else:
        said = {name: say_count(name, n, lang) for name, n in counts.items()}
        parts = [say("app.done" if any(counts.values()) else "app.done_nothing", lang, **said)]
    if failures:
        parts.append(say("app.not_read", lang, n=len(failures), names="; ".join(failures[:3])))
    if cut:
        parts.append(say("app.cut", lang, n=len(explorer.texts)))
    return " ".join(parts)


def page() -> ipw.Widget:
    """Build the page as `mittellage app` has configured it, through the environment."""
    folder = os.environ.get("MITTELLAGE_DATA")
    lang: Lang = "en" if os.environ.get("MITTELLAGE_LANG") == "en" else "de"
    told = os.environ.get("MITTELLAGE_LIMITS")
    limits = Limits(*json.loads(told)) if told else None
    return view_app(data=Path(folder) if folder else None, lang=lang, worker=Worker(limits=limits))
