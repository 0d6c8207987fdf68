"""Charts in figures of any width and of texts of any length: no text touches another or leaves the figure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from measured import touching

from analysis import Analysis, analyse, read_text
from analysis.charts import CHARTS, Lang, Source, saving, source_of
from analysis.charts.columns import column_names, letters
from analysis.charts.ink import ink_of, ink_on, tint
from analysis.charts.room import cut, reach, text_width, wrap
from analysis.charts.style import COLOURS
from analysis.framing import Perspective

SENTENCES = """
Russland liefert Kasachstan seit Jahren Weizen und Gas.
China baut in Usbekistan eine neue Bahnlinie.
Die USA umwerben Kasachstan mit neuen Krediten.
„Wir stehen fest an der Seite Zentralasiens“, sagte Außenminister Antony Blinken in Astana.
Peking warnte Kirgisistan vor einer zu engen Bindung an Washington.
Der kasachische Präsident Tokajew lobte die Zusammenarbeit mit China.
Moskau droht Tadschikistan mit einem Ende der Hilfe.
Turkmenistan verkauft sein Gas vor allem nach China.
„Russland ist ein schwieriger Nachbar“, sagte ein Diplomat aus Taschkent.
Die Europäische Union kritisierte Russland scharf.
Die Türkei sieht sich als Bruder der Turkvölker.
Usbekistan misstraut den Plänen aus Moskau.
Lawrow erklärte, Russland werde seine Freunde in Zentralasien nicht verlassen.
Die Ukraine forderte Kasachstan auf, die Sanktionen gegen Russland einzuhalten.
Deutschland will mit Kasachstan beim Wasserstoff zusammenarbeiten.
In den Bergen fiel der Schnee in diesem Winter früh.
Indien beobachtet den Einfluss Chinas mit Sorge.
„Wir wollen gute Beziehungen zu allen“, sagte Mirsijojew, der Präsident Usbekistans.
Amerikanische Beamte werfen China vor, kleine Länder in Schulden zu treiben.
Belarus unterstützt Russland in allen Fragen.
Pakistan lobte China als verlässlichen Freund.
Frankreich kauft Uran aus Kasachstan und lobt die Regierung.
Großbritannien warnt vor dem Einfluss Russlands in Kirgisistan.
""".strip().split("\n")
TITLE = (
    "Zwischen Moskau, Peking und Washington: Wie fünf Staaten Zentralasiens mit Krediten, Gaslieferungen und "
    "Militärabkommen um ihre Unabhängigkeit ringen und warum der Besuch des Ministers so wenig ändert"
)
OUTLET = "Allgemeine Zeitung für Zentralasien und den Kaukasus"
LENGTHS = (30, 100, 300, 1000, 2500, 5000)
AXES = [name for name, kind in CHARTS.items() if kind.kind == "axes"]


def write(words: int) -> Analysis:
    """Analyse a text of so many words, mixed from the sentences above, under a title of 200 characters."""
    chance, text = random.Random(words), [TITLE, ""]
    while sum(len(sentence.split()) for sentence in text[1:]) < words:
        text.append(chance.choice(SENTENCES) + ("\n" if not len(text) % 5 else ""))
    return analyse(read_text("\n".join(text), title=TITLE, outlet=OUTLET, date=date(2023, 2, 28), translated=True))


@pytest.fixture(scope="module")
def texts() -> dict[int, Source]:
    return {words: source_of(write(words)) for words in LENGTHS}


def test_the_title_is_as_long_as_it_says() -> None:
    assert len(TITLE) == 200


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("words", LENGTHS)
def test_no_text_of_the_sheet_touches_another(texts: dict[int, Source], words: int, lang: Lang) -> None:
    with saving():
        figure = CHARTS["sheet"].chart(texts[words]).figure(lang)
        assert touching(figure, least=6.5) == []
        whole = " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(Text))
    assert TITLE in whole
    assert OUTLET in whole


@pytest.mark.parametrize("poles", [("RU", "US"), ("RU", "CN", "US", "EU", "TR")])
def test_no_text_of_the_sheet_of_other_poles_touches_another(texts: dict[int, Source], poles: tuple[str, ...]) -> None:
    source = Source(texts[2500].tables, Perspective(poles=poles, translated=True))
    with saving():
        assert touching(CHARTS["sheet"].chart(source).figure("de")) == []


@pytest.mark.parametrize(("width", "lang"), [(3.5, "en"), (5.0, "de"), (12.0, "en")])
@pytest.mark.parametrize("words", [30, 5000])
@pytest.mark.parametrize("name", AXES)
def test_charts_fit_narrow_and_wide_figures(
    texts: dict[int, Source], name: str, words: int, width: float, lang: Lang
) -> None:
    chart = CHARTS[name].chart(texts[words])
    with saving():
        height = chart.figure(lang).get_figheight()
        assert height < 15
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        chart.draw(figure.add_subplot(projection="ternary" if name == "position" else None), lang=lang)
        assert touching(figure) == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("words", [30, 300, 5000])
@pytest.mark.parametrize("name", AXES)
def test_charts_fit_their_own_figure(texts: dict[int, Source], name: str, words: int, lang: Lang) -> None:
    with saving():
        assert touching(CHARTS[name].chart(texts[words]).figure(lang), least=9 if name != "network" else 6) == []


@pytest.mark.parametrize("name", AXES)
def test_charts_of_three_outlets_fit(texts: dict[int, Source], name: str) -> None:
    parts = [
        {table: rows.assign(doc_id=f"d{words}") for table, rows in texts[words].tables.items() if "doc_id" in rows}
        for words in (30, 100, 300)
    ]
    tables = {table: pd.concat([part[table] for part in parts], ignore_index=True) for table in parts[0]}
    del tables["framing"]
    for lang in ("de", "en"):
        with saving():
            assert touching(CHARTS[name].figure(tables, lang=lang)) == []


# One of one is no share


def texts_of(figure: Figure) -> Iterator[str]:
    yield from (text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", ["frames", "agency", "roles", "voice", "prominence", "mentions"])
def test_a_single_case_is_never_a_hundred_percent(name: str, lang: Lang) -> None:
    source = source_of(analyse(read_text("Russland liefert Kasachstan Gas und bedroht die Wirtschaft.")))
    with saving():
        figure = CHARTS[name].chart(source).figure(lang)
        shown = [words for words in texts_of(figure) if words.startswith("100")]
    assert not [words for words in shown if words.replace("\u00a0", "").startswith("100%")]


def test_cells_that_rest_on_one_sentence_stay_white() -> None:
    figure = CHARTS["frames"].figure(analyse(read_text("Russland liefert Kasachstan Gas für die Wirtschaft.")).tables)
    assert "1 von 1" in list(texts_of(figure))
    cells = [patch for ax in figure.axes for patch in ax.patches if str(patch.get_gid()).startswith("mark")]
    assert cells
    assert {tuple(cell.get_facecolor()) for cell in cells} == {(1.0, 1.0, 1.0, 1.0)}


# Positions


def states(figure: Figure) -> dict[tuple[float, float], tuple[float, ...]]:
    """Return the fill of each small mark by its place."""
    marks = [mark for mark in figure.axes[0].collections if len(mark.get_offsets()) == 1 and mark.get_sizes()[0] < 30]
    return {tuple(mark.get_offsets()[0]): tuple(mark.get_facecolor()[0]) for mark in marks}


def test_states_with_fewer_than_three_references_are_hollow_and_have_their_n() -> None:
    """Uzbekistan once stood between China and the US like a measured state, on one reference each."""
    text = "Usbekistan liegt zwischen China und den USA. " + "Russland lobt Kasachstan. " * 9
    figure = CHARTS["position"].figure(analyse(read_text(text)).tables)
    words = " ".join(texts_of(figure))
    numbers = CHARTS["position"].numbers(analyse(read_text(text)).tables)
    n = numbers[(numbers["unit"] == "UZ") & (numbers["component"] == "combined")]["n"].iloc[0]
    assert f"UZ (n\u00a0=\u00a0{n})" in words
    fills = [fill == (1.0, 1.0, 1.0, 1.0) for fill in states(figure).values()]
    assert n == 2
    assert sorted(fills) == [False, True]
    assert "Ohne Beleg: KG, TJ, TM." in words.replace("\n", " ")


# Words and widths


def test_words_are_wrapped_to_points_and_cut_to_points() -> None:
    words = "Wer bewertet wen wie, und woran sieht man das im Text?"
    for width in (60, 120, 400):
        assert max(text_width(line, 10) for line in wrap(words, 10, width).split("\n")) <= width
    assert wrap(words, 10, 60, lines=2).count("\n") == 1
    assert wrap(words, 10, 60, lines=2).endswith("…")
    assert text_width(cut(words, 10, 80), 10) <= 80
    assert cut("kurz", 10, 80) == "kurz"
    assert wrap(words, 10, 60).replace("\n", " ") == words
    assert "\u00a0" in wrap("n\u00a0=\u00a03", 10, 1)
    long = "Donaudampfschifffahrtsgesellschaftskapitän" * 5
    assert wrap(long, 10, 100) == long
    parts = wrap(long, 10, 100, split=True).split("\n")
    assert "".join(parts) == long
    assert max(text_width(part, 10) for part in parts) <= 100


def test_a_limit_leaves_room_for_the_longest_note() -> None:
    limit = reach(0, [10, 5], ["12 %", "ein sehr langer Vermerk"], size=10, width=300)
    for end, note in ((10, "12 %"), (5, "ein sehr langer Vermerk")):
        assert end / limit * 300 + text_width(note, 10) <= 300


def test_names_under_narrow_columns_are_codes() -> None:
    assert column_names(["RU", "CENTRAL_ASIA"], "de", size=9, width=90) == ["Russland", "Zentralasien"]
    assert column_names(["RU", "CENTRAL_ASIA"], "de", size=9, width=45) == ["Russland", "Z.-As."]
    assert letters(["100 %"], 10, 100) == 10
    assert letters(["100 %"], 10, 5) == 6


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


@pytest.mark.parametrize("shade", list(COLOURS.values()))
def test_letters_in_a_colour_and_on_it_can_be_read(shade: str) -> None:
    assert contrast(ink_of(shade), (1.0, 1.0, 1.0)) >= 4.5
    assert contrast(tint(ink_on(shade) if ink_on(shade) != "white" else "#FFFFFF", 1), tint(shade, 1)) >= 4.0
