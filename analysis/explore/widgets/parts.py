"""The small widgets of our own: text, picture, chips, download, upload, language.

Their scripts lie in ``static`` and ask no other host for anything.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_STATIC = Path(str(files(__package__) / "static"))


class TextWidget(anywidget.AnyWidget):
    """A text in blocks of pieces; a click on a marked piece sends the positions of its annotations."""

    _esm = _STATIC / "text.js"
    _css = _STATIC / "text.css"
    title = traitlets.Unicode().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    empty = traitlets.Unicode().tag(sync=True)
    blocks: Any = traitlets.List().tag(sync=True)
    styles: Any = traitlets.List().tag(sync=True)
    labels: Any = traitlets.List().tag(sync=True)
    legend: Any = traitlets.List().tag(sync=True)
    chosen: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class PictureWidget(anywidget.AnyWidget):
    """A picture whose marks can be clicked; it is replaced in place."""

    _esm = _STATIC / "chart.js"
    _css = _STATIC / "chart.css"
    png = traitlets.Bytes().tag(sync=True)
    width = traitlets.Int(600).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    marks: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class Chips(anywidget.AnyWidget):
    """Toggle buttons with counts; options are [value, label, count or None]."""

    _esm = _STATIC / "chips.js"
    _css = _STATIC / "chips.css"
    label = traitlets.Unicode().tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)
    value: Any = traitlets.List().tag(sync=True)


class Download(anywidget.AnyWidget):
    """A button that hands a file to the browser."""

    _esm = _STATIC / "download.js"
    _css = _STATIC / "button.css"
    label = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    busy = traitlets.Bool(default_value=False).tag(sync=True)

    def hand_over(self, name: str, data: bytes) -> None:
        """Send a file to the browser, which saves it where it saves downloads."""
        self.send({"kind": "file", "name": name}, buffers=[data])


class Upload(anywidget.AnyWidget):
    """A file field that looks at the size before it sends."""

    _esm = _STATIC / "upload.js"
    _css = _STATIC / "button.css"
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Int().tag(sync=True)


class PageLanguage(anywidget.AnyWidget):
    """Nothing to see: it keeps the page's language for screen readers."""

    _esm = _STATIC / "language.js"
    lang = traitlets.Unicode("de").tag(sync=True)


def together(widget: Any, **values: Any) -> None:
    """Set several traits in one message to the browser, so that it draws once."""
    with widget.hold_sync():
        for name, value in values.items():
            setattr(widget, name, value)
