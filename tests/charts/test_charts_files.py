"""Files of charts: one drawing for all formats, small fonts, every letter, the same picture as matplotlib's own."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zlib
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from analysis.charts import CHARTS, ESSENTIAL, METADATA, saving
from analysis.charts.recording import record, render
from analysis.charts.style import FAMILY, axes, head
from analysis.errors import ExportError
from analysis.export import save_figures
from analysis.export.figures import draw_figures, painters

Tables = dict[str, pd.DataFrame]
FORMATS = ("png", "svg", "pdf")
FONTS = Path(__file__).resolve().parents[2] / "analysis" / "charts" / "fonts"
WORDS = [
    "Қазақстан", "Кыргызстан: Ө, ү, ң", "Тоҷикистон, ҳуқуқ", "Oʻzbekiston, gʻarb", "Türkmenistan, Ýaşlar", "Ğ ğ İ ı ş",
    "Łódź, ąęśźż", "Győr, ő ű", "Ω Ελλάδα, ύ", "România: Ș ș Ț ț", "Český Žďár, ů", "Ísland, ð þ", "Māori, ļ ņ ķ",
    "Azərbaycan", "Україна, Ґ ґ Ї є", "Ё ё Й й", "Ćuprija, Đ đ", "Mhalta: ħ ġ ż", "Cymru: ŵ ŷ Ẁ", "GROẞ, groß, ÄÖÜ",
    "100 € · £ ¥ ₽ ₸ ₺ ₴", "→ ← ↑ ↓ ⇒ ↔", "„Ja“, ‚nein‘ »so« «ainsi» ’s …", "– — − ‑ ‰ ° § № † ™",
    "≤ ≥ ± × ÷ ≠ ≈ ∞ √ ∑", "▲ ▼ ● ○ ■ □ ◆ ✓ ✗", "½ ¼ ² ³ ₂ µ",
]  # fmt: skip


def page(words: list[str]) -> Figure:
    """Give a figure of a line a word, one in two bold."""
    figure = Figure(figsize=(5, 0.3 * len(words)), layout="constrained")
    ax = figure.add_subplot()
    ax.set_axis_off()
    for row, word in enumerate(words):
        ax.text(0, row, word, fontweight=("normal", "bold")[row % 2])
    ax.set_ylim(-1, len(words))
    return figure


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Count how often each text is drawn: matplotlib draws it anew for each format."""
    counts: dict[int, int] = {}
    drawn = Text.draw

    def count(text: Text, renderer: object) -> None:
        if text.get_visible() and text.get_text():
            counts[id(text)] = counts.get(id(text), 0) + 1
        drawn(text, renderer)

    monkeypatch.setattr(Text, "draw", count)
    return counts


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_figure_is_drawn_once_for_three_formats(name: str, small: Tables, drawings: dict[int, int]) -> None:
    with saving():
        figure = CHARTS[name].figure(small)
        files = render(figure, FORMATS)
    assert {form: data[:4] for form, data in files.items()} == {"png": b"\x89PNG", "svg": b"<?xm", "pdf": b"%PDF"}
    assert drawings
    assert set(drawings.values()) == {1}


def test_charts_are_measured_once(small: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.charts import position

    calls: list[object] = []
    measured = position.positions
    monkeypatch.setattr(position, "positions", lambda *args, **more: calls.append(args) or measured(*args, **more))
    draw_figures(small, charts=("position", "sheet"), formats=("svg",))
    assert len(calls) == 1


@pytest.mark.parametrize("name", ["mentions", "dispersion", "position", "network", "frames", "stance_matrix", "sheet"])
def test_the_picture_is_that_of_matplotlib(name: str, small: Tables) -> None:
    with saving():
        figure = CHARTS[name].figure(small)
        for text in figure.findobj(Text):
            text.set_visible(False)  # letters may stand a pixel aside, since their widths are measured at 72 dpi
        mine = Image.open(io.BytesIO(render(figure, ["png"], dpi=150)["png"]))
        sink = io.BytesIO()
        figure.set_layout_engine("none")  # laid out by the first drawing
        FigureCanvasAgg(figure)
        figure.savefig(sink, format="png", dpi=150)
    theirs = Image.open(sink).convert("RGB")
    assert mine.size == theirs.size
    assert mine.mode == "RGB"
    near = [np.asarray(picture, dtype=int) for picture in (mine, theirs)]
    assert (near[1] < 250).any()
    assert (np.abs(near[0] - near[1]).max(axis=2) > 16).mean() < 0.0005


def test_the_png_says_its_resolution_and_holds_nothing_else() -> None:
    with saving():
        data = render(page(["Kasachstan"]), ["png"], dpi=300)["png"]
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (1500, 90)
    assert [round(value) for value in picture.info["dpi"]] == [300, 300]
    assert re.findall(rb"(IHDR|pHYs|tEXt|tIME|IDAT|IEND)", data) == [b"IHDR", b"pHYs", b"IDAT", b"IEND"]
    picture.load()  # checks every sum


def test_images_are_refused_rather_than_lost() -> None:
    figure = Figure()
    figure.subplots().imshow([[0.0, 1.0]])
    with pytest.raises(NotImplementedError, match="cannot be recorded"):
        record(figure)


def embedded(pdf: bytes) -> list[bytes]:
    """Give the font files in a PDF."""
    found = re.findall(rb"/Length1 (\d+).*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return [zlib.decompress(stream) for _, stream in found]


def test_a_pdf_holds_the_small_font(small: Tables) -> None:
    with saving():
        pdf = render(CHARTS["mentions"].figure(small), ["pdf"])["pdf"]
    assert set(re.findall(rb"/FontName /[A-Z]{6}\+([\w-]+)", pdf)) == {
        b"MittellageSans-Regular", b"MittellageSans-Bold",
    }  # fmt: skip
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf
    fonts = embedded(pdf)
    assert fonts
    assert all(len(font) < 40_000 for font in fonts)
    assert len(pdf) < 35_000


def test_the_packaged_fonts_are_small_and_have_their_licence() -> None:
    assert [path.name for path in sorted(FONTS.iterdir())] == [
        "LICENSE_DEJAVU", "MittellageSans-Bold.ttf", "MittellageSans-Regular.ttf",
    ]  # fmt: skip
    assert all(path.stat().st_size < 180_000 for path in FONTS.glob("*.ttf"))
    assert "Bitstream Vera Fonts Copyright" in (FONTS / "LICENSE_DEJAVU").read_text("utf-8")


@pytest.mark.parametrize("style", ["Regular", "Bold"])
@pytest.mark.parametrize("word", WORDS)
def test_the_fonts_have_every_letter(word: str, style: str) -> None:
    from matplotlib.ft2font import FT2Font

    letters = FT2Font(str(FONTS / f"MittellageSans-{style}.ttf")).get_charmap()
    assert [letter for letter in word if ord(letter) not in letters] == []


def test_no_letter_is_missing_in_any_format() -> None:
    """A missing letter would be a box, and a warning, which is an error here."""
    with saving():
        files = render(page([*WORDS, "საქართველო, Հայաստան"]), FORMATS)
    assert set(re.findall(rb"/FontName /[A-Z]{6}\+([\w-]+)", files["pdf"])) == {
        b"MittellageSans-Regular", b"MittellageSans-Bold", b"DejaVuSans-Bold",
    }  # fmt: skip


def test_a_letter_that_no_font_has_still_warns() -> None:
    with saving(), pytest.warns(UserWarning, match="missing from font"):
        render(page(["中"]), ["svg"])


@pytest.mark.parametrize("word", ["Қазақстан", "Ğ ş ł ő Ω €"])
def test_letters_look_like_those_of_dejavu(word: str) -> None:
    pictures = []
    for family in (FAMILY, "DejaVu Sans"):
        with saving():
            mpl.rcParams["font.family"] = family
            pictures.append(Image.open(io.BytesIO(render(page([word]), ["png"])["png"])))
    mine, whole = (np.asarray(picture, dtype=int) for picture in pictures)
    assert (mine < 128).any()
    assert (mine == whole).all()


def test_settings_of_others_stay_as_they_are() -> None:
    before = dict(mpl.rcParams)
    with saving():
        assert mpl.rcParams["font.family"][0] == FAMILY
    assert dict(mpl.rcParams) == before


def digests(tables: Tables) -> dict[str, str]:
    drawn = draw_figures(tables, charts=("position", "agency"))
    return {
        f"{name}.{suffix}": hashlib.sha256(data).hexdigest()
        for name, chart in drawn.items()
        for suffix, data in chart.files.items()
    }


def test_the_same_bytes_in_another_process(small: Tables, tmp_path: Path) -> None:
    import pickle

    (tmp_path / "small.pickle").write_bytes(pickle.dumps(small))
    code = (
        "import hashlib, pickle, sys; from analysis.export.figures import draw_figures;"
        "drawn = draw_figures(pickle.load(open(sys.argv[1], 'rb')), charts=('position', 'agency'));"
        "print({f'{n}.{s}': hashlib.sha256(d).hexdigest() for n, c in drawn.items() for s, d in c.files.items()})"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "small.pickle")],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(digests(small))


def test_processes_draw_what_one_draws(small: Tables) -> None:
    alone = draw_figures(small, charts="essential", formats=("svg",))
    with painters(2) as pool:
        together = draw_figures(small, charts="essential", formats=("svg",), pool=pool)
    assert list(together) == list(alone) == list(ESSENTIAL)
    assert {name: chart.files for name, chart in together.items()} == {
        name: chart.files for name, chart in alone.items()
    }


@pytest.mark.parametrize(
    ("charts", "names"),
    [
        ("essential", list(ESSENTIAL)),
        (["voice", "mentions", "voice"], ["voice", "mentions"]),
        ((), []),
    ],
)
def test_which_charts(charts: object, names: list[str], small: Tables) -> None:
    drawn = draw_figures(small, charts=charts, formats=())  # type: ignore[arg-type]
    assert list(drawn) == names
    assert all(set(chart.files) == {"txt", "csv"} for chart in drawn.values())


@pytest.mark.parametrize(("charts", "words"), [("most", "say 'essential', 'all'"), (["pie"], "no chart 'pie'")])
def test_unknown_charts_are_refused(charts: object, words: str, small: Tables) -> None:
    with pytest.raises(ExportError, match=words):
        draw_figures(small, charts=charts)  # type: ignore[arg-type]


def test_figures_are_written(small: Tables, tmp_path: Path) -> None:
    written = save_figures({"mentions": small["mentions"]}, tmp_path, formats=("svg",))
    assert {path.name for path in written} == {
        f"{name}.{suffix}" for name in CHARTS for suffix in ("svg", "txt", "csv")
    }


def test_clips_follow_the_resolution() -> None:
    """A line outside its axes stays hidden at every resolution."""
    figure = Figure(figsize=(2, 2))
    ax = figure.add_axes((0.25, 0.25, 0.5, 0.5))
    ax.set_axis_off()
    ax.plot([-1, 2], [0.5, 0.5], color="black", linewidth=4)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    pixels = np.asarray(Image.open(io.BytesIO(render(figure, ["png"], dpi=200)["png"])))
    dark = np.nonzero((pixels < 100).all(axis=2))
    assert (dark[1].min(), dark[1].max()) == (100, 299)
    assert dark[0].max() - dark[0].min() + 1 == pytest.approx(4 / 72 * 200, abs=2)


def test_recording_leaves_the_artists(small: Tables) -> None:
    figure = CHARTS["voice"].figure(small)
    before = len(figure.findobj(Artist))
    copy = record(figure)
    assert len(figure.findobj(Artist)) >= before
    assert len(copy.get_children()) == 2  # its ground and the recording
    assert tuple(copy.get_size_inches()) == tuple(figure.get_size_inches())


def test_captions_have_their_place_in_svg() -> None:
    with saving():
        ax = axes(None, (4, 2))
        head(ax, "Titel", "n = 3")
        figure = ax.get_figure(root=True)
        assert isinstance(figure, Figure)
        svg = render(figure, ["svg"])["svg"].decode()
    assert 'id="caption"' in svg
    assert "<dc:date>" not in svg
    assert METADATA["svg"] == {"Date": None}
