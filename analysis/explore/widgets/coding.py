"""Views of a study: one item at a time, coded with keys; what coders say side by side; corrected estimates."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import ipywidgets as ipw
import traitlets

from ...coding.study import Study, open_study
from ...errors import MittellageError
from ...legible import legible
from ..coding import Session, codebook, labels_of_page
from ..state import Lang
from ..words import say
from .parts import _STATIC, PictureWidget, together
from .project import project_folder

if TYPE_CHECKING:
    import pandas as pd

_SCREEN_DPI: Final = 144
_WIDTH: Final = 720


class CodingWidget(anywidget.AnyWidget):
    """One item with its buttons, or the names to begin with; `page` is what `Session.page` returns."""

    _esm = _STATIC / "coding.js"
    _css = _STATIC / "coding.css"
    words: Any = traitlets.Dict().tag(sync=True)
    book: Any = traitlets.Dict().tag(sync=True)
    page: Any = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    alert = traitlets.Unicode().tag(sync=True)
    state = traitlets.Int().tag(sync=True)


def view_coding(study: Study | str | Path, *, lang: Lang = "de") -> ipw.Widget:
    """Show a study to whoever codes it, or decides where coders differ.

    Parameters
    ----------
    study : Study, str or path
        A study, or its folder. Its sealed part is not opened, and may be missing.
    lang : {"de", "en"}
        Language of questions, labels and buttons.

    Returns
    -------
    ipywidgets.Widget
        A form for the name; then one item at a time with the codebook beside it.

    Raises
    ------
    CodingError
        If the folder holds no study.
    """
    return CodingView(study, lang).root


def view_corrections(estimates: pd.DataFrame, *, kind: str = "level", lang: Lang = "de") -> ipw.Widget:
    """Show corrected estimates beside those that they correct, as a chart.

    Parameters
    ----------
    estimates : pandas.DataFrame
        From `analysis.coding.correct_estimates`.
    kind : {"level", "difference", "trend"}
        Which rows.
    lang : {"de", "en"}
        Language of the chart.

    Returns
    -------
    ipywidgets.Widget
        A picture, whose alternative text says the numbers.
    """
    from ...charts.style import METADATA, saving
    from ...coding.chart import describe_corrections, numbers_corrections, plot_corrections

    file = io.BytesIO()
    with saving():
        figure = plot_corrections(estimates, kind=kind, lang=lang).get_figure(root=True)
        figure.savefig(file, format="png", dpi=_SCREEN_DPI, metadata=METADATA["png"])  # type: ignore[union-attr]
    said = describe_corrections(numbers_corrections(estimates, kind=kind), lang)
    return ipw.VBox([PictureWidget(png=file.getvalue(), width=_WIDTH, alt=said, state=1)])


class CodingView:
    """The widget of a study, and what its buttons and keys do."""

    def __init__(self, study: Study | str | Path, lang: Lang) -> None:
        self.session = Session(study if isinstance(study, Study) else open_study(study), lang)
        self.widget = CodingWidget()
        self.widget.on_msg(self.answer)
        self.root = ipw.VBox([self.widget])
        self.relabel(lang)

    def relabel(self, lang: Lang) -> None:
        """Write everything in a language."""
        self.session.lang, self.session.message = lang, ""
        words, book = dict(labels_of_page(lang)), codebook(self.session.study, lang)
        self.draw(words=words, book=book)

    def draw(self, alert: str = "", **values: Any) -> None:
        """Show where the session stands; a study that was damaged meanwhile shows why, and the form again."""
        try:
            page = self.session.page()
        except MittellageError as error:
            alert = alert or say("coding.unreadable", self.session.lang, reason=error.in_words(self.session.lang))
            self.session.leave()
            page = self.session.page()
        message, state = self.session.message, self.widget.state + 1
        together(self.widget, **values, page=page, message="" if alert else message, alert=alert, state=state)

    def answer(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Do what a message of the page says; whatever goes wrong, the page says so and the item stays."""
        try:
            self.act(content)
        except MittellageError as error:
            self.draw(alert=error.in_words(self.session.lang))
        except (KeyError, TypeError, ValueError, OSError) as error:
            reason = f"{type(error).__name__}: {error}"
            self.draw(alert=legible(say("coding.unexpected", self.session.lang, reason=reason)))
        else:
            self.draw()

    def act(self, content: dict[str, Any]) -> None:
        """Do what a message says."""
        session, kind = self.session, content.get("kind")
        if kind == "code":
            session.begin(str(content["name"]))
        elif kind == "decide":
            session.begin_deciding(str(content["name"]))
        elif kind == "label":
            spent = content.get("seconds")
            seconds = float(spent) if isinstance(spent, int | float) and math.isfinite(spent) else None
            session.give(
                str(content["item"]),
                str(content["label"]),
                unsure=content.get("unsure") is True,
                memo=str(content.get("memo") or ""),
                seconds=seconds,
            )
        elif kind == "undo":
            session.take_back()
        elif kind == "step":
            session.step(int(content["by"]))
        elif kind == "leave":
            session.leave()


class CodingEntry:
    """The form of the app that opens the folder of a study.

    Parameters
    ----------
    show : callable
        Puts a view in the place of the results.
    tell : callable
        Shows a sentence, which an error is.
    """

    def __init__(self, show: Callable[[ipw.Widget], None], tell: Callable[..., None]) -> None:
        self.show, self.tell = show, tell
        self.lang: Lang = "de"
        self.view: CodingView | None = None
        self.head, self.button = ipw.HTML(), ipw.Button(layout=ipw.Layout(width="max-content"))
        wide = {"description_width": "initial"}
        self.folder = ipw.Text(value="study", style=wide, layout=ipw.Layout(width="22em", max_width="98%"))
        row = ipw.HBox([self.folder, self.button], layout=ipw.Layout(flex_flow="row wrap"))
        self.root = ipw.VBox([self.head, row])
        self.button.on_click(lambda _: self.open())

    def relabel(self, lang: Lang) -> None:
        """Write the form, and the study that is open, in a language."""
        self.lang = lang
        self.head.value = f"<h2>{say('coding.code', lang)}</h2>"
        self.folder.description, self.button.description = say("coding.folder", lang), say("coding.open", lang)
        if self.view is not None:
            self.view.relabel(lang)

    def open(self) -> None:
        """Open the folder that was typed."""
        try:
            self.view = CodingView(project_folder(self.folder.value), self.lang)
        except MittellageError as error:
            self.tell(error.in_words, alert=True)
            return
        self.tell("")
        self.show(self.view.root)
