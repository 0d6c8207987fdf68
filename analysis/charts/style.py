"""What all charts share: colours that survive colour blindness and grey print, labels in two languages, captions.

Axes come in and go out; nothing here touches pyplot, and only `saving` changes matplotlib's settings, as a context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypedDict, Unpack

from ..legible import legible_line
from ..translation import Translator
from .room import LEADING, room, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

Lang = Literal["de", "en"]
Tables: TypeAlias = "Mapping[str, pd.DataFrame]"

# Okabe and Ito (2008), Color Universal Design.
BLUE: Final = "#0072B2"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
ORANGE: Final = "#E69F00"
VERMILION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
INK: Final = "#222222"
GREY: Final = "#6B6B6B"
PALE: Final = "#E4E4E4"

COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {"RU": VERMILION, "CN": ORANGE, "US": BLUE, "CENTRAL_ASIA": GREEN, "EU": PURPLE, "WEST": SKY, "narrator": INK}
)
# Where grey print takes the colour away, the marker still tells who it is.
MARKERS: Final[Mapping[str, str]] = MappingProxyType(
    {"RU": "s", "CN": "D", "US": "o", "CENTRAL_ASIA": "^", "EU": "p", "WEST": "h", "narrator": "X"}
)
SIGN_COLOURS: Final[Mapping[int, str]] = MappingProxyType({1: BLUE, -1: VERMILION})
SIGN_HATCHES: Final[Mapping[int, str]] = MappingProxyType({1: "", -1: "////"})

TITLE_SIZE: Final = 12.0
TEXT_SIZE: Final = 10.0
SMALL_SIZE: Final = 9.0

FAMILY: Final = "Mittellage Sans"

_RC: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "font.family": [FAMILY, "DejaVu Sans"],  # the second draws what the first lacks: Georgian, Arabic
        "svg.hashsalt": "mittellage",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "savefig.bbox": None,
        "savefig.dpi": 300,
        "figure.dpi": 100,
        "hatch.linewidth": 0.6,
        "text.parse_math": False,  # also for labels of ticks that are made only while a figure is drawn
    }
)
METADATA: Final[Mapping[str, Mapping[str, None]]] = MappingProxyType(
    {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None, "ModDate": None}}
)


@contextmanager
def saving() -> Iterator[None]:
    """Draw and save under settings that give the same bytes on every run.

    Examples
    --------
    >>> with saving():
    ...     figure = CHARTS["mentions"].figure(tables)  # doctest: +SKIP
    ...     figure.savefig("mentions.svg", metadata=METADATA["svg"])  # doctest: +SKIP
    """
    import matplotlib as mpl

    _add_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(dict(_RC))  # type: ignore[arg-type]
        yield


@cache
def _add_fonts() -> None:
    """Tell matplotlib of the fonts in the package, a small cut of DejaVu Sans (see `benchmarks/font.py`)."""
    from matplotlib.font_manager import fontManager

    for style in ("Regular", "Bold"):
        fontManager.addfont(str(files(__package__) / "fonts" / f"MittellageSans-{style}.ttf"))


_LABELS: Final = Translator(__package__, "labels.tsv")


def labels() -> Mapping[str, tuple[str, str]]:
    """Return the German and the English name of every country, region, bloc and voice, by its code."""
    return _LABELS.pairs


def label(code: str | None, lang: Lang = "de") -> str:
    """Name a country, bloc or voice; a code that has no label stands for itself, on one line.

    Examples
    --------
    >>> label("KZ"), label("narrator", "en"), label("UN-Generalversammlung")
    ('Kasachstan', 'Article', 'UN-Generalversammlung')
    """
    if code is None:
        code = "anonymous"
    pair = labels().get(code)
    return legible_line(code) if pair is None else pair[lang == "en"]


# Dative of the German article by gender and number: „zwischen der EU und den USA“.
_DATIVE: Final = {"pl": "den ", "f": "der ", "m": "dem ", "": ""}


def label_in_text(code: str, lang: Lang = "de", *, dative: bool = False) -> str:
    """Name a country as a sentence does: in English with its article, in German with that of the dative if asked for.

    Examples
    --------
    >>> label_in_text("US", "en"), label_in_text("RU", "en"), label_in_text("US"), label_in_text("US", dative=True)
    ('the US', 'Russia', 'USA', 'den USA')
    """
    name = label(code, lang)
    gender, english = _LABELS.rows[code][3:5] if code in _LABELS else ("", "")
    if lang == "en":
        return english or name
    return _DATIVE[gender] + name if dative else name


_SHORT: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"narrator": ("Art.", "art."), "CENTRAL_ASIA": ("Z.-As.", "C. As."), "WEST": ("West", "West")}
)


def short_label(code: str | None, lang: Lang = "de", *, limit: int = 10) -> str:
    """Name a country or voice in a few letters: the code of a state, else its label cut short.

    Examples
    --------
    >>> short_label("RU"), short_label("narrator"), short_label("UN-Generalversammlung"), short_label(None)
    ('RU', 'Art.', 'UN-Genera…', '?')
    """
    if code is None or code == "anonymous":
        return "?"
    if code in _SHORT:
        return pick(lang, *_SHORT[code])
    return legible_line(code) if len(code) == 2 else shorten(label(code, lang), limit)


def shorten(text: str, limit: int = 24) -> str:
    """Cut a long name at its end."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def colour(unit: str | None, *, default: str = GREY) -> str:
    """Give the colour of a country, bloc or voice."""
    return COLOURS.get(unit or "", default)


def pick(lang: Lang, de: str, en: str) -> str:
    """Choose the text of a language."""
    return en if lang == "en" else de


def number(value: float, lang: Lang = "de", *, digits: int = 0) -> str:
    """Write a number with the decimal sign of the language.

    Examples
    --------
    >>> number(0.25, digits=2), number(0.25, "en", digits=2), number(-1, digits=0)
    ('0,25', '0.25', '−1')
    """
    text = f"{value:.{digits}f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")


def percent(value: float, lang: Lang = "de") -> str:
    r"""Write a share as a percentage, with the space that German sets.

    Examples
    --------
    >>> percent(0.5), percent(0.5, "en")
    ('50\xa0%', '50%')
    """
    return f"{value * 100:.0f}%" if lang == "en" else f"{value * 100:.0f}\u00a0%"


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Go through a table row by row, columns as attributes."""
    return table.itertuples(index=False)


def known(value: Any) -> bool:
    """Tell whether a value is there: tables hold None, nan or pandas' NA where nothing is known."""
    import pandas as pd

    return not pd.isna(value)


# What rests on fewer rows or documents than this is drawn hollow or pale, and never as a percentage.
FEW: Final = 3
# More marks than this lie too close to be pointed at, and each costs milliseconds: they are drawn as one artist.
MOST_MARKS: Final = 300


def mark(artist: Any, row: int) -> None:
    """Say which row of the chart's numbers an artist stands for, so that a view can open its evidence."""
    artist.set_gid(f"mark-{row}")


def axes(ax: Axes | None, size: tuple[float, float], *, projection: str | None = None) -> Axes:
    """Give the axes to draw in: those that came, or new ones on a figure of their own."""
    if ax is not None:
        return ax
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot(projection=projection)


class Head(TypedDict, total=False):
    """Where title and caption stand.

    `lift` points higher, where a label stands on top; in lines of `width` points, by default what the figure and labels
    `beside` the axes leave; from `left`, a part of the width of the axes; in letters larger by `scale`.
    """

    lift: float
    width: float
    beside: Iterable[str]
    left: float
    scale: float


def head(ax: Axes, title: str, caption: str, **options: Unpack[Head]) -> float:
    """Write the title and, under it in grey, what n is, and return how many points they take above the axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes to write over.
    title, caption : str
        Wrapped to the width that there is.
    **options
        Where they stand, as `Head` says.
    """
    lift, left, scale = options.get("lift", 0.0), options.get("left", 0.0), options.get("scale", 1.0)
    width = options.get("width") or room(ax, beside=options.get("beside", ()))
    title = wrap(title, TITLE_SIZE * scale, width, bold=True)
    caption = wrap(caption, SMALL_SIZE * scale, width)
    lines = caption.count("\n") + 1
    pad = lift + (8 + 12.5 * lines + 2 * title.count("\n")) * scale
    # A fixed height: looking for room above tick labels costs a ternary chart a quarter of its time.
    shown = ax.set_title(title, loc="left", y=1.0, pad=pad, fontsize=TITLE_SIZE * scale, fontweight="bold", color=INK)
    shown.set_x(left)
    text = ax.annotate(
        caption,
        (left, 1),
        xycoords="axes fraction",
        xytext=(0, 6 * scale + lift),
        textcoords="offset points",
        fontsize=SMALL_SIZE * scale,
        color=GREY,
        va="bottom",
        ha="left",
        linespacing=1.25,
        annotation_clip=False,
    )
    text.set_gid("caption")
    # The title above keeps its height free; its width, which the axes will have, would make them narrower.
    text.set_in_layout(False)
    return pad + (title.count("\n") + 1) * TITLE_SIZE * scale * LEADING


def write_plainly(artist: Artist) -> None:
    """Let every text in an artist be what it says: between two dollar signs matplotlib would set a formula, or raise.

    *„Von $5 auf $9 Milliarden“* is no formula.
    """
    from matplotlib.text import Text

    for text in artist.findobj(Text):
        text.set_parse_math(False)


def hold(ax: Axes) -> None:
    """Keep texts that have their room within the axes out of the layout, which would narrow the axes for them."""
    for text in ax.texts:
        text.set_in_layout(False)


def bare(ax: Axes, *keep: str) -> None:
    """Take away the spines except those named, and the tick marks."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep)
        spine.set_color(GREY)
    ax.tick_params(length=0, labelsize=TEXT_SIZE, colors=INK)


def say_empty(ax: Axes, title: str, sentence: str) -> Axes:
    """Write a sentence into empty axes: what is missing, and why."""
    ax.set_axis_off()
    title, sentence = wrap(title, TITLE_SIZE, room(ax), bold=True), wrap(sentence, TEXT_SIZE, room(ax))
    ax.set_title(title, loc="left", fontsize=TITLE_SIZE, fontweight="bold", color=INK)
    ax.text(0.5, 0.5, sentence, transform=ax.transAxes, ha="center", va="center", fontsize=TEXT_SIZE, color=GREY)
    return ax
