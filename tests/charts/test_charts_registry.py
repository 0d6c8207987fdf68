"""Every chart of the registry: draws, says what is missing, gives numbers and words, and the same bytes twice."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.charts import CHARTS, METADATA, saving
from analysis.framing import Perspective

Tables = dict[str, pd.DataFrame]
LANGS = ["de", "en"]
AXES = [name for name, chart in CHARTS.items() if chart.kind == "axes"]


def save(name: str, tables: Tables, *, fmt: str = "svg", lang: str = "de") -> bytes:
    buffer = io.BytesIO()
    with saving():
        CHARTS[name].figure(tables, lang=lang).savefig(buffer, format=fmt, metadata=METADATA[fmt])
    return buffer.getvalue()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", AXES)
@pytest.mark.parametrize("missing", [True, False], ids=["missing", "empty"])
def test_empty_tables_give_a_sentence(name: str, lang: str, missing: bool, nothing: Tables) -> None:
    chart = CHARTS[name]
    ax = chart.draw({} if missing else nothing, lang=lang)
    sentences = [text.get_text() for text in ax.texts]
    assert len(sentences) == 1
    assert sentences[0].endswith(".")
    assert len(ax.lines) == len(ax.patches) == 0
    assert chart.alt({} if missing else nothing, lang=lang).endswith(".")


@pytest.mark.parametrize("name", ["dispersion", "stance_timeline", "prominence"])
def test_thousands_of_rows_are_drawn_with_few_artists(name: str, small: Tables) -> None:
    grown = {
        table: pd.concat([small[table]] * 300, ignore_index=True) for table in ("sentences", "mentions", "stances")
    }
    places = range(len(grown["sentences"]))
    grown["sentences"] = grown["sentences"].assign(sentence_id=places, start=places)
    grown["mentions"] = grown["mentions"].assign(sentence_id=[n % len(places) for n in range(len(grown["mentions"]))])
    assert len(grown["mentions"]) > 1000
    assert len(CHARTS[name].figure(small | grown).findobj()) < 600


@pytest.mark.parametrize("name", list(CHARTS))
def test_draws_into_given_axes_without_pyplot(name: str, small: Tables) -> None:
    if CHARTS[name].kind == "sheet":
        pytest.skip("a sheet has axes of its own")
    before = dict(mpl.rcParams)
    own = CHARTS[name].draw(small)
    assert CHARTS[name].draw(small, ax=own) is own
    assert dict(mpl.rcParams) == before
    assert "matplotlib.pyplot" not in sys.modules or not mpl.pyplot.get_fignums()


@pytest.mark.parametrize(("name", "fmt"), [("position", "png"), ("agency", "svg"), ("mentions", "pdf")])
def test_same_bytes_twice(name: str, fmt: str, small: Tables) -> None:
    first, second = (hashlib.sha256(save(name, small, fmt=fmt)).hexdigest() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(CHARTS))
def test_draws_with_its_title_and_no_text_leaves_the_figure(name: str, lang: str, small: Tables) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with saving():
        chart = CHARTS[name]
        figure = chart.figure(small, lang=lang)
        shown = " ".join(text.get_text() for ax in figure.axes for text in ax.findobj(mpl.text.Text))
        assert chart.title[lang].split()[0] in shown
        assert len(chart.alt(small, lang=lang)) > 20
        assert not chart.numbers(small).empty
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        frame = figure.bbox
        for ax in figure.axes:
            for text in ax.findobj(mpl.text.Text):
                if text.get_visible() and text.get_text().strip() and text.get_alpha() != 0 and _inside(ax, text):
                    box = text.get_window_extent()
                    assert box.x0 >= frame.x0 - 1, text
                    assert box.x1 <= frame.x1 + 1, text
                    assert box.y0 >= frame.y0 - 1, text
                    assert box.y1 <= frame.y1 + 1, text


def _inside(ax: mpl.axes.Axes, text: mpl.text.Text) -> bool:
    """Tick labels beyond the limits exist but are not drawn."""
    if not ax.axison and text not in [*ax.texts, ax.title, ax._left_title]:
        return False
    ticks = {id(label) for axis in (ax.xaxis, ax.yaxis) for label in axis.get_majorticklabels()}
    drawn = {id(tick.label1) for axis in (ax.xaxis, ax.yaxis) for tick in axis._update_ticks()}
    return id(text) not in ticks or id(text) in drawn


def test_importing_charts_imports_no_matplotlib() -> None:
    root = Path(__file__).resolve().parents[2]
    heavy = ["matplotlib", "pandas", "mpltern", "numpy"]
    code = f"import sys, analysis.charts; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_alternative_text_of_other_perspectives(small: Tables) -> None:
    alt = CHARTS["position"].alt(small, lang="en", perspective=Perspective(focus=("UA",), poles=("RU", "US", "KZ")))
    assert re.match(r"Position of Ukraine: .*Russia 1\.00", alt)
