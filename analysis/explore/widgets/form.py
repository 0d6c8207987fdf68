"""The input of the page: a text or files, whose position between whom, what is known of the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import ipywidgets as ipw

from ...legible import legible_line
from ...pipeline import Options
from ..perspectives import PRESETS, options_for, preset_names
from ..source import LIMIT, SUFFIXES, Inputs, files_in, read_input, read_inputs, too_large
from ..state import Lang
from ..words import say
from .parts import Upload

_WIDE = {"description_width": "initial"}
# All uploaded files together; they are held in memory.
ALL: Final = 60_000_000


class Form:
    """Widgets of the input, and what is in them.

    Parameters
    ----------
    data : pathlib.Path or None
        Folder whose texts are offered.
    lang : {"de", "en"}
        Language to start in.
    say_so : callable
        Shows what a function of the language says; ``alert=True`` where something went wrong.
    """

    def __init__(self, data: Path | None, lang: Lang, say_so: Callable[..., None]) -> None:
        self.lang, self.say_so = lang, say_so
        self.held: list[tuple[str, bytes]] = []
        self.intro, self.about, self.whose = ipw.HTML(), ipw.HTML(), ipw.HTML()
        self.text = ipw.Textarea(rows=9, layout=ipw.Layout(width="98%"), style=_WIDE)
        self.upload = Upload(accept=",".join(SUFFIXES), limit=LIMIT)
        self.drop = ipw.Button(layout=ipw.Layout(width="max-content", display="none"))
        self.files = ipw.Dropdown(style=_WIDE, layout=ipw.Layout(max_width="36em"))
        self.paths = files_in(data)
        self.day, self.outlet = (ipw.Text(style=_WIDE, layout=ipw.Layout(width="17em")) for _ in range(2))
        self.translated = ipw.Checkbox(indent=False, layout=ipw.Layout(width="auto"))
        self.preset = ipw.Dropdown(style=_WIDE, layout=ipw.Layout(width="auto", max_width="98%"))
        self.focus, self.poles = (ipw.Text(style=_WIDE, layout=ipw.Layout(width="24em", max_width="98%")) for _ in "12")
        self.seed = ipw.Text(value="0", style=_WIDE, layout=ipw.Layout(width="20em", max_width="98%"))
        self.reader = ipw.Dropdown(style=_WIDE, layout=ipw.Layout(width="auto", max_width="98%"))
        self.relabel(lang)
        meta = _row(self.day, self.outlet, self.translated)
        choice = [_row(self.upload, self.drop), *([self.files] if self.paths else [])]
        between, how = _row(self.preset, self.focus, self.poles), _row(self.reader, self.seed)
        self.root = ipw.VBox([self.intro, self.text, *choice, self.whose, between, how, self.about, meta])
        self.reader.value = "fast"
        self.preset.value = next(iter(PRESETS))
        self.upload.on_msg(self.take_file)
        self.files.observe(self.take_path, "value")
        self.drop.on_click(lambda _: self.clear(told=True))
        self.preset.observe(lambda _: self.show_own(), "value")
        self.show_own()

    def relabel(self, lang: Lang) -> None:
        """Write every label in the language."""
        self.lang = lang
        self.intro.value = f"<p>{say('app.intro', lang)}</p>"
        self.about.value = f"<h2>{say('app.about', lang)}</h2><p>{say('app.about_help', lang)}</p>"
        self.whose.value = f"<h2>{say('app.perspective', lang)}</h2>"
        self.text.description, self.files.description = say("app.paste", lang), say("app.data", lang)
        self.upload.label = say("app.upload", lang, limit=f"{LIMIT / 1e6:g}")
        self.drop.description = say("app.drop", lang)
        chosen = self.files.index or 0
        self.files.options = [
            (say("app.choose", lang), None),
            *((legible_line(path.name), path) for path in self.paths),
        ]
        self.files.index = chosen
        preset, reader = self.preset.value, self.reader.value
        self.preset.options = [
            *((title, name) for name, title in preset_names(lang).items()),
            (say("app.own", lang), ""),
        ]
        self.reader.options = [(say(f"app.reader_{name}", lang), name) for name in ("fast", "thorough")]
        self.preset.value, self.reader.value = preset, reader
        for widget, key in (
            (self.day, "date"), (self.outlet, "outlet"), (self.translated, "translated"), (self.preset, "preset"),
            (self.focus, "focus"), (self.poles, "poles"), (self.seed, "seed"),
            (self.reader, "reader"),
        ):  # fmt: skip
            widget.description = say(f"app.{key}", lang)

    def show_own(self) -> None:
        """Show the fields for focus and poles where no ready-made choice is taken."""
        for field in (self.focus, self.poles):
            field.layout.display = "none" if self.preset.value else None

    def options(self) -> Options:
        """Return what the analysis is asked to do.

        Raises
        ------
        MittellageError
            If focus, poles or seed cannot be read.
        """
        asked = str(self.preset.value or ""), self.focus.value, self.poles.value, self.seed.value
        return options_for(*asked, reader=self.reader.value, lang=self.lang)

    def read(self) -> Inputs:
        """Read what is pasted, or the files that are held.

        Raises
        ------
        MittellageError
            If there is no text, or it cannot be read.
        """
        known: dict[str, Any] = {
            "published": self.day.value,
            "outlet": self.outlet.value.strip(),
            "translated": self.translated.value,
            "lang": self.lang,
        }
        if self.held:
            return read_inputs(self.held, **known)
        return Inputs((read_input(self.text.value, **known),))

    def take_file(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Keep uploaded files in memory until the analysis starts; those of an earlier choice make room."""
        size = int(content["size"]) if content.get("kind") == "large" else sum(len(part) for part in buffers or ())
        if content.get("kind") == "large" or size > LIMIT:  # what a page says of a file need not be so
            self.say_so(lambda lang: too_large(size, lang=lang), alert=True)
        elif content.get("kind") == "file" and buffers:
            if not content.get("place"):
                self.held.clear()
            if sum(len(data) for _, data in self.held) + size > ALL:
                self.say_so(lambda lang: say("app.all_large", lang, limit=f"{ALL / 1e6:g}"), alert=True)
                return
            self.held.append((str(content["name"]), bytes(buffers[0])))
            self.show_held()

    def take_path(self, change: dict[str, Any]) -> None:
        """Take a file of the data folder as if it had been uploaded."""
        path = change["new"]
        if path is not None and (size := path.stat().st_size) > LIMIT:
            self.say_so(lambda lang: too_large(size, lang=lang), alert=True)
        elif path is not None:
            self.held[:] = [(path.name, path.read_bytes())]
            self.show_held()

    def show_held(self) -> None:
        """Say which files are held; what is pasted waits until they are taken away."""
        self.text.disabled = bool(self.held)
        self.drop.layout.display = None if self.held else "none"
        if len(self.held) == 1:
            name, data = self.held[0]
            size = round(len(data) / 1000)
            self.say_so(lambda lang: say("app.uploaded", lang, name=name, size=size))
        elif self.held:
            n = len(self.held)
            names = ", ".join(name for name, _ in self.held[:3]) + (" …" if n > 3 else "")
            self.say_so(lambda lang: say("app.uploaded_many", lang, n=n, names=names))

    def clear(self, *, told: bool = False) -> None:
        """Take the files away; what was pasted before is there again."""
        self.held.clear()
        self.files.index = 0
        self.show_held()
        if told:
            self.say_so(lambda lang: say("app.taken_away", lang))


def _row(*widgets: ipw.Widget) -> ipw.Widget:
    return ipw.HBox(list(widgets), layout=ipw.Layout(flex_flow="row wrap", align_items="center"))
