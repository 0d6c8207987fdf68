"""Names under columns: whole where they fit, else in a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .room import text_width, wrap
from .style import label, short_label

if TYPE_CHECKING:
    from .style import Lang


def column_names(codes: Sequence[str], lang: Lang, *, size: float, width: float) -> list[str]:
    r"""Return a name for each column, all of the same number of lines.

    Parameters
    ----------
    codes : sequence of str
        Countries or blocs.
    lang : {"de", "en"}
        Language of the names.
    size, width : float
        Size of the letters and width of a column, in points.

    Examples
    --------
    >>> column_names(["RU", "CENTRAL_ASIA"], "en", size=10, width=60)
    ['Russia\n', 'Central\nAsia']
    >>> column_names(["RU", "CENTRAL_ASIA"], "de", size=10, width=40)
    ['RU', 'Z.-As.']
    """
    names = [wrap(label(code, lang), size, width) for code in codes]
    fits = [text_width(name, size) <= width for name in names]
    names = [name if fit else short_label(code, lang) for name, fit, code in zip(names, fits, codes, strict=True)]
    tall = max(name.count("\n") for name in names)
    return [name + "\n" * (tall - name.count("\n")) for name in names]


def letters(words: Sequence[str], size: float, width: float, *, bold: bool = False) -> float:
    """Return the size in which all of these words fit into a column, at most `size` and at least 6 points."""
    widest = max((text_width(word, size, bold=bold) for word in words), default=0.0)
    return size if widest <= width else max(size * width / widest, 6.0)
