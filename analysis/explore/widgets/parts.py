"""The small widgets of our own: text, evidence, findings, picture, chips, download, upload, page.

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
    goal: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class FindingsWidget(anywidget.AnyWidget):
    """Sentences; items are [text, label of the button that opens the rows behind it, or nothing]."""

    _esm = _STATIC / "findings.js"
    _css = _STATIC / "findings.css"
    title = traitlets.Unicode().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    items: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class EvidenceWidget(anywidget.AnyWidget):
    """Cards of rows, each with its paragraph, buttons that judge it, a form that edits it, and a memo."""

    _esm = _STATIC / "evidence.js"
    _css = _STATIC / "evidence.css"
    words: Any = traitlets.Dict().tag(sync=True)
    items: Any = traitlets.List().tag(sync=True)
    lists: Any = traitlets.Dict().tag(sync=True)
    coder = traitlets.Unicode().tag(sync=True)
    total = traitlets.Int(-1).tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    more = traitlets.Unicode().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class MeasuresWidget(anywidget.AnyWidget):
    """Indicators by concept: groups are [title, measures]; a value is text, places on its scale, and what it opens."""

    _esm = _STATIC / "measures.js"
    _css = _STATIC / "measures.css"
    help = traitlets.Unicode().tag(sync=True)
    words: Any = traitlets.Dict().tag(sync=True)
    groups: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class TermsWidget(anywidget.AnyWidget):
    """What the words of a table beside it mean: a list to unfold, and a tooltip on each cell.

    Items are [heading of a column, word or nothing, meaning].
    """

    _esm = _STATIC / "terms.js"
    _css = _STATIC / "terms.css"
    title = traitlets.Unicode().tag(sync=True)
    items: Any = traitlets.List().tag(sync=True)


class PictureWidget(anywidget.AnyWidget):
    """A picture whose marks can be clicked; it is replaced in place."""

    _esm = _STATIC / "chart.js"
    _css = _STATIC / "chart.css"
    png = traitlets.Bytes().tag(sync=True)
    width = traitlets.Int(600).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    marks: Any = traitlets.List().tag(sync=True)
    chosen: Any = traitlets.List().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


class Chips(anywidget.AnyWidget):
    """Toggle buttons with counts; options are [value, label, count or None, group, tooltip].

    More than `most` of them stand behind a button.
    """

    _esm = _STATIC / "chips.js"
    _css = _STATIC / "chips.css"
    label = traitlets.Unicode().tag(sync=True)
    options: Any = traitlets.List().tag(sync=True)
    value: Any = traitlets.List().tag(sync=True)
    most = traitlets.Int(0).tag(sync=True)
    words: Any = traitlets.List().tag(sync=True)


class Download(anywidget.AnyWidget):
    """A button that hands a file to the browser."""

    _esm = _STATIC / "download.js"
    _css = _STATIC / "button.css"
    label = traitlets.Unicode().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    busy = traitlets.Bool(default_value=False).tag(sync=True)
    share = traitlets.Float(-1.0).tag(sync=True)

    def hand_over(self, name: str, data: bytes, *, kind: str = "application/zip") -> None:
        """Send a file to the browser, which saves it where it saves downloads."""
        self.send({"kind": "file", "name": name, "type": kind}, buffers=[data])


class Upload(anywidget.AnyWidget):
    """A field for files that looks at their size before it sends them."""

    _esm = _STATIC / "upload.js"
    _css = _STATIC / "button.css"
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Int().tag(sync=True)
    most = traitlets.Int(1_000).tag(sync=True)


class PageWidget(anywidget.AnyWidget):
    """The page as a whole: its language, a link past its head, and whether leaving it asks first.

    `focus` is [selector, counter]: where the focus goes when it has been lost.
    """

    _esm = _STATIC / "page.js"
    _css = _STATIC / "page.css"
    lang = traitlets.Unicode("de").tag(sync=True)
    skip = traitlets.Unicode().tag(sync=True)
    ask = traitlets.Bool(default_value=False).tag(sync=True)
    focus: Any = traitlets.List().tag(sync=True)


def together(widget: Any, **values: Any) -> None:
    """Set several traits in one message to the browser, so that it draws once."""
    with widget.hold_sync():
        for name, value in values.items():
            setattr(widget, name, value)
